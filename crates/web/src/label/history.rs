//! What the register said of an entry, from the events that moved it. Only
//! what is in the public log anyway.

use super::entry::Entry;
use crate::failure::Failure;
use crate::site::Site;
use case::event::{CaseAct, Stepped, What};
use law::calendar::Moment;
use law::form::Words;
use law::name::{GroundName, StatusName};

/// A change of an entry.
#[derive(Debug)]
pub(super) struct Moved {
    /// Its number in the public log.
    pub(super) position: u64,
    pub(super) at: Moment,
    /// What it came to.
    pub(super) to: To,
    pub(super) basis: String,
    pub(super) grounds: Vec<GroundName>,
}

/// What a change came to.
#[derive(Debug)]
pub(super) enum To {
    /// A status, which the log says in the open.
    Status(StatusName),
    /// Other facts that are shown, by the step of this title.
    Facts(Words),
}

/// The changes of an entry, newest first.
///
/// # Errors
///
/// A failure of the store.
pub(super) fn of(site: &Site, entry: &Entry) -> Result<Vec<Moved>, Failure> {
    let events = site.office().history(&entry.case)?;
    let mut issued = false;
    let mut moves: Vec<Moved> = Vec::new();
    for (number, event) in events {
        let (Some(position), What::Case(CaseAct::Stepped(stepped))) = (number, event.event) else {
            continue;
        };
        let to = match &stepped.entry {
            Some(moved) => Some(To::Status(moved.status.clone())),
            None => other_facts(entry, &stepped)
                .filter(|_| issued)
                .map(To::Facts),
        };
        issued |= stepped.entry.is_some();
        moves.extend(to.map(|to| Moved {
            position,
            at: event.at,
            to,
            basis: stepped.basis,
            grounds: stepped.grounds,
        }));
    }
    moves.reverse();
    Ok(moves)
}

/// The title of a step that changed what the entry shows.
fn other_facts(entry: &Entry, stepped: &Stepped) -> Option<Words> {
    let shows = &entry.register()?.shows;
    let changed = stepped.fields.keys().any(|field| shows.contains(field));
    let step = entry.procedure()?.steps.get(&stepped.step)?;
    changed.then(|| Words {
        zh: step.zh.clone(),
        en: step.en.clone(),
    })
}

/// The number in the public log of the event that says in the open what the
/// entry is now.
pub(super) fn told_by(entry: &Entry, moves: &[Moved]) -> u64 {
    let status = moves.iter().find(|moved| matches!(moved.to, To::Status(_)));
    status.map_or(entry.position, |moved| moved.position)
}
