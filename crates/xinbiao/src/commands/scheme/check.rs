//! `xinbiao scheme check`: rules, model, scenarios, and how many mistakes
//! they would notice.

use super::shelf::{self, Shelved};
use crate::answer::Answer;
use crate::globals::Globals;
use crate::page::{Page, many};
use crate::progress::Progress;
use crate::trouble::Trouble;
use case::scenario::{Script, Seen, Setting, first_fault, run as play, unseen};
use law::calendar::Calendar;
use law::library::{Edition, EditionId};
use law::load::{Files, Loaded, load};
use law::model::{Explored, explore};
use law::mutate::mutants;
use law::name::ProcedureName;
use law::regime::Regime;
use serde_json::{Value, json};
use std::path::Path;
use std::sync::Arc;

/// What to check.
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    /// Edition, such as label/2026-07, or a folder; none: all
    which: Option<String>,
    /// Make N mutants of each scheme and count those that rules and scenarios notice
    #[arg(long, default_value_t = 0, value_name = "N", value_parser = clap::value_parser!(u16).range(0..=5000))]
    mutations: u16,
    /// Seed from which the mutants are made
    #[arg(long, default_value_t = 7)]
    seed: u64,
}

/// What came of one edition.
#[derive(Debug, Default)]
struct Checked {
    name: String,
    faults: Vec<String>,
    explored: Explored,
    lines: usize,
    scenarios: usize,
    acts: usize,
    requirements: usize,
    /// What the procedures have that no scenario shows.
    unseen: Vec<String>,
    mutation: Option<Mutation>,
}

#[derive(Debug)]
struct Mutation {
    all: usize,
    by_rules: usize,
    by_scenarios: usize,
    survivors: Vec<String>,
}

/// Checks the editions.
///
/// # Errors
///
/// That there is no such edition.
pub(super) fn run(globals: &Globals, args: &Args) -> Result<Answer, Trouble> {
    let mut page = Page::new(globals.lang());
    let (mut found, mut json) = (false, Vec::new());
    for shelved in shelf::editions(globals, args.which.as_deref())? {
        let checked = check(&shelved, args)?;
        found |= !checked.faults.is_empty();
        told(&mut page, &checked);
        json.push(document(&checked));
    }
    Ok(Answer::new(page.into_text(), json!({"editions": json})).found(found))
}

fn check(shelved: &Shelved, args: &Args) -> Result<Checked, Trouble> {
    let mut checked = Checked {
        name: shelved.name.clone(),
        lines: shelved
            .files
            .values()
            .map(|text| text.lines().count())
            .sum(),
        ..Checked::default()
    };
    let loaded = match load(&shelved.files) {
        Ok(loaded) => loaded,
        Err(faults) => {
            checked.faults = faults.iter().map(|fault| shelved.told(fault)).collect();
            return Ok(checked);
        }
    };
    let (dead_ends, explored) = explore(&loaded);
    checked.explored = explored;
    let mut faults = law::check::check(&loaded);
    faults.extend(
        dead_ends
            .into_iter()
            .filter(|fault| !faults.contains(fault))
            .collect::<Vec<_>>(),
    );
    checked.faults = faults.iter().map(|fault| shelved.told(fault)).collect();
    let scripts = scripts(shelved, &mut checked.faults);
    let calendar = calendar(&loaded.regime, shelved.root())?;
    if calendar.years().next().is_none() {
        let name = &loaded.regime.head.calendar;
        checked.faults.push(format!(
            "{}/regime.toml: `calendar` is `{name}`, of which there is no year. Write calendars/{name}/2026.toml beside the regimes. [calendar]",
            shelved.name
        ));
    }
    play_all(shelved, &loaded, &calendar, &scripts, &mut checked);
    if checked.faults.is_empty() && 0 < args.mutations {
        checked.mutation = Some(mutate(&shelved.files, args, &calendar, &scripts));
    }
    Ok(checked)
}

/// The scenario files by path, each under what `world.txt` sets up.
fn scripts(shelved: &Shelved, faults: &mut Vec<String>) -> Vec<(String, Script)> {
    let mut scripts = Vec::new();
    let mut world = Script::default();
    for (path, text) in &shelved.files {
        if !path.starts_with("scenarios/") || !path.ends_with(".txt") {
            continue;
        }
        match Script::read(text) {
            Ok(script) if path == "scenarios/world.txt" => world = script,
            Ok(script) => scripts.push((path.clone(), script)),
            Err(fault) => faults.push(format!(
                "{}/{path}:{}: {} [scenario]",
                shelved.name, fault.line, fault.why
            )),
        }
    }
    scripts
        .into_iter()
        .map(|(path, script)| (path, script.under(&world)))
        .collect()
}

pub(super) fn calendar(regime: &Regime, schemes: Option<&Path>) -> Result<Calendar, Trouble> {
    let mut calendar = Calendar::new(&regime.head.zone).map_err(Trouble::system)?;
    let years = office::editions::calendars(schemes).map_err(Trouble::system)?;
    for year in years
        .into_iter()
        .filter(|year| year.calendar == regime.head.calendar)
    {
        calendar.load(year);
    }
    Ok(calendar)
}

