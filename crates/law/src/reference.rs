//! Reference data with editions of its own: one item of a catalogue, such as
//! a product category with its implementing rule.

use crate::name::LevelName;
use crate::term::Term;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// Whether an item is an official text's or an example.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum ReferenceStatus {
    Official,
    Example,
}

/// One item of a catalogue.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Reference {
    pub id: String,
    pub zh: String,
    pub en: String,
    /// The batch in which it was published.
    pub batch: Option<u16>,
    pub edition: String,
    pub status: ReferenceStatus,
    /// The first and, exclusive, last day on which it is in force.
    #[serde(with = "crate::date")]
    pub from: Date,
    #[serde(default, with = "crate::date::maybe")]
    pub until: Option<Date>,
    pub basis: String,
    pub scope_zh: Option<String>,
    pub scope_en: Option<String>,
    pub excludes_zh: Option<String>,
    pub excludes_en: Option<String>,
    /// How long an entry is valid.
    pub validity: Option<Term>,
    /// The template of the label's artwork.
    pub label_template: Option<String>,
    #[serde(default)]
    pub standards: Vec<String>,
    #[serde(default, rename = "level")]
    pub levels: BTreeMap<LevelName, Level>,
    #[serde(default, rename = "item")]
    pub items: BTreeMap<String, Item>,
    #[serde(default, rename = "parameter")]
    pub parameters: BTreeMap<String, Parameter>,
    #[serde(default, rename = "term")]
    pub terms: BTreeMap<String, NamedTerm>,
}

/// One level of capability.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Level {
    pub zh: String,
    pub en: String,
    /// How many stars stand for it; levels are ordered by them.
    pub stars: u8,
    pub meaning_zh: String,
    pub meaning_en: String,
    /// The kinds of laboratory that may test for it: `own`, `third-party`.
    #[serde(default)]
    pub testers: Vec<String>,
    /// Whether a penetration test by a qualified body is demanded as well.
    #[serde(default)]
    pub penetration: bool,
    pub basis: Option<String>,
}

/// One test item.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Item {
    pub zh: String,
    pub en: String,
    /// The lowest level that demands it; higher levels demand it too.
    pub level: LevelName,
    /// The provisions of the standard that it rests on.
    #[serde(default)]
    pub provisions: Vec<String>,
    pub basis: String,
    /// Named by the measures themselves as a basic demand.
    #[serde(default)]
    pub baseline: bool,
}

/// What the change of a parameter brings about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Change {
    Refile,
    Note,
}

impl Change {
    /// The word that schemes use.
    pub fn as_str(self) -> &'static str {
        match self {
            Change::Refile => "refile",
            Change::Note => "note",
        }
    }
}

/// A technical parameter.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Parameter {
    pub zh: String,
    pub en: String,
    pub change: Change,
    pub basis: String,
}

/// A term that the item sets.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct NamedTerm {
    pub zh: String,
    pub en: String,
    pub within: Term,
    pub basis: String,
}

impl Reference {
    /// The term under `key`; `validity` is the validity.
    pub fn term(&self, key: &str) -> Option<Term> {
        match key {
            "validity" => self.validity,
            _ => self.terms.get(key).map(|term| term.within),
        }
    }

    /// Whether it is in force on `day`.
    pub fn in_force(&self, day: Date) -> bool {
        self.from <= day && self.until.is_none_or(|until| day < until)
    }

    /// The items that `level` demands: its own and those of lower levels.
    pub fn demanded(&self, level: &LevelName) -> impl Iterator<Item = (&String, &Item)> {
        let stars = self.levels.get(level).map_or(0, |level| level.stars);
        self.items.iter().filter(move |(_, item)| {
            self.levels
                .get(&item.level)
                .is_some_and(|needed| needed.stars <= stars)
        })
    }

    /// The levels from the lowest to the highest.
    pub fn levels_upwards(&self) -> Vec<(&LevelName, &Level)> {
        let mut levels: Vec<_> = self.levels.iter().collect();
        levels.sort_by_key(|(_, level)| level.stars);
        levels
    }
}
