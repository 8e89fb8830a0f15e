//! The words of what a form asks: fields and materials.

use super::words::{FIELD_KINDS, FORMATS, READS, TYPES};
use super::{Key, Kind, key};

pub(super) const FIELD: &[Key] = &[
    key("zh", Kind::Text, true, "the wording in Chinese"),
    key("en", Kind::Text, true, "the wording in English"),
    key("kind", Kind::OneOf(FIELD_KINDS), true, "what it can hold"),
    key(
        "of",
        Kind::Text,
        false,
        "the choice, catalogue, field or party kind that the kind needs",
    ),
    key(
        "when",
        Kind::When,
        false,
        "asked for only under this condition: `{ field = \"level\", is = [\"leading\"] }` or `{ opened_by = \"agent\" }`",
    ),
    key(
        "max",
        Kind::Count,
        false,
        "the longest text, most items, or largest number",
    ),
    key(
        "decimals",
        Kind::Count,
        false,
        "how many decimals a `decimal` has; two if not said",
    ),
    key(
        "format",
        Kind::OneOf(FORMATS),
        false,
        "what a text must look like",
    ),
    key(
        "pattern",
        Kind::Text,
        false,
        "the same as a pattern: `CVE-{digit:4}-{digit:4-7}`",
    ),
    key("public", Kind::Flag, false, "shown on the register"),
    key(
        "confidential",
        Kind::Flag,
        false,
        "kept to the bodies that decide",
    ),
    key("sealed", Kind::Flag, false, "identity kept sealed"),
    key(
        "told",
        Kind::Flag,
        false,
        "told, for the receipt code, to whoever opened the case without an account",
    ),
    key(
        "anyone",
        Kind::Flag,
        false,
        "a `case` of anybody may be named, not only the holder's own",
    ),
    key(
        "product",
        Kind::Texts,
        false,
        "the number is the product of these number fields",
    ),
    key(
        "sum",
        Kind::Texts,
        false,
        "the number is the sum of these number fields",
    ),
    key(
        "basis",
        Kind::Text,
        true,
        "the article it rests on: `source/article`, such as `measures/9`",
    ),
    key(
        "sample",
        Kind::Text,
        false,
        "an example, for forms and scenarios",
    ),
    key(
        "hint_zh",
        Kind::Text,
        false,
        "help beside the field, in Chinese",
    ),
    key("hint_en", Kind::Text, false, "the same in English"),
];

pub(super) const MATERIAL: &[Key] = &[
    key("zh", Kind::Text, true, "the wording in Chinese"),
    key("en", Kind::Text, true, "the wording in English"),
    key(
        "types",
        Kind::SomeOf(TYPES),
        true,
        "admitted types, by content",
    ),
    key("max_mib", Kind::Count, true, "the largest size in MiB"),
    key(
        "when",
        Kind::When,
        false,
        "asked for only under this condition: `{ field = \"level\", is = [\"leading\"] }` or `{ opened_by = \"agent\" }`",
    ),
    key(
        "either",
        Kind::Text,
        false,
        "a group of materials of which any one is enough",
    ),
    key(
        "reads",
        Kind::OneOf(READS),
        false,
        "what the program reads out of it",
    ),
    key(
        "public",
        Kind::Flag,
        false,
        "offered for download on the register",
    ),
    key(
        "shared",
        Kind::Flag,
        false,
        "other cases may rest on it too",
    ),
    key(
        "evidence",
        Kind::Text,
        false,
        "the kind of kept evidence from which it may be met",
    ),
    key(
        "basis",
        Kind::Text,
        true,
        "the article it rests on: `source/article`, such as `measures/9`",
    ),
];
