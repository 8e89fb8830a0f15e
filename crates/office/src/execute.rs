//! THE SPINE: one command, start to finish.
//!
//! load ── authorize ── decide ── append. Whatever follows a change is
//! recorded with it; the caller is answered only when the batch is durable.

use crate::chance::{code, digest, seed};
use crate::failure::Failure;
use crate::hot::{Hot, read_case_while};
use crate::known::Shelf;
use crate::leaf::Place;
use crate::record::{Asked, Batch, year_of};
use crate::resolve::{resolved, with_cases};
use crate::retention::{kept, there};
use crate::scoped::scoped;
use case::authorize::{Ground, authorize, authorize_edit, authorize_retention};
use case::case::Case;
use case::command::{Actor, Command, Given, Order};
use case::course::{self, Means};
use case::decide::{Desk, Opening};
use case::event::NewEvent;
use case::evidence::orders;
use case::guard::Known;
use case::order::decide_order;
use case::place::{Origin, party_of};
use case::refusal::Refusal;
use law::calendar::Calendar;
use law::identity::PartyCode;
use law::library::{Edition, EditionId, Library};
use law::name::{NumberName, ProcedureName, StepName};
use law::procedure::Procedure;
use proof::digest::Digest;
use serde::Serialize;
use std::collections::BTreeMap;
use std::sync::Arc;
use store::blobs::Blobs;
use store::engine::Engine;
use store::row::bind;
use store::statements as sql;

/// What a caller gets once its command is on record.
#[derive(Debug, Clone, Serialize, PartialEq, Eq)]
pub struct Receipt {
    /// The case, if the command was about one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub case: Option<String>,
    /// Where the case stands now, and its version.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub state: Option<String>,
    pub version: u64,
    /// The entry's number, once there is one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub number: Option<String>,
    /// The position of the command's last event in the record. It is not told
    /// to those outside: it counts confidential events too.
    #[serde(skip)]
    pub position: u64,
    /// The number in the public log of the last event on what the command was
    /// about; none if nothing was recorded, or it stays out of the log.
    #[serde(rename = "position", skip_serializing_if = "Option::is_none")]
    pub logged: Option<u64>,
    /// Whether what was recorded stays out of the public log.
    #[serde(skip)]
    pub unlogged: bool,
    /// Whether the command had been carried out before, under the same key.
    pub repeated: bool,
    /// With this code whoever opened the case without an account asks after
    /// it. It is told once and kept nowhere.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub code: Option<String>,
    /// The signed head that contains the events: of the public log, or of the
    /// record if they stay out of the log.
    pub checkpoint: Arc<str>,
}

impl Receipt {
    fn at(self, place: Option<Place>) -> Self {
        Receipt {
            logged: place.and_then(Place::logged),
            unlogged: matches!(place, Some(Place::Record(_))),
            ..self
        }
    }
}

/// The longest key of a command, in bytes.
pub const LONGEST_KEY: usize = 200;

/// Everything one command is carried out with.
#[derive(Debug)]
pub(crate) struct Spine<'a> {
    pub(crate) engine: &'a mut Engine,
    pub(crate) hot: &'a mut Hot,
    pub(crate) library: &'a Library,
    pub(crate) batch: &'a mut Batch,
    pub(crate) blobs: &'a Blobs,
}

/// The cases that a command touches, as they were before it.
type Before = BTreeMap<String, Arc<Case>>;

