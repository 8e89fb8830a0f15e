//! Replay: everything but the events is derived from them, so it can be
//! thrown away and made again, byte for byte the same.

use crate::failure::Failure;
use crate::folder::Folder;
use crate::hot::{Hot, empty_world, read_case_while, read_event};
use crate::opening::{Setup, library, read_head};
use crate::record::{Followed, Pending, follow};
use base16ct::lower;
use case::case::Case;
use case::event::{Event, Stream, What};
use case::evolve::evolve;
use law::library::{Edition, Library};
use serde::Serialize;
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;
use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use store::engine::{Engine, Place};
use store::error::StoreError;
use store::headfile::HeadFile;
use store::migrate::migrate;
use store::row::{Bound, Cell, Row, bind};
use store::statements::{self as sql, Sql};

/// How many events are read at a time.
pub(crate) const PAGE: u64 = 1000;

/// A table that is derived from the events.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Table {
    pub(crate) name: &'static str,
    /// How many of its first columns are its key.
    pub(crate) keys: usize,
    pub(crate) dump: Sql,
    clear: Sql,
}

macro_rules! table {
    ($name:literal, $keys:literal, $dump:ident, $clear:ident) => {
        Table {
            name: $name,
            keys: $keys,
            dump: sql::$dump,
            clear: sql::$clear,
        }
    };
}

/// Every table that is derived from the events.
pub(crate) const TABLES: [Table; 13] = [
    table!(
        "case_file",
        1,
        PROJECTION_DUMP_CASE_FILE,
        PROJECTION_CLEAR_CASE_FILE
    ),
    table!("claim", 2, PROJECTION_DUMP_CLAIM, PROJECTION_CLEAR_CLAIM),
    table!(
        "content",
        2,
        PROJECTION_DUMP_CONTENT,
        PROJECTION_CLEAR_CONTENT
    ),
    table!(
        "counter",
        2,
        PROJECTION_DUMP_COUNTER,
        PROJECTION_CLEAR_COUNTER
    ),
    table!("due", 3, PROJECTION_DUMP_DUE, PROJECTION_CLEAR_DUE),
    table!("entry", 1, PROJECTION_DUMP_ENTRY, PROJECTION_CLEAR_ENTRY),
    table!(
        "kept_evidence",
        2,
        PROJECTION_DUMP_KEPT_EVIDENCE,
        PROJECTION_CLEAR_KEPT_EVIDENCE
    ),
    table!(
        "material_use",
        3,
        PROJECTION_DUMP_MATERIAL_USE,
        PROJECTION_CLEAR_MATERIAL_USE
    ),
    table!(
        "mention",
        3,
        PROJECTION_DUMP_MENTION,
        PROJECTION_CLEAR_MENTION
    ),
    table!("notice", 2, PROJECTION_DUMP_NOTICE, PROJECTION_CLEAR_NOTICE),
    table!("party", 1, PROJECTION_DUMP_PARTY, PROJECTION_CLEAR_PARTY),
    table!(
        "reliance",
        2,
        PROJECTION_DUMP_RELIANCE,
        PROJECTION_CLEAR_RELIANCE
    ),
    table!(
        "retention",
        1,
        PROJECTION_DUMP_RETENTION,
        PROJECTION_CLEAR_RETENTION
    ),
];

/// What a replay did.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Replayed {
    /// How many events were replayed.
    pub events: u64,
    /// The hash over all derived tables before and after, hex.
    pub hash_before: String,
    pub hash_after: String,
}

/// Makes every derived table anew from the events, in one transaction: a
/// replay that is stopped leaves everything as it was. No office may be open
/// on the folder meanwhile. `progress` is told how many of how many events are
/// done.
///
/// # Errors
///
/// [`StoreError::Locked`] if an office is open; else what the store says.
pub fn replay(setup: &Setup, progress: &mut dyn FnMut(u64, u64)) -> Result<Replayed, Failure> {
    let library = library(setup)?;
    let folder = Folder::open(&setup.folder, setup.database.as_deref())?;
    let _lock = HeadFile::open(&folder.head())?;
    let mut engine = Engine::open(&folder.database())?;
    migrate(&mut engine)?;
    let hash_before = projection_hash(&mut engine)?;
    let events = remake(&mut engine, &library, progress)?;
    let hash_after = projection_hash(&mut engine)?;
    Ok(Replayed {
        events,
        hash_before,
        hash_after,
    })
}

/// Makes the derived tables anew if a migration says that they are stale: a
/// table that is new to a record that is not would say that nothing is needed.
pub(crate) fn freshen(engine: &mut Engine, library: &Library) -> Result<(), StoreError> {
    if engine.query(bind(sql::STALE_READ, []))?.is_empty() {
        return Ok(());
    }
    let events = remake(engine, library, &mut |_, _| ())?;
    if 0 < events {
        tracing::info!(events, "the derived tables were made anew");
    }
    Ok(())
}

