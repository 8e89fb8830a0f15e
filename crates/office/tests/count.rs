//! Statistics: what an edition counts, counted from the record.

#![allow(clippy::unwrap_used, reason = "a panic is how a test fails")]

use law::library::EditionId;
use law::name::StatisticName;
use law::regime::Audience;
use testkit::engines::engines;
use testkit::office::{TestOffice, office_on};

/// Keys and counts of one statistic.
fn counted(office: &TestOffice, id: &EditionId, name: &str) -> Vec<(Vec<String>, u64)> {
    office.aside(|office| {
        let edition = office.library().get(id).unwrap();
        let world = office.world().unwrap();
        let name = StatisticName::from(name);
        let lines = office.statistic(edition, &world, &name).unwrap();
        assert!(
            lines
                .iter()
                .flat_map(|line| &line.words)
                .all(|words| !words.zh.is_empty() && !words.en.is_empty())
        );
        lines
            .into_iter()
            .map(|line| (line.keys, line.count))
            .collect()
    })
}

fn id(regime: &str, edition: &str) -> EditionId {
    EditionId {
        regime: regime.into(),
        edition: edition.into(),
    }
}

#[test]
fn cases_are_counted_in_the_states_and_by_the_values_that_the_edition_names() {
    for kind in engines() {
        let office = office_on(kind, "2026-07-01");
        let label = id("label", "2026-07");
        office.file_label("EX-CAM-200");
        office.file_label("EX-CAM-300");
        office.submitted("EX-CAM-400");
        office.draft("EX-CAM-500");
        let words = |keys: &[&str]| keys.iter().map(|&key| key.to_owned()).collect::<Vec<_>>();
        assert_eq!(
            counted(&office, &label, "filings"),
            [(words(&["camera", "basic"]), 2)]
        );
        assert_eq!(
            counted(&office, &label, "filings-by-quarter"),
            [
                (words(&["2026-Q3", "filed"]), 2),
                (words(&["2026-Q3", "submitted"]), 1),
            ]
        );
    }
}

#[test]
fn levels_are_told_in_the_words_of_the_reference_data() {
    let office = testkit::office::office("2026-07-01");
    office.file_label("EX-CAM-200");
    let lines = office.aside(|office| {
        let edition = office.library().get(&id("label", "2026-07")).unwrap();
        let world = office.world().unwrap();
        let name = StatisticName::from("filings");
        office.statistic(edition, &world, &name).unwrap()
    });
    let words = &lines[0].words[1];
    assert_eq!((words.zh.as_str(), words.en.as_str()), ("基础级", "Basic"));
}

/// CRT-09.3, NBA-3.1: what is counted for the public, and what is summed up and
/// circulated among authorities, is defined and can be made at any time.
#[test]
fn every_statistic_of_every_edition_can_be_made() {
    let office = testkit::office::office("2026-07-01");
    let all: Vec<(EditionId, String, Audience)> = office.aside(|office| {
        let editions = office.library().all();
        editions
            .flat_map(|(id, edition)| {
                let statistics = edition.regime.statistics.iter();
                statistics.map(|(name, found)| (id.clone(), name.to_string(), found.audience))
            })
            .collect()
    });
    for (id, name, _) in &all {
        assert_eq!(counted(&office, id, name), [], "{id}: {name}");
    }
    let audience = |regime: &str, name: &str| {
        let mut found = all
            .iter()
            .filter(|(id, held, _)| id.regime == regime && held == name);
        found.next().map(|(_, _, audience)| *audience)
    };
    let public = ["certificates-by-category", "certificates-by-region"];
    for name in public {
        assert_eq!(
            audience("certification", name),
            Some(Audience::Public),
            "{name}"
        );
    }
    for name in ["mechanisms-by-enterprise", "mechanisms-by-region"] {
        assert_eq!(
            audience("assessment", name),
            Some(Audience::Listed),
            "{name}"
        );
    }
}