impl Spine<'_> {
    /// Carries out one command. Nothing else in the system changes a case.
    ///
    /// # Errors
    ///
    /// [`Failure::Refused`] if the law does not allow it, [`Failure::Stale`]
    /// if the case moved meanwhile. Nothing is recorded then.
    pub(crate) fn carry_out(&mut self, command: &Command) -> Result<Receipt, Failure> {
        let asked = asked(command)?;
        if let Some(receipt) = self.repeated(command, &asked)? {
            return Ok(receipt);
        }
        let mut code = None;
        let (case, events, before) = match &command.order {
            Order::Open {
                regime,
                procedure,
                holder,
                step,
                given,
            } => {
                let wanted = Wanted {
                    regime,
                    procedure,
                    holder: holder.as_ref(),
                    step,
                    given,
                };
                let opened = self.open(command, wanted)?;
                code = opened.code;
                (Some(opened.number), vec![opened.event], Before::new())
            }
            Order::Read { case, .. } => (Some(case.clone()), self.read(command)?, Before::new()),
            order => match order.case() {
                Some(number) => {
                    let (events, before) = self.on_case(command, number)?;
                    (Some(number.to_owned()), events, before)
                }
                None => (None, self.beside_cases(command)?, Before::new()),
            },
        };
        if events.is_empty() {
            return self.receipt(case, self.batch.head.position);
        }
        let appended = self
            .batch
            .append(self.hot, self.library, &asked, events, before)?;
        let mut receipt = self.receipt(case, appended.position)?.at(appended.place);
        receipt.code = code;
        let answer = receipt.clone();
        self.batch.unseen.answer(asked.key, asked.hash, answer);
        Ok(receipt)
    }

    /// The answer to a command that was carried out before: the one that it
    /// had then.
    fn repeated(&mut self, command: &Command, asked: &Asked) -> Result<Option<Receipt>, Failure> {
        let reused = || Failure::KeyReused(asked.key.clone());
        if let Some((hash, receipt)) = self.batch.unseen.answered(&asked.key) {
            let repeated = Receipt {
                repeated: true,
                code: None,
                ..receipt.clone()
            };
            return (*hash == asked.hash)
                .then_some(Some(repeated))
                .ok_or_else(reused);
        }
        let key = asked.key.as_str().into();
        let rows = self.engine.query(bind(sql::EVENT_BY_KEY, [key]))?;
        let Some(row) = rows.first() else {
            return Ok(None);
        };
        if row.text(4) != asked.hash {
            return Err(reused());
        }
        let position = row.count(0);
        let opened = || row.text(1).strip_prefix("case/").map(str::to_owned);
        let number = command.order.case().map(str::to_owned).or_else(opened);
        let case = match &number {
            Some(number) => read_case_while(self.engine, number, |at, _| at <= position)?,
            None => None,
        };
        let place = self.stood(&command.order, number.as_deref(), row)?;
        Ok(Some(Receipt {
            repeated: true,
            ..receipt(number, case.as_ref(), position).at(place)
        }))
    }

    fn receipt(&mut self, number: Option<String>, position: u64) -> Result<Receipt, Failure> {
        let case = match &number {
            Some(number) => self.hot.case(self.engine, number)?,
            None => None,
        };
        Ok(receipt(number, case.as_deref(), position))
    }

    /// What an order makes of parties, their evidence, and calendars.
    fn beside_cases(&self, command: &Command) -> Result<Vec<NewEvent>, Failure> {
        let (world, actor, order) = (&self.hot.world, &command.actor, &command.order);
        let regimes = self.library.all().map(|(_, edition)| &edition.regime);
        match orders::decide(world, regimes, actor, order)? {
            Some(events) => Ok(events),
            None => {
                let clear = scoped(self.library, order)?;
                let order = clear.as_ref().unwrap_or(order);
                Ok(decide_order(world, actor, order)?)
            }
        }
    }

    fn open(&mut self, command: &Command, wanted: Wanted<'_>) -> Result<Opened, Failure> {
        let Wanted {
            regime,
            procedure,
            holder,
            step,
            given,
        } = wanted;
        let now = self.batch.head.at;
        let library = self.library;
        let calendars = &self.hot.world.calendars;
        let day = calendars.values().next().map(|calendar| calendar.day(now));
        let found = day.and_then(|day| library.in_force(regime, day));
        let (id, edition) = found.ok_or_else(|| Refusal::NoSuchRegime {
            regime: regime.to_owned(),
        })?;
        let scheme = edition
            .procedure(procedure)
            .ok_or_else(|| Refusal::NoSuchProcedure {
                procedure: procedure.to_string(),
            })?;
        let given = with_cases(self.engine, scheme, given)?;
        let cited = |refusal: Refusal| cite(refusal, edition);
        let parties = Origin {
            regime: &edition.regime,
            procedure: scheme,
            world: &self.hot.world,
            holder,
            opener: party_of(&command.actor),
            fields: &given.fields,
        }
        .parties()
        .map_err(cited)?;
        let seed = seed()?;
        let known = Shelf::of(self).others(scheme, &given.fields)?;
        let desk = desk(self.hot, edition, scheme, &known, now, &seed)?;
        let ground = Ground {
            regime: &edition.regime,
            procedure: scheme,
            world: &self.hot.world,
            today: desk.today,
            holder: &parties.holder,
            case: None,
        };
        let permit = authorize(ground, &command.actor, step).map_err(cited)?;
        let number = next(self.hot, edition, &scheme.head.number, now, 0)?;
        let code = (command.actor == Actor::Anybody).then(code).transpose()?;
        let opening = Opening {
            id: id.clone(),
            number: number.clone(),
            parties: &parties,
            started_by: None,
            receipt: code.as_deref().map(digest),
        };
        let event = desk.open(opening, &permit, &given).map_err(cited)?;
        Ok(Opened {
            number,
            event,
            code,
        })
    }

    fn on_case(
        &mut self,
        command: &Command,
        number: &str,
    ) -> Result<(Vec<NewEvent>, Before), Failure> {
        let unknown = || Refusal::NoSuchCase {
            case: number.chars().take(40).collect(),
        };
        let case = self.hot.case(self.engine, number)?.ok_or_else(unknown)?;
        let library = self.library;
        let edition = edition_of(library, &case.edition)?;
        let scheme = edition.procedure(&case.procedure).ok_or_else(unknown)?;
        let known = Known::default();
        let seed = seed()?;
        let (now, hot) = (self.batch.head.at, &*self.hot);
        let desk = desk(hot, edition, scheme, &known, now, &seed)?;
        let ground = Ground {
            regime: &edition.regime,
            procedure: scheme,
            world: &hot.world,
            today: desk.today,
            holder: &case.holder,
            case: Some(&case),
        };
        let cited = |refusal: Refusal| cite(refusal, edition);
        let mut before = Before::from([(number.to_owned(), case.clone())]);
        let events = match &command.order {
            Order::Fill { fields, .. } => {
                let permit = authorize_edit(ground, &command.actor).map_err(cited)?;
                fresh(command, &case)?;
                let fields = resolved(self.engine, scheme, fields)?;
                vec![desk.fill(&case, &permit, &fields).map_err(cited)?]
            }
            Order::Supply { supplies, .. } => {
                let permit = authorize_edit(ground, &command.actor).map_err(cited)?;
                fresh(command, &case)?;
                there(self.engine, self.hot, self.blobs, supplies)?;
                desk.supply(&case, &permit, supplies).map_err(cited)?
            }
            Order::Step { step, given, .. } => {
                // Whoever may not take it learns nothing of other cases.
                authorize(ground, &command.actor, step).map_err(cited)?;
                fresh(command, &case)?;
                let given = with_cases(self.engine, scheme, given)?;
                let mut around = Shelf::of(self);
                let planned = course::plan(&mut around, case.clone(), step, &given)?;
                before.extend(planned.touched());
                let calendar = calendar(self.hot, edition)?;
                let means = Means {
                    world: &self.hot.world,
                    calendar,
                    now,
                    today: calendar.day(now),
                    seed: &seed,
                };
                planned
                    .carry(means, &command.actor, &given)
                    .map_err(|(refusal, edition)| cite(refusal, &edition))?
            }
            Order::Hold { .. } | Order::ProposeDisposal { .. } | Order::Dispose { .. } => {
                let permit = authorize_retention(ground, &command.actor).map_err(cited)?;
                fresh(command, &case)?;
                vec![kept(&desk, &case, &permit, &command.order)?]
            }
            order if command.actor == Actor::Clock => by_the_clock(&desk, &case, order)?,
            _ => return Err(unknown().into()),
        };
        Ok((events, before))
    }
}

