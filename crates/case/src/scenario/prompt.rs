//! A scenario told elsewhere: its lines become orders that real parties ask of
//! a real office, on days of its own calendar. Says who asks what and what is
//! expected; decides nothing and records nothing.

use super::act::No;
use super::kept;
use super::line::{Act, Day, Expect, Line, Saying, value};
use super::play::{FIRST, Folder, Play, stage};
use super::{Script, Setting, sample};
use crate::case::Case;
use crate::command::{Actor, Given, Order};
use crate::party::{Party, PersonId};
use crate::value::Value;
use crate::world::{World, days_after};
use jiff::civil::Date;
use law::calendar::Moment;
use law::form::FieldKind;
use law::identity::PartyCode;
use law::name::{FieldName, MaterialName, ProcedureName};
use law::procedure::Procedure;
use std::collections::{BTreeMap, VecDeque};

/// What a line asks for.
#[derive(Debug, Clone)]
pub enum Cue {
    /// Somebody asks for something.
    Order(Actor, Order),
    /// Somebody hands in these materials. A report reaches the level named.
    Supply {
        actor: Actor,
        case: String,
        materials: Vec<MaterialName>,
        reaches: Option<String>,
    },
    /// The clock acts by itself.
    Clock,
    /// A look, which changes nothing.
    Look,
}

/// What a line expects to come.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Expected {
    Anything,
    State(String),
    Refused,
}

/// A scenario on its way, line by line.
pub struct Prompt<'a> {
    play: Play<'a>,
    /// Days after the first one, and what the line says.
    lines: VecDeque<(i32, Line)>,
    /// By how many days the telling is later than the scenario.
    shift: i32,
    /// Person of the scenario → person of the telling.
    persons: BTreeMap<(PartyCode, PersonId), PersonId>,
}

impl std::fmt::Debug for Prompt<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Prompt")
            .field("current", &self.play.current)
            .field("lines", &self.lines.len())
            .finish_non_exhaustive()
    }
}

impl<'a> Prompt<'a> {
    /// The scenario `name` of a file, with its world set up as it says.
    ///
    /// # Errors
    ///
    /// That there is no such scenario, or that it needs what cannot be had
    /// elsewhere: other reference data, another calendar.
    pub fn new(setting: Setting<'a>, script: &Script, name: &str) -> Result<Self, String> {
        let scenario = script.scenarios.iter().find(|found| found.name == name);
        let scenario = scenario.ok_or_else(|| format!("there is no scenario `{name}`"))?;
        let mut stage = stage(setting, script).map_err(|fault| fault.to_string())?;
        let home = script.procedure.as_deref();
        let home = home.unwrap_or(setting.procedure.as_str());
        let procedure = procedure(setting, home)?;
        let day0 = script.day;
        let day0 = day0.unwrap_or(setting.edition.regime.head.in_force.from);
        let mut flat = Vec::new();
        flatten(script, &scenario.lines, day0, &mut day0.clone(), &mut flat)?;
        for (_, line) in &flat {
            if let Saying::World(words) = &line.what {
                let first = words.first().map_or("", String::as_str);
                if matches!(first, "rule" | "calendar" | "bar") || kept::WORDS.contains(&first) {
                    return Err(format!("its line `{first}` cannot be had in an office"));
                }
                stage.set(setting, words)?;
            }
        }
        let play = Play {
            setting,
            procedure,
            home: procedure,
            stage,
            folders: BTreeMap::new(),
            current: FIRST.to_owned(),
            day0,
            now: Moment::MIN,
            turn: 0,
            line: 0,
        };
        flat.retain(|(_, line)| !matches!(line.what, Saying::World(_) | Saying::Day(_)));
        Ok(Prompt {
            play,
            lines: flat.into(),
            shift: 0,
            persons: BTreeMap::new(),
        })
    }

    /// Who is on stage, by the names of the scenario.
    pub fn cast(&self) -> Vec<(String, Party)> {
        let named = self.play.stage.names();
        named
            .filter_map(|(name, code)| {
                Some((name.clone(), self.play.stage.world.party(code)?.clone()))
            })
            .collect()
    }

