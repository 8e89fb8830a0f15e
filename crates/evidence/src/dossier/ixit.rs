//! One IXIT table: entries with an id and fields, as headings give them.

use std::collections::BTreeSet;

use super::lint::{Remark, RemarkKind};
use super::markdown::{Kind, plain};
use super::{Text, shown};
use crate::fault::{Faults, quoted, quoted_zh};

/// One IXIT table of a dossier.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ixit {
    /// As in `IXIT 7-UpdMech`.
    pub number: u16,
    /// As in `IXIT 7-UpdMech`, without the number.
    pub name: String,
    pub title: String,
    /// A table whose standard form has no ids (such as `4-Conf`) has one
    /// entry, with the name of the table as its id.
    pub entries: Vec<Entry>,
    /// What stands outside the entries, such as a summary matrix.
    pub notes: Vec<(String, String)>,
    /// The file it was read from.
    pub file: String,
}

/// One entry of an IXIT table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    pub id: String,
    /// Each field's heading and text, in the order of the file. Text before
    /// the first heading, or in the line of the id, has an empty heading.
    pub fields: Vec<(String, String)>,
}

impl Ixit {
    /// What the table is called, such as `IXIT 7-UpdMech`.
    pub fn label(&self) -> String {
        format!("IXIT {}-{}", self.number, self.name)
    }
}

/// Reads a file as an IXIT table; nothing if it is none.
pub(super) fn read(
    text: &Text<'_>,
    remarks: &mut Vec<Remark>,
    faults: &mut Faults,
) -> Option<Ixit> {
    let heading = of_heading(text.title());
    let (number, name) = of_file_name(text.name).or_else(|| heading.clone())?;
    let same = heading
        .as_ref()
        .is_some_and(|(n, as_written)| *n == number && *as_written == name);
    if !same {
        let says = format!(
            "the first heading is {}, the table is {number}-{name}",
            quoted(text.title())
        );
        remarks.push(Remark::new(
            RemarkKind::SpelledOtherwise,
            text.place(1),
            says,
        ));
    }
    let title = text
        .title()
        .rsplit_once(": ")
        .map_or("", |(_, title)| title);
    let mut table = Ixit {
        number,
        title: plain(title),
        entries: Vec::new(),
        notes: Vec::new(),
        file: shown(text.name),
        name,
    };
    fill(text, &mut table, faults);
    Some(table)
}

/// Whether a file is read as an IXIT table.
pub(super) fn is_one(text: &Text<'_>) -> bool {
    of_file_name(text.name).is_some() || of_heading(text.title()).is_some()
}

/// Number and name from a file name such as `ixit_7-UpdMech.md`.
fn of_file_name(file: &str) -> Option<(u16, String)> {
    let last = file.rsplit(['/', '\\']).next()?;
    numbered(last.strip_prefix("ixit_")?.strip_suffix(".md")?)
}

/// Number and name from a heading such as `IXIT 7-UpdMech: …`.
fn of_heading(title: &str) -> Option<(u16, String)> {
    let (_, rest) = title.split_once("IXIT")?;
    let rest = rest.strip_prefix([' ', '-'])?;
    numbered(rest.split([':', ' ']).next()?)
}

fn numbered(text: &str) -> Option<(u16, String)> {
    let (number, name) = text.split_once('-')?;
    let named =
        !name.is_empty() && name.len() <= 40 && name.bytes().all(|b| b.is_ascii_alphanumeric());
    Some((number.parse().ok()?, name.to_owned())).filter(|_| named)
}

/// Where the text that follows belongs.
enum Target {
    Entry,
    Note,
}

fn fill(text: &Text<'_>, table: &mut Ixit, faults: &mut Faults) {
    let has_ids = text
        .lines
        .iter()
        .filter_map(super::markdown::Line::heading)
        .any(|(_, text)| id_of(text).is_some());
    let mut ids = BTreeSet::new();
    let mut entry_level = if has_ids { 0 } else { 1 };
    let mut target = Target::Note;
    if !has_ids {
        table.entries.push(Entry {
            id: table.name.clone(),
            fields: Vec::new(),
        });
        target = Target::Entry;
    }
    for line in &text.lines {
        let Some((level, heading)) = line.heading() else {
            append(table, &target, &line.kind);
            continue;
        };
        if let Some((id, rest)) = id_of(heading) {
            if !ids.insert(id.clone()) {
                faults.add(
                    text.place(line.number),
                    (
                        format!("条目{}重复", quoted_zh(&id)),
                        format!("entry {} stands twice", quoted(&id)),
                    ),
                    ("请使用不同的编号", "give each its own id"),
                );
            }
            let fields = if rest.is_empty() {
                Vec::new()
            } else {
                vec![(String::new(), rest)]
            };
            table.entries.push(Entry { id, fields });
            (entry_level, target) = (level, Target::Entry);
            continue;
        }
        let inside =
            0 < entry_level && entry_level < level && !heading.starts_with("Summary Matrix");
        target = if inside { Target::Entry } else { Target::Note };
        let fields = if inside {
            table.entries.last_mut().map(|entry| &mut entry.fields)
        } else {
            None
        };
        fields
            .unwrap_or(&mut table.notes)
            .push((plain(heading), String::new()));
    }
    tidy(table);
}

/// The id of an entry from a heading such as `**ID**: UpdMech-USB: Title`,
/// and what follows it.
fn id_of(heading: &str) -> Option<(String, String)> {
    let plain = plain(heading);
    let rest = plain.strip_prefix("ID:")?.trim();
    let (id, rest) = rest.split_once(':').unwrap_or((rest, ""));
    Some((id.trim().to_owned(), rest.trim().to_owned())).filter(|(id, _)| !id.is_empty())
}

fn append(table: &mut Ixit, target: &Target, kind: &Kind<'_>) {
    let words = match kind {
        Kind::Heading(..) => return,
        Kind::Text(text) if text.is_empty() || *text == "---" => "",
        Kind::Text(text) => text,
        Kind::Row(cells) => &format!("| {} |", cells.join(" | ")),
    };
    let fields = match target {
        Target::Entry => table.entries.last_mut().map(|entry| &mut entry.fields),
        Target::Note => None,
    };
    let fields = fields.unwrap_or(&mut table.notes);
    if fields.is_empty() {
        fields.push((String::new(), String::new()));
    }
    if let Some((_, text)) = fields.last_mut() {
        text.push_str(words);
        text.push('\n');
    }
}

/// Trims texts and drops what has neither heading nor text. A field such as
/// `Confirmation of Update Procedures: Yes` keeps its answer in the heading.
fn tidy(table: &mut Ixit) {
    let lists = table
        .entries
        .iter_mut()
        .map(|entry| &mut entry.fields)
        .chain([&mut table.notes]);
    for list in lists {
        for (_, text) in list.iter_mut() {
            text.truncate(text.trim_end().len());
            let blank = text.len() - text.trim_start().len();
            text.drain(..blank);
        }
        list.retain(|(heading, text)| {
            !text.is_empty() || !(heading.is_empty() || heading.starts_with("Table "))
        });
    }
}
