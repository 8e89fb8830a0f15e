//! What a step leads to: draws, the register's entry, announcements.

use crate::case::Case;
use crate::command::Given;
use crate::decide::Desk;
use crate::draw;
use crate::event::{Announced, ClockEvent, Drawn, EntryMoved, Sampled, Who};
use crate::form::Form;
use crate::party::{Party, PersonId};
use crate::refusal::Refusal;
use crate::value::Value;
use crate::wording::words;
use jiff::civil::Date;
use law::form::Words;
use law::identity::PartyCode;
use law::name::{FieldName, StateName};
use law::step::Step;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

impl Desk<'_> {
    pub(super) fn draw(
        &self,
        case: &Case,
        step: &Step,
        who: &Who,
        fields: &BTreeMap<FieldName, Value>,
    ) -> Result<Option<Drawn>, Refusal> {
        let rule = step
            .draws
            .as_ref()
            .and_then(|name| Some((name, self.procedure.draws.get(name)?)));
        let Some((name, rule)) = rule else {
            return Ok(None);
        };
        let (Some(actor), Some(role)) = (&rule.actor, &rule.role) else {
            return Ok(None);
        };
        let before = case.drawn.get(actor);
        let drawn = |person: &PersonId| before.is_some_and(|before| before.contains(person));
        // Who was drawn and asks for a new draw stands aside; when somebody
        // else does, it is for another than those who were drawn.
        let aside = who.person.as_ref().filter(|person| drawn(person));
        let out = |person: &PersonId| {
            case.conflicted.contains(person)
                || aside.map_or_else(|| drawn(person), |aside| aside == person)
        };
        let members = |party: &Party| -> Vec<PersonId> {
            let members = party.members.keys();
            members
                .filter(|person| party.confirmed(person, Some(role)).is_some())
                .cloned()
                .collect()
        };
        let apart = |code: &PartyCode| {
            let named = rule.without.iter().filter_map(|field| fields.get(field));
            let mut named = named.flat_map(Value::items);
            (*code == case.holder && case.holder != case.body)
                || named.any(|named| named == code.as_str())
        };
        let bodies: Vec<&Party> = match &rule.kind {
            None => self.world.party(&case.body).into_iter().collect(),
            Some(kind) => {
                let all = self.world.parties.values().map(Arc::as_ref);
                all.filter(|party| party.registration.kinds.contains(kind))
                    .filter(|party| !apart(&party.registration.code))
                    .collect()
            }
        };
        // Who speaks for a party that stands aside does not speak for another.
        let conflicted = |person: &PersonId| {
            let mut all = self.world.parties.values();
            all.any(|party| {
                apart(&party.registration.code) && party.confirmed(person, None).is_some()
            })
        };
        let pool: BTreeSet<PersonId> = bodies
            .into_iter()
            .flat_map(members)
            .filter(|person| !out(person) && !conflicted(person))
            .collect();
        let pool: Vec<PersonId> = pool.into_iter().collect();
        let count = usize::from(rule.count.unwrap_or(1));
        if pool.len() < count {
            return Err(Refusal::NobodyToDraw {
                draw: words(&rule.zh, &rule.en),
                basis: rule.basis.clone(),
            });
        }
        Ok(Some(draw::draw(
            name,
            actor,
            &case.number,
            pool,
            count,
            self.seed,
        )))
    }

    /// The sample that a step draws from a list; it becomes a field's value.
    pub(super) fn sample(
        &self,
        case: &Case,
        step: &Step,
        fields: &mut BTreeMap<FieldName, Value>,
    ) -> Result<Option<Sampled>, Refusal> {
        let rule = step
            .draws
            .as_ref()
            .and_then(|name| Some((name, self.procedure.draws.get(name)?)));
        let Some((name, rule)) = rule else {
            return Ok(None);
        };
        let (Some(from), Some(into)) = (&rule.from, &rule.into) else {
            return Ok(None);
        };
        let value = |field: &FieldName| fields.get(field).or_else(|| case.fields.get(field));
        let pool: BTreeSet<&str> = value(from)
            .map(Value::items)
            .unwrap_or_default()
            .into_iter()
            .collect();
        let pool: Vec<String> = pool.into_iter().map(str::to_owned).collect();
        let count = match rule.count_of.as_ref().and_then(value) {
            Some(Value::Number(count)) => usize::try_from(*count).unwrap_or(usize::MAX),
            _ => usize::from(rule.count.unwrap_or(1)),
        };
        if count == 0 || pool.len() < count {
            return Err(Refusal::NobodyToDraw {
                draw: words(&rule.zh, &rule.en),
                basis: rule.basis.clone(),
            });
        }
        let sampled = draw::sample(name, &case.number, pool, count, self.seed);
        fields.insert(into.clone(), Value::List(sampled.chosen.clone()));
        Ok(Some(sampled))
    }

    /// What the register says once the case stands at `to`, where that is news.
    pub(super) fn entry(
        &self,
        case: &Case,
        to: &StateName,
        label: Option<String>,
        clocks: &[ClockEvent],
    ) -> Option<EntryMoved> {
        let status = self.procedure.states.get(to)?.entry.as_ref()?;
        let number = case.label.clone().or(label)?;
        let until = self.valid_until(case, clocks);
        let same = case
            .entry
            .as_ref()
            .is_some_and(|entry| entry.status == *status && entry.until == until);
        (!same).then(|| EntryMoved {
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
            .map(|(name, value)| (name.to_string(), pick(&self.shown(&form, name, value))))
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
            until.map(|date| date.to_string()).unwrap_or_default(),
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
