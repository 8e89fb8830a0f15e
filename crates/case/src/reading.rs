//! Readings of confidential cases: who was shown what, on record before it is
//! shown. Of other cases nothing is noted.

use crate::authorize::{Ground, capacities_of, may_see};
use crate::command::Actor;
use crate::event::{NewEvent, Stream, View, What, Who};
use crate::refusal::Refusal;
use crate::wording::words;
use law::name::ActorName;
use law::regime::Relation;

/// The capacity of the operator at the keyboard of the machine.
pub const OPERATOR: &str = "operator";
/// The capacity of who may see a case but can do nothing about it.
pub const READER: &str = "reader";

/// What is to be recorded before `actor` is shown `view` of the case that
/// `ground` names; nothing if its procedure is not confidential.
///
/// # Errors
///
/// [`Refusal::NoSuchCase`] to somebody who may not know the case,
/// [`Refusal::NoSuchMaterial`] for a content that it does not hold. The clock
/// reads nothing.
pub fn read(ground: Ground<'_>, actor: &Actor, view: &View) -> Result<Option<NewEvent>, Refusal> {
    let refused = || Refusal::NotAllowed {
        what: words("查阅办件", "read a case"),
    };
    let case = ground.case.ok_or_else(refused)?;
    if !may_see(ground, actor) {
        return Err(Refusal::NoSuchCase {
            case: case.number.clone(),
        });
    }
    if let View::Material { material, sha256 } = view {
        let held = case.documents.get(material);
        held.filter(|document| document.sha256 == *sha256)
            .ok_or_else(|| Refusal::NoSuchMaterial {
                material: material.clone(),
            })?;
    }
    let who = match actor {
        Actor::Clock | Actor::Anybody => return Err(refused()),
        Actor::Operator => Who {
            person: None,
            party: None,
            capacity: ActorName::from(OPERATOR),
        },
        Actor::Person { person, party } => Who {
            person: Some(person.clone()),
            party: Some(party.clone()),
            capacity: capacity(ground, actor),
        },
    };
    Ok(ground.procedure.head.confidential.then(|| NewEvent {
        stream: Stream::Reading(case.number.clone()),
        who,
        what: What::Reading(view.clone()),
    }))
}

/// In what capacity the person reads: not in one that anybody has.
fn capacity(ground: Ground<'_>, actor: &Actor) -> ActorName {
    let actors = &ground.regime.actors;
    let special = |name: &ActorName| {
        let relation = actors.get(name).map(|rule| rule.relation);
        relation.is_some_and(|relation| relation != Relation::Anyone)
    };
    let mut capacities = capacities_of(ground, actor).into_iter();
    capacities
        .find(special)
        .unwrap_or_else(|| ActorName::from(READER))
}
