//! What holds whatever is asked and in whatever order.

#![allow(clippy::unwrap_used, reason = "a panic is how a test fails")]

mod shelf;

use case::authorize::{Ground, authorize, authorize_edit};
use case::case::{Case, ClockState};
use case::command::{Actor, Given};
use case::decide::{Desk, Opening, Taking};
use case::draw::{agrees, draw};
use case::event::{CaseAct, Event, NewEvent, Stepped, What};
use case::evolve::evolve;
use case::guard::Known;
use case::party::{Member, Membership, Party, PersonId, Registration};
use case::place::Parties;
use case::value::Value;
use case::world::World;
use law::calendar::Calendar;
use law::identity::{PartyCode, check_sign};
use law::library::Edition;
use law::name::{FieldName, PartyKind, Scoped, StepName};
use law::procedure::Procedure;
use proptest::prelude::*;
use std::collections::BTreeMap;
use std::sync::{Arc, LazyLock};

static EDITION: LazyLock<Arc<Edition>> =
    LazyLock::new(|| shelf::edition(&shelf::files("label", "2026-07")));
static CALENDAR: LazyLock<Calendar> = LazyLock::new(shelf::calendar);
static WORLD: LazyLock<World> = LazyLock::new(world);
static HISTORIES: LazyLock<Vec<Vec<Event>>> = LazyLock::new(histories);
static RECORDED: LazyLock<Vec<Event>> = LazyLock::new(|| HISTORIES.concat());

fn procedure() -> &'static Procedure {
    &EDITION.regime.procedures["filing"]
}

fn code(serial: usize) -> PartyCode {
    let first = format!("91000000{serial:09}");
    format!("{first}{}", check_sign(&first).unwrap())
        .parse()
        .unwrap()
}

/// One party of each kind with two people in each role.
fn world() -> World {
    let mut world = World::default();
    for (at, (kind, about)) in EDITION.regime.parties.iter().enumerate() {
        let registration = Registration {
            code: code(at + 1),
            name_zh: kind.to_string(),
            name_en: kind.to_string(),
            kinds: [Scoped::of("label", kind.clone())].into(),
            region: "440300".into(),
            domestic_agent: None,
            parent: None,
        };
        let mut party = Party::new(registration);
        for role in &about.roles {
            for person in 1..=2 {
                let member = Member {
                    name: "x".into(),
                    roles: [Scoped::of("label", role.clone())].into(),
                    state: Membership::Confirmed,
                };
                party
                    .members
                    .insert(PersonId(format!("{kind}-{role}-{person}")), member);
            }
        }
        world.parties.insert(code(at + 1), Arc::new(party));
    }
    world
}

fn people() -> Vec<Actor> {
    let parties = WORLD.parties.values();
    let persons = parties.flat_map(|party| {
        let code = party.registration.code.clone();
        party.members.keys().map(move |person| Actor::Person {
            person: person.clone(),
            party: code.clone(),
        })
    });
    persons.chain([Actor::Clock, Actor::Operator]).collect()
}

/// The history of every case of every scenario.
fn histories() -> Vec<Vec<Event>> {
    let (id, procedure) = (shelf::id(&EDITION), "filing".into());
    let setting = case::scenario::Setting {
        id: &id,
        edition: &EDITION,
        calendar: &CALENDAR,
        procedure: &procedure,
    };
    let scripts = shelf::scripts("label", "2026-07");
    let of_filings = |history: &Vec<Event>| {
        let first = history.first().map(|event| &event.event);
        matches!(first, Some(What::Case(CaseAct::Opened { procedure, .. })) if procedure.as_str() == "filing")
    };
    scripts
        .values()
        .flat_map(|script| case::scenario::run(setting, script).histories)
        .filter(of_filings)
        .collect()
}

/// A request in short: who, what, how much later, with what.
type Request = (usize, usize, u32, usize);

struct Run {
    case: Option<Case>,
    events: Vec<Event>,
    now: i64,
    turn: u8,
}

impl Run {
    fn new() -> Run {
        Run {
            case: None,
            events: Vec::new(),
            now: 1_783_296_000_000,
            turn: 0,
        }
    }

