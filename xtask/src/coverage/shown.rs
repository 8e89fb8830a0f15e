//! Where duties are named: in scenarios, above tests, in schemes.

use crate::checkout::{Checkout, Text};
use anyhow::Result;
use std::collections::BTreeMap;

const REGIMES: [&str; 5] = ["LBL-", "CRT-", "REV-", "NBA-", "OPS-"];

/// Duty → the places that name it, in order.
type Places = BTreeMap<String, Vec<String>>;

#[derive(Debug, Default)]
pub(super) struct Shown {
    tests: Places,
    schemes: Places,
}

impl Shown {
    pub(super) fn find(checkout: &Checkout) -> Result<Self> {
        let mut shown = Shown::default();
        for text in checkout.texts(".txt")? {
            if text.path.starts_with("schemes/") && text.path.contains("/scenarios/") {
                shown.in_scenarios(&text);
            }
        }
        for text in checkout.texts(".rs")? {
            if text.path.starts_with("crates/") {
                shown.in_tests(&text);
            }
        }
        for text in checkout.texts(".toml")? {
            if text.path.starts_with("schemes/") {
                for (at, line) in text.text.lines().enumerate() {
                    note(&mut shown.schemes, &text.path, at, line);
                }
            }
        }
        Ok(shown)
    }

    /// The tests and scenarios that name a duty.
    pub(super) fn tests(&self, id: &str) -> &[String] {
        self.tests.get(id).map_or(&[], Vec::as_slice)
    }

    /// The first element of a scheme that names it.
    pub(super) fn scheme(&self, id: &str) -> Option<&str> {
        Some(self.schemes.get(id)?.first()?)
    }

    /// Every duty that a test names, with the first such place.
    pub(super) fn tested(&self) -> impl Iterator<Item = (&str, &str)> {
        let places = self.tests.iter();
        places.filter_map(|(id, places)| Some((id.as_str(), places.first()?.as_str())))
    }

    fn in_scenarios(&mut self, text: &Text) {
        for (at, line) in text.text.lines().enumerate() {
            if let Some(ids) = line.trim_start().strip_prefix("# req:") {
                note(&mut self.tests, &text.path, at, ids);
            }
        }
    }

    /// Names count where they stand in the doc comment of a test.
    fn in_tests(&mut self, text: &Text) {
        let mut doc: Vec<(usize, &str)> = Vec::new();
        for (at, line) in text.text.lines().enumerate() {
            let line = line.trim_start();
            if let Some(words) = line.strip_prefix("///") {
                doc.push((at, words));
            } else if is_test(line) {
                for (at, words) in doc.drain(..) {
                    note(&mut self.tests, &text.path, at, words);
                }
            } else if !line.starts_with("#[") {
                doc.clear();
            }
        }
    }
}

/// Whether a line marks a test: `#[test]`, or an asynchronous one with its flavour.
fn is_test(line: &str) -> bool {
    let line = line.trim_end();
    line.starts_with("#[tokio::test") || (line.starts_with("#[") && line.ends_with("test]"))
}

/// Notes the duties that a line names.
fn note(places: &mut Places, path: &str, at: usize, line: &str) {
    let part = |c: char| c.is_ascii_alphanumeric() || c == '-' || c == '.';
    for word in line.split(|c| !part(c)) {
        let word = word.trim_end_matches('.');
        if REGIMES.iter().any(|regime| word.starts_with(regime)) {
            let place = format!("{path}:{}", at + 1);
            places.entry(word.to_owned()).or_default().push(place);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn duties_are_found_in_the_docs_of_tests_and_nowhere_else_in_code() {
        let text = Text {
            path: "a.rs".into(),
            text: "/// LBL-01.1: no test.\nfn a() {}\n/// OPS-02, LBL-06.7: codes.\n/// T-LBL-04 is a threat.\n#[test]\nfn b() {}\n"
                .into(),
        };
        let mut shown = Shown::default();
        shown.in_tests(&text);
        let found: Vec<(&str, &str)> = shown.tested().collect();
        assert_eq!(found, [("LBL-06.7", "a.rs:3"), ("OPS-02", "a.rs:3")]);
    }
}
