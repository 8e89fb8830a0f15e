//! Who plays: example organisations of several provinces, with people for
//! every role that the schemes name. Bodies are there once; whoever holds
//! cases is there as often as stories run side by side.

use super::cast::code;
use super::names::Names;
use super::persons::{real, title};
use super::places::region;
use super::record::Record;
use base16ct::lower;
use case::command::{Actor, Command, Order};
use case::party::{Mandate, Member, Membership, Party, PersonId, Qualified, Registration};
use jiff::civil::{Date, date};
use law::identity::PartyCode;
use law::name::{PartyKind, Scoped};
use law::procedure::BodyBy;
use law::regime::Regime;
use office::failure::Failure;
use office::opening::Office;
use std::collections::{BTreeMap, BTreeSet};

/// The region of parties for which a scenario names none.
const NOWHERE: &str = "440300";

/// The region that holds all others.
const NATION: &str = "000000";
/// What qualifications and mandates of the demonstration rest on.
const BASIS: &str = "demo";

/// The first and the last day of every qualification of the demonstration.
const QUALIFIED: (Date, Date) = (date(2025, 1, 1), date(2035, 12, 31));

/// Where a party comes from: regime, name in its scenarios, region, kinds and
/// qualifications.
type Origin = (
    String,
    String,
    String,
    BTreeSet<Scoped<PartyKind>>,
    BTreeSet<String>,
);

/// Everybody who has played so far.
#[derive(Debug, Default)]
pub(crate) struct Troupe {
    /// The kinds of which there is one party only.
    soles: BTreeSet<Scoped<PartyKind>>,
    /// The kinds whose parties hold other parties' cases, and what they are called.
    bodies: BTreeMap<Scoped<PartyKind>, String>,
    /// The kinds whose parties have cases of their own.
    holders: BTreeSet<Scoped<PartyKind>>,
    players: BTreeMap<Origin, Vec<PartyCode>>,
    busy: BTreeSet<PartyCode>,
    serial: u32,
    names: Names,
}

/// The parties and persons of one story, by the names of its scenario.
#[derive(Debug, Default)]
pub(crate) struct Seats {
    pub(crate) parties: BTreeMap<String, PartyCode>,
    pub(crate) persons: BTreeMap<(PartyCode, PersonId), PersonId>,
    /// Those that play in no other story meanwhile.
    taken: Vec<PartyCode>,
}

/// A story's parties as its scenario has them, and where it plays.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Wanted<'a> {
    pub(crate) regime: &'a Regime,
    pub(crate) parties: &'a [(String, Party)],
    pub(crate) place: usize,
    pub(crate) today: Date,
}

/// One part of a story.
#[derive(Debug, Clone, Copy)]
struct Part<'a> {
    wanted: Wanted<'a>,
    /// The party's name in the scenario.
    name: &'a str,
    party: &'a Party,
}

