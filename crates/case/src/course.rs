//! One step with all that follows from it: cases that it starts and cases
//! that it moves, and what those bring about in turn.
//!
//! First is asked what the record holds ([`plan`]), then everything is decided
//! at once ([`Planned::carry`]), so that a refusal anywhere leaves all as it was.

use crate::authorize::{Ground, authorize};
use crate::case::Case;
use crate::command::{Actor, Given};
use crate::decide::{Desk, Opening, Taking};
use crate::event::NewEvent;
use crate::form::merged;
use crate::guard::Known;
use crate::place::{Origin, Parties};
use crate::refusal::Refusal;
use crate::value::Value;
use crate::wording::words;
use crate::world::World;
use jiff::civil::Date;
use law::calendar::{Calendar, Moment};
use law::identity::PartyCode;
use law::library::{Edition, EditionId};
use law::name::{FieldName, NumberName, ProcedureName, StepName};
use law::procedure::Procedure;
use law::step::{Drive, Start, Step};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// How far a step reaches: a case that it moves may move others, and so on.
const DEPTH: usize = 4;
/// The most cases that one command moves or starts.
pub const MOST: usize = 20_000;

/// What a step asks of the record.
pub trait Around {
    /// Why the record could not be asked, or what the law says.
    type Error: From<Refusal>;

    /// The case as it stands.
    ///
    /// # Errors
    ///
    /// A failure of the record.
    fn case(&mut self, number: &str) -> Result<Option<Arc<Case>>, Self::Error>;

    /// The edition under which a case was opened.
    ///
    /// # Errors
    ///
    /// That it is not loaded.
    fn edition(&mut self, id: &EditionId) -> Result<Arc<Edition>, Self::Error>;

    /// The cases of a procedure of the regime that have to do with a party: as
    /// the one in `field`, or as their holder. Those that have ended may be
    /// left out.
    ///
    /// # Errors
    ///
    /// A failure of the record.
    fn having(
        &mut self,
        regime: &str,
        procedure: &ProcedureName,
        field: Option<&FieldName>,
        party: &PartyCode,
    ) -> Result<Vec<String>, Self::Error>;

    /// A fresh number of a series; another one each time.
    ///
    /// # Errors
    ///
    /// That there is no such series.
    fn number(&mut self, edition: &Edition, series: &NumberName) -> Result<String, Self::Error>;

    /// What the record knows that the guards of a step on the case ask for,
    /// once its form holds `fields`.
    ///
    /// # Errors
    ///
    /// A failure of the record.
    fn known(
        &mut self,
        case: &Case,
        edition: &Edition,
        step: &Step,
        fields: &BTreeMap<FieldName, Value>,
    ) -> Result<Known, Self::Error>;
}

/// A step that is to be taken, with all that was asked for it.
#[derive(Debug)]
pub struct Planned {
    pub case: Arc<Case>,
    pub edition: Arc<Edition>,
    step: StepName,
    known: Known,
    label: Option<String>,
    starts: Vec<Begun>,
    drives: Vec<Planned>,
}

/// A case that a step starts.
#[derive(Debug)]
struct Begun {
    number: String,
    holder: PartyCode,
    /// By which of the step's starts.
    place: usize,
}

/// With what a plan is carried out.
#[derive(Debug, Clone, Copy)]
pub struct Means<'a> {
    pub world: &'a World,
    pub calendar: &'a Calendar,
    pub now: Moment,
    pub today: Date,
    /// Chance, for draws.
    pub seed: &'a [u8; 32],
}

/// Asks for everything that the step and what follows from it will need.
///
/// # Errors
///
/// A failure of the record, or [`Refusal::OtherCase`] where a case that the
/// step must move neither can take its step nor has ended.
pub fn plan<A: Around>(
    around: &mut A,
    case: Arc<Case>,
    step: &StepName,
    given: &Given,
) -> Result<Planned, A::Error> {
    let mut touched = BTreeSet::from([case.number.clone()]);
    plan_one(around, case, step, &given.fields, &mut touched, DEPTH)
}

fn plan_one<A: Around>(
    around: &mut A,
    case: Arc<Case>,
    name: &StepName,
    given: &BTreeMap<FieldName, Value>,
    touched: &mut BTreeSet<String>,
    depth: usize,
) -> Result<Planned, A::Error> {
    let edition = around.edition(&case.edition)?;
    let mut planned = Planned {
        case: case.clone(),
        edition: edition.clone(),
        step: name.clone(),
        known: Known::default(),
        label: None,
        starts: Vec::new(),
        drives: Vec::new(),
    };
    let found = edition
        .procedure(&case.procedure)
        .and_then(|procedure| Some((procedure, procedure.steps.get(name)?)));
    let Some((procedure, step)) = found else {
        return Ok(planned);
    };
    let fields = merged(Some(&case), given);
    planned.known = around.known(&case, &edition, step, &fields)?;
    if let (Some(series), None) = (&step.number, &case.label) {
        planned.label = Some(around.number(&edition, series)?);
    }
    for (place, start) in step.starts.iter().enumerate() {
        let begun = begun(around, &edition, &case, (place, start), &fields)?;
        planned.starts.extend(begun);
    }
    if let Some(drive) = step.drives.as_ref().filter(|_| 0 < depth) {
        for other in driven(around, &edition, procedure, &case, drive, &fields)? {
            if touched.insert(other.number.clone()) && touched.len() <= MOST {
                let none = BTreeMap::new();
                let next = plan_one(around, other, &drive.step, &none, touched, depth - 1)?;
                planned.drives.push(next);
            }
        }
    }
    Ok(planned)
}

