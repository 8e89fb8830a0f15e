//! Every name that is referred to exists.

use super::{Findings, Place, Sheet};
use crate::form::When;
use crate::guard::GuardKind;
use crate::name::{FieldName, ProcedureName};
use crate::procedure::Procedure;
use crate::step::Drive;
use std::fmt::Display;

fn must_exist(
    findings: &mut Findings,
    place: &Place,
    what: &str,
    name: impl Display,
    exists: bool,
) {
    if !exists {
        findings.add(
            place.clone(),
            "name-unknown",
            format!("names the {what} `{name}`, which does not exist"),
            format!("Define the {what} or correct the name."),
        );
    }
}

pub(super) fn heads_name_what_exists(sheet: &Sheet<'_>, findings: &mut Findings) {
    let (head, regime) = (&sheet.procedure.head, sheet.regime);
    for (key, kind) in [("holder", &head.holder), ("body", &head.body)] {
        let known = regime.parties.contains_key(kind);
        must_exist(findings, &sheet.top(key), "party kind", kind, known);
    }
    if let Some(register) = &head.register {
        let known = regime.registers.contains_key(register);
        must_exist(
            findings,
            &sheet.top("register"),
            "register",
            register,
            known,
        );
    }
    for reader in &head.readers {
        let known = regime.actors.contains_key(reader);
        must_exist(findings, &sheet.top("readers"), "actor", reader, known);
    }
    if let Some(field) = &head.body_field {
        let known = sheet.procedure.fields.contains_key(field);
        must_exist(findings, &sheet.top("body_field"), "field", field, known);
    }
    let known = regime.numbers.contains_key(&head.number);
    must_exist(
        findings,
        &sheet.top("number"),
        "number",
        &head.number,
        known,
    );
}

pub(super) fn steps_name_what_exists(sheet: &Sheet<'_>, findings: &mut Findings) {
    let (regime, procedure) = (sheet.regime, sheet.procedure);
    for (name, step) in &procedure.steps {
        let place = sheet.at("step", name);
        let mut must = |what, name: &str, exists| must_exist(findings, &place, what, name, exists);
        for actor in step.by.iter().chain(&step.signatures) {
            must("actor", actor.as_str(), regime.actors.contains_key(actor));
        }
        for state in step.from.iter().chain(&step.to) {
            must(
                "state",
                state.as_str(),
                procedure.states.contains_key(state),
            );
        }
        for field in step.takes.iter().chain(&step.asks) {
            must(
                "field",
                field.as_str(),
                procedure.fields.contains_key(field),
            );
        }
        for material in &step.needs {
            let known = procedure.materials.contains_key(material);
            must("material", material.as_str(), known);
        }
        for ground in &step.grounds {
            let known = procedure.grounds.contains_key(ground);
            must("ground", ground.as_str(), known);
        }
        for guard in &step.guards {
            must(
                "guard",
                guard.as_str(),
                procedure.guards.contains_key(guard),
            );
        }
        for check in &step.checks {
            must(
                "check",
                check.as_str(),
                procedure.checks.contains_key(check),
            );
        }
        for other in &step.other_than {
            must("step", other.as_str(), procedure.steps.contains_key(other));
        }
    }
}

pub(super) fn effects_of_steps_exist(sheet: &Sheet<'_>, findings: &mut Findings) {
    let (regime, procedure) = (sheet.regime, sheet.procedure);
    for (name, step) in &procedure.steps {
        let place = sheet.at("step", name);
        let mut must = |what, name: &str, exists| must_exist(findings, &place, what, name, exists);
        if let Some(number) = &step.number {
            let known = regime.numbers.contains_key(number);
            must("number", number.as_str(), known);
        }
        for notice in &step.notices {
            must(
                "notice",
                notice.as_str(),
                regime.notices.contains_key(notice),
            );
        }
        if let Some(sanction) = &step.sanction {
            let known = regime.sanctions.contains_key(sanction);
            must("sanction", sanction.as_str(), known);
        }
        for field in step.sanction_on.iter().chain(&step.waits_for) {
            must(
                "field",
                field.as_str(),
                procedure.fields.contains_key(field),
            );
        }
        if let Some(opened) = &step.opens {
            let known = regime.procedures.contains_key(opened);
            must("procedure", opened.as_str(), known);
        }
        if let Some(sanction) = &step.lifts {
            let known = regime.sanctions.contains_key(sanction);
            must("sanction", sanction.as_str(), known);
        }
        let grant = step.qualifies.as_ref();
        let qualifications = grant.map(|grant| &grant.qualification);
        for name in qualifications.into_iter().chain(&step.disqualifies) {
            let known = regime.qualifications.contains_key(name);
            must("qualification", name.as_str(), known);
        }
        let granted = grant
            .into_iter()
            .flat_map(|grant| grant.on.iter().chain(&grant.scope).chain(&grant.until));
        for field in granted.chain(&step.disqualifies_on).chain(&step.transfers) {
            must(
                "field",
                field.as_str(),
                procedure.fields.contains_key(field),
            );
        }
        for opinion in step.gives.iter().chain(&step.calls) {
            let known = procedure.opinions.contains_key(opinion);
            must("opinion", opinion.as_str(), known);
        }
        if let Some(draw) = &step.draws {
            must("draw", draw.as_str(), procedure.draws.contains_key(draw));
        }
    }
}

