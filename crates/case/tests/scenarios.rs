//! All scenarios of the label regime, and that they leave nothing out.

mod shelf;

use case::scenario::{Outcome, Seen, Setting, run};
use law::guard::Guard;
use law::name::ProcedureName;
use law::procedure::Procedure;
use std::collections::BTreeSet;

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

fn missing<'a>(all: impl Iterator<Item = &'a str>, seen: &BTreeSet<String>) -> Vec<&'a str> {
    all.filter(|name| !seen.contains(*name)).collect()
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
    let files = shelf::files("label", "2026-07");
    let edition = shelf::edition(&files);
    let procedure: &Procedure = &edition.regime.procedures["filing"];
    let seen = play().seen;
    let guards = |guards: &std::collections::BTreeMap<law::name::GuardName, Guard>| -> Vec<String> {
        guards.keys().map(ToString::to_string).collect()
    };
    let guards = guards(&procedure.guards);
    let refusals = REFUSALS
        .into_iter()
        .filter(|code| !ELSEWHERE.contains(code));
    println!(
        "steps {} of {}, grounds {} of {}, guards held {} and refused {} of {}, states {} of {}, deadlines {} of {}, refusals {} of {}",
        seen.steps.len(),
        procedure.steps.len(),
        seen.grounds.len(),
        procedure.grounds.len(),
        seen.guards_good.len(),
        seen.guards_bad.len(),
        procedure.guards.len(),
        seen.states.len(),
        procedure.states.len(),
        seen.deadlines.len(),
        procedure.deadlines.len(),
        seen.refusals.len(),
        REFUSALS.len() - ELSEWHERE.len(),
    );
    let none: Vec<&str> = Vec::new();
    let names = |names: Vec<&'static str>| names;
    assert_eq!(
        missing(
            procedure.steps.keys().map(|name| name.as_str()),
            &seen.steps
        ),
        none,
        "steps"
    );
    assert_eq!(
        missing(
            procedure.grounds.keys().map(|name| name.as_str()),
            &seen.grounds
        ),
        none,
        "grounds"
    );
    assert_eq!(
        missing(guards.iter().map(String::as_str), &seen.guards_good),
        none,
        "guards that held"
    );
    assert_eq!(
        missing(guards.iter().map(String::as_str), &seen.guards_bad),
        none,
        "guards that refused"
    );
    assert_eq!(
        missing(
            procedure.states.keys().map(|name| name.as_str()),
            &seen.states
        ),
        none,
        "states"
    );
    assert_eq!(
        missing(
            procedure.deadlines.keys().map(|name| name.as_str()),
            &seen.deadlines
        ),
        none,
        "deadlines"
    );
    assert_eq!(names(missing(refusals, &seen.refusals)), none, "refusals");
}
