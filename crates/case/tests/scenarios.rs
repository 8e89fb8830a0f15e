//! All scenarios of the label regime, and that they leave nothing out.

#![allow(clippy::unwrap_used, reason = "a panic is how a test fails")]

mod shelf;

use case::scenario::{Outcome, Seen, Setting, run};
use law::name::ProcedureName;
use std::collections::{BTreeMap, BTreeSet};

/// Refusals that a procedure without signatures, sealed fields and opinions
/// cannot produce, and those that are made outside of it: by the office, that
/// knows which regimes there are, and by orders about parties. A holder that
/// is not registered has no members and no agents, so who opens a case about
/// it is refused as `not-yours` before.
const ELSEWHERE: [&str; 7] = [
    "no-such-party",
    "no-such-regime",
    "no-such-procedure",
    "already-signed",
    "field-sealed",
    "not-allowed",
    "wrong",
];

const REFUSALS: [&str; 39] = [
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
    "nobody-to-draw",
    "guarded",
    "unknown-days",
    "other-case",
    "too-long",
    "not-allowed",
    "wrong",
];

struct Played {
    seen: Seen,
    scenarios: usize,
    acts: usize,
    requirements: BTreeSet<String>,
    outcomes: Vec<(String, Outcome)>,
}

fn play() -> Played {
    let files = shelf::files("label", "2026-07");
    let edition = shelf::edition(&files);
    let (id, calendar) = (shelf::id(&edition), shelf::calendar());
    let procedure = ProcedureName::from("filing");
    let setting = Setting {
        id: &id,
        edition: &edition,
        calendar: &calendar,
        procedure: &procedure,
    };
    let mut played = Played {
        seen: Seen::default(),
        scenarios: 0,
        acts: 0,
        requirements: BTreeSet::new(),
        outcomes: Vec::new(),
    };
    for (name, script) in shelf::scripts("label", "2026-07") {
        let outcome = run(setting, &script);
        played.scenarios += outcome.scenarios;
        played.acts += outcome.acts;
        played
            .requirements
            .extend(outcome.requirements.keys().cloned());
        played.seen.join(outcome.seen.clone());
        played.outcomes.push((name, outcome));
    }
    played
}

/// Says how much was seen, and fails with what was not.
fn whole(what: &str, all: &[String], seen: &BTreeSet<String>) {
    let missing: Vec<&String> = all.iter().filter(|name| !seen.contains(*name)).collect();
    println!("{what}: {} of {}", all.len() - missing.len(), all.len());
    assert!(
        missing.is_empty(),
        "{what} that occur in no scenario: {missing:?}"
    );
}

fn names<K: ToString, V>(table: &BTreeMap<K, V>) -> Vec<String> {
    table.keys().map(ToString::to_string).collect()
}

#[test]
fn every_scenario_comes_out_as_written() {
    let played = play();
    let faults: Vec<String> = played
        .outcomes
        .iter()
        .flat_map(|(name, outcome)| {
            outcome
                .faults
                .iter()
                .map(move |fault| format!("{name}.txt {fault}"))
        })
        .collect();
    println!(
        "{} scenarios with {} acts, naming {} requirements",
        played.scenarios,
        played.acts,
        played.requirements.len()
    );
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

#[test]
fn everything_the_procedure_can_do_occurs_in_a_scenario() {
    let edition = shelf::edition(&shelf::files("label", "2026-07"));
    let procedure = &edition.regime.procedures["filing"];
    let seen = play().seen;
    let refusals = REFUSALS
        .into_iter()
        .filter(|code| !ELSEWHERE.contains(code));
    let refusals: Vec<String> = refusals.map(str::to_owned).collect();
    whole("steps", &names(&procedure.steps), &seen.steps);
    whole("grounds", &names(&procedure.grounds), &seen.grounds);
    whole(
        "guards that held",
        &names(&procedure.guards),
        &seen.guards_good,
    );
    whole(
        "guards that refused",
        &names(&procedure.guards),
        &seen.guards_bad,
    );
    whole("states", &names(&procedure.states), &seen.states);
    whole(
        "deadlines with a due day",
        &names(&procedure.deadlines),
        &seen.deadlines,
    );
    whole("refusals", &refusals, &seen.refusals);
}