/// What only the clock can ask.
fn by_the_clock(desk: &Desk<'_>, case: &Case, order: &Order) -> Result<Vec<NewEvent>, Failure> {
    let cited = |refusal: Refusal| cite(refusal, desk.edition);
    match order {
        Order::Remind { deadline, .. } => Ok(vec![desk.remind(case, deadline).map_err(cited)?]),
        Order::Recalculate { calendar, year, .. } => {
            let moved = desk.recalculate(case, calendar, *year).map_err(cited)?;
            Ok(moved.into_iter().collect())
        }
        _ => Err(Refusal::NoSuchCase {
            case: case.number.clone(),
        }
        .into()),
    }
}

/// A case that is asked for.
#[derive(Debug, Clone, Copy)]
struct Wanted<'a> {
    regime: &'a str,
    procedure: &'a ProcedureName,
    holder: Option<&'a PartyCode>,
    step: &'a StepName,
    given: &'a Given,
}

/// A case that was opened, and the receipt code of somebody without an account.
#[derive(Debug)]
struct Opened {
    number: String,
    event: NewEvent,
    code: Option<String>,
}

fn fresh(command: &Command, case: &Case) -> Result<(), Failure> {
    match command.expected {
        Some(seen) if seen != case.version => Err(Failure::Stale {
            seen,
            now: case.version,
        }),
        _ => Ok(()),
    }
}

