//! The words of `regime.toml`.

use super::words::{AUDIENCES, IDENTITIES, RELATIONS, STANDINGS};
use super::{Key, Kind, Table, key};

/// The head of `regime.toml`.
pub const REGIME: &[Key] = &[
    key(
        "id",
        Kind::Text,
        true,
        "the regime: the folder under `schemes/`",
    ),
    key("edition", Kind::Text, true, "the edition: the folder below"),
    key("from", Kind::Date, true, "the first day in force"),
    key(
        "until",
        Kind::Date,
        false,
        "the first day no longer in force",
    ),
    key("title", Kind::Words, true, "its name"),
    key(
        "calendar",
        Kind::Text,
        true,
        "the calendar of working days, a folder under `calendars/`",
    ),
    key(
        "zone",
        Kind::Text,
        true,
        "the time zone in which its days begin and end",
    ),
];

/// Its tables.
pub const REGIME_TABLES: &[Table] = &[
    Table {
        name: "actor",
        says: "in what capacity somebody acts on a case",
        keys: ACTOR,
    },
    Table {
        name: "party",
        says: "a kind of organisation",
        keys: PARTY,
    },
    Table {
        name: "qualification",
        says: "what a body is found able to do",
        keys: QUALIFICATION,
    },
    Table {
        name: "evidence",
        says: "a document that a party keeps once and that several cases may rest on",
        keys: EVIDENCE,
    },
    Table {
        name: "sanction",
        says: "a bar on a party for a term that starts at the announcement",
        keys: SANCTION,
    },
    Table {
        name: "catalogue",
        says: "a set of reference items, one file each",
        keys: CATALOGUE,
    },
    Table {
        name: "number",
        says: "a series of numbers, never reused",
        keys: NUMBER,
    },
    Table {
        name: "register",
        says: "a public register",
        keys: REGISTER,
    },
    Table {
        name: "status",
        says: "what the register says of an entry",
        keys: STATUS,
    },
    Table {
        name: "notice",
        says: "an announcement",
        keys: NOTICE,
    },
    Table {
        name: "statistic",
        says: "a count of cases",
        keys: STATISTIC,
    },
    Table {
        name: "retention",
        says: "for how long files of ended cases are kept",
        keys: RETENTION,
    },
];

const ACTOR: &[Key] = &[
    key("zh", Kind::Text, true, "the wording in Chinese"),
    key("en", Kind::Text, true, "the wording in English"),
    key(
        "relation",
        Kind::OneOf(RELATIONS),
        true,
        "how the actor stands to the case",
    ),
    key("kind", Kind::Text, false, "the party kind that it acts for"),
    key(
        "role",
        Kind::Text,
        false,
        "the role that the person has in that party",
    ),
    key(
        "of",
        Kind::Text,
        false,
        "the field that names the party (`named`) or region (`region`)",
    ),
    key(
        "after",
        Kind::Text,
        false,
        "it sees nothing of a case before it has taken this step on it",
    ),
    key(
        "basis",
        Kind::Text,
        true,
        "the article it rests on: `source/article`, such as `measures/9`",
    ),
];

const PARTY: &[Key] = &[
    key("zh", Kind::Text, true, "the wording in Chinese"),
    key("en", Kind::Text, true, "the wording in English"),
    key(
        "identity",
        Kind::SomeOf(IDENTITIES),
        true,
        "how it proves who it is",
    ),
    key(
        "roles",
        Kind::Texts,
        false,
        "the roles that its members can have",
    ),
    key(
        "basis",
        Kind::Text,
        true,
        "the article it rests on: `source/article`, such as `measures/9`",
    ),
];

const QUALIFICATION: &[Key] = &[
    key("zh", Kind::Text, true, "the wording in Chinese"),
    key("en", Kind::Text, true, "the wording in English"),
    key("of", Kind::Text, true, "the party kind that can have it"),
    key(
        "basis",
        Kind::Text,
        true,
        "the article it rests on: `source/article`, such as `measures/9`",
    ),
];

const EVIDENCE: &[Key] = &[
    key("zh", Kind::Text, true, "the wording in Chinese"),
    key("en", Kind::Text, true, "the wording in English"),
    key(
        "of",
        Kind::Texts,
        true,
        "the party kinds whose document it is",
    ),
    key(
        "fresh",
        Kind::Term,
        false,
        "how long ago it may have been issued when it is handed in",
    ),
    key(
        "basis",
        Kind::Text,
        true,
        "the article it rests on: `source/article`, such as `measures/9`",
    ),
    key(
        "quote",
        Kind::Text,
        false,
        "words of that article, Chinese or English, that occur in it literally",
    ),
];

const SANCTION: &[Key] = &[
    key("zh", Kind::Text, true, "the wording in Chinese"),
    key("en", Kind::Text, true, "the wording in English"),
    key("on", Kind::Text, true, "the party kind that is barred"),
    key("within", Kind::Term, true, "for how long"),
    key(
        "basis",
        Kind::Text,
        true,
        "the article it rests on: `source/article`, such as `measures/9`",
    ),
    key(
        "quote",
        Kind::Text,
        false,
        "words of that article, Chinese or English, that occur in it literally",
    ),
];

const CATALOGUE: &[Key] = &[
    key("zh", Kind::Text, true, "the wording in Chinese"),
    key("en", Kind::Text, true, "the wording in English"),
    key(
        "folder",
        Kind::Text,
        true,
        "the folder of its items, below the edition",
    ),
    key(
        "basis",
        Kind::Text,
        true,
        "the article it rests on: `source/article`, such as `measures/9`",
    ),
];

