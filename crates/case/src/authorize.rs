//! May this person take this step, or see this case? The one place where
//! rights are decided; the scheme's actors are the rules.

use crate::case::Case;
use crate::command::Actor;
use crate::event::Who;
use crate::party::{Member, Party, PersonId};
use crate::refusal::Refusal;
use crate::retention::{ARCHIVIST, is_archivist};
use crate::wording::{Wording, words};
use crate::world::World;
use jiff::civil::Date;
use law::identity::PartyCode;
use law::name::{ActorName, StateName, StepName};
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

/// Leave to look after the file of one case once it has ended.
#[derive(Debug)]
pub struct RetentionPermit {
    who: Who,
}

impl RetentionPermit {
    /// Who may, and in what capacity.
    pub fn who(&self) -> &Who {
        &self.who
    }
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
    // Who must first undertake something sees nothing, but can do that.
    let first = |name: &ActorName| {
        let rule = ground.regime.actors.get(name);
        rule.is_some_and(|rule| rule.after.as_ref() == Some(step))
            && stands(ground, actor, name).is_ok()
    };
    let undertakes = || ground.regime.actors.keys().any(first);
    if let Some(case) = ground.case
        && !may_see(ground, actor)
        && !undertakes()
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

/// Leave to change the form: given to the holder's side, and for materials to
/// those who can take a step from where the case stands that needs them.
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
    // Whoever works on the case hands in what the next step needs.
    let state = ground.procedure.states.get(&case.state);
    if state.is_some_and(|state| state.edit == Editable::None) {
        let steps = ground.procedure.steps.values();
        let next = steps.filter(|step| step.from.contains(&case.state) && !step.needs.is_empty());
        for step in next {
            for capacity in &step.by {
                if let Ok(who) = stands(ground, actor, capacity) {
                    return Ok(EditPermit { who });
                }
            }
        }
    }
    Err(why.unwrap_or_else(|| Refusal::NotYours {
        step: words("填报材料", "fill in the form"),
        by: capacities(ground.regime, &side),
        basis: ground.procedure.head.basis.clone(),
    }))
}

/// Leave to put a case on hold and to dispose of what was handed in for it:
/// given to archivists of the body that holds the case, and to nobody else
/// (T-RET-01).
///
/// # Errors
///
/// [`Refusal::NoSuchCase`] to somebody who may not know the case.
pub fn authorize_retention(ground: Ground<'_>, actor: &Actor) -> Result<RetentionPermit, Refusal> {
    let refused = Refusal::NotAllowed {
        what: words("管理办件材料的保管", "look after the files of cases"),
    };
    let Some(case) = ground.case else {
        return Err(refused);
    };
    if let Actor::Person { person, party } = actor
        && is_archivist(ground.world, actor, &case.body)
    {
        let who = Who {
            person: Some(person.clone()),
            party: Some(party.clone()),
            capacity: ActorName::from(ARCHIVIST),
        };
        return Ok(RetentionPermit { who });
    }
    Err(if may_see(ground, actor) {
        refused
    } else {
        Refusal::NoSuchCase {
            case: case.number.clone(),
        }
    })
}

/// Whether the actor may know the case: a confirmed member of a party that
/// stands in a relation to it that this procedure knows.
pub fn may_see(ground: Ground<'_>, actor: &Actor) -> bool {
    match actor {
        Actor::Clock | Actor::Operator => true,
        Actor::Anybody => false,
        Actor::Person { person, party } => {
            let (private, internal) = (is_private(ground), is_internal(ground));
            // The whole body that holds the case sees it, once it is handed in.
            let body = ground.case.is_some_and(|case| case.body == *party)
                && member(ground.world, person, party).is_some();
            // Whom the whole regime opens a case to is asked last: it takes longest.
            (body && !private)
                || ground.regime.actors.iter().any(|(name, rule)| {
                    let hidden = if of_holder(rule.relation) {
                        internal
                    } else {
                        private
                    };
                    !hidden
                        && has_undertaken(ground, rule, person)
                        && stands(ground, actor, name).is_ok()
                        && reads(ground, name, rule)
                })
        }
    }
}

/// Whether somebody stands to the case in a capacity in which it will be open
/// to them once they have undertaken what is asked first; that step.
pub fn at_the_door<'a>(ground: Ground<'a>, actor: &Actor) -> Option<&'a StepName> {
    let mut actors = ground.regime.actors.iter();
    actors.find_map(|(name, rule)| {
        let step = rule.after.as_ref()?;
        let known = ground.procedure.steps.contains_key(step);
        (known && !may_see(ground, actor) && stands(ground, actor, name).is_ok()).then_some(step)
    })
}

