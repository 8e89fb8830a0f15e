//! Deadlines and the steps that the clock takes.

use super::{Findings, Sheet};
use crate::form::FieldKind;
use crate::name::{StateName, StepName};
use crate::term::{Term, Unit};
use std::collections::BTreeSet;

/// The steps that a deadline's end or another case brings about.
fn named(sheet: &Sheet<'_>) -> BTreeSet<StepName> {
    let ended = sheet
        .procedure
        .deadlines
        .values()
        .filter_map(|deadline| deadline.then.clone());
    ended.chain(driven(sheet)).collect()
}

/// The steps of this procedure that another case's step brings about.
fn driven(sheet: &Sheet<'_>) -> BTreeSet<StepName> {
    let mut names = BTreeSet::new();
    for other in sheet.regime.procedures.values() {
        let theirs = Sheet::new(sheet.regime, other);
        for drive in other.steps.values().filter_map(|step| step.drives.as_ref()) {
            let mut moved = super::name::driven(&theirs, drive).into_iter();
            if moved.any(|moved| moved.head.id == sheet.procedure.head.id) {
                names.insert(drive.step.clone());
            }
        }
    }
    names
}

/// Whether a step of another case starts cases of this procedure.
fn is_started(sheet: &Sheet<'_>) -> bool {
    let procedures = sheet.regime.procedures.values();
    let mut steps = procedures.flat_map(|procedure| procedure.steps.values());
    steps.any(|step| {
        let mut starts = step.starts.iter();
        starts.any(|start| start.procedure == sheet.procedure.head.id)
    })
}

pub(super) fn clock_steps_are_named_and_bare(sheet: &Sheet<'_>, findings: &mut Findings) {
    let (named, driven, started) = (named(sheet), driven(sheet), is_started(sheet));
    for (name, step) in &sheet.procedure.steps {
        let clock = sheet.by_clock(step);
        let opening = step.from.is_empty() && started;
        if clock && !named.contains(name) && !opening {
            findings.add(
                sheet.at("step", name),
                "clock-step",
                "is taken by the clock, but no deadline's `then` and no step's `drives` names it",
                "Name it in the deadline that ends in it, or remove it.",
            );
        }
        if !clock && named.contains(name) {
            findings.add(
                sheet.at("step", name),
                "clock-step",
                "is named by a deadline's `then` or a step's `drives`, but not taken by the clock",
                "Write `by = [\"clock\"]`.",
            );
        }
        // Grounds and reasons go along from the step that drives it.
        let asks = ((!step.grounds.is_empty() || step.reasons) && !driven.contains(name))
            || !step.checks.is_empty()
            || step.statement
            || !step.asks.is_empty()
            || (!step.takes.is_empty() && !opening)
            || !step.needs.is_empty();
        if clock && asks {
            findings.add(
                sheet.at("step", name),
                "clock-step",
                "is taken by the clock and asks for something that only a person can give",
                "Remove grounds, checks, reasons, statement, fields and materials.",
            );
        }
    }
}

pub(super) fn deadlines_have_one_length(sheet: &Sheet<'_>, findings: &mut Findings) {
    for (name, deadline) in &sheet.procedure.deadlines {
        if deadline.within.is_some() == deadline.within_of.is_some() {
            findings.add(
                sheet.at("deadline", name),
                "deadline-length",
                "needs exactly one of `within` and `within_of`",
                "Write how long it is, or which key of the reference item says so.",
            );
        }
        let empty = deadline.within.is_some_and(|term| term.count == 0);
        if empty && deadline.within.is_some_and(|term| term.unit != Unit::Days) {
            findings.add(
                sheet.at("deadline", name),
                "deadline-length",
                "is empty in another unit than days",
                "Write `0 days`: it ends with the day of the date.",
            );
        }
        if empty && deadline.from.is_none() {
            findings.add(
                sheet.at("deadline", name),
                "deadline-length",
                "ends on the day on which it begins",
                "Write a term, or name in `from` the date field on which it ends.",
            );
        }
        if deadline.within_states.is_empty() {
            findings.add(
                sheet.at("deadline", name),
                "deadline-length",
                "runs in no state",
                "Name the states in `in`.",
            );
        }
        let date = deadline
            .from
            .as_ref()
            .and_then(|field| sheet.procedure.fields.get(field));
        if date.is_some_and(|field| !matches!(field.kind, FieldKind::Date | FieldKind::Moment)) {
            findings.add(
                sheet.at("deadline", name),
                "deadline-length",
                "counts from a field that is not a date",
                "Name a field of the kind `date` or `moment` in `from`.",
            );
        }
        let hours = deadline.within.is_some_and(|term| term.unit == Unit::Hours);
        if hours && date.is_some_and(|field| field.kind == FieldKind::Date) {
            findings.add(
                sheet.at("deadline", name),
                "deadline-length",
                "counts hours from a date, which would begin them at midnight",
                "Give the field in `from` the kind `moment`, or write the term in days.",
            );
        }
    }
}

