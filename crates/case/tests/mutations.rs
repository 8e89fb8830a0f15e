//! The second sieve: small mistakes in a scheme that the rules let through
//! are noticed by the scenarios.

#![allow(clippy::unwrap_used, reason = "a panic is how a test fails")]

mod shelf;

use case::scenario::{Script, Setting, first_fault};
use law::calendar::Calendar;
use law::library::{Edition, EditionId};
use law::load::Files;
use law::mutate::{Mutant, mutants};
use law::name::ProcedureName;
use shelf::Shelved;
use std::collections::BTreeMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

/// Of all editions together; each has its part by its size. `XINBIAO_MUTANTS`
/// asks for another number, to look closer.
const COUNT: usize = 600;
/// So many each edition has at least.
const LEAST: usize = 15;
/// The share that must be noticed, in percent, of all editions together.
const FLOOR: usize = 95;

enum Fate {
    Rules,
    Scenarios(String),
    Survives,
}

/// One edition, ready to be tried.
struct Bench {
    shelved: Shelved,
    files: Files,
    id: EditionId,
    scripts: BTreeMap<String, Script>,
    calendar: Calendar,
    /// With which procedure scenarios begin whose file names none.
    first: ProcedureName,
}

impl Bench {
    fn new(shelved: Shelved) -> Self {
        let files = shelved.files();
        let edition = shelf::edition(&files);
        Bench {
            id: shelf::id(&edition),
            scripts: shelved.scripts(),
            calendar: shelved.calendar(&edition),
            first: edition.regime.procedures.keys().next().unwrap().clone(),
            shelved,
            files,
        }
    }

    fn label() -> Self {
        Bench::new(Shelved::new("schemes", "label", "2026-07"))
    }

    /// Lines of its procedures: the measure of its part.
    fn size(&self) -> usize {
        let own = self.files.iter().filter(|(name, _)| !name.contains('/'));
        own.map(|(_, text)| text.lines().count()).sum()
    }

    fn fate(&self, mutant: &Mutant) -> Fate {
        let Ok(loaded) = law::load::load(&mutant.files) else {
            return Fate::Rules;
        };
        let found = law::check::check(&loaded);
        if !found.is_empty() || !law::model::explore(&loaded).0.is_empty() {
            return Fate::Rules;
        }
        let fault = self.fault(loaded.regime, mutant.name.split(".toml").next());
        fault.map_or(Fate::Survives, Fate::Scenarios)
    }

    /// The first fault that the scenarios find; those of the changed
    /// procedure, which have its name, are asked first.
    fn fault(&self, regime: law::regime::Regime, changed: Option<&str>) -> Option<String> {
        let edition = Arc::new(Edition {
            regime,
            digest: "0".repeat(64),
        });
        let setting = Setting {
            id: &self.id,
            edition: &edition,
            calendar: &self.calendar,
            procedure: &self.first,
        };
        let mut scripts: Vec<(&String, &Script)> = self.scripts.iter().collect();
        scripts.sort_by_key(|(name, _)| !changed.is_some_and(|stem| name.starts_with(stem)));
        scripts.into_iter().find_map(|(name, script)| {
            let fault = first_fault(setting, script)?;
            Some(format!("{name}.txt {fault}"))
        })
    }
}

/// What became of the mutants of one edition.
struct Figure {
    shelved: Shelved,
    count: usize,
    rules: usize,
    scenarios: usize,
    survivors: Vec<String>,
}

impl std::fmt::Display for Figure {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let both = self.rules + self.scenarios;
        write!(
            f,
            "{}: {both} of {} ({} %), {} by rules",
            self.shelved,
            self.count,
            both * 100 / self.count.max(1),
            self.rules
        )
    }
}

fn figure(bench: &Bench, count: usize, workers: usize) -> Figure {
    let all = mutants(&bench.files, 7, count);
    let next = AtomicUsize::new(0);
    let work = || {
        let mut fates = Vec::new();
        while let Some(mutant) = all.get(next.fetch_add(1, Ordering::Relaxed)) {
            fates.push((mutant.name.as_str(), bench.fate(mutant)));
        }
        fates
    };
    let fates: Vec<(&str, Fate)> = std::thread::scope(|scope| {
        let working: Vec<_> = (0..workers).map(|_| scope.spawn(work)).collect();
        let done = working.into_iter().map(|worker| worker.join().unwrap());
        done.flatten().collect()
    });
    let mut figure = Figure {
        shelved: bench.shelved.clone(),
        count: all.len(),
        rules: 0,
        scenarios: 0,
        survivors: Vec::new(),
    };
    for (name, fate) in fates {
        match fate {
            Fate::Rules => figure.rules += 1,
            Fate::Scenarios(_) => figure.scenarios += 1,
            Fate::Survives => figure.survivors.push(format!("{}: {name}", bench.shelved)),
        }
    }
    figure.survivors.sort();
    figure
}

#[test]
fn of_600_mutants_of_all_editions_rules_and_scenarios_notice_the_floor() {
    let asked = std::env::var("XINBIAO_MUTANTS").ok();
    let wanted = asked.and_then(|count| count.parse().ok()).unwrap_or(COUNT);
    let benches: Vec<Bench> = shelf::editions().into_iter().map(Bench::new).collect();
    let whole: usize = benches.iter().map(Bench::size).sum();
    let workers = std::thread::available_parallelism().map_or(1, usize::from);
    let (mut count, mut both) = (0, 0);
    let mut survivors = Vec::new();
    for bench in &benches {
        let part = (wanted * bench.size() / whole).max(LEAST);
        let figure = figure(bench, part, workers);
        println!("{figure}");
        count += figure.count;
        both += figure.rules + figure.scenarios;
        survivors.extend(figure.survivors);
    }
    println!("survivors:\n{}", survivors.join("\n"));
    println!(
        "all editions: {both} of {count} ({} %)",
        both * 100 / count.max(1)
    );
    assert!(wanted * 9 / 10 <= count, "only {count} mutants");
    assert!(
        FLOOR * count <= both * 100,
        "{both} of {count}:\n{}",
        survivors.join("\n")
    );
}

/// Mutants are written anew: that alone must not make a scenario fail.
#[test]
fn schemes_written_anew_are_noticed_by_nobody() {
    for bench in shelf::editions().into_iter().map(Bench::new) {
        let mut files = bench.files.clone();
        for (name, text) in &mut files {
            if !name.contains('/') && name.ends_with(".toml") {
                *text = toml::to_string(&text.parse::<toml::Table>().unwrap()).unwrap();
            }
        }
        let name = "none".to_owned();
        match bench.fate(&Mutant { name, files }) {
            Fate::Survives => (),
            Fate::Rules => panic!("{}: a rule", bench.shelved),
            Fate::Scenarios(fault) => panic!("{}: {fault}", bench.shelved),
        }
    }
}

/// How much the scenarios notice by themselves of what can be loaded at all.
#[test]
fn scenarios_alone_notice_most_changes_of_what_a_case_may_do() {
    let bench = Bench::label();
    let (mut loaded, mut noticed) = (0, 0);
    for mutant in mutants(&bench.files, 11, 120) {
        let Ok(read) = law::load::load(&mutant.files) else {
            continue;
        };
        loaded += 1;
        let stem = mutant.name.split(".toml").next();
        if bench.fault(read.regime, stem).is_some() {
            noticed += 1;
        } else {
            println!("not noticed: {}", mutant.name);
        }
    }
    println!("mutations noticed by scenarios alone: {noticed} of {loaded} that can be loaded");
    assert!(loaded <= noticed * 2, "{noticed} of {loaded}");
}
