//! Which crate may use which (ARCHITECTURE.md). Read from the manifests, so
//! that a wrong edge is noticed before anything is built on it.

use super::Fault;
use crate::checkout::{Checkout, Text};
use anyhow::Result;
use std::collections::BTreeMap;

/// Crate → the crates of ours that it may use.
const ALLOWED: &[(&str, &[&str])] = &[
    ("law", &[]),
    ("proof", &[]),
    ("evidence", &[]),
    ("artwork", &[]),
    ("case", &["law"]),
    ("store", &["case", "law", "proof"]),
    (
        "office",
        &["store", "case", "law", "proof", "evidence", "artwork"],
    ),
    (
        "web",
        &[
            "office", "store", "case", "law", "proof", "evidence", "artwork",
        ],
    ),
    ("testkit", &["office", "store", "case", "law", "proof"]),
    (
        "xinbiao",
        &[
            "web", "office", "store", "case", "law", "proof", "evidence", "artwork",
        ],
    ),
    ("xtask", &[]),
];

/// Crates that do no IO, read no clock and draw no random number.
const PURE: [&str; 5] = ["law", "case", "proof", "evidence", "artwork"];

/// What a pure crate cannot need.
const EFFECTS: [&str; 9] = [
    "tokio",
    "rusqlite",
    "tokio-postgres",
    "axum",
    "hyper",
    "reqwest",
    "getrandom",
    "rand",
    "tracing",
];

pub(super) fn faults(checkout: &Checkout) -> Result<Vec<Fault>> {
    let mut manifests = checkout.texts("/Cargo.toml")?;
    manifests.retain(|manifest| {
        manifest.path.starts_with("crates/") || manifest.path.starts_with("xtask/")
    });
    let allowed: BTreeMap<&str, &[&str]> = ALLOWED.iter().copied().collect();
    Ok(manifests
        .iter()
        .flat_map(|manifest| of(manifest, &allowed))
        .collect())
}

fn of(manifest: &Text, allowed: &BTreeMap<&str, &[&str]>) -> Vec<Fault> {
    let name = crate_of(&manifest.path);
    let Some(may) = allowed.get(name) else {
        let what = "is not in the table of edges; give it a row there and in ARCHITECTURE.md";
        return vec![Fault::new(&manifest.path, what)];
    };
    let mut faults = Vec::new();
    for (table, used) in dependencies(&manifest.text) {
        let ours = allowed.contains_key(used);
        let in_tests = table == "dev-dependencies" && used == "testkit" && !PURE.contains(&name);
        if ours && !may.contains(&used) && !in_tests {
            let what = format!("`{name}` may not use `{used}`; edges point downwards only");
            faults.push(Fault::new(&manifest.path, what));
        }
        if PURE.contains(&name) && table == "dependencies" && EFFECTS.contains(&used) {
            let what =
                format!("`{name}` is pure and cannot need `{used}`; effects belong to `office`");
            faults.push(Fault::new(&manifest.path, what));
        }
    }
    faults
}

fn crate_of(path: &str) -> &str {
    let folder = path.trim_end_matches("/Cargo.toml");
    folder.rsplit('/').next().unwrap_or(folder)
}

/// The names in the tables of dependencies, with their table.
fn dependencies(manifest: &str) -> Vec<(&str, &str)> {
    let mut table = "";
    let mut found = Vec::new();
    for line in manifest.lines() {
        if let Some(name) = line.strip_prefix('[') {
            table = name.trim_end_matches(']');
        } else if table.ends_with("dependencies")
            && let Some(name) = line.split(['.', ' ', '=']).next()
            && !name.is_empty()
            && !name.starts_with('#')
        {
            found.push((table, name));
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(path: &str, text: &str) -> usize {
        let allowed = ALLOWED.iter().copied().collect();
        let manifest = Text {
            path: path.to_owned(),
            text: text.to_owned(),
        };
        of(&manifest, &allowed).len()
    }

    #[test]
    fn edges_point_downwards_only() {
        assert_eq!(
            check(
                "crates/case/Cargo.toml",
                "[dependencies]\nlaw.workspace = true\n"
            ),
            0
        );
        assert_eq!(
            check(
                "crates/law/Cargo.toml",
                "[dependencies]\ncase.workspace = true\n"
            ),
            1
        );
        assert_eq!(
            check(
                "crates/office/Cargo.toml",
                "[dev-dependencies]\ntestkit.workspace = true\n"
            ),
            0
        );
    }

    #[test]
    fn a_pure_crate_has_no_effects() {
        assert_eq!(
            check("crates/proof/Cargo.toml", "[dependencies]\ntokio = \"1\"\n"),
            1
        );
    }
}
