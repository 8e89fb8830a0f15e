//! Reading cases and entries: what pages, the command line and the clock ask.

use crate::failure::Failure;
use crate::hot;
use crate::opening::Office;
use case::case::Case;
use case::event::{Event, Stream};
use case::evolve::evolve;
use case::world::World;
use law::library::Edition;
use law::name::{DeadlineName, StepName};
use std::sync::Arc;
use store::row::bind;
use store::statements as sql;

const PAGE: i64 = 1000;

impl Office {
    /// The events of a case with their numbers in the public log, if they are
    /// in it, oldest first.
    ///
    /// # Errors
    ///
    /// A failure of the store.
    pub fn history(&self, number: &str) -> Result<Vec<(Option<u64>, Event)>, Failure> {
        self.events_of(&Stream::Case(number.to_owned()))
    }

    /// The events of a stream, likewise.
    ///
    /// # Errors
    ///
    /// A failure of the store.
    pub(crate) fn events_of(&self, stream: &Stream) -> Result<Vec<(Option<u64>, Event)>, Failure> {
        let stream = stream.to_string();
        let mut events = Vec::new();
        let mut after: i64 = 0;
        loop {
            let params = [stream.as_str().into(), after.into(), PAGE.into()];
            let rows = self.read(bind(sql::EVENT_OF_STREAM, params))?;
            for row in &rows {
                after = row.int(1);
                let number = row.maybe_count(4).map(|index| index + 1);
                events.push((number, hot::read_event(row.text(3))?));
            }
            if rows.is_empty() {
                return Ok(events);
            }
        }
    }

    /// A case as it stands, if there is one.
    ///
    /// # Errors
    ///
    /// A failure of the store.
    pub fn case(&self, number: &str) -> Result<Option<Case>, Failure> {
        self.case_at(number, u64::MAX)
    }

    /// A case as it stood at a version, or stands now if it has not come to that
    /// version yet.
    ///
    /// # Errors
    ///
    /// A failure of the store.
    pub fn case_at(&self, number: &str, version: u64) -> Result<Option<Case>, Failure> {
        let events = self.history(number)?;
        let until = events.iter().map(|(_, event)| event);
        let until = until.take_while(|event| event.version <= version);
        Ok(until.fold(None, evolve))
    }

    /// The edition under which a case was opened.
    ///
    /// # Errors
    ///
    /// [`Failure::Input`] if the edition is not loaded.
    pub fn edition(&self, case: &Case) -> Result<Arc<Edition>, Failure> {
        let found = self.library().get(&case.edition).cloned();
        found.ok_or_else(|| Failure::Input(format!("the edition {} is not loaded", case.edition)))
    }

    /// Parties and calendars as they are now, read from the record.
    ///
    /// # Errors
    ///
    /// A failure of the store.
    pub fn world(&self) -> Result<World, Failure> {
        let mut world = hot::Hot::of(hot::empty_world(self.library())?);
        let mut after = 0;
        loop {
            let rows = self.read(bind(sql::EVENT_OF_WORLD, [after.into(), PAGE.into()]))?;
            for row in &rows {
                after = row.int(0);
                world.apply_world(&hot::read_event(row.text(4))?);
            }
            if rows.is_empty() {
                return Ok(world.world);
            }
        }
    }

    /// The step that the clock takes when a deadline of a case runs out.
    ///
    /// # Errors
    ///
    /// A failure of the store.
    pub fn step_after(
        &self,
        number: &str,
        deadline: &DeadlineName,
    ) -> Result<Option<StepName>, Failure> {
        let Some(case) = self.case(number)? else {
            return Ok(None);
        };
        let edition = self.edition(&case)?;
        let procedure = edition.procedure(&case.procedure);
        Ok(procedure.and_then(|procedure| procedure.deadlines.get(deadline)?.then.clone()))
    }
}
