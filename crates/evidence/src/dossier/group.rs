//! One test group: its cases, their units, and the verdicts as they are
//! stated at each height. Dossiers differ in where they put a verdict; the
//! places that are read are listed at [`read`].

mod reading;
mod words;

use crate::report::{CaseKind, CaseNumber, Provision, Verdict};

use super::Text;
use super::reference::{Index, Mentions};
use crate::fault::{Faults, Misnamed, quoted, quoted_zh};

/// A test group, which assesses one provision.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Group {
    pub provision: Provision,
    pub title: String,
    /// M, R, C, F and their conditions, such as `R C (16) (h)`, if stated.
    pub status: Option<String>,
    pub cases: Vec<TestCase>,
    /// The verdict that the group states itself.
    pub stated: Option<Verdict>,
    /// The file it was read from.
    pub file: String,
    /// Sentences outside the cases that speak of what is still to come.
    pub(super) promises: Vec<(u64, &'static str)>,
    /// What is mentioned before the first case, and anywhere.
    pub(super) related: Mentions,
    pub(super) anywhere: Mentions,
}

/// One test case.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TestCase {
    pub number: CaseNumber,
    pub kind: CaseKind,
    /// In the words of the dossier; the title of the group where it is silent.
    pub purpose: String,
    pub units: Vec<TestUnit>,
    /// Rows of tables that belong to the case as a whole, also those of a
    /// summary matrix.
    pub rows: Vec<Row>,
    /// The verdict that the case states itself.
    pub stated: Option<Verdict>,
    /// IXIT tables and entries, by name, that the case names, or else its
    /// group; empty if neither names any.
    pub rests_on: Vec<String>,
    /// Counted from 1.
    pub line: u64,
    pub(super) promises: Vec<(u64, &'static str)>,
    pub(super) mentions: Mentions,
}

/// One test unit of a case.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TestUnit {
    /// Such as `A`, or `A & B` where two were judged together.
    pub letters: String,
    pub title: String,
    pub stated: Option<Verdict>,
    pub rows: Vec<Row>,
}

/// One row of a table with a verdict.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    pub subject: String,
    pub verdict: Verdict,
}

impl TestUnit {
    /// The worse of what is stated and what the rows give.
    pub fn verdict(&self) -> Option<Verdict> {
        Verdict::roll_up(self.rows.iter().map(|row| row.verdict).chain(self.stated))
    }
}

impl TestCase {
    /// The roll-up of units and rows, without what the case states itself.
    pub fn of_parts(&self) -> Option<Verdict> {
        let units = self.units.iter().filter_map(TestUnit::verdict);
        Verdict::roll_up(units.chain(self.rows.iter().map(|row| row.verdict)))
    }

    /// The worse of what is stated and what the parts give.
    pub fn verdict(&self) -> Option<Verdict> {
        Verdict::roll_up(self.of_parts().into_iter().chain(self.stated))
    }
}

impl Group {
    /// The roll-up of the cases, without what the group states itself.
    pub fn of_cases(&self) -> Option<Verdict> {
        Verdict::roll_up(self.cases.iter().filter_map(TestCase::verdict))
    }
}

/// Whether a file is read as a test group.
pub(super) fn is_one(text: &Text<'_>) -> bool {
    after_words(text.title()).is_some()
}

fn after_words(title: &str) -> Option<&str> {
    title
        .strip_prefix("Test group ")
        .or_else(|| title.strip_prefix("Test Group "))
}

/// Reads a file as a test group; nothing if it is none, or if it is faulty.
///
/// A verdict is read from `**Verdict**: …` of a unit or case, from `Unit A
/// Verdict`, `Test Case 5.3-13-2 Verdict` and `Group Verdict`, and from the
/// column of a table whose heading ends in `Verdict`.
pub(super) fn read(text: &Text<'_>, index: &Index<'_>, faults: &mut Faults) -> Option<Group> {
    let rest = after_words(text.title())?;
    let (number, title) = rest.split_once(':').unwrap_or((rest, ""));
    let provision = match number.trim().parse::<Provision>() {
        Ok(provision) => provision,
        Err(error) => {
            let place = text.place(1);
            faults.add(
                place,
                (
                    format!("{}：{}", quoted_zh(number), error.said().0.zh),
                    format!("{}: {error}", quoted(number)),
                ),
                ("请改正标题", "correct the heading"),
            );
            return None;
        }
    };
    let group = reading::Reading::new(text, index, provision, title.trim()).whole(faults);
    reading::complete(group, text, index, faults)
}
