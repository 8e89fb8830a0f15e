//! Does the law allow it now? → events or a refusal.

use crate::authorize::{EditPermit, Permit};
use crate::case::{Case, ClockState};
use crate::command::{Given, Supply};
use crate::draw;
use crate::event::{Announced, CaseAct, Drawn, EntryMoved, NewEvent, Stepped, Stream, What, Who};
use crate::form::{Form, merged};
use crate::guard::{self, Known, Look};
use crate::party::PersonId;
use crate::refusal::Refusal;
use crate::terms::Terms;
use crate::value::Value;
use crate::wording::{Wording, words};
use crate::world::World;
use jiff::civil::Date;
use law::calendar::{Calendar, Moment};
use law::form::{Ground as LegalGround, Words};
use law::identity::PartyCode;
use law::library::{Edition, EditionId};
use law::name::{DeadlineName, FieldName, MaterialName, ProcedureName, StateName, StepName};
use law::procedure::{Editable, Procedure};
use law::regime::{Regime, Standing};
use law::step::Step;
use std::collections::{BTreeMap, BTreeSet};

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
    pub fn open(&self, opening: Opening<'_>, permit: &Permit<'_>, given: &Given) -> Result<NewEvent, Refusal> {
        let (name, step) = permit.step();
        if !step.from.is_empty() {
            return Err(Refusal::NoSuchCase { case: String::new() });
        }
        let head = &self.procedure.head;
        let kind = self.regime().parties.get(&head.holder);
        let title = kind.map_or_else(|| words("", ""), |kind| words(&kind.zh, &kind.en));
        let holder = self.world.party(opening.holder);
        let holder = holder.ok_or_else(|| Refusal::NoSuchParty { party: opening.holder.to_string() })?;
        if !holder.registration.kinds.contains(&head.holder) {
            return Err(Refusal::WrongHolder { holder: opening.holder.to_string(), kind: title, basis: head.basis.clone() });
        }
        let body = self.world.first_of(&head.body).ok_or_else(|| Refusal::NoBody { kind: words(head.body.as_str(), head.body.as_str()) })?;
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
        Ok(NewEvent { stream: Stream::Case(opening.number), who: permit.who().clone(), what: What::Case(act) })
    }

    /// Changes fields of the form.
    ///
    /// # Errors
    ///
    /// Why it is not allowed now.
    pub fn fill(&self, case: &Case, permit: &EditPermit, given: &BTreeMap<FieldName, Value>) -> Result<NewEvent, Refusal> {
        let after = merged(Some(case), given);
        let fields = self.form(&after, &case.opened_by).check(given)?;
        for name in fields.keys() {
            if !self.editable(case, name.as_str()) {
                let field = self.procedure.fields.get(name);
                let field = field.map_or_else(|| words(name.as_str(), name.as_str()), |field| words(&field.zh, &field.en));
                return Err(Refusal::FieldClosed { field, state: self.state_title(&case.state) });
            }
        }
        Ok(self.event(case, &permit.who, CaseAct::Filled { fields }))
    }

    /// Takes materials in.
    ///
    /// # Errors
    ///
    /// Why one of them is not taken now; then none is.
    pub fn supply(&self, case: &Case, permit: &EditPermit, supplies: &[Supply]) -> Result<Vec<NewEvent>, Refusal> {
        let mut events = Vec::new();
        for supply in supplies {
            let Some(material) = self.procedure.materials.get(&supply.material) else {
                return Err(Refusal::NoSuchMaterial { material: supply.material.clone() });
            };
            let title = words(&material.zh, &material.en);
            if !self.editable(case, supply.material.as_str()) {
                return Err(Refusal::MaterialClosed { material: title, state: self.state_title(&case.state) });
            }
            if !material.types.iter().any(|kind| *kind == supply.document.kind) {
                let types = material.types.join(", ");
                let why = words(
                    format!("文件类型为{}，应当为{types}", supply.document.kind),
                    format!("the file is of type {}; it must be one of {types}", supply.document.kind),
                );
                return Err(Refusal::MaterialWrong { material: title, why });
            }
            let act = CaseAct::Supplied {
                material: supply.material.clone(),
                document: supply.document.clone(),
                findings: supply.findings.clone(),
            };
            events.push(self.event(case, &permit.who, act));
        }
        Ok(events)
    }

    /// Takes a step.
    ///
    /// # Errors
    ///
    /// Why the law does not allow it, in the order in which a person would be
    /// told.
    pub fn step(&self, taking: &Taking<'_>, permit: &Permit<'_>, given: &Given) -> Result<NewEvent, Refusal> {
        let case = taking.case;
        let (name, step) = permit.step();
        let title = words(&step.zh, &step.en);
        if !step.from.contains(&case.state) {
            let state = self.state_title(&case.state);
            return Err(Refusal::WrongState { step: title, state, basis: step.basis.clone() });
        }
        self.due(case, name, step, taking.driven_by, &permit.who().person)?;
        self.other_person(case, step, permit.who())?;
        self.said(case, step, given)?;
        let fields = self.fields_taken(step, Some(case), given, &case.opened_by)?;
        let after = merged(Some(case), &fields);
        let form = self.form(&after, &case.opened_by);
        self.complete(case, step, &form)?;
        let look = Look { form, case: Some(case), holder: &case.holder, known: self.known, today: self.today };
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
            reasons: given.reasons.as_ref().filter(|text| !text.trim().is_empty()).cloned(),
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
        let (Some(rule), Some(clock)) = (self.procedure.deadlines.get(deadline), case.clocks.get(deadline)) else {
            return Err(Refusal::NoSuchCase { case: case.number.clone() });
        };
        let next = self.terms(&case.fields).reminders(rule, clock).get(usize::from(clock.reminded)).copied();
        if clock.state != ClockState::Running || next.is_none_or(|at| self.now < at) {
            return Err(Refusal::NotDue { step: words(&rule.zh, &rule.en), basis: rule.basis.clone() });
        }
        let act = CaseAct::Reminded { deadline: deadline.clone(), due: clock.due };
        Ok(self.event(case, &Who { person: None, party: None, capacity: "clock".into() }, act))
    }

    /// Computes the open deadlines of a case anew.
    ///
    /// # Errors
    ///
    /// [`Refusal::UnknownDays`] where a due date would have to be guessed.
    pub fn recalculate(&self, case: &Case, calendar: &str, year: i16) -> Result<Option<NewEvent>, Refusal> {
        let clocks = self.terms(&case.fields).moved(case)?;
        if clocks.is_empty() {
            return Ok(None);
        }
        let act = CaseAct::Recalculated { calendar: calendar.to_owned(), year, clocks };
        Ok(Some(self.event(case, &Who { person: None, party: None, capacity: "clock".into() }, act)))
    }

    fn event(&self, case: &Case, who: &Who, act: CaseAct) -> NewEvent {
        NewEvent { stream: Stream::Case(case.number.clone()), who: who.clone(), what: What::Case(act) }
    }

    fn form<'f>(&self, fields: &'f BTreeMap<FieldName, Value>, opened_by: &'f law::name::ActorName) -> Form<'f>
    where
        'a: 'f,
    {
        Form { regime: self.regime(), procedure: self.procedure, world: self.world, fields, opened_by }
    }

    fn terms<'f>(&self, fields: &'f BTreeMap<FieldName, Value>) -> Terms<'f>
    where
        'a: 'f,
    {
        Terms { regime: self.regime(), procedure: self.procedure, calendar: self.calendar, fields, now: self.now }
    }

    fn state_title(&self, state: &StateName) -> Wording {
        let found = self.procedure.states.get(state);
        found.map_or_else(|| words(state.as_str(), state.as_str()), |found| words(&found.zh, &found.en))
    }

    /// Whether a field or material may be changed where the case stands.
    pub fn editable(&self, case: &Case, name: &str) -> bool {
        match self.procedure.states.get(&case.state).map(|state| state.edit) {
            Some(Editable::All) => true,
            Some(Editable::Listed) => case.listed.contains(name),
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
                return Err(Refusal::NoSuchField { field: name.clone() });
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

    /// A step of the clock needs a deadline that ran out, or another case's
    /// step that brings it about.
    fn due(&self, case: &Case, name: &StepName, step: &Step, driven: Option<&str>, person: &Option<PersonId>) -> Result<(), Refusal> {
        if person.is_some() || driven.is_some() {
            return Ok(());
        }
        let over = self.procedure.deadlines.iter().any(|(deadline, rule)| {
            rule.then.as_ref() == Some(name)
                && case.clocks.get(deadline).is_some_and(|clock| clock.state == ClockState::Running && clock.end <= self.now)
        });
        if over {
            return Ok(());
        }
        Err(Refusal::NotDue { step: words(&step.zh, &step.en), basis: step.basis.clone() })
    }

    fn other_person(&self, case: &Case, step: &Step, who: &Who) -> Result<(), Refusal> {
        let Some(person) = &who.person else {
            return Ok(());
        };
        for earlier in &step.other_than {
            if case.took(earlier).any(|taker| taker == person) {
                let title = self.procedure.steps.get(earlier);
                let earlier = title.map_or_else(|| words(earlier.as_str(), earlier.as_str()), |step| words(&step.zh, &step.en));
                return Err(Refusal::SamePerson { step: words(&step.zh, &step.en), earlier, basis: step.basis.clone() });
            }
        }
        Ok(())
    }

    /// What must be said with the step: grounds, reasons, checks, statement, list.
    fn said(&self, case: &Case, step: &Step, given: &Given) -> Result<(), Refusal> {
        let title = || words(&step.zh, &step.en);
        let basis = || step.basis.clone();
        for ground in &given.grounds {
            if !step.grounds.contains(ground) {
                return Err(Refusal::GroundNotListed { ground: ground.to_string(), step: title(), basis: basis() });
            }
        }
        if !step.grounds.is_empty() && given.grounds.is_empty() {
            let grounds = step.grounds.iter().filter_map(|name| self.procedure.grounds.get(name));
            let grounds = grounds.map(|ground| words(&ground.zh, &ground.en)).collect();
            return Err(Refusal::GroundsMissing { step: title(), grounds, basis: basis() });
        }
        let reasons = given.reasons.as_deref().unwrap_or_default();
        if LONGEST_REASONS < reasons.chars().count() {
            return Err(Refusal::TooLong { what: "reasons".into(), max: LONGEST_REASONS });
        }
        let grounds: Vec<&LegalGround> = given.grounds.iter().filter_map(|name| self.procedure.grounds.get(name)).collect();
        if (step.reasons || grounds.iter().any(|ground| ground.reasons)) && reasons.trim().is_empty() {
            return Err(Refusal::ReasonsMissing { step: title(), basis: basis() });
        }
        let open: Vec<Wording> = step
            .checks
            .iter()
            .filter(|check| !given.checks.contains(check))
            .filter_map(|check| self.procedure.checks.get(check))
            .map(|check| words(&check.zh, &check.en))
            .collect();
        if !open.is_empty() {
            return Err(Refusal::ChecksMissing { checks: open, basis: basis() });
        }
        if step.statement && !given.statement {
            return Err(Refusal::StatementMissing { step: title(), basis: basis() });
        }
        self.listed(case, step, &given.list)
    }

    fn listed(&self, case: &Case, step: &Step, list: &[String]) -> Result<(), Refusal> {
        if !step.lists {
            return Ok(());
        }
        if list.is_empty() {
            return Err(Refusal::ListMissing { step: words(&step.zh, &step.en), basis: step.basis.clone() });
        }
        for name in list {
            if !self.procedure.fields.contains_key(name.as_str()) && !self.procedure.materials.contains_key(name.as_str()) {
                return Err(Refusal::ListUnknown { name: name.clone() });
            }
            if !case.listed.is_empty() && !case.listed.contains(name) {
                return Err(Refusal::ListWidened { name: name.clone(), basis: step.basis.clone() });
            }
        }
        Ok(())
    }

    /// Fields and materials that must be there by now.
    fn complete(&self, case: &Case, step: &Step, form: &Form<'_>) -> Result<(), Refusal> {
        let asked = step.asks.iter().filter_map(|name| Some((name, self.procedure.fields.get(name)?)));
        let fields: Vec<(FieldName, Wording)> = asked
            .filter(|(name, field)| form.holds(field.when.as_ref()) && !form.fields.contains_key(*name))
            .map(|(name, field)| (name.clone(), words(&field.zh, &field.en)))
            .collect();
        if !fields.is_empty() {
            return Err(Refusal::FieldsMissing { fields, basis: step.basis.clone() });
        }
        let materials = self.missing(case, step, form);
        if materials.is_empty() {
            return Ok(());
        }
        Err(Refusal::MaterialsMissing { materials, basis: step.basis.clone() })
    }

    fn missing(&self, case: &Case, step: &Step, form: &Form<'_>) -> Vec<(MaterialName, Wording)> {
        let groups: BTreeSet<&String> = case
            .documents
            .keys()
            .filter_map(|name| self.procedure.materials.get(name)?.either.as_ref())
            .collect();
        step.needs
            .iter()
            .filter_map(|name| Some((name, self.procedure.materials.get(name)?)))
            .filter(|(name, material)| {
                form.holds(material.when.as_ref())
                    && !case.documents.contains_key(*name)
                    && material.either.as_ref().is_none_or(|group| !groups.contains(group))
            })
            .map(|(name, material)| (name.clone(), words(&material.zh, &material.en)))
            .collect()
    }

    /// Where several must sign, all but the last signature only sign.
    fn signature(case: &Case, name: &StepName, step: &Step, who: &Who) -> Result<Option<CaseAct>, Refusal> {
        if step.signatures.is_empty() {
            return Ok(None);
        }
        let signed = case.signatures.get(name).cloned().unwrap_or_default();
        if signed.contains(&who.capacity) {
            return Err(Refusal::AlreadySigned { step: words(&step.zh, &step.en) });
        }
        let open = step.signatures.iter().filter(|actor| !signed.contains(*actor) && **actor != who.capacity).count();
        Ok((0 < open).then(|| CaseAct::Signed { step: name.clone(), basis: step.basis.clone() }))
    }

    fn draw(&self, case: &Case, step: &Step, who: &Who) -> Result<Option<Drawn>, Refusal> {
        let Some((name, rule)) = step.draws.as_ref().and_then(|name| Some((name, self.procedure.draws.get(name)?))) else {
            return Ok(None);
        };
        let before = case.drawn.get(&rule.actor);
        let out = |person: &PersonId| {
            case.conflicted.contains(person)
                || (who.person.as_ref() == Some(person) && before.is_some_and(|before| before.contains(person)))
        };
        let body = self.world.party(&case.body);
        let pool: Vec<PersonId> = body
            .into_iter()
            .flat_map(|body| body.members.keys().filter(|person| body.confirmed(person, Some(&rule.role)).is_some()))
            .filter(|person| !out(person))
            .cloned()
            .collect();
        let count = usize::from(rule.count.unwrap_or(1));
        if pool.len() < count {
            return Err(Refusal::NobodyToDraw { draw: words(&rule.zh, &rule.en), basis: rule.basis.clone() });
        }
        Ok(Some(draw::draw(name, &rule.actor, &case.number, pool, count, self.seed)))
    }

    /// What the register says once the case stands at `to`, where that is news.
    fn entry(&self, case: &Case, to: &StateName, label: Option<String>, clocks: &[crate::event::ClockEvent]) -> Option<EntryMoved> {
        let status = self.procedure.states.get(to)?.entry.as_ref()?;
        let number = case.label.clone().or(label)?;
        let until = self.valid_until(case, clocks);
        let same = case.entry.as_ref().is_some_and(|entry| entry.status == *status && entry.until == until);
        (!same).then(|| EntryMoved { number, status: status.clone(), until })
    }

    fn valid_until(&self, case: &Case, clocks: &[crate::event::ClockEvent]) -> Option<Date> {
        let register = self.regime().registers.get(self.procedure.head.register.as_ref()?)?;
        let validity = register.validity.as_ref()?;
        let started = clocks.iter().find_map(|event| match event {
            crate::event::ClockEvent::Started { name, due, .. } if name.as_str() == validity => Some(*due),
            _ => None,
        });
        started.or_else(|| case.clocks.get(validity.as_str()).map(|clock| clock.due))
    }

    fn announce(
        &self,
        case: &Case,
        step: &Step,
        given: &Given,
        fields: &BTreeMap<FieldName, Value>,
        entry: Option<&EntryMoved>,
    ) -> Vec<Announced> {
        let known = step.notices.iter().filter_map(|name| Some((name, self.regime().notices.get(name)?)));
        known
            .map(|(name, notice)| {
                let blanks = |zh: bool| self.blanks(case, given, fields, entry, zh);
                Announced {
                    notice: name.clone(),
                    zh: fill_in(&notice.text_zh, &blanks(true)),
                    en: fill_in(&notice.text_en, &blanks(false)),
                }
            })
            .collect()
    }

    fn blanks(
        &self,
        case: &Case,
        given: &Given,
        fields: &BTreeMap<FieldName, Value>,
        entry: Option<&EntryMoved>,
        zh: bool,
    ) -> BTreeMap<String, String> {
        let pick = |words: &Words| if zh { words.zh.clone() } else { words.en.clone() };
        let form = self.form(fields, &case.opened_by);
        let mut blanks: BTreeMap<String, String> = fields
            .iter()
            .filter(|(name, _)| self.procedure.fields.get(*name).is_some_and(|field| field.public))
            .map(|(name, value)| (name.to_string(), pick(&self.shown(&form, name, value))))
            .collect();
        let number = entry.map(|entry| entry.number.clone()).or_else(|| case.label.clone());
        blanks.insert("number".into(), number.unwrap_or_default());
        let until = entry.and_then(|entry| entry.until).or_else(|| case.entry.as_ref()?.until);
        blanks.insert("until".into(), until.map(|date| date.to_string()).unwrap_or_default());
        let holder = self.world.party(&case.holder).map(|party| &party.registration);
        let name = holder.map(|holder| if zh { holder.name_zh.clone() } else { holder.name_en.clone() });
        blanks.insert("holder".into(), name.unwrap_or_default());
        let grounds = given.grounds.iter().filter_map(|ground| self.procedure.grounds.get(ground));
        let grounds: Vec<String> = grounds.map(|ground| if zh { ground.zh.clone() } else { ground.en.clone() }).collect();
        blanks.insert("grounds".into(), grounds.join(if zh { "；" } else { "; " }));
        blanks
    }

    /// A value as a reader sees it: titles instead of names.
    pub fn shown(&self, form: &Form<'_>, name: &FieldName, value: &Value) -> Words {
        crate::wording::shown(form, name, value)
    }

    fn statement(&self, step: &Step, who: &Who) -> Option<String> {
        let (person, party) = (who.person.as_ref()?, who.party.as_ref()?);
        let member = self.world.party(party)?.members.get(person)?;
        step.statement.then(|| member.name.clone())
    }
}

/// Whether a status lets people rely on the entry.
pub fn standing(regime: &Regime, status: &law::name::StatusName) -> Option<Standing> {
    regime.statuses.get(status).map(|status| status.standing)
}

fn fill_in(text: &str, blanks: &BTreeMap<String, String>) -> String {
    let mut filled = String::new();
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('{') {
        filled.push_str(before);
        let Some((blank, after)) = after.split_once('}') else {
            break;
        };
        filled.push_str(blanks.get(blank).map_or("", String::as_str));
        rest = after;
    }
    filled.push_str(rest);
    filled
}