/// All derived tables, emptied and filled in one transaction.
fn remake(
    engine: &mut Engine,
    library: &Library,
    progress: &mut dyn FnMut(u64, u64),
) -> Result<u64, StoreError> {
    let events = read_head(engine)?.position;
    engine.begin()?;
    let cleared = TABLES.map(|table| bind(table.clear, []));
    engine.write(&cleared)?;
    let mut fold = Fold::new(library)?;
    let mut after = 0;
    loop {
        let (pending, last) = fold.page(engine, after, events)?;
        if last == after {
            break;
        }
        after = last;
        engine.write(&pending)?;
        progress(after, events);
    }
    engine.write(&[bind(sql::STALE_CLEAR, [])])?;
    engine.end()?;
    Ok(after)
}

/// As [`replay`], but into tables of its own that are thrown away: the record
/// is only read, and an office may be open.
///
/// # Errors
///
/// What the store says.
pub fn rehearse(setup: &Setup, progress: &mut dyn FnMut(u64, u64)) -> Result<Replayed, Failure> {
    let library = library(setup)?;
    let folder = Folder::open(&setup.folder, setup.database.as_deref())?;
    let mut engine = Engine::open_reader(&folder.database())?;
    engine.snapshot()?;
    let events = read_head(&mut engine)?.position;
    let hash_before = projection_hash(&mut engine)?;
    let mut scratch = Scratch::new(folder.root(), "rehearsal")?;
    let mut fold = Fold::new(&library)?;
    let mut after = 0;
    loop {
        let (pending, last) = fold.page(&mut engine, after, events)?;
        if last == after {
            break;
        }
        after = last;
        scratch.engine.commit(None, &pending)?;
        progress(after, events);
    }
    let hash_after = projection_hash(&mut scratch.engine)?;
    Ok(Replayed {
        events: after,
        hash_before,
        hash_after,
    })
}

/// SHA-256 over every row of every derived table, in the order of their keys.
/// The same events give the same hash on both engines.
///
/// # Errors
///
/// What the store says.
pub fn projection_hash(engine: &mut Engine) -> Result<String, StoreError> {
    let mut hash = Sha256::new();
    for table in TABLES {
        hash.update([0]);
        hash.update(table.name.as_bytes());
        engine.each(&dump(table), &mut |row| {
            absorb(&mut hash, &row);
            Ok(())
        })?;
    }
    Ok(lower::encode_string(&hash.finalize()))
}

/// The question for all rows of a table.
pub(crate) fn dump(table: Table) -> Bound {
    bind(table.dump, [i64::MAX.into(), 0i64.into()])
}

/// Rows and cells are told apart by lengths, so that no two tables with
/// different contents are hashed alike.
fn absorb(hash: &mut Sha256, row: &Row) {
    hash.update([1]);
    for cell in &row.0 {
        match cell {
            Cell::Text(text) => {
                hash.update([2]);
                hash.update((text.len() as u64).to_be_bytes());
                hash.update(text.as_bytes());
            }
            Cell::Int(number) => {
                hash.update([3]);
                hash.update(number.to_be_bytes());
            }
            Cell::Null => hash.update([4]),
        }
    }
}

/// Tables of our own beside the record, thrown away with this value.
#[derive(Debug)]
pub(crate) struct Scratch {
    pub(crate) engine: Engine,
    folder: PathBuf,
    _lock: File,
}

impl Scratch {
    pub(crate) fn new(root: &Path, name: &str) -> Result<Self, StoreError> {
        let prefix = format!(".{name}-");
        clear_away(root, &prefix);
        let thread = std::thread::current().id();
        let folder = root.join(format!("{prefix}{}-{thread:?}", std::process::id()));
        let wrong = |error: std::io::Error| StoreError::Open {
            place: folder.display().to_string(),
            why: error.to_string(),
        };
        fs::create_dir_all(&folder).map_err(wrong)?;
        let lock = File::create(folder.join(LOCK)).map_err(wrong)?;
        lock.lock().map_err(wrong)?;
        let mut engine = Engine::open(&Place::File(folder.join("tables.db")))?;
        // Nothing in here outlives the program, so nothing has to be synced.
        engine.batch("PRAGMA synchronous=OFF")?;
        migrate(&mut engine)?;
        Ok(Scratch {
            engine,
            folder,
            _lock: lock,
        })
    }
}

impl Drop for Scratch {
    fn drop(&mut self) {
        // What cannot be removed is removed by the next one.
        let _ = fs::remove_dir_all(&self.folder);
    }
}

const LOCK: &str = "lock";

