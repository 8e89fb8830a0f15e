//! What of a case may be changed where it stands, and who hands in what.

use crate::authorize::{Ground, capacities_of};
use crate::case::Case;
use crate::command::Actor;
use law::form::Reads;
use law::name::MaterialName;
use law::procedure::{Editable, Procedure};
use law::regime::Relation;
use law::step::Step;

/// Whether a field or material may be changed where the case stands.
pub fn is_editable(procedure: &Procedure, case: &Case, name: &str) -> bool {
    let state = procedure.states.get(&case.state);
    match state.map(|state| state.edit) {
        Some(Editable::All) => true,
        // An artwork follows the form: what else is mended may show on it.
        Some(Editable::Listed) => case.listed.contains(name) || is_artwork(procedure, name),
        Some(Editable::None) | None => false,
    }
}

/// Whether a material is handed in where the case stands by this actor, who may
/// change the case: by the holder's side what a step of its own needs, as long
/// as the form is edited; in other states by whoever can take next what needs it.
pub fn is_awaited(ground: Ground<'_>, actor: &Actor, material: &MaterialName) -> bool {
    let Some(case) = ground.case else {
        return false;
    };
    let edited = is_editable(ground.procedure, case, material.as_str());
    (edited && is_for_holder(ground, material)) || is_needed_next(ground, case, actor, material)
}

fn is_artwork(procedure: &Procedure, name: &str) -> bool {
    let material = procedure.materials.get(name);
    material.is_some_and(|material| material.reads == Some(Reads::Artwork))
}

/// Whether a step of the holder's side needs the material; what only others
/// need the holder cannot hand in.
fn is_for_holder(ground: Ground<'_>, material: &MaterialName) -> bool {
    let holds = |step: &Step| {
        step.by.iter().any(|actor| {
            let rule = ground.regime.actors.get(actor);
            rule.is_some_and(|rule| matches!(rule.relation, Relation::Holder | Relation::Agent))
        })
    };
    let mut steps = ground.procedure.steps.values();
    steps.any(|step| step.needs.contains(material) && holds(step))
}

/// Whether a step that the actor may take from here needs the material; in a
/// state that is edited the holder hands in.
fn is_needed_next(ground: Ground<'_>, case: &Case, actor: &Actor, material: &MaterialName) -> bool {
    let state = ground.procedure.states.get(&case.state);
    if state.is_none_or(|state| state.edit != Editable::None) {
        return false;
    }
    let capacities = capacities_of(ground, actor);
    let mut steps = ground.procedure.steps.values();
    steps.any(|step| {
        step.from.contains(&case.state)
            && step.needs.contains(material)
            && step.by.iter().any(|by| capacities.contains(by))
    })
}
