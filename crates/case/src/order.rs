//! Orders about parties and calendars: not steps of a case, but on record.

use crate::command::{Actor, OnHold, Order};
use crate::event::{CalendarAct, NewEvent, PartyAct, Stream, What, Who};
use crate::refusal::Refusal;
use crate::retention::{self, ARCHIVIST};
use crate::wording::words;
use crate::world::World;
use law::identity::PartyCode;
use law::name::{ActorName, Scoped};

/// The role whose holders keep the records of parties, qualifications, bars.
pub const REGISTRAR: &str = "registrar";
/// The role whose holders keep members and calendars.
pub const ADMINISTRATOR: &str = "administrator";

/// Decides on an order that is not about a case.
///
/// # Errors
///
/// Why it is refused. Orders about cases are not decided here.
pub fn decide_order(world: &World, actor: &Actor, order: &Order) -> Result<Vec<NewEvent>, Refusal> {
    if let Order::LoadCalendar { year } = order {
        let who = allowed(world, actor, ADMINISTRATOR)?;
        let stream = Stream::Calendar(year.calendar.clone());
        let what = What::Calendar(CalendarAct::Loaded { year: year.clone() });
        return Ok(vec![NewEvent { stream, who, what }]);
    }
    if let Order::Hold {
        on: OnHold::Party(code),
        act,
    } = order
    {
        let who = allowed(world, actor, ARCHIVIST)?;
        if who.person.is_none() {
            // Nobody else could lift what nobody by name has put.
            return Err(Refusal::NotAllowed {
                what: words("管理办件材料的保管", "look after the files of cases"),
            });
        }
        let party = world.party(code);
        let party = party.ok_or_else(|| no_such(code))?;
        return Ok(vec![retention::hold_party(party, who, act)?]);
    }
    let about = match about_a_party(order)? {
        Some(about) => Some(about),
        None => about_its_dealings(world, order)?,
    };
    let Some((code, act, role)) = about else {
        return Err(Refusal::NotAllowed {
            what: words("以此方式办理办件", "work on a case this way"),
        });
    };
    let who = allowed(world, actor, role)?;
    if !matches!(act, PartyAct::Registered { .. }) {
        known(world, &code)?;
    }
    Ok(vec![NewEvent {
        stream: Stream::Party(code),
        who,
        what: What::Party(act),
    }])
}

/// What an order makes of a party, and the role that may give it.
type About = (PartyCode, PartyAct, &'static str);

/// Orders on who a party is: registration, members, qualifications.
fn about_a_party(order: &Order) -> Result<Option<About>, Refusal> {
    Ok(Some(match order {
        Order::Register { registration } => {
            sound_registration(registration)?;
            (
                registration.code.clone(),
                PartyAct::Registered {
                    registration: registration.clone(),
                },
                REGISTRAR,
            )
        }
        Order::SetMember {
            party,
            person,
            member,
        } => {
            let act = PartyAct::MemberSet {
                person: person.clone(),
                member: member.clone(),
            };
            (party.clone(), act, ADMINISTRATOR)
        }
        Order::Qualify {
            party,
            qualification,
            basis,
        } => {
            in_order(qualification.from, qualification.until)?;
            let act = PartyAct::Qualified {
                qualification: qualification.clone(),
                basis: basis.clone(),
            };
            (party.clone(), act, REGISTRAR)
        }
        Order::EndQualification {
            party,
            kind,
            number,
            last_day,
            reason,
        } => {
            let (kind, number) = (kind.clone(), number.clone());
            let act = PartyAct::QualificationEnded {
                kind,
                number,
                last_day: *last_day,
                reason: reason.clone(),
            };
            (party.clone(), act, REGISTRAR)
        }
        _ => return Ok(None),
    }))
}

/// Orders on what a party may do: mandates and bars.
fn about_its_dealings(world: &World, order: &Order) -> Result<Option<About>, Refusal> {
    Ok(Some(match order {
        Order::Mandate {
            party,
            mandate,
            basis,
        } => {
            in_order(mandate.from, mandate.until)?;
            known(world, &mandate.agent)?;
            (
                party.clone(),
                PartyAct::Mandated {
                    mandate: mandate.clone(),
                    basis: basis.clone(),
                },
                REGISTRAR,
            )
        }
        Order::EndMandate {
            party,
            agent,
            last_day,
        } => (
            party.clone(),
            PartyAct::MandateEnded {
                agent: agent.clone(),
                last_day: *last_day,
            },
            REGISTRAR,
        ),
        Order::Bar { party, bar, basis } => {
            in_order(bar.from, bar.until)?;
            (
                party.clone(),
                PartyAct::Barred {
                    bar: bar.clone(),
                    basis: basis.clone(),
                },
                REGISTRAR,
            )
        }
        Order::LiftBar {
            party,
            sanction,
            first_free_day,
            reason,
        } => {
            let (sanction, reason) = (sanction.clone(), reason.clone());
            let act = PartyAct::BarLifted {
                sanction,
                first_free_day: *first_free_day,
                reason,
            };
            (party.clone(), act, REGISTRAR)
        }
        _ => return Ok(None),
    }))
}

/// The operator sets up the first parties; afterwards members of any party
/// with the role keep them.
fn allowed(world: &World, actor: &Actor, role: &str) -> Result<Who, Refusal> {
    let refusal = || Refusal::NotAllowed {
        what: words(
            "维护主体和日历登记",
            "keep the records of parties and calendars",
        ),
    };
    match actor {
        Actor::Operator => Ok(Who {
            person: None,
            party: None,
            capacity: ActorName::from("operator"),
        }),
        Actor::Clock | Actor::Anybody => Err(refusal()),
        Actor::Person { person, party } => {
            let known = world.party(party).ok_or_else(refusal)?;
            let member = known.confirmed(person).ok_or_else(refusal)?;
            if !member.roles.contains(&Scoped::from(role)) {
                return Err(refusal());
            }
            Ok(Who {
                person: Some(person.clone()),
                party: Some(party.clone()),
                capacity: ActorName::from(role),
            })
        }
    }
}

fn known(world: &World, code: &PartyCode) -> Result<(), Refusal> {
    world.party(code).map(|_| ()).ok_or_else(|| no_such(code))
}

fn no_such(code: &PartyCode) -> Refusal {
    Refusal::NoSuchParty {
        party: code.to_string(),
    }
}

fn in_order(from: jiff::civil::Date, until: jiff::civil::Date) -> Result<(), Refusal> {
    if from <= until {
        return Ok(());
    }
    let why = words(
        format!("期限自{from}起、至{until}止，先后颠倒。"),
        format!("the term runs from {from} to {until}: the wrong way round"),
    );
    Err(Refusal::Wrong { why })
}

fn sound_registration(registration: &crate::party::Registration) -> Result<(), Refusal> {
    let wrong = |zh: &str, en: &str| Err(Refusal::Wrong { why: words(zh, en) });
    for name in [&registration.name_zh, &registration.name_en] {
        if name.trim().is_empty()
            || 120 < name.chars().count()
            || name.chars().any(char::is_control)
        {
            return wrong(
                "主体名称应当为1至120个字符。",
                "a party's name has 1 to 120 characters, none of them invisible",
            );
        }
    }
    if !law::region::is_region(&registration.region) {
        return wrong(
            "行政区划代码应当为六位数字，或者FI、FI-18这样的大写字母代码。",
            "a region is a code of six digits or one like `FI` or `FI-18`; write `000000` for the whole or for abroad",
        );
    }
    Ok(())
}