/// Removes what programs that were killed left: nobody holds its lock.
fn clear_away(root: &Path, prefix: &str) {
    for item in fs::read_dir(root).into_iter().flatten().flatten() {
        let ours = item.file_name().to_string_lossy().starts_with(prefix);
        let left =
            ours && File::open(item.path().join(LOCK)).is_ok_and(|lock| lock.try_lock().is_ok());
        if left {
            // Whatever stays does no harm.
            let _ = fs::remove_dir_all(item.path());
        }
    }
}

/// The number of an event in the public log, out of a row of `event/page.sql`.
pub(crate) fn number_of(row: &Row) -> Option<u64> {
    row.maybe_count(11).map(|index| index + 1)
}

/// The fold over all events, with bounded memory: cases that were let go are
/// read again from the record.
#[derive(Debug)]
pub(crate) struct Fold<'l> {
    pub(crate) hot: Hot,
    library: &'l Library,
    /// The last version of each stream of readings.
    readings: BTreeMap<String, u64>,
}

/// What one event led to.
#[derive(Debug)]
pub(crate) struct Folded<'l> {
    /// The version that its stream had before.
    pub(crate) version_before: u64,
    pub(crate) case: Option<Arc<Case>>,
    /// The edition of the case, if it is loaded.
    pub(crate) edition: Option<&'l Arc<Edition>>,
    pub(crate) followed: Followed,
}

impl<'l> Fold<'l> {
    pub(crate) fn new(library: &'l Library) -> Result<Self, StoreError> {
        let hot = Hot::of(empty_world(library)?);
        Ok(Fold {
            hot,
            library,
            readings: BTreeMap::new(),
        })
    }

    /// Folds the events after `after`, one page of them and none after
    /// `until`. Returns what follows and the last position.
    fn page(
        &mut self,
        engine: &mut Engine,
        after: u64,
        until: u64,
    ) -> Result<(Vec<Bound>, u64), StoreError> {
        let rows = engine.query(bind(sql::EVENT_PAGE, [after.into(), PAGE.into()]))?;
        let (mut pending, mut last) = (Pending::default(), after);
        for row in rows.iter().filter(|row| row.count(0) <= until) {
            last = row.count(0);
            let event = read_event(row.text(8))?;
            let folded = self.fold(engine, (last, number_of(row)), &event)?;
            if let (Some(case), None) = (&folded.case, folded.edition) {
                return Err(StoreError::Unsound(format!(
                    "event {last} belongs to the edition {}, which is not loaded; start with the folder that holds it",
                    case.edition
                )));
            }
            pending.add(folded.followed);
        }
        Ok((pending.take(), last))
    }

    /// Folds one event, given its position and its number in the public log.
    pub(crate) fn fold(
        &mut self,
        engine: &mut Engine,
        place: (u64, Option<u64>),
        event: &Event,
    ) -> Result<Folded<'l>, StoreError> {
        let (version_before, case) = match event.stream.parse() {
            Ok(Stream::Case(number)) => self.fold_case(engine, &number, event)?,
            Ok(Stream::Party(code)) => {
                let before = self.hot.world.party(&code).map_or(0, |party| party.version);
                self.hot.apply_world(event);
                (before, None)
            }
            Ok(Stream::Calendar(name)) => {
                let versions = &self.hot.world.calendar_versions;
                let before = versions.get(&name).copied().unwrap_or(0);
                self.hot.apply_world(event);
                (before, None)
            }
            Ok(Stream::Reading(number)) => {
                let last = self.readings.entry(number).or_default();
                (std::mem::replace(last, event.version), None)
            }
            Err(_) => (0, None),
        };
        let edition = case
            .as_ref()
            .and_then(|case| self.library.get(&case.edition));
        let seen = case.as_deref().zip(edition.map(Arc::as_ref));
        let followed = follow(&mut self.hot, place, event, seen);
        Ok(Folded {
            version_before,
            case,
            edition,
            followed,
        })
    }

    fn fold_case(
        &mut self,
        engine: &mut Engine,
        number: &str,
        event: &Event,
    ) -> Result<(u64, Option<Arc<Case>>), StoreError> {
        let before = match self.hot.peek(number) {
            Some(case) if case.version + 1 == event.version => Some(case),
            _ if event.version <= 1 => None,
            _ => {
                let earlier = |_, version| version < event.version;
                match read_case_while(engine, number, earlier) {
                    Ok(case) => case.map(Arc::new),
                    // Told already, at the event that cannot be read.
                    Err(StoreError::Unsound(_)) => None,
                    Err(error) => return Err(error),
                }
            }
        };
        let version = before.as_ref().map_or(0, |case| case.version);
        if !matches!(event.event, What::Case(_)) {
            return Ok((version, None));
        }
        let case = evolve(before.map(Arc::unwrap_or_clone), event).map(Arc::new);
        if let Some(case) = &case {
            self.hot.age();
            self.hot.keep(case.clone());
        }
        Ok((version, case))
    }
}
