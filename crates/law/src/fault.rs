//! What is wrong with a scheme: where, why and how to mend it.

use std::fmt;

/// One fault of a scheme file.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Fault {
    /// The file, relative to the regime's folder.
    pub file: String,
    /// The line, from 1; 0 where the whole file is meant.
    pub line: usize,
    /// The rule that is broken, a short stable name.
    pub rule: &'static str,
    pub cause: String,
    pub remedy: String,
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "{}:{}: {}. {} [{}]",
            self.file, self.line, self.cause, self.remedy, self.rule
        )
    }
}
