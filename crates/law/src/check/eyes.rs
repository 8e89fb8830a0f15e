//! Four eyes: who examines does not decide, and who decides says why.

use super::{Findings, Sheet};
use crate::name::{StateName, StepName};
use crate::regime::{Relation, Standing};
use crate::step::Step;
use std::collections::BTreeSet;

pub(super) fn decisions_are_marked(sheet: &Sheet<'_>, findings: &mut Findings) {
    for (name, step) in &sheet.procedure.steps {
        let lands = sheet.lands(step);
        if lands.is_empty() || !sheet.by_worker(step) {
            continue;
        }
        let mut pending = step.from.iter();
        let why = if sheet.first_entry(step) {
            "brings an entry on the register"
        } else if lands
            .iter()
            .any(|to| sheet.standing(to) == Some(Standing::Void))
        {
            "voids an entry"
        } else if lands.iter().any(|to| sheet.is_final(to)) && !step.grounds.is_empty() {
            "ends the case against somebody"
        } else if lands.iter().all(|to| sheet.has_entry(to))
            && pending.any(|from| sheet.pending(from))
        {
            "ends a pending decision"
        } else {
            continue;
        };
        if !step.decides {
            findings.add(
                sheet.at("step", name),
                "eyes-decides",
                format!("{why}, but is not marked as a decision"),
                "Add `decides = true` and name the examining steps in `other_than`.",
            );
        }
    }
    for (name, step) in sheet
        .procedure
        .steps
        .iter()
        .filter(|(_, step)| step.decides)
    {
        if !sheet.by_worker(step) {
            findings.add(
                sheet.at("step", name),
                "eyes-decides",
                "decides, but is not taken by a case worker",
                "Remove `decides`, or correct `by`.",
            );
        }
    }
}

/// Whether the step is one that `step`'s deciders did not all take.
fn by_another(step: &Step, other: &Step) -> bool {
    other.by.iter().any(|actor| !step.by.contains(actor))
}

/// The steps that led directly into the states `from`, by other case workers.
fn direct<'a>(sheet: &Sheet<'a>, step: &Step) -> BTreeSet<&'a StepName> {
    let mut names = BTreeSet::new();
    for state in &step.from {
        names.extend(
            sheet
                .steps_into(state)
                .filter(|(_, other)| sheet.by_worker(other) && by_another(step, other))
                .map(|(name, _)| name),
        );
    }
    names
}

/// All examining steps on the way to `step`, back to the last act of the
/// holder, the clock or a decider.
fn examined<'a>(sheet: &Sheet<'a>, step: &Step) -> BTreeSet<&'a StepName> {
    let mut names = BTreeSet::new();
    let mut seen: BTreeSet<&StateName> = step.from.iter().collect();
    let mut waiting: Vec<&StateName> = step.from.iter().collect();
    while let Some(state) = waiting.pop() {
        for (name, other) in sheet.steps_into(state) {
            if !sheet.by_worker(other) || other.decides || !by_another(step, other) {
                continue;
            }
            if !other.checks.is_empty() || !other.grounds.is_empty() {
                names.insert(name);
            }
            waiting.extend(other.from.iter().filter(|from| seen.insert(from)));
        }
    }
    names
}

pub(super) fn decisions_have_a_second_person(sheet: &Sheet<'_>, findings: &mut Findings) {
    for (name, step) in &sheet.procedure.steps {
        let companion = !step.decides
            && sheet.by_worker(step)
            && step.from.iter().any(|from| {
                sheet.steps_from(from).any(|(_, other)| {
                    other.decides && other.by.iter().any(|actor| step.by.contains(actor))
                })
            });
        if step.decides && step.other_than.is_empty() && step.signatures.len() < 2 {
            findings.add(
                sheet.at("step", name),
                "eyes-second",
                "decides without a second person",
                "Name in `other_than` the steps whose takers may not decide, or two `signatures`.",
            );
        }
        for other_name in &step.other_than {
            let Some(other) = sheet.procedure.steps.get(other_name) else {
                continue;
            };
            let leads = other.to.clone().or_else(|| other.from.first().cloned());
            let precedes = leads.is_some_and(|to| {
                let reached = sheet.reach([to], |_, _| true);
                step.from.iter().any(|from| reached.contains(from))
            });
            if !precedes || !by_another(step, other) {
                findings.add(
                    sheet.at("step", name),
                    "eyes-second",
                    format!("is taken by another than took `{other_name}`, which comes from nobody else or not before it"),
                    "Name steps of another actor that lead to this one.",
                );
            }
        }
        let must = if step.decides {
            examined(sheet, step)
        } else if companion {
            direct(sheet, step)
        } else {
            BTreeSet::new()
        };
        for other in must
            .into_iter()
            .filter(|other| !step.other_than.contains(other))
        {
            findings.add(
                sheet.at("step", name),
                "eyes-second",
                format!("could be taken by the person who took `{other}`"),
                format!("Add `{other}` to `other_than`."),
            );
        }
    }
}

pub(super) fn decisions_can_go_both_ways(sheet: &Sheet<'_>, findings: &mut Findings) {
    for name in sheet
        .procedure
        .states
        .keys()
        .filter(|name| sheet.pending(name))
    {
        let deciders: BTreeSet<_> = sheet
            .steps_from(name)
            .filter(|(_, step)| step.decides)
            .flat_map(|(_, step)| &step.by)
            .collect();
        let ways: BTreeSet<_> = sheet
            .steps_from(name)
            .filter(|(_, step)| step.by.iter().any(|actor| deciders.contains(actor)))
            .flat_map(|(_, step)| sheet.lands(step))
            .collect();
        if ways.len() < 2 {
            findings.add(
                sheet.at("state", name),
                "eyes-both-ways",
                "leaves whoever decides only one way to decide",
                "Add a step by which the proposal is turned down or sent back.",
            );
        }
    }
}

