//! All cases of the record, one after the other, as of one moment.
//!
//! Confidential ones are left out, unless they are asked for: then every reading
//! is on record before anything is shown.

use crate::archive::{Archive, Recorded};
use crate::progress::Progress;
use crate::trouble::Trouble;
use case::case::Case;
use case::command::Actor;
use case::event::View;
use law::calendar::Moment;
use law::library::EditionId;
use law::name::ProcedureName;
use std::collections::BTreeSet;
use store::row::{Row, bind};
use store::statements as sql;

const PAGE: i64 = 500;

/// What the desk says of a case.
#[derive(Debug)]
pub(crate) struct Line {
    pub(crate) number: String,
    pub(crate) edition: EditionId,
    pub(crate) procedure: ProcedureName,
    pub(crate) opened: Moment,
    position: i64,
}

impl Line {
    fn of(row: &Row) -> Self {
        Line {
            number: row.text(0).to_owned(),
            edition: EditionId {
                regime: row.text(1).to_owned(),
                edition: row.text(2).to_owned(),
            },
            procedure: row.text(3).into(),
            opened: row.int(8),
            position: row.int(13),
        }
    }
}

/// Which cases are wanted.
pub(crate) struct Wanted<'w> {
    pub(crate) by: &'w dyn Fn(&Archive, &Line) -> bool,
    /// Whether confidential ones are, too.
    pub(crate) confidential: bool,
    /// What is made of them, for the record of their readings.
    pub(crate) view: View,
}

/// What is done with a case and its history.
type Visit<'v> = dyn FnMut(&mut Archive, &Case, &[Recorded]) -> Result<(), Trouble> + 'v;

/// Passes every wanted case with its history to `visit`, the last changed
/// first; gives how many confidential ones were left out.
///
/// # Errors
///
/// The store's, that a reading cannot be recorded, or those of `visit`.
pub(crate) fn sweep(
    archive: &mut Archive,
    title: &str,
    wanted: &Wanted<'_>,
    visit: &mut Visit<'_>,
) -> Result<u64, Trouble> {
    let mut noted = BTreeSet::new();
    if wanted.confidential {
        lines(archive, &mut |archive, line, _| {
            if (wanted.by)(archive, line) && archive.is_confidential(&line.edition, &line.procedure)
            {
                noted.insert(line.number.clone());
            }
            Ok(())
        })?;
        let numbers: Vec<String> = noted.iter().cloned().collect();
        archive.note_readings(&numbers, &Actor::Operator, wanted.view.clone())?;
    }
    let bar = Progress::new(title);
    let mut left_out = 0;
    archive.engine.snapshot()?;
    lines(archive, &mut |archive, line, newest| {
        bar.at(
            (newest - line.position).unsigned_abs(),
            newest.unsigned_abs(),
        );
        if !(wanted.by)(archive, line) {
            return Ok(());
        }
        if archive.is_confidential(&line.edition, &line.procedure) && !noted.contains(&line.number)
        {
            left_out += 1;
            return Ok(());
        }
        let (case, history) = archive.unnoted(&line.number)?;
        visit(archive, &case, &history)
    })?;
    archive.engine.end()?;
    bar.end();
    Ok(left_out)
}

/// Every line of the desk, with the position of the first.
fn lines(
    archive: &mut Archive,
    visit: &mut dyn FnMut(&mut Archive, &Line, i64) -> Result<(), Trouble>,
) -> Result<(), Trouble> {
    let (mut before, mut newest) = (i64::MAX, None);
    loop {
        let rows = archive.rows(bind(sql::CASE_PAGE, [before.into(), PAGE.into()]))?;
        for row in &rows {
            let line = Line::of(row);
            before = line.position;
            visit(archive, &line, *newest.get_or_insert(before))?;
        }
        if rows.is_empty() {
            return Ok(());
        }
    }
}
