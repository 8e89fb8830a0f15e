//! What a step does to parties: sanctions and qualifications.

use crate::case::Case;
use crate::decide::Desk;
use crate::event::{NewEvent, PartyAct, Stepped, Stream, What, Who};
use crate::form::merged;
use crate::party::{Bar, Qualified};
use crate::value::Value;
use crate::world::days_after;
use jiff::Span;
use jiff::civil::Date;
use law::calendar::same_date_later;
use law::identity::PartyCode;
use law::name::{FieldName, Scoped};
use law::step::{Grant, Step};
use law::term::{Term, Unit};
use std::borrow::Borrow;
use std::collections::BTreeMap;

impl Desk<'_> {
    /// The events on parties that a step brings about.
    pub(super) fn on_parties(
        &self,
        case: &Case,
        step: &Step,
        who: &Who,
        stepped: &Stepped,
    ) -> Vec<NewEvent> {
        let fields = merged(Some(case), &stepped.fields);
        let mut acts = self.bars(case, step, &fields);
        acts.extend(self.lost(case, step, &fields));
        if let Some(grant) = &step.qualifies {
            let number = stepped.entry.as_ref().map(|entry| entry.number.clone());
            let number = number.or_else(|| case.label.clone());
            let number = number.unwrap_or_else(|| case.number.clone());
            acts.extend(self.granted(case, step, grant, &fields, &number));
        }
        acts.into_iter()
            .map(|(code, act)| NewEvent {
                stream: Stream::Party(code),
                who: who.clone(),
                what: What::Party(act),
            })
            .collect()
    }

    fn bars(
        &self,
        case: &Case,
        step: &Step,
        fields: &BTreeMap<FieldName, Value>,
    ) -> Vec<(PartyCode, PartyAct)> {
        let regime = &self.regime().head.id;
        let parties = parties(case, fields, step.sanction_on.as_ref());
        let rule = step
            .sanction
            .as_ref()
            .and_then(|name| Some((name, self.regime().sanctions.get(name)?)));
        let mut acts = Vec::new();
        for code in &parties {
            if let Some((name, rule)) = rule {
                let bar = Bar {
                    sanction: self.scoped(name),
                    from: self.today,
                    until: after(self.today, rule.within),
                    because: case.number.clone(),
                };
                let basis = rule.basis.clone();
                acts.push((code.clone(), PartyAct::Barred { bar, basis }));
            }
            let barred = step.lifts.as_ref().filter(|name| {
                let party = self.world.party(code);
                party.is_some_and(|party| party.barred(regime, name, self.today).is_some())
            });
            if let Some(name) = barred {
                let act = PartyAct::BarLifted {
                    sanction: self.scoped(name),
                    first_free_day: self.today,
                    reason: case.number.clone(),
                };
                acts.push((code.clone(), act));
            }
        }
        acts
    }

    fn lost(
        &self,
        case: &Case,
        step: &Step,
        fields: &BTreeMap<FieldName, Value>,
    ) -> Vec<(PartyCode, PartyAct)> {
        let Some(kind) = &step.disqualifies else {
            return Vec::new();
        };
        let regime = &self.regime().head.id;
        let parties = parties(case, fields, step.disqualifies_on.as_ref());
        let held = parties.iter().filter_map(|code| self.world.party(code));
        let held = held.flat_map(|party| {
            let running = party.qualifications.iter();
            running.map(move |held| (&party.registration.code, held))
        });
        held.filter(|(_, held)| held.kind.is(regime, kind) && self.today <= held.until)
            .map(|(code, held)| (code.clone(), self.ends(held, &case.number)))
            .collect()
    }

    fn scoped<N: Clone + Borrow<str> + PartialEq>(&self, name: &N) -> Scoped<N> {
        Scoped::of(&self.regime().head.id, name.clone())
    }

    /// A qualification ends with the day before: it counts no more from today.
    fn ends(&self, held: &Qualified, reason: &str) -> PartyAct {
        PartyAct::QualificationEnded {
            kind: held.kind.clone(),
            number: held.number.clone(),
            last_day: self.today.yesterday().unwrap_or(self.today),
            reason: reason.to_owned(),
        }
    }

    fn granted(
        &self,
        case: &Case,
        step: &Step,
        grant: &Grant,
        fields: &BTreeMap<FieldName, Value>,
        number: &str,
    ) -> Vec<(PartyCode, PartyAct)> {
        let items = |field: &FieldName| fields.get(field).map(Value::items).unwrap_or_default();
        let scope = grant.scope.as_ref().map(items).unwrap_or_default();
        let named = grant
            .until
            .as_ref()
            .and_then(|field| fields.get(field)?.text());
        let until = match (
            grant.within,
            named.and_then(|text| text.parse::<Date>().ok()),
        ) {
            (Some(term), _) => after(self.today, term).yesterday().unwrap_or(self.today),
            (None, Some(day)) => day,
            (None, None) => return Vec::new(),
        };
        let mut acts = Vec::new();
        for code in parties(case, fields, grant.on.as_ref()) {
            // A change of scope or term takes the place of what there was.
            let party = self.world.party(&code);
            let held = party.into_iter().flat_map(|party| &party.qualifications);
            let same = held.filter(|held| {
                held.kind.is(&self.regime().head.id, &grant.qualification)
                    && held.number == number
                    && self.today <= held.until
            });
            acts.extend(same.map(|held| (code.clone(), self.ends(held, &case.number))));
            let qualification = Qualified {
                kind: self.scoped(&grant.qualification),
                number: number.to_owned(),
                scope: scope.iter().map(|item| (*item).to_owned()).collect(),
                from: self.today,
                until,
            };
            let act = PartyAct::Qualified {
                qualification,
                basis: step.basis.clone(),
            };
            acts.push((code, act));
        }
        acts
    }
}

/// The parties in a field, or the holder.
fn parties(
    case: &Case,
    fields: &BTreeMap<FieldName, Value>,
    field: Option<&FieldName>,
) -> Vec<PartyCode> {
    let Some(field) = field else {
        return vec![case.holder.clone()];
    };
    let named = fields.get(field).map(Value::items).unwrap_or_default();
    named
        .into_iter()
        .filter_map(|code| code.parse().ok())
        .collect()
}

/// The first day after a term that begins today.
pub(crate) fn after(day: Date, term: Term) -> Date {
    let count = term.count;
    match term.unit {
        Unit::Years => i16::try_from(count)
            .ok()
            .and_then(|years| same_date_later(day, years)),
        Unit::Months => Span::new()
            .try_months(count)
            .and_then(|span| day.checked_add(span))
            .ok(),
        Unit::Days | Unit::WorkingDays => Some(days_after(day, i32::from(count))),
        Unit::Hours => Some(days_after(day, i32::from(count / 24))),
    }
    .unwrap_or(Date::MAX)
}