pub(super) fn decisions_give_reasons(sheet: &Sheet<'_>, findings: &mut Findings) {
    for (name, step) in &sheet.procedure.steps {
        let Some(to) = step.to.as_ref().filter(|_| sheet.by_worker(step)) else {
            continue;
        };
        let closes = step.decides && sheet.is_final(to) && !sheet.has_entry(to);
        // What the holder did not ask for can be dropped without a ground.
        let against = closes && sheet.opened_by_holder();
        if closes && !step.reasons {
            findings.add(
                sheet.at("step", name),
                "eyes-reasons",
                "ends the case without an entry and without reasons",
                "Add `reasons = true`.",
            );
        }
        let voids = sheet.standing(to) == Some(Standing::Void);
        if (against || voids) && step.grounds.is_empty() && !sheet.procedure.grounds.is_empty() {
            findings.add(
                sheet.at("step", name),
                "eyes-reasons",
                "decides against somebody without a ground",
                "Name in `grounds` the grounds that the law lists.",
            );
        }
    }
}

pub(super) fn review_and_decision_are_apart(sheet: &Sheet<'_>, findings: &mut Findings) {
    if sheet.procedure.draws.is_empty() {
        return;
    }
    let steps = &sheet.procedure.steps;
    let deciders: BTreeSet<_> = steps
        .values()
        .filter(|step| step.decides)
        .flat_map(|step| &step.by)
        .collect();
    for (name, step) in steps {
        let Some(actor) = step.by.iter().find(|actor| deciders.contains(actor)) else {
            continue;
        };
        let early = step
            .from
            .iter()
            .find(|from| !sheet.has_entry(from) && !sheet.pending(from));
        if let Some(state) = early {
            findings.add(
                sheet.at("step", name),
                "eyes-apart",
                format!(
                    "lets `{actor}`, who decides, act in `{state}`, before anything is proposed"
                ),
                "Leave the examination to the actor who was drawn for it.",
            );
        }
    }
    for (name, step) in steps.iter().filter(|(_, step)| step.decides) {
        let drawn = step
            .by
            .iter()
            .find(|a| sheet.relation(a) == Some(Relation::Drawn));
        if let Some(actor) = drawn {
            findings.add(
                sheet.at("step", name),
                "eyes-apart",
                format!("lets `{actor}`, who was drawn to examine, decide"),
                "Let another actor of the body decide.",
            );
        }
    }
}

pub(super) fn drawn_persons_are_drawn_before_they_act(sheet: &Sheet<'_>, findings: &mut Findings) {
    for (draw_name, draw) in &sheet.procedure.draws {
        let undrawn = sheet.reach(undrawn_beginnings(sheet, draw_name), |_, step| {
            step.draws.as_ref() != Some(draw_name)
        });
        for (name, step) in &sheet.procedure.steps {
            let Some(actor) = draw.actor.as_ref().filter(|actor| step.by.contains(actor)) else {
                continue;
            };
            if let Some(state) = step.from.iter().find(|from| undrawn.contains(*from)) {
                findings.add(
                    sheet.at("step", name),
                    "eyes-drawn",
                    format!("is taken by `{actor}` in `{state}`, before anybody need be drawn"),
                    "Add `draws` to the steps that lead there.",
                );
            }
        }
    }
    for (name, step) in &sheet.procedure.steps {
        let undrawn = step.by.iter().find(|actor| {
            sheet.relation(actor) == Some(Relation::Drawn)
                && !sheet
                    .procedure
                    .draws
                    .values()
                    .any(|draw| draw.actor.as_ref() == Some(*actor))
        });
        if let Some(actor) = undrawn {
            findings.add(
                sheet.at("step", name),
                "eyes-drawn",
                format!("is taken by `{actor}`, whom no draw chooses"),
                "Add a `[draw.…]` of this actor.",
            );
        }
    }
}

fn undrawn_beginnings(sheet: &Sheet<'_>, draw: &crate::name::DrawName) -> Vec<StateName> {
    sheet
        .procedure
        .steps
        .values()
        .filter(|step| step.from.is_empty() && step.draws.as_ref() != Some(draw))
        .filter_map(|step| step.to.clone())
        .collect()
}

pub(super) fn drawn_persons_can_stand_aside(sheet: &Sheet<'_>, findings: &mut Findings) {
    let drawn = sheet.procedure.draws.values();
    for actor in drawn.filter_map(|draw| draw.actor.as_ref()) {
        for name in sheet
            .procedure
            .states
            .keys()
            .filter(|name| !sheet.has_entry(name))
        {
            let mine = |step: &Step| step.by.contains(actor);
            let acts = sheet
                .steps_from(name)
                .any(|(_, step)| mine(step) && Sheet::moves(step));
            let leaves = sheet
                .steps_from(name)
                .any(|(_, step)| mine(step) && step.draws.is_some());
            if acts && !leaves {
                findings.add(
                    sheet.at("state", name),
                    "eyes-aside",
                    format!("leaves `{actor}` no way to declare a conflict of interest"),
                    "Add the state to a step by which the person stands aside (with `draws`).",
                );
            }
        }
    }
}