impl Troupe {
    /// The troupe of all regimes; nobody has played yet.
    pub(crate) fn of<'r>(regimes: impl Iterator<Item = &'r Regime>) -> Self {
        let mut troupe = Troupe::default();
        for regime in regimes {
            let scoped = |kind: &PartyKind| Scoped::of(&regime.head.id, kind.clone());
            for head in regime.procedures.values().map(|procedure| &procedure.head) {
                if head.body_by == BodyBy::Sole {
                    troupe.soles.insert(scoped(&head.body));
                }
                let title = regime.parties.get(&head.body).map(|kind| kind.zh.clone());
                let title = title.unwrap_or_default();
                troupe.bodies.insert(scoped(&head.body), title);
                troupe.holders.insert(scoped(&head.holder));
            }
        }
        troupe
    }

    /// Gives every part of a story to somebody.
    pub(crate) fn seat(
        &mut self,
        office: &Office,
        record: &mut Record,
        wanted: Wanted<'_>,
    ) -> Result<Seats, anyhow::Error> {
        let mut seats = Seats::default();
        // Who stands above others comes before them.
        let mut waiting: Vec<&(String, Party)> = wanted.parties.iter().collect();
        while !waiting.is_empty() {
            let before = waiting.len();
            let mut later = Vec::new();
            for part in waiting {
                let above = [
                    &part.1.registration.parent,
                    &part.1.registration.domestic_agent,
                ];
                let known = above.into_iter().flatten().all(|code| {
                    let name = name_of(wanted.parties, code);
                    name.is_none_or(|name| seats.parties.contains_key(name))
                });
                if known {
                    let (name, party) = part;
                    let part = Part {
                        wanted,
                        name,
                        party,
                    };
                    self.part(office, record, part, &mut seats)?;
                } else {
                    later.push(part);
                }
            }
            anyhow::ensure!(later.len() < before, "parties stand above each other");
            waiting = later;
        }
        mandates(office, record, wanted, &seats)?;
        Ok(seats)
    }

    /// A story is over: its parties are free for others.
    pub(crate) fn release(&mut self, seats: &Seats) {
        for code in &seats.taken {
            self.busy.remove(code);
        }
    }

    fn part(
        &mut self,
        office: &Office,
        record: &mut Record,
        part: Part<'_>,
        seats: &mut Seats,
    ) -> anyhow::Result<()> {
        let Part {
            wanted,
            name,
            party,
        } = part;
        let said = &party.registration;
        let mut kinds = said.kinds.iter();
        let holds = kinds.clone().any(|kind| self.holders.contains(kind));
        let pooled = holds && !kinds.any(|kind| self.bodies.contains_key(kind));
        let national = !pooled && said.region == NOWHERE;
        let region = if national {
            NATION.to_owned()
        } else {
            region(&said.region, wanted.place)
        };
        let mut registration = Registration {
            region,
            parent: above(wanted, seats, said.parent.as_ref()),
            domestic_agent: above(wanted, seats, said.domestic_agent.as_ref()),
            ..said.clone()
        };
        let origin = origin(part, &registration.region, pooled);
        let found = self.found(record, part, &origin, pooled);
        let found = found.or_else(|| self.nation(record, &registration, seats));
        registration.code = found.unwrap_or_else(|| self.fresh(said));
        let code = registration.code.clone();
        let before = record.world.party(&code).cloned();
        self.enter(office, before.as_ref(), part, registration)?;
        record.follow(office)?;
        if pooled {
            self.busy.insert(code.clone());
            seats.taken.push(code.clone());
        }
        let players = self.players.entry(origin).or_default();
        if !players.contains(&code) {
            players.push(code.clone());
        }
        for person in party.members.keys() {
            let real = real(person, party, &code);
            seats.persons.insert((code.clone(), person.clone()), real);
        }
        seats.parties.insert(name.to_owned(), code);
        Ok(())
    }

    /// Somebody who has this part already, and is free.
    fn found(
        &self,
        record: &Record,
        part: Part<'_>,
        origin: &Origin,
        pooled: bool,
    ) -> Option<PartyCode> {
        let mut kinds = part.party.registration.kinds.iter();
        let sole = kinds.find(|kind| self.soles.contains(*kind));
        let regime = &part.wanted.regime.head.id;
        if let Some(kind) = sole
            && let Some(found) = record.world.all_of(regime, kind.name()).next()
        {
            return Some(found.registration.code.clone());
        }
        let today = part.wanted.today;
        let wanted: BTreeSet<_> = part
            .party
            .qualifications
            .iter()
            .map(|held| &held.kind)
            .collect();
        let fits = |party: &Party| {
            let held = party.qualifications.iter();
            let held = held
                .filter(|held| today <= held.until)
                .map(|held| &held.kind);
            let barred = party.bars.iter().any(|bar| today < bar.until);
            let busy = self.busy.contains(&party.registration.code);
            !busy && !barred && held.collect::<BTreeSet<_>>() == wanted
        };
        let mut players = self.players.get(origin)?.iter();
        let found = players.find(|code| !pooled || record.world.party(code).is_some_and(fits));
        found.cloned()
    }

    /// The national body that is called the same, if it has no part in the
    /// story yet: regimes share their bodies.
    fn nation(
        &self,
        record: &Record,
        registration: &Registration,
        seats: &Seats,
    ) -> Option<PartyCode> {
        let title = |kind| self.bodies.get(kind);
        let titles: BTreeSet<_> = registration.kinds.iter().filter_map(title).collect();
        let mut parties = record
            .world
            .parties
            .values()
            .map(|party| &party.registration);
        let found = parties.find(|party| {
            registration.region == NATION
                && party.region == NATION
                && party
                    .kinds
                    .iter()
                    .filter_map(title)
                    .any(|title| titles.contains(title))
                && !seats.parties.values().any(|code| *code == party.code)
        });
        found.map(|party| party.code.clone())
    }

    fn fresh(&mut self, registration: &Registration) -> PartyCode {
        self.serial += 1;
        let text = registration.code.as_str();
        match text.split_once(':') {
            Some((prefix, _)) => format!("{prefix}:EX-{:06}", self.serial)
                .parse()
                .unwrap_or_else(|_| code(600_000_000 + self.serial)),
            None => code(600_000_000 + self.serial),
        }
    }

    /// Puts a party on record as the story needs it: kinds, people and
    /// qualifications that it has not yet.
    fn enter(
        &mut self,
        office: &Office,
        before: Option<&Party>,
        part: Part<'_>,
        registration: Registration,
    ) -> anyhow::Result<()> {
        let regime = &part.wanted.regime.head.id;
        let code = registration.code.clone();
        let entered = match before {
            Some(before) => {
                let kinds = &before.registration.kinds;
                Registration {
                    kinds: registration.kinds.union(kinds).cloned().collect(),
                    parent: before.registration.parent.clone().or(registration.parent),
                    ..before.registration.clone()
                }
            }
            None => {
                let (name_zh, name_en) = self.called(part, &registration);
                Registration {
                    name_zh,
                    name_en,
                    ..registration
                }
            }
        };
        if before.map(|party| &party.registration) != Some(&entered) {
            ask(
                office,
                Order::Register {
                    registration: entered,
                },
            )?;
        }
        self.people(office, part, &code, before)?;
        for held in &part.party.qualifications {
            let today = part.wanted.today;
            let has = before.is_some_and(|before| {
                before
                    .qualified(regime, held.kind.name(), today, None)
                    .is_some()
            });
            if !has {
                let qualification = Qualified {
                    number: format!("EX-{}-{:04}", held.kind, self.serial),
                    from: QUALIFIED.0,
                    until: QUALIFIED.1,
                    ..held.clone()
                };
                let order = Order::Qualify {
                    party: code.clone(),
                    qualification,
                    basis: BASIS.to_owned(),
                };
                ask(office, order)?;
            }
        }
        Ok(())
    }

    /// What a new party is called, by its kind.
    fn called(&mut self, part: Part<'_>, registration: &Registration) -> (String, String) {
        let mut kinds = registration.kinds.iter().map(Scoped::name);
        let own = kinds.clone().find(|kind| kind.as_str() == part.name);
        let kind = own.or_else(|| kinds.next());
        let kind = kind.and_then(|kind| part.wanted.regime.parties.get(kind));
        let kind = kind.map_or(("单位", "Organisation"), |kind| (&*kind.zh, &*kind.en));
        let mut kinds = registration.kinds.iter();
        let holds = kinds.clone().any(|kind| self.holders.contains(kind));
        let pooled = holds && !kinds.any(|kind| self.bodies.contains_key(kind));
        self.names.of(kind, &registration.region, pooled)
    }

    /// The people of a party that it does not have yet, and their roles.
    fn people(
        &self,
        office: &Office,
        part: Part<'_>,
        code: &PartyCode,
        before: Option<&Party>,
    ) -> anyhow::Result<()> {
        let party = &part.party.registration;
        for (person, member) in &part.party.members {
            let real = real(person, part.party, code);
            let known = before.and_then(|before| before.members.get(&real));
            let roles = match known {
                Some(known) if known.roles.is_superset(&member.roles) => continue,
                Some(known) => known.roles.union(&member.roles).cloned().collect(),
                None => member.roles.clone(),
            };
            let name = || title(part.wanted.regime, party, member, &real);
            let member = Member {
                name: known.map_or_else(name, |known| known.name.clone()),
                roles,
                state: Membership::Confirmed,
            };
            let order = Order::SetMember {
                party: code.clone(),
                person: real,
                member,
            };
            ask(office, order)?;
        }
        Ok(())
    }
}

