//! One scenario of an edition, lived through in the office: its lines in
//! order, each on its day, by real commands.

use super::evidence;
use super::finds::Sent;
use super::papers::{self, Papers};
use super::places::region;
use super::record::Record;
use super::story::{FIRST, after};
use super::troupe::{Seats, Troupe, Wanted};
use super::wordings::Wordings;
use anyhow::{Context, bail};
use case::case::Case;
use case::command::{Actor, Command, Order, Supply};
use case::scenario::{Cue, Expected, Prompt, Script, Setting};
use case::value::Value;
use jiff::civil::Date;
use law::form::FieldKind;
use law::name::{FieldName, MaterialName};
use law::procedure::Procedure;
use office::failure::Failure;
use office::intake::Upload;
use office::opening::Office;
use std::collections::BTreeMap;

/// The longest that a story waits for the clock, in days.
const PATIENCE: i32 = 90;

/// What a story works with.
pub(crate) struct House<'a> {
    pub(crate) office: &'a Office,
    pub(crate) record: &'a mut Record,
    pub(crate) troupe: &'a mut Troupe,
    pub(crate) papers: &'a mut Papers,
    /// What was sent without an account.
    pub(crate) sent: &'a mut Vec<Sent>,
}

/// What an act of a story came to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Came {
    /// As the scenario says.
    Done,
    /// Refused, as the scenario says.
    Refused,
    /// Nothing was asked.
    Nothing,
    /// It is not time yet.
    Wait,
    /// The last line has been told.
    Over,
}

/// A story on its way.
pub(crate) struct Tale<'a> {
    /// Edition, file and scenario.
    pub(crate) name: String,
    serial: usize,
    place: usize,
    prompt: Prompt<'a>,
    setting: Setting<'a>,
    seats: Option<Seats>,
    /// The first day, later by each day that was waited.
    first: Date,
    waited: i32,
    acts: usize,
}

impl<'a> Tale<'a> {
    /// The story of a scenario, the `serial`th of the demonstration.
    pub(crate) fn new(
        setting: Setting<'a>,
        script: &Script,
        scenario: &str,
        name: String,
        serial: usize,
    ) -> Result<Self, String> {
        Ok(Tale {
            name,
            serial,
            place: serial,
            prompt: Prompt::new(setting, script, scenario)?,
            setting,
            seats: None,
            first: FIRST,
            waited: 0,
            acts: 0,
        })
    }

    /// How many days pass from the first line to the last.
    pub(crate) fn days(&self) -> i32 {
        self.prompt.last_day().unwrap_or(0)
    }

    /// The numbers of its cases so far.
    pub(crate) fn cases(&self) -> impl Iterator<Item = &str> {
        self.prompt.cases()
    }

    /// Sets the day of the first line.
    pub(crate) fn begins(&mut self, first: Date) {
        self.first = first;
    }

    /// The next act, if it is due on `today`.
    pub(crate) fn go_on(&mut self, house: &mut House<'_>, today: Date) -> anyhow::Result<Came> {
        let Some(days) = self.prompt.next_day() else {
            self.leave(house.troupe);
            return Ok(Came::Over);
        };
        if today < after(self.first, days) {
            return Ok(Came::Wait);
        }
        if self.seats.is_none() {
            self.begin(house, today)?;
        }
        let line = self.prompt.line();
        let came = self.act(house);
        came.with_context(|| format!("line {line} on {today}"))
    }

    /// Leaves the stage; its parties are free.
    pub(crate) fn leave(&mut self, troupe: &mut Troupe) {
        if let Some(seats) = self.seats.take() {
            troupe.release(&seats);
        }
    }

    fn begin(&mut self, house: &mut House<'_>, today: Date) -> anyhow::Result<()> {
        let parties = self.prompt.cast();
        let wanted = Wanted {
            regime: &self.setting.edition.regime,
            parties: &parties,
            place: self.place,
            today,
        };
        let mut seats = house.troupe.seat(house.office, house.record, wanted)?;
        let persons = std::mem::take(&mut seats.persons);
        self.prompt.seat(&seats.parties, persons, self.first);
        self.seats = Some(seats);
        Ok(())
    }

    fn act(&mut self, house: &mut House<'_>) -> anyhow::Result<Came> {
        let now = house.office.clock().now();
        let cases = &house.record.cases;
        let started = cases.values().filter(|case| {
            let by = case.started_by.as_deref();
            by.is_some_and(|by| self.prompt.cases().any(|number| number == by))
        });
        let started: Vec<Case> = started.cloned().collect();
        for case in &started {
            self.prompt.opened(case);
        }
        self.prompt.see(&house.record.world, now, |number| {
            cases.get(number).cloned()
        });
        let cue = self.prompt.cue().map_err(anyhow::Error::msg)?;
        let Some((cue, expected)) = cue else {
            self.leave(house.troupe);
            return Ok(Came::Over);
        };
        match cue {
            Cue::Look => {
                self.prompt.done();
                Ok(Came::Nothing)
            }
            Cue::Clock => self.wait(house, &expected),
            Cue::Order(actor, order) => {
                let order = self.worded(house.record, order);
                self.ask(house, actor, order, &expected)
            }
            Cue::Supply {
                actor,
                case,
                materials,
                reaches,
            } => {
                let mut supplies = self.supplies(house, &case, &materials, reaches.as_deref())?;
                let about = house.record.cases.get(&case).context("the case")?.clone();
                evidence::rest(house, self.setting.edition, &actor, &about, &mut supplies)?;
                self.ask(house, actor, Order::Supply { case, supplies }, &expected)
            }
        }
    }

