//! Walks through every state of every procedure and finds dead ends.
//!
//! The rules of [`crate::check`] look at one thing each; here the states and
//! steps are taken together, as a case would live through them.

use crate::check::{Findings, Sheet};
use crate::fault::Fault;
use crate::load::Loaded;
use crate::name::StateName;
use crate::regime::Standing;
use std::collections::BTreeSet;
use std::fmt;

/// How much was walked through.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Explored {
    pub procedures: usize,
    pub states: usize,
    /// Edges: a step counts once for every state from which it leads.
    pub steps: usize,
    pub deadlines: usize,
}

impl fmt::Display for Explored {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "{} procedures, {} states, {} edges, {} deadlines explored",
            self.procedures, self.states, self.steps, self.deadlines
        )
    }
}

/// What a case could run into, and how much was walked through to know it.
pub fn explore(loaded: &Loaded) -> (Vec<Fault>, Explored) {
    let mut findings = Findings::default();
    let mut explored = Explored::default();
    for procedure in loaded.regime.procedures.values() {
        let sheet = Sheet::new(&loaded.regime, procedure);
        every_state_is_reached(&sheet, &mut findings);
        every_state_can_end(&sheet, &mut findings);
        final_states_are_final(&sheet, &mut findings);
        no_state_waits_for_ever(&sheet, &mut findings);
        the_clock_does_not_run_in_circles(&sheet, &mut findings);
        suspensions_are_bounded(&sheet, &mut findings);
        explored.procedures += 1;
        explored.states += procedure.states.len();
        explored.deadlines += procedure.deadlines.len();
        explored.steps += procedure
            .steps
            .values()
            .map(|step| step.from.len().max(1))
            .sum::<usize>();
    }
    (findings.into_faults(&loaded.lines), explored)
}

fn every_state_is_reached(sheet: &Sheet<'_>, findings: &mut Findings) {
    if sheet.beginnings().is_empty() {
        // Said once by a rule; to say it of every state would hide the cause.
        return;
    }
    let reached = sheet.reach(sheet.beginnings(), |_, _| true);
    for name in sheet.procedure.states.keys() {
        if !reached.contains(name) {
            findings.add(
                sheet.at("state", name),
                "model-unreachable",
                "is reached by no sequence of steps",
                "Let a step lead to it, or remove it.",
            );
        }
    }
}

fn every_state_can_end(sheet: &Sheet<'_>, findings: &mut Findings) {
    for (name, state) in &sheet.procedure.states {
        if state.is_final {
            continue;
        }
        if !sheet.steps_from(name).any(|(_, step)| Sheet::moves(step)) {
            findings.add(
                sheet.at("state", name),
                "model-stuck",
                "is not final, but no step leads on from it",
                "Add a step from it, or write `final = true`.",
            );
        } else if !sheet
            .reach([name.clone()], |_, _| true)
            .iter()
            .any(|s| sheet.is_final(s))
        {
            findings.add(
                sheet.at("state", name),
                "model-endless",
                "leads to no final state",
                "Add a way by which the case can end.",
            );
        }
    }
}

fn final_states_are_final(sheet: &Sheet<'_>, findings: &mut Findings) {
    for (name, state) in &sheet.procedure.states {
        let out = sheet
            .steps_from(name)
            .find(|(_, step)| step.opens.is_none() || step.to.is_some());
        if let (true, Some((step, _))) = (state.is_final, out) {
            findings.add(
                sheet.at("state", name),
                "model-final",
                format!("is final, but `step.{step}` leads from it"),
                "Remove `final`, or remove the state from the step's `from`.",
            );
        }
    }
}

fn no_state_waits_for_ever(sheet: &Sheet<'_>, findings: &mut Findings) {
    let deadlines = || sheet.procedure.deadlines.values();
    for (name, state) in &sheet.procedure.states {
        let runs = deadlines().any(|deadline| deadline.within_states.contains(name));
        let (cause, remedy) = match (&state.open_ended, state.is_final) {
            (Some(_), true) => ("is final and open-ended", "Remove `open_ended`."),
            (Some(_), false) if runs => (
                "is open-ended although a deadline runs in it",
                "Remove `open_ended`.",
            ),
            (None, false) if !runs => (
                "is waited in without any deadline",
                "Let a deadline run in it, or name in `open_ended` the article by which it may last.",
            ),
            (Some(_) | None, _) => continue,
        };
        findings.add(sheet.at("state", name), "model-waits", cause, remedy);
    }
    for (name, deadline) in &sheet.procedure.deadlines {
        let ended = deadline
            .within_states
            .iter()
            .chain(&deadline.pauses)
            .find(|s| sheet.is_final(s));
        if let Some(state) = ended {
            findings.add(
                sheet.at("deadline", name),
                "model-waits",
                format!("runs in the final state `{state}`"),
                "Remove the state: where a case has ended no term runs.",
            );
        }
    }
}

fn the_clock_does_not_run_in_circles(sheet: &Sheet<'_>, findings: &mut Findings) {
    for (name, step) in &sheet.procedure.steps {
        let Some(to) = step.to.as_ref().filter(|_| sheet.by_clock(step)) else {
            continue;
        };
        let onwards: BTreeSet<StateName> =
            sheet.reach([to.clone()], |_, other| sheet.by_clock(other));
        if step.from.iter().any(|from| onwards.contains(from)) {
            findings.add(
                sheet.at("step", name),
                "model-circle",
                "belongs to a circle of steps that the clock takes by itself",
                "Let a person take one of the steps of the circle.",
            );
        }
    }
}

fn suspensions_are_bounded(sheet: &Sheet<'_>, findings: &mut Findings) {
    for name in sheet.procedure.states.keys() {
        if sheet.standing(name) != Some(Standing::Suspended) {
            continue;
        }
        let mut deadlines = sheet.procedure.deadlines.values();
        let bounded = deadlines
            .any(|deadline| deadline.then.is_some() && deadline.within_states.contains(name));
        if !bounded {
            findings.add(
                sheet.at("state", name),
                "model-suspension",
                "suspends an entry without end",
                "Let a deadline with `then` run in it.",
            );
        }
    }
}
