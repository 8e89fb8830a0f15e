//! The demonstration: all regimes, by real commands, with a clean record at
//! the end.

#![allow(clippy::unwrap_used, reason = "a test may fail by panicking")]

mod stage;

use stage::xinbiao;
use std::collections::BTreeMap;

/// Every regime has cases, and of each regime's public registers something
/// stands there; the audit agrees, and a second run goes on.
#[test]
fn all_regimes_are_lived_through_and_the_audit_is_clean() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("demo");
    let data = data.to_str().unwrap();
    let run = || xinbiao(&["demo", "--once", "--filings", "30", "--data", data]);
    let told = run();
    assert_eq!(told.code, 0, "{told:?}");
    assert!(told.out.contains("everything agrees"), "{told:?}");

    let cases = xinbiao(&["--data", data, "case", "list", "--json"]);
    assert_eq!(cases.code, 0, "{cases:?}");
    let mut regimes: BTreeMap<String, usize> = BTreeMap::new();
    for case in cases.json()["cases"].as_array().unwrap() {
        let regime = case["regime"].as_str().unwrap_or_default();
        *regimes.entry(regime.to_owned()).or_default() += 1;
    }
    let wanted = [
        "assessment",
        "certification",
        "label",
        "review",
        "review-2017",
    ];
    for regime in wanted {
        assert!(10 < *regimes.get(regime).unwrap_or(&0), "{regimes:?}");
    }

    let again = run();
    assert_eq!(again.code, 0, "{again:?}");
    assert!(again.out.contains("lived through already"), "{again:?}");
}
