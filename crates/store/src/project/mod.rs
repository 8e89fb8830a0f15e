//! Tables derived from events: what one has submitted one sees.
//!
//! A projection is a function of the events and the editions alone, so that
//! replay gives the same tables byte for byte.

mod cases;
mod entries;
mod evidence;
mod parties;
mod retention;

use crate::row::{Bound, bind};
use crate::statements as sql;
use case::case::Case;
use case::event::{Event, What};
use case::world::World;
use law::library::Edition;

/// What a projection is made from.
#[derive(Debug)]
pub struct Projected<'a> {
    pub position: u64,
    /// Its number in the public log, from 1; none if it stays out of it.
    pub logged: Option<u64>,
    pub event: &'a Event,
    /// The case as it is after the event, with its edition.
    pub case: Option<(&'a Case, &'a Edition)>,
    /// The world as it is after the event.
    pub world: &'a World,
}

/// The writes that follow from one event. Of a case's line on the desk only
/// the last in a batch is needed: [`case_line`] makes it.
pub fn writes(projected: &Projected<'_>) -> Vec<Bound> {
    // What was handed in is needed whether or not the edition is loaded.
    let mut writes = retention::contents(projected);
    match (&projected.event.event, projected.case) {
        (What::Case(act), Some((case, edition))) => {
            writes.extend(entries::writes(projected, act, case, edition));
            writes.extend(cases::writes(act, case, edition));
            let calendar = projected.world.calendars.get(&edition.regime.head.calendar);
            writes.extend(cases::mentions(act, case, edition));
            writes.extend(evidence::rests(projected, act, case, edition));
            writes.extend(cases::due(act, case, edition, calendar));
            writes.extend(retention::term(act, case, edition, calendar));
        }
        (What::Party(act), _) => {
            writes.extend(parties::writes(projected, act));
            writes.extend(evidence::kept(projected, act));
        }
        (What::Case(_), None) | (What::Calendar(_) | What::Reading(_), _) => (),
    }
    writes
}

/// The line of a case on the desk, after its last event at `position`.
pub fn case_line(case: &Case, edition: &Edition, position: u64) -> Bound {
    cases::line(case, edition, position)
}

/// Names one object of one holder: two cases with the same are twins.
pub fn object_key(case: &Case, edition: &Edition) -> Option<String> {
    let object = cases::object(case, edition)?;
    Some(format!("{}{}|{object}", of_procedure(case), case.holder))
}

/// How the keys of all objects begin whose cases are of the same procedure.
fn of_procedure(case: &Case) -> String {
    format!("{}|{}|", case.edition.regime, case.procedure)
}

/// The question for a case of the same procedure that rests on the same content
/// for another object than that of `key`.
pub fn elsewhere(sha256: &str, key: &str, case: &Case) -> Bound {
    let params = [sha256.into(), key.into(), of_procedure(case).into()];
    bind(sql::MATERIAL_ELSEWHERE, params)
}
