//! What a step leads to: draws, the register's entry, announcements.

use crate::case::Case;
use crate::command::Given;
use crate::decide::Desk;
use crate::event::{Announced, ClockEvent, EntryMoved, Who};
use crate::form::Form;
use crate::value::Value;
use crate::wording::day;
use jiff::civil::Date;
use law::form::{FieldKind, Words};
use law::name::{FieldName, StateName};
use law::step::Step;
use std::collections::BTreeMap;

impl Desk<'_> {
    /// What the register says once the case stands at `to`, where that is news.
    pub(super) fn entry(
        &self,
        case: &Case,
        to: &StateName,
        label: Option<String>,
        clocks: &[ClockEvent],
        transferred: bool,
    ) -> Option<EntryMoved> {
        let state = self.procedure.states.get(to)?;
        let held = case.entry.as_ref().filter(|_| state.keeps && transferred);
        let status = state.entry.as_ref().or(held.map(|entry| &entry.status))?;
        let number = case.label.clone().or(label)?;
        let until = self.valid_until(case, clocks);
        let same = case
            .entry
            .as_ref()
            .is_some_and(|entry| entry.status == *status && entry.until == until);
        (!same || transferred).then(|| EntryMoved {
            number,
            status: status.clone(),
            until,
        })
    }

    fn valid_until(&self, case: &Case, clocks: &[ClockEvent]) -> Option<Date> {
        let register = self
            .regime()
            .registers
            .get(self.procedure.head.register.as_ref()?)?;
        let validity = register.validity.as_ref()?;
        let started = clocks.iter().find_map(|event| match event {
            ClockEvent::Started { name, due, .. } if name.as_str() == validity => Some(*due),
            _ => None,
        });
        started.or_else(|| case.clocks.get(validity.as_str()).map(|clock| clock.due))
    }

    pub(super) fn announce(
        &self,
        case: &Case,
        step: &Step,
        given: &Given,
        fields: &BTreeMap<FieldName, Value>,
        entry: Option<&EntryMoved>,
    ) -> Vec<Announced> {
        let known = step
            .notices
            .iter()
            .filter_map(|name| Some((name, self.regime().notices.get(name)?)));
        known
            .map(|(name, notice)| {
                let blanks = |zh: bool| self.blanks(case, given, fields, entry, zh);
                Announced {
                    notice: name.clone(),
                    zh: fill_in(&notice.text_zh, &blanks(true)),
                    en: fill_in(&notice.text_en, &blanks(false)),
                }
            })
            .collect()
    }

    fn blanks(
        &self,
        case: &Case,
        given: &Given,
        fields: &BTreeMap<FieldName, Value>,
        entry: Option<&EntryMoved>,
        zh: bool,
    ) -> BTreeMap<String, String> {
        let pick = |words: &Words| {
            if zh {
                words.zh.clone()
            } else {
                words.en.clone()
            }
        };
        let form = self.form(fields, &case.opened_by);
        let mut blanks: BTreeMap<String, String> = fields
            .iter()
            .filter(|(name, _)| {
                self.procedure
                    .fields
                    .get(*name)
                    .is_some_and(|field| field.public)
            })
            .map(|(name, value)| (name.to_string(), pick(&self.told(&form, name, value))))
            .collect();
        let number = entry
            .map(|entry| entry.number.clone())
            .or_else(|| case.label.clone());
        blanks.insert("number".into(), number.unwrap_or_default());
        let until = entry
            .and_then(|entry| entry.until)
            .or_else(|| case.entry.as_ref()?.until);
        blanks.insert(
            "until".into(),
            until.map(|date| pick(&day(date))).unwrap_or_default(),
        );
        let holder = self
            .world
            .party(&case.holder)
            .map(|party| &party.registration);
        let name = holder.map(|holder| {
            if zh {
                holder.name_zh.clone()
            } else {
                holder.name_en.clone()
            }
        });
        blanks.insert("holder".into(), name.unwrap_or_default());
        let grounds = given
            .grounds
            .iter()
            .filter_map(|ground| self.procedure.grounds.get(ground));
        let grounds: Vec<String> = grounds
            .map(|ground| {
                if zh {
                    ground.zh.clone()
                } else {
                    ground.en.clone()
                }
            })
            .collect();
        blanks.insert("grounds".into(), grounds.join(if zh { "；" } else { "; " }));
        blanks
    }

    /// A value as an announcement tells it: a day in words, titles instead of
    /// names.
    fn told(&self, form: &Form<'_>, name: &FieldName, value: &Value) -> Words {
        let field = self.procedure.fields.get(name);
        let is_date = field.is_some_and(|field| field.kind == FieldKind::Date);
        let date = value.text().filter(|_| is_date);
        match date.and_then(|date| date.parse().ok()) {
            Some(date) => day(date),
            None => self.shown(form, name, value),
        }
    }

    /// A value as a reader sees it: titles instead of names.
    pub fn shown(&self, form: &Form<'_>, name: &FieldName, value: &Value) -> Words {
        crate::wording::shown(form, name, value)
    }

    pub(super) fn statement(&self, step: &Step, who: &Who) -> Option<String> {
        let (person, party) = (who.person.as_ref()?, who.party.as_ref()?);
        let member = self.world.party(party)?.members.get(person)?;
        step.statement.then(|| member.name.clone())
    }
}

fn fill_in(text: &str, blanks: &BTreeMap<String, String>) -> String {
    let mut filled = String::new();
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('{') {
        filled.push_str(before);
        let Some((blank, after)) = after.split_once('}') else {
            break;
        };
        filled.push_str(blanks.get(blank).map_or("", String::as_str));
        rest = after;
    }
    filled.push_str(rest);
    filled
}
