//! One procedure in its regime, with the questions that many rules ask.

use super::finding::Place;
use crate::form::Field;
use crate::name::{ActorName, FieldName, PartyKind, StateName, StepName};
use crate::procedure::Procedure;
use crate::regime::{Regime, Relation, Standing};
use crate::step::Step;
use std::collections::BTreeSet;

/// A procedure under the eye of a rule.
#[derive(Debug)]
pub(crate) struct Sheet<'a> {
    pub(crate) regime: &'a Regime,
    pub(crate) procedure: &'a Procedure,
    pub(crate) file: String,
}

impl<'a> Sheet<'a> {
    pub(crate) fn new(regime: &'a Regime, procedure: &'a Procedure) -> Self {
        let file = format!("{}.toml", procedure.head.id);
        Sheet {
            regime,
            procedure,
            file,
        }
    }

    /// The place `table.name` in the procedure's file.
    pub(crate) fn at(&self, table: &str, name: impl std::fmt::Display) -> Place {
        Place::new(&self.file, format!("{table}.{name}"))
    }

    /// A key at the top of the file.
    pub(crate) fn top(&self, key: &str) -> Place {
        Place::new(&self.file, key)
    }

    pub(crate) fn relation(&self, actor: &ActorName) -> Option<Relation> {
        self.regime.actors.get(actor).map(|actor| actor.relation)
    }

    /// Whether the actor stands on the side of the party that the case is about.
    pub(crate) fn holds(&self, actor: &ActorName) -> bool {
        matches!(
            self.relation(actor),
            Some(Relation::Holder | Relation::Agent)
        )
    }

    pub(crate) fn by_holder(&self, step: &Step) -> bool {
        step.by.iter().any(|actor| self.holds(actor))
    }

    pub(crate) fn by_clock(&self, step: &Step) -> bool {
        step.by
            .iter()
            .any(|actor| self.relation(actor) == Some(Relation::Clock))
    }

    /// Whether somebody takes it who is neither the holder's side nor the clock.
    pub(crate) fn by_worker(&self, step: &Step) -> bool {
        step.by.iter().any(|actor| {
            !self.holds(actor)
                && self
                    .relation(actor)
                    .is_some_and(|relation| relation != Relation::Clock)
        })
    }

    pub(crate) fn is_final(&self, state: &StateName) -> bool {
        self.procedure
            .states
            .get(state)
            .is_some_and(|state| state.is_final)
    }

    pub(crate) fn has_entry(&self, state: &StateName) -> bool {
        self.procedure
            .states
            .get(state)
            .is_some_and(|state| state.entry.is_some() || state.keeps)
    }

    pub(crate) fn standing(&self, state: &StateName) -> Option<Standing> {
        let state = self.procedure.states.get(state)?;
        if state.keeps {
            return Some(Standing::Valid);
        }
        let entry = state.entry.as_ref()?;
        Some(self.regime.statuses.get(entry)?.standing)
    }

    pub(crate) fn steps_from<'s>(
        &'s self,
        state: &'s StateName,
    ) -> impl Iterator<Item = (&'a StepName, &'a Step)> + 's {
        self.procedure
            .steps
            .iter()
            .filter(move |(_, step)| step.from.contains(state))
    }

    pub(crate) fn steps_into<'s>(
        &'s self,
        state: &'s StateName,
    ) -> impl Iterator<Item = (&'a StepName, &'a Step)> + 's {
        self.procedure
            .steps
            .iter()
            .filter(move |(_, step)| self.lands(step).contains(state))
    }

    /// The states to which a step can lead: `to`, or for one that `returns`
    /// all from which a case can have come.
    pub(crate) fn lands(&self, step: &Step) -> BTreeSet<StateName> {
        if !step.returns {
            return step.to.iter().cloned().collect();
        }
        let steps = self.procedure.steps.values();
        let into = steps.filter(|other| other.to.as_ref().is_some_and(|to| step.from.contains(to)));
        into.flat_map(|other| other.from.iter().cloned())
            .filter(|from| !step.from.contains(from))
            .collect()
    }

    /// Whether a step moves the case.
    pub(crate) fn moves(step: &Step) -> bool {
        step.to.is_some() || step.returns
    }

    /// Whether a decision is pending in `state`.
    pub(crate) fn pending(&self, state: &StateName) -> bool {
        self.steps_from(state).any(|(_, step)| step.decides)
    }

    /// Whether a case of this procedure is begun by its holder.
    pub(crate) fn opened_by_holder(&self) -> bool {
        self.procedure
            .steps
            .values()
            .any(|step| step.from.is_empty() && self.by_holder(step))
    }

    /// Steps that bring the first entry: from a state without to one with.
    pub(crate) fn first_entry(&self, step: &Step) -> bool {
        step.to.as_ref().is_some_and(|to| self.has_entry(to))
            && step.from.iter().any(|from| !self.has_entry(from))
    }

    /// The party kind in question: of the party in `field`, or the holder's.
    pub(crate) fn party_kind(&self, field: Option<&FieldName>) -> Option<PartyKind> {
        match field {
            None => Some(self.procedure.head.holder.clone()),
            Some(field) => {
                let field: &Field = self.procedure.fields.get(field)?;
                field.of.as_deref().map(PartyKind::from)
            }
        }
    }

    /// States that can be reached from `starts` by steps for which `through` holds.
    pub(crate) fn reach(
        &self,
        starts: impl IntoIterator<Item = StateName>,
        through: impl Fn(&StepName, &Step) -> bool,
    ) -> BTreeSet<StateName> {
        let mut seen: BTreeSet<StateName> = starts.into_iter().collect();
        let mut waiting: Vec<StateName> = seen.iter().cloned().collect();
        while let Some(state) = waiting.pop() {
            for (name, step) in self.steps_from(&state) {
                if !through(name, step) {
                    continue;
                }
                for to in self.lands(step) {
                    if seen.insert(to.clone()) {
                        waiting.push(to);
                    }
                }
            }
        }
        seen
    }

    /// The states in which cases begin.
    pub(crate) fn beginnings(&self) -> BTreeSet<StateName> {
        self.procedure
            .steps
            .values()
            .filter(|step| step.from.is_empty())
            .filter_map(|step| step.to.clone())
            .collect()
    }
}
