//! What somebody without an account is told of a case, for its receipt code:
//! where it stands, and the fields that the edition lets them know.

use crate::chance::digest;
use crate::failure::Failure;
use crate::opening::Office;
use case::case::Case;
use case::form::Form;
use case::wording::shown;
use law::calendar::Moment;
use law::form::Words;
use law::name::{FieldName, StateName};

/// What is told.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Told {
    pub number: String,
    pub title: Words,
    pub state: StateName,
    /// The same in words.
    pub stands: Words,
    pub opened: Moment,
    pub since: Moment,
    /// Name, title and value of each field that is told.
    pub fields: Vec<(FieldName, Words, Words)>,
}

impl Office {
    /// What is told of the case `number` for this receipt code; nothing for a
    /// wrong code, and the same for a number that is none (LBL-17.1).
    ///
    /// # Errors
    ///
    /// A failure of the store.
    pub fn told(&self, number: &str, code: &str) -> Result<Option<Told>, Failure> {
        let given = digest(code);
        let case = self.case(number)?;
        let kept = case.as_ref().and_then(|case| case.receipt.as_deref());
        // An unknown case is compared as well, so that it takes as long.
        let right = is_same(kept.unwrap_or(&"0".repeat(given.len())), &given);
        match case.filter(|case| right && case.receipt.is_some()) {
            Some(case) => Ok(Some(self.tell(&case)?)),
            None => Ok(None),
        }
    }

    fn tell(&self, case: &Case) -> Result<Told, Failure> {
        let edition = self.edition(case)?;
        let world = self.world()?;
        let procedure = edition.procedure(&case.procedure);
        let procedure = procedure
            .ok_or_else(|| Failure::Input(format!("there is no procedure {}", case.procedure)))?;
        let form = Form {
            regime: &edition.regime,
            procedure,
            world: &world,
            fields: &case.fields,
            opened_by: &case.opened_by,
        };
        let fields = procedure.fields_in_order().into_iter();
        let fields = fields.filter(|(_, field)| field.told && !field.sealed);
        let state = procedure.states.get(&case.state);
        Ok(Told {
            number: case.number.clone(),
            title: procedure.head.title.clone(),
            state: case.state.clone(),
            stands: Words {
                zh: state.map_or(case.state.to_string(), |state| state.zh.clone()),
                en: state.map_or(case.state.to_string(), |state| state.en.clone()),
            },
            opened: case.opened_at,
            since: case.since,
            fields: fields
                .filter_map(|(name, field)| {
                    let title = Words {
                        zh: field.zh.clone(),
                        en: field.en.clone(),
                    };
                    let value = case.fields.get(name)?;
                    Some((name.clone(), title, shown(&form, name, value)))
                })
                .collect(),
        })
    }
}

/// Whether two digests are the same, in a time that says nothing of where they
/// differ.
fn is_same(one: &str, other: &str) -> bool {
    let differs = one
        .bytes()
        .zip(other.bytes())
        .fold(0, |sum, (a, b)| sum | (a ^ b));
    one.len() == other.len() && differs == 0
}
