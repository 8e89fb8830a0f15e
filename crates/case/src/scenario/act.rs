//! One act: asked, authorized, decided and recorded as the office does it.

use super::line::{Act, value};
use super::play::{Folder, Play};
use super::{Fault, Outcome, sample};
use crate::authorize::{Ground, authorize, authorize_edit, may_see};
use crate::case::{Case, ClockState};
use crate::command::Actor;
use crate::course::{self, Around, Means};
use crate::decide::{Desk, Opening};
use crate::event::{CaseAct, Event, NewEvent, Stream, What};
use crate::evolve::evolve;
use crate::guard::Known;
use crate::place::{Origin, party_of};
use crate::refusal::Refusal;
use crate::value::Value;
use law::identity::PartyCode;
use law::library::{Edition, EditionId};
use law::name::{ActorName, DeadlineName, FieldName, NumberName, ProcedureName, StepName};
use law::step::Step;
use std::collections::BTreeMap;
use std::sync::Arc;

/// Why an act was not carried out.
pub(super) enum No {
    /// The law says no.
    Law(Refusal),
    /// The line cannot be understood.
    Script(String),
}

impl From<Refusal> for No {
    fn from(refusal: Refusal) -> No {
        No::Law(refusal)
    }
}

impl Play<'_> {
    /// Plays one act and compares what comes with what the line says.
    pub(super) fn act(&mut self, act: &Act, outcome: &mut Outcome) -> Result<(), Fault> {
        let came = self.perform(act);
        let recorded = came.map(|events| self.record(events));
        self.look(act, recorded, outcome)
    }

    pub(super) fn perform(&self, act: &Act) -> Result<Vec<NewEvent>, No> {
        match (act.actor.as_str(), act.verb.as_str()) {
            ("overdue" | "running", deadline) => self.stands(deadline, act.actor == "overdue"),
            ("clock", "") => self.due_step(),
            ("clock", "remind") => {
                let deadline = DeadlineName::from(act.words.first().map_or("", String::as_str));
                let case = self.there()?;
                Ok(vec![self.with_desk(&Known::default(), |desk| {
                    desk.remind(case, &deadline)
                })?])
            }
            ("clock", "recalculate") => {
                let year = act
                    .words
                    .first()
                    .and_then(|year| year.parse().ok())
                    .unwrap_or(0);
                let case = self.there()?;
                let calendar = self.edition().regime.head.calendar.clone();
                let known = Known::default();
                let event =
                    self.with_desk(&known, |desk| desk.recalculate(case, &calendar, year))?;
                Ok(event.into_iter().collect())
            }
            (_, "fill") => self.fill(act),
            (_, "supply") => self.supply(act),
            (_, "see") => {
                let actor = self.actor(&act.actor)?;
                let case = self.there()?;
                let ground = self.ground(Some(case), case.holder.clone());
                if may_see(ground.ground(), &actor) {
                    Ok(Vec::new())
                } else {
                    Err(unknown(&case.number).into())
                }
            }
            (_, step) => self.take(&self.actor(&act.actor)?, &StepName::from(step), &act.words),
        }
    }

    pub(super) fn there(&self) -> Result<&Case, No> {
        self.case().ok_or_else(|| unknown(&self.current).into())
    }

    fn stands(&self, deadline: &str, overdue: bool) -> Result<Vec<NewEvent>, No> {
        let clock = self.there()?.clocks.get(deadline);
        let clock = clock.filter(|clock| clock.state == ClockState::Running);
        match clock {
            Some(clock) if (clock.end <= self.now) == overdue => Ok(Vec::new()),
            Some(clock) => Err(No::Script(format!("`{deadline}` ends with {}", clock.due))),
            None => Err(No::Script(format!("`{deadline}` does not run"))),
        }
    }

    /// The step of the clock that is due, the earliest first.
    fn due_step(&self) -> Result<Vec<NewEvent>, No> {
        let case = self.there()?;
        let over = case
            .running()
            .into_iter()
            .filter(|(_, clock)| clock.end <= self.now);
        let step = over
            .filter_map(|(name, _)| self.procedure.deadlines.get(name)?.then.clone())
            .next();
        match step {
            Some(step) => self.take(&Actor::Clock, &step, &[]),
            None => Err(Refusal::NotDue {
                step: crate::wording::words("时钟", "clock: not due"),
                basis: String::new(),
            }
            .into()),
        }
    }

    fn fill(&self, act: &Act) -> Result<Vec<NewEvent>, No> {
        let case = self.there()?;
        let actor = self.actor(&act.actor)?;
        let ground = self.ground(Some(case), case.holder.clone());
        let permit = authorize_edit(ground.ground(), &actor)?;
        let fields = self.filled(act)?;
        Ok(vec![self.with_desk(&Known::default(), |desk| {
            desk.fill(case, &permit, &fields)
        })?])
    }

    /// The fields that a line fills.
    pub(super) fn filled(&self, act: &Act) -> Result<BTreeMap<FieldName, Value>, No> {
        let mut fields = BTreeMap::new();
        for word in &act.words {
            let (name, text) = word
                .split_once('=')
                .ok_or_else(|| No::Script(format!("`{word}` is not field=value")))?;
            fields.insert(FieldName::from(name), self.value(name, text));
        }
        Ok(fields)
    }

    fn supply(&self, act: &Act) -> Result<Vec<NewEvent>, No> {
        let case = self.there()?;
        let actor = self.actor(&act.actor)?;
        let ground = self.ground(Some(case), case.holder.clone());
        let permit = authorize_edit(ground.ground(), &actor)?;
        let supplies = sample::supplies(self, case, &act.words).map_err(No::Script)?;
        Ok(self.with_desk(&Known::default(), |desk| {
            desk.supply(case, &permit, &supplies)
        })?)
    }

    fn take(&self, actor: &Actor, name: &StepName, words: &[String]) -> Result<Vec<NewEvent>, No> {
        let step = self.procedure.steps.get(name);
        let case = self.case();
        if let (Some(step), None) = (step, case)
            && step.from.is_empty()
        {
            return self.open(actor, name, step, words);
        }
        let case = self.there()?;
        let ground = self.ground(Some(case), case.holder.clone());
        let permit = authorize(ground.ground(), actor, name)?;
        let given = self.given(permit.step().1, words, None)?;
        let mut around = Shelf {
            play: self,
            numbers: 0,
        };
        let planned = course::plan(&mut around, Arc::new(case.clone()), name, &given)?;
        let means = Means {
            world: &self.stage.world,
            calendar: &self.stage.calendar,
            now: self.now,
            today: self.today(),
            seed: &[self.turn; 32],
        };
        planned
            .carry(means, actor, &given)
            .map_err(|(refusal, _)| refusal.into())
    }

    fn open(
        &self,
        actor: &Actor,
        name: &StepName,
        step: &Step,
        words: &[String],
    ) -> Result<Vec<NewEvent>, No> {
        let regime = &self.edition().regime;
        let holder = self.holder_of_new(actor, words)?;
        let opened_by = self.opener(actor, step);
        let given = self.given(step, words, Some(&opened_by))?;
        let parties = Origin {
            regime,
            procedure: self.procedure,
            world: &self.stage.world,
            holder: holder.as_ref(),
            opener: party_of(actor),
            fields: &given.fields,
        }
        .parties()?;
        let ground = self.ground(None, parties.holder.clone());
        let permit = authorize(ground.ground(), actor, name)?;
        let opening = Opening {
            id: self.setting.id.clone(),
            number: self.case_number(),
            parties: &parties,
            started_by: None,
            receipt: (*actor == Actor::Anybody).then(|| "0".repeat(64)),
        };
        let known = self.named(&given.fields);
        Ok(vec![self.with_desk(&known, |desk| {
            desk.open(opening, &permit, &given)
        })?])
    }

    /// Whom a case would be about that the actor opens.
    pub(super) fn holder_of_new(
        &self,
        actor: &Actor,
        words: &[String],
    ) -> Result<Option<PartyCode>, No> {
        let fresh = value(words, "holder").map(|holder| match self.stage.code(holder) {
            Some(code) => Ok(code.clone()),
            None => holder
                .parse()
                .map_err(|_| No::Script("there is no such holder".into())),
        });
        let regime = &self.edition().regime.head.id;
        let same_kind = |party: &PartyCode| {
            let party = self.stage.world.party(party);
            let kind = &self.procedure.head.holder;
            party.is_some_and(|party| party.is(regime, kind))
        };
        let own = party_of(actor).filter(|party| same_kind(party));
        Ok(
            match (fresh.transpose()?, self.folders.get(&self.current), own) {
                (Some(holder), _, _) => Some(holder),
                (None, Some(folder), _) => Some(folder.holder.clone()),
                // The party itself, where it is of the kind; else the one of the kind.
                (None, None, Some(own)) => Some(own.clone()),
                (None, None, None) => self
                    .stage
                    .code(self.procedure.head.holder.as_str())
                    .cloned(),
            },
        )
    }

    /// The capacity in which the actor would open the case.
    pub(super) fn opener(&self, actor: &Actor, step: &Step) -> ActorName {
        let regime = &self.edition().regime.head.id;
        let party = party_of(actor).and_then(|party| self.stage.world.party(party));
        let fits = |name: &&ActorName| {
            let kind = self
                .edition()
                .regime
                .actors
                .get(*name)
                .and_then(|rule| rule.kind.as_ref());
            kind.is_none_or(|kind| party.is_some_and(|party| party.is(regime, kind)))
        };
        let found = step.by.iter().find(fits).or_else(|| step.by.first());
        found.cloned().unwrap_or_else(|| ActorName::from("nobody"))
    }

    fn case_number(&self) -> String {
        let series = &self.procedure.head.number;
        let series = self.edition().regime.numbers.get(series);
        series.map_or_else(String::new, |series| {
            series.pattern.number(self.today().year(), self.serial(0))
        })
    }

    /// A serial that no other act of the scenario has taken.
    fn serial(&self, more: usize) -> u64 {
        u64::from(self.turn) * 1000 + u64::try_from(more).unwrap_or(0)
    }

    pub(super) fn ground<'p>(
        &'p self,
        case: Option<&'p Case>,
        holder: PartyCode,
    ) -> Standpoint<'p> {
        Standpoint {
            holder,
            regime: &self.edition().regime,
            procedure: self.procedure,
            world: &self.stage.world,
            today: self.today(),
            case,
        }
    }

    fn with_desk<T>(&self, known: &Known, ask: impl FnOnce(&Desk<'_>) -> T) -> T {
        let seed = [self.turn; 32];
        ask(&Desk {
            edition: self.edition(),
            procedure: self.procedure,
            world: &self.stage.world,
            calendar: &self.stage.calendar,
            known,
            now: self.now,
            today: self.today(),
            seed: &seed,
        })
    }

    pub(super) fn record(&mut self, events: Vec<NewEvent>) -> Vec<Event> {
        let mut recorded = Vec::new();
        for (at, event) in events.into_iter().enumerate() {
            let (stream, what) = (&event.stream, &event.what);
            if let (Stream::Party(code), What::Party(act)) = (stream, what) {
                let world = &mut self.stage.world;
                world.evolve_party(code, act, &event.who, self.now);
                recorded.push(self.recorded(1, event));
                continue;
            }
            let Stream::Case(number) = stream else {
                continue;
            };
            let known = self
                .folders
                .iter()
                .find(|(_, folder)| folder.number == *number)
                .map(|(name, _)| name.clone());
            let fresh = || {
                if at == 0 {
                    self.current.clone()
                } else {
                    number.clone()
                }
            };
            let name = known.unwrap_or_else(fresh);
            if let (
                What::Case(CaseAct::Opened {
                    holder, procedure, ..
                }),
                false,
            ) = (what, self.folders.contains_key(&name))
            {
                let folder = Folder {
                    number: number.clone(),
                    procedure: procedure.clone(),
                    order: self.folders.len(),
                    holder: holder.clone(),
                    case: None,
                    events: Vec::new(),
                    states: Vec::new(),
                };
                self.folders.insert(name.clone(), folder);
            }
            let version = self
                .folders
                .get(&name)
                .and_then(|folder| folder.case.as_ref());
            let version = version.map_or(1, |case| case.version + 1);
            let event = self.recorded(version, event);
            let Some(folder) = self.folders.get_mut(&name) else {
                continue;
            };
            folder.case = evolve(folder.case.take(), &event);
            folder.states.extend(folder.case.clone());
            folder.events.push(event.clone());
            recorded.push(event);
        }
        recorded
    }

    fn recorded(&self, version: u64, event: NewEvent) -> Event {
        Event {
            at: self.now,
            stream: event.stream.to_string(),
            version,
            who: event.who,
            event: event.what,
        }
    }
}

