//! Walks the lines of a test group and puts each verdict where it belongs.

use std::collections::BTreeSet;

use super::super::markdown::{Kind, is_separator, plain};
use super::super::reference::{Index, Mentions};
use super::super::{Text, shown};
use super::words::{self, Whose};
use super::{Group, Row, TestCase, TestUnit};
use crate::fault::{Faults, Place, quoted, quoted_zh};
use crate::read::MAX_LIST;
use crate::report::{CaseNumber, Provision, Verdict};

/// In which part of the file the walk is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Part {
    /// Before the first case.
    Preface,
    /// In the last case that was begun.
    Case,
    /// In a unit of that case.
    Unit,
    /// In a matrix that sums up cases.
    Matrix,
    /// In a summary or anything else.
    Other,
}

pub(super) struct Reading<'a> {
    text: &'a Text<'a>,
    index: &'a Index<'a>,
    group: Group,
    part: Part,
    /// Where a table has its verdicts, while in its body.
    column: Option<usize>,
    in_table: bool,
    in_purpose: bool,
    in_status: Option<String>,
    numbers: BTreeSet<CaseNumber>,
}

impl<'a> Reading<'a> {
    pub(super) fn new(
        text: &'a Text<'a>,
        index: &'a Index<'a>,
        provision: Provision,
        title: &str,
    ) -> Reading<'a> {
        let group = Group {
            provision,
            title: plain(title),
            status: None,
            cases: Vec::new(),
            stated: None,
            file: shown(text.name),
            promises: Vec::new(),
            related: Mentions::default(),
            anywhere: Mentions::default(),
        };
        let numbers = BTreeSet::new();
        let part = Part::Preface;
        Reading {
            text,
            index,
            group,
            part,
            column: None,
            in_table: false,
            in_purpose: false,
            in_status: None,
            numbers,
        }
    }

    pub(super) fn whole(mut self, faults: &mut Faults) -> Group {
        for (at, line) in self.text.lines.iter().enumerate() {
            if !matches!(line.kind, Kind::Row(_)) {
                (self.in_table, self.column) = (false, None);
            }
            match &line.kind {
                Kind::Heading(level, heading) => self.heading(line.number, *level, heading, faults),
                Kind::Row(cells) => {
                    self.row(line.number, cells, faults);
                    for cell in cells {
                        self.running(line.number, cell, "");
                    }
                }
                Kind::Text(words) => {
                    let next = match self.text.lines.get(at + 1).map(|line| &line.kind) {
                        Some(Kind::Text(next)) => next,
                        Some(Kind::Heading(..) | Kind::Row(_)) | None => "",
                    };
                    self.line(line.number, words, faults);
                    self.running(line.number, words, next);
                }
            }
        }
        self.group
    }

    fn heading(&mut self, number: u64, level: usize, heading: &str, faults: &mut Faults) {
        self.in_purpose = false;
        self.in_status = None;
        if level == 2 {
            self.part = if heading.starts_with("Summary Matrix") {
                Part::Matrix
            } else {
                Part::Other
            };
            if let Some(found) = words::case_heading(heading) {
                self.begin(number, found, faults);
            }
        } else if matches!(self.part, Part::Case | Part::Unit) {
            self.part = Part::Case;
            if let (Some((letters, title)), Some(case)) =
                (words::unit_heading(heading), self.group.cases.last_mut())
            {
                case.units.push(TestUnit {
                    letters,
                    title,
                    stated: None,
                    rows: Vec::new(),
                });
                self.part = Part::Unit;
            }
        }
        self.running(number, heading, "");
    }

    fn begin(
        &mut self,
        line: u64,
        (written, kind): (&str, Option<crate::report::CaseKind>),
        faults: &mut Faults,
    ) {
        let place = self.text.place(line);
        let number = match written.parse::<CaseNumber>() {
            Ok(number) if number.is_of(&self.group.provision) => number,
            Ok(_) | Err(_) => {
                return foreign(place, written, &self.group.provision, faults);
            }
        };
        let Some(kind) = kind else {
            return faults.add(
                place,
                (
                    format!("测试用例{number}没有注明类型"),
                    format!("test case {number} does not say its kind"),
                ),
                (
                    "请加注 (conceptual) 或者 (functional)",
                    "add (conceptual) or (functional)",
                ),
            );
        };
        if !self.numbers.insert(number.clone()) {
            return faults.add(
                place,
                (
                    format!("测试用例{number}重复"),
                    format!("test case {number} stands twice"),
                ),
                ("请保留其中一个", "keep one of the two"),
            );
        }
        if self.group.cases.len() == MAX_LIST {
            let wrong = (
                format!("该组的测试用例超过{MAX_LIST}个"),
                format!("the group has more than {MAX_LIST} test cases"),
            );
            return faults.add(place, wrong, ("请按条款拆分", "split it by provision"));
        }
        self.part = Part::Case;
        self.group.cases.push(TestCase {
            number,
            kind,
            purpose: String::new(),
            units: Vec::new(),
            rows: Vec::new(),
            stated: None,
            rests_on: Vec::new(),
            line,
            promises: Vec::new(),
            mentions: Mentions::default(),
        });
    }

    fn line(&mut self, number: u64, words: &str, faults: &mut Faults) {
        if let Some((whose, value)) = words::stated(words) {
            self.in_purpose = false;
            match words::verdict(value) {
                Some(verdict) => self.put(number, &whose, verdict, faults),
                None => self.unknown(number, value, faults),
            }
            return;
        }
        self.purpose(words);
        if self.part == Part::Preface {
            self.status(words);
        }
    }

    fn put(&mut self, number: u64, whose: &Whose, verdict: Verdict, faults: &mut Faults) {
        let in_case = matches!(self.part, Part::Case | Part::Unit);
        let case = if in_case {
            self.group.cases.last_mut()
        } else {
            None
        };
        let slot = match (whose, case, self.part) {
            (Whose::Group, _, _) => &mut self.group.stated,
            (Whose::Nearest | Whose::Unit, Some(case), Part::Unit) => match case.units.last_mut() {
                Some(unit) => &mut unit.stated,
                None => &mut case.stated,
            },
            (_, Some(case), _) => &mut case.stated,
            (_, None, _) => return,
        };
        if slot.is_some_and(|before| before != verdict) {
            let wrong = (
                "前面对同一项写有另一结论",
                "another verdict is stated for the same before",
            );
            faults.add(
                self.text.place(number),
                wrong,
                ("请保留正确的一个", "keep the one that is right"),
            );
        }
        *slot = (*slot).max(Some(verdict));
    }

    fn unknown(&mut self, number: u64, words: &str, faults: &mut Faults) {
        let wrong = (
            format!("{}不是结论", quoted_zh(&plain(words))),
            format!("{} is not a verdict", quoted(&plain(words))),
        );
        faults.add(
            self.text.place(number),
            wrong,
            (
                "请写PASS、FAIL、INCONCLUSIVE或者N/A",
                "write PASS, FAIL, INCONCLUSIVE or N/A",
            ),
        );
    }

    /// Takes the purpose of a case: a paragraph that begins `**Purpose**:`.
    fn purpose(&mut self, words: &str) {
        let Some(case) = self.group.cases.last_mut() else {
            return;
        };
        let begun = plain(words);
        if let Some(start) = begun
            .strip_prefix("Purpose:")
            .filter(|_| case.purpose.is_empty())
        {
            start.trim().clone_into(&mut case.purpose);
            self.in_purpose = true;
        } else if self.in_purpose
            && !begun.is_empty()
            && !words.starts_with("**")
            && case.purpose.len() < 3000
        {
            case.purpose.push(' ');
            case.purpose.push_str(&begun);
        } else {
            self.in_purpose = false;
        }
    }

    /// Takes the status, as in `Status: **R C (3)**.`
    fn status(&mut self, words: &str) {
        if let Some((_, rest)) = words.split_once("Status:") {
            let status = plain(rest.split('.').next().unwrap_or(rest));
            self.group.status = Some(status).filter(|status| !status.is_empty());
        }
    }

    fn row(&mut self, number: u64, cells: &[&str], faults: &mut Faults) {
        if !std::mem::replace(&mut self.in_table, true) {
            let ends_so = |cell: &&str| plain(cell).to_lowercase().ends_with("verdict");
            self.column = cells.iter().rposition(ends_so);
            return;
        }
        let Some(cell) = self.column.and_then(|at| cells.get(at)) else {
            return;
        };
        if is_separator(cells) {
            return;
        }
        let Some(verdict) = words::verdict(cell) else {
            return self.unknown(number, cell, faults);
        };
        let row = Row {
            subject: plain(cells.first().unwrap_or(&"")),
            verdict,
        };
        let cases = &mut self.group.cases;
        let case = match self.part {
            Part::Preface | Part::Other => None,
            Part::Case | Part::Unit => cases.last_mut(),
            Part::Matrix => {
                let named = cases
                    .iter()
                    .position(|case| row.subject.starts_with(&format!("{} ", case.number)));
                let last = cases.len().checked_sub(1);
                named.or(last).and_then(|at| cases.get_mut(at))
            }
        };
        let Some(case) = case else { return };
        let unit = if self.part == Part::Unit {
            case.units.last_mut()
        } else {
            None
        };
        let (rows, held) = match unit {
            Some(unit) => (&mut unit.rows, ("单元", "unit")),
            None => (&mut case.rows, ("用例", "case")),
        };
        if rows.len() == MAX_LIST {
            let wrong = (
                format!("该{}中有结论的行超过{MAX_LIST}行", held.0),
                format!("the {} has more than {MAX_LIST} rows with verdicts", held.1),
            );
            return faults.add(
                self.text.place(number),
                wrong,
                ("请合并一部分", "put some together"),
            );
        }
        rows.push(row);
    }

    /// Notes what running text mentions and promises.
    fn running(&mut self, number: u64, words: &str, next: &str) {
        self.index.scan(number, words, &mut self.group.anywhere);
        let promise = words::promise(words, next).map(|phrase| (number, phrase));
        match (self.part, self.group.cases.last_mut()) {
            (Part::Case | Part::Unit, Some(case)) => {
                self.index.scan(number, words, &mut case.mentions);
                case.promises.extend(promise);
            }
            (Part::Preface, _) => self.index.scan(number, words, &mut self.group.related),
            (Part::Case | Part::Unit | Part::Matrix | Part::Other, _) => {
                self.group.promises.extend(promise);
            }
        }
    }
}

