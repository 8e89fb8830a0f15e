//! After every scenario: the record alone gives the same cases again.

use super::play::{Folder, Play};
use super::{Fault, Outcome};
use crate::draw;
use crate::event::{CaseAct, Event, What};
use crate::evolve::evolve;

/// Reads every event back from its JSON, folds all prefixes of them, and
/// compares each state with what it was. Draws are made again.
pub(super) fn prove(play: &Option<Play<'_>>, outcome: &mut Outcome) {
    let Some(play) = play else {
        return;
    };
    for folder in play.folders.values() {
        outcome.histories.push(folder.events.clone());
        if let Err(came) = one(play, folder) {
            let expected = format!(
                "the record of {} to give the same case again",
                folder.number
            );
            outcome.faults.push(Fault {
                line: play.line,
                expected,
                came,
            });
        }
    }
}

fn one(play: &Play<'_>, folder: &Folder) -> Result<(), String> {
    let mut case = None;
    for (event, state) in folder.events.iter().zip(&folder.states) {
        let text = serde_json::to_string(event).map_err(|error| error.to_string())?;
        let read: Event =
            serde_json::from_str(&text).map_err(|error| format!("{error} in {text}"))?;
        if read != *event {
            return Err(format!("an event reads back as another: {text}"));
        }
        case = evolve(case, &read);
        if case.as_ref() != Some(state) {
            return Err(format!("version {} is another case", event.version));
        }
        let procedures = &play.setting.edition.regime.procedures;
        let procedure = procedures.get(&state.procedure);
        if !procedure.is_some_and(|procedure| procedure.states.contains_key(&state.state)) {
            return Err(format!("`{}` is not a state of the scheme", state.state));
        }
        if let What::Case(CaseAct::Stepped(stepped)) = &event.event
            && stepped
                .drawn
                .as_ref()
                .is_some_and(|drawn| !draw::agrees(drawn, &folder.number))
        {
            return Err("a draw does not come out again".into());
        }
        if let What::Case(CaseAct::Stepped(stepped)) = &event.event
            && stepped
                .sampled
                .as_ref()
                .is_some_and(|sampled| !draw::sample_agrees(sampled, &folder.number))
        {
            return Err("a sample does not come out again".into());
        }
    }
    Ok(())
}
