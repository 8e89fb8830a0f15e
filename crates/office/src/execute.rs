//! THE SPINE: one command, start to finish.
//!
//! load ── authorize ── decide ── append. Whatever follows a change is
//! recorded with it; the caller is answered only when the batch is durable.

use crate::failure::Failure;
use crate::hot::{Hot, read_case_while};
use crate::record::{Asked, Batch, year_of};
use case::authorize::{Ground, authorize, authorize_edit};
use case::case::Case;
use case::command::{Actor, Command, Given, Order};
use case::decide::{Desk, Opening, Taking};
use case::drive::{follows, targets};
use case::event::NewEvent;
use case::form::merged;
use case::guard::Known;
use case::order::decide_order;
use case::refusal::Refusal;
use law::identity::PartyCode;
use law::library::{Edition, EditionId, Library};
use law::name::{ProcedureName, StepName};
use law::procedure::Procedure;
use serde::Serialize;
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;
use std::sync::Arc;
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
    /// The position of the command's last event in the log.
    pub position: u64,
    /// Whether the command had been carried out before, under the same key.
    pub repeated: bool,
    /// The signed head of the log that contains the events.
    pub checkpoint: Arc<str>,
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
        let (case, events, before) = match &command.order {
            Order::Open {
                regime,
                procedure,
                holder,
                step,
                given,
            } => {
                let (number, event) = self.open(command, regime, procedure, holder, step, given)?;
                (Some(number), vec![event], Before::new())
            }
            order => match order.case() {
                Some(number) => {
                    let (events, before) = self.on_case(command, number)?;
                    (Some(number.to_owned()), events, before)
                }
                None => (
                    None,
                    decide_order(&self.hot.world, &command.actor, order)?,
                    Before::new(),
                ),
            },
        };
        if events.is_empty() {
            return self.receipt(case, self.batch.head.position);
        }
        let position = self
            .batch
            .append(self.hot, self.library, &asked, events, before)?;
        let receipt = self.receipt(case, position)?;
        self.batch
            .keys
            .insert(asked.key, (asked.hash, receipt.clone()));
        Ok(receipt)
    }

    /// The answer to a command that was carried out before: the one that it
    /// had then.
    fn repeated(&mut self, command: &Command, asked: &Asked) -> Result<Option<Receipt>, Failure> {
        let reused = || Failure::KeyReused(asked.key.clone());
        if let Some((hash, receipt)) = self.batch.keys.get(&asked.key) {
            let repeated = Receipt {
                repeated: true,
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
        Ok(Some(Receipt {
            repeated: true,
            ..receipt(number, case.as_ref(), position)
        }))
    }

    fn receipt(&mut self, number: Option<String>, position: u64) -> Result<Receipt, Failure> {
        let case = match &number {
            Some(number) => self.hot.case(self.engine, number)?,
            None => None,
        };
        Ok(receipt(number, case.as_deref(), position))
    }

    fn open(
        &mut self,
        command: &Command,
        regime: &str,
        procedure: &ProcedureName,
        holder: &PartyCode,
        step: &StepName,
        given: &Given,
    ) -> Result<(String, NewEvent), Failure> {
        let now = self.batch.head.at;
        let library = self.library;
        let day = self
            .hot
            .world
            .calendars
            .values()
            .next()
            .map(|calendar| calendar.day(now));
        let found = day.and_then(|day| library.in_force(regime, day));
        let (id, edition) = found.ok_or_else(|| Refusal::NoSuchRegime {
            regime: regime.to_owned(),
        })?;
        let scheme = edition
            .procedure(procedure)
            .ok_or_else(|| Refusal::NoSuchProcedure {
                procedure: procedure.to_string(),
            })?;
        let year = year_of(self.hot, edition, now).unwrap_or(0);
        let series = &scheme.head.number;
        let serial = self.hot.next(&format!("{regime}/{series}"), year);
        let pattern = edition
            .regime
            .numbers
            .get(series)
            .map(|number| &number.pattern);
        let number = pattern.map(|pattern| pattern.number(year, serial));
        let number = number
            .ok_or_else(|| Failure::Input(format!("the regime has no number series `{series}`")))?;
        let seed = seed()?;
        let known = Known::default();
        let desk = desk(self.hot, edition, scheme, &known, now, &seed)?;
        let ground = Ground {
            regime: &edition.regime,
            procedure: scheme,
            world: &self.hot.world,
            today: desk.today,
            holder,
            case: None,
        };
        let cited = |refusal: Refusal| cite(refusal, edition);
        let permit = authorize(ground, &command.actor, step).map_err(cited)?;
        let opening = Opening {
            id: id.clone(),
            procedure: procedure.clone(),
            number: number.clone(),
            holder,
        };
        let event = desk.open(opening, &permit, given).map_err(cited)?;
        Ok((number, event))
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
        let known = self.known(command, &case, edition, scheme)?;
        let seed = seed()?;
        let desk = desk(self.hot, edition, scheme, &known, self.batch.head.at, &seed)?;
        let ground = Ground {
            regime: &edition.regime,
            procedure: scheme,
            world: &self.hot.world,
            today: desk.today,
            holder: &case.holder,
            case: Some(&case),
        };
        let cited = |refusal: Refusal| cite(refusal, edition);
        let mut before = Before::from([(number.to_owned(), case.clone())]);
        let events = match &command.order {
            Order::Fill { fields, .. } => {
                let permit = authorize_edit(ground, &command.actor).map_err(cited)?;
                self.fresh(command, &case)?;
                vec![desk.fill(&case, &permit, fields).map_err(cited)?]
            }
            Order::Supply { supplies, .. } => {
                let permit = authorize_edit(ground, &command.actor).map_err(cited)?;
                self.fresh(command, &case)?;
                desk.supply(&case, &permit, supplies).map_err(cited)?
            }
            Order::Step { step, given, .. } => {
                let permit = authorize(ground, &command.actor, step).map_err(cited)?;
                self.fresh(command, &case)?;
                let label = label(self.hot, edition, scheme, step, self.batch.head.at);
                let taking = Taking {
                    case: &case,
                    label,
                    driven_by: None,
                };
                let event = desk.step(&taking, &permit, given).map_err(cited)?;
                let mut events = vec![event];
                let driven = drive(library, self.hot, &desk, step, &case, given)?;
                for (other, event) in driven {
                    before.insert(other.number.clone(), other);
                    events.push(event);
                }
                events
            }
            Order::Remind { deadline, .. } if command.actor == Actor::Clock => {
                vec![desk.remind(&case, deadline).map_err(cited)?]
            }
            Order::Recalculate { calendar, year, .. } if command.actor == Actor::Clock => desk
                .recalculate(&case, calendar, *year)
                .map_err(cited)?
                .into_iter()
                .collect(),
            _ => return Err(unknown().into()),
        };
        Ok((events, before))
    }

    fn fresh(&self, command: &Command, case: &Case) -> Result<(), Failure> {
        match command.expected {
            Some(seen) if seen != case.version => Err(Failure::Stale {
                seen,
                now: case.version,
            }),
            _ => Ok(()),
        }
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
        repeated: false,
        checkpoint: Arc::from(""),
    }
}

/// Steps on other cases that a step brings about.
fn drive(
    library: &Library,
    hot: &Hot,
    desk: &Desk<'_>,
    step: &StepName,
    case: &Case,
    given: &Given,
) -> Result<Vec<(Arc<Case>, NewEvent)>, Failure> {
    let Some(rule) = desk.procedure.steps.get(step) else {
        return Ok(Vec::new());
    };
    let fields = merged(Some(case), &given.fields);
    let mut driven = Vec::new();
    for (number, step) in targets(rule, &fields) {
        let unknown = || Refusal::NoSuchCase {
            case: number.to_owned(),
        };
        let other = hot.peek(number).ok_or_else(unknown)?;
        let edition = edition_of(library, &other.edition)?;
        let procedure = edition.procedure(&other.procedure).ok_or_else(unknown)?;
        if !follows(procedure, &other, step)? {
            continue;
        }
        let ground = Ground {
            regime: &edition.regime,
            procedure,
            world: desk.world,
            today: desk.today,
            holder: &other.holder,
            case: Some(&other),
        };
        let permit =
            authorize(ground, &Actor::Clock, step).map_err(|refusal| cite(refusal, edition))?;
        let taking = Taking {
            case: &other,
            label: None,
            driven_by: Some(&case.number),
        };
        let theirs = Desk {
            edition,
            procedure,
            ..*desk
        };
        let event = theirs
            .step(&taking, &permit, &Given::default())
            .map_err(|refusal| cite(refusal, edition))?;
        driven.push((other.clone(), event));
    }
    Ok(driven)
}

/// The next number of the series that a step gives, if it gives one.
fn label(
    hot: &Hot,
    edition: &Edition,
    scheme: &Procedure,
    step: &StepName,
    at: i64,
) -> Option<String> {
    let series = scheme.steps.get(step)?.number.as_ref()?;
    let year = year_of(hot, edition, at)?;
    let serial = hot.next(&format!("{}/{series}", edition.regime.head.id), year);
    edition
        .regime
        .numbers
        .get(series)
        .map(|number| number.pattern.number(year, serial))
}

fn desk<'a>(
    hot: &'a Hot,
    edition: &'a Edition,
    procedure: &'a Procedure,
    known: &'a Known,
    now: i64,
    seed: &'a [u8; 32],
) -> Result<Desk<'a>, Failure> {
    let name = &edition.regime.head.calendar;
    let calendar = hot
        .world
        .calendars
        .get(name)
        .ok_or_else(|| Failure::Input(format!("the calendar `{name}` is not loaded")))?;
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

fn edition_of<'l>(library: &'l Library, id: &EditionId) -> Result<&'l Arc<Edition>, Failure> {
    library.get(id).ok_or_else(|| {
        Failure::Input(format!(
            "the edition {id} is not loaded; start with the folder that holds it"
        ))
    })
}

/// A refusal with its article as readers cite it.
fn cite(refusal: Refusal, edition: &Edition) -> Failure {
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

/// Chance for one command's draws.
fn seed() -> Result<[u8; 32], Failure> {
    let mut seed = [0; 32];
    getrandom::fill(&mut seed)
        .map_err(|error| Failure::Input(format!("the system gives no random numbers: {error}")))?;
    Ok(seed)
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
    let hash = Sha256::digest(&text)
        .iter()
        .map(|byte| format!("{byte:02x}"))
        .collect();
    Ok(Asked {
        key: command.key.clone(),
        hash,
    })
}
