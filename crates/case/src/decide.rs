//! Does the law allow it now? → events or a refusal.

mod outcome;
mod said;

use crate::authorize::{EditPermit, Permit};
use crate::case::{Case, ClockState};
use crate::command::{Given, Supply};
use crate::event::{CaseAct, Handed, NewEvent, Stepped, Stream, What, Who};
use crate::form::{Form, admits, merged};
use crate::guard::{self, Known, Look};
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
use law::name::{DeadlineName, FieldName, ProcedureName, StateName};
use law::procedure::{Editable, Procedure};
use law::regime::{Regime, Standing};
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

/// A new case that is asked for.
#[derive(Debug)]
pub struct Opening<'a> {
    pub id: EditionId,
    pub procedure: ProcedureName,
    pub number: String,
    pub holder: &'a PartyCode,
}

/// What a step on the case leads to. `label` is a fresh number of the
/// register's series, used only if the step issues an entry.
#[derive(Debug)]
pub struct Taking<'a> {
    pub case: &'a Case,
    pub label: Option<String>,
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
        let holder = self.world.party(opening.holder);
        let holder = holder.ok_or_else(|| Refusal::NoSuchParty {
            party: opening.holder.to_string(),
        })?;
        let admitted = kind.is_none_or(|kind| admits(kind, opening.holder));
        if !holder.registration.kinds.contains(&head.holder) || !admitted {
            return Err(Refusal::WrongHolder {
                holder: opening.holder.to_string(),
                kind: title,
                basis: head.basis.clone(),
            });
        }
        let body = self
            .world
            .first_of(&head.body)
            .ok_or_else(|| Refusal::NoBody {
                kind: words(head.body.as_str(), head.body.as_str()),
            })?;
        let Some(to) = &step.to else {
            return Err(Refusal::NoSuchStep { step: name.clone() });
        };
        let taken = self.fields_taken(step, None, given, &permit.who().capacity)?;
        let clocks = self.terms(&taken).on_move(None, name, to)?;
        let act = CaseAct::Opened {
            edition: opening.id,
            digest: self.edition.digest.clone(),
            procedure: opening.procedure,
            number: opening.number.clone(),
            holder: opening.holder.clone(),
            body: body.registration.code.clone(),
            step: name.clone(),
            to: to.clone(),
            basis: step.basis.clone(),
            fields: taken,
            clocks,
        };
        Ok(NewEvent {
            stream: Stream::Case(opening.number),
            who: permit.who().clone(),
            what: What::Case(act),
        })
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
            if !self.editable(case, supply.material.as_str()) {
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
    ) -> Result<NewEvent, Refusal> {
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
        self.due(case, name, step, taking.driven_by, &permit.who().person)?;
        self.other_person(case, step, permit.who())?;
        self.said(case, step, given)?;
        let fields = self.fields_taken(step, Some(case), given, &case.opened_by)?;
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
            return Ok(self.event(case, permit.who(), act));
        }
        let to = step.to.clone().unwrap_or_else(|| case.state.clone());
        let clocks = self.terms(&after).on_move(Some(case), name, &to)?;
        let drawn = self.draw(case, step, permit.who())?;
        let entry = self.entry(case, &to, taking.label.clone(), &clocks);
        let announced = self.announce(case, step, given, &after, entry.as_ref());
        let act = CaseAct::Stepped(Stepped {
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
            entry,
            announced,
            clocks,
            driven_by: taking.driven_by.map(str::to_owned),
        });
        Ok(self.event(case, permit.who(), act))
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
            return Err(Refusal::NoSuchCase {
                case: case.number.clone(),
            });
        };
        let next = self
            .terms(&case.fields)
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
        let clocks = self.terms(&case.fields).moved(case)?;
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

    fn terms<'f>(&self, fields: &'f BTreeMap<FieldName, Value>) -> Terms<'f>
    where
        'a: 'f,
    {
        Terms {
            regime: self.regime(),
            procedure: self.procedure,
            calendar: self.calendar,
            fields,
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
