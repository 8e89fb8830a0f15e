//! Every word of a scheme, in one list: for editors, for the reader's guide
//! and for the test that holds both against the types.

mod procedure;
mod reference;
mod regime;
mod step;
mod words;

pub use procedure::{PROCEDURE, PROCEDURE_TABLES};
pub use reference::{REFERENCE, REFERENCE_TABLES};
pub use regime::{REGIME, REGIME_TABLES};

/// What a key can hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    Text,
    Texts,
    Flag,
    Count,
    /// A term such as `10 working days`.
    Term,
    Terms,
    /// A date without quotes.
    Date,
    /// `{ zh = "…", en = "…" }`.
    Words,
    When,
    Drive,
    /// A number pattern such as `CSL-{year}-{serial:6}-{check}`.
    Pattern,
    OneOf(&'static [&'static str]),
    SomeOf(&'static [&'static str]),
}

/// One key of a table.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Key {
    pub name: &'static str,
    pub kind: Kind,
    pub must: bool,
    pub says: &'static str,
}

/// One table: `[step.…]`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Table {
    pub name: &'static str,
    pub says: &'static str,
    pub keys: &'static [Key],
}

const fn key(name: &'static str, kind: Kind, must: bool, says: &'static str) -> Key {
    Key {
        name,
        kind,
        must,
        says,
    }
}