pub(super) fn deadlines_end_in_steps_of_the_clock(sheet: &Sheet<'_>, findings: &mut Findings) {
    for (name, deadline) in &sheet.procedure.deadlines {
        let Some((then, step)) = deadline
            .then
            .as_ref()
            .and_then(|then| Some((then, sheet.procedure.steps.get(then)?)))
        else {
            let ended: Vec<&StateName> = deadline
                .within_states
                .iter()
                .filter(|state| sheet.is_final(state))
                .collect();
            if !ended.is_empty() {
                findings.add(
                    sheet.at("deadline", name),
                    "deadline-final",
                    "runs in a final state",
                    "Remove the state from `in`.",
                );
            }
            continue;
        };
        if let Some(state) = deadline
            .within_states
            .iter()
            .find(|s| !step.from.contains(s))
        {
            findings.add(
                sheet.at("deadline", name),
                "deadline-then",
                format!("can end in the state `{state}`, from which `{then}` does not lead"),
                "Add the state to the step's `from`.",
            );
        }
        let ending: Vec<&StateName> = sheet
            .procedure
            .deadlines
            .values()
            .filter(|other| other.then.as_ref() == Some(then))
            .flat_map(|other| other.within_states.iter().chain(&other.pauses))
            .collect();
        if let Some(state) = step.from.iter().find(|state| !ending.contains(state)) {
            findings.add(
                sheet.at("step", then),
                "deadline-then",
                format!("leads from `{state}`, where none of its deadlines runs"),
                "Add the state to the deadline's `in`, or remove it from the step.",
            );
        }
    }
}

pub(super) fn deadlines_of_reference_data_resolve(sheet: &Sheet<'_>, findings: &mut Findings) {
    for (name, deadline) in &sheet.procedure.deadlines {
        let Some(path) = &deadline.within_of else {
            continue;
        };
        let catalogue = path.split_once('.').and_then(|(field, key)| {
            let field = sheet.procedure.fields.get(field)?;
            let items = sheet.regime.references.get(field.of.as_deref()?)?;
            (field.kind == crate::form::FieldKind::Reference).then_some((items, key))
        });
        let Some((items, key)) = catalogue else {
            findings.add(
                sheet.at("deadline", name),
                "deadline-reference",
                format!("takes its length from `{path}`, which is no field with reference data"),
                "Write `field.key`, the field being of the kind `reference`.",
            );
            continue;
        };
        for (id, item) in items {
            if item.term(key).is_none() {
                findings.add(
                    sheet.at("deadline", name),
                    "deadline-reference",
                    format!("takes its length from `{key}`, which the item `{id}` lacks"),
                    format!("Give the item `{key}`, or a `[term.{key}]`."),
                );
            }
        }
    }
}

pub(super) fn extensions_and_pauses_are_bounded(sheet: &Sheet<'_>, findings: &mut Findings) {
    let bounded = |state: &StateName| {
        let mut deadlines = sheet.procedure.deadlines.values();
        deadlines.any(|other| other.then.is_some() && other.within_states.contains(state))
    };
    for (name, deadline) in &sheet.procedure.deadlines {
        let place = || sheet.at("deadline", name);
        let extends = deadline.extended_by.is_some();
        if extends != deadline.extension.is_some() || (!extends && deadline.extensions.is_some()) {
            findings.add(
                place(),
                "deadline-extension",
                "needs `extended_by` and `extension` together",
                "Name the step that extends it and by how much, or neither.",
            );
        }
        if let Some(step) = deadline
            .extended_by
            .as_ref()
            .and_then(|s| sheet.procedure.steps.get(s))
        {
            let outside = step.from.iter().any(|state| {
                !deadline.within_states.contains(state) && !deadline.pauses.contains(state)
            });
            if outside {
                findings.add(
                    place(),
                    "deadline-extension",
                    "is extended by a step from a state in which it does not run",
                    "Let the step lead from states in `in`.",
                );
            }
        }
        let unbounded = deadline.pauses.iter().find(|state| !bounded(state));
        if let (None, Some(state)) = (deadline.pause_at_most, unbounded) {
            findings.add(
                place(),
                "deadline-pause",
                format!("can stand still in `{state}` for ever"),
                "Write `pause_at_most`, or give that state a deadline with `then`.",
            );
        }
        let both = deadline
            .pauses
            .iter()
            .any(|s| deadline.within_states.contains(s));
        if both || (deadline.pauses.is_empty() && deadline.pause_at_most.is_some()) {
            findings.add(
                place(),
                "deadline-pause",
                "has pauses that do not fit together",
                "A state is in `in` or in `pauses`; `pause_at_most` needs `pauses`.",
            );
        }
    }
}

