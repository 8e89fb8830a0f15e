//! May this person take this step, or see this case? The one place where
//! rights are decided; the scheme's actors are the rules.

use crate::case::Case;
use crate::command::Actor;
use crate::event::Who;
use crate::party::{Party, PersonId};
use crate::refusal::Refusal;
use crate::wording::{Wording, words};
use crate::world::World;
use jiff::civil::Date;
use law::identity::PartyCode;
use law::name::{ActorName, StepName};
use law::procedure::{Editable, Procedure};
use law::regime::{Regime, Relation};
use law::step::Step;

/// Leave to take one step. Only [`authorize`] makes one, so no path can reach
/// `decide` that forgot to ask.
#[derive(Debug)]
pub struct Permit<'a> {
    name: StepName,
    step: &'a Step,
    who: Who,
}

impl<'a> Permit<'a> {
    /// The step that may be taken.
    pub fn step(&self) -> (&StepName, &'a Step) {
        (&self.name, self.step)
    }

    /// Who may take it, and in what capacity.
    pub fn who(&self) -> &Who {
        &self.who
    }
}

/// Leave to change the form of one case in one capacity.
#[derive(Debug)]
pub struct EditPermit {
    pub(crate) who: Who,
}

/// To what an actor stands in relation: a case, or one about to be opened.
#[derive(Debug, Clone, Copy)]
pub struct Ground<'a> {
    pub regime: &'a Regime,
    pub procedure: &'a Procedure,
    pub world: &'a World,
    pub today: Date,
    pub holder: &'a PartyCode,
    pub case: Option<&'a Case>,
}

/// Leave to take `step`, or why not.
///
/// # Errors
///
/// [`Refusal::NoSuchCase`] to somebody who may not know the case,
/// [`Refusal::NotYours`] and its kin to the others.
pub fn authorize<'a>(
    ground: Ground<'a>,
    actor: &Actor,
    step: &StepName,
) -> Result<Permit<'a>, Refusal> {
    if let Some(case) = ground.case
        && !may_see(ground, actor)
    {
        return Err(Refusal::NoSuchCase {
            case: case.number.clone(),
        });
    }
    let Some(found) = ground.procedure.steps.get(step) else {
        return Err(Refusal::NoSuchStep { step: step.clone() });
    };
    let mut why = None;
    for capacity in &found.by {
        match stands(ground, actor, capacity) {
            Ok(who) => {
                return Ok(Permit {
                    name: step.clone(),
                    step: found,
                    who,
                });
            }
            Err(Some(refusal)) => why = why.or(Some(refusal)),
            Err(None) => (),
        }
    }
    Err(why.unwrap_or_else(|| Refusal::NotYours {
        step: words(&found.zh, &found.en),
        by: capacities(ground.regime, &found.by),
        basis: found.basis.clone(),
    }))
}

/// Leave to change the form: given to those who can take some step of the
/// holder's side from where the case stands.
///
/// # Errors
///
/// As [`authorize`].
pub fn authorize_edit(ground: Ground<'_>, actor: &Actor) -> Result<EditPermit, Refusal> {
    let Some(case) = ground.case else {
        return Err(Refusal::NotAllowed {
            what: words("修改尚未建立的办件", "change a case that does not exist"),
        });
    };
    if !may_see(ground, actor) {
        return Err(Refusal::NoSuchCase {
            case: case.number.clone(),
        });
    }
    let side: Vec<ActorName> = ground
        .regime
        .actors
        .iter()
        .filter(|(_, rule)| of_holder(rule.relation))
        .map(|(name, _)| name.clone())
        .collect();
    let mut why = None;
    for capacity in &side {
        match stands(ground, actor, capacity) {
            Ok(who) => return Ok(EditPermit { who }),
            Err(refusal) => why = why.or(refusal),
        }
    }
    Err(why.unwrap_or_else(|| Refusal::NotYours {
        step: words("填报材料", "fill in the form"),
        by: capacities(ground.regime, &side),
        basis: ground.procedure.head.basis.clone(),
    }))
}

/// Whether the actor may know the case: a confirmed member of a party that
/// stands in any relation to it.
pub fn may_see(ground: Ground<'_>, actor: &Actor) -> bool {
    match actor {
        Actor::Clock | Actor::Operator => true,
        Actor::Person { person, party } => ground.regime.actors.iter().any(|(name, rule)| {
            if is_private(ground) && !of_holder(rule.relation) {
                return false;
            }
            if rule.relation == Relation::Drawn {
                // The whole body that holds the case sees it.
                return ground.case.is_some_and(|case| case.body == *party)
                    && member(ground.world, person, party).is_some();
            }
            rule.relation != Relation::Anyone && stands(ground, actor, name).is_ok()
        }),
    }
}

