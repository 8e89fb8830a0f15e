//! One batch of events on their way into the record: positions, leaves,
//! chain, projections. Nothing of it counts before it is committed.

use crate::canonical;
use crate::execute::Receipt;
use crate::hot::Hot;
use crate::leaf;
use case::case::Case;
use case::event::{CaseAct, Event, NewEvent, Stream, What};
use case::evolve::evolve;
use law::calendar::Moment;
use law::library::Library;
use proof::chain;
use proof::digest::Digest;
use proof::tree::{Peaks, leaf_hash};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;
use store::error::StoreError;
use store::project::{self, Projected};
use store::row::{Bound, Param, bind};
use store::statements as sql;

/// The head of the chain.
#[derive(Debug, Clone)]
pub(crate) struct Head {
    pub(crate) position: u64,
    pub(crate) at: Moment,
    pub(crate) chain: Digest,
    pub(crate) peaks: Peaks,
}

/// A command's name in the record.
#[derive(Debug, Clone)]
pub(crate) struct Asked {
    pub(crate) key: String,
    pub(crate) hash: String,
}

/// Writes that wait for their transaction.
#[derive(Debug, Default)]
pub(crate) struct Pending {
    writes: Vec<Bound>,
    /// The last line of each case that was touched.
    lines: BTreeMap<String, Bound>,
    counters: BTreeMap<Series, u64>,
}

/// A number series in one year.
pub(crate) type Series = (String, i16);

impl Pending {
    /// Adds what follows from an event.
    pub(crate) fn add(&mut self, followed: Followed) {
        self.writes.extend(followed.writes);
        self.lines.extend(followed.line);
        self.counters.extend(followed.counted);
    }

    /// All writes, in their order; nothing waits then.
    pub(crate) fn take(&mut self) -> Vec<Bound> {
        let mut writes = std::mem::take(&mut self.writes);
        writes.extend(std::mem::take(&mut self.lines).into_values());
        let counters = std::mem::take(&mut self.counters);
        writes.extend(counters.into_iter().map(|((series, year), last)| {
            bind(
                sql::COUNTER_SET,
                [series.into(), i64::from(year).into(), last.into()],
            )
        }));
        writes
    }
}

/// What follows from one event: rows, the line of its case, and the number
/// that it took.
#[derive(Debug, Default)]
pub(crate) struct Followed {
    pub(crate) writes: Vec<Bound>,
    pub(crate) line: Option<(String, Bound)>,
    pub(crate) counted: Option<(Series, u64)>,
}

/// What follows from an event, once `hot` has folded it and `seen` is the case
/// after it. The sequencer and replay both ask here, so that both write the
/// same.
pub(crate) fn follow(
    hot: &mut Hot,
    position: u64,
    event: &Event,
    seen: Option<(&Case, &law::library::Edition)>,
) -> Followed {
    let projected = Projected {
        position,
        event,
        case: seen,
        world: &hot.world,
    };
    let writes = project::writes(&projected);
    let line = seen.map(|(case, edition)| {
        let line = project::case_line(case, edition, position);
        (case.number.clone(), line)
    });
    let counted = seen
        .and_then(|(case, edition)| series(hot, event, case, edition))
        .map(|key| {
            let last = hot.counters.entry(key.clone()).or_default();
            *last += 1;
            (key, *last)
        });
    Followed {
        writes,
        line,
        counted,
    }
}

/// The series out of which an event took a number, if it took one.
fn series(
    hot: &Hot,
    event: &Event,
    case: &Case,
    edition: &law::library::Edition,
) -> Option<Series> {
    let procedure = edition.procedure(&case.procedure)?;
    let series = match &event.event {
        What::Case(CaseAct::Opened { .. }) => &procedure.head.number,
        What::Case(CaseAct::Stepped(stepped)) => {
            let (moved, entry) = (stepped.entry.as_ref()?, case.entry.as_ref()?);
            let issued =
                entry.number == moved.number && entry.issued == event.at && entry.since == event.at;
            procedure
                .steps
                .get(&stepped.step)
                .filter(|_| issued)?
                .number
                .as_ref()?
        }
        _ => return None,
    };
    let year = year_of(hot, edition, event.at)?;
    Some((format!("{}/{series}", edition.regime.head.id), year))
}

/// A batch.
#[derive(Debug)]
pub(crate) struct Batch {
    pub(crate) head: Head,
    pending: Pending,
    /// Claims made in this batch: object → cases.
    pub(crate) claims: BTreeMap<String, Vec<String>>,
    /// Contents that cases of this batch rest on: SHA-256 → case and object.
    pub(crate) uses: BTreeMap<String, Vec<(String, String)>>,
    /// The cases that this batch has touched.
    pub(crate) touched: BTreeSet<String>,
    /// Keys used in this batch: key → hash of the command, its answer.
    pub(crate) keys: BTreeMap<String, (String, Receipt)>,
}

impl Batch {
    pub(crate) fn new(head: &Head, now: Moment) -> Self {
        let mut head = head.clone();
        head.at = head.at.max(now);
        Batch {
            head,
            pending: Pending::default(),
            claims: BTreeMap::new(),
            uses: BTreeMap::new(),
            touched: BTreeSet::new(),
            keys: BTreeMap::new(),
        }
    }

