//! The few things that are over a line that was drawn later. The list may
//! only shrink: each keeps its figure or comes down, and leaves when it can.

use super::Fault;
use crate::checkout::Checkout;
use anyhow::{Context, Result};
use std::collections::BTreeMap;
use std::fs;

const PATH: &str = "xtask/tidy-ratchet.txt";

/// One thing on the list.
#[derive(Debug)]
struct Allowed {
    most: usize,
    /// What was found, if it still is over the line.
    found: Option<usize>,
}

/// The list.
#[derive(Debug)]
pub(crate) struct Ratchet {
    head: String,
    allowed: BTreeMap<String, Allowed>,
}

impl Ratchet {
    pub(crate) fn read(checkout: &Checkout) -> Result<Self> {
        Self::parse(&checkout.read(PATH)?)
    }

    fn parse(text: &str) -> Result<Self> {
        let (head, lines): (Vec<&str>, Vec<&str>) =
            text.lines().partition(|line| line.starts_with('#'));
        let mut allowed = BTreeMap::new();
        for line in lines {
            let (most, name) = line
                .split_once(' ')
                .with_context(|| format!("{PATH}: `{line}` is not a figure and a name"))?;
            let most = most.parse().with_context(|| format!("{PATH}: {line}"))?;
            allowed.insert(name.to_owned(), Allowed { most, found: None });
        }
        let head = head.join("\n");
        Ok(Ratchet { head, allowed })
    }

    /// Whether `name`, which is over the line with `found`, may be so.
    pub(crate) fn allows(&mut self, name: &str, found: usize) -> bool {
        match self.allowed.get_mut(name) {
            Some(allowed) => {
                allowed.found = Some(found);
                found <= allowed.most
            }
            None => false,
        }
    }

    /// What stands on the list without need.
    pub(crate) fn faults(&self) -> Vec<Fault> {
        let done = self.allowed.iter().filter(|(_, one)| one.found.is_none());
        done.map(|(name, _)| {
            let advice = "is not over the line any more; run `cargo xtask tidy --lower`";
            Fault::new(PATH, format!("{name} {advice}"))
        })
        .collect()
    }

    pub(crate) fn write(&self, checkout: &Checkout) -> Result<()> {
        fs::write(checkout.root().join(PATH), self.lowered()).context(PATH)
    }

    fn lowered(&self) -> String {
        let mut text = format!("{}\n", self.head);
        for (name, allowed) in &self.allowed {
            if let Some(found) = allowed.found {
                text.push_str(&format!("{} {name}\n", found.min(allowed.most)));
            }
        }
        text
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const LIST: &str = "# why\n540 a.rs\n600 b.rs\n";

    #[test]
    fn what_grows_or_is_not_listed_is_refused() {
        let mut ratchet = Ratchet::parse(LIST).expect("the list is sound");
        assert!(ratchet.allows("a.rs", 540));
        assert!(!ratchet.allows("b.rs", 601));
        assert!(!ratchet.allows("c.rs", 501));
    }

    #[test]
    fn the_list_only_shrinks() {
        let mut ratchet = Ratchet::parse(LIST).expect("the list is sound");
        ratchet.allows("a.rs", 520);
        assert_eq!(ratchet.faults().len(), 1);
        assert_eq!(ratchet.lowered(), "# why\n520 a.rs\n");
    }
}
