//! What a form asks: fields, materials, choices and checklists.

use crate::name::{ActorName, EvidenceKind, FieldName};
use crate::shape::{Format, Shape};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// A wording in both languages of every page.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Words {
    pub zh: String,
    pub en: String,
}

/// The kinds of value a form field can hold. A closed set.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum FieldKind {
    /// One line of text.
    Text,
    /// Several lines of text.
    LongText,
    /// A list of single lines, such as the models of one series.
    Texts,
    /// A calendar date.
    Date,
    /// A date and an hour, to the minute, in the zone of the regime.
    Moment,
    /// A whole number.
    Number,
    /// A number with a fixed count of decimals, such as an amount of money.
    Decimal,
    /// Yes or no.
    YesNo,
    /// One of the options of `[choice.…]` named in `of`.
    Choice,
    /// An item of the catalogue named in `of`.
    Reference,
    /// A level of the reference item chosen in the field named in `of`.
    Level,
    /// A parameter of the reference item chosen in the field named in `of`.
    Parameter,
    /// A party of the kind named in `of`, by its code.
    Party,
    /// A place, by its code ([`crate::region`]).
    Region,
    /// The number of another case; `of` may name its procedure.
    Case,
}

/// A condition under which a field or material is asked for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct When {
    /// The field looked at …
    pub field: Option<FieldName>,
    /// … and the values under which the condition holds.
    #[serde(default)]
    pub is: Vec<String>,
    /// Or: the condition holds when the case was opened in this capacity.
    pub opened_by: Option<ActorName>,
}

/// One field of the form.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Field {
    pub zh: String,
    pub en: String,
    pub kind: FieldKind,
    /// The choice, catalogue, field or party kind that `kind` speaks of.
    pub of: Option<String>,
    /// Asked for only under this condition.
    pub when: Option<When>,
    /// The longest text in characters, the most list items, or the largest number.
    pub max: Option<u32>,
    /// How many decimals a `decimal` has; two if not said.
    pub decimals: Option<u8>,
    /// What a text must look like: a known format …
    pub format: Option<Format>,
    /// … or a pattern.
    pub pattern: Option<Shape>,
    /// Whether the public register shows it.
    #[serde(default)]
    pub public: bool,
    /// Whether it is kept from everybody but the bodies that decide.
    #[serde(default)]
    pub confidential: bool,
    /// Identity that is sealed; taken only where sealing is set up.
    #[serde(default)]
    pub sealed: bool,
    /// Told to whoever opened the case without an account, for the receipt
    /// code.
    #[serde(default)]
    pub told: bool,
    /// A case of anybody may be named, not only the holder's own.
    #[serde(default)]
    pub anyone: bool,
    /// The number is the product of these fields; nobody fills it.
    #[serde(default)]
    pub product: Vec<FieldName>,
    /// The number is the sum of these fields; nobody fills it.
    #[serde(default)]
    pub sum: Vec<FieldName>,
    pub basis: String,
    /// An example, shown in forms and used by scenarios.
    pub sample: Option<String>,
    pub hint_zh: Option<String>,
    pub hint_en: Option<String>,
}

impl Field {
    /// How many decimals its values have; none, unless it is a `decimal`.
    pub fn decimals(&self) -> u8 {
        match self.kind {
            FieldKind::Decimal => self.decimals.unwrap_or(2),
            _ => 0,
        }
    }

    /// Whether the program computes the value.
    pub fn is_computed(&self) -> bool {
        !self.product.is_empty() || !self.sum.is_empty()
    }

    /// Whether a list of values may be given: of parties, cases and reference
    /// items only where the field says how many at most.
    pub fn takes_lists(&self) -> bool {
        match self.kind {
            FieldKind::Texts => true,
            FieldKind::Party | FieldKind::Case | FieldKind::Reference => {
                self.max.is_some_and(|max| 1 < max)
            }
            _ => false,
        }
    }
}

/// What the program reads out of a material. A closed set.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Reads {
    /// A structured test report: items, verdicts, laboratory, dates.
    TestReport,
    /// A label's artwork, compared with what the label must say.
    Artwork,
}

/// One document that a step may need.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Material {
    pub zh: String,
    pub en: String,
    /// Types by content: `pdf`, `png`, `jpeg`, `svg`, `json`, `csv`, `zip`, `text`, `markdown`.
    pub types: Vec<String>,
    /// The largest size in mebibytes.
    pub max_mib: u32,
    pub when: Option<When>,
    /// Materials of one group replace each other: any one of them is enough.
    pub either: Option<String>,
    pub reads: Option<Reads>,
    /// Whether the public entry offers it for download.
    #[serde(default)]
    pub public: bool,
    /// Whether somebody's other cases may rest on it too.
    #[serde(default)]
    pub shared: bool,
    /// It may be met from evidence of this kind that a party keeps.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub evidence: Option<EvidenceKind>,
    pub basis: String,
}

/// One question that a reviewer answers before a step.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Check {
    pub zh: String,
    pub en: String,
    pub basis: String,
}

/// A listed reason for a decision against somebody.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Ground {
    pub zh: String,
    pub en: String,
    pub basis: String,
    /// Whether the reason must also be told in words of its own.
    #[serde(default)]
    pub reasons: bool,
}

/// The options of a choice: name → wording.
pub type Choice = BTreeMap<String, Words>;
