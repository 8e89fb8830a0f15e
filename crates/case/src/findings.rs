//! What the program read out of a material.

use crate::value::Value;
use jiff::civil::Date;
use law::name::{FieldName, LevelName};
use law::reference::{Item, Reference};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// The verdict of a test. The order is that of the roll-up: a worse one wins.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Verdict {
    NotApplicable,
    Pass,
    Inconclusive,
    Fail,
}

/// A test report in brief: what decisions rest on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Report {
    pub number: String,
    pub model: String,
    pub standard: String,
    /// The codes of the laboratories named in it.
    pub laboratories: Vec<String>,
    pub tested_on: Date,
    /// How many test cases it holds.
    pub cases: u32,
    /// The verdict on each provision of the standard.
    pub verdicts: BTreeMap<String, Verdict>,
    /// The verdict of the penetration test, if there was one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub penetration: Option<Verdict>,
}

/// What was found in an artwork.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ArtworkCheck {
    /// What is wrong, in Chinese and English; empty if nothing is.
    pub faults: Vec<law::form::Words>,
    /// The fields that it prints, as the form had them when it was looked at.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub said: BTreeMap<FieldName, Value>,
}

/// What was read out of a material.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "read", rename_all = "kebab-case")]
pub enum Findings {
    TestReport(Report),
    Artwork(ArtworkCheck),
}

impl Report {
    /// Whether an item is met: every provision under it passed or does not
    /// apply; an item without provisions is the penetration test.
    pub fn meets(&self, item: &Item) -> bool {
        let passed = |verdict: Option<&Verdict>| {
            matches!(verdict, Some(Verdict::Pass | Verdict::NotApplicable))
        };
        if item.provisions.is_empty() {
            return self.penetration == Some(Verdict::Pass);
        }
        item.provisions
            .iter()
            .all(|provision| passed(self.verdicts.get(provision)))
    }

    /// The items that `level` demands and this report does not show as met.
    pub fn failing<'r>(
        &self,
        rule: &'r Reference,
        level: &LevelName,
    ) -> Vec<(&'r String, &'r Item)> {
        rule.demanded(level)
            .filter(|(_, item)| !self.meets(item))
            .collect()
    }

    /// The highest level whose items are all met, if any is.
    pub fn level<'r>(&self, rule: &'r Reference) -> Option<&'r LevelName> {
        rule.levels_upwards()
            .into_iter()
            .map(|(name, _)| name)
            .take_while(|level| self.failing(rule, level).is_empty())
            .last()
    }
}
