//! The closed sets of words.

pub(super) const RELATIONS: &[&str] = &[
    "holder", "agent", "named", "body", "drawn", "region", "parent", "kind", "anyone", "clock",
];
pub(super) const IDENTITIES: &[&str] = &["uscc", "foreign", "number"];
pub(super) const AUDIENCES: &[&str] = &["public", "listed", "internal"];
pub(super) const HOLDERS: &[&str] = &["given", "body"];
pub(super) const BODIES: &[&str] = &["sole", "opener", "region", "field"];
pub(super) const STANDINGS: &[&str] = &["valid", "suspended", "void"];
pub(super) const FIELD_KINDS: &[&str] = &[
    "text",
    "long-text",
    "texts",
    "date",
    "moment",
    "number",
    "decimal",
    "yes-no",
    "choice",
    "reference",
    "level",
    "parameter",
    "party",
    "region",
    "case",
];
pub(super) const FORMATS: &[&str] = &["email", "url", "telephone"];
pub(super) const READS: &[&str] = &["test-report", "artwork"];
pub(super) const EDITS: &[&str] = &["none", "listed", "all"];
pub(super) const GUARD_KINDS: &[&str] = &[
    "field-is",
    "in-force",
    "in-order",
    "not-future",
    "recent",
    "not-barred",
    "qualified",
    "level-reached",
    "report-agrees",
    "tester-admitted",
    "not-holder",
    "unshared",
    "unique",
    "at-most",
    "parameter-change",
    "artwork-fits",
    "taken",
    "case-is",
    "case-recent",
    "same-as",
    "body-qualified",
    "at-least",
    "not-past",
    "differs",
    "equals",
    "domestic",
    "opinions-in",
    "opinions-are",
    "majority",
];
pub(super) const TESTERS: &[&str] = &["own", "third-party"];
pub(super) const CHANGES: &[&str] = &["refile", "note"];
pub(super) const REFERENCE_STATUSES: &[&str] = &["official", "example"];
pub(super) const TYPES: &[&str] = &crate::check::TYPES;