    /// Waits until the clock has done what the line says.
    fn wait(&mut self, house: &House<'_>, expected: &Expected) -> anyhow::Result<Came> {
        let number = self.prompt.current().context("no case was opened")?;
        let case = house.record.cases.get(number).context("the case")?;
        let arrived = match expected {
            Expected::State(state) => case.state.as_str() == state,
            Expected::Refused | Expected::Anything => true,
        };
        if arrived {
            self.prompt.done();
            return Ok(Came::Nothing);
        }
        self.waited += 1;
        if PATIENCE < self.waited {
            bail!("the clock did not move the case, which is {}", case.state);
        }
        self.first = after(self.first, 1);
        Ok(Came::Wait)
    }

    fn ask(
        &mut self,
        house: &mut House<'_>,
        actor: Actor,
        order: Order,
        expected: &Expected,
    ) -> anyhow::Result<Came> {
        self.acts += 1;
        let key = format!("demo/tale/{}/{}", self.serial, self.acts);
        let answer = house.office.execute_blocking(Command {
            key,
            actor,
            expected: None,
            order,
        });
        match (answer, expected) {
            (Ok(receipt), Expected::Anything | Expected::State(_)) => {
                let sent = receipt.case.clone().zip(receipt.code.clone());
                house
                    .sent
                    .extend(sent.map(|(number, code)| Sent { number, code }));
                for number in house.record.follow(house.office)? {
                    if receipt.case.as_deref() == Some(&number) {
                        let case = house.record.cases.get(&number).context("the case")?;
                        self.prompt.opened(case);
                    }
                }
                if let (Expected::State(wanted), Some(state)) = (expected, &receipt.state)
                    && wanted != state
                {
                    bail!("the case is {state} instead of {wanted}");
                }
                self.prompt.done();
                Ok(Came::Done)
            }
            (Err(Failure::Refused { .. }), Expected::Refused) => {
                self.prompt.done();
                Ok(Came::Refused)
            }
            (Ok(_), Expected::Refused) => bail!("it was to be refused"),
            (Err(failure), _) => Err(failure.into()),
        }
    }

    /// The order in the words of the demonstration.
    fn worded(&self, record: &Record, mut order: Order) -> Order {
        let holder = match &order {
            Order::Open { holder, .. } => holder.clone(),
            Order::Step { case, .. } | Order::Fill { case, .. } => {
                record.cases.get(case).map(|case| case.holder.clone())
            }
            _ => None,
        };
        let holder = holder.and_then(|code| record.world.party(&code));
        let holder = holder.map(|party| party.registration.name_zh.clone());
        let opening = match &order {
            Order::Open { procedure, .. } => Some(procedure.clone()),
            _ => None,
        };
        let procedure = opening
            .and_then(|name| self.setting.edition.regime.procedures.get(&name))
            .unwrap_or(self.prompt.procedure());
        let place = self.place;
        let wordings = Wordings {
            regime: &self.setting.edition.regime,
            procedure,
            holder: holder.as_deref(),
            serial: self.serial,
        };
        match &mut order {
            Order::Open { given, .. } | Order::Step { given, .. } => {
                wordings.given(given);
                regions(procedure, &mut given.fields, place);
            }
            Order::Fill { fields, .. } => {
                wordings.fields(fields);
                regions(procedure, fields, place);
            }
            _ => (),
        }
        order
    }

    fn supplies(
        &self,
        house: &mut House<'_>,
        number: &str,
        materials: &[MaterialName],
        reaches: Option<&str>,
    ) -> anyhow::Result<Vec<Supply>> {
        let case = house.record.cases.get(number).context("the case")?;
        let procedure = self.prompt.procedure();
        let mut files = Vec::new();
        for name in materials {
            let material = procedure.materials.get(name).context("the material")?;
            let paper = papers::Asked {
                edition: self.setting.edition,
                procedure,
                case,
                name,
                material,
                reaches,
                round: self.acts,
            };
            let (file, content) = house.papers.of(house.office, &house.record.world, &paper)?;
            files.push((name.clone(), file, content));
        }
        let uploads: Vec<Upload<'_>> = files
            .iter()
            .map(|(material, name, content)| Upload {
                material: material.clone(),
                name,
                content,
            })
            .collect();
        Ok(house.office.take_in(case, &house.record.world, &uploads)?)
    }
}

/// Regions become those of the place where the story plays.
fn regions(procedure: &Procedure, fields: &mut BTreeMap<FieldName, Value>, place: usize) {
    for (name, value) in fields {
        let kind = procedure.fields.get(name).map(|field| field.kind);
        if kind == Some(FieldKind::Region)
            && let Value::Text(text) = value
        {
            *text = region(text, place);
        }
    }
}
