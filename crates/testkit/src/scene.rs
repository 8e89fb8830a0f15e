//! Scenarios of the editions, played in a real office by real commands: each
//! line on its day, with parties of their own, the clock doing its part.

use crate::office::{TestOffice, moment};
use crate::parties::code;
use case::case::Case;
use case::command::{Actor, Order, Supply};
use case::party::{Party, PersonId, Registration};
use case::scenario::{Cue, Expected, Prompt, Script, Setting};
use case::world::{World, days_after};
use jiff::civil::Date;
use law::identity::PartyCode;
use law::library::{Edition, EditionId};
use law::name::MaterialName;
use office::deadlines::tick;
use office::failure::Failure;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;
use store::row::bind;
use store::statements as sql;

/// The longest that a line of the clock is waited for, in days.
const PATIENCE: i32 = 60;

/// The stage of one edition: its parties, by the names of its scenarios.
#[derive(Debug)]
pub struct Stage {
    id: EditionId,
    edition: Arc<Edition>,
    /// The serial of the last code, so that no two stages share parties.
    serial: u32,
    parties: BTreeMap<String, PartyCode>,
}

/// What a scenario came to.
#[derive(Debug, Default)]
pub struct Played {
    /// The numbers of its cases, in the order in which they were opened.
    pub cases: Vec<String>,
    /// The numbers of its entries, in the order in which they were given.
    pub entries: Vec<String>,
    /// How many commands were carried out …
    pub done: usize,
    /// … and how many refused, as the scenario says.
    pub refused: usize,
}

/// Where a scenario stands.
struct Scene<'s> {
    office: &'s TestOffice,
    prompt: Prompt<'s>,
    played: Played,
    first: Date,
    day: Date,
}

impl Stage {
    /// The empty stage of an edition (`label/2026-07`). The codes of its parties
    /// begin after `serial`.
    ///
    /// # Panics
    ///
    /// If the office has no such edition.
    pub fn of(office: &TestOffice, id: &str, serial: u32) -> Stage {
        let mut all = office.office().library().all();
        let found = all.find(|(known, _)| known.to_string() == id);
        let (id, edition) = found.unwrap_or_else(|| panic!("there is no edition {id}"));
        Stage {
            id: id.clone(),
            edition: Arc::clone(edition),
            serial,
            parties: BTreeMap::new(),
        }
    }

    /// A member of a party, by the names of the scenarios.
    ///
    /// # Panics
    ///
    /// If no scenario that was begun has this party.
    pub fn person(&self, party: &str, person: &str) -> Actor {
        let code = self.parties.get(party);
        let code = code.unwrap_or_else(|| panic!("there is no party {party}"));
        Actor::Person {
            person: PersonId(person.to_owned()),
            party: code.clone(),
        }
    }

    /// Puts the parties of a scenario on record that are not there yet.
    ///
    /// # Panics
    ///
    /// If there is no such scenario, or a party is not taken on.
    pub fn set(&mut self, office: &TestOffice, (file, scenario): (&str, &str)) {
        let (edition, world) = (Arc::clone(&self.edition), world(office));
        let id = self.id.clone();
        let cast = prompt(office, setting(&id, &edition, &world), file, scenario).cast();
        self.enter(office, &cast);
    }

    /// Plays a scenario of a file, from `first` to its last line.
    ///
    /// # Panics
    ///
    /// If anything goes another way than it says.
    pub fn play(
        &mut self,
        office: &TestOffice,
        (file, scenario): (&str, &str),
        first: Date,
    ) -> Played {
        let (edition, world) = (Arc::clone(&self.edition), world(office));
        let id = self.id.clone();
        let mut prompt = prompt(office, setting(&id, &edition, &world), file, scenario);
        self.enter(office, &prompt.cast());
        prompt.seat(&self.parties, BTreeMap::new(), first);
        let mut scene = Scene {
            office,
            prompt,
            played: Played::default(),
            first,
            day: first,
        };
        office.on(&first.to_string());
        while scene.line() {}
        scene.played
    }

