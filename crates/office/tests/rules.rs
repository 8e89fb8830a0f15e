//! The shipped rules rest on provisions that the standard has.

#![allow(clippy::unwrap_used, reason = "a panic is how a test fails")]

use evidence::dossier::EN_303_645_V3_1_3;
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
