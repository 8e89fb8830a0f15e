//! The audit: everything that the office rests on is verified again, from the
//! first event on, and whatever does not agree is named with its place.
//!
//! It only reads; the office may be open meanwhile. It never mends.

mod events;
mod public;
mod signed;
mod tables;

use crate::failure::Failure;
use crate::folder::Folder;
use crate::opening::{Setup, library, read_head};
use crate::record::Pending;
use crate::replay::{PAGE, Scratch};
use events::Events;
use proof::key::SigningKey;
use serde::Serialize;
use std::fmt;
use store::blobs::Blobs;
use store::engine::Engine;
use store::row::bind;
use store::statements as sql;

/// What must hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Rule {
    /// Positions run from 1 without a gap.
    Position,
    /// The places in the public log run from 0 without a gap, over just those
    /// events that belong there (T-LOG-11).
    Log,
    /// Each link of the chain follows from the one before and the leaf.
    Chain,
    /// The body is the one that the leaf commits to.
    Commitment,
    /// The leaf says what event and case say.
    Leaf,
    /// The body can be read, and the columns beside it agree with it.
    Body,
    /// The versions of a stream run from 1 without a gap.
    Version,
    /// Time does not go back (T-INS-01).
    Time,
    /// The edition of a case is loaded and is the one it was opened under.
    Edition,
    /// Numbers are given one after the other.
    Number,
    /// A draw is the one that its seed gives.
    Draw,
    /// A document is there, and is what was handed in (T-LBL-02).
    Document,
    /// A derived table says what the events say (T-REG-01).
    Projection,
    /// The database's head is that of its events.
    Head,
    /// The head outside the database is whole, signed, and in the record.
    HeadFile,
    /// The published checkpoint is signed and a prefix of the record.
    Checkpoint,
    /// A published file says what the record says (T-LOG-06).
    Tile,
}

/// Something that does not agree.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Finding {
    pub rule: Rule,
    pub what: String,
    /// Where: `event 12`, `entry CSL-…`, `blobs/ab/…`, `log/tile/0/000`.
    pub place: String,
}

impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.place, self.what)
    }
}

/// What an audit looked at, and what it found.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
pub struct Report {
    pub events: u64,
    pub cases: u64,
    /// How many entries were issued.
    pub entries: u64,
    /// How many contents of documents were read.
    pub blobs: u64,
    /// How many published files were compared.
    pub files: u64,
    /// The first [`MOST`] findings.
    pub findings: Vec<Finding>,
    /// How many there are beyond those.
    pub more: u64,
}

/// How many findings are told one by one.
pub const MOST: usize = 1000;

impl Report {
    /// Whether everything agrees.
    pub fn is_clean(&self) -> bool {
        self.findings.is_empty()
    }

    fn found(&mut self, rule: Rule, place: impl fmt::Display, what: impl fmt::Display) {
        if MOST <= self.findings.len() {
            self.more += 1;
            return;
        }
        self.findings.push(Finding {
            rule,
            what: what.to_string(),
            place: place.to_string(),
        });
    }
}

/// Verifies the record from its first event to its head. `progress` is told
/// how many of how many events are done.
///
/// # Errors
///
/// What keeps it from being verified, such as a database that is not there.
/// What is wrong with the record is not an error but a finding.
pub fn audit(setup: &Setup, progress: &mut dyn FnMut(u64, u64)) -> Result<Report, Failure> {
    let library = library(setup)?;
    let folder = Folder::open(&setup.folder, setup.database.as_deref())?;
    let key = log_key(&folder)?;
    let mut report = Report::default();
    // What was signed is read before the record, which only grows: so nothing
    // that is signed can be missing from it.
    let signed = signed::gather(&folder, &key, &mut report)?;
    let public = public::Public::new(&folder, &signed);
    let mut engine = Engine::open_reader(&folder.database())?;
    engine.snapshot()?;
    let head = match read_head(&mut engine) {
        Ok(head) => Some(head),
        Err(error) => {
            report.found(Rule::Head, "head", error);
            None
        }
    };
    let total = head.as_ref().map_or(0, |head| head.position);
    let mut scratch = Scratch::new(folder.root(), "audit")?;
    let blobs = Blobs::open(&folder.blobs())?;
    let mut events = Events::new(&library, blobs, signed, public, report)?;
    let mut after = 0;
    loop {
        let rows = engine.query(bind(sql::EVENT_PAGE, [after.into(), PAGE.into()]))?;
        let Some(last) = rows.last() else { break };
        after = last.count(0);
        let mut pending = Pending::default();
        for row in &rows {
            events.check(&mut engine, row, &mut pending)?;
        }
        scratch.engine.commit(None, &pending.take())?;
        progress(after, total);
    }
    events.contents(&mut scratch.engine)?;
    let mut report = events.end(head.as_ref())?;
    tables::compare(&mut engine, &mut scratch.engine, &mut report)?;
    Ok(report)
}

/// The log's key. An audit makes none.
fn log_key(folder: &Folder) -> Result<SigningKey, Failure> {
    let path = folder.root().join("keys/log.key");
    let wrong = |why: &dyn fmt::Display| {
        Failure::Input(format!(
            "{}: {why}; restore it from the backup, for without it no head can be verified",
            path.display()
        ))
    };
    let text = std::fs::read_to_string(&path).map_err(|error| wrong(&error))?;
    text.trim().parse().map_err(|error| wrong(&error))
}
