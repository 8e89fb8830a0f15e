//! Decisions are numbered once and without gaps; links between documents lead
//! somewhere; a threat that is cited is explained.

use super::Fault;
use crate::checkout::{Checkout, Text};
use anyhow::Result;
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

const DECISIONS: &str = "docs/decisions/";

const THREATS: &str = "docs/threats.md";

pub(super) fn faults(checkout: &Checkout, sources: &[Text]) -> Result<Vec<Fault>> {
    let mut documents = checkout.texts(".md")?;
    documents.retain(|document| !document.path.contains("/samples/"));
    let mut faults = decisions(documents.iter().map(|document| document.path.as_str()));
    for document in &documents {
        faults.extend(links(checkout.root(), document));
    }
    let explained = checkout.read(THREATS)?;
    for text in sources.iter().chain(&documents) {
        let mut unknown = threats(&text.text);
        unknown.retain(|threat| !explained.contains(&format!("| {threat} |")));
        faults.extend(unknown.iter().map(|threat| {
            Fault::new(
                &text.path,
                format!("`{threat}` is not in {THREATS}; give it a row"),
            )
        }));
    }
    Ok(faults)
}

/// The threats that a text cites: `T-`, capitals, `-`, two digits.
fn threats(text: &str) -> BTreeSet<&str> {
    let part = |c: char| c.is_ascii_alphanumeric() || c == '-';
    let words = text.split(|c| !part(c));
    words
        .filter(|word| {
            let mut parts = word.split('-');
            let (t, kind, number) = (parts.next(), parts.next(), parts.next());
            let capitals = |kind: &str| kind.chars().all(|c| c.is_ascii_uppercase());
            let digits = |number: &str| number.len() == 2 && number.parse::<u8>().is_ok();
            t == Some("T")
                && kind.is_some_and(capitals)
                && number.is_some_and(digits)
                && parts.next().is_none()
        })
        .collect()
}

fn decisions<'a>(paths: impl Iterator<Item = &'a str>) -> Vec<Fault> {
    let mut faults = Vec::new();
    let mut numbered: BTreeMap<&str, &str> = BTreeMap::new();
    for path in paths {
        let Some(name) = path.strip_prefix(DECISIONS) else {
            continue;
        };
        let number = name.split('-').next().unwrap_or_default();
        if let Some(other) = numbered.insert(number, path) {
            faults.push(Fault::new(
                path,
                format!("has the number of {other}; take the next"),
            ));
        }
    }
    for (at, (number, path)) in numbered.iter().enumerate() {
        let expected = format!("{:04}", at + 1);
        if *number != expected {
            faults.push(Fault::new(
                *path,
                format!("should have the number {expected}"),
            ));
            break;
        }
    }
    faults
}

fn links(root: &Path, document: &Text) -> Vec<Fault> {
    let folder = root.join(&document.path);
    let folder = folder.parent().unwrap_or(root);
    let mut faults = Vec::new();
    let mut fenced = false;
    for (at, line) in document.text.lines().enumerate() {
        fenced ^= line.trim_start().starts_with("```");
        if fenced {
            continue;
        }
        for target in targets(line) {
            let path = target.split('#').next().unwrap_or_default();
            let elsewhere = target.contains("://") || target.starts_with("mailto:");
            if !elsewhere && !path.is_empty() && !folder.join(path).exists() {
                let place = format!("{}:{}", document.path, at + 1);
                faults.push(Fault::new(
                    place,
                    format!("the link to `{target}` leads nowhere"),
                ));
            }
        }
    }
    faults
}

/// What the links of one line point to.
fn targets(line: &str) -> impl Iterator<Item = &str> {
    line.split("](")
        .skip(1)
        .filter_map(|rest| rest.split(')').next())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_is_given_once_and_none_is_left_out() {
        let count = |paths: &[&str]| decisions(paths.iter().copied()).len();
        assert_eq!(
            count(&[
                "docs/decisions/0001-a.md",
                "docs/decisions/0002-b.md",
                "README.md"
            ]),
            0
        );
        assert_eq!(
            count(&["docs/decisions/0001-a.md", "docs/decisions/0001-b.md"]),
            1
        );
        assert_eq!(
            count(&["docs/decisions/0001-a.md", "docs/decisions/0003-c.md"]),
            1
        );
    }

    #[test]
    fn threats_are_found_by_their_form() {
        let text = "refused (T-LOG-04), T-UPL-14: not CT-LOG-04 or T-SHIRT-4 or T-a-04";
        let found: Vec<&str> = threats(text).into_iter().collect();
        assert_eq!(found, ["T-LOG-04", "T-UPL-14"]);
    }

    #[test]
    fn every_link_of_a_line_is_looked_at() {
        let line = "see [a](a.md#top), ![b](b/c.png) and [d](https://d.example)";
        let found: Vec<&str> = targets(line).collect();
        assert_eq!(found, ["a.md#top", "b/c.png", "https://d.example"]);
    }
}