/// Whether the case is a draft of the holder's side, which nobody else sees
/// before it is handed in (practice/1).
fn is_private(ground: Ground<'_>) -> bool {
    ground.case.is_some_and(|case| {
        let state = ground.procedure.states.get(&case.state);
        let opener = ground.regime.actors.get(&case.opened_by);
        state.is_some_and(|state| state.edit == Editable::All)
            && opener.is_some_and(|opener| of_holder(opener.relation))
    })
}

fn of_holder(relation: Relation) -> bool {
    matches!(relation, Relation::Holder | Relation::Agent)
}

/// The capacities in which the actor stands to the case.
pub fn capacities_of(ground: Ground<'_>, actor: &Actor) -> Vec<ActorName> {
    ground
        .regime
        .actors
        .keys()
        .filter(|name| stands(ground, actor, name).is_ok())
        .cloned()
        .collect()
}

/// Whether the actor stands to the case in this capacity. An error without a
/// refusal says only that it does not; one with a refusal says what is missing.
fn stands(ground: Ground<'_>, actor: &Actor, capacity: &ActorName) -> Result<Who, Option<Refusal>> {
    let rule = ground.regime.actors.get(capacity).ok_or(None)?;
    let (person, code) = match actor {
        Actor::Clock if rule.relation == Relation::Clock => {
            return Ok(Who {
                person: None,
                party: None,
                capacity: capacity.clone(),
            });
        }
        Actor::Clock | Actor::Operator => return Err(None),
        Actor::Person { person, party } => (person, party),
    };
    let party = ground.world.party(code).ok_or(None)?;
    if rule
        .kind
        .as_ref()
        .is_some_and(|kind| !party.registration.kinds.contains(kind))
    {
        return Err(None);
    }
    let related = is_related(ground, rule, capacity, person, party)?;
    if !related {
        return Err(None);
    }
    if party.confirmed(person, rule.role.as_ref()).is_none() {
        let known = party.members.contains_key(person) && party.confirmed(person, None).is_none();
        return Err(known.then(|| Refusal::NotConfirmed {
            party: code.to_string(),
        }));
    }
    Ok(Who {
        person: Some(person.clone()),
        party: Some(code.clone()),
        capacity: capacity.clone(),
    })
}

/// Whether party and person stand in the capacity's relation to the case.
fn is_related(
    ground: Ground<'_>,
    rule: &law::regime::Actor,
    capacity: &ActorName,
    person: &PersonId,
    party: &Party,
) -> Result<bool, Option<Refusal>> {
    let code = &party.registration.code;
    Ok(match rule.relation {
        Relation::Clock => false,
        Relation::Anyone | Relation::Kind => true,
        Relation::Holder => code == ground.holder,
        Relation::Agent => {
            let holder = ground.world.party(ground.holder).ok_or(None)?;
            if code == ground.holder {
                false
            } else if holder.mandates(code, &ground.regime.head.id, ground.today) {
                true
            } else {
                let opened = ground.case.is_none_or(|case| case.opened_by == *capacity);
                return Err(opened.then(|| Refusal::NoMandate {
                    holder: ground.holder.to_string(),
                    basis: rule.basis.clone(),
                }));
            }
        }
        Relation::Named => {
            let named = rule
                .of
                .as_ref()
                .and_then(|field| ground.case?.fields.get(field));
            named.is_some_and(|value| value.items().contains(&code.as_str()))
        }
        Relation::Body => ground.case.is_none_or(|case| case.body == *code),
        Relation::Drawn => {
            let drawn = ground.case.and_then(|case| case.drawn.get(capacity));
            drawn.is_some_and(|drawn| drawn.contains(person))
        }
        Relation::Region => in_region(
            ground,
            rule.of.as_ref().map(law::name::FieldName::as_str),
            party,
        ),
    })
}

/// Whether the body's region contains the place: region codes are six digits,
/// pairs of zeros at the end standing for all that lies below.
fn in_region(ground: Ground<'_>, field: Option<&str>, body: &Party) -> bool {
    let place = match field {
        Some(field) => ground.case.and_then(|case| case.text(field)),
        None => ground
            .world
            .party(ground.holder)
            .map(|holder| holder.registration.region.as_str()),
    };
    let region = body.registration.region.trim_end_matches("00");
    place.is_some_and(|place| place.starts_with(region))
}

fn member<'w>(
    world: &'w World,
    person: &PersonId,
    party: &PartyCode,
) -> Option<&'w crate::party::Member> {
    world.party(party)?.confirmed(person, None)
}

fn capacities(regime: &Regime, names: &[ActorName]) -> Wording {
    let known: Vec<_> = names
        .iter()
        .filter_map(|name| regime.actors.get(name))
        .collect();
    words(
        known
            .iter()
            .map(|actor| actor.zh.as_str())
            .collect::<Vec<_>>()
            .join("或者"),
        known
            .iter()
            .map(|actor| actor.en.as_str())
            .collect::<Vec<_>>()
            .join(" or "),
    )
}
