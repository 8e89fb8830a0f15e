//! Steps: who takes them, what they need to be steps at all.

use super::{Findings, Sheet};
use crate::name::{StateName, StepName};
use crate::procedure::Editable;
use crate::regime::Relation;
use crate::step::Step;

pub(super) fn somebody_takes_every_step(sheet: &Sheet<'_>, findings: &mut Findings) {
    for (name, step) in &sheet.procedure.steps {
        if step.by.is_empty() {
            findings.add(
                sheet.at("step", name),
                "step-by",
                "is taken by nobody",
                "Name at least one actor in `by`.",
            );
        }
        let kinds = [
            sheet.by_clock(step),
            sheet.by_holder(step),
            sheet.by_worker(step),
        ];
        if 1 < kinds.iter().filter(|one| **one).count() {
            findings.add(
                sheet.at("step", name),
                "step-by",
                "is taken by actors of different sides: holder, case worker, clock",
                "Make a step for each side.",
            );
        }
        let party = step.by.iter().find(|name| {
            let name = *name;
            let Some(actor) = sheet.regime.actors.get(name) else {
                return false;
            };
            let wanted = match actor.relation {
                Relation::Holder => &sheet.procedure.head.holder,
                Relation::Body => &sheet.procedure.head.body,
                Relation::Drawn => {
                    let mut draws = sheet.procedure.draws.values();
                    let draw = draws.find(|draw| draw.actor.as_ref() == Some(name));
                    let kind = draw.and_then(|draw| draw.kind.as_ref());
                    kind.unwrap_or(&sheet.procedure.head.body)
                }
                _ => return false,
            };
            actor.kind.as_ref() != Some(wanted)
        });
        if let Some(actor) = party {
            findings.add(
                sheet.at("step", name),
                "step-by",
                format!(
                    "is taken by `{actor}`, who acts for another kind of party than the head says"
                ),
                "Correct `holder` or `body` in the head, or the actor's `kind`.",
            );
        }
        if let Some(twice) = doubled(step) {
            findings.add(
                sheet.at("step", name),
                "step-twice",
                format!("names `{twice}` twice in one list"),
                "Name it once.",
            );
        }
    }
}

fn doubled(step: &Step) -> Option<String> {
    fn twin<T: PartialEq + ToString>(list: &[T]) -> Option<String> {
        let mut numbered = list.iter().enumerate();
        numbered
            .find(|(at, item)| list.iter().take(*at).any(|other| other == *item))
            .map(|(_, item)| item.to_string())
    }
    twin(&step.by)
        .or_else(|| twin(&step.from))
        .or_else(|| twin(&step.takes))
        .or_else(|| twin(&step.asks))
        .or_else(|| twin(&step.needs))
        .or_else(|| twin(&step.grounds))
        .or_else(|| twin(&step.guards))
        .or_else(|| twin(&step.checks))
        .or_else(|| twin(&step.other_than))
}

pub(super) fn opening_steps_lead_somewhere(sheet: &Sheet<'_>, findings: &mut Findings) {
    for (name, step) in &sheet.procedure.steps {
        let started = || {
            let mut steps = sheet
                .regime
                .procedures
                .values()
                .flat_map(|procedure| procedure.steps.values());
            steps.any(|other| {
                let mut starts = other.starts.iter();
                starts.any(|start| start.procedure == sheet.procedure.head.id)
            })
        };
        if step.from.is_empty() && (step.to.is_none() || (sheet.by_clock(step) && !started())) {
            findings.add(
                sheet.at("step", name),
                "step-opening",
                "opens a case (`from = []`) without `to`, or by the clock although no step `starts` one",
                "Say in which state the case begins and which person opens it, or which step starts it.",
            );
        }
        let first = step
            .to
            .as_ref()
            .and_then(|to| sheet.procedure.states.get(to));
        if step.from.is_empty()
            && first.is_some_and(|state| state.entry.is_some() || state.is_final)
        {
            findings.add(
                sheet.at("step", name),
                "step-opening",
                "opens a case in a final state or one with an entry",
                "Begin in a state in which something is still to be done.",
            );
        }
    }
    if sheet.beginnings().is_empty() {
        findings.add(
            sheet.top("id"),
            "step-opening",
            "has no step that opens a case",
            "Write a step with `from = []` and a `to`.",
        );
    }
}

