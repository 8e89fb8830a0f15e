//! One batch of events on their way into the record: positions, leaves,
//! chain, projections. Nothing of it counts before it is committed.

use crate::canonical;
use crate::hot::Hot;
use crate::leaf::{self, Place};
use crate::recent::{Recent, Unseen};
use base16ct::lower;
use case::case::Case;
use case::event::{CaseAct, Event, NewEvent, Stream, What};
use case::evolve::evolve;
use law::calendar::Moment;
use law::library::Library;
use proof::chain;
use proof::digest::Digest;
use proof::tree::{Peaks, leaf_hash};
use std::collections::BTreeMap;
use std::sync::Arc;
use store::error::StoreError;
use store::project::{self, Projected};
use store::row::{Bound, Param, bind};
use store::statements as sql;

/// The head of the chain, and of the public log within it.
#[derive(Debug, Clone)]
pub(crate) struct Head {
    pub(crate) position: u64,
    pub(crate) at: Moment,
    pub(crate) chain: Digest,
    /// The edge of the public log, in which not every event has a leaf.
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
    /// The events, which may be put in many at once.
    appends: Vec<Bound>,
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

    /// All writes: the events, what follows from them table by table, in the
    /// order of the events in each, and the last line of each case; nothing
    /// waits then.
    pub(crate) fn take(&mut self) -> Vec<Bound> {
        let mut writes = std::mem::take(&mut self.appends);
        self.writes.sort_by_key(|write| write.sql.subject());
        writes.append(&mut self.writes);
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
    (position, logged): (u64, Option<u64>),
    event: &Event,
    seen: Option<(&Case, &law::library::Edition)>,
) -> Followed {
    let projected = Projected {
        position,
        logged,
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

/// Where the events of one command came to stand.
#[derive(Debug, Default, Clone, Copy)]
pub(crate) struct Appended {
    /// The position of the last one.
    pub(crate) position: u64,
    /// The place of the last one on what the command was about.
    pub(crate) place: Option<Place>,
}

/// A batch.
#[derive(Debug)]
pub(crate) struct Batch {
    pub(crate) head: Head,
    pending: Pending,
    pub(crate) unseen: Unseen,
}

/// A batch that is ready to be written.
#[derive(Debug)]
pub(crate) struct Ready {
    /// Moves the head; to be carried out first.
    pub(crate) advance: Bound,
    pub(crate) writes: Vec<Bound>,
    /// The head once it is written.
    pub(crate) head: Head,
}

impl Batch {
    /// A batch that follows `head`. What is `behind` it may not be in the
    /// tables yet.
    pub(crate) fn new(head: &Head, behind: Recent) -> Self {
        Batch {
            head: head.clone(),
            pending: Pending::default(),
            unseen: Unseen::after(behind),
        }
    }

    /// The events that follow are recorded at `now`, but not before those that
    /// precede them.
    pub(crate) fn tick(&mut self, now: Moment) {
        self.head.at = self.head.at.max(now);
    }

    /// Puts the events of one command behind each other. What is about no case
    /// is in the public log if the case before it is, whose step brought it
    /// about.
    pub(crate) fn append(
        &mut self,
        hot: &mut Hot,
        library: &Library,
        asked: &Asked,
        events: Vec<NewEvent>,
        before: BTreeMap<String, Arc<Case>>,
    ) -> Result<Appended, StoreError> {
        let about = events.first().map(|event| event.stream.clone());
        let mut appended = Appended::default();
        let mut caused = false;
        let mut cases = before;
        // The key stands with the last event, whose position the answer tells.
        let last = events.len().saturating_sub(1);
        for (place, event) in events.into_iter().enumerate() {
            let key = (place == last).then_some(asked);
            let of_case = matches!(event.stream, Stream::Case(_));
            let first = about.as_ref() == Some(&event.stream);
            let at = self.append_one(hot, library, key, event, &mut cases, caused)?;
            if of_case {
                caused = at.logged().is_none();
            }
            if first {
                appended.place = Some(at);
            }
        }
        appended.position = self.head.position;
        Ok(appended)
    }

    fn append_one(
        &mut self,
        hot: &mut Hot,
        library: &Library,
        asked: Option<&Asked>,
        new: NewEvent,
        cases: &mut BTreeMap<String, Arc<Case>>,
        caused: bool,
    ) -> Result<Place, StoreError> {
        let stream = new.stream.to_string();
        let version = self.version_of(&new.stream, hot, cases) + 1;
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
        let procedure = seen.and_then(|(case, edition)| edition.procedure(&case.procedure));
        let place = if leaf::stays_out(&event.event, procedure, caused) {
            Place::Record(position)
        } else {
            Place::Log(self.head.peaks.size() + 1)
        };

        let body = canonical::text(&event).map_err(other)?;
        let salt = salt()?;
        let leaf = leaf::leaf(
            place,
            &event,
            &body,
            &salt,
            seen.map(|(case, edition)| (case, &edition.regime)),
        )
        .map_err(other)?;
        self.head.chain = chain::link(&self.head.chain, leaf.as_bytes());
        if place.logged().is_some() {
            self.head.peaks.append(leaf_hash(leaf.as_bytes()));
        }
        self.head.position = position;

        let params = [
            position.into(),
            event.stream.as_str().into(),
            version.into(),
            kind(&new.stream).into(),
            event.at.into(),
            Param::from(asked.map(|asked| asked.key.clone())),
            Param::from(asked.map(|asked| asked.hash.clone())),
            lower::encode_string(&salt).into(),
            body.into(),
            leaf.into(),
            self.head.chain.to_string().into(),
            Param::from(place.logged().map(|number| number - 1)),
        ];
        self.pending.appends.push(bind(sql::EVENT_APPEND, params));
        let seen = case.as_deref().zip(edition.map(Arc::as_ref));
        let followed = follow(hot, (position, place.logged()), &event, seen);
        self.unseen.note(&followed.writes);
        self.pending.add(followed);
        Ok(place)
    }

    fn evolve(
        &mut self,
        hot: &mut Hot,
        stream: &Stream,
        event: &Event,
        cases: &mut BTreeMap<String, Arc<Case>>,
    ) -> Option<Arc<Case>> {
        let number = match stream {
            Stream::Case(number) => number,
            Stream::Reading(number) => {
                self.unseen.read(number, event.version);
                return None;
            }
            Stream::Party(_) | Stream::Calendar(_) => {
                hot.apply_world(event);
                return None;
            }
        };
        // Nobody else holds the case now, so it is changed in place.
        hot.release(number);
        hot.given_up |= matches!(event.event, What::Case(CaseAct::Disposed { .. }));
        self.unseen.touch(number);
        let before = cases.remove(number).map(Arc::unwrap_or_clone);
        let after = Arc::new(evolve(before, event)?);
        cases.insert(number.clone(), after.clone());
        hot.keep(after.clone());
        Some(after)
    }

    fn version_of(&self, stream: &Stream, hot: &Hot, cases: &BTreeMap<String, Arc<Case>>) -> u64 {
        match stream {
            Stream::Case(number) => cases.get(number).map_or(0, |case| case.version),
            Stream::Party(code) => hot.world.party(code).map_or(0, |party| party.version),
            Stream::Calendar(name) => hot.world.calendar_versions.get(name).copied().unwrap_or(0),
            Stream::Reading(number) => self.unseen.readings(number).unwrap_or(0),
        }
    }

    /// The batch as it is written, on a head at position `was`, and what it has
    /// brought about.
    pub(crate) fn finish(mut self, was: u64) -> (Ready, Recent) {
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
        let ready = Ready {
            advance,
            writes: self.pending.take(),
            head: self.head,
        };
        (ready, self.unseen.into_behind())
    }
}

/// The year in which a number is taken, in the regime's time zone.
pub(crate) fn year_of(hot: &Hot, edition: &law::library::Edition, at: Moment) -> Option<i16> {
    hot.world
        .calendars
        .get(&edition.regime.head.calendar)
        .map(|calendar| calendar.day(at).year())
}

/// The kind by which the events of a stream are told apart in the record.
fn kind(stream: &Stream) -> &'static str {
    match stream {
        Stream::Case(_) => "case",
        Stream::Party(_) => "party",
        Stream::Calendar(_) => "calendar",
        Stream::Reading(_) => "read",
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

#[cfg(test)]
mod tests;
