//! How many small mistakes the rules notice, without any scenario.

#![allow(clippy::unwrap_used, reason = "a test may fail by panicking")]

mod shared;

use law::mutate::{Mutant, mutants};

fn refused(mutant: &Mutant) -> bool {
    match law::load::load(&mutant.files) {
        Err(_) => true,
        Ok(loaded) => {
            !law::check::check(&loaded).is_empty() || !law::model::explore(&loaded).0.is_empty()
        }
    }
}

/// The share is what the rules reach by themselves in a regime of fourteen
/// procedures; what they cannot know (which state, which ground, which of two
/// lawful ways) the scenarios know: `case/tests/mutations.rs` takes both
/// together, over all editions. Raise the floor when a rule is added.
#[test]
fn of_300_mutants_of_the_label_regime_at_least_the_floor_is_refused_by_rules_alone() {
    let all = mutants(&shared::label(), 2026, 300);
    assert_eq!(all.len(), 300);
    let missed: Vec<&str> = all
        .iter()
        .filter(|mutant| !refused(mutant))
        .map(|mutant| mutant.name.as_str())
        .collect();
    let refused = all.len() - missed.len();
    println!("{}", missed.join("\n"));
    println!(
        "{refused} of {} mutants are refused by rules alone",
        all.len()
    );
    assert!(246 <= refused, "{refused}\n{}", missed.join("\n"));
}

#[test]
fn the_same_seed_gives_the_same_mutants() {
    let names = |seed| -> Vec<String> {
        let all = mutants(&shared::label(), seed, 40);
        all.into_iter().map(|mutant| mutant.name).collect()
    };
    assert_eq!(names(7), names(7));
    assert_ne!(names(7), names(8));
}
