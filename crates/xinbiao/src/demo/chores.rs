//! What is done in the offices as a matter of course: a text file names steps
//! that follow wherever a case has come to a state, by whom, with what.

use super::record::Record;
use super::story::after;
use anyhow::Context;
use case::case::Case;
use case::command::{Actor, Command, Given, Order};
use case::party::PersonId;
use case::value::Value;
use jiff::civil::Date;
use law::identity::PartyCode;
use law::name::{ActorName, ProcedureName, StateName, StatusName, StepName};
use law::regime::Relation;
use office::failure::Failure;
use office::opening::Office;
use std::collections::BTreeSet;

/// The file: lines `REGIME PROCEDURE STATE ACTOR STEP [when=STATUS] [FIELD=VALUE…]`.
const LIST: &str = include_str!("programme/chores.txt");
/// So many days a case has been in its state before.
const AFTER: i32 = 2;

/// A line of the file.
#[derive(Debug, Clone)]
pub(crate) struct Chore {
    regime: String,
    procedure: ProcedureName,
    state: StateName,
    actor: ActorName,
    step: StepName,
    when: Option<StatusName>,
    fields: Vec<(String, String)>,
}

/// The chores of all regimes.
pub(crate) fn chores() -> anyhow::Result<Vec<Chore>> {
    let lines = LIST.lines().map(str::trim);
    let said = lines.filter(|line| !line.is_empty() && !line.starts_with('#'));
    said.map(|line| chore(line).with_context(|| format!("the chore `{line}`")))
        .collect()
}

fn chore(line: &str) -> anyhow::Result<Chore> {
    let mut words = line.split_whitespace();
    let mut word = || words.next().context("a word is missing");
    let (regime, procedure, state) = (word()?.to_owned(), word()?.into(), word()?.into());
    let (actor, step) = (word()?.into(), word()?.into());
    let mut chore = Chore {
        regime,
        procedure,
        state,
        actor,
        step,
        when: None,
        fields: Vec::new(),
    };
    for word in words {
        let (name, value) = word.split_once('=').context("a word without `=`")?;
        match name {
            "when" => chore.when = Some(value.into()),
            _ => chore.fields.push((name.to_owned(), value.to_owned())),
        }
    }
    Ok(chore)
}

/// Does what is to be done on a day, except for cases of stories that go on;
/// how many commands that were.
pub(crate) fn day(
    (office, record): (&Office, &mut Record),
    chores: &[Chore],
    today: Date,
    told: &BTreeSet<String>,
) -> anyhow::Result<u64> {
    let late = after(today, -AFTER);
    let mut orders = Vec::new();
    for case in record.cases.values() {
        let chore = chores.iter().find(|chore| chore.is_for(record, case));
        let rested = rested(record, case, late);
        if let Some(chore) = chore.filter(|_| rested && !told.contains(&case.number)) {
            orders.push((chore, case.clone()));
        }
    }
    let count = orders.len();
    for (chore, case) in orders {
        let doing = || format!("{} of {} on {today}", chore.step, case.number);
        chore
            .carry_out(office, record, &case, today)
            .with_context(doing)?;
    }
    record.follow(office)?;
    Ok(u64::try_from(count)?)
}

/// Whether the case came where it is on this day or before.
fn rested(record: &Record, case: &Case, late: Date) -> bool {
    let calendar = record.world.calendars.values().next();
    calendar.is_some_and(|calendar| calendar.day(case.since) <= late)
}

impl Chore {
    fn is_for(&self, record: &Record, case: &Case) -> bool {
        let stands = self.regime == case.edition.regime
            && self.procedure == case.procedure
            && self.state == case.state;
        let by = case.started_by.as_ref();
        let by = by.and_then(|by| record.cases.get(by)?.entry.as_ref());
        stands && (self.when.is_none() || self.when.as_ref() == by.map(|entry| &entry.status))
    }

    fn carry_out(
        &self,
        office: &Office,
        record: &Record,
        case: &Case,
        today: Date,
    ) -> anyhow::Result<()> {
        let edition = office.edition(case)?;
        let procedure = edition.procedure(&case.procedure);
        let step = procedure.and_then(|procedure| procedure.steps.get(&self.step));
        let step = step.context("there is no such step")?;
        let value = |said: &str| match said {
            "today" => Value::Text(today.to_string()),
            said => Value::Text(said.to_owned()),
        };
        let fields = self.fields.iter();
        let given = Given {
            fields: fields
                .map(|(name, said)| (name.as_str().into(), value(said)))
                .collect(),
            checks: step.checks.clone(),
            statement: step.statement,
            ..Given::default()
        };
        let (person, party) = self.person(office, record, case)?;
        let order = Order::Step {
            case: case.number.clone(),
            step: self.step.clone(),
            given,
        };
        let done = office.execute_blocking(Command {
            key: format!("demo/chore/{}/{}/{}", case.number, self.step, case.version),
            actor: Actor::Person { person, party },
            expected: None,
            order,
        });
        done.map(|_| ()).map_err(|failure: Failure| failure.into())
    }

    /// Who does it: the first member of the party in question with the role.
    fn person(
        &self,
        office: &Office,
        record: &Record,
        case: &Case,
    ) -> anyhow::Result<(PersonId, PartyCode)> {
        let edition = office.edition(case)?;
        let actor = edition.regime.actors.get(&self.actor);
        let actor = actor.context("there is no such actor")?;
        let code = match actor.relation {
            Relation::Holder => &case.holder,
            _ => &case.body,
        };
        let party = record.world.party(code).context("the party")?;
        let role = actor.role.as_ref();
        let mut members = party.members.keys();
        let has = |person: &&PersonId| {
            let member = party.confirmed(person);
            let regime = &case.edition.regime;
            member.is_some_and(|member| role.is_none_or(|role| member.has(regime, role)))
        };
        let person = members.find(has);
        Ok((person.context("nobody has the role")?.clone(), code.clone()))
    }
}
