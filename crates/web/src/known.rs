//! Parties and calendars in memory, brought up to date by what was recorded
//! since. Rights are looked up in it anew for each request (T-AUZ-08).

use crate::failure::Failure;
use case::event::{Event, Stream, What};
use case::world::World;
use law::calendar::Calendar;
use office::opening::Office;
use std::sync::{Arc, Mutex, PoisonError};
use store::row::bind;
use store::statements as sql;

const PAGE: i64 = 1000;

#[derive(Debug)]
pub(crate) struct Known {
    kept: Mutex<Kept>,
}

#[derive(Debug)]
struct Kept {
    /// The position of the last event that is in it.
    after: i64,
    world: Arc<World>,
}

impl Known {
    pub(crate) fn new(office: &Office) -> Result<Self, Failure> {
        let mut world = World::default();
        for (_, edition) in office.library().all() {
            let head = &edition.regime.head;
            let calendar = Calendar::new(&head.zone).map_err(Failure::Broken)?;
            world
                .calendars
                .entry(head.calendar.clone())
                .or_insert(calendar);
        }
        let kept = Kept {
            after: 0,
            world: Arc::new(world),
        };
        Ok(Known {
            kept: Mutex::new(kept),
        })
    }

    pub(crate) fn now(&self, office: &Office) -> Result<Arc<World>, Failure> {
        let mut kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        loop {
            let rows = office.read(bind(sql::EVENT_OF_WORLD, [kept.after.into(), PAGE.into()]))?;
            if rows.is_empty() {
                return Ok(kept.world.clone());
            }
            let mut after = kept.after;
            let world = Arc::make_mut(&mut kept.world);
            for row in &rows {
                after = row.int(0);
                let event: Event = serde_json::from_str(row.text(4))
                    .map_err(|error| Failure::Broken(format!("event {after}: {error}")))?;
                fold(world, &event);
            }
            kept.after = after;
        }
    }
}

fn fold(world: &mut World, event: &Event) {
    match (&event.event, event.stream.parse()) {
        (What::Party(act), Ok(Stream::Party(code))) => {
            world.evolve_party(&code, act, &event.who, event.at);
        }
        (What::Calendar(act), Ok(Stream::Calendar(name))) => world.evolve_calendar(&name, act),
        _ => (),
    }
}
