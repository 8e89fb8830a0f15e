//! One scenario, line by line.

use super::line::{Act, Day, Line, Saying, Scenario, value};
use super::stage::Stage;
use super::{Fault, Outcome, Script, Setting};
use crate::case::Case;
use crate::event::Event;
use crate::world::days_after;
use jiff::civil::{Date, Time};
use law::calendar::Moment;
use law::identity::PartyCode;
use law::library::Edition;
use law::name::ProcedureName;
use law::procedure::Procedure;
use std::collections::BTreeMap;
use std::sync::Arc;

/// The name of the case with which a scenario begins.
pub(super) const FIRST: &str = "first";

/// One case with its history.
#[derive(Debug, Clone)]
pub(super) struct Folder {
    pub(super) number: String,
    pub(super) procedure: ProcedureName,
    /// The how-manieth case of the scenario it is.
    pub(super) order: usize,
    pub(super) holder: PartyCode,
    pub(super) case: Option<Case>,
    pub(super) events: Vec<Event>,
    /// The case after each event.
    pub(super) states: Vec<Case>,
}

/// A scenario as far as it has been played.
pub(super) struct Play<'a> {
    pub(super) setting: Setting<'a>,
    pub(super) procedure: &'a Procedure,
    /// The procedure of the file.
    pub(super) home: &'a Procedure,
    pub(super) stage: Stage,
    pub(super) folders: BTreeMap<String, Folder>,
    pub(super) current: String,
    pub(super) day0: Date,
    pub(super) now: Moment,
    /// Counts acts; also what chance is made of.
    pub(super) turn: u8,
    pub(super) line: usize,
}

/// The world that all scenarios of a file begin with.
pub(super) fn stage(setting: Setting<'_>, script: &Script) -> Result<Stage, Fault> {
    let mut stage = Stage::new(setting).map_err(|why| trouble(0, why))?;
    for line in &script.setup {
        if let Saying::World(words) = &line.what {
            stage
                .set(setting, words)
                .map_err(|why| trouble(line.number, why))?;
        }
    }
    Ok(stage)
}

fn trouble(line: usize, why: String) -> Fault {
    Fault {
        line,
        expected: "a line that can be played".into(),
        came: why,
    }
}

/// Plays one scenario up to its first fault.
pub(super) fn play<'a>(
    setting: Setting<'a>,
    script: &Script,
    stage: &Stage,
    scenario: &Scenario,
    outcome: &mut Outcome,
) -> Option<Play<'a>> {
    let name = script
        .procedure
        .as_deref()
        .unwrap_or(setting.procedure.as_str());
    let Some(procedure) = setting.edition.regime.procedures.get(name) else {
        outcome
            .faults
            .push(trouble(0, format!("there is no procedure `{name}`")));
        return None;
    };
    let mut play = Play {
        setting,
        procedure,
        home: procedure,
        stage: stage.clone(),
        folders: BTreeMap::new(),
        current: FIRST.to_owned(),
        day0: script
            .day
            .unwrap_or(setting.edition.regime.head.in_force.from),
        now: Moment::MIN,
        turn: 0,
        line: 0,
    };
    if let Err(mut fault) = play.lines(script, &scenario.lines, outcome) {
        fault.came = format!("{} (in `{}`)", fault.came, scenario.name);
        outcome.faults.push(fault);
    }
    Some(play)
}