pub(super) fn deadlines_name_what_exists(sheet: &Sheet<'_>, findings: &mut Findings) {
    let (regime, procedure) = (sheet.regime, sheet.procedure);
    for (name, deadline) in &procedure.deadlines {
        let place = sheet.at("deadline", name);
        let mut must = |what, name: &str, exists| must_exist(findings, &place, what, name, exists);
        let known = regime.actors.contains_key(&deadline.of);
        must("actor", deadline.of.as_str(), known);
        for state in deadline.within_states.iter().chain(&deadline.pauses) {
            must(
                "state",
                state.as_str(),
                procedure.states.contains_key(state),
            );
        }
        for step in deadline.then.iter().chain(&deadline.extended_by) {
            must("step", step.as_str(), procedure.steps.contains_key(step));
        }
        if let Some(field) = &deadline.from {
            must(
                "field",
                field.as_str(),
                procedure.fields.contains_key(field),
            );
        }
    }
}

/// Cases that steps open, start or move are those of procedures, steps and
/// fields that exist.
pub(super) fn steps_on_other_cases_name_what_exists(sheet: &Sheet<'_>, findings: &mut Findings) {
    let (regime, procedure) = (sheet.regime, sheet.procedure);
    for (name, step) in &procedure.steps {
        let place = sheet.at("step", name);
        let mut must = |what, name: &str, exists| must_exist(findings, &place, what, name, exists);
        let mut field = |procedure: &Procedure, name: &FieldName| {
            must("field", name.as_str(), procedure.fields.contains_key(name));
        };
        for start in &step.starts {
            let here = start.holder.iter().chain(&start.into).chain(&start.carries);
            here.for_each(|name| field(procedure, name));
            if let Some(other) = regime.procedures.get(&start.procedure) {
                let there = start.origin.iter().chain(&start.carries);
                let there = there.chain(start.sets.keys());
                there.for_each(|name| field(other, name));
            }
        }
        if let Some(drive) = &step.drives {
            let here = drive.field.iter().chain(&drive.is);
            here.for_each(|name| field(procedure, name));
            let other = drive.procedure.as_ref();
            if let Some(other) = other.and_then(|other| regime.procedures.get(other)) {
                drive.where_field.iter().for_each(|name| field(other, name));
            }
        }
        let starts = step.starts.iter().map(|start| &start.procedure);
        let drives = step
            .drives
            .as_ref()
            .and_then(|drive| drive.procedure.as_ref());
        for other in starts.chain(drives) {
            let known = regime.procedures.contains_key(other);
            must("procedure", other.as_str(), known);
        }
        if let Some(drive) = &step.drives {
            let mut driven = driven(sheet, drive).into_iter();
            let known = driven.any(|other| other.steps.contains_key(&drive.step));
            must("step", drive.step.as_str(), known);
        }
    }
}

/// The procedures of the cases that a drive moves.
pub(super) fn driven<'a>(sheet: &Sheet<'a>, drive: &Drive) -> Vec<&'a Procedure> {
    let named = drive.field.as_ref().and_then(|field| {
        let field = sheet.procedure.fields.get(field)?;
        field.of.as_deref().map(ProcedureName::from)
    });
    match drive.procedure.clone().or(named) {
        Some(name) => sheet.regime.procedures.get(&name).into_iter().collect(),
        None => vec![sheet.procedure],
    }
}

pub(super) fn guards_name_what_exists(sheet: &Sheet<'_>, findings: &mut Findings) {
    let (regime, procedure) = (sheet.regime, sheet.procedure);
    for (name, guard) in &procedure.guards {
        let place = sheet.at("guard", name);
        let mut must = |what, name: &str, exists| must_exist(findings, &place, what, name, exists);
        // `other` of `same-as` is a field of the other case.
        let other = guard.other.as_ref();
        let other = other.filter(|_| guard.kind != GuardKind::SameAs);
        for field in [&guard.field, &guard.of, &guard.on]
            .into_iter()
            .flatten()
            .chain(other)
        {
            must(
                "field",
                field.as_str(),
                procedure.fields.contains_key(field),
            );
        }
        if let Some(material) = &guard.material {
            let known = procedure.materials.contains_key(material);
            must("material", material.as_str(), known);
        }
        for qualification in [&guard.qualification, &guard.own].into_iter().flatten() {
            let known = regime.qualifications.contains_key(qualification);
            must("qualification", qualification.as_str(), known);
        }
        if let Some(sanction) = &guard.sanction {
            let known = regime.sanctions.contains_key(sanction);
            must("sanction", sanction.as_str(), known);
        }
        if let Some(step) = &guard.step {
            must("step", step.as_str(), procedure.steps.contains_key(step));
        }
        if let Some(opinion) = &guard.opinion {
            let known = procedure.opinions.contains_key(opinion);
            must("opinion", opinion.as_str(), known);
        }
    }
}