/// Whether a capacity opens cases of this procedure to its readers: that of
/// the case's own people does; others must have a part in the procedure, be
/// named as its readers, or watch the whole regime without a part in it.
fn reads(ground: Ground<'_>, name: &ActorName, rule: &law::regime::Actor) -> bool {
    let procedure = ground.procedure;
    match rule.relation {
        Relation::Holder | Relation::Agent | Relation::Body | Relation::Drawn | Relation::Named => {
            true
        }
        Relation::Clock | Relation::Anyone => false,
        Relation::Region | Relation::Parent | Relation::Kind => {
            acts(procedure, name)
                || procedure.head.readers.contains(name)
                || (!procedure.head.confidential
                    && !ground
                        .regime
                        .procedures
                        .values()
                        .any(|other| acts(other, name) || other.head.readers.contains(name)))
        }
    }
}

fn acts(procedure: &Procedure, name: &ActorName) -> bool {
    let mut steps = procedure.steps.values();
    steps.any(|step| step.by.contains(name) || step.signatures.contains(name))
}

fn has_undertaken(ground: Ground<'_>, rule: &law::regime::Actor, person: &PersonId) -> bool {
    let Some(step) = &rule.after else {
        return true;
    };
    !ground.procedure.steps.contains_key(step)
        || ground
            .case
            .is_some_and(|case| case.took(step).any(|taker| taker == person))
}

/// Whether the case is a draft of the holder's side, which nobody else sees
/// before it is handed in (practice/1).
fn is_private(ground: Ground<'_>) -> bool {
    ground.case.is_some_and(|case| {
        // Once it stood where others work on it, it stays theirs to see.
        let worked_on = |name: &StateName| {
            let state = ground.procedure.states.get(name);
            state.is_some_and(|state| !state.is_final && state.edit != Editable::All)
        };
        let state = ground.procedure.states.get(&case.state);
        let draft = state.is_some_and(|state| state.edit == Editable::All);
        let opener = ground.regime.actors.get(&case.opened_by);
        let left =
            state.is_some_and(|state| state.is_final) && !case.came_from.values().any(worked_on);
        let theirs = |opener: &law::regime::Actor| {
            // What the clock opened for the holder to fill in is a draft too.
            of_holder(opener.relation) || opener.relation == Relation::Clock
        };
        (draft || left) && opener.is_some_and(theirs)
    })
}

/// Whether the case stands where the holder's side does not see it.
fn is_internal(ground: Ground<'_>) -> bool {
    ground.case.is_some_and(|case| {
        let state = ground.procedure.states.get(&case.state);
        state.is_some_and(|state| state.internal)
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
        Actor::Anybody if rule.relation == Relation::Anyone => {
            return Ok(Who {
                person: None,
                party: None,
                capacity: capacity.clone(),
            });
        }
        Actor::Anybody | Actor::Clock | Actor::Operator => return Err(None),
        Actor::Person { person, party } => (person, party),
    };
    let party = ground.world.party(code).ok_or(None)?;
    let regime = &ground.regime.head.id;
    if rule
        .kind
        .as_ref()
        .is_some_and(|kind| !party.is(regime, kind))
    {
        return Err(None);
    }
    let related = is_related(ground, rule, capacity, person, party)?;
    if !related {
        return Err(None);
    }
    let member = party.confirmed(person);
    let fits = |member: &Member| {
        let role = rule.role.as_ref();
        role.is_none_or(|role| member.has(regime, role))
    };
    if !member.is_some_and(fits) {
        let known = party.members.contains_key(person) && member.is_none();
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
        Relation::Region => {
            let holder = || {
                let holder = ground.world.party(ground.holder)?;
                Some(holder.registration.region.as_str())
            };
            let place = match &rule.of {
                Some(field) => ground.case.and_then(|case| case.text(field.as_str())),
                None => holder(),
            };
            place.is_some_and(|place| party.reaches(place))
        }
        Relation::Parent => ground.world.is_above(code, ground.holder),
    })
}

fn member<'w>(world: &'w World, person: &PersonId, party: &PartyCode) -> Option<&'w Member> {
    world.party(party)?.confirmed(person)
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
