//! The words of a reference item.

use super::words::{CHANGES, REFERENCE_STATUSES, TESTERS};
use super::{Key, Kind, Table, key};

/// The head of a reference item.
pub const REFERENCE: &[Key] = &[
    key("id", Kind::Text, true, "the item: the file's name"),
    key("zh", Kind::Text, true, "the wording in Chinese"),
    key("en", Kind::Text, true, "the wording in English"),
    key(
        "batch",
        Kind::Count,
        false,
        "the batch in which it was published",
    ),
    key("edition", Kind::Text, true, "its own edition"),
    key(
        "status",
        Kind::OneOf(REFERENCE_STATUSES),
        true,
        "whether an official text stands behind it",
    ),
    key("from", Kind::Date, true, "the first day in force"),
    key(
        "until",
        Kind::Date,
        false,
        "the first day no longer in force",
    ),
    key(
        "basis",
        Kind::Text,
        true,
        "the article it rests on: `source/article`, such as `measures/9`",
    ),
    key("scope_zh", Kind::Text, false, "what it covers, in Chinese"),
    key("scope_en", Kind::Text, false, "the same in English"),
    key(
        "excludes_zh",
        Kind::Text,
        false,
        "what it does not cover, in Chinese",
    ),
    key("excludes_en", Kind::Text, false, "the same in English"),
    key("validity", Kind::Term, false, "how long an entry is valid"),
    key(
        "label_template",
        Kind::Text,
        false,
        "the template of the label's artwork",
    ),
    key("standards", Kind::Texts, false, "the standards it rests on"),
];

/// Its tables.
pub const REFERENCE_TABLES: &[Table] = &[
    Table {
        name: "level",
        says: "a level of capability, inside a reference item",
        keys: LEVEL,
    },
    Table {
        name: "item",
        says: "a test item",
        keys: ITEM,
    },
    Table {
        name: "parameter",
        says: "a technical parameter",
        keys: PARAMETER,
    },
    Table {
        name: "term",
        says: "a term that the item sets",
        keys: TERM,
    },
];

const LEVEL: &[Key] = &[
    key("zh", Kind::Text, true, "the wording in Chinese"),
    key("en", Kind::Text, true, "the wording in English"),
    key("stars", Kind::Count, true, "its rung, from 1"),
    key("meaning_zh", Kind::Text, true, "what it means, in Chinese"),
    key("meaning_en", Kind::Text, true, "the same in English"),
    key(
        "testers",
        Kind::SomeOf(TESTERS),
        false,
        "which laboratories may test for it",
    ),
    key(
        "penetration",
        Kind::Flag,
        false,
        "a penetration test is demanded; the highest level only",
    ),
    key(
        "basis",
        Kind::Text,
        false,
        "the article, where there is one",
    ),
];

const ITEM: &[Key] = &[
    key("zh", Kind::Text, true, "the wording in Chinese"),
    key("en", Kind::Text, true, "the wording in English"),
    key(
        "level",
        Kind::Text,
        true,
        "the lowest level that demands it",
    ),
    key(
        "provisions",
        Kind::Texts,
        false,
        "the provisions of the standard",
    ),
    key(
        "basis",
        Kind::Text,
        true,
        "the article it rests on: `source/article`, such as `measures/9`",
    ),
    key(
        "baseline",
        Kind::Flag,
        false,
        "the measures name it themselves; of the lowest level",
    ),
];

const PARAMETER: &[Key] = &[
    key("zh", Kind::Text, true, "the wording in Chinese"),
    key("en", Kind::Text, true, "the wording in English"),
    key(
        "change",
        Kind::OneOf(CHANGES),
        true,
        "what its change brings about",
    ),
    key(
        "basis",
        Kind::Text,
        true,
        "the article it rests on: `source/article`, such as `measures/9`",
    ),
];

const TERM: &[Key] = &[
    key("zh", Kind::Text, true, "the wording in Chinese"),
    key("en", Kind::Text, true, "the wording in English"),
    key("within", Kind::Term, true, "how long"),
    key(
        "basis",
        Kind::Text,
        true,
        "the article it rests on: `source/article`, such as `measures/9`",
    ),
];
