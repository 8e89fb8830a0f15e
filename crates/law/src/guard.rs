//! Rules that a table of steps cannot say: a closed set with parameters.
//!
//! Their meaning is in `case::guard`; here is how a scheme writes them and
//! which parameters each kind takes.

use crate::name::{
    FieldName, MaterialName, OpinionName, QualificationName, SanctionName, StepName,
};
use crate::term::Term;
use serde::{Deserialize, Serialize};

/// The kinds of guard. New ones are reviewed like new words in a language.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum GuardKind {
    /// The value of `field` is one of `is`.
    FieldIs,
    /// The reference item in `field` is in force today.
    InForce,
    /// The date in `field` is not later than the one in `other`.
    InOrder,
    /// The date in `field` is not in the future.
    NotFuture,
    /// The date in `field` lies at most `within` before today.
    Recent,
    /// The party in `field`, or the holder, has no running `sanction`.
    NotBarred,
    /// The party in `field` had `qualification` (or, if it is the holder
    /// itself, `own`) on the date in `on`, in the scope of the reference item
    /// in `of`.
    Qualified,
    /// The test report `material` reaches the level in `field` under the
    /// reference item in `of`.
    LevelReached,
    /// The test report `material` speaks of the same model (`field`), holder,
    /// laboratory (`other`) and test date (`on`) as the form.
    ReportAgrees,
    /// The body in `other` is of a kind (own, third-party) that the level in
    /// `field` of the reference item in `of` admits.
    TesterAdmitted,
    /// The party in `field` is not the holder.
    NotHolder,
    /// The content of `material` supports no other model's case of anybody.
    Unshared,
    /// No other live entry or open case has the same holder and `field`.
    Unique,
    /// The list in `field` has at most `max` items, the number is at most
    /// `max`.
    AtMost,
    /// The changed parameter in `field` is one that the reference item in
    /// `of` treats as `is`.
    ParameterChange,
    /// The artwork `material` passed its check.
    ArtworkFits,
    /// The step `step` has been taken on this case.
    Taken,
    /// The case named in `field` is in one of the states `is`, and the
    /// holder's own unless the field admits anybody's.
    CaseIs,
    /// The case in `field` came into its present state at most `within` ago.
    CaseRecent,
    /// The value of `field` is the one of `other` in the case named in `on`.
    SameAs,
    /// The body that holds the case has `qualification` today, for the
    /// reference items in `of`.
    BodyQualified,
    /// The list in `field` has at least `min` items, the number is at least
    /// `min`.
    AtLeast,
    /// The date in `field` is today or later.
    NotPast,
    /// The values of `field` and `other` are not the same.
    Differs,
    /// The values of `field` and `other` are the same.
    Equals,
    /// No party in `field` is a foreign one.
    Domestic,
    /// The quorum of `opinion` is reached.
    OpinionsIn,
    /// Every opinion of `opinion` is one of `is`.
    OpinionsAre,
    /// More than half of the opinions of `opinion` are one of `is`.
    Majority,
}

/// One guard of a procedure: kind, parameters and legal basis.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Guard {
    pub zh: String,
    pub en: String,
    pub kind: GuardKind,
    pub field: Option<FieldName>,
    pub other: Option<FieldName>,
    pub of: Option<FieldName>,
    pub on: Option<FieldName>,
    #[serde(default)]
    pub is: Vec<String>,
    pub material: Option<MaterialName>,
    pub qualification: Option<QualificationName>,
    /// What is enough if the party is the holder itself: its own laboratory.
    pub own: Option<QualificationName>,
    pub sanction: Option<SanctionName>,
    pub step: Option<StepName>,
    pub within: Option<Term>,
    pub max: Option<u32>,
    pub min: Option<u32>,
    pub opinion: Option<OpinionName>,
    /// It holds when what its kind says is not so.
    #[serde(default)]
    pub not: bool,
    /// Looked at only under this condition.
    pub when: Option<crate::form::When>,
    pub basis: String,
}

/// The parameters that a guard can have, by name.
pub const PARAMETERS: [&str; 15] = [
    "field",
    "other",
    "of",
    "on",
    "is",
    "material",
    "qualification",
    "own",
    "sanction",
    "step",
    "within",
    "max",
    "min",
    "opinion",
    "not",
];

impl GuardKind {
    /// The parameters this kind must have, and those it may have.
    pub fn takes(self) -> (&'static [&'static str], &'static [&'static str]) {
        match self {
            GuardKind::FieldIs => (&["field", "is"], &["not"]),
            GuardKind::InForce
            | GuardKind::NotFuture
            | GuardKind::NotPast
            | GuardKind::Domestic
            | GuardKind::Unique
            | GuardKind::NotHolder => (&["field"], &[]),
            GuardKind::InOrder | GuardKind::Differs | GuardKind::Equals => {
                (&["field", "other"], &[])
            }
            GuardKind::Recent | GuardKind::CaseRecent => (&["field", "within"], &[]),
            GuardKind::NotBarred => (&["sanction"], &["field"]),
            GuardKind::Qualified => (&["qualification"], &["field", "on", "of", "own"]),
            GuardKind::BodyQualified => (&["qualification"], &["of"]),
            GuardKind::SameAs => (&["field", "on", "other"], &[]),
            GuardKind::AtLeast => (&["field", "min"], &[]),
            GuardKind::OpinionsIn => (&["opinion"], &[]),
            GuardKind::OpinionsAre | GuardKind::Majority => (&["opinion", "is"], &[]),
            GuardKind::LevelReached => (&["material", "field", "of"], &[]),
            GuardKind::ReportAgrees => (&["material", "field", "other", "on"], &["of"]),
            GuardKind::TesterAdmitted => (&["field", "of", "other"], &[]),
            GuardKind::Unshared => (&["material", "field"], &[]),
            GuardKind::AtMost => (&["field", "max"], &[]),
            GuardKind::ParameterChange => (&["field", "of", "is"], &[]),
            GuardKind::ArtworkFits => (&["material"], &[]),
            GuardKind::Taken => (&["step"], &["not"]),
            GuardKind::CaseIs => (&["field", "is"], &["min", "not"]),
        }
    }
}

impl Guard {
    /// The names of the parameters that are given.
    pub fn given(&self) -> Vec<&'static str> {
        let mut given = Vec::new();
        let mut note = |present: bool, name: &'static str| {
            if present {
                given.push(name);
            }
        };
        note(self.field.is_some(), "field");
        note(self.other.is_some(), "other");
        note(self.of.is_some(), "of");
        note(self.on.is_some(), "on");
        note(!self.is.is_empty(), "is");
        note(self.material.is_some(), "material");
        note(self.qualification.is_some(), "qualification");
        note(self.own.is_some(), "own");
        note(self.sanction.is_some(), "sanction");
        note(self.step.is_some(), "step");
        note(self.within.is_some(), "within");
        note(self.max.is_some(), "max");
        note(self.min.is_some(), "min");
        note(self.opinion.is_some(), "opinion");
        note(self.not, "not");
        given
    }
}