const NUMBER: &[Key] = &[
    key("zh", Kind::Text, true, "the wording in Chinese"),
    key("en", Kind::Text, true, "the wording in English"),
    key(
        "pattern",
        Kind::Pattern,
        true,
        "text with `{year}`, `{serial:6}` and, last, `{check}`",
    ),
    key(
        "basis",
        Kind::Text,
        true,
        "the article it rests on: `source/article`, such as `measures/9`",
    ),
];

const REGISTER: &[Key] = &[
    key("zh", Kind::Text, true, "the wording in Chinese"),
    key("en", Kind::Text, true, "the wording in English"),
    key(
        "number",
        Kind::Text,
        true,
        "the series of its entries' numbers",
    ),
    key(
        "shows",
        Kind::Texts,
        true,
        "the fields that an entry shows, in this order: exactly those marked `public`",
    ),
    key(
        "downloads",
        Kind::Texts,
        false,
        "the materials that it offers: exactly those marked `public`",
    ),
    key(
        "object",
        Kind::Text,
        true,
        "the field that names the object, such as the model",
    ),
    key(
        "reference",
        Kind::Text,
        false,
        "the shown field with the reference item",
    ),
    key("level", Kind::Text, false, "the shown field with the level"),
    key(
        "testers",
        Kind::Texts,
        false,
        "the shown fields with the bodies that tested",
    ),
    key(
        "standard",
        Kind::Text,
        false,
        "the shown field with the standard tested against",
    ),
    key(
        "validity",
        Kind::Text,
        false,
        "the deadline whose end voids the entry",
    ),
    key("audience", Kind::OneOf(AUDIENCES), true, "who may read it"),
    key(
        "readers",
        Kind::Texts,
        false,
        "the party kinds that may read a `listed` register",
    ),
    key(
        "hides_holder",
        Kind::Flag,
        false,
        "an entry and the log say nothing of the holder but the shown fields",
    ),
    key(
        "adverse",
        Kind::Flag,
        false,
        "an entry tells against whose it is, such as a violation",
    ),
    key(
        "certificate",
        Kind::Flag,
        false,
        "an entry can be had as a certificate",
    ),
    key(
        "remark_zh",
        Kind::Text,
        false,
        "a sentence on every entry, in Chinese",
    ),
    key("remark_en", Kind::Text, false, "the same in English"),
    key(
        "basis",
        Kind::Text,
        true,
        "the article it rests on: `source/article`, such as `measures/9`",
    ),
];

const STATUS: &[Key] = &[
    key("zh", Kind::Text, true, "the wording in Chinese"),
    key("en", Kind::Text, true, "the wording in English"),
    key(
        "standing",
        Kind::OneOf(STANDINGS),
        true,
        "whether the entry holds",
    ),
    key(
        "adverse",
        Kind::Flag,
        false,
        "it tells against whose the entry is, such as a failed review",
    ),
    key(
        "meaning_zh",
        Kind::Text,
        true,
        "what it means for a reader, in Chinese",
    ),
    key("meaning_en", Kind::Text, true, "the same in English"),
    key(
        "basis",
        Kind::Text,
        true,
        "the article it rests on: `source/article`, such as `measures/9`",
    ),
];

const NOTICE: &[Key] = &[
    key("zh", Kind::Text, true, "the wording in Chinese"),
    key("en", Kind::Text, true, "the wording in English"),
    key("audience", Kind::OneOf(AUDIENCES), true, "who is told"),
    key(
        "readers",
        Kind::Texts,
        false,
        "the party kinds that get a `listed` one",
    ),
    key(
        "to",
        Kind::Text,
        false,
        "the field with the parties that get a `listed` one",
    ),
    key(
        "text_zh",
        Kind::Text,
        true,
        "the text, with blanks in braces: public fields, `{number}`, `{holder}`, `{until}`, `{grounds}`",
    ),
    key(
        "text_en",
        Kind::Text,
        true,
        "the same in English, with the same blanks",
    ),
    key(
        "basis",
        Kind::Text,
        true,
        "the article it rests on: `source/article`, such as `measures/9`",
    ),
];

const STATISTIC: &[Key] = &[
    key("zh", Kind::Text, true, "the wording in Chinese"),
    key("en", Kind::Text, true, "the wording in English"),
    key(
        "procedure",
        Kind::Text,
        true,
        "the procedure whose cases are counted",
    ),
    key(
        "states",
        Kind::Texts,
        false,
        "the states in which they are counted; all if not said",
    ),
    key(
        "by",
        Kind::Texts,
        true,
        "by what: at most two of `holder`, `region`, `state`, `year`, `quarter`, `month` or a field",
    ),
    key("rank", Kind::Flag, false, "the largest count first"),
    key("audience", Kind::OneOf(AUDIENCES), true, "who may read it"),
    key(
        "readers",
        Kind::Texts,
        false,
        "the party kinds that may read a `listed` one",
    ),
    key(
        "basis",
        Kind::Text,
        true,
        "the article it rests on: `source/article`, such as `measures/9`",
    ),
];

const RETENTION: &[Key] = &[
    key("zh", Kind::Text, true, "the wording in Chinese"),
    key("en", Kind::Text, true, "the wording in English"),
    key(
        "within",
        Kind::Term,
        true,
        "how long, in days, months or years, from the end of the case or, if that is later, of its entry",
    ),
    key(
        "procedures",
        Kind::Texts,
        false,
        "whose cases; if not said, those that no other row names",
    ),
    key(
        "basis",
        Kind::Text,
        true,
        "the article it rests on: `source/article`, such as `measures/9`",
    ),
    key(
        "quote",
        Kind::Text,
        false,
        "words of that article, Chinese or English, that occur in it literally",
    ),
];
