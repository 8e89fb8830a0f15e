//! Does the law allow it now? → events or a refusal.

mod draws;
mod handing;
mod opening;
mod opinion;
mod outcome;
pub(crate) mod parties;
mod relying;
mod said;

pub use opinion::{is_theirs, opinions_are_open};
pub use relying::told;

use crate::authorize::Permit;
use crate::case::{Case, ClockState};
use crate::command::Given;
use crate::computed::computed;
use crate::event::{CaseAct, NewEvent, Stepped, Stream, Transferred, What, Who};
use crate::form::{Form, merged};
use crate::guard::{self, Known, Look};
use crate::place::Parties;
use crate::refusal::Refusal;
use crate::terms::Terms;
use crate::value::Value;
use crate::wording::{Wording, words};
use crate::world::World;
use jiff::civil::Date;
use law::calendar::{Calendar, Moment};
use law::library::{Edition, EditionId};
use law::name::{ActorName, DeadlineName, FieldName, StateName};
use law::procedure::Procedure;
use law::regime::{Regime, Relation, Standing};
use law::step::Step;
use std::collections::BTreeMap;

/// The longest reasons, in characters.
pub const LONGEST_REASONS: usize = 8000;

/// What a decision is made with: law, world, time and chance.
#[derive(Debug, Clone, Copy)]
pub struct Desk<'a> {
    pub edition: &'a Edition,
    pub procedure: &'a Procedure,
    pub world: &'a World,
    pub calendar: &'a Calendar,
    pub known: &'a Known,
    pub now: Moment,
    pub today: Date,
    /// Chance, for draws.
    pub seed: &'a [u8; 32],
}

/// A new case that is asked for, or that a step on another one starts.
#[derive(Debug)]
pub struct Opening<'a> {
    pub id: EditionId,
    pub number: String,
    pub parties: &'a Parties,
    /// The case whose step starts it.
    pub started_by: Option<&'a str>,
    /// The digest of the receipt code of somebody without an account.
    pub receipt: Option<String>,
}

/// A step on a case, with the fresh numbers that it may need.
#[derive(Debug)]
pub struct Taking<'a> {
    pub case: &'a Case,
    /// Of the register's series, used only if the step issues an entry.
    pub label: Option<String>,
    /// The cases that the step starts: by which of its starts, and the number.
    pub started: &'a [(usize, String)],
    pub driven_by: Option<&'a str>,
}

