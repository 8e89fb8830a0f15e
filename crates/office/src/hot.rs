//! What the sequencer keeps in memory: parties, calendars, number series, the
//! cases it worked on lately. All of it can be read again from the record.

use case::case::Case;
use case::event::{CalendarAct, Event, Stream, What};
use case::evolve::evolve;
use case::world::World;
use law::calendar::Calendar;
use law::library::Library;
use std::collections::BTreeMap;
use std::sync::Arc;
use store::engine::Engine;
use store::error::StoreError;
use store::row::bind;
use store::statements as sql;

/// How many cases are kept, before those are let go that were worked on before
/// as many others.
const MOST_CASES: usize = 50_000;
const PAGE: i64 = 1000;

#[derive(Debug, Default)]
pub(crate) struct Hot {
    pub(crate) world: World,
    pub(crate) counters: BTreeMap<(String, i16), u64>,
    /// Whether any content was ever given up: as long as none was, what was
    /// handed in is there.
    pub(crate) given_up: bool,
    cases: BTreeMap<String, Arc<Case>>,
    /// Those that were not worked on since [`Hot::age`] last put them here.
    older: BTreeMap<String, Arc<Case>>,
}

impl Hot {
    /// Around a world, without cases.
    pub(crate) fn of(world: World) -> Self {
        Hot {
            world,
            ..Hot::default()
        }
    }

    /// Reads what must always be there: the world and the number series.
    pub(crate) fn load(engine: &mut Engine, library: &Library) -> Result<Self, StoreError> {
        let mut hot = Hot {
            world: empty_world(library)?,
            ..Hot::default()
        };
        let mut after = 0;
        loop {
            let rows = engine.query(bind(sql::EVENT_OF_WORLD, [after.into(), PAGE.into()]))?;
            for row in &rows {
                after = row.int(0);
                hot.apply_world(&read_event(row.text(4))?);
            }
            if rows.is_empty() {
                break;
            }
        }
        for row in engine.query(bind(sql::COUNTER_ALL, []))? {
            let year = i16::try_from(row.int(1)).unwrap_or(0);
            hot.counters
                .insert((row.text(0).to_owned(), year), row.count(2));
        }
        let given_up = engine.query(bind(sql::CONTENT_ANY_GIVEN_UP, []))?;
        hot.given_up = !given_up.is_empty();
        Ok(hot)
    }

    /// Folds an event that is not about a case.
    pub(crate) fn apply_world(&mut self, event: &Event) {
        match (&event.event, event.stream.parse()) {
            (What::Party(act), Ok(Stream::Party(code))) => {
                self.world.evolve_party(&code, act, &event.who, event.at);
            }
            (What::Calendar(act @ CalendarAct::Loaded { .. }), Ok(Stream::Calendar(name))) => {
                self.world.evolve_calendar(&name, act);
            }
            _ => (),
        }
    }

    /// The case, from memory or the record.
    pub(crate) fn case(
        &mut self,
        engine: &mut Engine,
        number: &str,
    ) -> Result<Option<Arc<Case>>, StoreError> {
        if let Some(case) = self.cases.get(number) {
            return Ok(Some(case.clone()));
        }
        let case = match self.older.remove(number) {
            Some(case) => Some(case),
            None => read_case(engine, number)?.map(Arc::new),
        };
        if let Some(case) = &case {
            self.keep(case.clone());
        }
        Ok(case)
    }

    /// The case, if it is in memory.
    pub(crate) fn peek(&self, number: &str) -> Option<Arc<Case>> {
        let case = self.cases.get(number);
        case.or_else(|| self.older.get(number)).cloned()
    }

    /// Lets a case go, so that its next holder owns it alone.
    pub(crate) fn release(&mut self, number: &str) {
        self.cases.remove(number);
        self.older.remove(number);
    }

    /// Keeps a case as it is now.
    pub(crate) fn keep(&mut self, case: Arc<Case>) {
        self.cases.insert(case.number.clone(), case);
    }

    /// Lets cases go if many are kept, but none that was worked on since it was
    /// last called: what is not in the tables yet must be here.
    pub(crate) fn age(&mut self) {
        if MOST_CASES <= self.cases.len() {
            self.older = std::mem::take(&mut self.cases);
        }
    }

    /// The next number of a series, not taken yet.
    pub(crate) fn next(&self, series: &str, year: i16) -> u64 {
        self.counters
            .get(&(series.to_owned(), year))
            .copied()
            .unwrap_or(0)
            + 1
    }
}

/// A world without parties, with the calendars that the editions name.
pub(crate) fn empty_world(library: &Library) -> Result<World, StoreError> {
    let mut world = World::default();
    for (_, edition) in library.all() {
        let head = &edition.regime.head;
        if !world.calendars.contains_key(&head.calendar) {
            let calendar = Calendar::new(&head.zone).map_err(StoreError::Other)?;
            world.calendars.insert(head.calendar.clone(), calendar);
        }
    }
    Ok(world)
}

/// A recorded event, read.
pub(crate) fn read_event(body: &str) -> Result<Event, StoreError> {
    serde_json::from_str(body)
        .map_err(|error| StoreError::Unsound(format!("an event cannot be read: {error}")))
}

/// A case, folded from its events.
pub(crate) fn read_case(engine: &mut Engine, number: &str) -> Result<Option<Case>, StoreError> {
    read_case_while(engine, number, |_, _| true)
}

/// A case, folded from its events as long as `more` says so of their position
/// and version: the case as it was.
pub(crate) fn read_case_while(
    engine: &mut Engine,
    number: &str,
    more: impl Fn(u64, u64) -> bool,
) -> Result<Option<Case>, StoreError> {
    let stream = Stream::Case(number.to_owned()).to_string();
    let mut case = None;
    let mut after: i64 = 0;
    loop {
        let rows = engine.query(bind(
            sql::EVENT_OF_STREAM,
            [stream.as_str().into(), after.into(), PAGE.into()],
        ))?;
        if rows.is_empty() {
            return Ok(case);
        }
        for row in &rows {
            if !more(row.count(0), row.count(1)) {
                return Ok(case);
            }
            after = row.int(1);
            case = evolve(case, &read_event(row.text(3))?);
        }
    }
}
