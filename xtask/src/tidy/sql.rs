//! One statement, one file, on the list, and used (STYLE.md, 20 to 22).

use super::Fault;
use super::ratchet::Ratchet;
use crate::checkout::{Checkout, Text};
use anyhow::Result;

const FOLDER: &str = "crates/store/src/sql/";
const LIST: &str = "crates/store/src/statements.rs";

/// What would change the record (docs/decisions/0001).
const RECORD_CHANGED: [&str; 2] = ["UPDATE event", "DELETE FROM event"];

pub(super) fn faults(
    checkout: &Checkout,
    sources: &[Text],
    ratchet: &mut Ratchet,
) -> Result<Vec<Fault>> {
    let list = checkout.read(LIST)?;
    let mut faults = Vec::new();
    for statement in checkout.texts(".sql")? {
        let Some(file) = statement.path.strip_prefix(FOLDER) else {
            continue;
        };
        if !statement.text.starts_with("-- ") {
            let what = "does not open with a comment: what it is for, and what $1… are";
            faults.push(Fault::new(&statement.path, what));
        }
        if statement.text.contains("SELECT *") {
            faults.push(Fault::new(
                &statement.path,
                "names its columns by `*`; name each",
            ));
        }
        if let Some(verb) = RECORD_CHANGED
            .iter()
            .find(|verb| statement.text.contains(*verb))
        {
            let what = format!("`{verb}`: the record is never changed, only added to");
            faults.push(Fault::new(&statement.path, what));
        }
        let Some(name) = constant(&list, file.trim_end_matches(".sql")) else {
            faults.push(Fault::new(
                &statement.path,
                format!("is not on the list in {LIST}"),
            ));
            continue;
        };
        if !used(sources, name) && !ratchet.allows(&format!("sql {name}"), 0) {
            faults.push(Fault::new(
                &statement.path,
                format!("`{name}` is used nowhere; drop it"),
            ));
        }
    }
    Ok(faults)
}

/// The constant that stands for a file.
fn constant<'a>(list: &'a str, file: &str) -> Option<&'a str> {
    let end = format!(" = \"{file}\";");
    list.lines().find_map(|line| line.trim().strip_suffix(&end))
}

fn used(sources: &[Text], name: &str) -> bool {
    let part = |c: char| c.is_ascii_alphanumeric() || c == '_';
    let mut others = sources.iter().filter(|source| source.path != LIST);
    others.any(|source| {
        let text = &source.text;
        text.match_indices(name).any(|(at, _)| {
            !text[..at].ends_with(part) && !text[at + name.len()..].starts_with(part)
        })
    })
}
