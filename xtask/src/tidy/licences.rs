//! Every package that is built into the program has a licence that deny.toml
//! allows, and none is banned there. `cargo deny` knows more (advisories); this
//! is what can be known without a network.

use super::Fault;
use crate::checkout::Checkout;
use anyhow::{Result, bail};
use std::collections::BTreeSet;
use std::process::Command;

const RULES: &str = "deny.toml";

pub(super) fn faults(checkout: &Checkout) -> Result<Vec<Fault>> {
    let rules = checkout.read(RULES)?;
    let allowed: BTreeSet<&str> = array(&rules, "allow").flat_map(quoted).collect();
    let mut faults = Vec::new();
    for (package, licence) in &packages(checkout)? {
        let sound = Terms::of(licence).is_some_and(|terms| terms.met(&allowed));
        let exempt = array(&rules, "exceptions").any(|line| {
            let mut words = quoted(line);
            words.next() == package.split(' ').next() && words.any(|word| word == licence)
        });
        if !sound && !exempt {
            let what = format!("the licence `{licence}` is not allowed in {RULES}");
            faults.push(Fault::new(package, what));
        }
    }
    let lock = checkout.read("Cargo.lock")?;
    for banned in array(&rules, "deny").filter_map(|line| quoted(line).next()) {
        if lock
            .lines()
            .any(|line| line == format!("name = \"{banned}\""))
        {
            faults.push(Fault::new(
                "Cargo.lock",
                format!("`{banned}` is banned in {RULES}; see why there"),
            ));
        }
    }
    Ok(faults)
}

/// Name, version and licence of every package that is built on this machine.
fn packages(checkout: &Checkout) -> Result<BTreeSet<(String, String)>> {
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let tree = Command::new(cargo)
        .current_dir(checkout.root())
        .args([
            "tree",
            "--workspace",
            "--locked",
            "--edges",
            "normal,build,dev",
        ])
        .args(["--prefix", "none", "--format", "{p}\t{l}"])
        .output()?;
    if !tree.status.success() {
        bail!("cargo tree: {}", String::from_utf8_lossy(&tree.stderr));
    }
    let text = String::from_utf8_lossy(&tree.stdout);
    let lines = text.lines().filter_map(|line| line.split_once('\t'));
    Ok(lines
        .map(|(package, licence)| {
            let words: Vec<&str> = package.split(' ').take(2).collect();
            (words.join(" "), licence.trim_end_matches(" (*)").to_owned())
        })
        .collect())
}

/// The lines of an array in deny.toml, one item each.
fn array<'a>(rules: &'a str, name: &str) -> impl Iterator<Item = &'a str> {
    let start = format!("{name} = [");
    let lines = rules.lines().skip_while(move |line| *line != start).skip(1);
    lines
        .take_while(|line| !line.starts_with(']'))
        .filter(|line| !line.trim_start().starts_with('#'))
}

/// What stands between quotation marks.
fn quoted(line: &str) -> impl Iterator<Item = &str> {
    line.split('"').skip(1).step_by(2)
}

/// An expression of licences, such as `MIT OR (Apache-2.0 AND Zlib)`.
#[derive(Debug)]
enum Terms {
    One(String),
    All(Vec<Terms>),
    Any(Vec<Terms>),
}

impl Terms {
    fn of(text: &str) -> Option<Self> {
        let spaced = text
            .replace('/', " OR ")
            .replace('(', " ( ")
            .replace(')', " ) ");
        let mut words: Vec<&str> = spaced.split_whitespace().rev().collect();
        let terms = Self::any(&mut words)?;
        words.is_empty().then_some(terms)
    }

    fn any(words: &mut Vec<&str>) -> Option<Self> {
        let mut parts = vec![Self::all(words)?];
        while words.pop_if(|word| *word == "OR").is_some() {
            parts.push(Self::all(words)?);
        }
        Some(Terms::Any(parts))
    }

    fn all(words: &mut Vec<&str>) -> Option<Self> {
        let mut parts = vec![Self::one(words)?];
        while words.pop_if(|word| *word == "AND").is_some() {
            parts.push(Self::one(words)?);
        }
        Some(Terms::All(parts))
    }

    fn one(words: &mut Vec<&str>) -> Option<Self> {
        match words.pop()? {
            "(" => {
                let inner = Self::any(words)?;
                (words.pop()? == ")").then_some(inner)
            }
            name => match words.pop_if(|word| *word == "WITH") {
                Some(_) => Some(Terms::One(format!("{name} WITH {}", words.pop()?))),
                None => Some(Terms::One(name.to_owned())),
            },
        }
    }

    fn met(&self, allowed: &BTreeSet<&str>) -> bool {
        match self {
            Terms::One(name) => allowed.contains(name.as_str()),
            Terms::All(parts) => parts.iter().all(|part| part.met(allowed)),
            Terms::Any(parts) => parts.iter().any(|part| part.met(allowed)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_choice_of_licences_needs_one_that_is_allowed_and_a_sum_needs_all() {
        let allowed = BTreeSet::from(["MIT", "Zlib"]);
        let met = |text: &str| Terms::of(text).is_some_and(|terms| terms.met(&allowed));
        assert!(met("MIT"));
        assert!(met("Apache-2.0/MIT"));
        assert!(met("(GPL-3.0 OR MIT) AND Zlib"));
        assert!(!met("MIT AND GPL-3.0"));
        assert!(!met("MIT WITH Something"));
        assert!(!met(""));
    }
}
