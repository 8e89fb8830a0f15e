//! What of a case somebody who may see it is shown. Confidential fields are for
//! the holder's side and the body that decides; what the body writes for itself,
//! and who acted for others, is not for everybody (T-AUZ-04).

use crate::authorize::Ground;
use crate::command::Actor;
use crate::event::{CaseAct, Stepped, Who};
use law::form::Field;
use law::procedure::Editable;
use law::regime::Relation;

/// Somebody who sees a case, and how they stand to it.
#[derive(Debug, Clone, Copy)]
pub struct Viewing<'a> {
    ground: Ground<'a>,
    actor: &'a Actor,
    /// Of the holder's side, or of the body that decides.
    inside: bool,
    /// Of the body that holds the case.
    of_body: bool,
}

impl<'a> Viewing<'a> {
    /// How `actor`, who may see the case of `ground`, stands to it. The operator
    /// sees all of it.
    pub fn new(ground: Ground<'a>, actor: &'a Actor) -> Self {
        let (inside, of_body) = match actor {
            Actor::Operator => (true, true),
            Actor::Clock | Actor::Anybody => (false, false),
            Actor::Person { party, .. } => {
                let of_body = ground.case.is_some_and(|case| case.body == *party);
                let holder = ground.world.party(ground.holder);
                let regime = &ground.regime.head.id;
                let agent =
                    holder.is_some_and(|holder| holder.mandates(party, regime, ground.today));
                (of_body || party == ground.holder || agent, of_body)
            }
        };
        Viewing {
            ground,
            actor,
            inside,
            of_body,
        }
    }

    /// Whether they are of the holder's side, or of the body that decides.
    pub fn inside(&self) -> bool {
        self.inside
    }

    /// Whether they are of the body that holds the case.
    pub fn of_body(&self) -> bool {
        self.of_body
    }

    /// Whether they may read a field.
    pub fn shows(&self, field: &Field) -> bool {
        *self.actor == Actor::Operator || shows(field, self.inside)
    }

    /// Whether they may know of an act: what the body does about its files
    /// before anything is disposed of is its own.
    pub fn knows(&self, act: &CaseAct) -> bool {
        let own = matches!(act, CaseAct::Hold(_) | CaseAct::DisposalProposed { .. });
        self.of_body || !own
    }

    /// Whether they may know which person acted: somebody of their own party.
    pub fn knows_person(&self, who: &Who) -> bool {
        match self.actor {
            Actor::Operator => true,
            Actor::Person { party, .. } => who.party.as_ref() == Some(party),
            Actor::Clock | Actor::Anybody => false,
        }
    }

    /// Whether they may know who made a statement.
    pub fn knows_statement(&self, who: &Who) -> bool {
        let actor = self.ground.regime.actors.get(&who.capacity);
        let for_holder =
            actor.is_some_and(|actor| matches!(actor.relation, Relation::Holder | Relation::Agent));
        self.of_body || for_holder || self.knows_person(who)
    }

    /// Whether they may read what was written with a step: it asks something of
    /// the holder, decides, or ends the case. The rest is the body's own.
    pub fn reads_reasons(&self, stepped: &Stepped) -> bool {
        let step = self.ground.procedure.steps.get(&stepped.step);
        let state = self.ground.procedure.states.get(&stepped.to);
        self.of_body
            || step.is_some_and(|step| step.lists || step.decides)
            || state.is_some_and(|state| state.is_final || state.edit != Editable::None)
    }
}

/// Whether a field is shown to a person who is inside the case, or is not.
pub fn shows(field: &Field, inside: bool) -> bool {
    !field.sealed && (inside || !field.confidential)
}
