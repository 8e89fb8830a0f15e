//! What a reviewer should look at: remarks ask, they do not judge.

use std::collections::{BTreeMap, BTreeSet};

use super::group::{Group, TestCase};
use super::reference::{Index, Mentions};
use super::{Text, group, ixit, markdown};
use crate::fault::{Place, quoted};
use crate::report::{Provision, Verdict};

/// What a remark is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum RemarkKind {
    /// An IXIT table or entry is named that the dossier does not have.
    UnknownReference,
    /// A stated verdict is not what its parts give.
    VerdictDiffers,
    /// A group states no verdict of its own.
    NoStatedVerdict,
    /// An expected provision has no group.
    ProvisionMissing,
    /// A text speaks of the future next to a pass.
    FutureTense,
    /// A name is written in two ways.
    SpelledOtherwise,
    /// A case names no IXIT table, nor does its group.
    NothingToRestOn,
    /// A file is neither an IXIT table nor a test group.
    FileIgnored,
}

/// Something a reviewer should look at.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Remark {
    pub kind: RemarkKind,
    pub place: Place,
    pub text: String,
}

impl Remark {
    pub(super) fn new(kind: RemarkKind, place: Place, text: String) -> Remark {
        Remark { kind, place, text }
    }
}

/// Every remark on the dossier as a whole, file by file.
pub(super) fn all(
    texts: &[Text<'_>],
    index: &Index<'_>,
    groups: &BTreeMap<Provision, Group>,
    expected: &BTreeSet<Provision>,
    remarks: &mut Vec<Remark>,
) {
    for text in texts {
        references(text, index, remarks);
        if !ixit::is_one(text) && !group::is_one(text) {
            let says = "this is neither an IXIT table nor a test group and was not read".to_owned();
            remarks.push(Remark::new(RemarkKind::FileIgnored, text.place(1), says));
        }
    }
    for group in groups.values() {
        of_group(group, remarks);
    }
    for provision in expected
        .iter()
        .filter(|provision| !groups.contains_key(*provision))
    {
        let says = format!("provision {provision} has no test group");
        remarks.push(Remark::new(
            RemarkKind::ProvisionMissing,
            Place::Whole,
            says,
        ));
    }
}

fn references(text: &Text<'_>, index: &Index<'_>, remarks: &mut Vec<Remark>) {
    let mut found = Mentions::default();
    for line in &text.lines {
        match &line.kind {
            markdown::Kind::Heading(_, words) | markdown::Kind::Text(words) => {
                index.scan(line.number, words, &mut found);
            }
            markdown::Kind::Row(cells) => {
                for cell in cells {
                    index.scan(line.number, cell, &mut found);
                }
            }
        }
    }
    for (line, name) in found.unknown {
        let says = format!("{} is not declared in any IXIT table", quoted(&name));
        remarks.push(Remark::new(
            RemarkKind::UnknownReference,
            text.place(line),
            says,
        ));
    }
}

fn of_group(group: &Group, remarks: &mut Vec<Remark>) {
    let place = |line| Place::File {
        name: group.file.clone(),
        line,
    };
    for case in &group.cases {
        of_case(case, &place, remarks);
    }
    let of_cases = group.of_cases();
    match group.stated {
        None => {
            let says = format!("test group {} states no verdict", group.provision);
            remarks.push(Remark::new(RemarkKind::NoStatedVerdict, place(1), says));
        }
        Some(stated) if of_cases != Some(stated) => {
            let says = differs(
                &format!("test group {}", group.provision),
                stated,
                of_cases,
                "cases",
            );
            remarks.push(Remark::new(RemarkKind::VerdictDiffers, place(1), says));
        }
        Some(_) => (),
    }
    if group.stated.or(of_cases) == Some(Verdict::Pass) {
        promises(&group.promises, &place, remarks);
    }
}

fn of_case(case: &TestCase, place: &impl Fn(u64) -> Place, remarks: &mut Vec<Remark>) {
    let parts = case.of_parts();
    if let (Some(stated), Some(_)) = (case.stated, parts)
        && parts != Some(stated)
    {
        let says = differs(
            &format!("test case {}", case.number),
            stated,
            parts,
            "units",
        );
        remarks.push(Remark::new(
            RemarkKind::VerdictDiffers,
            place(case.line),
            says,
        ));
    }
    for unit in &case.units {
        let rows = Verdict::roll_up(unit.rows.iter().map(|row| row.verdict));
        if let (Some(stated), Some(_)) = (unit.stated, rows)
            && rows != Some(stated)
        {
            let what = format!("unit {} of test case {}", unit.letters, case.number);
            let says = differs(&what, stated, rows, "rows");
            remarks.push(Remark::new(
                RemarkKind::VerdictDiffers,
                place(case.line),
                says,
            ));
        }
    }
    if case.rests_on.is_empty() {
        let says = format!(
            "neither test case {} nor its group names an IXIT table",
            case.number
        );
        remarks.push(Remark::new(
            RemarkKind::NothingToRestOn,
            place(case.line),
            says,
        ));
    }
    if case.verdict() == Some(Verdict::Pass) {
        promises(&case.promises, place, remarks);
    }
}

fn differs(what: &str, stated: Verdict, given: Option<Verdict>, parts: &str) -> String {
    let given = given.map_or("nothing".to_owned(), |given| given.to_string());
    format!("{what} states {stated}, but its {parts} give {given}")
}

fn promises(
    found: &[(u64, &'static str)],
    place: &impl Fn(u64) -> Place,
    remarks: &mut Vec<Remark>,
) {
    for (line, phrase) in found {
        let says = format!("`{phrase}` stands next to a pass: is it so today?");
        remarks.push(Remark::new(RemarkKind::FutureTense, place(*line), says));
    }
}