/// The record of a scenario, as a step asks it.
struct Shelf<'p, 'a> {
    play: &'p Play<'a>,
    /// How many numbers were given out.
    numbers: usize,
}

impl Around for Shelf<'_, '_> {
    type Error = No;

    fn case(&mut self, number: &str) -> Result<Option<Arc<Case>>, No> {
        let mut folders = self.play.folders.values();
        let found = folders.find(|folder| folder.number == number);
        Ok(found.and_then(|folder| folder.case.clone()).map(Arc::new))
    }

    fn edition(&mut self, _: &EditionId) -> Result<Arc<Edition>, No> {
        Ok(self.play.edition().clone())
    }

    fn having(
        &mut self,
        _: &str,
        procedure: &ProcedureName,
        field: Option<&FieldName>,
        party: &PartyCode,
    ) -> Result<Vec<String>, No> {
        let cases = self
            .play
            .folders
            .values()
            .filter_map(|folder| folder.case.as_ref());
        let about = cases.filter(|case| {
            case.procedure == *procedure
                && match field {
                    None => case.holder == *party,
                    Some(field) => case
                        .fields
                        .get(field)
                        .is_some_and(|value| value.items().contains(&party.as_str())),
                }
        });
        Ok(about.map(|case| case.number.clone()).collect())
    }

