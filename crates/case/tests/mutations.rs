//! The second sieve: small mistakes in a scheme that the rules let through
//! are noticed by the scenarios.

#![allow(clippy::unwrap_used, reason = "a panic is how a test fails")]

mod shelf;

use case::scenario::{Script, Setting, first_fault};
use law::calendar::Calendar;
use law::library::Edition;
use law::mutate::{Mutant, mutants};
use law::name::ProcedureName;
use std::sync::Arc;

const COUNT: usize = 600;
/// The share that must be noticed, in percent.
const FLOOR: usize = 95;

enum Fate {
    Rules,
    Scenarios(String),
    Survives,
}

fn fate(mutant: &Mutant, scripts: &[Script], calendar: &Calendar) -> Fate {
    let Ok(loaded) = law::load::load(&mutant.files) else {
        return Fate::Rules;
    };
    let found = law::check::check(&loaded);
    if !found.is_empty() || !law::model::explore(&loaded).0.is_empty() {
        return Fate::Rules;
    }
    let edition = Arc::new(Edition {
        regime: loaded.regime,
        digest: "0".repeat(64),
    });
    let (id, procedure) = (shelf::id(&edition), ProcedureName::from("filing"));
    let setting = Setting {
        id: &id,
        edition: &edition,
        calendar,
        procedure: &procedure,
    };
    let fault = scripts
        .iter()
        .find_map(|script| first_fault(setting, script));
    fault.map_or(Fate::Survives, |fault| Fate::Scenarios(fault.to_string()))
}

#[test]
fn of_600_mutants_rules_and_scenarios_notice_the_floor() {
    let all = mutants(&shelf::files("label", "2026-07"), 7, COUNT);
    let scripts: Vec<Script> = shelf::scripts("label", "2026-07").into_values().collect();
    let calendar = shelf::calendar();
    let (mut rules, mut scenarios) = (0, 0);
    let mut survivors = Vec::new();
    for mutant in &all {
        match fate(mutant, &scripts, &calendar) {
            Fate::Rules => rules += 1,
            Fate::Scenarios(fault) => {
                scenarios += 1;
                println!("noticed by a scenario: {}: {fault}", mutant.name);
            }
            Fate::Survives => survivors.push(mutant.name.as_str()),
        }
    }
    let (both, count) = (rules + scenarios, all.len());
    println!("survivors:\n{}", survivors.join("\n"));
    println!(
        "mutations refused by rules: {rules} of {count}; by rules and scenarios: {both} of {count} ({} %)",
        both * 100 / count.max(1)
    );
    assert!(500 <= count, "only {count} mutants");
    assert!(
        FLOOR * count <= both * 100,
        "{both} of {count}:\n{}",
        survivors.join("\n")
    );
}

/// Mutants are written anew: that alone must not make a scenario fail.
#[test]
fn the_scheme_written_anew_is_noticed_by_nobody() {
    let mut files = shelf::files("label", "2026-07");
    for (name, text) in &mut files {
        if !name.contains('/') && name.ends_with(".toml") {
            *text = toml::to_string(&text.parse::<toml::Table>().unwrap()).unwrap();
        }
    }
    let mutant = Mutant {
        name: "none".into(),
        files,
    };
    let scripts: Vec<Script> = shelf::scripts("label", "2026-07").into_values().collect();
    match fate(&mutant, &scripts, &shelf::calendar()) {
        Fate::Survives => (),
        Fate::Rules => panic!("a rule"),
        Fate::Scenarios(fault) => panic!("{fault}"),
    }
}

/// How much the scenarios notice by themselves of what can be loaded at all.
#[test]
fn scenarios_alone_notice_most_changes_of_what_a_case_may_do() {
    let all = mutants(&shelf::files("label", "2026-07"), 11, 120);
    let scripts: Vec<Script> = shelf::scripts("label", "2026-07").into_values().collect();
    let calendar = shelf::calendar();
    let (mut loaded, mut noticed) = (0, 0);
    for mutant in &all {
        let Ok(read) = law::load::load(&mutant.files) else {
            continue;
        };
        loaded += 1;
        let edition = Arc::new(Edition {
            regime: read.regime,
            digest: "0".repeat(64),
        });
        let (id, procedure) = (shelf::id(&edition), ProcedureName::from("filing"));
        let setting = Setting {
            id: &id,
            edition: &edition,
            calendar: &calendar,
            procedure: &procedure,
        };
        if scripts
            .iter()
            .any(|script| first_fault(setting, script).is_some())
        {
            noticed += 1;
        } else {
            println!("not noticed: {}", mutant.name);
        }
    }
    println!("mutations noticed by scenarios alone: {noticed} of {loaded} that can be loaded");
    assert!(loaded <= noticed * 2, "{noticed} of {loaded}");
}
