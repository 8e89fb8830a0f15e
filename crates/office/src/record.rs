//! One batch of events on their way into the record: positions, leaves,
//! chain, projections. Nothing of it counts before it is committed.

use crate::canonical;
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
use std::collections::BTreeMap;
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

/// A batch.
#[derive(Debug)]
pub(crate) struct Batch {
    pub(crate) head: Head,
    pub(crate) writes: Vec<Bound>,
    /// The last line of each case that was touched.
    lines: BTreeMap<String, Bound>,
    counters: BTreeMap<(String, i16), u64>,
    /// Claims made in this batch: object → cases.
    pub(crate) claims: BTreeMap<String, Vec<String>>,
    /// Keys used in this batch: key → hash, position.
    pub(crate) keys: BTreeMap<String, (String, u64)>,
}

impl Batch {
    pub(crate) fn new(head: &Head, now: Moment) -> Self {
        let mut head = head.clone();
        head.at = head.at.max(now);
        Batch {
            head,
            writes: Vec::new(),
            lines: BTreeMap::new(),
            counters: BTreeMap::new(),
            claims: BTreeMap::new(),
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
        before: &BTreeMap<String, Arc<Case>>,
    ) -> Result<u64, StoreError> {
        let mut cases = before.clone();
        for (place, event) in events.into_iter().enumerate() {
            let key = (place == 0).then_some(asked);
            self.append_one(hot, library, key, event, &mut cases)?;
        }
        self.keys
            .insert(asked.key.clone(), (asked.hash.clone(), self.head.position));
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
        self.writes.push(bind(sql::EVENT_APPEND, params));
        let projected = Projected {
            position,
            event: &event,
            case: seen,
            world: &hot.world,
        };
        let writes = project::writes(&projected);
        self.note_claims(&writes);
        self.writes.extend(writes);
        self.count(hot, &event, seen, library);
        if let Some((case, edition)) = seen {
            self.lines.insert(
                case.number.clone(),
                project::case_line(case, edition, position),
            );
        }
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
        let before = cases.remove(number).map(Arc::unwrap_or_clone);
        let after = Arc::new(evolve(before, event)?);
        cases.insert(number.clone(), after.clone());
        hot.keep(after.clone());
        Some(after)
    }

    /// Number series move on with the events that took a number.
    fn count(
        &mut self,
        hot: &mut Hot,
        event: &Event,
        seen: Option<(&Case, &law::library::Edition)>,
        _library: &Library,
    ) {
        let Some((case, edition)) = seen else {
            return;
        };
        let Some(procedure) = edition.procedure(&case.procedure) else {
            return;
        };
        let series = match &event.event {
            What::Case(CaseAct::Opened { .. }) => Some(&procedure.head.number),
            What::Case(CaseAct::Stepped(stepped)) => match &stepped.entry {
                Some(moved)
                    if case.entry.as_ref().is_some_and(|entry| {
                        entry.number == moved.number
                            && entry.issued == event.at
                            && entry.since == event.at
                    }) =>
                {
                    procedure
                        .steps
                        .get(&stepped.step)
                        .and_then(|step| step.number.as_ref())
                }
                _ => None,
            },
            _ => None,
        };
        let (Some(series), Some(year)) = (series, year_of(hot, edition, event.at)) else {
            return;
        };
        let key = (format!("{}/{series}", edition.regime.head.id), year);
        let last = hot.counters.entry(key.clone()).or_default();
        *last += 1;
        self.counters.insert(key, *last);
    }

    fn note_claims(&mut self, writes: &[Bound]) {
        for write in writes {
            let (Some(Param::Text(object)), Some(Param::Text(case))) =
                (write.params.first(), write.params.get(1))
            else {
                continue;
            };
            if write.sql == sql::TWIN_CLAIM {
                self.claims
                    .entry(object.clone())
                    .or_default()
                    .push(case.clone());
            } else if write.sql == sql::TWIN_RELEASE
                && let Some(cases) = self.claims.get_mut(object)
            {
                cases.retain(|held| held != case);
            }
        }
    }

    /// The statements that write the batch, the move of the head first.
    pub(crate) fn finish(self, was: u64) -> (Bound, Vec<Bound>, Head) {
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
        let mut writes = self.writes;
        writes.extend(self.lines.into_values());
        writes.extend(self.counters.into_iter().map(|((series, year), last)| {
            bind(
                sql::COUNTER_SET,
                [series.into(), i64::from(year).into(), last.into()],
            )
        }));
        (advance, writes, self.head)
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