    fn number(&mut self, edition: &Edition, series: &NumberName) -> Result<String, No> {
        let play = self.play;
        let number = edition.regime.numbers.get(series);
        let serial = play.serial(self.numbers);
        self.numbers += 1;
        Ok(number.map_or_else(String::new, |number| {
            number.pattern.number(play.today().year(), serial)
        }))
    }

    fn known(
        &mut self,
        case: &Case,
        edition: &Edition,
        _: &Step,
        fields: &BTreeMap<FieldName, Value>,
    ) -> Result<Known, No> {
        let procedure = edition.procedure(&case.procedure);
        Ok(procedure.map_or_else(Known::default, |procedure| {
            self.play.known(procedure, case, fields)
        }))
    }
}

/// Owns what a [`Ground`] points to.
pub(super) struct Standpoint<'p> {
    holder: PartyCode,
    regime: &'p law::regime::Regime,
    procedure: &'p law::procedure::Procedure,
    world: &'p crate::world::World,
    today: jiff::civil::Date,
    case: Option<&'p Case>,
}

impl<'p> Standpoint<'p> {
    pub(super) fn ground<'g>(&'g self) -> Ground<'g>
    where
        'p: 'g,
    {
        Ground {
            regime: self.regime,
            procedure: self.procedure,
            world: self.world,
            today: self.today,
            holder: &self.holder,
            case: self.case,
        }
    }
}

fn unknown(case: &str) -> Refusal {
    Refusal::NoSuchCase {
        case: case.to_owned(),
    }
}