    fn ask(&mut self, request: Request) {
        let people = people();
        let (who, what, later, with) = request;
        self.now += i64::from(later) * 3_600_000;
        self.turn = self.turn.wrapping_add(1);
        let actor = &people[who % people.len()];
        if let Some(event) = self.decide(actor, what, with) {
            let version = self.case.as_ref().map_or(1, |case| case.version + 1);
            let stream = event.stream.to_string();
            let event = Event {
                at: self.now,
                stream,
                version,
                who: event.who,
                event: event.what,
            };
            self.case = evolve(self.case.take(), &event);
            self.events.push(event);
        }
    }

    fn decide(&self, actor: &Actor, what: usize, with: usize) -> Option<NewEvent> {
        let procedure = procedure();
        let steps: Vec<&StepName> = procedure.steps.keys().collect();
        let holder = WORLD
            .all_of("label", &PartyKind::from("producer"))
            .next()
            .unwrap()
            .registration
            .code
            .clone();
        let today = CALENDAR.day(self.now);
        let known = Known::default();
        let seed = [self.turn; 32];
        let ground = Ground {
            regime: &EDITION.regime,
            procedure,
            world: &WORLD,
            today,
            holder: &holder,
            case: self.case.as_ref(),
        };
        let desk = Desk {
            edition: &EDITION,
            procedure,
            world: &WORLD,
            calendar: &CALENDAR,
            known: &known,
            now: self.now,
            today,
            seed: &seed,
        };
        let Some(case) = &self.case else {
            let permit = authorize(ground, actor, &"open".into()).ok()?;
            let number = "BA202600000015".to_owned();
            let kind = PartyKind::from("filing-body");
            let body = WORLD.all_of("label", &kind).next().unwrap();
            let parties = Parties {
                holder: holder.clone(),
                body: body.registration.code.clone(),
            };
            let opening = Opening {
                id: shelf::id(&EDITION),
                number,
                parties: &parties,
                started_by: None,
                receipt: None,
            };
            return desk.open(opening, &permit, &Given::default()).ok();
        };
        if what % (steps.len() + 1) == steps.len() {
            let permit = authorize_edit(ground, actor).ok()?;
            let fields: Vec<&FieldName> = procedure.fields.keys().collect();
            let text = ["", "basic", "2026-07-01", "yes", "x"][with % 5];
            let given: BTreeMap<FieldName, Value> =
                [(fields[with % fields.len()].clone(), Value::from(text))].into();
            return desk.fill(case, &permit, &given).ok();
        }
        let permit = authorize(ground, actor, steps[what % (steps.len() + 1)]).ok()?;
        let given = given(permit.step().1, with);
        let taking = Taking {
            case,
            label: Some("CSL-2026-000001-1".into()),
            started: &[],
            driven_by: None,
        };
        desk.step(&taking, &permit, &given).ok()?.into_iter().next()
    }
}

fn given(step: &law::step::Step, with: usize) -> Given {
    Given {
        fields: BTreeMap::new(),
        grounds: step.grounds.iter().take(with % 3).cloned().collect(),
        reasons: (!with.is_multiple_of(4)).then(|| "because".to_owned()),
        checks: if with.is_multiple_of(5) {
            Vec::new()
        } else {
            step.checks.clone()
        },
        statement: !with.is_multiple_of(7),
        list: if with.is_multiple_of(6) {
            Vec::new()
        } else {
            vec!["report".into()]
        },
    }
}

/// Cases from the middle of their life: what the scenarios recorded, up to a
/// random point, in their own order.
fn begun(at: usize) -> Run {
    let mut run = Run::new();
    let stream = &HISTORIES[at % HISTORIES.len()];
    for event in stream.iter().take(1 + at % stream.len()) {
        run.case = evolve(run.case.take(), event);
        run.events.push((*event).clone());
        run.now = run.now.max(event.at);
    }
    run
}

