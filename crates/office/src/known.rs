//! What the record knows beyond a case, for steps and guards that ask: twins,
//! shared contents, the cases that a form names or that have to do with a
//! party. It only reads.

use crate::execute::{Spine, edition_of, next};
use crate::failure::Failure;
use case::case::Case;
use case::course::{Around, MOST};
use case::guard::{Known, Other};
use case::value::Value;
use law::form::FieldKind;
use law::guard::GuardKind;
use law::identity::PartyCode;
use law::library::{Edition, EditionId};
use law::name::{FieldName, NumberName, ProcedureName};
use law::procedure::Procedure;
use law::step::Step;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;
use store::project::{elsewhere, object_key};
use store::row::bind;
use store::statements as sql;

/// The record, as a step asks it.
#[derive(Debug)]
pub(crate) struct Shelf<'s, 'a> {
    spine: &'s mut Spine<'a>,
    /// How many numbers of each series the step takes.
    taken: BTreeMap<NumberName, u64>,
}

impl<'s, 'a> Shelf<'s, 'a> {
    pub(crate) fn of(spine: &'s mut Spine<'a>) -> Self {
        Shelf {
            spine,
            taken: BTreeMap::new(),
        }
    }
}

impl Around for Shelf<'_, '_> {
    type Error = Failure;

    fn case(&mut self, number: &str) -> Result<Option<Arc<Case>>, Failure> {
        Ok(self.spine.hot.case(self.spine.engine, number)?)
    }

    fn edition(&mut self, id: &EditionId) -> Result<Arc<Edition>, Failure> {
        edition_of(self.spine.library, id).cloned()
    }

    fn having(
        &mut self,
        regime: &str,
        procedure: &ProcedureName,
        field: Option<&FieldName>,
        party: &PartyCode,
    ) -> Result<Vec<String>, Failure> {
        let most = i64::try_from(MOST + 1).unwrap_or(i64::MAX).into();
        let (regime, name, code) = (
            regime.into(),
            procedure.as_str().into(),
            party.as_str().into(),
        );
        let question = match field {
            None => bind(sql::CASE_OF_PROCEDURE, [regime, name, code, most]),
            Some(field) => {
                let params = [regime, name, field.as_str().into(), code, most];
                bind(sql::MENTION_CASES, params)
            }
        };
        let rows = self.spine.engine.query(question)?;
        let mut numbers: BTreeSet<String> = rows.iter().map(|row| row.text(0).to_owned()).collect();
        // Of the cases of the last batches the tables tell nothing yet.
        for number in self.spine.batch.unseen.touched() {
            if let Some(case) = self.spine.hot.peek(number) {
                let about = match field {
                    None => case.holder == *party,
                    Some(field) => case
                        .fields
                        .get(field)
                        .is_some_and(|value| value.items().contains(&party.as_str())),
                };
                if about && case.procedure == *procedure {
                    numbers.insert(number.clone());
                }
            }
        }
        if MOST < numbers.len() {
            return Err(Failure::Input(format!(
                "more than {MOST} cases would be moved at once; decide on them in parts"
            )));
        }
        Ok(numbers.into_iter().collect())
    }

    fn number(&mut self, edition: &Edition, series: &NumberName) -> Result<String, Failure> {
        let taken = self.taken.entry(series.clone()).or_default();
        let at = self.spine.batch.head.at;
        let number = next(self.spine.hot, edition, series, at, *taken)?;
        *taken += 1;
        Ok(number)
    }

    fn known(
        &mut self,
        case: &Case,
        edition: &Edition,
        step: &Step,
        fields: &BTreeMap<FieldName, Value>,
    ) -> Result<Known, Failure> {
        let mut known = Known::default();
        let Some(scheme) = edition.procedure(&case.procedure) else {
            return Ok(known);
        };
        known.others = self.others(scheme, fields)?.others;
        let named = named_cases(scheme, fields);
        let Some(key) = object_key(case, edition) else {
            return Ok(known);
        };
        for guard in step
            .guards
            .iter()
            .filter_map(|name| scheme.guards.get(name))
        {
            match (guard.kind, &guard.material) {
                (GuardKind::Unique, _) => {
                    let question = bind(sql::TWIN_OF, [key.as_str().into()]);
                    let rows = self.spine.engine.query(question)?;
                    let held = rows.iter().map(|row| row.text(0).to_owned()).collect();
                    let twins = self.spine.batch.unseen.claims(&key, held);
                    known.twin = twins
                        .into_iter()
                        .find(|twin| *twin != case.number && !named.contains(twin));
                }
                (GuardKind::Unshared, Some(material)) => {
                    if let Some(document) = case.documents.get(material) {
                        let shared = self.elsewhere(&document.sha256, &key, case)?;
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
}

impl Shelf<'_, '_> {
    /// What is known of the cases that a form names.
    pub(crate) fn others(
        &mut self,
        scheme: &Procedure,
        fields: &BTreeMap<FieldName, Value>,
    ) -> Result<Known, Failure> {
        let mut known = Known::default();
        for number in named_cases(scheme, fields) {
            if let Some(other) = self.case(&number)? {
                let theirs = self.edition(&other.edition)?;
                let calendar = &theirs.regime.head.calendar;
                let calendar = self.spine.hot.world.calendars.get(calendar);
                let since = calendar.map(|calendar| calendar.day(other.since));
                if let (Some(procedure), Some(since)) = (theirs.procedure(&other.procedure), since)
                {
                    let other = Other::of(&other, procedure, since);
                    known.others.insert(number, other);
                }
            }
        }
        Ok(known)
    }

    /// A case of the same procedure about another object that rests on the same
    /// content.
    fn elsewhere(
        &mut self,
        sha256: &str,
        object: &str,
        case: &Case,
    ) -> Result<Option<String>, Failure> {
        let used = self.spine.batch.unseen.uses(sha256);
        let like = |number: &str| {
            let other = self.spine.hot.peek(number);
            other.is_some_and(|other| {
                other.edition.regime == case.edition.regime && other.procedure == case.procedure
            })
        };
        let now = used
            .filter(|(number, other)| other != object && like(number))
            .map(|(number, _)| number.clone())
            .next();
        if now.is_some() {
            return Ok(now);
        }
        let rows = self.spine.engine.query(elsewhere(sha256, object, case))?;
        Ok(rows.first().map(|row| row.text(0).to_owned()))
    }
}

/// The cases that a form names.
fn named_cases(scheme: &Procedure, fields: &BTreeMap<FieldName, Value>) -> Vec<String> {
    let of_case = |name: &FieldName| {
        let field = scheme.fields.get(name);
        field.is_some_and(|field| field.kind == FieldKind::Case)
    };
    let named = fields.iter().filter(|(name, _)| of_case(name));
    let numbers = named.flat_map(|(_, value)| value.items());
    numbers.map(str::to_owned).collect()
}
