//! What the register said of an entry, from the events that moved it. Only
//! what is in the public log anyway.

use super::entry::Entry;
use crate::failure::Failure;
use crate::site::Site;
use case::event::{CaseAct, What};
use law::calendar::Moment;
use law::name::{GroundName, StatusName};

/// One move of an entry.
#[derive(Debug)]
pub(super) struct Moved {
    /// Its number in the public log.
    pub(super) position: u64,
    pub(super) at: Moment,
    pub(super) status: StatusName,
    pub(super) basis: String,
    pub(super) grounds: Vec<GroundName>,
}

/// The moves of an entry, newest first.
///
/// # Errors
///
/// A failure of the store.
pub(super) fn of(site: &Site, entry: &Entry) -> Result<Vec<Moved>, Failure> {
    let events = site.office().history(&entry.case)?;
    let moved = events.into_iter().rev().filter_map(|(number, event)| {
        let What::Case(CaseAct::Stepped(stepped)) = event.event else {
            return None;
        };
        let moved = stepped.entry?;
        Some(Moved {
            position: number?,
            at: event.at,
            status: moved.status,
            basis: stepped.basis,
            grounds: stepped.grounds,
        })
    });
    Ok(moved.collect())
}
