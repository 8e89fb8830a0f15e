//! One act: asked, authorized, decided and recorded as the office does it.

use super::line::{Act, value};
use super::play::{Folder, Play};
use super::{Fault, Outcome, sample};
use crate::authorize::{Ground, authorize, authorize_edit, may_see};
use crate::case::{Case, ClockState};
use crate::command::{Actor, Given};
use crate::decide::{Desk, Opening, Taking};
use crate::drive;
use crate::event::{CaseAct, Event, NewEvent, Stream, What};
use crate::evolve::evolve;
use crate::form::merged;
use crate::guard::Known;
use crate::refusal::Refusal;
use law::name::{DeadlineName, FieldName, StepName};
use law::step::Step;
use std::collections::BTreeMap;

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

    fn there(&self) -> Result<&Case, No> {
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
        let mut fields = BTreeMap::new();
        for word in &act.words {
            let (name, text) = word
                .split_once('=')
                .ok_or_else(|| No::Script(format!("`{word}` is not field=value")))?;
            fields.insert(FieldName::from(name), self.value(name, text));
        }
        Ok(vec![self.with_desk(&Known::default(), |desk| {
            desk.fill(case, &permit, &fields)
        })?])
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
        let fields = merged(Some(case), &given.fields);
        let known = self.known(self.procedure, case, &fields);
        let label = self.label(permit.step().1);
        let taking = Taking {
            case,
            label,
            driven_by: None,
        };
        let mut events = vec![self.with_desk(&known, |desk| desk.step(&taking, &permit, &given))?];
        for (number, driven) in drive::targets(permit.step().1, &fields) {
            events.extend(self.driven(number, driven, &case.number)?);
        }
        Ok(events)
    }

    fn driven(&self, number: &str, step: &StepName, by: &str) -> Result<Option<NewEvent>, No> {
        let other = self.folders.values().find(|folder| folder.number == number);
        let Some(other) = other.and_then(|folder| folder.case.as_ref()) else {
            return Ok(None);
        };
        if !drive::follows(self.procedure, other, step)? {
            return Ok(None);
        }
        let ground = self.ground(Some(other), other.holder.clone());
        let permit = authorize(ground.ground(), &Actor::Clock, step)?;
        let taking = Taking {
            case: other,
            label: None,
            driven_by: Some(by),
        };
        let known = Known::default();
        Ok(Some(self.with_desk(&known, |desk| {
            desk.step(&taking, &permit, &Given::default())
        })?))
    }

    fn open(
        &self,
        actor: &Actor,
        name: &StepName,
        step: &Step,
        words: &[String],
    ) -> Result<Vec<NewEvent>, No> {
        let holder = match (value(words, "holder"), self.folders.get(&self.current)) {
            (Some(holder), _) => self.stage.code(holder).cloned(),
            (None, Some(folder)) => Some(folder.holder.clone()),
            (None, None) => self
                .stage
                .code(self.procedure.head.holder.as_str())
                .cloned(),
        };
        let holder = match holder {
            Some(holder) => holder,
            None => value(words, "holder")
                .and_then(|code| code.parse().ok())
                .ok_or_else(|| No::Script("there is no such holder".into()))?,
        };
        let ground = self.ground(None, holder.clone());
        let permit = authorize(ground.ground(), actor, name)?;
        let given = self.given(step, words, Some(&permit.who().capacity))?;
        let opening = Opening {
            id: self.setting.id.clone(),
            procedure: self.procedure.head.id.clone(),
            number: self.case_number(),
            holder: &holder,
        };
        Ok(vec![self.with_desk(&Known::default(), |desk| {
            desk.open(opening, &permit, &given)
        })?])
    }

    fn case_number(&self) -> String {
        let series = self
            .edition()
            .regime
            .numbers
            .get(&self.procedure.head.number);
        let serial = u64::try_from(self.folders.len()).unwrap_or(0) + 1;
        series.map_or_else(String::new, |series| {
            series.pattern.number(self.today().year(), serial)
        })
    }

    fn label(&self, step: &Step) -> Option<String> {
        let series = self.edition().regime.numbers.get(step.number.as_ref()?)?;
        Some(
            series
                .pattern
                .number(self.today().year(), u64::from(self.turn)),
        )
    }

    pub(super) fn ground<'p>(
        &'p self,
        case: Option<&'p Case>,
        holder: law::identity::PartyCode,
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
        for event in events {
            let Stream::Case(number) = &event.stream else {
                continue;
            };
            let known = self
                .folders
                .iter()
                .find(|(_, folder)| folder.number == *number)
                .map(|(name, _)| name.clone());
            let name = known.unwrap_or_else(|| self.current.clone());
            if let (What::Case(CaseAct::Opened { holder, .. }), false) =
                (&event.what, self.folders.contains_key(&name))
            {
                let (number, holder) = (number.clone(), holder.clone());
                let folder = Folder {
                    number,
                    holder,
                    case: None,
                    events: Vec::new(),
                    states: Vec::new(),
                };
                self.folders.insert(name.clone(), folder);
            }
            let Some(folder) = self.folders.get_mut(&name) else {
                continue;
            };
            let version = folder.case.as_ref().map_or(1, |case| case.version + 1);
            let event = Event {
                at: self.now,
                stream: event.stream.to_string(),
                version,
                who: event.who,
                event: event.what,
            };
            folder.case = evolve(folder.case.take(), &event);
            folder.states.extend(folder.case.clone());
            folder.events.push(event.clone());
            recorded.push(event);
        }
        recorded
    }
}

/// Owns what a [`Ground`] points to.
pub(super) struct Standpoint<'p> {
    holder: law::identity::PartyCode,
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
