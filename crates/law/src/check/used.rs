//! Everything that is defined is used.

use super::{Findings, Place, Sheet};
use crate::guard::GuardKind;
use crate::name::FieldName;
use crate::regime::{Regime, Relation};
use std::collections::BTreeSet;

fn unused(findings: &mut Findings, place: Place) {
    findings.add(
        place,
        "unused",
        "is not used by anything",
        "Use it, or remove it: what a scheme says must have an effect.",
    );
}

pub(super) fn parts_of_the_procedure_are_used(sheet: &Sheet<'_>, findings: &mut Findings) {
    let procedure = sheet.procedure;
    let steps = || procedure.steps.values();
    for name in procedure.materials.keys() {
        if !steps().any(|step| step.needs.contains(name)) {
            unused(findings, sheet.at("material", name));
        }
    }
    for name in procedure.grounds.keys() {
        if !steps().any(|step| step.grounds.contains(name)) {
            unused(findings, sheet.at("ground", name));
        }
    }
    for name in procedure.guards.keys() {
        if !steps().any(|step| step.guards.contains(name)) {
            unused(findings, sheet.at("guard", name));
        }
    }
    for name in procedure.checks.keys() {
        if !steps().any(|step| step.checks.contains(name)) {
            unused(findings, sheet.at("check", name));
        }
    }
    for name in procedure.draws.keys() {
        if !steps().any(|step| step.draws.as_ref() == Some(name)) {
            unused(findings, sheet.at("draw", name));
        }
    }
    for name in procedure.choices.keys() {
        let mut fields = procedure.fields.values();
        if !fields.any(|field| field.of.as_deref() == Some(name.as_str())) {
            unused(findings, sheet.at("choice", name));
        }
    }
}

pub(super) fn fields_are_taken_and_asked(sheet: &Sheet<'_>, findings: &mut Findings) {
    let procedure = sheet.procedure;
    let steps = || procedure.steps.values();
    for (name, field) in &procedure.fields {
        let taken = steps().any(|step| step.takes.contains(name));
        let opinion = procedure
            .opinions
            .values()
            .any(|opinion| opinion.field == *name);
        if !taken && !opinion && !is_filled(sheet, name) && !field.is_computed() {
            findings.add(
                sheet.at("field", name),
                "field-taken",
                "is taken by no step, so it never has a value",
                "Add the field to the `takes` of a step, or remove it.",
            );
        }
        let asked = steps().any(|step| step.asks.contains(name));
        let conditional = field.when.as_ref().and_then(|when| when.field.as_ref());
        if asked && let Some(on) = conditional {
            let both = steps()
                .filter(|step| step.asks.contains(name))
                .all(|step| step.asks.contains(on));
            if !both {
                findings.add(
                    sheet.at("field", name),
                    "field-asked",
                    format!("depends on `{on}`, which is not asked for with it"),
                    "Ask for both in the same steps.",
                );
            }
        }
    }
}

/// Whether the program fills the field: with the sample of a draw, with what a
/// case carries along that starts this one, with cases that start here.
fn is_filled(sheet: &Sheet<'_>, field: &FieldName) -> bool {
    let mut draws = sheet.procedure.draws.values();
    let sampled = draws.any(|draw| draw.into.as_ref() == Some(field));
    let mut procedures = sheet.regime.procedures.values();
    sampled
        || procedures.any(|other| {
            let starts = other.steps.values().flat_map(|step| &step.starts);
            let here = other.head.id == sheet.procedure.head.id;
            starts.into_iter().any(|start| {
                let there = start.procedure == sheet.procedure.head.id;
                let given = start.origin.as_ref() == Some(field)
                    || start.carries.contains(field)
                    || start.sets.contains_key(field);
                (there && given) || (here && start.into.as_ref() == Some(field))
            })
        })
}

pub(super) fn what_is_asked_was_taken_before(sheet: &Sheet<'_>, findings: &mut Findings) {
    let steps = &sheet.procedure.steps;
    let begins = !sheet.beginnings().is_empty();
    for (name, step) in steps.iter().filter(|_| begins) {
        for field in step.asks.iter().filter(|field| !step.takes.contains(field)) {
            let taken = steps.values().filter(|other| other.takes.contains(field));
            let landings = taken.flat_map(|other| match &other.to {
                Some(to) => vec![to.clone()],
                None => other.from.clone(),
            });
            // One that completes a round of opinions may be asked in place.
            let reached = sheet.reach(landings, |_, _| true);
            let opinion = sheet.procedure.opinions.values().any(|o| o.field == *field);
            let definition = sheet.procedure.fields.get(field);
            let computed = definition.is_some_and(crate::form::Field::is_computed);
            if !opinion
                && !computed
                && !is_filled(sheet, field)
                && !step.from.iter().any(|from| reached.contains(from))
            {
                findings.add(
                    sheet.at("step", name),
                    "field-taken",
                    format!("asks for the field `{field}`, which no step before it takes"),
                    "Add the field to the `takes` of an earlier step.",
                );
            }
        }
    }
}

