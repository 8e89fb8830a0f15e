//! Random choices that a step makes.

use crate::case::Case;
use crate::decide::Desk;
use crate::draw;
use crate::event::{Drawn, Sampled, Who};
use crate::party::{Party, PersonId};
use crate::refusal::Refusal;
use crate::value::Value;
use crate::wording::words;
use law::identity::PartyCode;
use law::name::{ActorName, DrawName, FieldName, Role};
use law::procedure::Draw;
use law::step::Step;
use std::collections::{BTreeMap, BTreeSet};

impl Desk<'_> {
    /// The persons that a step draws.
    pub(super) fn draw(
        &self,
        case: &Case,
        step: &Step,
        who: &Who,
        fields: &BTreeMap<FieldName, Value>,
    ) -> Result<Option<Drawn>, Refusal> {
        let Some((name, rule)) = self.rule(step) else {
            return Ok(None);
        };
        let (Some(actor), Some(role)) = (&rule.actor, &rule.role) else {
            return Ok(None);
        };
        let pool = self.pool(case, rule, actor, role, who, fields);
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

    /// The draw that a step makes.
    fn rule<'s>(&'s self, step: &'s Step) -> Option<(&'s DrawName, &'s Draw)> {
        let name = step.draws.as_ref()?;
        Some((name, self.procedure.draws.get(name)?))
    }

    /// From whom is drawn, in order.
    fn pool(
        &self,
        case: &Case,
        rule: &Draw,
        actor: &ActorName,
        role: &Role,
        who: &Who,
        fields: &BTreeMap<FieldName, Value>,
    ) -> Vec<PersonId> {
        let regime = &self.regime().head.id;
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
            let persons = party.members.keys();
            let fits = |person: &&PersonId| {
                let member = party.confirmed(person);
                member.is_some_and(|member| member.has(regime, role))
            };
            persons.filter(fits).cloned().collect()
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
                let all = self.world.all_of(regime, kind);
                all.filter(|party| !apart(&party.registration.code))
                    .collect()
            }
        };
        // Who speaks for a party that stands aside does not speak for another.
        let conflicted = |person: &PersonId| {
            let mut all = self.world.parties.values();
            all.any(|party| apart(&party.registration.code) && party.confirmed(person).is_some())
        };
        let pool: BTreeSet<PersonId> = bodies
            .into_iter()
            .flat_map(members)
            .filter(|person| !out(person) && !conflicted(person))
            .collect();
        pool.into_iter().collect()
    }

    /// The sample that a step draws from a list; it becomes a field's value.
    pub(super) fn sample(
        &self,
        case: &Case,
        step: &Step,
        fields: &mut BTreeMap<FieldName, Value>,
    ) -> Result<Option<Sampled>, Refusal> {
        let Some((name, rule)) = self.rule(step) else {
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
}
