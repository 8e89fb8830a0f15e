//! How long a scenario can be over before something that it leaves behind is
//! overdue: a story that stops there is told late enough, or to its end.

use super::play::{play, stage};
use super::{Outcome, Script, Setting};
use crate::case::{Case, ClockState};
use law::deadline::Deadline;
use law::procedure::Procedure;

/// The days from the first day of the scenario `name` to the first on which one
/// of its cases is due; none if nothing is left that somebody must do.
pub fn slack(setting: Setting<'_>, script: &Script, name: &str) -> Option<i32> {
    let scenario = script.scenarios.iter().find(|found| found.name == name)?;
    let stage = stage(setting, script).ok()?;
    let played = play(setting, script, &stage, scenario, &mut Outcome::default())?;
    let first = script
        .day
        .unwrap_or(setting.edition.regime.head.in_force.from);
    let cases = played.folders.values().filter_map(|folder| {
        let procedure = setting.edition.regime.procedures.get(&folder.procedure)?;
        Some((procedure, folder.case.as_ref()?))
    });
    let due = cases.filter_map(|(procedure, case)| due(procedure, case));
    let days = due.filter_map(|due| Some(first.until(due).ok()?.get_days()));
    days.min()
}

/// The day on which somebody must have acted first.
fn due(procedure: &Procedure, case: &Case) -> Option<jiff::civil::Date> {
    let running = case.clocks.iter().filter(|(name, clock)| {
        let rules = procedure.deadlines.get(*name);
        clock.state == ClockState::Running && rules.is_some_and(|rules| !ends(procedure, rules))
    });
    running.map(|(_, clock)| clock.due).min()
}

/// Whether the clock brings the case to its end when the term is over.
fn ends(procedure: &Procedure, rules: &Deadline) -> bool {
    let step = rules
        .then
        .as_ref()
        .and_then(|then| procedure.steps.get(then));
    let to = step.and_then(|step| step.to.as_ref());
    to.and_then(|to| procedure.states.get(to))
        .is_some_and(|state| state.is_final)
}
