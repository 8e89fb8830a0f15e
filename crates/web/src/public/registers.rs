//! The registers that everybody may read, of all regimes, and what stands on
//! them. A register for some readers only is found nowhere here.

use crate::failure::Failure;
use crate::label::entry::{Entry, bears_labels};
use crate::site::Site;
use case::party::Party;
use law::library::Edition;
use law::name::StatusName;
use law::procedure::Procedure;
use law::regime::{Audience, Register};
use std::collections::BTreeMap;
use std::sync::Arc;
use store::row::bind;
use store::statements as sql;

/// How many rows are read at once.
const ROWS: i64 = 200;
/// How often rows are read for one page. What lies beyond is for the next.
const ROUNDS: usize = 20;

/// A public register as its latest edition describes it.
#[derive(Debug, Clone)]
pub(crate) struct Known {
    pub(crate) regime: String,
    pub(crate) name: String,
    pub(crate) edition: Arc<Edition>,
}

/// Every public register, by regime and name.
pub(crate) fn all(site: &Site) -> Vec<Known> {
    which(site, |_, register| register.audience == Audience::Public)
}

/// Every register for certain readers that is for this party.
pub(crate) fn listed(site: &Site, party: &Party) -> Vec<Known> {
    which(site, |regime, register| is_for(regime, register, party))
}

/// Whether a register of `regime` is for certain readers, and for this party.
pub(crate) fn is_for(regime: &str, register: &Register, party: &Party) -> bool {
    let mut readers = register.readers.iter();
    register.audience == Audience::Listed && readers.any(|kind| party.is(regime, kind))
}

fn which(site: &Site, wanted: impl Fn(&str, &Register) -> bool) -> Vec<Known> {
    let mut found: BTreeMap<(String, String), Arc<Edition>> = BTreeMap::new();
    for (id, edition) in site.office().library().all() {
        for (name, register) in &edition.regime.registers {
            if wanted(&id.regime, register) {
                found.insert((id.regime.clone(), name.to_string()), edition.clone());
            }
        }
    }
    found
        .into_iter()
        .map(|((regime, name), edition)| Known {
            regime,
            name,
            edition,
        })
        .collect()
}

impl Known {
    /// What the edition says of it.
    pub(crate) fn rules(&self) -> Option<&Register> {
        self.edition.regime.registers.get(self.name.as_str())
    }

    /// The address of its page.
    pub(crate) fn path(&self) -> String {
        format!("/register/{}/{}", self.regime, self.name)
    }

    /// The procedures whose outcomes appear on it.
    pub(crate) fn procedures(&self) -> impl Iterator<Item = &Procedure> {
        let procedures = self.edition.regime.procedures.values();
        procedures.filter(|procedure| {
            let register = procedure.head.register.as_ref();
            register.is_some_and(|register| register.as_str() == self.name)
        })
    }

    /// Whether labels are what stands on it.
    pub(crate) fn is_of_labels(&self) -> bool {
        self.procedures().any(bears_labels)
    }

    /// The statuses that its entries can have.
    pub(crate) fn statuses(&self) -> Vec<&StatusName> {
        let mut found = Vec::new();
        for procedure in self.procedures() {
            for (_, state) in procedure.states_in_order() {
                found.extend(state.entry.as_ref().filter(|entry| !found.contains(entry)));
            }
        }
        found
    }

    /// Whether the entry stands on it.
    pub(crate) fn holds(&self, entry: &Entry) -> bool {
        entry.register == self.name && entry.facts.edition.regime == self.regime
    }
}

/// Some entries, and before which position the next ones are to be looked for.
#[derive(Debug)]
pub(crate) struct Found {
    pub(crate) entries: Vec<Entry>,
    pub(crate) next: Option<u64>,
}

/// At most `most` entries of a register that are wanted, newest change first,
/// from before a position.
///
/// # Errors
///
/// A failure of the store.
pub(crate) fn find(
    site: &Site,
    known: &Known,
    before: Option<u64>,
    most: usize,
    wanted: impl Fn(&Entry) -> bool,
) -> Result<Found, Failure> {
    let mut before = before
        .and_then(|before| i64::try_from(before).ok())
        .unwrap_or(i64::MAX);
    let mut entries = Vec::new();
    for _ in 0..ROUNDS {
        let rows = site
            .office()
            .read(bind(sql::ENTRY_PAGE, [before.into(), ROWS.into()]))?;
        for row in &rows {
            before = row.int(11);
            if row.text(1) != known.name {
                continue;
            }
            let entry = Entry::of(site, row)?;
            if entry.is_public() && known.holds(&entry) && wanted(&entry) {
                entries.push(entry);
            }
            if entries.len() == most {
                return Ok(Found {
                    entries,
                    next: u64::try_from(before).ok(),
                });
            }
        }
        if i64::try_from(rows.len()).is_ok_and(|count| count < ROWS) {
            return Ok(Found {
                entries,
                next: None,
            });
        }
    }
    Ok(Found {
        entries,
        next: u64::try_from(before).ok(),
    })
}