pub(super) fn conditions_name_what_exists(sheet: &Sheet<'_>, findings: &mut Findings) {
    let procedure = sheet.procedure;
    let fields = procedure
        .fields
        .iter()
        .map(|(name, field)| (sheet.at("field", name), field.when.as_ref()));
    let materials = procedure
        .materials
        .iter()
        .map(|(name, material)| (sheet.at("material", name), material.when.as_ref()));
    let guards = procedure
        .guards
        .iter()
        .map(|(name, guard)| (sheet.at("guard", name), guard.when.as_ref()));
    let deadlines = procedure
        .deadlines
        .iter()
        .map(|(name, deadline)| (sheet.at("deadline", name), deadline.when.as_ref()));
    for (place, when) in fields.chain(materials).chain(guards).chain(deadlines) {
        if let Some(when) = when {
            condition(sheet, findings, &place, when);
        }
    }
}

fn condition(sheet: &Sheet<'_>, findings: &mut Findings, place: &Place, when: &When) {
    if let Some(actor) = &when.opened_by {
        let known = sheet.regime.actors.contains_key(actor);
        must_exist(findings, place, "actor", actor, known);
        let opens = sheet
            .procedure
            .steps
            .values()
            .any(|step| step.from.is_empty() && step.by.contains(actor));
        if known && !opens {
            findings.add(
                place.clone(),
                "when",
                format!("holds when the case was opened by `{actor}`, who opens none"),
                "Let the actor take an opening step, or correct the condition.",
            );
        }
    }
    let sound = match (&when.field, when.is.is_empty(), &when.opened_by) {
        (Some(_), false, None) | (None, true, Some(_)) => true,
        (Some(_) | None, true | false, Some(_) | None) => false,
    };
    if !sound {
        findings.add(
            place.clone(),
            "when",
            "has a condition that is not one",
            "Write `when = { field = \"…\", is = [\"…\"] }` or `when = { opened_by = \"…\" }`.",
        );
    }
    if let Some(field) = &when.field {
        let known = sheet.procedure.fields.contains_key(field);
        must_exist(findings, place, "field", field, known);
        super::field::values_are_known(sheet, findings, place, field, &when.is);
    }
}

pub(super) fn draws_and_opinions_name_what_exists(sheet: &Sheet<'_>, findings: &mut Findings) {
    let (regime, procedure) = (sheet.regime, sheet.procedure);
    let role_known = |role| {
        regime
            .parties
            .values()
            .any(|party| party.roles.contains(role))
    };
    for (name, draw) in &procedure.draws {
        let place = sheet.at("draw", name);
        let fields = draw.without.iter().chain(&draw.from).chain(&draw.into);
        for field in fields.chain(&draw.count_of) {
            let known = procedure.fields.contains_key(field);
            must_exist(findings, &place, "field", field, known);
        }
        if let Some(kind) = &draw.kind {
            let known = regime.parties.contains_key(kind);
            must_exist(findings, &place, "party kind", kind, known);
        }
        let (Some(name), Some(role)) = (&draw.actor, &draw.role) else {
            continue;
        };
        let actor = regime.actors.get(name);
        must_exist(findings, &place, "actor", name, actor.is_some());
        must_exist(findings, &place, "role", role, role_known(role));
        let drawn = actor.is_none_or(|actor| {
            actor.relation == crate::regime::Relation::Drawn && actor.role.as_ref() == Some(role)
        });
        if !drawn {
            findings.add(
                place,
                "draw",
                format!("draws `{name}`, which is not a drawn actor of this role"),
                "Give the actor `relation = \"drawn\"` and the same `role`.",
            );
        }
    }
    for (name, opinion) in &procedure.opinions {
        let place = sheet.at("opinion", name);
        let known = regime.actors.contains_key(&opinion.actor);
        must_exist(findings, &place, "actor", &opinion.actor, known);
        let known = procedure.fields.contains_key(&opinion.field);
        must_exist(findings, &place, "field", &opinion.field, known);
        if let Some(silence) = &opinion.silence {
            let values = std::slice::from_ref(silence);
            super::field::values_are_known(sheet, findings, &place, &opinion.field, values);
        }
    }
}

pub(super) fn states_name_statuses_that_exist(sheet: &Sheet<'_>, findings: &mut Findings) {
    for (name, state) in &sheet.procedure.states {
        if let Some(status) = &state.entry {
            let known = sheet.regime.statuses.contains_key(status);
            must_exist(findings, &sheet.at("state", name), "status", status, known);
        }
    }
}
