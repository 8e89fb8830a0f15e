//! `xinbiao scheme try`: a case is walked through a procedure in the terminal.
//! Nothing is kept and no data folder is needed. Lines are read from stdin, so
//! that a file can walk as well.

mod ask;
mod tell;

use super::check;
use super::diff::one;
use crate::answer::Answer;
use crate::globals::Globals;
use crate::lang::Lang;
use crate::trouble::Trouble;
use ask::{Ask, Time, asked};
use case::scenario::{Choice, Script, Setting, Untaken, Walk};
use case::world::days_after;
use jiff::civil::Date;
use law::library::Edition;
use law::name::ProcedureName;
use law::regime::Regime;
use serde_json::{Value, json};
use std::io::{BufRead, IsTerminal};
use tell::Teller;

/// What to try out.
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    /// Edition, such as label/2026-07, or its folder
    edition: String,
    /// Name of the procedure; none: the one of scenarios/world.txt, else the first
    procedure: Option<String>,
    /// Begin where this route of scenarios/world.txt ends, such as `review`
    #[arg(long, value_name = "ROUTE")]
    at: Option<String>,
}

/// Walks until the lines end.
///
/// # Errors
///
/// That there is no such edition, procedure or route, or what is wrong with it.
pub(super) fn run(globals: &Globals, args: &Args) -> Result<Answer, Trouble> {
    let (shelved, loaded) = one(globals, &args.edition)?;
    let (id, edition, first) = check::edition(&loaded);
    let calendar = check::calendar(&edition.regime, shelved.root())?;
    let world = shelved
        .files
        .get("scenarios/world.txt")
        .map_or("", String::as_str);
    let script = Script::read(world).map_err(|fault| {
        let fault = format!(
            "{}/scenarios/world.txt:{}: {}",
            shelved.name, fault.line, fault.why
        );
        Trouble::input(fault.clone(), fault)
    })?;
    let main = script
        .procedure()
        .and_then(|name| edition.regime.procedures.get_key_value(name));
    let procedure = match &args.procedure {
        Some(name) => named(&edition.regime, name)?,
        None => main.map_or(first, |(name, _)| name.clone()),
    };
    let setting = Setting {
        id: &id,
        edition: &edition,
        calendar: &calendar,
        procedure: &procedure,
    };
    let walk = Walk::new(setting, &script).map_err(|why| Trouble::input(why.clone(), why))?;
    let mut session = Session {
        edition: &edition,
        lang: globals.lang(),
        quiet: globals.json,
        choices: Vec::new(),
        walk,
        acts: Vec::new(),
    };
    if let Some(route) = &args.at {
        session.follow(route)?;
    }
    session.hold()?;
    let case = session.walk.case();
    let json = json!({
        "edition": id.to_string(), "procedure": procedure, "acts": session.acts,
        "now": session.walk.now(), "case": case, "events": session.walk.events(),
    });
    Ok(if globals.json {
        Answer::new(String::new(), json)
    } else {
        Answer::silent(json)
    })
}

fn named(regime: &Regime, name: &str) -> Result<ProcedureName, Trouble> {
    if let Some((name, _)) = regime.procedures.get_key_value(name) {
        return Ok(name.clone());
    }
    let known: Vec<&str> = regime
        .procedures
        .keys()
        .map(ProcedureName::as_str)
        .collect();
    Err(Trouble::usage(
        format!("没有程序“{name}”；现有：{}。", known.join("、")),
        format!(
            "there is no procedure `{name}`; there are: {}",
            known.join(", ")
        ),
    ))
}

/// A walk, and who talks with it.
struct Session<'a> {
    edition: &'a Edition,
    lang: Lang,
    quiet: bool,
    walk: Walk<'a>,
    /// What stood under the numbers when they were last shown.
    choices: Vec<Choice>,
    /// What was said and what came of it, for programs.
    acts: Vec<Value>,
}

