//! Readings of confidential cases: on record before anything is shown, out of
//! the public log, and listed for those who watch over them (T-CNF-02).

use crate::execute::{Spine, edition_of};
use crate::failure::Failure;
use crate::leaf::Place;
use crate::opening::Office;
use case::authorize::Ground;
use case::command::{Command, Order};
use case::event::{NewEvent, Stream, View, What, Who};
use case::reading;
use case::refusal::Refusal;
use law::calendar::Moment;
use store::row::{Row, bind};
use store::statements as sql;

/// That somebody was shown what a confidential case holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reading {
    pub at: Moment,
    pub who: Who,
    pub what: View,
}

impl Office {
    /// Who was shown what of a case, oldest first; nothing for a case that is
    /// not confidential. To list them is itself to read the case.
    ///
    /// # Errors
    ///
    /// A failure of the store.
    pub fn readings(&self, number: &str) -> Result<Vec<Reading>, Failure> {
        let events = self.events_of(&Stream::Reading(number.to_owned()))?;
        let readings = events.into_iter().filter_map(|(_, event)| {
            let (at, who) = (event.at, event.who);
            match event.event {
                What::Reading(what) => Some(Reading { at, who, what }),
                What::Case(_) | What::Party(_) | What::Calendar(_) => None,
            }
        });
        Ok(readings.collect())
    }
}

impl Spine<'_> {
    /// What is to be recorded before a case is shown to who asks.
    pub(crate) fn read(&mut self, command: &Command) -> Result<Vec<NewEvent>, Failure> {
        let Order::Read { case: number, what } = &command.order else {
            return Ok(Vec::new());
        };
        let unknown = || Refusal::NoSuchCase {
            case: number.chars().take(40).collect(),
        };
        let case = self.hot.case(self.engine, number)?.ok_or_else(unknown)?;
        let edition = edition_of(self.library, &case.edition)?;
        let procedure = edition.procedure(&case.procedure).ok_or_else(unknown)?;
        let name = &edition.regime.head.calendar;
        let calendar = self.hot.world.calendars.get(name);
        let calendar = calendar
            .ok_or_else(|| Failure::Input(format!("the calendar `{name}` is not loaded")))?;
        let ground = Ground {
            regime: &edition.regime,
            procedure,
            world: &self.hot.world,
            today: calendar.day(self.batch.head.at),
            holder: &case.holder,
            case: Some(&case),
        };
        let event = reading::read(ground, &command.actor, what)?;
        if event.is_some() && self.batch.unseen.readings(number).is_none() {
            let stream = Stream::Reading(number.clone()).to_string();
            let last = self.last_of(&stream, u64::MAX)?;
            let version = last.map_or(0, |row| row.count(1));
            self.batch.unseen.read(number, version);
        }
        Ok(event.into_iter().collect())
    }

    /// Where the events stood of a command that was carried out before: the
    /// row is that of its last event.
    pub(crate) fn stood(
        &mut self,
        order: &Order,
        case: Option<&str>,
        row: &Row,
    ) -> Result<Option<Place>, Failure> {
        let place = |row: &Row, at| match row.maybe_count(at) {
            Some(index) => Place::Log(index + 1),
            None => Place::Record(row.count(0)),
        };
        match (order, case) {
            (Order::Read { .. }, _) | (_, None) => Ok(Some(place(row, 5))),
            (_, Some(number)) => {
                let stream = Stream::Case(number.to_owned()).to_string();
                let last = self.last_of(&stream, row.count(0))?;
                Ok(last.map(|last| place(&last, 2)))
            }
        }
    }

    fn last_of(&mut self, stream: &str, until: u64) -> Result<Option<Row>, Failure> {
        let params = [stream.into(), until.into()];
        let rows = self.engine.query(bind(sql::EVENT_LAST_OF_STREAM, params))?;
        Ok(rows.into_iter().next())
    }
}
