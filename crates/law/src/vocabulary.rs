//! Every word of a scheme, in one list: for editors, for the reader's guide
//! and for the test that holds both against the types.

mod form;
mod procedure;
mod reference;
mod regime;
mod step;
mod words;

pub use procedure::{PROCEDURE, PROCEDURE_TABLES};
pub use reference::{REFERENCE, REFERENCE_TABLES};
pub use regime::{REGIME, REGIME_TABLES};

/// The words of `drives = { … }`.
pub const DRIVE: &[Key] = &[
    key(
        "field",
        Kind::Text,
        false,
        "the field that names the other cases, or …",
    ),
    key(
        "procedure",
        Kind::Text,
        false,
        "… the procedure of which all cases are moved that can take the step",
    ),
    key(
        "where",
        Kind::Text,
        false,
        "their field with the party; their holder if not said",
    ),
    key(
        "is",
        Kind::Text,
        false,
        "the field here with the party; the holder here if not said",
    ),
    key("step", Kind::Text, true, "the step that they take"),
];

/// The words of `starts = { … }`.
pub const START: &[Key] = &[
    key(
        "procedure",
        Kind::Text,
        true,
        "the procedure of the new case",
    ),
    key(
        "holder",
        Kind::Text,
        false,
        "the field with its holder, one case for each; this holder if not said",
    ),
    key(
        "origin",
        Kind::Text,
        false,
        "the field of the new case that gets this case's number",
    ),
    key(
        "into",
        Kind::Text,
        false,
        "the field here that gets the new case's number",
    ),
    key(
        "carries",
        Kind::Texts,
        false,
        "fields of one name in both, whose values go along",
    ),
    key(
        "sets",
        Kind::Sets,
        false,
        "fields of the new case with the value that they get: `{ subject = \"incident\" }`",
    ),
];

/// The words of `qualifies = { … }`.
pub const GRANT: &[Key] = &[
    key("qualification", Kind::Text, true, "the qualification"),
    key(
        "on",
        Kind::Text,
        false,
        "the field with the party; the holder if not said",
    ),
    key(
        "scope",
        Kind::Text,
        false,
        "the field with the reference items that it covers; all if not said",
    ),
    key("within", Kind::Term, false, "for how long, or …"),
    key(
        "until",
        Kind::Text,
        false,
        "… the date field with its last day",
    ),
];

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
    Start,
    /// Fields with their values: `{ subject = "incident" }`.
    Sets,
    Grant,
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

pub(crate) const fn key(name: &'static str, kind: Kind, must: bool, says: &'static str) -> Key {
    Key {
        name,
        kind,
        must,
        says,
    }
}
