//! The shipped schemes load, and nothing is wrong with them.

#![allow(clippy::unwrap_used, reason = "a test may fail by panicking")]

mod shared;

use shared::{label, listed};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

#[test]
fn the_shipped_label_regime_loads() {
    match law::load::load(&label()) {
        Ok(loaded) => assert!(loaded.regime.procedures.contains_key("filing")),
        Err(faults) => panic!("{}", listed(&faults)),
    }
}

#[test]
fn no_rule_finds_a_fault_in_the_shipped_label_regime() {
    let loaded = law::load::load(&label()).unwrap();
    let faults = law::check::check(&loaded);
    assert!(faults.is_empty(), "\n{}", listed(&faults));
}

#[test]
fn every_state_of_the_shipped_label_regime_is_reached_and_can_end() {
    let loaded = law::load::load(&label()).unwrap();
    let (faults, explored) = law::model::explore(&loaded);
    assert!(faults.is_empty(), "\n{}", listed(&faults));
    assert!(17 <= explored.states, "{explored}");
    println!("{explored}");
}

/// The editions that come with the program: folder → files.
fn editions() -> BTreeMap<String, BTreeMap<String, String>> {
    let schemes = shared::root().join("schemes");
    let below = |folder: &Path| -> Vec<PathBuf> {
        let items = std::fs::read_dir(folder).unwrap();
        let paths = items.map(|item| item.unwrap().path());
        paths.filter(|path| path.is_dir()).collect()
    };
    let folders = below(&schemes)
        .into_iter()
        .flat_map(|regime| below(&regime));
    folders
        .map(|folder| {
            let name = folder.strip_prefix(&schemes).unwrap();
            (name.display().to_string(), shared::files(&folder))
        })
        .collect()
}

/// LBL-00.1, REV-00.1: a text that was only a draft is an edition of its own,
/// and none is without the day of its issue.
#[test]
fn every_text_says_who_issued_it_and_when_and_since_when_it_holds() {
    for (name, files) in editions() {
        let regime = law::load::load(&files).unwrap().regime;
        assert!(regime.law.sources.contains_key("practice"), "{name}");
        for (source, text) in &regime.law.sources {
            let issued = text.about.get("issued").map(String::as_str);
            let dated = issued.is_some_and(|said| {
                said.split([',', '，', '（'])
                    .any(|part| part.trim().parse::<jiff::civil::Date>().is_ok())
            });
            assert!(dated, "{name}: {source}: issued: {issued:?}");
            let from = text
                .about
                .get("from")
                .map(|day| day.parse::<jiff::civil::Date>());
            assert!(matches!(from, Some(Ok(_))), "{name}: {source}: from");
        }
    }
    let all = editions();
    let draft = &all["review-2017/2017-02"]["law/measures.md"];
    assert!(draft.contains("（征求意见稿）") && draft.contains("2017-02-04"));
    assert!(all["label/2026-07"]["law/measures.md"].contains("earlier: 征求意见稿, 2025-11-21"));
}

/// LBL-01.1, REV-01.1, REV-15.1: what they are for, and who interprets them,
/// stands with its number on the page that everybody can read.
#[test]
fn the_purpose_of_each_measure_stands_among_its_articles() {
    let all = editions();
    for (name, anchor, words) in [
        ("label/2026-07", "1", "protect consumers"),
        ("review-2017/2017-02", "1", "supply"),
        ("review-2017/2017-02", "15", "interpret"),
        ("review/2022-02", "1", "supply"),
    ] {
        let law = law::load::load(&all[name]).unwrap().regime.law;
        let article = &law.sources["measures"].articles[anchor];
        assert!(article.en.contains(words), "{name}: {}", article.en);
        assert!(!article.zh.is_empty());
    }
}

/// LBL-CAT.1: cameras for consumers are the first batch; what is one, and what
/// is none, stands beside it.
#[test]
fn the_first_category_of_the_catalogue_is_the_consumer_camera() {
    let regime = law::load::load(&label()).unwrap().regime;
    let categories = regime.references.values().next().unwrap();
    let first: Vec<&str> = categories
        .values()
        .filter(|item| item.batch == Some(1))
        .map(|item| item.id.as_str())
        .collect();
    assert_eq!(first, ["camera"]);
    let camera = categories
        .values()
        .find(|item| item.id.as_str() == "camera")
        .unwrap();
    let scope = camera.scope_en.as_deref().unwrap_or_default();
    assert!(
        scope.contains("consumer") && scope.contains("internet"),
        "{scope}"
    );
}

/// REV-13.3: what is learnt in a review serves no other purpose. No
/// confidential procedure shares its documents with another case, and a scheme
/// in which one did is refused.
#[test]
fn no_confidential_procedure_rests_on_evidence_that_serves_others() {
    let mut tried = 0;
    for (name, mut files) in editions() {
        let regime = law::load::load(&files).unwrap().regime;
        let confidential = regime.procedures.values().filter(|p| p.head.confidential);
        for procedure in confidential {
            for (material, rule) in &procedure.materials {
                assert_eq!(rule.evidence, None, "{name}: {material}");
                let file = format!("{}.toml", procedure.head.id);
                let mut table: toml::Table = files[&file].parse().unwrap();
                table["material"][material.as_str()]
                    .as_table_mut()
                    .unwrap()
                    .insert("evidence".into(), "licence".into());
                let text = files.insert(file.clone(), toml::to_string(&table).unwrap());
                let faults = law::check::check(&law::load::load(&files).unwrap());
                let found = faults
                    .iter()
                    .any(|fault| fault.rule == "evidence-confidential" && fault.file == file);
                assert!(found, "{name}: {file}: {material}");
                files.insert(file, text.unwrap());
                tried += 1;
            }
        }
    }
    assert!(10 <= tried, "{tried}");
}
