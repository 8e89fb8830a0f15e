//! The words of a procedure file.

use super::form::{FIELD, MATERIAL};
use super::step::STEP;
use super::words::{BODIES, EDITS, GUARD_KINDS, HOLDERS};
use super::{Key, Kind, Table, key};

/// The head of a procedure file.
pub const PROCEDURE: &[Key] = &[
    key("id", Kind::Text, true, "the procedure: the file's name"),
    key("title", Kind::Words, true, "its name"),
    key(
        "holder",
        Kind::Text,
        true,
        "the party kind that a case is about",
    ),
    key(
        "body",
        Kind::Text,
        true,
        "the party kind of the body that holds the case",
    ),
    key("register", Kind::Text, false, "the register of its outcome"),
    key("number", Kind::Text, true, "the series of case numbers"),
    key(
        "holder_by",
        Kind::OneOf(HOLDERS),
        false,
        "who becomes the holder",
    ),
    key(
        "body_by",
        Kind::OneOf(BODIES),
        false,
        "which body holds the case",
    ),
    key(
        "body_field",
        Kind::Text,
        false,
        "the field with the body, or with the region that decides on it",
    ),
    key(
        "readers",
        Kind::Texts,
        false,
        "actors who may read every case to which they stand in relation",
    ),
    key(
        "confidential",
        Kind::Flag,
        false,
        "its events stay out of the public log, and nothing of it is public",
    ),
    key(
        "basis",
        Kind::Text,
        true,
        "the article it rests on: `source/article`, such as `measures/9`",
    ),
];

/// Its tables.
pub const PROCEDURE_TABLES: &[Table] = &[
    Table {
        name: "field",
        says: "a value of the form",
        keys: FIELD,
    },
    Table {
        name: "material",
        says: "a document that a step may need",
        keys: MATERIAL,
    },
    Table {
        name: "state",
        says: "where a case can stand",
        keys: STATE,
    },
    Table {
        name: "deadline",
        says: "a statutory term",
        keys: DEADLINE,
    },
    Table {
        name: "ground",
        says: "a listed reason for a decision against somebody",
        keys: GROUND,
    },
    Table {
        name: "check",
        says: "a question that is answered with yes before a step",
        keys: CHECK,
    },
    Table {
        name: "guard",
        says: "a rule that must hold for a step; kinds and parameters below",
        keys: GUARD,
    },
    Table {
        name: "draw",
        says: "a random choice of persons, or of a sample from a list",
        keys: DRAW,
    },
    Table {
        name: "opinion",
        says: "opinions of many on one question",
        keys: OPINION,
    },
    Table {
        name: "step",
        says: "an act on a case",
        keys: STEP,
    },
];

const STATE: &[Key] = &[
    key("zh", Kind::Text, true, "the wording in Chinese"),
    key("en", Kind::Text, true, "the wording in English"),
    key(
        "entry",
        Kind::Text,
        false,
        "the status that the register shows meanwhile",
    ),
    key(
        "internal",
        Kind::Flag,
        false,
        "the holder's side does not see the case meanwhile",
    ),
    key(
        "keeps",
        Kind::Flag,
        false,
        "the register goes on saying what it said before",
    ),
    key("final", Kind::Flag, false, "the case has ended"),
    key(
        "edit",
        Kind::OneOf(EDITS),
        false,
        "what of the form can be changed",
    ),
    key(
        "open_ended",
        Kind::Text,
        false,
        "the article by which it may last without a deadline",
    ),
];

