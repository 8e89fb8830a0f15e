//! What decisions rest on beside the case itself: parties and calendars.

use crate::event::{CalendarAct, PartyAct, Who};
use crate::evidence::{Cited, Evidence};
use crate::evolve::hold;
use crate::party::Party;
use jiff::Span;
use jiff::civil::Date;
use law::calendar::{Calendar, Moment};
use law::identity::PartyCode;
use law::name::PartyKind;
use std::collections::BTreeMap;
use std::sync::Arc;

/// All parties and calendars, folded from their events.
#[derive(Debug, Clone, Default)]
pub struct World {
    pub parties: BTreeMap<PartyCode, Arc<Party>>,
    /// Calendar name → days; with the zone of its regimes.
    pub calendars: BTreeMap<String, Calendar>,
    /// How many events each calendar has had.
    pub calendar_versions: BTreeMap<String, u64>,
}

impl World {
    /// The party with this code.
    pub fn party(&self, code: &PartyCode) -> Option<&Party> {
        self.parties.get(code).map(Arc::as_ref)
    }

    /// The party with this code, given as text.
    pub fn party_text(&self, code: &str) -> Option<&Party> {
        code.parse().ok().and_then(|code| self.party(&code))
    }

    /// A piece of evidence that a party keeps.
    pub fn evidence(&self, cited: &Cited) -> Option<&Evidence> {
        self.party(&cited.party)?.evidence.get(&cited.number)
    }

    /// Whether `upper` stands above `lower` in the tree of organisations.
    pub fn is_above(&self, upper: &PartyCode, lower: &PartyCode) -> bool {
        let above = |code: &PartyCode| self.party(code)?.registration.parent.clone();
        // A tree is not deep; a ring, should one be on record, ends here too.
        let mut next = above(lower);
        for _ in 0..16 {
            match next {
                Some(code) if code == *upper => return true,
                Some(code) => next = above(&code),
                None => return false,
            }
        }
        false
    }

    /// The parties of `kind` in `regime`, by code.
    pub fn all_of<'w>(
        &'w self,
        regime: &'w str,
        kind: &'w PartyKind,
    ) -> impl Iterator<Item = &'w Party> {
        let parties = self.parties.values().map(Arc::as_ref);
        parties.filter(move |party| party.is(regime, kind))
    }

    /// The body of `kind` whose region holds the place, the narrowest of them.
    pub fn body_of(&self, regime: &str, kind: &PartyKind, place: &str) -> Option<PartyCode> {
        let bodies = self
            .all_of(regime, kind)
            .filter(|party| party.reaches(place));
        let narrow =
            |party: &&Party| std::cmp::Reverse(law::region::narrowness(&party.registration.region));
        let found = bodies.min_by_key(narrow);
        found.map(|party| party.registration.code.clone())
    }

    /// Folds one event of a party into the world. Total.
    pub fn evolve_party(&mut self, code: &PartyCode, act: &PartyAct, who: &Who, at: Moment) {
        if let PartyAct::Registered { registration } = act {
            let party = self
                .parties
                .entry(code.clone())
                .or_insert_with(|| Arc::new(Party::new(registration.clone())));
            let party = Arc::make_mut(party);
            party.registration = registration.clone();
            party.version += 1;
        } else if let Some(party) = self.parties.get_mut(code) {
            let party = Arc::make_mut(party);
            party.version += 1;
            evolve_known(party, act, who, at);
        }
    }

    /// Folds one event of a calendar into the world. Total.
    pub fn evolve_calendar(&mut self, name: &str, act: &CalendarAct) {
        let CalendarAct::Loaded { year } = act;
        *self.calendar_versions.entry(name.to_owned()).or_default() += 1;
        if let Some(calendar) = self.calendars.get_mut(name) {
            calendar.load(year.clone());
        }
    }
}

fn evolve_known(party: &mut Party, act: &PartyAct, who: &Who, at: Moment) {
    match act {
        PartyAct::Registered { .. } => (),
        PartyAct::MemberSet { person, member } => {
            party.members.insert(person.clone(), member.clone());
        }
        PartyAct::Qualified { qualification, .. } => {
            party.qualifications.push(qualification.clone());
        }
        PartyAct::QualificationEnded {
            kind,
            number,
            last_day,
            ..
        } => {
            for held in &mut party.qualifications {
                if held.kind.meets(kind) && held.number == *number && *last_day < held.until {
                    held.until = *last_day;
                }
            }
        }
        PartyAct::Mandated { mandate, .. } => party.mandates.push(mandate.clone()),
        PartyAct::MandateEnded { agent, last_day } => {
            for mandate in &mut party.mandates {
                if mandate.agent == *agent && *last_day < mandate.until {
                    mandate.until = *last_day;
                }
            }
        }
        PartyAct::Hold(act) => hold(&mut party.holds, act, who, at),
        PartyAct::Barred { bar, .. } => party.bars.push(bar.clone()),
        PartyAct::BarLifted {
            sanction,
            first_free_day,
            ..
        } => {
            for bar in &mut party.bars {
                if bar.sanction.meets(sanction) && *first_free_day < bar.until {
                    bar.until = *first_free_day;
                }
            }
        }
        PartyAct::EvidenceKept { .. }
        | PartyAct::EvidenceConsented { .. }
        | PartyAct::ConsentWithdrawn { .. }
        | PartyAct::EvidenceEnded { .. } => evolve_evidence(party, act),
    }
}

fn evolve_evidence(party: &mut Party, act: &PartyAct) {
    let evidence = &mut party.evidence;
    match act {
        PartyAct::EvidenceKept { number, kept } => {
            evidence.insert(number.clone(), Evidence::new(kept.clone()));
        }
        PartyAct::EvidenceConsented { number, consent } => {
            if let Some(held) = evidence.get_mut(number) {
                held.consent(consent.clone());
            }
        }
        PartyAct::ConsentWithdrawn { number, purpose } => {
            if let Some(held) = evidence.get_mut(number) {
                held.withdraw(purpose);
            }
        }
        PartyAct::EvidenceEnded { number, end } => {
            if let Some(held) = evidence.get_mut(number) {
                held.ended = Some(end.clone());
            }
        }
        _ => (),
    }
}

/// The day `days` after `day`, or the last day that can be written.
pub fn days_after(day: Date, days: i32) -> Date {
    Span::new()
        .try_days(days)
        .and_then(|span| day.checked_add(span))
        .unwrap_or(Date::MAX)
}
