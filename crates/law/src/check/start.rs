//! Cases that a step starts: of a procedure that the clock opens, with fields
//! that fit.

use super::{Findings, Sheet};
use crate::form::{Field, FieldKind};
use crate::name::{FieldName, StepName};
use crate::procedure::Procedure;
use crate::step::Start;

pub(super) fn cases_start_as_their_procedure_says(sheet: &Sheet<'_>, findings: &mut Findings) {
    for (name, step) in &sheet.procedure.steps {
        for start in &step.starts {
            let Some(other) = sheet.regime.procedures.get(&start.procedure) else {
                continue;
            };
            if let Some(cause) = unsound(sheet, start, other) {
                findings.add(
                    sheet.at("step", name),
                    "starts",
                    cause,
                    "Give the other procedure a step `by` the clock with `from = []`, and fields of the same kinds.",
                );
            }
            values_can_be_set(sheet, findings, name, start, other);
        }
    }
}

/// What is wrong with a start.
fn unsound(sheet: &Sheet<'_>, start: &Start, other: &Procedure) -> Option<&'static str> {
    let theirs = Sheet::new(sheet.regime, other);
    let begins = other
        .steps
        .values()
        .any(|step| step.from.is_empty() && theirs.by_clock(step));
    let field = |name: &FieldName| sheet.procedure.fields.get(name);
    let is_case = |field: Option<&Field>, of: &str| {
        field.is_some_and(|field| {
            field.kind == FieldKind::Case && field.of.as_deref().is_none_or(|held| held == of)
        })
    };
    let here = sheet.procedure.head.id.as_str();
    let party = |name: &FieldName| field(name).is_some_and(|f| f.kind == FieldKind::Party);
    let carried = start.carries.iter().all(|name| {
        field(name).map(|field| field.kind) == other.fields.get(name).map(|field| field.kind)
    });
    let into = |name: &FieldName| is_case(field(name), other.head.id.as_str());
    let origin = |name: &FieldName| is_case(other.fields.get(name), here);
    if !begins {
        return Some("starts a case of a procedure that the clock cannot open");
    }
    if !start.holder.iter().all(party) {
        return Some("starts a case about something that is no party");
    }
    if !start.origin.iter().all(origin) {
        return Some("tells the new case its origin in a field that takes no such case");
    }
    if !start.into.iter().all(into) {
        return Some("keeps the new case in a field that takes no such case");
    }
    (!carried).then_some("carries along a field that is of another kind there")
}

/// A value that is set is one of the field's, and set once.
fn values_can_be_set(
    sheet: &Sheet<'_>,
    findings: &mut Findings,
    name: &StepName,
    start: &Start,
    other: &Procedure,
) {
    let theirs = Sheet::new(sheet.regime, other);
    for (field, value) in &start.sets {
        let place = sheet.at("step", name);
        let values = std::slice::from_ref(value);
        super::field::values_are_known(&theirs, findings, &place, field, values);
        let doubled = start.carries.contains(field) || start.origin.as_ref() == Some(field);
        let computed = other.fields.get(field).is_some_and(Field::is_computed);
        if doubled || computed {
            findings.add(
                place,
                "starts",
                format!("sets `{field}`, which gets its value elsewhere"),
                "Leave it out of `sets`, or out of `carries` and `origin`.",
            );
        }
    }
}