pub(super) fn steps_that_stay_have_an_effect(sheet: &Sheet<'_>, findings: &mut Findings) {
    let extends = |name: &StepName| {
        let mut deadlines = sheet.procedure.deadlines.values();
        deadlines.any(|deadline| deadline.extended_by.as_ref() == Some(name))
    };
    let undertakes = |name: &StepName| {
        let mut actors = sheet.regime.actors.values();
        actors.any(|actor| actor.after.as_ref() == Some(name))
    };
    for (name, step) in &sheet.procedure.steps {
        let effect = !step.takes.is_empty()
            || step.draws.is_some()
            || step.number.is_some()
            || !step.notices.is_empty()
            || step.sanction.is_some()
            || step.lifts.is_some()
            || step.qualifies.is_some()
            || step.disqualifies.is_some()
            || step.transfers.is_some()
            || step.gives.is_some()
            || step.calls.is_some()
            || !step.starts.is_empty()
            || undertakes(name)
            || step.opens.is_some()
            || step.drives.is_some()
            || extends(name);
        if !Sheet::moves(step) && !effect {
            findings.add(
                sheet.at("step", name),
                "step-effect",
                "leaves the case where it is and changes nothing",
                "Give it a `to`, or an effect such as `takes`, `draws` or `notices`.",
            );
        }
        if !Sheet::moves(step) && step.decides {
            findings.add(
                sheet.at("step", name),
                "step-effect",
                "decides without moving the case",
                "Say in `to` where the decision leads.",
            );
        }
        if step.to.as_ref().is_some_and(|to| step.from.contains(to)) {
            findings.add(
                sheet.at("step", name),
                "step-effect",
                "leads from a state to itself",
                "Leave `to` out of a step that stays, or correct `from`.",
            );
        }
    }
}

pub(super) fn grounds_are_not_for_the_holder(sheet: &Sheet<'_>, findings: &mut Findings) {
    for (name, step) in &sheet.procedure.steps {
        if !step.grounds.is_empty() && sheet.by_holder(step) {
            findings.add(
                sheet.at("step", name),
                "step-grounds",
                "has grounds although the holder takes it",
                "Grounds are for acts against somebody; remove them here.",
            );
        }
    }
}

pub(super) fn case_workers_give_an_account(sheet: &Sheet<'_>, findings: &mut Findings) {
    for (name, step) in &sheet.procedure.steps {
        let account = !step.checks.is_empty()
            || !step.grounds.is_empty()
            || step.reasons
            || !step.takes.is_empty()
            || !step.asks.is_empty();
        if sheet.by_worker(step) && !step.from.is_empty() && !account {
            findings.add(
                sheet.at("step", name),
                "step-account",
                "is taken by a case worker without a checklist, a ground, reasons or a finding",
                "Add `checks`, `grounds`, `reasons = true` or fields in `asks`.",
            );
        }
        let reasoned = step.reasons || !step.grounds.is_empty();
        if step.lists && !(step.reasons && reasoned) {
            findings.add(
                sheet.at("step", name),
                "step-account",
                "lists corrections without reasons",
                "Add `reasons = true`: a list of corrections says why.",
            );
        }
    }
}

pub(super) fn holders_state_that_materials_are_true(sheet: &Sheet<'_>, findings: &mut Findings) {
    for (name, step) in &sheet.procedure.steps {
        if sheet.by_holder(step) && !step.needs.is_empty() && !step.statement {
            findings.add(
                sheet.at("step", name),
                "step-statement",
                "hands in materials without a statement that they are true",
                "Add `statement = true`.",
            );
        }
        if step.statement && !sheet.by_holder(step) {
            findings.add(
                sheet.at("step", name),
                "step-statement",
                "has a statement although the holder does not take it",
                "Remove `statement`.",
            );
        }
    }
}