pub(super) fn warnings_come_before_the_end(sheet: &Sheet<'_>, findings: &mut Findings) {
    for (name, deadline) in &sheet.procedure.deadlines {
        if deadline.warn.is_empty() {
            findings.add(
                sheet.at("deadline", name),
                "deadline-warn",
                "reminds nobody before it runs out",
                "Add `warn`, such as [\"3 working days\"].",
            );
        }
        let lengths: Vec<u32> = deadline.warn.iter().map(|term| hours(*term)).collect();
        let falling = lengths.windows(2).all(|pair| pair.first() > pair.last());
        let within = match deadline.within.filter(|_| deadline.from.is_none()) {
            Some(term) => hours(term),
            // Where the date or the reference item says how long: at most a year.
            None => 8761,
        };
        let early = lengths.iter().any(|warn| within <= *warn);
        if !falling || early || lengths.contains(&0) {
            findings.add(
                sheet.at("deadline", name),
                "deadline-warn",
                "has reminders that are not shorter than it, one after the other",
                "Write shorter and shorter terms, all shorter than the deadline.",
            );
        }
    }
}

/// About how many hours a term lasts, for comparing two of them.
fn hours(term: Term) -> u32 {
    let unit = match term.unit {
        Unit::Hours => 1,
        Unit::Days => 24,
        Unit::WorkingDays => 34,
        Unit::Months => 730,
        Unit::Years => 8760,
    };
    u32::from(term.count) * unit
}

pub(super) fn who_must_act_can_act(sheet: &Sheet<'_>, findings: &mut Findings) {
    for (name, deadline) in &sheet.procedure.deadlines {
        // To walk away is not to do what the deadline is for.
        let acts = deadline.within_states.iter().any(|state| {
            sheet.steps_from(state).any(|(_, step)| {
                // Where the clock acts in the end, a reminder is all it takes.
                let leaves = deadline.then.is_none()
                    && sheet.holds(&deadline.of)
                    && step.to.as_ref().is_some_and(|to| sheet.is_final(to));
                step.by.contains(&deadline.of) && !leaves
            })
        });
        let opinion = sheet
            .procedure
            .opinions
            .values()
            .any(|o| o.actor == deadline.of);
        let clock = sheet.relation(&deadline.of) == Some(crate::regime::Relation::Clock);
        if (!acts && !opinion) || clock {
            findings.add(
                sheet.at("deadline", name),
                "deadline-actor",
                format!(
                    "binds `{}`, who has nothing to do in its states",
                    deadline.of
                ),
                "Correct `of`, or give that actor a step from one of the states.",
            );
        }
    }
}

pub(super) fn dates_that_start_a_deadline_can_be_changed(
    sheet: &Sheet<'_>,
    findings: &mut Findings,
) {
    for (name, deadline) in &sheet.procedure.deadlines {
        let Some(field) = deadline.from.as_ref().filter(|_| deadline.then.is_some()) else {
            continue;
        };
        let fixed = deadline.within_states.iter().find(|state| {
            !sheet
                .steps_from(state)
                .any(|(_, step)| step.takes.contains(field))
        });
        if let Some(state) = fixed {
            findings.add(
                sheet.at("deadline", name),
                "deadline-date",
                format!("ends by the date in `{field}`, which cannot be changed in `{state}`"),
                "Add the state to the `from` of the step that takes the date.",
            );
        }
    }
}
