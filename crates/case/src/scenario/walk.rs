//! A case that is walked through a procedure act by act, in the world of
//! scenarios: for somebody who tries a scheme out. Nothing is expected and
//! nothing compared; what comes is told.

use super::act::No;
use super::line::{self, Act, Day, Expect};
use super::play::{FIRST, Play, stage};
use super::{Outcome, Script, Setting};
use crate::authorize::{authorize, authorize_edit};
use crate::case::{Case, ClockState};
use crate::command::Actor;
use crate::event::Event;
use crate::form::Form;
use crate::refusal::Refusal;
use crate::world::World;
use jiff::civil::Date;
use law::calendar::{Calendar, Moment};
use law::form::FieldKind;
use law::identity::PartyCode;
use law::name::{ActorName, DeadlineName, FieldName, StepName};
use law::procedure::Procedure;
use law::regime::Relation;
use std::collections::BTreeMap;

/// Why an act was not carried out.
#[derive(Debug)]
pub enum Untaken {
    /// The law says no.
    Law(Box<Refusal>),
    /// The words cannot be understood.
    Words(String),
}

impl From<No> for Untaken {
    fn from(no: No) -> Self {
        match no {
            No::Law(refusal) => Untaken::Law(Box::new(refusal)),
            No::Script(why) => Untaken::Words(why),
        }
    }
}

/// A step that somebody can take now.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Choice {
    pub actor: ActorName,
    pub step: StepName,
}

impl Script {
    /// The procedure that the file is about, if it names one.
    pub fn procedure(&self) -> Option<&str> {
        self.procedure.as_deref()
    }
}

/// A walk as far as it has come.
pub struct Walk<'a> {
    play: Play<'a>,
    script: Script,
}

impl std::fmt::Debug for Walk<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Walk")
            .field("case", &self.case())
            .field("now", &self.play.now)
            .finish_non_exhaustive()
    }
}

impl<'a> Walk<'a> {
    /// A walk through the procedure of `setting`, in the world that `script` sets
    /// up, at nine in the morning of its day.
    ///
    /// # Errors
    ///
    /// What is wrong with the world.
    pub fn new(setting: Setting<'a>, script: &Script) -> Result<Self, String> {
        let regime = &setting.edition.regime;
        let name = setting.procedure;
        let procedure = regime.procedures.get(name);
        let procedure = procedure.ok_or_else(|| format!("there is no procedure `{name}`"))?;
        let stage = stage(setting, script).map_err(|fault| fault.to_string())?;
        let day0 = script.day.unwrap_or(regime.head.in_force.from);
        let now = stage.calendar.midnight(day0).saturating_add(9 * 3_600_000);
        let play = Play {
            setting,
            procedure,
            home: procedure,
            stage,
            folders: BTreeMap::new(),
            current: FIRST.to_owned(),
            day0,
            now,
            turn: 0,
            line: 0,
        };
        Ok(Walk {
            play,
            script: script.clone(),
        })
    }

    /// The case, once it has been opened.
    pub fn case(&self) -> Option<&Case> {
        self.play.case()
    }

    /// Everything that was recorded of it.
    pub fn events(&self) -> &[Event] {
        let folder = self.play.folders.get(&self.play.current);
        folder.map_or(&[], |folder| folder.events.as_slice())
    }

