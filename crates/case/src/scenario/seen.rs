//! What the scenarios have shown, to be compared with what the scheme has.

use std::collections::BTreeSet;

/// Names that occurred while scenarios were played.
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