    /// Gives the roles to real parties and persons, from `first` on.
    pub fn seat(
        &mut self,
        parties: &BTreeMap<String, PartyCode>,
        persons: BTreeMap<(PartyCode, PersonId), PersonId>,
        first: Date,
    ) {
        self.play.stage.seat(parties);
        self.persons = persons;
        let span = self.play.day0.until(first);
        self.shift = span.map_or(0, |span| span.get_days());
    }

    /// How many days after the first one the next line is.
    pub fn next_day(&self) -> Option<i32> {
        self.lines.front().map(|(day, _)| *day)
    }

    /// How many days after the first one the last line is.
    pub fn last_day(&self) -> Option<i32> {
        self.lines.back().map(|(day, _)| *day)
    }

    /// Lets the case that acts are about be as it is now, and the world.
    pub fn see(&mut self, world: &World, now: Moment, case: impl Fn(&str) -> Option<Case>) {
        self.play.stage.world.clone_from(world);
        self.play.now = now;
        for folder in self.play.folders.values_mut() {
            folder.case = case(&folder.number);
        }
    }

    /// The case that acts are about, once it has been opened.
    pub fn current(&self) -> Option<&str> {
        let folder = self.play.folders.get(&self.play.current)?;
        Some(folder.number.as_str())
    }

    /// The numbers of all cases of the scenario.
    pub fn cases(&self) -> impl Iterator<Item = &str> {
        self.play
            .folders
            .values()
            .map(|folder| folder.number.as_str())
    }

    /// Takes note of a case that was opened or started.
    pub fn opened(&mut self, case: &Case) {
        if self
            .play
            .folders
            .values()
            .any(|folder| folder.number == case.number)
        {
            return;
        }
        let name = if case.started_by.is_some() {
            case.number.clone()
        } else {
            self.play.current.clone()
        };
        let folder = Folder {
            number: case.number.clone(),
            procedure: case.procedure.clone(),
            order: self.play.folders.len(),
            holder: case.holder.clone(),
            case: Some(case.clone()),
            events: Vec::new(),
            states: Vec::new(),
        };
        self.play.folders.insert(name, folder);
    }

    /// What the next line asks for, and what is to come of it. The line stays
    /// until it is [`Prompt::done`].
    ///
    /// # Errors
    ///
    /// Why the line cannot be told.
    pub fn cue(&mut self) -> Result<Option<(Cue, Expected)>, String> {
        while let Some((_, line)) = self.lines.front() {
            match &line.what {
                Saying::Other(words) => {
                    let words = words.clone();
                    self.play.other(&words)?;
                    self.lines.pop_front();
                }
                Saying::Act(act) => {
                    let act = act.clone();
                    let expected = expected(&act.expect);
                    let cue = self.asked(&act).map_err(|no| match no {
                        No::Law(refusal) => refusal.to_string(),
                        No::Script(why) => why,
                    })?;
                    return Ok(Some((cue, expected)));
                }
                Saying::Day(_) | Saying::Follow(_) | Saying::World(_) => {
                    self.lines.pop_front();
                }
            }
        }
        Ok(None)
    }

    /// Goes on to the line after.
    pub fn done(&mut self) {
        self.lines.pop_front();
    }

    /// The line that comes next, from 1.
    pub fn line(&self) -> usize {
        self.lines.front().map_or(0, |(_, line)| line.number)
    }