impl Play<'_> {
    /// The edition, with its reference data as the scenario has changed it.
    pub(super) fn edition(&self) -> &Arc<Edition> {
        self.stage.changed.as_ref().unwrap_or(self.setting.edition)
    }

    /// The case that acts are about, if it has been opened.
    pub(super) fn case(&self) -> Option<&Case> {
        self.folders.get(&self.current)?.case.as_ref()
    }

    /// The day on which the scenario is.
    pub(super) fn today(&self) -> Date {
        self.stage.calendar.day(self.now)
    }

    /// The date that a day of the scenario is.
    pub(super) fn date(&self, day: Day) -> Date {
        match day {
            Day::After(days) => days_after(self.day0, days),
            Day::On(date) => date,
        }
    }

    pub(super) fn lines(
        &mut self,
        script: &Script,
        lines: &[Line],
        outcome: &mut Outcome,
    ) -> Result<(), Fault> {
        for line in lines {
            self.line = line.number;
            let at = line.number;
            match &line.what {
                Saying::Day(day) => self.day0 = *day,
                Saying::Other(words) => self.other(words).map_err(|why| trouble(at, why))?,
                Saying::World(words) => {
                    let setting = self.setting;
                    self.stage
                        .set(setting, words)
                        .map_err(|why| trouble(at, why))?;
                }
                Saying::Follow(name) => {
                    let route = script.routes.get(name);
                    let route =
                        route.ok_or_else(|| trouble(at, format!("there is no route `{name}`")))?;
                    self.lines(script, route, outcome).map_err(|mut fault| {
                        fault.came =
                            format!("{}, line {} of the route `{name}`", fault.came, fault.line);
                        fault.line = at;
                        fault
                    })?;
                }
                Saying::Act(act) => {
                    outcome.acts += 1;
                    self.tick(act).map_err(|why| trouble(at, why))?;
                    self.act(act, outcome)?;
                }
            }
        }
        Ok(())
    }

    /// Turns to another case: one of this scenario, one that a step has
    /// started, or one that is still to be opened.
    pub(super) fn other(&mut self, words: &[String]) -> Result<(), String> {
        let name = words.first().ok_or("the name of the case is missing")?;
        if let Some(started) = value(words, "started") {
            let holder = value(words, "holder").map(|holder| self.stage.code(holder).cloned());
            let said = |case: &Case| {
                let mut pairs = words.iter().filter_map(|word| word.split_once('='));
                pairs.all(|(name, said)| {
                    let other = ["started", "holder", "procedure"].contains(&name);
                    let value = case.fields.get(name).map(ToString::to_string);
                    other || value.as_deref() == Some(said)
                })
            };
            let newest = self
                .folders
                .iter()
                .filter(|(_, folder)| {
                    let case = folder.case.as_ref();
                    folder.procedure.as_str() == started
                        && case.is_some_and(|case| case.started_by.is_some() && said(case))
                        && holder
                            .as_ref()
                            .is_none_or(|holder| holder.as_ref() == Some(&folder.holder))
                })
                .max_by_key(|(_, folder)| folder.order)
                .map(|(name, _)| name.clone());
            let newest = newest.ok_or_else(|| format!("no case of `{started}` was started"))?;
            if let Some(folder) = self.folders.remove(&newest) {
                self.folders.insert(name.clone(), folder);
            }
        }
        let held = self
            .folders
            .get(name)
            .map(|folder| folder.procedure.clone());
        let wanted = value(words, "procedure").map(ProcedureName::from);
        let procedure = held.or(wanted).unwrap_or_else(|| self.home.head.id.clone());
        let procedures = &self.setting.edition.regime.procedures;
        self.procedure = procedures
            .get(&procedure)
            .ok_or_else(|| format!("there is no procedure `{procedure}`"))?;
        self.current.clone_from(name);
        Ok(())
    }

    /// Sets the time of an act: nine o'clock, a minute later for each further
    /// act of the day, or the time that the line names.
    pub(super) fn tick(&mut self, act: &Act) -> Result<(), String> {
        let day = self.date(act.day);
        let time = act.time.unwrap_or(Time::constant(9, 0, 0, 0));
        let seconds = i64::from(time.hour()) * 3600 + i64::from(time.minute()) * 60;
        let mut at = self
            .stage
            .calendar
            .midnight(day)
            .saturating_add(seconds * 1000);
        if at <= self.now && act.time.is_none() && self.today() == day {
            at = self.now.saturating_add(60_000);
        }
        if at < self.now {
            return Err(format!("{day} lies before the line above it"));
        }
        self.now = at;
        self.turn = self.turn.wrapping_add(1);
        Ok(())
    }
}
