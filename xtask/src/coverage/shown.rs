//! Where duties are named: in scenarios and above tests.

use super::named;
use super::played::{self, Steps};
use crate::checkout::{Checkout, Text};
use anyhow::Result;
use std::collections::BTreeMap;

/// A scenario or a test that shows a duty.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Proof {
    /// `label/2026-07/filing: in-time`, or the test's file and name.
    pub(super) place: String,
    /// What it shows at work: `filing: submit`, or a part of the program.
    pub(super) does: Vec<String>,
}

#[derive(Debug, Default)]
pub(super) struct Shown {
    proofs: BTreeMap<String, Vec<Proof>>,
    /// How many scenarios show an element: what is rare says more.
    often: BTreeMap<String, usize>,
}

impl Shown {
    pub(super) fn find(checkout: &Checkout) -> Result<Self> {
        let editions = |path: &str| path.starts_with("schemes/") || path.starts_with("examples/");
        let mut scenarios = checkout.texts(".txt")?;
        scenarios.retain(|text| editions(&text.path) && text.path.contains("/scenarios/"));
        let mut procedures = checkout.texts(".toml")?;
        procedures.retain(|text| editions(&text.path));
        let mut sources = checkout.texts(".rs")?;
        sources.retain(|text| text.path.starts_with("crates/"));
        Ok(Shown::of(&scenarios, &procedures, &sources))
    }

    /// From the texts of scenarios, procedures and Rust.
    pub(super) fn of(scenarios: &[Text], procedures: &[Text], sources: &[Text]) -> Self {
        let mut shown = Shown::default();
        let mut editions: BTreeMap<&str, Steps> = BTreeMap::new();
        for text in procedures {
            if let Some((edition, file)) = text.path.rsplit_once('/') {
                let steps = played::steps(&text.text);
                let name = file.trim_end_matches(".toml").to_owned();
                editions.entry(edition).or_default().insert(name, steps);
            }
        }
        for text in scenarios {
            let Some((edition, file)) = text.path.split_once("/scenarios/") else {
                continue;
            };
            let world = format!("{edition}/scenarios/world.txt");
            let world = scenarios.iter().find(|text| text.path == world);
            let world = world.map_or("", |text| text.text.as_str());
            let none = Steps::new();
            let steps = editions.get(edition).unwrap_or(&none);
            let edition = edition.split_once('/').map_or(edition, |(_, rest)| rest);
            let file = format!("{edition}/{}", file.trim_end_matches(".txt"));
            shown.scenarios(&file, played::scenarios(&text.text, world, steps));
        }
        for text in sources {
            shown.tests(text, sources);
        }
        shown
    }

    /// The scenarios and tests that name a duty.
    pub(super) fn proofs(&self, id: &str) -> &[Proof] {
        self.proofs.get(id).map_or(&[], Vec::as_slice)
    }

    /// Every duty that is named, with the first such place.
    pub(super) fn named(&self) -> impl Iterator<Item = (&str, &Proof)> {
        let proofs = self.proofs.iter();
        proofs.filter_map(|(id, proofs)| Some((id.as_str(), proofs.first()?)))
    }

    /// What does it: the elements that most of its scenarios show and few others,
    /// and the parts of the program that its tests try.
    pub(super) fn does(&self, id: &str) -> Vec<&str> {
        let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
        for done in self.proofs(id).iter().flat_map(|proof| &proof.does) {
            *counts.entry(done).or_default() += 1;
        }
        let mut does: Vec<(&str, usize)> = counts.into_iter().collect();
        let often = |done: &str| self.often.get(done).copied().unwrap_or_default();
        // The share of its scenarios among all that take the step, largest first.
        does.sort_by_key(|(done, count)| {
            let share = 1000 * count * count / often(done).max(1);
            std::cmp::Reverse(share)
        });
        does.into_iter().map(|(done, _)| done).collect()
    }

    fn scenarios(&mut self, file: &str, found: Vec<played::Played>) {
        for played in found {
            for step in &played.does {
                *self.often.entry(step.clone()).or_default() += 1;
            }
            for duty in played.duties {
                let place = format!("{file}: {}", played.name);
                let does = played.does.clone();
                self.add(duty, Proof { place, does });
            }
        }
    }

