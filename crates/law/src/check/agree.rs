//! What is said in two places is said the same way.

use super::{Findings, Sheet};
use crate::guard::GuardKind;
use crate::name::{GroundName, GuardName, StateName, StepName};
use crate::step::Step;
use std::collections::BTreeSet;

fn set<T: Ord>(list: &[T]) -> BTreeSet<&T> {
    list.iter().collect()
}

/// A step with its name.
type Named<'a> = (&'a StepName, &'a Step);

/// Pairs of different steps that both fulfil `both`.
fn pairs<'a>(sheet: &Sheet<'a>, both: impl Fn(&Step) -> bool) -> Vec<(Named<'a>, Named<'a>)> {
    let steps: Vec<_> = sheet
        .procedure
        .steps
        .iter()
        .filter(|(_, step)| both(step))
        .collect();
    let mut pairs = Vec::new();
    for (at, one) in steps.iter().enumerate() {
        pairs.extend(steps.iter().skip(at + 1).map(|two| (*one, *two)));
    }
    pairs
}

pub(super) fn submissions_agree(sheet: &Sheet<'_>, findings: &mut Findings) {
    let pairs = pairs(sheet, |step| step.statement || !step.needs.is_empty());
    for ((one_name, one), (two_name, two)) in pairs {
        if one.to != two.to {
            continue;
        }
        let differs = if set(&one.asks) != set(&two.asks) {
            "asks"
        } else if set(&one.needs) != set(&two.needs) {
            "needs"
        } else if set(&one.guards) != set(&two.guards) {
            "guards"
        } else {
            continue;
        };
        findings.add(
            sheet.at("step", two_name),
            "agree-submissions",
            format!("leads to the same state as `step.{one_name}` with other `{differs}`"),
            "Demand the same of the first submission and of a later one.",
        );
    }
    for (name, material) in &sheet.procedure.materials {
        let needing: Vec<&Step> = sheet
            .procedure
            .steps
            .values()
            .filter(|step| step.needs.contains(name))
            .collect();
        if let Some(when) = &material.when
            && let Some(field) = &when.field
            && !needing.iter().all(|step| step.asks.contains(field))
        {
            findings.add(
                sheet.at("material", name),
                "agree-submissions",
                format!("depends on the field `{field}`, which a step that needs it does not ask"),
                "Add the field to the `asks` of that step.",
            );
        }
    }
}

pub(super) fn proposal_and_decision_name_the_same_grounds(
    sheet: &Sheet<'_>,
    findings: &mut Findings,
) {
    for (name, step) in sheet
        .procedure
        .steps
        .iter()
        .filter(|(_, step)| step.decides)
    {
        for state in &step.from {
            for (other_name, other) in sheet.steps_into(state) {
                let proposes = sheet.by_worker(other) && !other.grounds.is_empty();
                let against = !step.grounds.is_empty();
                if proposes && against && set::<GroundName>(&step.grounds) != set(&other.grounds) {
                    findings.add(
                        sheet.at("step", name),
                        "agree-grounds",
                        format!("has other grounds than `step.{other_name}`, which proposes it"),
                        "Name the same grounds in both.",
                    );
                }
            }
        }
    }
}

pub(super) fn what_can_change_is_looked_at_again(sheet: &Sheet<'_>, findings: &mut Findings) {
    let changes = |name: &GuardName| {
        sheet
            .procedure
            .guards
            .get(name)
            .is_some_and(|guard| matches!(guard.kind, GuardKind::NotBarred | GuardKind::Unique))
    };
    let stated: BTreeSet<&GuardName> = sheet
        .procedure
        .steps
        .values()
        .filter(|step| step.statement)
        .flat_map(|step| &step.guards)
        .filter(|guard| changes(guard))
        .collect();
    for (name, step) in &sheet.procedure.steps {
        if !sheet.first_entry(step) {
            continue;
        }
        for guard in stated.iter().filter(|guard| !step.guards.contains(guard)) {
            findings.add(
                sheet.at("step", name),
                "agree-again",
                format!("does not look again at the guard `{guard}`, which may have failed since the submission"),
                "Add the guard to `guards`.",
            );
        }
    }
}

pub(super) fn changes_agree(sheet: &Sheet<'_>, findings: &mut Findings) {
    let later = |step: &Step| !step.takes.is_empty() && !step.from.is_empty();
    for (name, step) in sheet.procedure.steps.iter().filter(|(_, step)| later(step)) {
        if !step.takes.iter().any(|field| step.asks.contains(field)) {
            findings.add(
                sheet.at("step", name),
                "agree-changes",
                "takes fields and asks for none of them",
                "Name in `asks` what must be given.",
            );
        }
    }
    for ((one_name, one), (two_name, two)) in pairs(sheet, later) {
        let takes = set(&one.takes) == set(&two.takes);
        let asks = set(&one.asks) == set(&two.asks);
        let same_side = set(&one.by) == set(&two.by) && sheet.by_holder(one);
        if takes != asks && same_side {
            findings.add(
                sheet.at("step", two_name),
                "agree-changes",
                format!("takes or asks other fields than `step.{one_name}`, but not both"),
                "Let steps that take the same fields ask for the same.",
            );
        }
    }
}

pub(super) fn driven_cases_can_be_driven(sheet: &Sheet<'_>, findings: &mut Findings) {
    for (name, step) in &sheet.procedure.steps {
        let Some(drive) = &step.drives else { continue };
        let Some(field) = &drive.field else { continue };
        // A case that this one started, or from which it was started, is
        // known to be the right one.
        let linked = |start: &crate::step::Start| {
            start.into.as_ref() == Some(field) || start.origin.as_ref() == Some(field)
        };
        let mut steps = sheet
            .regime
            .procedures
            .values()
            .flat_map(|procedure| procedure.steps.values());
        if steps.any(|other| other.starts.iter().any(linked)) {
            continue;
        }
        let guard = sheet.procedure.guards.iter().find(|(_, guard)| {
            guard.kind == GuardKind::CaseIs && guard.field.as_ref() == Some(field)
        });
        let mut others = super::name::driven(sheet, drive).into_iter();
        let Some((other, driven)) =
            others.find_map(|other| Some((other, other.steps.get(&drive.step)?)))
        else {
            continue;
        };
        let ends = |state: &str| other.states.get(state).is_some_and(|state| state.is_final);
        let Some((guard_name, guard)) = guard else {
            findings.add(
                sheet.at("step", name),
                "agree-drives",
                format!("drives the case in `{field}` that no guard has looked at"),
                "Add a guard of the kind `case-is` on that field.",
            );
            continue;
        };
        let from: BTreeSet<&str> = driven.from.iter().map(StateName::as_str).collect();
        let live: BTreeSet<&str> = guard
            .is
            .iter()
            .map(String::as_str)
            .filter(|state| !ends(state))
            .collect();
        if from != live {
            findings.add(
                sheet.at("guard", guard_name),
                "agree-drives",
                format!("admits other states than those from which `{}` leads", drive.step),
                "Name in `is` the states of the driven step's `from`, and final ones if they may be followed.",
            );
        }
    }
}