    /// The procedure that acts are about.
    pub fn procedure(&self) -> &'a Procedure {
        self.play.procedure
    }

    fn asked(&self, act: &Act) -> Result<Cue, No> {
        // Only what a guard of the law refuses is tried: the rest are slips of
        // the pen, which show nothing in an office.
        if refused(&act.expect) && !guarded(&act.expect) {
            return Ok(Cue::Look);
        }
        match (act.actor.as_str(), act.verb.as_str()) {
            ("overdue" | "running", _) | (_, "see") => return Ok(Cue::Look),
            ("clock", "remind" | "recalculate") => return Ok(Cue::Look),
            ("clock", _) => return Ok(Cue::Clock),
            _ => (),
        }
        let actor = self.person(self.play.actor(&act.actor)?);
        match act.verb.as_str() {
            "fill" => {
                let mut fields = self.play.filled(act)?;
                self.shifted(&mut fields);
                let case = self.play.there()?.number.clone();
                Ok(Cue::Order(actor, Order::Fill { case, fields }))
            }
            "supply" => {
                let case = self.play.there()?;
                let materials = sample::named(&self.play, case, &act.words);
                Ok(Cue::Supply {
                    actor,
                    case: case.number.clone(),
                    materials: materials.into_iter().map(MaterialName::from).collect(),
                    reaches: value(&act.words, "reaches").map(str::to_owned),
                })
            }
            step => self.step(actor, step, &act.words),
        }
    }

    fn step(&self, actor: Actor, name: &str, words: &[String]) -> Result<Cue, No> {
        let play = &self.play;
        let step = play.procedure.steps.get(name);
        let step = step.ok_or_else(|| No::Script(format!("there is no step `{name}`")))?;
        if play.case().is_none() && step.from.is_empty() {
            let opened_by = play.opener(&actor, step);
            let mut given = play.given(step, words, Some(&opened_by))?;
            self.shifted(&mut given.fields);
            let order = Order::Open {
                regime: play.setting.id.regime.clone(),
                procedure: play.procedure.head.id.clone(),
                holder: play.holder_of_new(&actor, words)?,
                step: name.into(),
                given,
            };
            return Ok(Cue::Order(actor, order));
        }
        let mut given: Given = play.given(step, words, None)?;
        self.shifted(&mut given.fields);
        let order = Order::Step {
            case: play.there()?.number.clone(),
            step: name.into(),
            given,
        };
        Ok(Cue::Order(actor, order))
    }

    /// The same person, by the name that it has in the telling.
    fn person(&self, actor: Actor) -> Actor {
        match actor {
            Actor::Person { person, party } => {
                let key = (party, person);
                let person = self.persons.get(&key).cloned();
                let (party, said) = key;
                Actor::Person {
                    person: person.unwrap_or(said),
                    party,
                }
            }
            other => other,
        }
    }

    /// Dates of the scenario become dates of the telling.
    fn shifted(&self, fields: &mut BTreeMap<FieldName, Value>) {
        for (name, field) in fields {
            let kind = self.play.procedure.fields.get(name).map(|field| field.kind);
            if let (Some(FieldKind::Date | FieldKind::Moment), Value::Text(text)) = (kind, &*field)
                && let Ok(date) = text.parse::<Date>()
            {
                let day = days_after(date, self.shift).to_string();
                let hour = text.split_once('T').map(|(_, hour)| format!("T{hour}"));
                *field = Value::Text(day + &hour.unwrap_or_default());
            }
        }
    }
}

fn procedure<'a>(setting: Setting<'a>, name: &str) -> Result<&'a Procedure, String> {
    let found = setting
        .edition
        .regime
        .procedures
        .get(&ProcedureName::from(name));
    found.ok_or_else(|| format!("there is no procedure `{name}`"))
}

fn refused(expect: &Expect) -> bool {
    matches!(expect, Expect::Refused { .. } | Expect::Code { .. })
}

fn guarded(expect: &Expect) -> bool {
    matches!(expect, Expect::Code { guard: Some(_), .. })
}

fn expected(expect: &Expect) -> Expected {
    match expect {
        Expect::Anything => Expected::Anything,
        Expect::State { state, .. } => Expected::State(state.clone()),
        Expect::Refused { .. } | Expect::Code { .. } => Expected::Refused,
    }
}

/// The lines in order, routes in their places, with the days after `first`.
fn flatten(
    script: &Script,
    lines: &[Line],
    first: Date,
    day0: &mut Date,
    flat: &mut Vec<(i32, Line)>,
) -> Result<(), String> {
    for line in lines {
        let before = flat.last().map_or(0, |(day, _)| *day);
        match &line.what {
            Saying::Follow(name) => {
                let route = script.routes.get(name);
                let route = route.ok_or_else(|| format!("there is no route `{name}`"))?;
                flatten(script, route, first, day0, flat)?;
            }
            Saying::Day(day) => *day0 = *day,
            Saying::Act(act) => {
                let date = match act.day {
                    Day::After(days) => days_after(*day0, days),
                    Day::On(date) => date,
                };
                let days = first.until(date).map_or(0, |span| span.get_days());
                flat.push((days, line.clone()));
            }
            Saying::Other(_) | Saying::World(_) => flat.push((before, line.clone())),
        }
    }
    Ok(())
}
