//! The duties that the regimes lay on software, and those not met yet.

use crate::checkout::Checkout;
use anyhow::{Context, Result};
use std::collections::BTreeMap;

pub(super) const ALL: &str = "docs/requirements.tsv";
pub(super) const OPEN: &str = "docs/coverage-open.tsv";

/// How many there are: a row that gets lost is a duty that gets lost.
const COUNT: usize = 217;

/// One duty.
#[derive(Debug)]
pub(super) struct Duty {
    pub(super) id: String,
    pub(super) regime: String,
    pub(super) clause: String,
    pub(super) text: String,
}

/// All duties, in the order of the list.
#[derive(Debug)]
pub(super) struct Duties {
    all: Vec<Duty>,
    open: BTreeMap<String, String>,
    count: usize,
}

impl Duties {
    pub(super) fn read(checkout: &Checkout) -> Result<Self> {
        Duties::of(&checkout.read(ALL)?, &checkout.read(OPEN)?, COUNT)
    }

    /// From the texts of the two lists; the first must hold `count` duties.
    pub(super) fn of(all: &str, open: &str, count: usize) -> Result<Self> {
        let all = rows(all).map(duty).collect::<Result<_>>()?;
        let open = rows(open)
            .map(|line| {
                let cells = line.split_once('\t');
                let (id, reason) = cells.with_context(|| format!("{OPEN}: {line}: two columns"))?;
                Ok((id.to_owned(), reason.to_owned()))
            })
            .collect::<Result<_>>()?;
        Ok(Duties { all, open, count })
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

    /// What is wrong with the two lists themselves.
    pub(super) fn faults(&self) -> Vec<String> {
        let mut faults = Vec::new();
        let unlike: std::collections::BTreeSet<&str> =
            self.all.iter().map(|duty| duty.id.as_str()).collect();
        if (self.all.len(), unlike.len()) != (self.count, self.count) {
            faults.push(format!(
                "{ALL}: {} rows, {} of them unlike; there are {} duties",
                self.all.len(),
                unlike.len(),
                self.count
            ));
        }
        for (id, reason) in &self.open {
            if !self.has(id) {
                faults.push(format!("{OPEN}: there is no duty `{id}` in {ALL}"));
            }
            if reason.trim().is_empty() {
                faults.push(format!("{OPEN}: {id}: say why it is open"));
            }
        }
        faults
    }
}

fn duty(line: &str) -> Result<Duty> {
    let mut cells = line.split('\t').map(str::to_owned);
    let mut next = || {
        let cell = cells.next();
        cell.with_context(|| format!("{ALL}: {line}: four columns"))
    };
    Ok(Duty {
        id: next()?,
        regime: next()?,
        clause: next()?,
        text: next()?,
    })
}

/// The lines below the head.
fn rows(text: &str) -> impl Iterator<Item = &str> {
    text.lines().skip(1).filter(|line| !line.is_empty())
}
