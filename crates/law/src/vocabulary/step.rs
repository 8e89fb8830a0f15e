//! The words of a step.

use super::{Key, Kind, key};

pub(super) const STEP: &[Key] = &[
    key("zh", Kind::Text, true, "the wording in Chinese"),
    key("en", Kind::Text, true, "the wording in English"),
    key("by", Kind::Texts, true, "the actors who may take it"),
    key(
        "from",
        Kind::Texts,
        true,
        "the states from which; `[]` opens the case",
    ),
    key(
        "to",
        Kind::Text,
        false,
        "the state to which; without it the case stays",
    ),
    key(
        "takes",
        Kind::Texts,
        false,
        "fields that may be given with it",
    ),
    key(
        "asks",
        Kind::Texts,
        false,
        "fields that must have a value by now",
    ),
    key(
        "needs",
        Kind::Texts,
        false,
        "materials that must be there by now",
    ),
    key(
        "grounds",
        Kind::Texts,
        false,
        "grounds of which at least one is named",
    ),
    key("guards", Kind::Texts, false, "guards that must hold"),
    key(
        "checks",
        Kind::Texts,
        false,
        "questions of which each is answered with yes",
    ),
    key(
        "statement",
        Kind::Flag,
        false,
        "a named person states that all is true",
    ),
    key(
        "reasons",
        Kind::Flag,
        false,
        "reasons in words are demanded",
    ),
    key(
        "lists",
        Kind::Flag,
        false,
        "it lists what is to be corrected",
    ),
    key("decides", Kind::Flag, false, "it is a decision: four eyes"),
    key(
        "other_than",
        Kind::Texts,
        false,
        "its taker took none of these steps",
    ),
    key(
        "signatures",
        Kind::Texts,
        false,
        "actors who must each have signed",
    ),
    key("number", Kind::Text, false, "a number that the case gets"),
    key("notices", Kind::Texts, false, "announcements that go out"),
    key("sanction", Kind::Text, false, "a sanction that begins"),
    key(
        "sanction_on",
        Kind::Text,
        false,
        "the field that names the sanctioned party; the holder if not said",
    ),
    key(
        "opens",
        Kind::Text,
        false,
        "a case of this procedure may follow",
    ),
    key(
        "waits_for",
        Kind::Text,
        false,
        "the field with the cases that must have ended",
    ),
    key(
        "drives",
        Kind::Drive,
        false,
        "a step of the clock on another case: `{ field = \"replaces\", step = \"supersede\" }`",
    ),
    key("draws", Kind::Text, false, "a draw that is made"),
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
