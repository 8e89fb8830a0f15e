//! All editions of all regimes, and which one was in force when.

use crate::name::ProcedureName;
use crate::procedure::Procedure;
use crate::regime::Regime;
use jiff::civil::Date;
use std::collections::BTreeMap;
use std::sync::Arc;

/// Names one edition: regime and edition.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, serde::Serialize, serde::Deserialize)]
pub struct EditionId {
    pub regime: String,
    pub edition: String,
}

impl std::fmt::Display for EditionId {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}/{}", self.regime, self.edition)
    }
}

/// One edition with the digest of its files, as `LOCK` holds it.
#[derive(Debug, Clone)]
pub struct Edition {
    pub regime: Regime,
    pub digest: String,
}

/// The editions that are loaded. Cheap to clone.
#[derive(Debug, Clone, Default)]
pub struct Library {
    editions: BTreeMap<EditionId, Arc<Edition>>,
}

impl Library {
    /// Adds an edition. Where no end is written, an edition ends when the
    /// next one begins, so that a new edition leaves the old one's files, and
    /// with them its digest, as they are.
    ///
    /// # Errors
    ///
    /// The sentence that says with which other edition its time overlaps.
    pub fn add(&mut self, edition: Edition) -> Result<(), String> {
        let head = &edition.regime.head;
        let id = EditionId {
            regime: head.id.clone(),
            edition: head.edition.clone(),
        };
        for (other, held) in self.of_regime(&head.id) {
            let (ours, theirs) = (head.in_force, held.regime.head.in_force);
            let (earlier, later) = if ours.from <= theirs.from {
                (ours, theirs)
            } else {
                (theirs, ours)
            };
            if earlier.from == later.from || earlier.until.is_some_and(|until| later.from < until) {
                return Err(format!(
                    "the editions {id} and {other} are in force at the same time; give one of them another `from`, \
                     or the earlier one an earlier `until`"
                ));
            }
        }
        self.editions.insert(id, Arc::new(edition));
        Ok(())
    }

    /// The edition under `id`.
    pub fn get(&self, id: &EditionId) -> Option<&Arc<Edition>> {
        self.editions.get(id)
    }

    /// The edition of `regime` in force on `day`: the latest that has begun.
    pub fn in_force(&self, regime: &str, day: Date) -> Option<(&EditionId, &Arc<Edition>)> {
        let begun = self
            .of_regime(regime)
            .filter(|(_, edition)| edition.regime.head.in_force.from <= day);
        let latest = begun.max_by_key(|(_, edition)| edition.regime.head.in_force.from);
        latest.filter(|(_, edition)| {
            let until = edition.regime.head.in_force.until;
            until.is_none_or(|until| day < until)
        })
    }

    /// Every edition.
    pub fn all(&self) -> impl Iterator<Item = (&EditionId, &Arc<Edition>)> {
        self.editions.iter()
    }

    fn of_regime(&self, regime: &str) -> impl Iterator<Item = (&EditionId, &Arc<Edition>)> {
        self.editions
            .iter()
            .filter(move |(id, _)| id.regime == regime)
    }
}

impl Edition {
    /// The procedure `name`.
    pub fn procedure(&self, name: &ProcedureName) -> Option<&Procedure> {
        self.regime.procedures.get(name)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::form::Words;
    use crate::regime::{Head, InForce};
    use jiff::civil::date;

    fn edition(name: &str, from: Date, until: Option<Date>) -> Edition {
        let words = Words {
            zh: "示例".into(),
            en: "Example".into(),
        };
        let head = Head {
            id: "example".into(),
            edition: name.into(),
            in_force: InForce { from, until },
            title: words,
            calendar: "cn".into(),
            zone: "Asia/Shanghai".into(),
        };
        Edition {
            regime: Regime::empty(head),
            digest: name.into(),
        }
    }

    fn on(library: &Library, day: Date) -> Option<String> {
        let found = library.in_force("example", day);
        found.map(|(id, _)| id.edition.clone())
    }

    #[test]
    fn an_edition_ends_when_the_next_begins() {
        let mut library = Library::default();
        library.add(edition("new", date(2027, 1, 1), None)).unwrap();
        library.add(edition("old", date(2026, 1, 1), None)).unwrap();
        assert_eq!(on(&library, date(2025, 12, 31)), None);
        assert_eq!(on(&library, date(2026, 12, 31)).as_deref(), Some("old"));
        assert_eq!(on(&library, date(2027, 1, 1)).as_deref(), Some("new"));
    }

    #[test]
    fn two_editions_are_not_in_force_at_once() {
        let mut library = Library::default();
        library
            .add(edition("old", date(2026, 1, 1), Some(date(2027, 6, 1))))
            .unwrap();
        let fault = library
            .add(edition("new", date(2027, 1, 1), None))
            .unwrap_err();
        assert!(fault.contains("example/old"), "{fault}");
        assert!(
            library
                .add(edition("same", date(2026, 1, 1), None))
                .is_err()
        );
        library
            .add(edition("next", date(2027, 6, 1), None))
            .unwrap();
        assert_eq!(on(&library, date(2027, 5, 31)).as_deref(), Some("old"));
    }
}