pub(super) fn parts_of_the_regime_are_used(regime: &Regime, findings: &mut Findings) {
    let procedures = || regime.procedures.values();
    let steps = || procedures().flat_map(|procedure| procedure.steps.values());
    let guards = || procedures().flat_map(|procedure| procedure.guards.values());
    for (name, actor) in &regime.actors {
        let acts = steps().any(|step| step.by.contains(name) || step.signatures.contains(name))
            || procedures().any(|p| p.opinions.values().any(|o| o.actor == *name))
            || procedures().any(|procedure| procedure.head.readers.contains(name));
        // Authorities at large may look at cases without acting on them.
        let watches = matches!(
            actor.relation,
            Relation::Kind | Relation::Region | Relation::Parent | Relation::Anyone
        );
        if !acts && !watches {
            unused(findings, Place::regime("actor", name.as_str()));
        }
    }
    for name in regime.statuses.keys() {
        let used = procedures().any(|procedure| {
            let mut states = procedure.states.values();
            states.any(|state| state.entry.as_ref() == Some(name))
        });
        if !used {
            unused(findings, Place::regime("status", name.as_str()));
        }
    }
    for name in regime.notices.keys() {
        if !steps().any(|step| step.notices.contains(name)) {
            unused(findings, Place::regime("notice", name.as_str()));
        }
    }
    for name in regime.sanctions.keys() {
        let imposed = steps().any(|step| step.sanction.as_ref() == Some(name));
        let honoured =
            guards().any(|g| g.kind == GuardKind::NotBarred && g.sanction.as_ref() == Some(name));
        if !honoured {
            findings.add(
                Place::regime("sanction", name.as_str()),
                "unused",
                if imposed {
                    "is imposed but honoured by no guard"
                } else {
                    "is not used by anything"
                },
                "Add a guard of the kind `not-barred` that names it.",
            );
        }
    }
    for name in regime.numbers.keys() {
        let used = procedures().any(|procedure| procedure.head.number == *name)
            || regime
                .registers
                .values()
                .any(|register| register.number == *name)
            || steps().any(|step| step.number.as_ref() == Some(name));
        if !used {
            unused(findings, Place::regime("number", name.as_str()));
        }
    }
    parties_and_sets(regime, findings);
    qualifications(regime, findings);
}

fn parties_and_sets(regime: &Regime, findings: &mut Findings) {
    let procedures = || regime.procedures.values();
    let fields = || procedures().flat_map(|procedure| procedure.fields.values());
    for name in regime.parties.keys() {
        let used = procedures().any(|p| p.head.holder == *name || p.head.body == *name)
            || regime
                .actors
                .values()
                .any(|actor| actor.kind.as_ref() == Some(name))
            || regime.registers.values().any(|r| r.readers.contains(name))
            || regime.evidence.values().any(|kind| kind.of.contains(name))
            || regime.notices.values().any(|n| n.readers.contains(name))
            || regime.statistics.values().any(|s| s.readers.contains(name))
            || fields().any(|field| field.of.as_deref() == Some(name.as_str()));
        if !used {
            unused(findings, Place::regime("party", name.as_str()));
        }
    }
    for name in regime.catalogues.keys() {
        if !fields().any(|field| field.of.as_deref() == Some(name.as_str())) {
            unused(findings, Place::regime("catalogue", name.as_str()));
        }
    }
    for name in regime.registers.keys() {
        if !procedures().any(|procedure| procedure.head.register.as_ref() == Some(name)) {
            unused(findings, Place::regime("register", name.as_str()));
        }
    }
}

fn qualifications(regime: &Regime, findings: &mut Findings) {
    let named: BTreeSet<_> = regime
        .procedures
        .values()
        .flat_map(|procedure| procedure.guards.values())
        .flat_map(|guard| guard.qualification.iter().chain(&guard.own))
        .collect();
    for name in regime.qualifications.keys() {
        if !named.contains(name) {
            unused(findings, Place::regime("qualification", name.as_str()));
        }
    }
}