/// An edition as scenarios are played under it, and its first procedure.
pub(super) fn edition(loaded: &Loaded) -> (EditionId, Arc<Edition>, ProcedureName) {
    let head = &loaded.regime.head;
    let id = EditionId {
        regime: head.id.clone(),
        edition: head.edition.clone(),
    };
    let first = loaded.regime.procedures.keys().next();
    let procedure = first
        .cloned()
        .unwrap_or_else(|| ProcedureName::from("filing"));
    let edition = Arc::new(Edition {
        regime: loaded.regime.clone(),
        digest: "0".repeat(64),
    });
    (id, edition, procedure)
}

fn play_all(
    shelved: &Shelved,
    loaded: &Loaded,
    calendar: &Calendar,
    scripts: &[(String, Script)],
    checked: &mut Checked,
) {
    let (id, edition, procedure) = edition(loaded);
    let setting = Setting {
        id: &id,
        edition: &edition,
        calendar,
        procedure: &procedure,
    };
    let mut requirements = std::collections::BTreeSet::new();
    let mut seen = Seen::default();
    for (path, script) in scripts {
        let outcome = play(setting, script);
        checked.scenarios += outcome.scenarios;
        checked.acts += outcome.acts;
        requirements.extend(outcome.requirements.into_keys());
        seen.join(outcome.seen);
        let faults = outcome.faults.iter().map(|fault| {
            format!(
                "{}/{path}:{}: expected {}; {} [scenario]",
                shelved.name, fault.line, fault.expected, fault.came
            )
        });
        checked.faults.extend(faults);
    }
    checked.requirements = requirements.len();
    checked.unseen = unseen(&loaded.regime, &seen);
}

fn mutate(
    files: &Files,
    args: &Args,
    calendar: &Calendar,
    scripts: &[(String, Script)],
) -> Mutation {
    let all = mutants(files, args.seed, usize::from(args.mutations));
    let bar = Progress::new("mutants");
    let mut mutation = Mutation {
        all: all.len(),
        by_rules: 0,
        by_scenarios: 0,
        survivors: Vec::new(),
    };
    for (at, mutant) in all.into_iter().enumerate() {
        bar.at(at as u64, mutation.all as u64);
        match load(&mutant.files) {
            Ok(loaded)
                if law::check::check(&loaded).is_empty() && explore(&loaded).0.is_empty() =>
            {
                let (id, edition, procedure) = edition(&loaded);
                let setting = Setting {
                    id: &id,
                    edition: &edition,
                    calendar,
                    procedure: &procedure,
                };
                if scripts
                    .iter()
                    .any(|(_, script)| first_fault(setting, script).is_some())
                {
                    mutation.by_scenarios += 1;
                } else {
                    mutation.survivors.push(mutant.name);
                }
            }
            _ => mutation.by_rules += 1,
        }
    }
    bar.end();
    mutation
}

fn told(page: &mut Page, checked: &Checked) {
    let lang = page.lang;
    let count = checked.faults.len();
    if count == 0 {
        page.say(
            &format!("{}：没有错误。", checked.name),
            &format!("{}: no fault.", checked.name),
        );
    } else {
        page.say(
            &format!("{}：{count}处错误。", checked.name),
            &format!("{}: {}.", checked.name, many(count as u64, "fault")),
        );
        for fault in &checked.faults {
            page.line(fault);
        }
    }
    let explored = &checked.explored;
    let counts = [
        ("程序", "procedures", explored.procedures),
        ("状态", "states", explored.states),
        (
            "环节（按起点计）",
            "steps, by where they begin",
            explored.steps,
        ),
        ("时限", "deadlines", explored.deadlines),
        ("情景", "scenarios", checked.scenarios),
        ("情景中的行为", "acts in them", checked.acts),
        ("涉及的要求", "requirements named", checked.requirements),
        ("文件行数", "lines of text", checked.lines),
    ];
    let pairs: Vec<(String, String)> = counts
        .iter()
        .map(|(zh, en, count)| (lang.of(zh, en).to_owned(), count.to_string()))
        .collect();
    page.pairs(&pairs);
    if !checked.unseen.is_empty() {
        page.say("尚无情景说明：", "Shown by no scenario yet:");
        for unseen in &checked.unseen {
            page.line(&format!("  {unseen}"));
        }
    }
    if let Some(mutation) = &checked.mutation {
        let (all, noticed) = (mutation.all, mutation.by_rules + mutation.by_scenarios);
        let percent = noticed * 100 / all.max(1);
        page.say(
            &format!(
                "变异：{all}个中发现{noticed}个（{percent}%），其中规则{}个、情景{}个。",
                mutation.by_rules, mutation.by_scenarios
            ),
            &format!(
                "Mutants: {noticed} of {all} noticed ({percent} %), {} by rules, {} by scenarios.",
                mutation.by_rules, mutation.by_scenarios
            ),
        );
        for survivor in &mutation.survivors {
            page.say(
                &format!("  未发现：{survivor}"),
                &format!("  not noticed: {survivor}"),
            );
        }
    }
}

fn document(checked: &Checked) -> Value {
    let explored = &checked.explored;
    json!({
        "edition": checked.name,
        "faults": checked.faults,
        "procedures": explored.procedures,
        "states": explored.states,
        "steps": explored.steps,
        "deadlines": explored.deadlines,
        "scenarios": checked.scenarios,
        "acts": checked.acts,
        "requirements": checked.requirements,
        "unseen": checked.unseen,
        "lines": checked.lines,
        "mutations": checked.mutation.as_ref().map(|mutation| json!({
            "all": mutation.all,
            "by_rules": mutation.by_rules,
            "by_scenarios": mutation.by_scenarios,
            "survivors": mutation.survivors,
        })),
    })
}
