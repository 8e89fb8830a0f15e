//! Reads a test report that somebody wrote: JSON as a whole, or CSV with one
//! row per test case. All faults are told at once, each with its place and
//! what to do. A report that is returned is valid throughout.

mod check;
mod json;
mod shape;
mod table;

use crate::fault::{Fault, Faults, Place};
use crate::report::{Facts, TestReport};

/// The largest report that is read, in bytes (8 MiB).
pub const MAX_BYTES: usize = 8 << 20;
/// The most test cases of one report.
pub const MAX_ITEMS: usize = 10_000;
/// The most units, references or pieces of evidence of one test case, and
/// the most laboratories of one report.
pub const MAX_LIST: usize = 200;
/// The longest name, code or reference, in characters.
pub const MAX_NAME: usize = 300;
/// The longest purpose or summary, in characters.
pub const MAX_TEXT: usize = 4_000;

/// The columns of a CSV report, one row per test case. `units` is written
/// `A=pass; B=fail`; `rests_on` and `evidence` are separated by semicolons.
/// The columns may stand in any order, but all must be there.
pub const COLUMNS: [&str; 8] = [
    "provision",
    "case",
    "kind",
    "purpose",
    "units",
    "verdict",
    "rests_on",
    "evidence",
];

/// Reads a report from JSON. A byte order mark is passed over.
///
/// # Errors
///
/// Every fault, with the path of the value or the line of the syntax error.
pub fn read_json(bytes: &[u8]) -> Result<TestReport, Vec<Fault>> {
    let mut faults = Faults::default();
    let Some(text) = text_of(bytes, &mut faults) else {
        return faults.or(None);
    };
    let report = json::parse(text, &mut faults).and_then(|tree| shape::report(&tree, &mut faults));
    faults.or(report)
}

/// Reads the test cases of a report from CSV (see [`COLUMNS`]); what is true
/// of the report as a whole does not fit a table and is given as `facts`.
///
/// # Errors
///
/// Every fault, with its line.
pub fn read_csv(bytes: &[u8], facts: Facts) -> Result<TestReport, Vec<Fault>> {
    let mut faults = Faults::default();
    let Some(text) = text_of(bytes, &mut faults) else {
        return faults.or(None);
    };
    let report = table::items(text, &mut faults).map(|items| TestReport { facts, items });
    if let Some(report) = &report {
        check::facts(&report.facts, &mut faults);
    }
    faults.or(report)
}

/// Every fault of a report that was put together rather than read.
///
/// # Errors
///
/// Every fault, with the path of the value.
pub fn check(report: &TestReport) -> Result<(), Vec<Fault>> {
    let mut faults = Faults::default();
    check::report(report, &mut faults);
    faults.or(Some(()))
}

/// The text of a file, without its byte order mark.
fn text_of<'a>(bytes: &'a [u8], faults: &mut Faults) -> Option<&'a str> {
    let bytes = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes);
    if bytes.is_empty() {
        faults.add(
            Place::Whole,
            ("报告为空", "the report is empty"),
            ("请提交报告本身", "hand in the report itself"),
        );
        return None;
    }
    if MAX_BYTES < bytes.len() {
        let wrong = (
            format!("报告有{}字节，超过上限{MAX_BYTES}字节", bytes.len()),
            format!(
                "the report has {} bytes, more than {MAX_BYTES}",
                bytes.len()
            ),
        );
        faults.add(
            Place::Whole,
            wrong,
            (
                "请把证据材料作为单独的文件提交，此处仅写名称",
                "hand in evidence as files of its own and only name it here",
            ),
        );
        return None;
    }
    match std::str::from_utf8(bytes) {
        Ok(text) => Some(text),
        Err(error) => {
            let before = bytes
                .iter()
                .take(error.valid_up_to())
                .filter(|b| **b == b'\n')
                .count();
            let line = Place::Line(before as u64 + 1);
            faults.add(
                line,
                ("此处不是UTF-8文本", "these bytes are not UTF-8"),
                (
                    "请另存为UTF-8后重新提交",
                    "save the file in UTF-8 and hand it in again",
                ),
            );
            None
        }
    }
}
