//! Entries on the register: how they begin, change and end.

use super::{Findings, Sheet};
use crate::name::StateName;
use crate::regime::{Register, Standing};

pub(super) fn entries_need_a_register_and_a_number(sheet: &Sheet<'_>, findings: &mut Findings) {
    let register = sheet
        .procedure
        .head
        .register
        .as_ref()
        .and_then(|name| sheet.regime.registers.get(name));
    let Some(register) = register else {
        for (name, _) in sheet
            .procedure
            .states
            .iter()
            .filter(|(_, state)| state.entry.is_some())
        {
            findings.add(
                sheet.at("state", name),
                "entry-register",
                "has an entry, but the procedure has no register",
                "Name a `register` at the top of the file, or remove `entry`.",
            );
        }
        return;
    };
    if register.number == sheet.procedure.head.number {
        findings.add(
            sheet.top("number"),
            "entry-number",
            "is the same series for cases and entries",
            "Give cases and entries numbers of their own.",
        );
    }
    if !sheet
        .procedure
        .states
        .values()
        .any(|state| state.entry.is_some())
    {
        findings.add(
            sheet.top("register"),
            "entry-register",
            "is named, but no state has an entry on it",
            "Give a state an `entry`, or remove `register`.",
        );
    }
    first_entries_have_a_number(sheet, register, findings);
}

fn first_entries_have_a_number(sheet: &Sheet<'_>, register: &Register, findings: &mut Findings) {
    for (name, step) in &sheet.procedure.steps {
        let first = sheet.first_entry(step);
        if first && step.number.as_ref() != Some(&register.number) {
            findings.add(
                sheet.at("step", name),
                "entry-number",
                format!(
                    "brings the entry on the register without a `{}` number",
                    register.number
                ),
                format!("Add `number = \"{}\"`.", register.number),
            );
        }
        let stands = step.to.as_ref().and_then(|to| sheet.standing(to));
        if first && stands != Some(Standing::Valid) {
            findings.add(
                sheet.at("step", name),
                "entry-standing",
                "brings an entry on the register that does not stand `valid`",
                "Name a status that stands `valid` in the `entry` of the state in `to`.",
            );
        }
        if !first && step.number.as_ref() == Some(&register.number) {
            findings.add(
                sheet.at("step", name),
                "entry-number",
                "gives an entry's number without bringing an entry",
                "Remove `number`, or give the state in `to` an `entry`.",
            );
        }
    }
}

pub(super) fn void_is_final_and_valid_is_not(sheet: &Sheet<'_>, findings: &mut Findings) {
    for (name, state) in &sheet.procedure.states {
        let (wrong, remedy) = match sheet.standing(name) {
            Some(Standing::Void) => (!state.is_final, "Write `final = true`."),
            Some(Standing::Valid | Standing::Suspended) => (
                state.is_final,
                "Name a status that stands `void`, or remove `final`.",
            ),
            None => (false, ""),
        };
        if wrong {
            findings.add(
                sheet.at("state", name),
                "entry-standing",
                "has an entry whose standing does not fit: what is void is final, and only that",
                remedy,
            );
        }
    }
}

pub(super) fn entries_do_not_vanish(sheet: &Sheet<'_>, findings: &mut Findings) {
    for (name, step) in &sheet.procedure.steps {
        let Some(to) = &step.to else { continue };
        let from = step.from.iter().find(|from| sheet.has_entry(from));
        if let Some(from) = from.filter(|_| !sheet.has_entry(to)) {
            findings.add(
                sheet.at("step", name),
                "entry-vanishes",
                format!("leads from `{from}`, which has an entry, to `{to}`, which has none"),
                "An entry is never taken off the register: give the state an `entry` that says what has become of it.",
            );
        }
        let mixed = step.from.iter().any(|from| !sheet.has_entry(from))
            && step.from.iter().any(|from| sheet.has_entry(from));
        if mixed {
            findings.add(
                sheet.at("step", name),
                "entry-vanishes",
                "leads from states with and without an entry",
                "Make a step for each.",
            );
        }
    }
}

pub(super) fn what_is_valid_can_be_taken_away(sheet: &Sheet<'_>, findings: &mut Findings) {
    let void = |state: &crate::name::StateName| sheet.standing(state) == Some(Standing::Void);
    for (name, state) in &sheet.procedure.states {
        if state.is_final || state.entry.is_none() {
            continue;
        }
        let reached = sheet.reach([name.clone()], |_, step| sheet.by_worker(step));
        // Walking on to another live state first would leave a gap: from each
        // the way must begin with a step of its own.
        let own = sheet
            .steps_from(name)
            .any(|(_, step)| sheet.by_worker(step));
        if !own || !reached.iter().any(void) {
            findings.add(
                sheet.at("state", name),
                "entry-revocable",
                "has an entry that no case worker can take away",
                "Add the state to the `from` of the step that proposes or decides revocation.",
            );
        }
    }
}

pub(super) fn decisions_on_entries_are_announced(sheet: &Sheet<'_>, findings: &mut Findings) {
    for (name, step) in &sheet.procedure.steps {
        let Some(to) = &step.to else { continue };
        let ends = sheet.standing(to) == Some(Standing::Void) && !sheet.by_clock(step);
        if (sheet.first_entry(step) || ends) && step.notices.is_empty() {
            findings.add(
                sheet.at("step", name),
                "entry-notice",
                "begins or ends an entry without an announcement",
                "Name a notice in `notices`.",
            );
        }
    }
}

/// A case that its holder has seen does not vanish at its end.
pub(super) fn what_the_holder_saw_has_an_end(sheet: &Sheet<'_>, findings: &mut Findings) {
    let states = &sheet.procedure.states;
    let hidden = |name: &StateName| states.get(name).is_some_and(|state| state.internal);
    for (name, _) in states
        .iter()
        .filter(|(_, state)| state.internal && state.is_final)
    {
        let mut into = sheet.procedure.steps.values();
        if into.any(|step| step.to.as_ref() == Some(name) && !step.from.iter().all(hidden)) {
            findings.add(
                sheet.at("state", name),
                "end-seen",
                "is final and internal, but comes after states that the holder sees",
                "Remove `internal`: who saw the case is told how it ended.",
            );
        }
    }
}
