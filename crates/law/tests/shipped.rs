//! The shipped schemes load, and nothing is wrong with them.

#![allow(clippy::unwrap_used, reason = "a test may fail by panicking")]

mod shared;

use shared::{label, listed};

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
