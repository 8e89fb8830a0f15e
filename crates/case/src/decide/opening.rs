//! A case begins.

use crate::authorize::Permit;
use crate::command::Given;
use crate::computed::computed;
use crate::decide::{Desk, Opening};
use crate::event::{CaseAct, NewEvent, Stream, What};
use crate::form::admits;
use crate::guard::{self, Look};
use crate::refusal::Refusal;
use crate::value::Value;
use crate::wording::words;
use law::identity::PartyCode;
use law::name::{ActorName, FieldName};
use law::regime::IdentityKind;
use law::step::Step;
use std::collections::BTreeMap;

impl Desk<'_> {
    /// Opens a case.
    ///
    /// # Errors
    ///
    /// Why the law does not allow it.
    pub fn open(
        &self,
        opening: Opening<'_>,
        permit: &Permit<'_>,
        given: &Given,
    ) -> Result<NewEvent, Refusal> {
        let (name, step) = permit.step();
        if !step.from.is_empty() {
            return Err(Refusal::NoSuchCase {
                case: String::new(),
            });
        }
        let head = &self.procedure.head;
        let code = &opening.parties.holder;
        self.admitted(code)?;
        let Some(to) = &step.to else {
            return Err(Refusal::NoSuchStep { step: name.clone() });
        };
        let opener = &permit.who().capacity;
        let mut taken = match opening.started_by {
            // What another case carries along was looked at there.
            Some(_) => given.fields.clone(),
            None => self.fields_taken(step, None, given, opener)?,
        };
        taken.extend(computed(self.procedure, &taken));
        taken.retain(|_, value| !value.is_empty());
        if opening.started_by.is_none() {
            self.sound_opening(step, &taken, opener, code)?;
        }
        let clocks = self.terms(&taken, opener).on_move(None, name, to)?;
        let act = CaseAct::Opened {
            edition: opening.id,
            digest: self.edition.digest.clone(),
            procedure: head.id.clone(),
            number: opening.number.clone(),
            holder: code.clone(),
            body: opening.parties.body.clone(),
            step: name.clone(),
            to: to.clone(),
            basis: step.basis.clone(),
            fields: taken,
            clocks,
            started_by: opening.started_by.map(str::to_owned),
            receipt: opening.receipt,
        };
        Ok(NewEvent {
            stream: Stream::Case(opening.number),
            who: permit.who().clone(),
            what: What::Case(act),
        })
    }

    /// Whether a case can be about the party.
    fn admitted(&self, code: &PartyCode) -> Result<(), Refusal> {
        let head = &self.procedure.head;
        let kind = self.regime().parties.get(&head.holder);
        let title = kind.map_or_else(|| words("", ""), |kind| words(&kind.zh, &kind.en));
        let holder = self.world.party(code);
        let holder = holder.ok_or_else(|| Refusal::NoSuchParty {
            party: code.to_string(),
        })?;
        let admitted = kind.is_none_or(|kind| admits(kind, code));
        if !holder.is(&self.regime().head.id, &head.holder) || !admitted {
            return Err(Refusal::WrongHolder {
                holder: code.to_string(),
                kind: title,
                basis: head.basis.clone(),
            });
        }
        let abroad = code.is_foreign()
            && kind.is_some_and(|kind| !kind.identity.contains(&IdentityKind::Number));
        if abroad && holder.registration.domestic_agent.is_none() {
            return Err(Refusal::NoDomesticAgent {
                holder: code.to_string(),
                basis: head.basis.clone(),
            });
        }
        Ok(())
    }

    /// What an opening step asks for, and its guards.
    fn sound_opening(
        &self,
        step: &Step,
        fields: &BTreeMap<FieldName, Value>,
        opener: &ActorName,
        holder: &PartyCode,
    ) -> Result<(), Refusal> {
        let form = self.form(fields, opener);
        self.asked(step, &form)?;
        let look = Look {
            form,
            case: None,
            holder,
            known: self.known,
            today: self.today,
            now: self.calendar.hour(self.now),
        };
        for guard in &step.guards {
            if let Some(rule) = self.procedure.guards.get(guard) {
                guard::check(look, guard, rule)?;
            }
        }
        Ok(())
    }
}
