//! No regime is known by name where all of them are carried out: names that
//! our schemes define occur in code only if `docs/one-regime-only.md` says why.

use super::Fault;
use crate::checkout::{Checkout, Text};
use anyhow::Result;
use std::collections::BTreeSet;

const LIST: &str = "docs/one-regime-only.md";

/// The crates that carry out every regime alike.
const GENERAL: [&str; 6] = ["case", "law", "store", "office", "web", "proof"];

/// The words of the language itself, which a scheme may use as names, too.
const LANGUAGE: &str = "crates/law/src/vocabulary";

/// The tables of `regime.toml` whose names are those of one regime.
const TABLES: [&str; 6] = [
    "party",
    "register",
    "sanction",
    "qualification",
    "evidence",
    "catalogue",
];

/// A file and a name that stands in it as a text: `("a.rs", "producer")`.
type Use = (String, String);

pub(super) fn faults(checkout: &Checkout, sources: &[Text]) -> Result<Vec<Fault>> {
    let mut schemes = checkout.texts(".toml")?;
    schemes.retain(|text| text.path.starts_with("schemes/"));
    let found = uses(sources, &names(&schemes));
    let listed = listed(&checkout.read(LIST)?);
    let mut faults = Vec::new();
    for (file, name) in found.difference(&listed) {
        faults.push(Fault::new(
            file,
            format!(
                "\"{name}\" is a name of one of our regimes; read it from the scheme, or say in {LIST} why not"
            ),
        ));
    }
    for (file, name) in listed.difference(&found) {
        faults.push(Fault::new(
            LIST,
            format!("`{name}` does not stand in {file}; take the row off"),
        ));
    }
    Ok(faults)
}

/// What the schemes call their regimes, procedures, parties and so on.
fn names(schemes: &[Text]) -> BTreeSet<String> {
    let mut names = BTreeSet::new();
    for text in schemes {
        let Some((folder, file)) = text.path.rsplit_once('/') else {
            continue;
        };
        let depth = folder.split('/').count();
        if depth != 3 {
            continue;
        }
        if file == "regime.toml" {
            names.extend(folder.split('/').nth(1).map(str::to_owned));
            names.extend(text.text.lines().filter_map(row));
        } else {
            names.insert(file.trim_end_matches(".toml").to_owned());
        }
    }
    names
}

/// The name in `[party.producer]`.
fn row(line: &str) -> Option<String> {
    let (table, name) = line.strip_prefix('[')?.split_once('.')?;
    let name = name.split(']').next()?;
    TABLES.contains(&table).then(|| name.to_owned())
}

fn uses(sources: &[Text], names: &BTreeSet<String>) -> BTreeSet<Use> {
    let language = sources
        .iter()
        .filter(|text| text.path.starts_with(LANGUAGE));
    let language: BTreeSet<&str> = language.flat_map(|text| literals(&text.text)).collect();
    let general = |path: &str| {
        let place = path
            .strip_prefix("crates/")
            .and_then(|rest| rest.split_once('/'));
        place.is_some_and(|(krate, rest)| {
            GENERAL.contains(&krate) && rest.starts_with("src/") && !rest.ends_with("tests.rs")
        })
    };
    let mut uses = BTreeSet::new();
    for text in sources.iter().filter(|text| general(&text.path)) {
        for literal in literals(&text.text) {
            if names.contains(literal) && !language.contains(literal) {
                uses.insert((text.path.clone(), literal.to_owned()));
            }
        }
    }
    uses
}

/// What stands between quotation marks, outside of comments and tests.
fn literals(text: &str) -> impl Iterator<Item = &str> {
    let code = text.split("#[cfg(test)]").next().unwrap_or(text);
    let lines = code
        .lines()
        .filter(|line| !line.trim_start().starts_with("//"));
    lines.flat_map(|line| line.split('"').skip(1).step_by(2))
}

/// The rows of the list: `` | `crates/a/src/b.rs` | `name` | why | ``.
fn listed(text: &str) -> BTreeSet<Use> {
    let cell = |cell: &str| {
        let name = cell.trim().strip_prefix('`')?.strip_suffix('`')?;
        Some(name.to_owned())
    };
    let row = |line: &str| {
        let mut cells = line.strip_prefix('|')?.split('|');
        let (file, name) = (cell(cells.next()?)?, cell(cells.next()?)?);
        file.ends_with(".rs").then_some((file, name))
    };
    text.lines().filter_map(row).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(path: &str, text: &str) -> Text {
        Text {
            path: path.into(),
            text: text.into(),
        }
    }

    #[test]
    fn a_name_of_one_regime_in_general_code_is_found() {
        let schemes = [
            text(
                "schemes/label/2026-07/regime.toml",
                "[party.producer]\n[actor.x]\n[party.case]\n",
            ),
            text("schemes/label/2026-07/filing.toml", ""),
        ];
        let names = names(&schemes);
        let sources = [
            text("crates/law/src/vocabulary/a.rs", "&[\"case\"]"),
            text(
                "crates/case/src/a.rs",
                "// \"label\"\nif p == \"producer\" || q == \"case\" {}\n",
            ),
            text(
                "crates/web/src/b.rs",
                "#[cfg(test)]\nmod tests { \"filing\" }",
            ),
            text("crates/testkit/src/c.rs", "\"filing\""),
        ];
        let found = uses(&sources, &names);
        let expected = ("crates/case/src/a.rs".to_owned(), "producer".to_owned());
        assert_eq!(found, [expected].into());
    }

    #[test]
    fn rows_of_the_list_are_files_and_names() {
        let rows = listed(
            "| file | name |\n|---|---|\n| `a/b.rs` | `unit` | why |\n| `crate` | `x` | |\n",
        );
        assert_eq!(rows, [("a/b.rs".to_owned(), "unit".to_owned())].into());
    }
}