    /// Puts the events of one command behind each other. Returns the position
    /// of the last.
    pub(crate) fn append(
        &mut self,
        hot: &mut Hot,
        library: &Library,
        asked: &Asked,
        events: Vec<NewEvent>,
        before: BTreeMap<String, Arc<Case>>,
    ) -> Result<u64, StoreError> {
        let mut cases = before;
        // The key stands with the last event, whose position the answer tells.
        let last = events.len().saturating_sub(1);
        for (place, event) in events.into_iter().enumerate() {
            let key = (place == last).then_some(asked);
            self.append_one(hot, library, key, event, &mut cases)?;
        }
        Ok(self.head.position)
    }

    fn append_one(
        &mut self,
        hot: &mut Hot,
        library: &Library,
        asked: Option<&Asked>,
        new: NewEvent,
        cases: &mut BTreeMap<String, Arc<Case>>,
    ) -> Result<(), StoreError> {
        let stream = new.stream.to_string();
        let version = version_of(&new.stream, hot, cases) + 1;
        let event = Event {
            at: self.head.at,
            stream,
            version,
            who: new.who,
            event: new.what,
        };
        let position = self.head.position + 1;
        let case = self.evolve(hot, &new.stream, &event, cases);
        let edition = case.as_ref().and_then(|case| library.get(&case.edition));
        let seen = case.as_deref().zip(edition.map(Arc::as_ref));

        let body = canonical::text(&event).map_err(other)?;
        let salt = salt()?;
        let leaf = leaf::leaf(
            position,
            &event,
            &body,
            &salt,
            seen.map(|(case, edition)| (case, &edition.regime)),
        )
        .map_err(other)?;
        self.head.chain = chain::link(&self.head.chain, leaf.as_bytes());
        self.head.peaks.append(leaf_hash(leaf.as_bytes()));
        self.head.position = position;

        let kind = match new.stream {
            Stream::Case(_) => "case",
            Stream::Party(_) => "party",
            Stream::Calendar(_) => "calendar",
        };
        let params = [
            position.into(),
            event.stream.as_str().into(),
            version.into(),
            kind.into(),
            event.at.into(),
            Param::from(asked.map(|asked| asked.key.clone())),
            Param::from(asked.map(|asked| asked.hash.clone())),
            hex(&salt).into(),
            body.into(),
            leaf.into(),
            self.head.chain.to_string().into(),
        ];
        self.pending.writes.push(bind(sql::EVENT_APPEND, params));
        let seen = case.as_deref().zip(edition.map(Arc::as_ref));
        let followed = follow(hot, position, &event, seen);
        self.note(&followed.writes);
        self.pending.add(followed);
        Ok(())
    }

    fn evolve(
        &mut self,
        hot: &mut Hot,
        stream: &Stream,
        event: &Event,
        cases: &mut BTreeMap<String, Arc<Case>>,
    ) -> Option<Arc<Case>> {
        let Stream::Case(number) = stream else {
            hot.apply_world(event);
            return None;
        };
        // Nobody else holds the case now, so it is changed in place.
        hot.release(number);
        self.touched.insert(number.clone());
        let before = cases.remove(number).map(Arc::unwrap_or_clone);
        let after = Arc::new(evolve(before, event)?);
        cases.insert(number.clone(), after.clone());
        hot.keep(after.clone());
        Some(after)
    }

    /// Keeps in mind what later commands of this batch must see already.
    fn note(&mut self, writes: &[Bound]) {
        for write in writes {
            let texts: Vec<&str> = write
                .params
                .iter()
                .map_while(|param| match param {
                    Param::Text(text) => Some(text.as_str()),
                    Param::Int(_) | Param::NoText | Param::NoInt => None,
                })
                .collect();
            match texts.as_slice() {
                [object, case] if write.sql == sql::TWIN_CLAIM => {
                    let held = self.claims.entry((*object).to_owned()).or_default();
                    held.push((*case).to_owned());
                }
                [object, case] if write.sql == sql::TWIN_RELEASE => {
                    if let Some(cases) = self.claims.get_mut(*object) {
                        cases.retain(|held| held != case);
                    }
                }
                [sha256, case, _, object] if write.sql == sql::MATERIAL_USE => {
                    let used = self.uses.entry((*sha256).to_owned()).or_default();
                    used.push(((*case).to_owned(), (*object).to_owned()));
                }
                _ => (),
            }
        }
    }

    /// The statements that write the batch, the move of the head first.
    pub(crate) fn finish(mut self, was: u64) -> (Bound, Vec<Bound>, Head) {
        let advance = bind(
            sql::HEAD_ADVANCE,
            [
                self.head.position.into(),
                self.head.at.into(),
                self.head.chain.to_string().into(),
                self.head.peaks.to_text().into(),
                was.into(),
            ],
        );
        (advance, self.pending.take(), self.head)
    }
}

/// The year in which a number is taken, in the regime's time zone.
pub(crate) fn year_of(hot: &Hot, edition: &law::library::Edition, at: Moment) -> Option<i16> {
    hot.world
        .calendars
        .get(&edition.regime.head.calendar)
        .map(|calendar| calendar.day(at).year())
}

fn version_of(stream: &Stream, hot: &Hot, cases: &BTreeMap<String, Arc<Case>>) -> u64 {
    match stream {
        Stream::Case(number) => cases.get(number).map_or(0, |case| case.version),
        Stream::Party(code) => hot.world.party(code).map_or(0, |party| party.version),
        Stream::Calendar(name) => hot.world.calendar_versions.get(name).copied().unwrap_or(0),
    }
}

fn salt() -> Result<[u8; 16], StoreError> {
    let mut salt = [0; 16];
    getrandom::fill(&mut salt).map_err(other)?;
    Ok(salt)
}

fn other(error: impl std::fmt::Display) -> StoreError {
    StoreError::Other(error.to_string())
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}
