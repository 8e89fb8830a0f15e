//! One act: asked, authorized, decided and recorded as the office does it.

use super::line::{Act, items, value};
use super::play::{Folder, Play};
use super::{Fault, Outcome, sample};
use crate::authorize::{Ground, authorize, authorize_edit, may_see};
use crate::case::{Case, ClockState};
use crate::command::{Actor, Given};
use crate::decide::{Desk, Opening, Taking};
use crate::drive;
use crate::event::{CaseAct, Event, NewEvent, Stream, What};
use crate::evolve::evolve;
use crate::form::{Form, merged};
use crate::guard::Known;
use crate::party::PersonId;
use crate::refusal::Refusal;
use crate::value::Value;
use law::form::{Field, FieldKind};
use law::name::{DeadlineName, FieldName, StepName};
use law::regime::Relation;
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

    fn perform(&self, act: &Act) -> Result<Vec<NewEvent>, No> {
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

    /// What comes with a step: what the line says, and, unless it says
    /// `bare`, all checks and the statement.
    fn given(
        &self,
        step: &Step,
        words: &[String],
        opened_by: Option<&law::name::ActorName>,
    ) -> Result<Given, No> {
        let bare = words.iter().any(|word| word == "bare");
        let list = |key: &str| items(words, key).into_iter().map(str::to_owned);
        let all = !bare && value(words, "check").is_none() || value(words, "check") == Some("all");
        let mut given = Given {
            fields: BTreeMap::new(),
            grounds: list("ground")
                .map(|ground| ground.as_str().into())
                .collect(),
            reasons: value(words, "reasons").map(repeated),
            checks: list("check").map(|check| check.as_str().into()).collect(),
            statement: !bare || words.iter().any(|word| word == "statement"),
            list: list("list").collect(),
        };
        if all {
            given.checks.clone_from(&step.checks);
        }
        for word in words {
            match word.split_once('=') {
                Some(("ground" | "reasons" | "check" | "list" | "holder", _)) => (),
                Some((name, text)) => {
                    given
                        .fields
                        .insert(FieldName::from(name), self.value(name, text));
                }
                None if word == "bare" || word == "statement" => (),
                None => return Err(No::Script(format!("`{word}` means nothing here"))),
            }
        }
        if let (Some(opened_by), false) = (opened_by, bare) {
            self.samples(step, opened_by, &mut given.fields);
        }
        given
            .fields
            .retain(|_, value| opened_by.is_none() || !value.is_empty());
        Ok(given)
    }

    /// Gives each field that a step takes, and that is asked for, its sample.
    fn samples(
        &self,
        step: &Step,
        opened_by: &law::name::ActorName,
        fields: &mut BTreeMap<FieldName, Value>,
    ) {
        let taken = step
            .takes
            .iter()
            .filter_map(|name| Some((name, self.procedure.fields.get(name)?)));
        let (conditional, plain): (Vec<_>, Vec<_>) =
            taken.partition(|(_, field)| field.when.is_some());
        for (name, field) in plain.into_iter().chain(conditional) {
            let asked = {
                let form = self.form(fields, opened_by);
                form.holds(field.when.as_ref())
            };
            if let (Some(sample), true, false) = (&field.sample, asked, fields.contains_key(name)) {
                fields.insert(name.clone(), self.value(name.as_str(), sample));
            }
        }
    }

    pub(super) fn form<'f>(
        &'f self,
        fields: &'f BTreeMap<FieldName, Value>,
        opened_by: &'f law::name::ActorName,
    ) -> Form<'f> {
        Form {
            regime: &self.edition().regime,
            procedure: self.procedure,
            world: &self.stage.world,
            fields,
            opened_by,
        }
    }

    /// The value that a word writes: names of parties and cases stand for
    /// their codes and numbers, `50*x` for fifty of them.
    pub(super) fn value(&self, name: &str, text: &str) -> Value {
        let field: Option<&Field> = self.procedure.fields.get(name);
        match field.map(|field| field.kind) {
            Some(FieldKind::Party) => {
                let code = self.stage.code(text).map(ToString::to_string);
                Value::Text(code.unwrap_or_else(|| text.to_owned()))
            }
            Some(FieldKind::Case) => {
                let number = self.folders.get(text).map(|folder| folder.number.clone());
                Value::Text(number.unwrap_or_else(|| text.to_owned()))
            }
            Some(FieldKind::Texts) => Value::List(match text.split_once('*') {
                Some((count, item)) => (1..=count.parse().unwrap_or(0_u32))
                    .map(|at| format!("{item}-{at}"))
                    .collect(),
                None => text
                    .split(',')
                    .filter(|item| !item.is_empty())
                    .map(str::to_owned)
                    .collect(),
            }),
            _ => Value::Text(repeated(text)),
        }
    }

    /// Who an actor's name means.
    fn actor(&self, text: &str) -> Result<Actor, No> {
        match text {
            "clock" => return Ok(Actor::Clock),
            "operator" => return Ok(Actor::Operator),
            _ => (),
        }
        let (text, certain) = text
            .split_once('@')
            .map_or((text, None), |(name, person)| (name, Some(person)));
        let (name, which) = text.split_once('#').unwrap_or((text, "1"));
        let rule = self.edition().regime.actors.get(name);
        let party = match rule {
            Some(rule) if rule.relation == Relation::Holder => self
                .folders
                .get(&self.current)
                .map(|folder| folder.holder.clone()),
            _ => None,
        };
        let kind = rule
            .and_then(|rule| rule.kind.as_ref())
            .map_or(name, |kind| kind.as_str());
        let party = party.or_else(|| self.stage.code(kind).cloned());
        let party = party.ok_or_else(|| No::Script(format!("nobody is called `{name}`")))?;
        if let Some(person) = certain {
            return Ok(Actor::Person {
                person: PersonId(person.to_owned()),
                party,
            });
        }
        let drawn = self
            .case()
            .and_then(|case| case.drawn.get(name))
            .cloned()
            .unwrap_or_default();
        if which == "1"
            && let Some(person) = drawn.first()
        {
            return Ok(Actor::Person {
                person: person.clone(),
                party,
            });
        }
        let role = rule.and_then(|rule| rule.role.as_ref());
        let members = self.stage.world.party(&party).map(|party| &party.members);
        let mut fitting = members.into_iter().flatten().filter(|(person, member)| {
            role.is_none_or(|role| member.roles.contains(role))
                && (which != "other" || !drawn.contains(person))
        });
        let at = which.parse::<usize>().unwrap_or(1).saturating_sub(1);
        let person = fitting.nth(at).map(|(person, _)| person.clone());
        let person =
            person.ok_or_else(|| No::Script(format!("`{text}`: there is no such person")))?;
        Ok(Actor::Person { person, party })
    }

    fn ground<'p>(
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

    fn record(&mut self, events: Vec<NewEvent>) -> Vec<Event> {
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
struct Standpoint<'p> {
    holder: law::identity::PartyCode,
    regime: &'p law::regime::Regime,
    procedure: &'p law::procedure::Procedure,
    world: &'p crate::world::World,
    today: jiff::civil::Date,
    case: Option<&'p Case>,
}

impl<'p> Standpoint<'p> {
    fn ground<'g>(&'g self) -> Ground<'g>
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

/// `9000*x` is nine thousand times `x`.
fn repeated(text: &str) -> String {
    let repeat = text
        .split_once('*')
        .and_then(|(count, sign)| Some((count.parse::<usize>().ok()?, sign)));
    repeat.map_or_else(
        || text.to_owned(),
        |(count, sign)| sign.repeat(count.min(100_000)),
    )
}