fn origin(part: Part<'_>, region: &str, pooled: bool) -> Origin {
    let held = part.party.qualifications.iter();
    let (kinds, held) = if pooled {
        let kinds = part.party.registration.kinds.clone();
        let held = held.map(|held| format!("{}{:?}", held.kind, held.scope));
        (kinds, held.collect())
    } else {
        (BTreeSet::new(), BTreeSet::new())
    };
    let regime = part.wanted.regime.head.id.clone();
    (regime, part.name.to_owned(), region.to_owned(), kinds, held)
}

fn name_of<'p>(parties: &'p [(String, Party)], code: &PartyCode) -> Option<&'p str> {
    let found = parties
        .iter()
        .find(|(_, party)| party.registration.code == *code);
    found.map(|(name, _)| name.as_str())
}

/// The party of the telling that stands where `code` stands in the scenario.
fn above(wanted: Wanted<'_>, seats: &Seats, code: Option<&PartyCode>) -> Option<PartyCode> {
    let name = name_of(wanted.parties, code?)?;
    seats.parties.get(name).cloned()
}

/// The leave that parties of the story give each other.
fn mandates(
    office: &Office,
    record: &mut Record,
    wanted: Wanted<'_>,
    seats: &Seats,
) -> anyhow::Result<()> {
    for (name, party) in wanted.parties {
        for mandate in &party.mandates {
            let Some(agent) = above(wanted, seats, Some(&mandate.agent)) else {
                continue;
            };
            let order = Order::Mandate {
                party: seats.parties[name].clone(),
                mandate: Mandate {
                    agent,
                    scope: mandate.scope.clone(),
                    from: QUALIFIED.0,
                    until: QUALIFIED.1,
                },
                basis: BASIS.to_owned(),
            };
            ask(office, order)?;
        }
    }
    record.follow(office)?;
    Ok(())
}

fn ask(office: &Office, order: Order) -> Result<(), Failure> {
    // The key is what is asked, so that it is asked once.
    let key = {
        use sha2::{Digest, Sha256};
        let text = serde_json::to_string(&order).unwrap_or_default();
        let digest = Sha256::digest(text.as_bytes());
        format!("demo/{}", lower::encode_string(&digest[..12]))
    };
    let command = Command {
        key,
        actor: Actor::Operator,
        expected: None,
        order,
    };
    office.execute_blocking(command).map(|_| ())
}