impl Session<'_> {
    fn teller(&self) -> Teller<'_> {
        Teller {
            edition: self.edition,
            walk: &self.walk,
            lang: self.lang,
        }
    }

    fn say(&self, text: &str) {
        if !self.quiet {
            crate::print(text);
        }
    }

    fn follow(&mut self, route: &str) -> Result<(), Trouble> {
        let known: Vec<String> = self.walk.routes().map(str::to_owned).collect();
        self.walk.follow(route).map_err(|why| {
            Trouble::usage(
                format!("{why}；现有路径：{}。", known.join("、")),
                format!("{why}; there are: {}", known.join(", ")),
            )
        })
    }

    /// Shows, asks and acts until the lines end.
    fn hold(&mut self) -> Result<(), Trouble> {
        self.say(&self.teller().greeting());
        self.show();
        let terminal = std::io::stdin().is_terminal();
        let mut lines = std::io::stdin().lock().lines();
        loop {
            if terminal && !self.quiet {
                crate::print("> ");
            }
            let Some(line) = lines.next() else {
                return Ok(());
            };
            let line = line.map_err(Trouble::system)?;
            let line = line.trim();
            if line.is_empty() || line.starts_with('#') {
                continue;
            }
            if !terminal {
                self.say(&format!("> {line}\n"));
            }
            if line == "quit" || line == "exit" {
                return Ok(());
            }
            self.answer(line);
        }
    }

    fn show(&mut self) {
        self.choices = self.walk.choices();
        let text = self.teller().state(&self.choices);
        self.say(&text);
    }

    fn answer(&mut self, line: &str) {
        match asked(line, &self.walk, &self.choices) {
            Ask::Help => self.say(&self.teller().help()),
            Ask::Show => self.show(),
            Ask::Form => self.say(&self.teller().form()),
            Ask::Wait(time) => self.wait(line, time),
            Ask::Act(said) => {
                let mut came = self.walk.act(&said);
                if self.walk.case().is_none()
                    && matches!(&came, Err(Untaken::Law(no)) if no.hides())
                {
                    let why = self.lang.of(
                        "尚无办件，请先新建。",
                        "there is no case yet; open one first",
                    );
                    came = Err(Untaken::Words(why.to_owned()));
                }
                self.came(line, came);
            }
            Ask::Unknown => {
                let why = self.lang.of(
                    "看不懂这一行；输入 help 查看可用的写法。",
                    "this line says nothing here; `help` shows what can be said",
                );
                self.came(line, Err(Untaken::Words(why.to_owned())));
            }
        }
    }

    fn wait(&mut self, line: &str, time: Time) {
        let calendar = self.walk.calendar();
        let until = match time {
            Time::Days(days) => {
                let day = days_after(self.walk.today(), days);
                Some(calendar.midnight(day).saturating_add(9 * 3_600_000))
            }
            Time::Day(day) => Some(calendar.midnight(day).saturating_add(9 * 3_600_000)),
            Time::NextEnd => self.walk.next_end().map(|(_, end)| end),
        };
        match until {
            Some(until) if self.walk.now() <= until => {
                let came = self.walk.wait(until);
                self.came(line, came);
            }
            Some(_) => {
                let why = self
                    .lang
                    .of("时间不能倒流。", "time does not run backwards");
                self.came(line, Err(Untaken::Words(why.to_owned())));
            }
            None => {
                let why = self
                    .lang
                    .of("现在没有正在计算的时限。", "no deadline is running now");
                self.came(line, Err(Untaken::Words(why.to_owned())));
            }
        }
    }

    /// Tells what came of a line, and where the case stands now.
    fn came(&mut self, line: &str, came: Result<Vec<case::event::Event>, Untaken>) {
        match came {
            Ok(events) => {
                self.say(&self.teller().done(&events));
                let state = self.walk.case().map(|case| case.state.clone());
                self.acts
                    .push(json!({"line": line, "state": state, "events": events.len()}));
                self.show();
            }
            Err(untaken) => {
                let (text, told) = self.teller().refused(&untaken);
                self.say(&text);
                self.acts.push(json!({"line": line, "refused": told}));
            }
        }
    }
}

/// A day as people write it.
fn day(text: &str) -> Option<Date> {
    text.parse().ok()
}
