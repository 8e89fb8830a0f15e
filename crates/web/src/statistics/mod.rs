//! Statistics, as the editions define them: public ones for everybody, others
//! on the desk of those who may read them. Nothing is counted that the
//! edition does not count.

mod files;
mod page;
pub(crate) mod public;
mod regions;
pub(crate) mod working;

use crate::failure::Failure;
use crate::site::Site;
use case::party::Party;
use law::form::Words;
use law::library::Edition;
use law::name::{PartyKind, StatisticName};
use law::procedure::Procedure;
use law::regime::{Audience, Statistic};
use office::count::Counted;
use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};

/// A statistic, in the latest edition of its regime.
#[derive(Debug, Clone)]
pub(crate) struct Known {
    pub(crate) regime: String,
    pub(crate) name: StatisticName,
    pub(crate) edition: Arc<Edition>,
}

/// Every statistic of the latest edition of each regime.
pub(crate) fn all(site: &Site) -> Vec<Known> {
    let mut latest: BTreeMap<&str, &Arc<Edition>> = BTreeMap::new();
    for (id, edition) in site.office().library().all() {
        latest.insert(&id.regime, edition);
    }
    let mut found = Vec::new();
    for (regime, edition) in latest {
        found.extend(edition.regime.statistics.keys().map(|name| Known {
            regime: regime.to_owned(),
            name: name.clone(),
            edition: edition.clone(),
        }));
    }
    found
}

impl Known {
    pub(crate) fn rules(&self) -> Option<&Statistic> {
        self.edition.regime.statistics.get(&self.name)
    }

    fn procedure(&self) -> Option<&Procedure> {
        self.edition.procedure(&self.rules()?.procedure)
    }

    pub(crate) fn is_public(&self) -> bool {
        self.rules()
            .is_some_and(|rules| rules.audience == Audience::Public)
    }

    /// Whether it is kept from the public, and for this party nevertheless.
    fn is_for(&self, party: &Party) -> bool {
        let is = |kind: &PartyKind| party.is(&self.regime, kind);
        let (Some(rules), Some(procedure)) = (self.rules(), self.procedure()) else {
            return false;
        };
        match rules.audience {
            Audience::Public => false,
            Audience::Listed => rules.readers.iter().any(is),
            Audience::Internal => is(&procedure.head.body),
        }
    }

    /// What a dimension is called.
    fn heading(&self, by: &str) -> Words {
        let plain = |zh: &str, en: &str| Words {
            zh: zh.into(),
            en: en.into(),
        };
        let procedure = self.procedure();
        let field = procedure.and_then(|procedure| procedure.fields.get(by));
        let holder = || {
            let kind = &procedure?.head.holder;
            self.edition.regime.parties.get(kind)
        };
        match (by, field) {
            (_, Some(field)) => plain(&field.zh, &field.en),
            ("holder", None) => {
                holder().map_or_else(|| plain("主体", "Holder"), |kind| plain(&kind.zh, &kind.en))
            }
            ("region", None) => plain("地区", "Region"),
            ("state", None) => plain("状态", "State"),
            ("year", None) => plain("年度", "Year"),
            ("quarter", None) => plain("季度", "Quarter"),
            ("month", None) => plain("月份", "Month"),
            (other, None) => plain(other, other),
        }
    }

    fn headings(&self) -> Vec<Words> {
        let by = self.rules().map(|rules| rules.by.as_slice());
        by.unwrap_or_default()
            .iter()
            .map(|by| self.heading(by))
            .collect()
    }

    /// The counts as they are now.
    ///
    /// # Errors
    ///
    /// A failure of the store.
    pub(crate) fn counted(&self, site: &Site) -> Result<Arc<Vec<Counted>>, Failure> {
        let position = site.office().advanced().borrow().position;
        let key = (self.regime.clone(), self.name.to_string());
        site.counts().get(key, position, || {
            let world = site.world()?;
            let mut lines = site.office().statistic(&self.edition, &world, &self.name)?;
            let by = self.rules().map(|rules| rules.by.clone());
            for line in &mut lines {
                let places = by.iter().flatten().zip(&line.keys).zip(&mut line.words);
                for ((by, key), words) in places {
                    if by == "region"
                        && let Some(named) = regions::named(key)
                    {
                        *words = named;
                    }
                }
            }
            Ok(lines)
        })
    }
}

type Kept = BTreeMap<(String, String), (u64, Arc<Vec<Counted>>)>;

/// Counts that were made, kept as long as nothing happens: counting goes
/// through all cases, and one count at a time is enough (T-DOS-04).
#[derive(Debug, Default)]
pub(crate) struct Counts(Mutex<Kept>);

impl Counts {
    fn get(
        &self,
        key: (String, String),
        position: u64,
        count: impl FnOnce() -> Result<Vec<Counted>, Failure>,
    ) -> Result<Arc<Vec<Counted>>, Failure> {
        let mut kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some((_, lines)) = kept.get(&key).filter(|(at, _)| *at == position) {
            return Ok(lines.clone());
        }
        let lines = Arc::new(count()?);
        kept.insert(key, (position, lines.clone()));
        Ok(lines)
    }
}
