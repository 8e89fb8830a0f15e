//! What the demonstration came to, in numbers and in a sentence.

use super::story::{FIRST, LAST};

/// What the story brought about.
#[derive(Debug, Default, Clone)]
pub(crate) struct Told {
    pub(crate) filings: usize,
    /// Stories of the programme that were told to their ends.
    pub(crate) stories: usize,
    /// Stories that go on.
    pub(crate) open: usize,
    pub(crate) commands: u64,
    pub(crate) refused: u64,
    pub(crate) clock: u64,
    pub(crate) reminders: u64,
}

impl std::fmt::Display for Told {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(
            f,
            "{FIRST} to {LAST}: {} filings, {} stories of supervision, certification, reviews and assessments \
             ({} of them still open); {} commands, {} refused as they should be, {} steps and {} reminders of the clock.",
            self.filings,
            self.stories + self.open,
            self.open,
            self.commands,
            self.refused,
            self.clock,
            self.reminders
        )
    }
}
