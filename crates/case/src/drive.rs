//! Steps that a step on one case brings about on others.

use crate::case::Case;
use crate::refusal::Refusal;
use crate::value::Value;
use law::name::{FieldName, StepName};
use law::procedure::Procedure;
use law::step::Step;
use std::collections::BTreeMap;

/// The other cases that `step` moves, and by which of their steps, once the
/// form holds `fields`.
pub fn targets<'a>(
    step: &'a Step,
    fields: &'a BTreeMap<FieldName, Value>,
) -> impl Iterator<Item = (&'a str, &'a StepName)> {
    let drive = step.drives.as_ref();
    drive.into_iter().flat_map(move |drive| {
        let named = fields
            .get(&drive.field)
            .map(Value::items)
            .unwrap_or_default();
        named.into_iter().map(move |case| (case, &drive.step))
    })
}

/// Whether the other case takes its step: not if it has ended meanwhile, for
/// then there is nothing left to move (practice/8).
///
/// # Errors
///
/// [`Refusal::OtherCase`] if it stands where it neither can take the step
/// nor has ended, such as under a decision on its revocation.
pub fn follows(procedure: &Procedure, other: &Case, step: &StepName) -> Result<bool, Refusal> {
    let can = procedure
        .steps
        .get(step)
        .is_some_and(|step| step.from.contains(&other.state));
    let over = procedure
        .states
        .get(&other.state)
        .is_some_and(|state| state.is_final);
    if can || over {
        return Ok(can);
    }
    Err(Refusal::OtherCase {
        case: other.number.clone(),
        state: other.state.clone(),
    })
}
