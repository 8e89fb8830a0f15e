//! Opinions of many on one question.

use crate::authorize::Permit;
use crate::case::{Case, Opined};
use crate::command::Given;
use crate::decide::{Desk, Taking};
use crate::event::{CaseAct, NewEvent, OpinionGiven};
use crate::party::PersonId;
use crate::refusal::Refusal;
use crate::value::Value;
use crate::wording::words;
use law::identity::PartyCode;
use law::name::{FieldName, OpinionName};
use law::procedure::{Opinion, Procedure};
use law::regime::{Regime, Relation};
use std::collections::BTreeMap;

impl Desk<'_> {
    /// One opinion; the case moves with the one that reaches the quorum.
    pub(super) fn opine(
        &self,
        taking: &Taking<'_>,
        permit: &Permit<'_>,
        name: &OpinionName,
        given: &Given,
        fields: BTreeMap<FieldName, Value>,
    ) -> Result<Vec<NewEvent>, Refusal> {
        let case = taking.case;
        let (step_name, step) = permit.step();
        let Some(opinion) = self.procedure.opinions.get(name) else {
            return Err(Refusal::NoSuchStep {
                step: step_name.clone(),
            });
        };
        let before = case
            .opinions
            .get(name)
            .map(Vec::as_slice)
            .unwrap_or_default();
        let who = permit.who();
        let (person, party) = (who.person.as_ref(), who.party.as_ref());
        if before
            .iter()
            .any(|held| is_theirs(self.regime(), opinion, held, person, party))
        {
            return Err(Refusal::AlreadySaid {
                opinion: words(&opinion.zh, &opinion.en),
                basis: opinion.basis.clone(),
            });
        }
        let act = CaseAct::Opined(OpinionGiven {
            opinion: name.clone(),
            step: step_name.clone(),
            basis: step.basis.clone(),
            fields,
            grounds: given.grounds.clone(),
            reasons: given.reasons.clone().filter(|text| !text.trim().is_empty()),
            checks: given.checks.clone(),
            statement: self.statement(step, permit.who()),
        });
        let mut events = vec![self.event(case, permit.who(), act)];
        if step.to.is_some() && usize::from(opinion.quorum) <= before.len() + 1 {
            let bare = Given::default();
            let stepped = self.stepped(taking, permit, &bare, BTreeMap::new())?;
            let parties = self.on_parties(case, step, permit.who(), &stepped);
            events.push(self.event(case, permit.who(), CaseAct::Stepped(stepped)));
            events.extend(parties);
        }
        Ok(events)
    }
}

/// Whether an opinion that was given is this person's, or this party's where
/// each party gives one.
pub fn is_theirs(
    regime: &Regime,
    opinion: &Opinion,
    held: &Opined,
    person: Option<&PersonId>,
    party: Option<&PartyCode>,
) -> bool {
    if by_person(regime, opinion) {
        held.person.as_ref() == person
    } else {
        held.party.as_ref() == party
    }
}

/// Whether each person gives an opinion, not each party.
fn by_person(regime: &Regime, opinion: &Opinion) -> bool {
    let rule = regime.actors.get(&opinion.actor);
    rule.is_some_and(|rule| matches!(rule.relation, Relation::Body | Relation::Drawn))
}

/// Whether what the opinions of a round say may be shown to those who are
/// not their givers.
pub fn opinions_are_open(procedure: &Procedure, case: &Case, name: &OpinionName) -> bool {
    let Some(opinion) = procedure.opinions.get(name).filter(|opinion| opinion.blind) else {
        return true;
    };
    let given = case.opinions.get(name).map_or(0, Vec::len);
    usize::from(opinion.quorum) <= given
}
