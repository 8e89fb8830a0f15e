//! The shipped rules rest on provisions that the standard has.

#![allow(clippy::unwrap_used, reason = "a panic is how a test fails")]

use evidence::dossier::EN_303_645_V3_1_3;
use jiff::civil::date;
use office::editions;

/// LBL-05.6: what the levels demand is tied to an international standard,
/// provision by provision.
#[test]
fn every_provision_that_a_rule_cites_is_one_of_the_standard() {
    let library = editions::library(&editions::embedded()).unwrap();
    let mut cited = 0;
    for (id, edition) in library.all() {
        for rule in edition
            .regime
            .references
            .values()
            .flat_map(|items| items.values())
        {
            for (name, item) in &rule.items {
                for provision in &item.provisions {
                    assert!(
                        EN_303_645_V3_1_3.contains(&provision.as_str()),
                        "{id}: {}, item {name}: {provision}",
                        rule.id
                    );
                    cited += 1;
                }
            }
        }
    }
    assert!(100 <= cited, "{cited}");
}

/// LBL-21.1, REV-16.1: an edition is in force from the day that its data name,
/// and not the day before.
#[test]
fn no_edition_is_in_force_before_its_first_day() {
    let library = editions::library(&editions::embedded()).unwrap();
    for (regime, first) in [
        ("label", date(2026, 7, 1)),
        ("review-2017", date(2017, 6, 1)),
        ("review", date(2022, 2, 15)),
    ] {
        assert!(library.in_force(regime, first).is_some(), "{regime}");
        let before = first.yesterday().unwrap();
        assert!(library.in_force(regime, before).is_none(), "{regime}");
    }
}