fn begun<A: Around>(
    around: &mut A,
    edition: &Edition,
    case: &Case,
    (place, start): (usize, &Start),
    fields: &BTreeMap<FieldName, Value>,
) -> Result<Vec<Begun>, A::Error> {
    let Some(other) = edition.procedure(&start.procedure) else {
        return Ok(Vec::new());
    };
    let holders: Vec<PartyCode> = match &start.holder {
        None => vec![case.holder.clone()],
        Some(field) => codes(fields, field),
    };
    let mut begun = Vec::new();
    for holder in holders {
        let number = around.number(edition, &other.head.number)?;
        begun.push(Begun {
            number,
            holder,
            place,
        });
    }
    Ok(begun)
}

/// The other cases that a step moves.
fn driven<A: Around>(
    around: &mut A,
    edition: &Edition,
    procedure: &Procedure,
    case: &Case,
    drive: &Drive,
    fields: &BTreeMap<FieldName, Value>,
) -> Result<Vec<Arc<Case>>, A::Error> {
    let mut cases = Vec::new();
    let (numbers, all) = match (&drive.field, &drive.procedure) {
        (Some(field), _) => {
            let named = fields.get(field).map(Value::items).unwrap_or_default();
            (named.into_iter().map(str::to_owned).collect(), false)
        }
        (None, Some(other)) => {
            let parties = match &drive.is {
                None => vec![case.holder.clone()],
                Some(field) => codes(fields, field),
            };
            let regime = &edition.regime.head.id;
            let mut numbers = Vec::new();
            for party in parties {
                let field = drive.where_field.as_ref();
                numbers.extend(around.having(regime, other, field, &party)?);
            }
            (numbers, true)
        }
        (None, None) => (Vec::new(), true),
    };
    for number in numbers {
        let Some(other) = around.case(&number)? else {
            if all {
                continue;
            }
            return Err(Refusal::NoSuchCase { case: number }.into());
        };
        let theirs = around.edition(&other.edition)?;
        let there = theirs.procedure(&other.procedure).unwrap_or(procedure);
        if follows(there, &other, &drive.step, all)? {
            cases.push(other);
        }
    }
    Ok(cases)
}

/// Whether the other case takes its step: not if it has ended meanwhile, for
/// then there is nothing left to move; nor, where all cases of a party are
/// moved, if it stands where the step does not lead from.
fn follows(
    procedure: &Procedure,
    other: &Case,
    step: &StepName,
    all: bool,
) -> Result<bool, Refusal> {
    let can = procedure
        .steps
        .get(step)
        .is_some_and(|step| step.from.contains(&other.state));
    let over = procedure
        .states
        .get(&other.state)
        .is_some_and(|state| state.is_final);
    if can || over || all {
        return Ok(can);
    }
    Err(Refusal::OtherCase {
        case: other.number.clone(),
        state: other.state.clone(),
    })
}

fn codes(fields: &BTreeMap<FieldName, Value>, field: &FieldName) -> Vec<PartyCode> {
    let named = fields.get(field).map(Value::items).unwrap_or_default();
    named
        .into_iter()
        .filter_map(|code| code.parse().ok())
        .collect()
}

impl Planned {
    /// The cases that will change, as they are now.
    pub fn touched(&self) -> BTreeMap<String, Arc<Case>> {
        let mut touched = BTreeMap::from([(self.case.number.clone(), self.case.clone())]);
        for driven in &self.drives {
            touched.extend(driven.touched());
        }
        touched
    }

    /// Decides the step and everything that follows from it.
    ///
    /// # Errors
    ///
    /// The first refusal, with the edition under which it was given; nothing
    /// has happened then.
    pub fn carry(
        &self,
        means: Means<'_>,
        actor: &Actor,
        given: &Given,
    ) -> Result<Vec<NewEvent>, (Refusal, Arc<Edition>)> {
        self.carry_driven(means, actor, given, None)
            .map_err(|refusal| (refusal, self.edition.clone()))
    }