    /// Names count where they stand in the doc comment of a test that runs.
    fn tests(&mut self, text: &Text, sources: &[Text]) {
        let mut doc: Vec<&str> = Vec::new();
        let mut test: Option<Vec<&str>> = None;
        for line in text.text.lines().map(str::trim) {
            if let Some(words) = line.strip_prefix("///") {
                doc.push(words);
            } else if is_test(line) {
                test = Some(std::mem::take(&mut doc));
            } else if line.starts_with("#[ignore") {
                (test, doc) = (None, Vec::new());
            } else if !line.starts_with("#[") {
                if let (Some(words), Some(name)) = (test.take(), function(line)) {
                    for duty in words.iter().flat_map(|words| named::duties(words)) {
                        let place = format!("{}: {name}", text.path);
                        let does = vec![part(&text.path, sources)];
                        self.add(duty.to_owned(), Proof { place, does });
                    }
                }
                doc.clear();
            }
        }
    }

    fn add(&mut self, duty: String, proof: Proof) {
        let proofs = self.proofs.entry(duty).or_default();
        if !proofs.contains(&proof) {
            proofs.push(proof);
        }
    }
}

/// Whether a line marks a test: `#[test]`, or an asynchronous one with its flavour.
fn is_test(line: &str) -> bool {
    line.starts_with("#[tokio::test") || (line.starts_with("#[") && line.ends_with("test]"))
}

/// The name in `async fn name(…) {`.
fn function(line: &str) -> Option<&str> {
    let (before, after) = line.split_once("fn ")?;
    let plain = before
        .split_whitespace()
        .all(|word| matches!(word, "async" | "pub"));
    plain.then(|| after.split(['(', '<']).next())?
}

/// The part of the program that a test tries: the file that it stands in, the
/// one in `src` of the same path, or its crate.
fn part(path: &str, sources: &[Text]) -> String {
    let Some((krate, inner)) = path.split_once("/tests/") else {
        return path.to_owned();
    };
    let inner = inner.trim_end_matches(".rs");
    let mut places = vec![inner];
    places.extend(inner.split_once('/').map(|(_, rest)| rest));
    for place in places {
        let file = format!("{krate}/src/{place}.rs");
        let folder = format!("{krate}/src/{place}/");
        for text in sources {
            if text.path == file || text.path.starts_with(&folder) {
                return format!("{krate}/src/{place}");
            }
        }
    }
    krate.to_owned()
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
    fn duties_are_found_in_the_docs_of_tests_and_nowhere_else_in_code() {
        let code = "/// LBL-01.1: no test.\nfn a() {}\n/// OPS-02, LBL-06.7: codes.\n\
            /// T-LBL-04 is a threat.\n#[test]\nfn b() {}\n/// OPS-01: sleeps.\n#[test]\n\
            #[ignore = \"slow\"]\nfn c() {}\n";
        let shown = Shown::of(&[], &[], &[text("crates/a/src/b.rs", code)]);
        let found: Vec<(&str, &str)> = shown
            .named()
            .map(|(id, proof)| (id, proof.place.as_str()))
            .collect();
        let place = "crates/a/src/b.rs: b";
        assert_eq!(found, [("LBL-06.7", place), ("OPS-02", place)]);
    }

    #[test]
    fn a_test_of_a_page_names_the_page() {
        let sources = [
            text("crates/web/src/guide/mod.rs", ""),
            text(
                "crates/web/tests/http/guide.rs",
                "/// OPS-08\n#[test]\nfn x() {}\n",
            ),
        ];
        let shown = Shown::of(&[], &[], &sources);
        assert_eq!(shown.does("OPS-08"), ["crates/web/src/guide"]);
    }

    #[test]
    fn what_few_other_scenarios_do_is_told_first() {
        let steps = text("schemes/r/1/p.toml", "[step.open]\n[step.grant]\n");
        let act = |verb: &str| format!("d0  office  {verb}  -> x\n");
        let own = format!(
            "procedure p\ncase a\n# req: OPS-01\n{}{}case b\n# req: OPS-02\n{}",
            act("open"),
            act("grant"),
            act("open")
        );
        let own = text("schemes/r/1/scenarios/p.txt", &own);
        let shown = Shown::of(&[own], &[steps], &[]);
        assert_eq!(shown.does("OPS-01"), ["p: grant", "p: open"]);
    }
}
