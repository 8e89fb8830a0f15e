//! The duties that the regimes lay on software, and those not met yet.

use crate::checkout::Checkout;
use anyhow::{Context, Result};
use std::collections::BTreeMap;

pub(super) const ALL: &str = "docs/requirements.tsv";
pub(super) const OPEN: &str = "docs/coverage-open.tsv";

/// The clauses whose duties have to be covered: what a filing needs from the
/// first form to the end of its label, and what it is counted with.
const SCOPE: [&str; 20] = [
    "LBL-02", "LBL-03", "LBL-04", "LBL-05", "LBL-06", "LBL-07", "LBL-08", "LBL-09", "LBL-10",
    "LBL-11", "LBL-12", "LBL-14", "LBL-19", "LBL-20", "LBL-21", "LBL-22", "LBL-23", "LBL-CAT",
    "OPS-01", "OPS-02",
];

/// One duty.
#[derive(Debug)]
pub(super) struct Duty {
    pub(super) id: String,
    pub(super) regime: String,
    pub(super) clause: String,
    text: String,
    pub(super) in_scope: bool,
}

impl Duty {
    /// As much of its text as fits into a line.
    pub(super) fn short(&self) -> &str {
        let end = self.text.char_indices().nth(70).map(|(at, _)| at);
        &self.text[..end.unwrap_or(self.text.len())]
    }
}

/// All duties, in the order of the list.
#[derive(Debug)]
pub(super) struct Duties {
    all: Vec<Duty>,
    open: BTreeMap<String, String>,
}

impl Duties {
    pub(super) fn read(checkout: &Checkout) -> Result<Self> {
        let mut all = Vec::new();
        for line in rows(&checkout.read(ALL)?) {
            let mut cells = line.split('\t').map(str::to_owned);
            let mut next = || {
                cells
                    .next()
                    .with_context(|| format!("{ALL}: {line}: four columns"))
            };
            let id = next()?;
            let in_scope = SCOPE.contains(&id.split('.').next().unwrap_or_default());
            let (regime, clause, text) = (next()?, next()?, next()?);
            all.push(Duty {
                id,
                regime,
                clause,
                text,
                in_scope,
            });
        }
        let open = rows(&checkout.read(OPEN)?)
            .map(|line| {
                let (id, reason) = line
                    .split_once('\t')
                    .with_context(|| format!("{OPEN}: {line}"))?;
                Ok((id.to_owned(), reason.to_owned()))
            })
            .collect::<Result<_>>()?;
        Ok(Duties { all, open })
    }

    pub(super) fn iter(&self) -> impl Iterator<Item = &Duty> {
        self.all.iter()
    }

    pub(super) fn has(&self, id: &str) -> bool {
        self.all.iter().any(|duty| duty.id == id)
    }

    /// Why nothing shows it yet, if somebody said so.
    pub(super) fn open(&self, id: &str) -> Option<&str> {
        self.open.get(id).map(String::as_str)
    }
}

/// The lines below the head.
fn rows(text: &str) -> impl Iterator<Item = &str> {
    text.lines().skip(1).filter(|line| !line.is_empty())
}
