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
    /// Adds an edition.
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
            let theirs = held.regime.head.in_force;
            let apart = theirs
                .until
                .is_some_and(|until| until <= head.in_force.from)
                || head
                    .in_force
                    .until
                    .is_some_and(|until| until <= theirs.from);
            if !apart {
                return Err(format!(
                    "the editions {id} and {other} are in force at the same time; give the earlier one an `until`"
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

    /// The edition of `regime` in force on `day`.
    pub fn in_force(&self, regime: &str, day: Date) -> Option<(&EditionId, &Arc<Edition>)> {
        self.of_regime(regime).find(|(_, edition)| {
            let in_force = edition.regime.head.in_force;
            in_force.from <= day && in_force.until.is_none_or(|until| day < until)
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