    /// The procedure that is walked through.
    pub fn procedure(&self) -> &'a Procedure {
        self.play.procedure
    }

    /// Parties, and the calendar of the regime.
    pub fn world(&self) -> World {
        let mut world = self.play.stage.world.clone();
        let calendar = self.play.setting.edition.regime.head.calendar.clone();
        world.calendars.insert(calendar, self.calendar().clone());
        world
    }

    /// The calendar that terms are computed with.
    pub fn calendar(&self) -> &Calendar {
        &self.play.stage.calendar
    }

    /// What time it is on the walk.
    pub fn now(&self) -> Moment {
        self.play.now
    }

    /// The day of the walk.
    pub fn today(&self) -> Date {
        self.play.today()
    }

    /// The routes of the world: ways into the middle of the procedure.
    pub fn routes(&self) -> impl Iterator<Item = &str> {
        self.script.routes.keys().map(String::as_str)
    }

    /// Goes a route of the world, from the beginning.
    ///
    /// # Errors
    ///
    /// That there is none of the name, or the line that cannot be played.
    pub fn follow(&mut self, route: &str) -> Result<(), String> {
        let lines = self.script.routes.get(route).cloned();
        let lines = lines.ok_or_else(|| format!("there is no route `{route}`"))?;
        let mut outcome = Outcome::default();
        let gone = self.play.lines(&self.script, &lines, &mut outcome);
        gone.map_err(|fault| fault.to_string())
    }

    /// What persons can do now, as far as the kind of step and their capacity
    /// go: whether all that the step demands is there is told when it is taken.
    pub fn choices(&self) -> Vec<Choice> {
        let mut choices = Vec::new();
        let here = |from: &[law::name::StateName]| match self.case() {
            None => from.is_empty(),
            Some(case) => from.contains(&case.state),
        };
        for (name, step) in self.play.procedure.steps_in_order() {
            if !here(&step.from) {
                continue;
            }
            for actor in &step.by {
                if self.may(actor, name) {
                    choices.push(Choice {
                        actor: actor.clone(),
                        step: name.clone(),
                    });
                }
            }
        }
        choices
    }

    fn may(&self, capacity: &ActorName, step: &StepName) -> bool {
        let (Some(actor), Some(holder)) = (self.person(capacity), self.holder()) else {
            return false;
        };
        let ground = self.play.ground(self.case(), holder);
        let permit = authorize(ground.ground(), &actor, step);
        permit.is_ok_and(|permit| permit.who().capacity == *capacity)
    }

    fn person(&self, capacity: &ActorName) -> Option<Actor> {
        let actor = self.play.actor(capacity.as_str()).ok()?;
        matches!(actor, Actor::Person { .. }).then_some(actor)
    }

    fn holder(&self) -> Option<PartyCode> {
        let kind = self.play.procedure.head.holder.as_str();
        let held = self.case().map(|case| case.holder.clone());
        held.or_else(|| self.play.stage.code(kind).cloned())
    }

    /// Who may change the form now: the capacity under which it is done.
    pub fn editor(&self) -> Option<ActorName> {
        let case = self.case()?;
        let actors = &self.play.edition().regime.actors;
        let mut side = actors
            .iter()
            .filter(|(_, rule)| matches!(rule.relation, Relation::Holder | Relation::Agent));
        let found = side.find(|(name, _)| {
            let ground = self.play.ground(Some(case), case.holder.clone());
            let actor = self.person(name);
            actor.is_some_and(|actor| authorize_edit(ground.ground(), &actor).is_ok())
        });
        found.map(|(name, _)| name.clone())
    }

    /// Carries out an act as a line of a scenario writes it, without its day:
    /// `producer submit`, `reviewer accept`, `producer supply all`. Fields that
    /// a step takes and that are nowhere said take their samples.
    ///
    /// # Errors
    ///
    /// Why it was not carried out; then nothing has happened.
    pub fn act(&mut self, said: &str) -> Result<Vec<Event>, Untaken> {
        let mut said = line::words(said).map_err(Untaken::Words)?.into_iter();
        let actor = said.next().unwrap_or_default();
        let verb = said.next().unwrap_or_default();
        let mut words: Vec<String> = said.collect();
        words.extend(self.samples(&verb, &words));
        let act = Act {
            day: Day::On(self.play.today()),
            time: None,
            actor,
            verb,
            words,
            expect: Expect::Anything,
        };
        let before = self.play.now;
        self.play.tick(&act).map_err(Untaken::Words)?;
        match self.play.perform(&act) {
            Ok(events) => Ok(self.play.record(events)),
            Err(no) => {
                self.play.now = before;
                Err(no.into())
            }
        }
    }

    /// Samples for the fields that a step takes, that are asked for, and that
    /// neither the words nor the case have. An opening step has its own way.
    fn samples(&self, verb: &str, words: &[String]) -> Vec<String> {
        let (Some(step), Some(case)) = (self.play.procedure.steps.get(verb), self.case()) else {
            return Vec::new();
        };
        if words.iter().any(|word| word == "bare") {
            return Vec::new();
        }
        let given = |name: &FieldName| {
            let head = format!("{name}=");
            words.iter().any(|word| word.starts_with(&head)) || case.fields.contains_key(name)
        };
        let form = Form {
            regime: &self.play.edition().regime,
            procedure: self.play.procedure,
            world: &self.play.stage.world,
            fields: &case.fields,
            opened_by: &case.opened_by,
        };
        let taken = step.takes.iter().filter(|name| !given(name));
        taken
            .filter_map(|name| {
                let field = self.play.procedure.fields.get(name)?;
                let asked = form.holds(field.when.as_ref()) && field.kind != FieldKind::Case;
                let sample = field.sample.as_ref().filter(|_| asked)?;
                Some(format!("{name}={sample}"))
            })
            .collect()
    }

    /// The running deadline that is over next, and when.
    pub fn next_end(&self) -> Option<(DeadlineName, Moment)> {
        let running = self.case()?.running();
        let mut ahead = running
            .iter()
            .filter(|(_, clock)| self.play.now < clock.end);
        ahead
            .next()
            .map(|(name, clock)| ((*name).clone(), clock.end))
    }

    /// Lets time pass up to `until`. Whatever the clock has to do on the way it
    /// does in its time; every event is given.
    ///
    /// # Errors
    ///
    /// Why a step of the clock was refused.
    pub fn wait(&mut self, until: Moment) -> Result<Vec<Event>, Untaken> {
        let mut events = Vec::new();
        while let Some(end) = self.clock_acts_at().filter(|end| *end <= until) {
            self.play.now = self.play.now.max(end);
            let act = Act {
                day: Day::On(self.play.today()),
                time: None,
                actor: "clock".into(),
                verb: String::new(),
                words: Vec::new(),
                expect: Expect::Anything,
            };
            self.play.turn = self.play.turn.wrapping_add(1);
            let came = self.play.perform(&act)?;
            if came.is_empty() {
                break;
            }
            events.extend(self.play.record(came));
        }
        self.play.now = self.play.now.max(until);
        Ok(events)
    }

    /// When the clock has to act next.
    fn clock_acts_at(&self) -> Option<Moment> {
        let clocks = self.case()?.clocks.iter();
        let ends = clocks.filter(|(name, clock)| {
            let rule = self.play.procedure.deadlines.get(*name);
            clock.state == ClockState::Running && rule.is_some_and(|rule| rule.then.is_some())
        });
        ends.map(|(_, clock)| clock.end).min()
    }
}