pub(super) fn holders_can_withdraw(sheet: &Sheet<'_>, findings: &mut Findings) {
    let can = |name: &StateName| {
        sheet.steps_from(name).any(|(_, step)| {
            sheet.by_holder(step) && step.to.as_ref().is_some_and(|to| sheet.is_final(to))
        })
    };
    // Where nobody can withdraw at all, such as from a duty, that is the rule.
    let early = |name: &StateName| !sheet.is_final(name) && !sheet.has_entry(name);
    let mut states = sheet.procedure.states.keys();
    if !sheet.opened_by_holder() || !states.any(|name| early(name) && can(name)) {
        return;
    }
    for name in sheet.procedure.states.keys() {
        if early(name) && !can(name) {
            findings.add(
                sheet.at("state", name),
                "step-withdraw",
                "cannot be left by the holder although nothing is decided yet",
                "Add the state to the `from` of a step by which the holder withdraws.",
            );
        }
    }
}

pub(super) fn holders_can_give_up_their_entry(sheet: &Sheet<'_>, findings: &mut Findings) {
    let gives_up = |state| {
        sheet.steps_from(state).any(|(_, step)| {
            sheet.by_holder(step) && step.to.as_ref().is_some_and(|to| sheet.is_final(to))
        })
    };
    let live: Vec<_> = sheet
        .procedure
        .states
        .iter()
        .filter(|(name, state)| !state.is_final && state.entry.is_some() && !sheet.pending(name))
        .map(|(name, _)| name)
        .collect();
    if !live.iter().any(|state| gives_up(state)) {
        return;
    }
    for name in live.into_iter().filter(|state| !gives_up(state)) {
        findings.add(
            sheet.at("state", name),
            "step-give-up",
            "is an entry that the holder cannot give up, unlike others of the procedure",
            "Add the state to the `from` of the holder's step that gives an entry up.",
        );
    }
}

pub(super) fn corrections_are_listed_and_only_they_are_edited(
    sheet: &Sheet<'_>,
    findings: &mut Findings,
) {
    for (name, step) in &sheet.procedure.steps {
        let to = step
            .to
            .as_ref()
            .and_then(|to| sheet.procedure.states.get(to));
        let listed = to.is_some_and(|state| state.edit == Editable::Listed);
        if step.lists != listed && (step.lists || to.is_some_and(|_| listed)) {
            findings.add(
                sheet.at("step", name),
                "step-lists",
                "does not fit the `edit` of the state to which it leads",
                "A step with `lists = true` leads to a state with `edit = \"listed\"`, and no other does.",
            );
        }
        let closed = step.from.iter().find(|from| {
            let state = sheet.procedure.states.get(*from);
            step.statement && state.is_some_and(|state| state.edit == Editable::None)
        });
        if let Some(closed) = closed {
            findings.add(
                sheet.at("step", name),
                "step-edit",
                format!("is a submission from `{closed}`, where nothing can be changed"),
                "Give that state `edit = \"all\"` or `edit = \"listed\"`.",
            );
        }
    }
    for (name, state) in &sheet.procedure.states {
        let submits = sheet
            .steps_from(name)
            .any(|(_, step)| sheet.by_holder(step) && Sheet::moves(step));
        if state.edit != Editable::None && (state.is_final || state.entry.is_some() || !submits) {
            findings.add(
                sheet.at("state", name),
                "step-edit",
                "can be edited although it is decided or nobody can hand it in",
                "Remove `edit`, or add the holder's step that hands the form in.",
            );
        }
        let first = sheet.beginnings().contains(name) && sheet.opened_by_holder();
        if first && state.edit == Editable::Listed {
            findings.add(
                sheet.at("state", name),
                "step-edit",
                "is where cases begin, before anything could be listed",
                "Write `edit = \"all\"`.",
            );
        }
    }
}

pub(super) fn agents_may_do_what_holders_may(sheet: &Sheet<'_>, findings: &mut Findings) {
    let has = |step: &Step, relation| {
        let mut by = step.by.iter();
        by.any(|actor| sheet.relation(actor) == Some(relation))
    };
    let steps = &sheet.procedure.steps;
    if !steps.values().any(|step| has(step, Relation::Agent)) {
        return;
    }
    for (name, step) in steps {
        if has(step, Relation::Agent) != has(step, Relation::Holder) {
            findings.add(
                sheet.at("step", name),
                "step-agent",
                "is open to the holder or to the agent alone, unlike other steps",
                "Name both in `by`: an agent acts in the place of its principal.",
            );
        }
    }
}
