//! The words of a line: who acts, and what comes with a step.

use super::act::No;
use super::line::{items, value};
use super::play::Play;
use crate::command::{Actor, Given};
use crate::form::Form;
use crate::party::PersonId;
use crate::value::Value;
use law::form::{Field, FieldKind};
use law::identity::PartyCode;
use law::name::{ActorName, FieldName};
use law::regime::Relation;
use law::step::Step;
use std::collections::BTreeMap;

impl Play<'_> {
    /// What comes with a step: what the line says, and, unless it says
    /// `bare`, all checks and the statement.
    pub(super) fn given(
        &self,
        step: &Step,
        words: &[String],
        opened_by: Option<&ActorName>,
    ) -> Result<Given, No> {
        let bare = words.iter().any(|word| word == "bare");
        let list = |key: &str| items(words, key).into_iter().map(str::to_owned);
        let all = !bare && value(words, "check").is_none() || value(words, "check") == Some("all");
        let mut given = Given {
            fields: BTreeMap::new(),
            grounds: list("ground")
                .map(|ground| ground.as_str().into())
                .collect(),
            reasons: value(words, "reasons").map(repeated),
            checks: list("check").map(|check| check.as_str().into()).collect(),
            statement: !bare || words.iter().any(|word| word == "statement"),
            list: list("list").collect(),
        };
        if all {
            given.checks.clone_from(&step.checks);
        }
        for word in words {
            match word.split_once('=') {
                Some(("ground" | "reasons" | "check" | "list" | "holder", _)) => (),
                Some((name, text)) => {
                    given
                        .fields
                        .insert(FieldName::from(name), self.value(name, text));
                }
                None if word == "bare" || word == "statement" => (),
                None => return Err(No::Script(format!("`{word}` means nothing here"))),
            }
        }
        if let (Some(opened_by), false) = (opened_by, bare) {
            self.samples(step, opened_by, &mut given.fields);
        }
        given
            .fields
            .retain(|_, value| opened_by.is_none() || !value.is_empty());
        Ok(given)
    }

    /// Gives each field that a step takes, and that is asked for, its sample.
    fn samples(&self, step: &Step, opened_by: &ActorName, fields: &mut BTreeMap<FieldName, Value>) {
        let taken = step
            .takes
            .iter()
            .filter_map(|name| Some((name, self.procedure.fields.get(name)?)));
        let (conditional, plain): (Vec<_>, Vec<_>) =
            taken.partition(|(_, field)| field.when.is_some());
        for (name, field) in plain.into_iter().chain(conditional) {
            let asked = {
                let form = self.form(fields, opened_by);
                form.holds(field.when.as_ref())
            };
            if let (Some(sample), true, false) = (&field.sample, asked, fields.contains_key(name)) {
                fields.insert(name.clone(), self.value(name.as_str(), sample));
            }
        }
    }

    pub(super) fn form<'f>(
        &'f self,
        fields: &'f BTreeMap<FieldName, Value>,
        opened_by: &'f ActorName,
    ) -> Form<'f> {
        Form {
            regime: &self.edition().regime,
            procedure: self.procedure,
            world: &self.stage.world,
            fields,
            opened_by,
        }
    }

    /// The value that a word writes: names of parties and cases stand for
    /// their codes and numbers, `50*x` for fifty of them.
    pub(super) fn value(&self, name: &str, text: &str) -> Value {
        let field: Option<&Field> = self.procedure.fields.get(name);
        match field.map(|field| field.kind) {
            Some(FieldKind::Party) => several(text, |text| {
                let code = self.stage.code(text).map(ToString::to_string);
                code.unwrap_or_else(|| text.to_owned())
            }),
            Some(FieldKind::Case) => several(text, |text| {
                let name = text.strip_prefix('@').unwrap_or(text);
                let number = self.folders.get(name).map(|folder| folder.number.clone());
                number.unwrap_or_else(|| text.to_owned())
            }),
            Some(FieldKind::Reference) if field.is_some_and(Field::takes_lists) => {
                several(text, str::to_owned)
            }
            Some(FieldKind::Texts) => Value::List(match text.split_once('*') {
                Some((count, item)) => (1..=count.parse().unwrap_or(0_u32))
                    .map(|at| format!("{item}-{at}"))
                    .collect(),
                None => text
                    .split(',')
                    .filter(|item| !item.is_empty())
                    .map(str::to_owned)
                    .collect(),
            }),
            _ => Value::Text(repeated(text)),
        }
    }

    /// The party that a person is a member of: one who was drawn from elsewhere
    /// acts for the party it came from.
    fn home(&self, person: &PersonId) -> Option<PartyCode> {
        let mut parties = self.stage.world.parties.values();
        let home = parties.find(|party| party.confirmed(person).is_some());
        home.map(|party| party.registration.code.clone())
    }

    /// The party for which an actor acts on the present case.
    fn party_of(&self, name: &str, rule: Option<&law::regime::Actor>) -> Option<PartyCode> {
        let party = match rule.map(|rule| rule.relation) {
            Some(Relation::Body | Relation::Drawn) => self.case().map(|case| case.body.clone()),
            Some(Relation::Holder) => {
                let folder = self.folders.get(&self.current);
                folder.map(|folder| folder.holder.clone())
            }
            _ => None,
        };
        let kind = rule.and_then(|rule| rule.kind.as_ref());
        let kind = kind.map_or(name, |kind| kind.as_str());
        party.or_else(|| self.stage.code(kind).cloned())
    }

    /// Who an actor's name means.
    pub(super) fn actor(&self, text: &str) -> Result<Actor, No> {
        match text {
            "clock" => return Ok(Actor::Clock),
            "anybody" => return Ok(Actor::Anybody),
            "operator" => return Ok(Actor::Operator),
            _ => (),
        }
        let (text, certain) = text
            .split_once('@')
            .map_or((text, None), |(name, person)| (name, Some(person)));
        let (name, which) = text.split_once('#').unwrap_or((text, "1"));
        let (name, at_party) = match name.split_once(':') {
            Some((name, party)) => (name, self.stage.code(party).cloned()),
            None => (name, None),
        };
        let rule = self.edition().regime.actors.get(name);
        if rule.is_some_and(|rule| rule.relation == Relation::Anyone) {
            return Ok(Actor::Anybody);
        }
        let party = at_party.or_else(|| self.party_of(name, rule));
        let party = party.ok_or_else(|| No::Script(format!("nobody is called `{name}`")))?;
        if let Some(person) = certain {
            return Ok(Actor::Person {
                person: PersonId(person.to_owned()),
                party,
            });
        }
        let drawn = self
            .case()
            .and_then(|case| case.drawn.get(name))
            .cloned()
            .unwrap_or_default();
        let at = which.parse::<usize>().unwrap_or(1).saturating_sub(1);
        if which != "other"
            && let Some(person) = drawn.get(at)
        {
            return Ok(Actor::Person {
                person: person.clone(),
                party: self.home(person).unwrap_or(party),
            });
        }
        let at = if drawn.is_empty() || which == "other" {
            at
        } else {
            at.saturating_sub(drawn.len())
        };
        let regime = &self.edition().regime.head.id;
        let role = rule.and_then(|rule| rule.role.as_ref());
        let members = self.stage.world.party(&party).map(|party| &party.members);
        let mut fitting = members.into_iter().flatten().filter(|(person, member)| {
            role.is_none_or(|role| member.has(regime, role))
                && (which != "other" || !drawn.contains(person))
        });
        let person = fitting.nth(at).map(|(person, _)| person.clone());
        let person =
            person.ok_or_else(|| No::Script(format!("`{text}`: there is no such person")))?;
        Ok(Actor::Person { person, party })
    }
}

/// One value, or several between commas.
fn several(text: &str, each: impl Fn(&str) -> String) -> Value {
    let mut items: Vec<String> = text.split(',').map(each).collect();
    match (items.len(), items.pop()) {
        (1, Some(one)) => Value::Text(one),
        (_, Some(last)) => {
            items.push(last);
            Value::List(items)
        }
        (_, None) => Value::Text(String::new()),
    }
}

/// `9000*x` is nine thousand times `x`.
fn repeated(text: &str) -> String {
    let repeat = text
        .split_once('*')
        .and_then(|(count, sign)| Some((count.parse::<usize>().ok()?, sign)));
    repeat.map_or_else(
        || text.to_owned(),
        |(count, sign)| sign.repeat(count.min(100_000)),
    )
}