fn requests() -> impl Strategy<Value = Vec<Request>> {
    prop::collection::vec(
        (any::<usize>(), any::<usize>(), 0_u32..400, any::<usize>()),
        1..40,
    )
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn no_sequence_of_requests_leaves_the_states_of_the_scheme(at in any::<usize>(), asked in requests()) {
        let mut run = begun(at);
        for request in asked {
            run.ask(request);
            if let Some(case) = &run.case {
                prop_assert!(procedure().states.contains_key(&case.state));
                for name in case.clocks.keys() {
                    prop_assert!(procedure().deadlines.contains_key(name));
                }
            }
        }
    }

    #[test]
    fn what_has_ended_does_not_move_again(at in any::<usize>(), asked in requests()) {
        let mut run = begun(at);
        for request in asked {
            let before = run.case.clone();
            run.ask(request);
            if let (Some(before), Some(after)) = (before, &run.case)
                && procedure().states[&before.state].is_final
            {
                prop_assert_eq!(&before.state, &after.state);
                prop_assert!(after.running().is_empty());
            }
        }
    }

    #[test]
    fn replay_of_any_prefix_gives_the_same_case(asked in requests()) {
        let mut run = Run::new();
        let mut states = Vec::new();
        for request in asked {
            let before = run.events.len();
            run.ask(request);
            if before < run.events.len() {
                states.push(run.case.clone());
            }
        }
        for (end, state) in states.iter().enumerate() {
            let folded = run.events[..=end].iter().fold(None, evolve);
            prop_assert_eq!(&folded, state);
        }
    }

    #[test]
    fn evolve_takes_recorded_events_in_any_order(order in prop::collection::vec(any::<usize>(), 0..60)) {
        let mut case = None;
        for at in order {
            case = evolve(case, &RECORDED[at % RECORDED.len()]);
        }
        if let Some(case) = case {
            prop_assert!(1 <= case.version);
        }
    }

    #[test]
    fn due_dates_do_not_move_back_while_a_term_runs(at in any::<usize>(), asked in requests()) {
        let mut run = begun(at);
        for request in asked {
            let before = run.case.clone();
            let count = run.events.len();
            run.ask(request);
            let (Some(before), Some(after)) = (before, &run.case) else {
                continue;
            };
            // A date in the form that moves takes its deadline with it.
            let moved = run.events[count..].iter().any(|event| matches!(
                &event.event, What::Case(CaseAct::Stepped(Stepped { fields, .. })) if !fields.is_empty()
            ));
            for (name, clock) in &after.clocks {
                let earlier = before.clocks.get(name).filter(|earlier| earlier.state == ClockState::Running);
                if let Some(earlier) = earlier && clock.state == ClockState::Running && !moved {
                    prop_assert!(earlier.end <= clock.end, "{} moved back", name);
                }
            }
        }
    }

    #[test]
    fn a_draw_comes_out_again_and_takes_nobody_from_outside_the_pool(
        seed in any::<[u8; 32]>(),
        size in 1_usize..20,
        count in 1_usize..4,
    ) {
        let pool: Vec<PersonId> = (0..size).map(|at| PersonId(format!("p{at}"))).collect();
        let drawn = draw(&"reviewer".into(), &"reviewer".into(), "BA1", pool.clone(), count, &seed);
        prop_assert!(agrees(&drawn, "BA1"));
        prop_assert_eq!(drawn.chosen.len(), count.min(size));
        prop_assert!(drawn.chosen.iter().all(|person| pool.contains(person)));
        let mut forged = drawn.clone();
        forged.chosen = vec![PersonId("p99".into())];
        prop_assert!(!agrees(&forged, "BA1"));
    }
}

/// LBL-12.2: in 5000 draws from five each is chosen about a thousand times.
#[test]
fn draws_are_even() {
    let pool: Vec<PersonId> = (0..5).map(|at| PersonId(format!("p{at}"))).collect();
    let mut counts: BTreeMap<PersonId, u32> = BTreeMap::new();
    for turn in 0..5000_u32 {
        let mut seed = [0_u8; 32];
        seed[..4].copy_from_slice(&turn.to_le_bytes());
        let drawn = draw(
            &"reviewer".into(),
            &"reviewer".into(),
            "BA1",
            pool.clone(),
            1,
            &seed,
        );
        *counts.entry(drawn.chosen[0].clone()).or_default() += 1;
    }
    assert_eq!(counts.len(), 5);
    assert!(
        counts.values().all(|count| (880..=1120).contains(count)),
        "{counts:?}"
    );
}

/// LBL-12.2: whoever declared a conflict is in no later pool of the case.
#[test]
fn the_conflicted_are_never_drawn_again() {
    let mut seen = 0;
    for history in HISTORIES.iter() {
        let mut conflicted: Vec<&PersonId> = Vec::new();
        for event in history {
            let What::Case(CaseAct::Stepped(stepped)) = &event.event else {
                continue;
            };
            if stepped.step.as_str() == "declare-conflict" {
                conflicted.push(event.who.person.as_ref().unwrap());
                seen += 1;
            }
            if let Some(drawn) = &stepped.drawn {
                assert!(conflicted.iter().all(|person| !drawn.pool.contains(person)));
            }
        }
    }
    assert!(3 <= seen, "{seen}");
}
