//! What the record knows beyond a case, for the guards that ask: twins, shared
//! contents, the cases that a form names. It only reads.

use crate::execute::Spine;
use crate::failure::Failure;
use case::case::Case;
use case::command::{Command, Given, Order};
use case::guard::{Known, Other};
use law::form::FieldKind;
use law::guard::GuardKind;
use law::library::Edition;
use law::procedure::Procedure;
use store::project::object_key;
use store::row::bind;
use store::statements as sql;

impl Spine<'_> {
    /// What the record knows that the guards of a step ask for.
    pub(crate) fn known(
        &mut self,
        command: &Command,
        case: &Case,
        edition: &Edition,
        scheme: &Procedure,
    ) -> Result<Known, Failure> {
        let mut known = Known::default();
        let Order::Step { step, given, .. } = &command.order else {
            return Ok(known);
        };
        let Some(rule) = scheme.steps.get(step) else {
            return Ok(known);
        };
        let named = named_cases(scheme, case, given);
        for number in &named {
            if let Some(other) = self.hot.case(self.engine, number)? {
                let other = Other {
                    holder: other.holder.clone(),
                    state: other.state.clone(),
                };
                known.others.insert(number.clone(), other);
            }
        }
        let Some(key) = object_key(case, edition) else {
            return Ok(known);
        };
        for guard in rule
            .guards
            .iter()
            .filter_map(|name| scheme.guards.get(name))
        {
            match (guard.kind, &guard.material) {
                (GuardKind::Unique, _) => {
                    let mut twins = self.batch.claims.get(&key).cloned().unwrap_or_default();
                    let rows = self
                        .engine
                        .query(bind(sql::TWIN_OF, [key.as_str().into()]))?;
                    twins.extend(rows.iter().map(|row| row.text(0).to_owned()));
                    known.twin = twins
                        .into_iter()
                        .find(|twin| *twin != case.number && !named.contains(twin));
                }
                (GuardKind::Unshared, Some(material)) => {
                    if let Some(document) = case.documents.get(material) {
                        let shared = self.elsewhere(&document.sha256, &key)?;
                        known
                            .shared
                            .extend(shared.map(|case| (material.clone(), case)));
                    }
                }
                _ => (),
            }
        }
        Ok(known)
    }

    /// A case of another object that rests on the same content.
    fn elsewhere(&mut self, sha256: &str, object: &str) -> Result<Option<String>, Failure> {
        let used = self.batch.uses.get(sha256).into_iter().flatten();
        let now = used
            .filter(|(_, other)| other != object)
            .map(|(case, _)| case.clone())
            .next();
        if now.is_some() {
            return Ok(now);
        }
        let params = [sha256.into(), object.into()];
        let rows = self.engine.query(bind(sql::MATERIAL_ELSEWHERE, params))?;
        Ok(rows.first().map(|row| row.text(0).to_owned()))
    }
}

/// The cases that the form of a case names.
fn named_cases(scheme: &Procedure, case: &Case, given: &Given) -> Vec<String> {
    let fields = scheme
        .fields
        .iter()
        .filter(|(_, field)| field.kind == FieldKind::Case);
    let values =
        fields.filter_map(|(name, _)| given.fields.get(name).or_else(|| case.fields.get(name)));
    values
        .flat_map(|value| {
            value
                .items()
                .into_iter()
                .map(str::to_owned)
                .collect::<Vec<_>>()
        })
        .collect()
}
