//! Reads a public dossier for EN 303 645 / TS 103 701 that is written in
//! Markdown: the IXIT tables and the test groups with their verdicts. A test
//! case without a verdict is a fault; what only looks odd is a remark, for a
//! person to judge. Nothing is fetched and no link is followed.

mod group;
mod ixit;
mod lint;
mod markdown;
mod provisions;
mod reference;
mod report;

use std::collections::{BTreeMap, BTreeSet};

use crate::fault::{Fault, Faults, Place};
use crate::report::{Facts, Provision};

pub use group::{Group, Row, TestCase, TestUnit};
pub use ixit::{Entry, Ixit};
pub use lint::{Remark, RemarkKind};
pub use provisions::EN_303_645_V3_1_3;

/// The largest file of a dossier, in bytes (1 MiB).
pub const MAX_FILE_BYTES: usize = 1 << 20;
/// The most bytes of all files of a dossier (32 MiB).
pub const MAX_ALL_BYTES: usize = 32 << 20;
/// The most files of a dossier.
pub const MAX_FILES: usize = 500;
/// The longest line of a file, in bytes (64 KiB).
pub const MAX_LINE_BYTES: usize = 64 << 10;

/// What the dossier itself does not say.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DossierFacts {
    /// What is true of the report that is made of it.
    pub report: Facts,
    /// The provisions of which there should be a group; each without one
    /// gets a remark. Empty if nothing is expected.
    pub expected: BTreeSet<Provision>,
}

/// A dossier that was read whole.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Dossier {
    pub facts: Facts,
    /// By table number.
    pub ixits: BTreeMap<u16, Ixit>,
    /// By provision, in natural order.
    pub groups: BTreeMap<Provision, Group>,
    pub remarks: Vec<Remark>,
}

/// Reads a dossier from its files: pairs of a name and the bytes.
///
/// # Errors
///
/// Every fault, with file and line: text that is not UTF-8, too large, a
/// table, entry, group or case that stands twice, a case without a verdict,
/// an unknown verdict word, or facts that contradict each other.
pub fn read_dossier<'a>(
    files: impl Iterator<Item = (&'a str, &'a [u8])>,
    about: DossierFacts,
) -> Result<Dossier, Vec<Fault>> {
    let mut faults = Faults::default();
    let mut remarks = Vec::new();
    let texts = texts(files, &mut faults);
    let ixits = ixits(&texts, &mut remarks, &mut faults);
    let index = reference::Index::of(&ixits);
    let groups = groups(&texts, &index, &mut faults);
    if groups.is_empty() && faults.is_empty() {
        let remedy = (
            "请提交以“# Test group 5.1-1: …”开头的文件",
            "hand in the files that begin with `# Test group 5.1-1: …`",
        );
        let wrong = ("案卷中没有测试组", "the dossier has no test group");
        faults.add(Place::Whole, wrong, remedy);
    }
    lint::all(&texts, &index, &groups, &about.expected, &mut remarks);
    let dossier = Dossier {
        facts: about.report,
        ixits,
        groups,
        remarks,
    };
    report::check(&dossier, &mut faults);
    faults.or(Some(dossier))
}

/// One file, split into lines.
#[derive(Debug)]
struct Text<'a> {
    name: &'a str,
    lines: Vec<markdown::Line<'a>>,
}

impl Text<'_> {
    fn place(&self, line: u64) -> Place {
        Place::File {
            name: shown(self.name),
            line,
        }
    }

    fn title(&self) -> &str {
        self.lines
            .iter()
            .find_map(markdown::Line::heading)
            .map_or("", |(_, text)| text)
    }
}

/// A file name as it may be repeated: short and printable.
fn shown(name: &str) -> String {
    crate::fault::quoted(name).replace('`', "")
}

fn texts<'a>(
    files: impl Iterator<Item = (&'a str, &'a [u8])>,
    faults: &mut Faults,
) -> Vec<Text<'a>> {
    let mut texts = Vec::new();
    let mut total = 0usize;
    for (at, (name, bytes)) in files.enumerate() {
        total = total.saturating_add(bytes.len());
        if MAX_FILES <= at || MAX_ALL_BYTES < total {
            let wrong = (
                format!("案卷超过{MAX_FILES}个文件或者{MAX_ALL_BYTES}字节"),
                format!("the dossier has more than {MAX_FILES} files or {MAX_ALL_BYTES} bytes"),
            );
            faults.add(
                Place::Whole,
                wrong,
                (
                    "请只提交IXIT表和测试组",
                    "hand in the IXIT tables and test groups only",
                ),
            );
            break;
        }
        if let Some(lines) = lines_of(name, bytes, faults) {
            texts.push(Text { name, lines });
        }
    }
    texts
}

fn lines_of<'a>(
    name: &str,
    bytes: &'a [u8],
    faults: &mut Faults,
) -> Option<Vec<markdown::Line<'a>>> {
    let place = |line| Place::File {
        name: shown(name),
        line,
    };
    if MAX_FILE_BYTES < bytes.len() {
        let wrong = (
            format!("文件有{}字节，超过上限{MAX_FILE_BYTES}字节", bytes.len()),
            format!(
                "the file has {} bytes, more than {MAX_FILE_BYTES}",
                bytes.len()
            ),
        );
        let remedy = ("请按表或者测试组拆分", "split it by table or test group");
        faults.add(place(1), wrong, remedy);
        return None;
    }
    let bytes = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes);
    let Ok(text) = std::str::from_utf8(bytes) else {
        faults.add(
            place(1),
            ("文件不是UTF-8文本", "the file is not UTF-8"),
            (
                "请另存为UTF-8后重新提交",
                "save it in UTF-8 and hand it in again",
            ),
        );
        return None;
    };
    if let Some(at) = text.lines().position(|line| MAX_LINE_BYTES < line.len()) {
        let wrong = (
            format!("该行超过{MAX_LINE_BYTES}字节"),
            format!("the line is longer than {MAX_LINE_BYTES} bytes"),
        );
        faults.add(place(at as u64 + 1), wrong, ("请分行", "break it"));
        return None;
    }
    Some(markdown::lines(text))
}

fn ixits(
    texts: &[Text<'_>],
    remarks: &mut Vec<Remark>,
    faults: &mut Faults,
) -> BTreeMap<u16, Ixit> {
    let mut tables = BTreeMap::new();
    for text in texts {
        let Some(table) = ixit::read(text, remarks, faults) else {
            continue;
        };
        if tables.contains_key(&table.number) {
            let wrong = (
                format!("IXIT表{}已见于另一文件", table.number),
                format!("IXIT table {} stands in another file already", table.number),
            );
            faults.add(
                text.place(1),
                wrong,
                ("请保留其中一个", "keep one of the two"),
            );
            continue;
        }
        tables.insert(table.number, table);
    }
    tables
}

fn groups(
    texts: &[Text<'_>],
    index: &reference::Index<'_>,
    faults: &mut Faults,
) -> BTreeMap<Provision, Group> {
    let mut groups = BTreeMap::new();
    for text in texts {
        let Some(group) = group::read(text, index, faults) else {
            continue;
        };
        if groups.contains_key(&group.provision) {
            let wrong = (
                format!("测试组{}已见于另一文件", group.provision),
                format!(
                    "test group {} stands in another file already",
                    group.provision
                ),
            );
            faults.add(
                text.place(1),
                wrong,
                ("请保留其中一个", "keep one of the two"),
            );
            continue;
        }
        groups.insert(group.provision.clone(), group);
    }
    groups
}
