//! A structured test report: what was tested, by whom, against what, and with
//! which verdicts (measures/7, measures/12). It says what a laboratory found;
//! whether that is enough for a level is not decided here.

mod names;
mod verdict;

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

pub use names::{CaseNumber, Day, NameError, Provision};
pub use verdict::{UnknownVerdict, Verdict};

/// A whole report. Fields are written in this order, so that one report has
/// one text.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TestReport {
    /// What is true of the report as a whole.
    pub facts: Facts,
    /// One for every test case, at most [`crate::read::MAX_ITEMS`].
    pub items: Vec<Item>,
}

/// What is true of a report as a whole.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Facts {
    /// The number under which the laboratory keeps the report.
    pub number: String,
    pub product: Product,
    pub standard: Standard,
    /// At least one.
    pub laboratories: Vec<Laboratory>,
    /// The first day of testing.
    pub tested_from: Day,
    /// The last day of testing, not before the first.
    pub tested_to: Day,
    /// How many samples of the product were tested; at least one.
    pub samples: u32,
    /// The penetration test, where one was made.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub penetration: Option<Penetration>,
}

/// What was tested.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Product {
    pub producer: String,
    pub model: String,
    /// The version of the firmware that was on the samples.
    pub firmware: String,
}

/// What it was tested against.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Standard {
    pub id: String,
    pub edition: String,
}

/// Who tested.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Laboratory {
    pub name: String,
    /// The number of its accreditation or registration.
    pub code: String,
    pub role: LaboratoryRole,
}

/// In which quality a laboratory took part (measures/7).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum LaboratoryRole {
    /// The producer's own laboratory.
    Own,
    ThirdParty,
    /// A third party that made the penetration test.
    Penetration,
}

impl LaboratoryRole {
    /// Every role.
    pub const ALL: [LaboratoryRole; 3] = [
        LaboratoryRole::Own,
        LaboratoryRole::ThirdParty,
        LaboratoryRole::Penetration,
    ];

    /// The word that stands for the role in a report.
    pub fn word(self) -> &'static str {
        match self {
            LaboratoryRole::Own => "own",
            LaboratoryRole::ThirdParty => "third-party",
            LaboratoryRole::Penetration => "penetration",
        }
    }
}

/// A penetration test.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Penetration {
    /// The name of one of the report's laboratories.
    pub laboratory: String,
    pub date: Day,
    pub verdict: Verdict,
    pub summary: String,
}

/// One test case and what came of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Item {
    pub provision: Provision,
    pub case: CaseNumber,
    pub kind: CaseKind,
    pub purpose: String,
    /// May be empty where the laboratory judged the case as a whole.
    pub units: Vec<Unit>,
    /// Never better than the units give.
    pub verdict: Verdict,
    /// IXIT tables and entries, such as `IXIT 7-UpdMech`, `UpdMech-Auto`.
    pub rests_on: Vec<String>,
    /// Names of files or records that show it.
    pub evidence: Vec<String>,
}

/// How a test case is carried out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum CaseKind {
    /// On the documents.
    Conceptual,
    /// On the product.
    Functional,
    /// One case with units of both kinds; published dossiers have such.
    ConceptualAndFunctional,
}

impl CaseKind {
    /// Every kind.
    pub const ALL: [CaseKind; 3] = [
        CaseKind::Conceptual,
        CaseKind::Functional,
        CaseKind::ConceptualAndFunctional,
    ];

    /// The word that stands for the kind in a report.
    pub fn word(self) -> &'static str {
        match self {
            CaseKind::Conceptual => "conceptual",
            CaseKind::Functional => "functional",
            CaseKind::ConceptualAndFunctional => "conceptual-and-functional",
        }
    }
}

/// One test unit of a case.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Unit {
    pub name: String,
    pub verdict: Verdict,
}

impl Item {
    /// The verdict of the case: the worse of what is stated and what its
    /// units give.
    pub fn rolled_up(&self) -> Verdict {
        let units = Verdict::roll_up(self.units.iter().map(|unit| unit.verdict));
        units.map_or(self.verdict, |units| units.max(self.verdict))
    }
}

impl TestReport {
    /// Every provision of which the report has a case, in natural order.
    pub fn provisions(&self) -> BTreeSet<&Provision> {
        self.items.iter().map(|item| &item.provision).collect()
    }

    /// The verdict of a provision, rolled up from its cases and their units;
    /// nothing where the report has no case of it.
    pub fn verdict_of(&self, provision: &Provision) -> Option<Verdict> {
        let cases = self
            .items
            .iter()
            .filter(|item| item.provision == *provision);
        Verdict::roll_up(cases.map(Item::rolled_up))
    }

    /// The report as JSON, always the same text for the same report.
    pub fn to_json(&self) -> String {
        serde_json::to_string_pretty(self)
            .expect("a report has string keys only and writing to memory does not fail")
            + "\n"
    }
}
