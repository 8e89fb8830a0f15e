//! From a dossier to a test report.

use super::group::{Group, TestCase, TestUnit};
use super::{Dossier, markdown};
use crate::fault::Faults;
use crate::report::{Item, TestReport, Unit, Verdict};

impl Dossier {
    /// The dossier as a test report: one item for each test case, in the
    /// order of the provisions. The evidence of each is the file it stands in.
    pub fn to_report(&self) -> TestReport {
        let items = self
            .groups
            .values()
            .flat_map(|group| group.cases.iter().map(|case| item(group, case)));
        TestReport {
            facts: self.facts.clone(),
            items: items.collect(),
        }
    }
}

fn item(group: &Group, case: &TestCase) -> Item {
    // A case without a verdict is refused when the dossier is read, so what
    // stands here for one never reaches a report.
    let verdict = case.verdict().unwrap_or(Verdict::Inconclusive);
    let of_unit = |unit: &TestUnit| Unit {
        name: name(unit),
        verdict: unit.verdict().unwrap_or(verdict),
    };
    let mut units: Vec<Unit> = case.units.iter().map(of_unit).collect();
    if units.is_empty() {
        let of_row = |row: &super::Row| Unit {
            name: named(&row.subject),
            verdict: row.verdict,
        };
        units = case.rows.iter().map(of_row).collect();
    }
    Item {
        provision: group.provision.clone(),
        case: case.number.clone(),
        kind: case.kind,
        purpose: named(&case.purpose),
        units,
        verdict,
        rests_on: case.rests_on.clone(),
        evidence: vec![group.file.clone()],
    }
}

fn name(unit: &TestUnit) -> String {
    let title = if unit.title.is_empty() {
        String::new()
    } else {
        format!(": {}", unit.title)
    };
    markdown::plain(&format!("{}{title}", unit.letters))
}

/// The text, or a dash where the dossier left it empty.
fn named(text: &str) -> String {
    if text.trim().is_empty() {
        "—".to_owned()
    } else {
        text.to_owned()
    }
}

/// Notes what would be wrong with the report of a dossier that is otherwise
/// without fault.
pub(super) fn check(dossier: &Dossier, faults: &mut Faults) {
    if faults.is_empty()
        && let Err(found) = crate::read::check(&dossier.to_report())
    {
        for fault in found {
            faults.add(fault.place, fault.wrong, fault.remedy);
        }
    }
}