const DEADLINE: &[Key] = &[
    key("zh", Kind::Text, true, "the wording in Chinese"),
    key("en", Kind::Text, true, "the wording in English"),
    key("of", Kind::Text, true, "the actor who must act"),
    key("in", Kind::Texts, true, "the states in which it runs"),
    key("within", Kind::Term, false, "how long it is, or …"),
    key(
        "within_of",
        Kind::Text,
        false,
        "… the key of the reference item that says so: `category.validity`",
    ),
    key(
        "from",
        Kind::Text,
        false,
        "the date or moment field from which it counts, instead of the first day in `in`",
    ),
    key(
        "pauses",
        Kind::Texts,
        false,
        "the states in which it stands still",
    ),
    key(
        "pause_at_most",
        Kind::Term,
        false,
        "the longest that all pauses together may last",
    ),
    key(
        "extended_by",
        Kind::Text,
        false,
        "the step that lengthens it",
    ),
    key("extension", Kind::Term, false, "by how much"),
    key(
        "extensions",
        Kind::Count,
        false,
        "how often; once if not said",
    ),
    key(
        "warn",
        Kind::Terms,
        false,
        "how long before its end the actor is reminded, longest first",
    ),
    key(
        "repeats",
        Kind::Flag,
        false,
        "it begins again at its own end when it has run out",
    ),
    key(
        "when",
        Kind::When,
        false,
        "it runs only under this condition",
    ),
    key(
        "then",
        Kind::Text,
        false,
        "the step of the clock when it has run out; without it the case is overdue",
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

const GROUND: &[Key] = &[
    key("zh", Kind::Text, true, "the wording in Chinese"),
    key("en", Kind::Text, true, "the wording in English"),
    key(
        "basis",
        Kind::Text,
        true,
        "the article it rests on: `source/article`, such as `measures/9`",
    ),
    key(
        "reasons",
        Kind::Flag,
        false,
        "it must be explained in words too",
    ),
];

const CHECK: &[Key] = &[
    key("zh", Kind::Text, true, "the wording in Chinese"),
    key("en", Kind::Text, true, "the wording in English"),
    key(
        "basis",
        Kind::Text,
        true,
        "the article it rests on: `source/article`, such as `measures/9`",
    ),
];

const GUARD: &[Key] = &[
    key("zh", Kind::Text, true, "the wording in Chinese"),
    key("en", Kind::Text, true, "the wording in English"),
    key("kind", Kind::OneOf(GUARD_KINDS), true, "the rule"),
    key("field", Kind::Text, false, "a parameter"),
    key("other", Kind::Text, false, "a parameter"),
    key("of", Kind::Text, false, "a parameter"),
    key("on", Kind::Text, false, "a parameter"),
    key("is", Kind::Texts, false, "a parameter"),
    key("material", Kind::Text, false, "a parameter"),
    key("qualification", Kind::Text, false, "a parameter"),
    key("own", Kind::Text, false, "a parameter"),
    key("sanction", Kind::Text, false, "a parameter"),
    key("step", Kind::Text, false, "a parameter"),
    key("within", Kind::Term, false, "a parameter"),
    key("max", Kind::Count, false, "a parameter"),
    key("min", Kind::Count, false, "a parameter"),
    key("opinion", Kind::Text, false, "a parameter"),
    key("not", Kind::Flag, false, "it holds when this is not so"),
    key(
        "when",
        Kind::When,
        false,
        "asked for only under this condition: `{ field = \"level\", is = [\"leading\"] }` or `{ opened_by = \"agent\" }`",
    ),
    key(
        "basis",
        Kind::Text,
        true,
        "the article it rests on: `source/article`, such as `measures/9`",
    ),
];

const DRAW: &[Key] = &[
    key("zh", Kind::Text, true, "the wording in Chinese"),
    key("en", Kind::Text, true, "the wording in English"),
    key("actor", Kind::Text, false, "the drawn actor"),
    key(
        "role",
        Kind::Text,
        false,
        "the role from which is drawn: that of the actor",
    ),
    key(
        "kind",
        Kind::Text,
        false,
        "the party kind whose members are drawn; those of the body if not said",
    ),
    key(
        "without",
        Kind::Texts,
        false,
        "fields with parties whose members are not drawn",
    ),
    key(
        "from",
        Kind::Text,
        false,
        "the field with the list from which a sample is drawn …",
    ),
    key("into", Kind::Text, false, "… and the field that gets it"),
    key("count", Kind::Count, false, "how many; one if not said"),
    key(
        "count_of",
        Kind::Text,
        false,
        "the number field that says how many",
    ),
    key(
        "basis",
        Kind::Text,
        true,
        "the article it rests on: `source/article`, such as `measures/9`",
    ),
];

const OPINION: &[Key] = &[
    key("zh", Kind::Text, true, "the wording in Chinese"),
    key("en", Kind::Text, true, "the wording in English"),
    key("actor", Kind::Text, true, "whose"),
    key("field", Kind::Text, true, "the field that each fills"),
    key("quorum", Kind::Count, true, "how many must be in"),
    key(
        "blind",
        Kind::Flag,
        false,
        "nobody sees another's before all are in",
    ),
    key(
        "silence",
        Kind::Text,
        false,
        "the value that silence counts as",
    ),
    key(
        "basis",
        Kind::Text,
        true,
        "the article it rests on: `source/article`, such as `measures/9`",
    ),
];