/// Notes a test case that is none of the group's provision.
fn foreign(place: Place, written: &str, provision: &Provision, faults: &mut Faults) {
    let wrong = (
        format!("{}不是{provision}的测试用例", quoted_zh(written)),
        format!("{} is not a test case of {provision}", quoted(written)),
    );
    let remedy = (
        format!("请编号为{provision}-1等"),
        format!("number it {provision}-1 and so on"),
    );
    faults.add(place, wrong, remedy);
}

/// Fills what a case leaves to its group and refuses one without a verdict.
pub(super) fn complete(
    mut group: Group,
    text: &Text<'_>,
    index: &Index<'_>,
    faults: &mut Faults,
) -> Option<Group> {
    if group.cases.is_empty() {
        let wrong = (
            format!("测试组{}没有测试用例", group.provision),
            format!("test group {} has no test case", group.provision),
        );
        faults.add(
            text.place(1),
            wrong,
            (
                "请加上标题，如“## Test case 5.1-1-1 (conceptual)”",
                "add a heading such as `## Test case 5.1-1-1 (conceptual)`",
            ),
        );
        return None;
    }
    for case in &mut group.cases {
        if case.verdict().is_none() {
            let wrong = (
                format!("测试用例{}没有结论", case.number),
                format!("test case {} has no verdict", case.number),
            );
            faults.add(
                text.place(case.line),
                wrong,
                (
                    "请加上一行“**Verdict**: **PASS**”或者其他结论",
                    "add a line `**Verdict**: **PASS**` or another verdict",
                ),
            );
        }
        if case.purpose.is_empty() {
            case.purpose.clone_from(&group.title);
        }
        let sources = [&case.mentions, &group.related, &group.anywhere];
        let source = sources
            .into_iter()
            .find(|mentions| !mentions.tables.is_empty());
        if let Some(mentions) = source {
            let tables = mentions.tables.iter().map(|number| index.label(*number));
            case.rests_on = tables.chain(mentions.entries.iter().cloned()).collect();
        }
    }
    Some(group)
}