    fn carry_driven(
        &self,
        means: Means<'_>,
        actor: &Actor,
        given: &Given,
        driven_by: Option<&str>,
    ) -> Result<Vec<NewEvent>, Refusal> {
        let procedure = self.procedure()?;
        let desk = self.desk(procedure, means);
        let ground = Ground {
            regime: &self.edition.regime,
            procedure,
            world: means.world,
            today: means.today,
            holder: &self.case.holder,
            case: Some(&self.case),
        };
        let permit = authorize(ground, actor, &self.step)?;
        let (_, step) = permit.step();
        let started: Vec<(usize, String)> = self
            .starts
            .iter()
            .map(|begun| (begun.place, begun.number.clone()))
            .collect();
        let taking = Taking {
            case: &self.case,
            label: self.label.clone(),
            started: &started,
            driven_by,
        };
        let mut events = desk.step(&taking, &permit, given)?;
        // One of several signatures or opinions brings nothing about yet.
        let taken = events.iter().any(NewEvent::is_step);
        if !taken {
            return Ok(events);
        }
        let fields = merged(Some(&self.case), &given.fields);
        for begun in &self.starts {
            if let Some(start) = step.starts.get(begun.place) {
                events.push(self.begin(means, start, begun, &fields)?);
            }
        }
        for driven in &self.drives {
            let along = driven.along(given);
            let by = Some(self.case.number.as_str());
            events.extend(driven.carry_driven(means, &Actor::Clock, &along, by)?);
        }
        Ok(events)
    }

    fn procedure(&self) -> Result<&Procedure, Refusal> {
        let found = self.edition.procedure(&self.case.procedure);
        found.ok_or_else(|| Refusal::NoSuchCase {
            case: self.case.number.clone(),
        })
    }

    fn desk<'a>(&'a self, procedure: &'a Procedure, means: Means<'a>) -> Desk<'a> {
        Desk {
            edition: &self.edition,
            procedure,
            world: means.world,
            calendar: means.calendar,
            known: &self.known,
            now: means.now,
            today: means.today,
            seed: means.seed,
        }
    }

    /// What goes along with a step that another brings about: the grounds
    /// that both have, and the reasons.
    fn along(&self, given: &Given) -> Given {
        let procedure = self.edition.procedure(&self.case.procedure);
        let step = procedure.and_then(|procedure| procedure.steps.get(&self.step));
        let listed = step.map(|step| step.grounds.as_slice()).unwrap_or_default();
        Given {
            grounds: given
                .grounds
                .iter()
                .filter(|ground| listed.contains(ground))
                .cloned()
                .collect(),
            reasons: given.reasons.clone(),
            ..Given::default()
        }
    }

    /// A case that the step starts, opened by the clock.
    fn begin(
        &self,
        means: Means<'_>,
        start: &Start,
        begun: &Begun,
        fields: &BTreeMap<FieldName, Value>,
    ) -> Result<NewEvent, Refusal> {
        let unknown = || Refusal::NoSuchProcedure {
            procedure: start.procedure.to_string(),
        };
        let procedure = self
            .edition
            .procedure(&start.procedure)
            .ok_or_else(unknown)?;
        let mut carried: BTreeMap<FieldName, Value> = start
            .carries
            .iter()
            .filter_map(|name| Some((name.clone(), fields.get(name)?.clone())))
            .collect();
        let set = start.sets.iter();
        carried.extend(set.map(|(name, value)| (name.clone(), Value::Text(value.clone()))));
        if let Some(origin) = &start.origin {
            let number = Value::Text(self.case.number.clone());
            carried.insert(origin.clone(), number);
        }
        let parties = Origin {
            regime: &self.edition.regime,
            procedure,
            world: means.world,
            holder: Some(&begun.holder),
            opener: Some(&self.case.body),
            fields: &carried,
        }
        .parties()?;
        self.open_by_clock(means, procedure, begun, &parties, carried)
    }

    fn open_by_clock(
        &self,
        means: Means<'_>,
        procedure: &Procedure,
        begun: &Begun,
        parties: &Parties,
        carried: BTreeMap<FieldName, Value>,
    ) -> Result<NewEvent, Refusal> {
        let regime = &self.edition.regime;
        let ground = Ground {
            regime,
            procedure,
            world: means.world,
            today: means.today,
            holder: &parties.holder,
            case: None,
        };
        let opening = procedure.steps.iter().find_map(|(name, step)| {
            let permit = step
                .from
                .is_empty()
                .then(|| authorize(ground, &Actor::Clock, name));
            permit.and_then(Result::ok)
        });
        let permit = opening.ok_or_else(|| Refusal::NotAllowed {
            what: words(
                "由系统启动该程序",
                "start a case of this procedure by the clock",
            ),
        })?;
        let head = &regime.head;
        let opening = Opening {
            id: EditionId {
                regime: head.id.clone(),
                edition: head.edition.clone(),
            },
            number: begun.number.clone(),
            parties,
            started_by: Some(&self.case.number),
            receipt: None,
        };
        let given = Given {
            fields: carried,
            ..Given::default()
        };
        self.desk(procedure, means).open(opening, &permit, &given)
    }
}
