//! What a command gives back: a text for a person, a document for a program.

use serde::Serialize;
use serde_json::{Value, json};

/// The answer of a command that was carried out.
#[derive(Debug)]
pub(crate) struct Answer {
    /// For a person.
    pub(crate) text: String,
    /// For a program.
    pub(crate) json: Value,
    /// Whether something was found that should not be: exit code 1.
    pub(crate) found: bool,
    /// Nothing more is printed: what was asked for is on stdout already.
    pub(crate) silent: bool,
}

impl Answer {
    /// An answer with nothing found wrong.
    pub(crate) fn new(text: String, json: impl Serialize) -> Self {
        Answer {
            text,
            json: written(json),
            found: false,
            silent: false,
        }
    }

    /// An answer that was given already.
    pub(crate) fn silent(json: impl Serialize) -> Self {
        Answer {
            silent: true,
            ..Answer::new(String::new(), json)
        }
    }

    /// The same, with exit code 1 if something was found.
    pub(crate) fn found(self, found: bool) -> Self {
        Answer { found, ..self }
    }
}

/// A value as JSON; one that cannot be written says so.
pub(crate) fn written(value: impl Serialize) -> Value {
    serde_json::to_value(value).unwrap_or_else(|error| json!({"unwritable": error.to_string()}))
}
