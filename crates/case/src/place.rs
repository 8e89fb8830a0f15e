//! Whom a new case is about, and which body holds it.

use crate::command::Actor;
use crate::refusal::{NoBody, Refusal};
use crate::value::Value;
use crate::wording::{Wording, lowered, words};
use crate::world::World;
use law::identity::PartyCode;
use law::name::FieldName;
use law::procedure::{BodyBy, HolderBy, Procedure};
use law::regime::Regime;
use std::collections::BTreeMap;

/// The two parties of a new case.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Parties {
    pub holder: PartyCode,
    pub body: PartyCode,
}

/// Where a new case comes from.
#[derive(Debug, Clone, Copy)]
pub struct Origin<'a> {
    pub regime: &'a Regime,
    pub procedure: &'a Procedure,
    pub world: &'a World,
    /// Whom the opener named.
    pub holder: Option<&'a PartyCode>,
    /// The opener's party, or the body of the case that starts this one.
    pub opener: Option<&'a PartyCode>,
    pub fields: &'a BTreeMap<FieldName, Value>,
}

impl Origin<'_> {
    /// The parties that the procedure gives the case.
    ///
    /// # Errors
    ///
    /// That nobody is named, or that no body is registered that could hold it.
    pub fn parties(&self) -> Result<Parties, Refusal> {
        let head = &self.procedure.head;
        if head.holder_by == HolderBy::Body {
            let body = self.body(None)?;
            return Ok(Parties {
                holder: body.clone(),
                body,
            });
        }
        let holder = self.holder.or(self.opener).cloned();
        let holder = holder.ok_or_else(|| Refusal::NoSuchParty {
            party: String::new(),
        })?;
        let body = self.body(Some(&holder))?;
        Ok(Parties { holder, body })
    }

    fn body(&self, holder: Option<&PartyCode>) -> Result<PartyCode, Refusal> {
        let (head, regime) = (&self.procedure.head, &self.regime.head.id);
        let text = head
            .body_field
            .as_ref()
            .and_then(|field| self.fields.get(field)?.text());
        let of_kind = |code: &&PartyCode| {
            let party = self.world.party(code);
            party.is_some_and(|party| party.is(regime, &head.body))
        };
        let mut why = NoBody::Registered;
        let found = match head.body_by {
            BodyBy::Sole => {
                let mut all = self.world.all_of(regime, &head.body);
                let first = all.next().map(|party| party.registration.code.clone());
                if all.next().is_some() {
                    why = NoBody::Single;
                }
                first.filter(|_| why != NoBody::Single)
            }
            BodyBy::Opener => self.opener.filter(of_kind).cloned(),
            BodyBy::Field => {
                if text.is_none_or(|text| text.trim().is_empty()) {
                    why = NoBody::Chosen;
                }
                let named = text.and_then(|code| self.world.party_text(code));
                named
                    .map(|party| party.registration.code.clone())
                    .filter(|code| of_kind(&code))
            }
            BodyBy::Region => {
                let home = || {
                    let holder = self.world.party(holder?)?;
                    Some(holder.registration.region.as_str())
                };
                let place = match &head.body_field {
                    Some(_) => text,
                    None => home(),
                };
                why = match place.filter(|place| !place.trim().is_empty()) {
                    Some(place) => NoBody::Around(place.to_owned()),
                    None => NoBody::Chosen,
                };
                place.and_then(|place| self.world.body_of(regime, &head.body, place))
            }
        };
        found.ok_or_else(|| {
            let kind = self.regime.parties.get(&head.body);
            Refusal::NoBody {
                kind: kind.map_or_else(
                    || words(head.body.as_str(), head.body.as_str()),
                    |kind| words(&kind.zh, &kind.en),
                ),
                why,
            }
        })
    }
}

impl NoBody {
    /// That there is none of the `kind`, and what to do.
    pub(crate) fn words(&self, kind: &Wording) -> Wording {
        let en = lowered(&kind.en);
        match self {
            NoBody::Registered => words(
                format!("尚未登记{}，请管理员先登记。", kind.zh),
                format!("no {en} is registered; an administrator registers one first"),
            ),
            NoBody::Around(place) => words(
                format!("辖区包含{place}的{}尚未登记，请先由管理员登记。", kind.zh),
                format!(
                    "no {en} is registered whose region holds {place}; an administrator registers one first"
                ),
            ),
            NoBody::Chosen => words(
                format!(
                    "尚未确定由哪个{}办理，请在表单中选择，或者填写所在地区。",
                    kind.zh
                ),
                format!(
                    "the form does not say which {en} holds the case; choose it, or fill in the place"
                ),
            ),
            NoBody::Single => words(
                format!(
                    "已登记多个{}，而本办件只能由唯一的{0}办理，请管理员核对登记。",
                    kind.zh
                ),
                format!(
                    "several are registered as {en}, and the scheme knows one alone; an administrator looks into it"
                ),
            ),
        }
    }
}

/// The party for which an actor speaks.
pub fn party_of(actor: &Actor) -> Option<&PartyCode> {
    match actor {
        Actor::Person { party, .. } => Some(party),
        Actor::Anybody | Actor::Clock | Actor::Operator => None,
    }
}