impl<'a> Desk<'a> {
    pub(super) fn regime(&self) -> &'a Regime {
        &self.edition.regime
    }

    /// Takes a step.
    ///
    /// # Errors
    ///
    /// Why the law does not allow it, in the order in which a person would be
    /// told.
    pub fn step(
        &self,
        taking: &Taking<'_>,
        permit: &Permit<'_>,
        given: &Given,
    ) -> Result<Vec<NewEvent>, Refusal> {
        let case = taking.case;
        let (name, step) = permit.step();
        let title = words(&step.zh, &step.en);
        if !step.from.contains(&case.state) {
            let state = self.state_title(&case.state);
            return Err(Refusal::WrongState {
                step: title,
                state,
                basis: step.basis.clone(),
            });
        }
        self.due(case, name, step, taking.driven_by, permit.who())?;
        self.other_person(case, step, permit.who())?;
        self.ended(step, case, given)?;
        self.said(case, step, given)?;
        let fields = self.fields_taken(step, Some(case), given, &case.opened_by)?;
        let mut fields = fields;
        let computed = computed(self.procedure, &merged(Some(case), &fields));
        fields.extend(computed);
        let after = merged(Some(case), &fields);
        let form = self.form(&after, &case.opened_by);
        self.complete(case, step, &form)?;
        self.still_good(case, step, &form)?;
        let look = Look {
            form,
            case: Some(case),
            holder: &case.holder,
            known: self.known,
            today: self.today,
            now: self.calendar.hour(self.now),
        };
        for guard in &step.guards {
            if let Some(rule) = self.procedure.guards.get(guard) {
                guard::check(look, guard, rule)?;
            }
        }
        if let Some(act) = Self::signature(case, name, step, permit.who())? {
            return Ok(vec![self.event(case, permit.who(), act)]);
        }
        if let Some(opinion) = &step.gives {
            return self.opine(taking, permit, opinion, given, fields);
        }
        let stepped = self.stepped(taking, permit, given, fields.clone())?;
        let driven = taking.driven_by.is_some();
        self.may_issue(case, permit.who(), driven, &form, stepped.entry.as_ref())?;
        let mut events = self.on_parties(case, step, permit.who(), &stepped);
        let act = CaseAct::Stepped(stepped);
        events.insert(0, self.event(case, permit.who(), act));
        Ok(events)
    }

    /// The step as it is recorded, with all that follows from it on the case.
    pub(super) fn stepped(
        &self,
        taking: &Taking<'_>,
        permit: &Permit<'_>,
        given: &Given,
        fields: BTreeMap<FieldName, Value>,
    ) -> Result<Stepped, Refusal> {
        let case = taking.case;
        let (name, step) = permit.step();
        let mut fields = fields;
        let to = self.destination(case, step)?;
        let sampled = self.sample(case, step, &mut fields)?;
        self.enter_started(case, step, taking.started, &mut fields);
        let after = merged(Some(case), &fields);
        let clocks = self
            .terms(&after, &case.opened_by)
            .on_move(Some(case), name, &to)?;
        let drawn = self.draw(case, step, permit.who(), &after)?;
        let transferred = transferred(case, step, &after);
        let label = taking.label.clone();
        let entry = self.entry(case, &to, label, &clocks, transferred.is_some());
        let announced = self.announce(case, step, given, &after, entry.as_ref());
        Ok(Stepped {
            step: name.clone(),
            to,
            basis: step.basis.clone(),
            fields,
            grounds: given.grounds.clone(),
            reasons: given
                .reasons
                .as_ref()
                .filter(|text| !text.trim().is_empty())
                .cloned(),
            checks: given.checks.clone(),
            statement: self.statement(step, permit.who()),
            listed: given.list.clone(),
            drawn,
            sampled,
            returned: step.returns,
            called: step.calls.clone(),
            transferred,
            started: taking
                .started
                .iter()
                .map(|(_, number)| number.clone())
                .collect(),
            entry,
            announced,
            clocks,
            driven_by: taking.driven_by.map(str::to_owned),
        })
    }

    /// Where a step leads: to its state, back, or nowhere.
    fn destination(&self, case: &Case, step: &Step) -> Result<StateName, Refusal> {
        if !step.returns {
            return Ok(step.to.clone().unwrap_or_else(|| case.state.clone()));
        }
        let before = case.came_from.get(&case.state).cloned();
        before.ok_or_else(|| Refusal::WrongState {
            step: words(&step.zh, &step.en),
            state: self.state_title(&case.state),
            basis: step.basis.clone(),
        })
    }

    /// The numbers of cases that a step starts go into the field that it
    /// names, behind those that are there.
    fn enter_started(
        &self,
        case: &Case,
        step: &Step,
        started: &[(usize, String)],
        fields: &mut BTreeMap<FieldName, Value>,
    ) {
        for (place, number) in started {
            let start = step.starts.get(*place);
            let Some(field) = start.and_then(|start| start.into.as_ref()) else {
                continue;
            };
            let held = fields.get(field).or_else(|| case.fields.get(field));
            let held = held.map(Value::items).unwrap_or_default();
            let mut numbers: Vec<String> = held.into_iter().map(str::to_owned).collect();
            numbers.push(number.clone());
            let value = match <[String; 1]>::try_from(numbers) {
                Ok([one]) => Value::Text(one),
                Err(many) => Value::List(many),
            };
            fields.insert(field.clone(), value);
        }
    }

    /// Tells that a deadline comes near.
    ///
    /// # Errors
    ///
    /// [`Refusal::NotDue`] if no reminder is due.
    pub fn remind(&self, case: &Case, deadline: &DeadlineName) -> Result<NewEvent, Refusal> {
        let (Some(rule), Some(clock)) = (
            self.procedure.deadlines.get(deadline),
            case.clocks.get(deadline),
        ) else {
            return Err(Refusal::NotDue {
                step: words(deadline.as_str(), deadline.as_str()),
                basis: self.procedure.head.basis.clone(),
            });
        };
        let next = self
            .terms(&case.fields, &case.opened_by)
            .reminders(rule, clock)
            .get(usize::from(clock.reminded))
            .copied();
        if clock.state != ClockState::Running || next.is_none_or(|at| self.now < at) {
            return Err(Refusal::NotDue {
                step: words(&rule.zh, &rule.en),
                basis: rule.basis.clone(),
            });
        }
        let act = CaseAct::Reminded {
            deadline: deadline.clone(),
            due: clock.due,
        };
        Ok(self.event(
            case,
            &Who {
                person: None,
                party: None,
                capacity: "clock".into(),
            },
            act,
        ))
    }

    /// Computes the open deadlines of a case anew.
    ///
    /// # Errors
    ///
    /// [`Refusal::UnknownDays`] where a due date would have to be guessed.
    pub fn recalculate(
        &self,
        case: &Case,
        calendar: &str,
        year: i16,
    ) -> Result<Option<NewEvent>, Refusal> {
        let clocks = self.terms(&case.fields, &case.opened_by).moved(case)?;
        if clocks.is_empty() {
            return Ok(None);
        }
        let act = CaseAct::Recalculated {
            calendar: calendar.to_owned(),
            year,
            clocks,
        };
        Ok(Some(self.event(
            case,
            &Who {
                person: None,
                party: None,
                capacity: "clock".into(),
            },
            act,
        )))
    }

    pub(super) fn event(&self, case: &Case, who: &Who, act: CaseAct) -> NewEvent {
        NewEvent {
            stream: Stream::Case(case.number.clone()),
            who: who.clone(),
            what: What::Case(act),
        }
    }

    pub(super) fn form<'f>(
        &self,
        fields: &'f BTreeMap<FieldName, Value>,
        opened_by: &'f law::name::ActorName,
    ) -> Form<'f>
    where
        'a: 'f,
    {
        Form {
            regime: self.regime(),
            procedure: self.procedure,
            world: self.world,
            fields,
            opened_by,
        }
    }

    pub(super) fn terms<'f>(
        &self,
        fields: &'f BTreeMap<FieldName, Value>,
        opened_by: &'f ActorName,
    ) -> Terms<'f>
    where
        'a: 'f,
    {
        Terms {
            regime: self.regime(),
            procedure: self.procedure,
            calendar: self.calendar,
            fields,
            opened_by,
            now: self.now,
        }
    }

    pub(super) fn state_title(&self, state: &StateName) -> Wording {
        let found = self.procedure.states.get(state);
        found.map_or_else(
            || words(state.as_str(), state.as_str()),
            |found| words(&found.zh, &found.en),
        )
    }

    pub(super) fn by_clock(&self, who: &Who) -> bool {
        let rule = self.regime().actors.get(&who.capacity);
        rule.is_some_and(|rule| rule.relation == Relation::Clock)
    }

    pub(super) fn fields_taken(
        &self,
        step: &Step,
        case: Option<&Case>,
        given: &Given,
        opened_by: &law::name::ActorName,
    ) -> Result<BTreeMap<FieldName, Value>, Refusal> {
        for name in given.fields.keys() {
            if !self.procedure.fields.contains_key(name) {
                return Err(Refusal::NoSuchField {
                    field: name.clone(),
                });
            }
            if !step.takes.contains(name) {
                let field = &self.procedure.fields[name];
                let (field, step) = (words(&field.zh, &field.en), words(&step.zh, &step.en));
                return Err(Refusal::FieldNotTaken { field, step });
            }
        }
        let after = merged(case, &given.fields);
        self.form(&after, opened_by).check(&given.fields)
    }
}

/// Who holds the case after the step, if that is another party.
fn transferred(
    case: &Case,
    step: &Step,
    fields: &BTreeMap<FieldName, Value>,
) -> Option<Transferred> {
    let items = fields.get(step.transfers.as_ref()?)?.items();
    let to = items.first()?.parse().ok()?;
    let from = case.holder.clone();
    (from != to).then_some(Transferred { from, to })
}

/// Whether a status lets people rely on the entry.
pub fn standing(regime: &Regime, status: &law::name::StatusName) -> Option<Standing> {
    regime.statuses.get(status).map(|status| status.standing)
}