    fn enter(&mut self, office: &TestOffice, cast: &[(String, Party)]) {
        let new: Vec<&(String, Party)> = cast
            .iter()
            .filter(|(name, _)| !self.parties.contains_key(name))
            .collect();
        for (name, party) in &new {
            self.serial += 1;
            let said = party.registration.code.as_str();
            let own = said.split_once(':').and_then(|(prefix, _)| {
                let text = format!("{prefix}:EX-{}", self.serial);
                text.parse().ok()
            });
            let own = own.unwrap_or_else(|| code(self.serial));
            self.parties.insert(name.clone(), own);
        }
        let known = |code: &PartyCode| {
            let mut cast = cast.iter();
            let found = cast.find(|(_, party)| party.registration.code == *code);
            self.parties[&found.expect("a party of the scenario").0].clone()
        };
        let mut orders = Vec::new();
        // Who belongs to others comes after them.
        for below in [false, true] {
            let of = |party: &Party| {
                let said = &party.registration;
                said.parent.is_some() || said.domestic_agent.is_some()
            };
            for (name, party) in new.iter().filter(|(_, party)| of(party) == below) {
                orders.extend(entering(&self.parties[name], party, &known));
            }
        }
        for (name, party) in &new {
            orders.extend(dealings(&self.parties[name], party, &known));
        }
        for order in orders {
            office.execute(&Actor::Operator, order);
        }
    }
}

fn world(office: &TestOffice) -> World {
    office.aside(|office| office.world().expect("the office knows its world"))
}

fn setting<'s>(id: &'s EditionId, edition: &'s Arc<Edition>, world: &'s World) -> Setting<'s> {
    let procedure = edition.regime.procedures.keys().next();
    Setting {
        id,
        edition,
        calendar: &world.calendars[&edition.regime.head.calendar],
        procedure: procedure.expect("an edition has procedures"),
    }
}

fn prompt<'s>(office: &TestOffice, setting: Setting<'s>, file: &str, scenario: &str) -> Prompt<'s> {
    let read = |file: &str| {
        let path = format!("{}/scenarios/{file}.txt", setting.id);
        let text = office.office().texts().get(&path);
        let text = text.unwrap_or_else(|| panic!("there is no {path}"));
        Script::read(text).unwrap_or_else(|fault| panic!("{path}: {fault}"))
    };
    let script = read(file).under(&read("world"));
    Prompt::new(setting, &script, scenario).unwrap_or_else(|why| panic!("{scenario}: {why}"))
}

/// The orders that register a party with its members and qualifications.
fn entering(
    code: &PartyCode,
    party: &Party,
    known: &impl Fn(&PartyCode) -> PartyCode,
) -> Vec<Order> {
    let said = &party.registration;
    let registration = Registration {
        code: code.clone(),
        parent: said.parent.as_ref().map(known),
        domestic_agent: said.domestic_agent.as_ref().map(known),
        ..said.clone()
    };
    let members = party.members.iter().map(|(person, member)| {
        let (party, person, member) = (code.clone(), person.clone(), member.clone());
        Order::SetMember {
            party,
            person,
            member,
        }
    });
    let held = party.qualifications.iter().map(|held| Order::Qualify {
        party: code.clone(),
        qualification: held.clone(),
        basis: "test".into(),
    });
    let first = std::iter::once(Order::Register { registration });
    first.chain(members).chain(held).collect()
}

/// The leave that a party gives others.
fn dealings(
    code: &PartyCode,
    party: &Party,
    known: &impl Fn(&PartyCode) -> PartyCode,
) -> Vec<Order> {
    let mandates = party.mandates.iter().map(|mandate| {
        let mut mandate = mandate.clone();
        mandate.agent = known(&mandate.agent);
        Order::Mandate {
            party: code.clone(),
            mandate,
            basis: "test".into(),
        }
    });
    mandates.collect()
}

