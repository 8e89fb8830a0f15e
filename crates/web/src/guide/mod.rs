//! What somebody needs to know before opening a case: what to prepare, under
//! what conditions, with what terms, and which requirements each level has.
//! Everything is read from the edition in force; no regime is known here.

pub(crate) mod check;
mod conditions;
pub(crate) mod item;
pub(crate) mod list;
pub(crate) mod procedure;
mod tables;

use crate::failure::Failure;
use crate::site::Site;
use crate::view;
use law::library::Edition;
use law::name::{ActorName, StepName};
use law::procedure::Procedure;
use law::reference::Reference;
use law::regime::{Regime, Relation};
use law::step::Step;
use std::sync::Arc;

/// The edition of each regime that is in force today.
pub(crate) fn in_force(site: &Site) -> Result<Vec<Arc<Edition>>, Failure> {
    let world = site.world()?;
    let library = site.office().library();
    let mut found: Vec<Arc<Edition>> = Vec::new();
    for (id, edition) in library.all() {
        let today = view::today(&world, edition, site);
        let valid = library.in_force(&id.regime, today);
        if valid.is_some_and(|(valid, _)| valid == id) {
            found.push(edition.clone());
        }
    }
    Ok(found)
}

/// The edition of `regime` that is in force today.
fn edition(site: &Site, regime: &str) -> Result<Arc<Edition>, Failure> {
    let mut all = in_force(site)?.into_iter();
    all.find(|edition| edition.regime.head.id == regime)
        .ok_or(Failure::NotFound)
}

/// An item of a catalogue of the edition in force.
fn item_of<'e>(
    edition: &'e Edition,
    catalogue: &str,
    item: &str,
) -> Result<&'e Reference, Failure> {
    edition
        .regime
        .reference(catalogue, item)
        .ok_or(Failure::NotFound)
}

/// Whether somebody acts in this capacity who is not of the body.
fn is_outside(regime: &Regime, actor: &ActorName) -> bool {
    regime.actors.get(actor).is_some_and(|actor| {
        !matches!(
            actor.relation,
            Relation::Body | Relation::Drawn | Relation::Clock
        )
    })
}

/// The step by which somebody from outside opens a case, if one can.
fn opening<'p>(regime: &Regime, procedure: &'p Procedure) -> Option<(&'p StepName, &'p Step)> {
    let mut steps = procedure.steps_in_order().into_iter();
    steps.find(|(_, step)| {
        step.from.is_empty() && step.by.iter().any(|actor| is_outside(regime, actor))
    })
}

/// The opening and the steps from outside that may come next: with them the
/// case is handed in.
fn handing_in<'p>(regime: &Regime, procedure: &'p Procedure) -> Vec<&'p Step> {
    let Some((_, opening)) = opening(regime, procedure) else {
        return Vec::new();
    };
    let next = procedure.steps_in_order().into_iter().filter(|(_, step)| {
        let to = opening.to.as_ref();
        to.is_some_and(|to| step.from.contains(to))
            && step.by.iter().any(|actor| is_outside(regime, actor))
    });
    std::iter::once(opening)
        .chain(next.map(|(_, step)| step))
        .collect()
}

/// The distinct names in lists, in the order in which they stand there.
fn all<'s, T: PartialEq>(lists: impl Iterator<Item = &'s Vec<T>>) -> Vec<&'s T> {
    let mut found: Vec<&T> = Vec::new();
    for name in lists.flatten() {
        if !found.contains(&name) {
            found.push(name);
        }
    }
    found
}
