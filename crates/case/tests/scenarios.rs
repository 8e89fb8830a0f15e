//! All scenarios of all regimes, and that they leave nothing out.

#![allow(clippy::unwrap_used, reason = "a panic is how a test fails")]

mod shelf;

use case::scenario::{Seen, Setting, run, unseen};
use law::library::Edition;
use std::collections::BTreeSet;
use std::sync::Arc;

/// Refusals that a procedure without signatures, sealed fields and opinions
/// cannot produce, and those that are made outside of it: by the office, that
/// knows which regimes there are, and by orders about parties. A holder that
/// is not registered has no members and no agents, so who opens a case about
/// it is refused as `not-yours` before.
const ELSEWHERE: [&str; 10] = [
    "no-such-party",
    "no-such-regime",
    "no-such-procedure",
    "already-signed",
    "already-said",
    "still-open",
    "not-extended",
    "field-sealed",
    "not-allowed",
    "wrong",
];

const REFUSALS: [&str; 47] = [
    "no-such-regime",
    "no-such-procedure",
    "no-such-step",
    "no-such-case",
    "no-such-party",
    "wrong-holder",
    "no-body",
    "not-yours",
    "not-confirmed",
    "no-mandate",
    "wrong-state",
    "not-due",
    "no-such-field",
    "field-not-taken",
    "field-wrong",
    "fields-missing",
    "field-closed",
    "field-sealed",
    "no-such-material",
    "material-wrong",
    "material-closed",
    "materials-missing",
    "no-such-evidence",
    "evidence-unfit",
    "evidence-not-consented",
    "evidence-not-good",
    "grounds-missing",
    "ground-not-listed",
    "reasons-missing",
    "checks-missing",
    "statement-missing",
    "list-missing",
    "list-unknown",
    "list-widened",
    "same-person",
    "already-signed",
    "already-said",
    "still-open",
    "not-extended",
    "no-domestic-agent",
    "nobody-to-draw",
    "guarded",
    "unknown-days",
    "other-case",
    "too-long",
    "not-allowed",
    "wrong",
];

struct Played {
    edition: Arc<Edition>,
    seen: Seen,
    faults: Vec<String>,
}

fn play(shelved: &shelf::Shelved) -> Played {
    let edition = shelf::edition(&shelved.files());
    let (id, calendar) = (shelf::id(&edition), shelved.calendar(&edition));
    let first = edition.regime.procedures.keys().next().unwrap().clone();
    let setting = Setting {
        id: &id,
        edition: &edition,
        calendar: &calendar,
        procedure: &first,
    };
    let (mut seen, mut faults) = (Seen::default(), Vec::new());
    let (mut scenarios, mut acts, mut requirements) = (0, 0, BTreeSet::new());
    for (file, script) in shelved.scripts() {
        let outcome = run(setting, &script);
        scenarios += outcome.scenarios;
        acts += outcome.acts;
        requirements.extend(outcome.requirements.keys().cloned());
        seen.join(outcome.seen.clone());
        let came = outcome.faults.iter();
        faults.extend(came.map(|fault| format!("{shelved}/{file}.txt {fault}")));
    }
    println!(
        "{shelved}: {scenarios} scenarios with {acts} acts, naming {} requirements",
        requirements.len()
    );
    Played {
        edition,
        seen,
        faults,
    }
}

fn all() -> Vec<Played> {
    std::thread::scope(|scope| {
        let editions = shelf::editions();
        let playing: Vec<_> = editions
            .into_iter()
            .map(|shelved| scope.spawn(move || play(&shelved)))
            .collect();
        let played = playing.into_iter().map(|play| play.join().unwrap());
        played.collect()
    })
}

#[test]
fn every_scenario_comes_out_as_written() {
    let faults: Vec<String> = all().into_iter().flat_map(|played| played.faults).collect();
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

#[test]
fn everything_that_procedures_can_do_occurs_in_a_scenario() {
    let mut refusals = BTreeSet::new();
    let mut missing = Vec::new();
    for played in all() {
        let unseen = unseen(&played.edition.regime, &played.seen);
        let id = shelf::id(&played.edition);
        missing.extend(unseen.into_iter().map(|what| format!("{id}: {what}")));
        refusals.extend(played.seen.refusals);
    }
    let unsaid = REFUSALS
        .into_iter()
        .filter(|code| !ELSEWHERE.contains(code) && !refusals.contains(*code));
    missing.extend(unsaid.map(|code| format!("the refusal `{code}`")));
    assert!(
        missing.is_empty(),
        "in no scenario:\n{}",
        missing.join("\n")
    );
}