impl Scene<'_> {
    /// Carries out the next line; whether there was one.
    fn line(&mut self) -> bool {
        let Some(days) = self.prompt.next_day() else {
            return false;
        };
        self.pass_to(days_after(self.first, days));
        self.look();
        let line = self.prompt.line();
        let cue = self.prompt.cue();
        let cue = cue.unwrap_or_else(|why| panic!("line {line}: {why}"));
        let Some((cue, expected)) = cue else {
            return false;
        };
        match cue {
            Cue::Look => (),
            Cue::Clock => self.wait(&expected),
            Cue::Order(actor, order) => self.ask(&actor, order, &expected),
            Cue::Supply {
                actor,
                case,
                materials,
                ..
            } => {
                let supplies = self.supplies(&case, &materials);
                self.ask(&actor, Order::Supply { case, supplies }, &expected);
            }
        }
        self.prompt.done();
        true
    }

    /// The days until `day`, on each of which the clock does its part; then a
    /// second.
    fn pass_to(&mut self, day: Date) {
        while self.day < day {
            self.day = days_after(self.day, 1);
            self.office.at(moment(&self.day.to_string()));
            self.office
                .aside(|office| tick(office).expect("the clock does its part"));
        }
        self.office.at(self.office.now() + 1000);
    }

    /// Shows the prompt what the record says now, also of cases that were
    /// started by others.
    fn look(&mut self) {
        let page = bind(sql::CASE_PAGE, [i64::MAX.into(), 1000_i64.into()]);
        let rows = self.office.read(&page);
        let cases: BTreeMap<String, Case> = rows
            .iter()
            .map(|row| (row.text(0).to_owned(), self.office.case(row.text(0))))
            .collect();
        let known: BTreeSet<String> = self.prompt.cases().map(str::to_owned).collect();
        for case in cases.values() {
            let by = case.started_by.as_ref();
            if by.is_some_and(|by| known.contains(by)) {
                self.note(case);
            }
        }
        let world = world(self.office);
        self.prompt.see(&world, self.office.now(), |number| {
            cases.get(number).cloned()
        });
    }

    fn note(&mut self, case: &Case) {
        self.prompt.opened(case);
        if !self.played.cases.contains(&case.number) {
            self.played.cases.push(case.number.clone());
        }
    }

    fn wait(&mut self, expected: &Expected) {
        let number = self.prompt.current().expect("a case was opened").to_owned();
        for _ in 0..PATIENCE {
            let state = self.office.case(&number).state;
            match expected {
                Expected::State(wanted) if state.as_str() != wanted => {
                    self.first = days_after(self.first, 1);
                    self.pass_to(days_after(self.day, 1));
                }
                _ => return,
            }
        }
        panic!("the clock does not move {number}");
    }

    fn ask(&mut self, actor: &Actor, order: Order, expected: &Expected) {
        let (line, said) = (self.prompt.line(), format!("{order:?}"));
        let receipt = match (self.office.try_execute(actor, order), expected) {
            (Ok(receipt), Expected::Anything | Expected::State(_)) => receipt,
            (Err(Failure::Refused { .. }), Expected::Refused) => {
                self.played.refused += 1;
                return;
            }
            (answer, _) => panic!("line {line}, {said}: {answer:?} instead of {expected:?}"),
        };
        if let (Expected::State(wanted), Some(state)) = (expected, &receipt.state) {
            assert_eq!(state, wanted, "line {line}");
        }
        self.played.done += 1;
        if let Some(number) = &receipt.case {
            let case = self.office.case(number);
            self.note(&case);
        }
        let new = |number: &String| !self.played.entries.contains(number);
        let entry = receipt.number.filter(new);
        self.played.entries.extend(entry);
    }

    fn supplies(&self, case: &str, materials: &[MaterialName]) -> Vec<Supply> {
        let supply = |material: &MaterialName| {
            let content = format!("{material} of {case}, {}\n", self.office.now());
            Supply {
                material: material.clone(),
                document: self.office.document(material.as_str(), "pdf", &content),
                findings: None,
                evidence: None,
            }
        };
        materials.iter().map(supply).collect()
    }
}
