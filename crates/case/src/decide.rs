//! Does the law allow it now? → events or a refusal.

mod opinion;
mod outcome;
pub(crate) mod parties;
mod said;

pub use opinion::{is_theirs, opinions_are_open};

use crate::authorize::{EditPermit, Permit};
use crate::case::{Case, ClockState};
use crate::command::{Given, Supply};
use crate::event::{CaseAct, Handed, NewEvent, Stepped, Stream, What, Who};
use crate::form::{Form, admits, computed, merged};
use crate::guard::{self, Known, Look};
use crate::place::Parties;
use crate::refusal::Refusal;
use crate::terms::Terms;
use crate::value::Value;
use crate::wording::{Wording, words};
use crate::world::World;
use jiff::civil::Date;
use law::calendar::{Calendar, Moment};
use law::form::Reads;
use law::identity::PartyCode;
use law::library::{Edition, EditionId};
use law::name::{ActorName, DeadlineName, FieldName, MaterialName, StateName};
use law::procedure::{Editable, Procedure};
use law::regime::{IdentityKind, Regime, Relation, Standing};
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
    /// Of the cases that the step starts.
    pub started: &'a [String],
    pub driven_by: Option<&'a str>,
}

impl<'a> Desk<'a> {
    fn regime(&self) -> &'a Regime {
        &self.edition.regime
    }

    /// Opens a case.
    ///
    /// # Errors
    ///
    /// Why the law does not allow it.
    pub fn open(
        &self,
        opening: Opening<'_>,
        permit: &Permit<'_>,
        given: &Given,
    ) -> Result<NewEvent, Refusal> {
        let (name, step) = permit.step();
        if !step.from.is_empty() {
            return Err(Refusal::NoSuchCase {
                case: String::new(),
            });
        }
        let head = &self.procedure.head;
        let kind = self.regime().parties.get(&head.holder);
        let title = kind.map_or_else(|| words("", ""), |kind| words(&kind.zh, &kind.en));
        let code = &opening.parties.holder;
        let holder = self.world.party(code);
        let holder = holder.ok_or_else(|| Refusal::NoSuchParty {
            party: code.to_string(),
        })?;
        let admitted = kind.is_none_or(|kind| admits(kind, code));
        if !holder.registration.kinds.contains(&head.holder) || !admitted {
            return Err(Refusal::WrongHolder {
                holder: code.to_string(),
                kind: title,
                basis: head.basis.clone(),
            });
        }
        let abroad = code.is_foreign()
            && kind.is_some_and(|kind| !kind.identity.contains(&IdentityKind::Number));
        if abroad && holder.registration.domestic_agent.is_none() {
            return Err(Refusal::NoDomesticAgent {
                holder: code.to_string(),
                basis: head.basis.clone(),
            });
        }
        let Some(to) = &step.to else {
            return Err(Refusal::NoSuchStep { step: name.clone() });
        };
        let opener = &permit.who().capacity;
        let mut taken = match opening.started_by {
            // What another case carries along was looked at there.
            Some(_) => given.fields.clone(),
            None => self.fields_taken(step, None, given, opener)?,
        };
        taken.extend(computed(self.procedure, &taken));
        taken.retain(|_, value| !value.is_empty());
        if opening.started_by.is_none() {
            self.sound_opening(step, &taken, opener, code)?;
        }
        let clocks = self.terms(&taken, opener).on_move(None, name, to)?;
        let act = CaseAct::Opened {
            edition: opening.id,
            digest: self.edition.digest.clone(),
            procedure: head.id.clone(),
            number: opening.number.clone(),
            holder: code.clone(),
            body: opening.parties.body.clone(),
            step: name.clone(),
            to: to.clone(),
            basis: step.basis.clone(),
            fields: taken,
            clocks,
            started_by: opening.started_by.map(str::to_owned),
            receipt: opening.receipt,
        };
        Ok(NewEvent {
            stream: Stream::Case(opening.number),
            who: permit.who().clone(),
            what: What::Case(act),
        })
    }

    /// What an opening step asks for, and its guards.
    fn sound_opening(
        &self,
        step: &Step,
        fields: &BTreeMap<FieldName, Value>,
        opener: &ActorName,
        holder: &PartyCode,
    ) -> Result<(), Refusal> {
        let form = self.form(fields, opener);
        self.asked(step, &form)?;
        let look = Look {
            form,
            case: None,
            holder,
            known: self.known,
            today: self.today,
        };
        for guard in &step.guards {
            if let Some(rule) = self.procedure.guards.get(guard) {
                guard::check(look, guard, rule)?;
            }
        }
        Ok(())
    }

    /// Changes fields of the form.
    ///
    /// # Errors
    ///
    /// Why it is not allowed now.
    pub fn fill(
        &self,
        case: &Case,
        permit: &EditPermit,
        given: &BTreeMap<FieldName, Value>,
    ) -> Result<NewEvent, Refusal> {
        let after = merged(Some(case), given);
        let fields = self.form(&after, &case.opened_by).check(given)?;
        for name in fields.keys() {
            if !self.editable(case, name.as_str()) {
                let field = self.procedure.fields.get(name);
                let field = field.map_or_else(
                    || words(name.as_str(), name.as_str()),
                    |field| words(&field.zh, &field.en),
                );
                return Err(Refusal::FieldClosed {
                    field,
                    state: self.state_title(&case.state),
                });
            }
        }
        let mut fields = fields;
        fields.extend(computed(self.procedure, &merged(Some(case), &fields)));
        Ok(self.event(case, &permit.who, CaseAct::Filled { fields }))
    }

    /// Takes materials in.
    ///
    /// # Errors
    ///
    /// Why one of them is not taken now; then none is.
    pub fn supply(
        &self,
        case: &Case,
        permit: &EditPermit,
        supplies: &[Supply],
    ) -> Result<Vec<NewEvent>, Refusal> {
        let mut materials = Vec::new();
        for supply in supplies {
            let Some(material) = self.procedure.materials.get(&supply.material) else {
                return Err(Refusal::NoSuchMaterial {
                    material: supply.material.clone(),
                });
            };
            let title = words(&material.zh, &material.en);
            let edited = self.editable(case, supply.material.as_str())
                && self.is_for_holder(&supply.material);
            if !edited && !self.needed_next(case, &supply.material, &permit.who) {
                return Err(Refusal::MaterialClosed {
                    material: title,
                    state: self.state_title(&case.state),
                });
            }
            if !material.types.contains(&supply.document.kind) {
                let types = material.types.join(", ");
                let why = words(
                    format!("文件类型为{}，应当为{types}", supply.document.kind),
                    format!(
                        "the file is of type {}; it must be one of {types}",
                        supply.document.kind
                    ),
                );
                return Err(Refusal::MaterialWrong {
                    material: title,
                    why,
                });
            }
            materials.push(Handed {
                material: supply.material.clone(),
                document: supply.document.clone(),
                findings: supply.findings.clone(),
            });
        }
        if materials.is_empty() {
            return Ok(Vec::new());
        }
        let act = CaseAct::Supplied { materials };
        Ok(vec![self.event(case, &permit.who, act)])
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
        fields.extend(computed(self.procedure, &merged(Some(case), &fields)));
        let after = merged(Some(case), &fields);
        let form = self.form(&after, &case.opened_by);
        self.complete(case, step, &form)?;
        let look = Look {
            form,
            case: Some(case),
            holder: &case.holder,
            known: self.known,
            today: self.today,
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
        let stepped = self.stepped(taking, permit, given, fields)?;
        let mut events = self.on_parties(case, step, permit.who(), &stepped);
        let act = CaseAct::Stepped(stepped);
        events.insert(0, self.event(case, permit.who(), act));
        Ok(events)
    }

    /// The step as it is recorded, with all that follows from it on the case.
    fn stepped(
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
        let entry = self.entry(case, &to, taking.label.clone(), &clocks);
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
            started: taking.started.to_vec(),
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
        started: &[String],
        fields: &mut BTreeMap<FieldName, Value>,
    ) {
        let into = step.starts.as_ref().and_then(|start| start.into.as_ref());
        let Some(field) = into.filter(|_| !started.is_empty()) else {
            return;
        };
        let held = fields.get(field).or_else(|| case.fields.get(field));
        let held = held.map(Value::items).unwrap_or_default();
        let mut numbers: Vec<String> = held.into_iter().map(str::to_owned).collect();
        numbers.extend(started.iter().cloned());
        let value = match <[String; 1]>::try_from(numbers) {
            Ok([one]) => Value::Text(one),
            Err(many) => Value::List(many),
        };
        fields.insert(field.clone(), value);
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

    fn event(&self, case: &Case, who: &Who, act: CaseAct) -> NewEvent {
        NewEvent {
            stream: Stream::Case(case.number.clone()),
            who: who.clone(),
            what: What::Case(act),
        }
    }

    fn form<'f>(
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

    fn terms<'f>(
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

    fn state_title(&self, state: &StateName) -> Wording {
        let found = self.procedure.states.get(state);
        found.map_or_else(
            || words(state.as_str(), state.as_str()),
            |found| words(&found.zh, &found.en),
        )
    }

    fn is_artwork(&self, name: &str) -> bool {
        let material = self.procedure.materials.get(name);
        material.is_some_and(|material| material.reads == Some(Reads::Artwork))
    }

    /// Whether a field or material may be changed where the case stands.
    pub fn editable(&self, case: &Case, name: &str) -> bool {
        match self
            .procedure
            .states
            .get(&case.state)
            .map(|state| state.edit)
        {
            Some(Editable::All) => true,
            // An artwork follows the form: what else is mended may show on it.
            Some(Editable::Listed) => case.listed.contains(name) || self.is_artwork(name),
            Some(Editable::None) | None => false,
        }
    }

    /// Whether a step of the holder's side needs the material; what only others
    /// need the holder cannot hand in.
    fn is_for_holder(&self, material: &MaterialName) -> bool {
        let actors = &self.regime().actors;
        let holds = |step: &Step| {
            step.by.iter().any(|actor| {
                let rule = actors.get(actor);
                rule.is_some_and(|rule| matches!(rule.relation, Relation::Holder | Relation::Agent))
            })
        };
        let mut steps = self.procedure.steps.values();
        steps.any(|step| step.needs.contains(material) && holds(step))
    }

    /// Whether the person may hand the material in here, because a step that
    /// it may take next needs it; in a state that is edited the holder does.
    fn needed_next(&self, case: &Case, material: &MaterialName, who: &Who) -> bool {
        let state = self.procedure.states.get(&case.state);
        let closed = state.is_some_and(|state| state.edit == Editable::None);
        let mut steps = self.procedure.steps.values();
        closed
            && steps.any(|step| {
                step.from.contains(&case.state)
                    && step.needs.contains(material)
                    && self.may_take(step, case, who)
            })
    }

    fn may_take(&self, step: &Step, case: &Case, who: &Who) -> bool {
        let (Some(person), Some(party)) = (&who.person, &who.party) else {
            return false;
        };
        let actor = crate::command::Actor::Person {
            person: person.clone(),
            party: party.clone(),
        };
        let ground = crate::authorize::Ground {
            regime: self.regime(),
            procedure: self.procedure,
            world: self.world,
            today: self.today,
            holder: &case.holder,
            case: Some(case),
        };
        let capacities = crate::authorize::capacities_of(ground, &actor);
        step.by.iter().any(|actor| capacities.contains(actor))
    }

    fn by_clock(&self, who: &Who) -> bool {
        let rule = self.regime().actors.get(&who.capacity);
        rule.is_some_and(|rule| rule.relation == Relation::Clock)
    }

    fn fields_taken(
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

/// Whether a status lets people rely on the entry.
pub fn standing(regime: &Regime, status: &law::name::StatusName) -> Option<Standing> {
    regime.statuses.get(status).map(|status| status.standing)
}
