//! What the scenarios have shown, to be compared with what the scheme has.

use law::regime::Regime;
use std::collections::{BTreeMap, BTreeSet};

/// Names that occurred while scenarios were played: `procedure/name`.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Seen {
    /// Steps that were taken.
    pub steps: BTreeSet<String>,
    /// Grounds that a recorded step named.
    pub grounds: BTreeSet<String>,
    /// Guards that held in a recorded step, their condition given.
    pub guards_good: BTreeSet<String>,
    /// Guards that refused a step.
    pub guards_bad: BTreeSet<String>,
    /// States that a case was in.
    pub states: BTreeSet<String>,
    /// Deadlines whose due day a line states.
    pub deadlines: BTreeSet<String>,
    /// Codes of refusals.
    pub refusals: BTreeSet<String>,
    /// Step and code of each refusal of a step.
    pub refused: BTreeSet<(String, String)>,
}

/// What the procedures of a regime have that no scenario has shown.
pub fn unseen(regime: &Regime, seen: &Seen) -> Vec<String> {
    let mut missing = Vec::new();
    for (id, procedure) in &regime.procedures {
        let mut look = |what: &str, names: Vec<String>, shown: &BTreeSet<String>| {
            let lacking = names
                .into_iter()
                .filter(|name| !shown.contains(&format!("{id}/{name}")));
            missing.extend(lacking.map(|name| format!("{id}: {what} `{name}`")));
        };
        fn names<K: ToString, V>(table: &BTreeMap<K, V>) -> Vec<String> {
            table.keys().map(ToString::to_string).collect()
        }
        look("the step", names(&procedure.steps), &seen.steps);
        look("the ground", names(&procedure.grounds), &seen.grounds);
        look("the state", names(&procedure.states), &seen.states);
        let guards = || names(&procedure.guards);
        look("the guard, held,", guards(), &seen.guards_good);
        look("the guard, refusing,", guards(), &seen.guards_bad);
        let deadlines = names(&procedure.deadlines);
        look("the due day of the deadline", deadlines, &seen.deadlines);
    }
    missing
}

impl Seen {
    /// Adds what others have shown.
    pub fn join(&mut self, other: Seen) {
        self.steps.extend(other.steps);
        self.grounds.extend(other.grounds);
        self.guards_good.extend(other.guards_good);
        self.guards_bad.extend(other.guards_bad);
        self.states.extend(other.states);
        self.deadlines.extend(other.deadlines);
        self.refusals.extend(other.refusals);
        self.refused.extend(other.refused);
    }
}