/// The answer to a command after which the case stands like this.
fn receipt(number: Option<String>, case: Option<&Case>, position: u64) -> Receipt {
    Receipt {
        case: number,
        state: case.map(|case| case.state.to_string()),
        version: case.map_or(0, |case| case.version),
        number: case.and_then(|case| case.label.clone()),
        position,
        logged: None,
        unlogged: false,
        repeated: false,
        code: None,
        checkpoint: Arc::from(""),
    }
}

/// The number of a series that comes `further` after the last one taken.
pub(crate) fn next(
    hot: &Hot,
    edition: &Edition,
    series: &NumberName,
    at: i64,
    further: u64,
) -> Result<String, Failure> {
    let regime = &edition.regime;
    let year = year_of(hot, edition, at).unwrap_or(0);
    let serial = hot.next(&format!("{}/{series}", regime.head.id), year) + further;
    let pattern = regime.numbers.get(series).map(|number| &number.pattern);
    let number = pattern.map(|pattern| pattern.number(year, serial));
    number.ok_or_else(|| Failure::Input(format!("the regime has no number series `{series}`")))
}

fn desk<'a>(
    hot: &'a Hot,
    edition: &'a Edition,
    procedure: &'a Procedure,
    known: &'a Known,
    now: i64,
    seed: &'a [u8; 32],
) -> Result<Desk<'a>, Failure> {
    let calendar = calendar(hot, edition)?;
    let today = calendar.day(now);
    Ok(Desk {
        edition,
        procedure,
        world: &hot.world,
        calendar,
        known,
        now,
        today,
        seed,
    })
}

fn calendar<'a>(hot: &'a Hot, edition: &Edition) -> Result<&'a Calendar, Failure> {
    let name = &edition.regime.head.calendar;
    let calendar = hot.world.calendars.get(name);
    calendar.ok_or_else(|| Failure::Input(format!("the calendar `{name}` is not loaded")))
}

pub(crate) fn edition_of<'l>(
    library: &'l Library,
    id: &EditionId,
) -> Result<&'l Arc<Edition>, Failure> {
    library.get(id).ok_or_else(|| {
        Failure::Input(format!(
            "the edition {id} is not loaded; start with the folder that holds it"
        ))
    })
}

/// A refusal with its article as readers cite it.
pub(crate) fn cite(refusal: Refusal, edition: &Edition) -> Failure {
    let basis = refusal.basis().map(str::to_owned);
    let cited = |zh| {
        basis
            .as_ref()
            .map(|basis| edition.regime.law.citation(basis, zh))
    };
    Failure::Refused {
        zh: cited(true),
        en: cited(false),
        refusal: Box::new(refusal),
    }
}

/// The command's key, and the hash by which the same command is known again.
fn asked(command: &Command) -> Result<Asked, Failure> {
    let sound = (1..=LONGEST_KEY).contains(&command.key.len())
        && command.key.chars().all(|sign| sign.is_ascii_graphic());
    if !sound {
        return Err(Failure::Input(format!(
            "a command's key has 1 to {LONGEST_KEY} visible ASCII signs"
        )));
    }
    let text = serde_json::to_vec(&(&command.actor, &command.expected, &command.order))
        .map_err(|error| Failure::Input(error.to_string()))?;
    Ok(Asked {
        key: command.key.clone(),
        hash: Digest::of(&[&text]).to_string(),
    })
}
