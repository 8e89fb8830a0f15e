//! What the office's record says, followed event by event: parties and cases
//! as they are now. Reads only.

use anyhow::Context;
use case::case::Case;
use case::event::{CaseAct, Event, Stream, What};
use case::evolve::evolve;
use case::world::World;
use office::opening::Office;
use std::collections::BTreeMap;
use store::row::bind;
use store::statements as sql;

const PAGE: i64 = 1000;

/// The record as far as it was read.
pub(crate) struct Record {
    pub(crate) world: World,
    pub(crate) cases: BTreeMap<String, Case>,
    read: i64,
}

impl Record {
    /// The record of an office from its first event.
    pub(crate) fn of(office: &Office) -> anyhow::Result<Self> {
        let mut world = office.world()?;
        world.parties.clear();
        let mut record = Record {
            world,
            cases: BTreeMap::new(),
            read: 0,
        };
        record.follow(office)?;
        Ok(record)
    }

    /// Reads on; the cases that were opened meanwhile, in order.
    pub(crate) fn follow(&mut self, office: &Office) -> anyhow::Result<Vec<String>> {
        let mut opened = Vec::new();
        loop {
            let rows = office.read(bind(sql::EVENT_PAGE, [self.read.into(), PAGE.into()]))?;
            for row in &rows {
                self.read = row.int(0);
                let event: Event = serde_json::from_str(row.text(8)).context("an event")?;
                self.take(&event, &mut opened);
            }
            if rows.is_empty() {
                return Ok(opened);
            }
        }
    }

    fn take(&mut self, event: &Event, opened: &mut Vec<String>) {
        match (event.stream.parse(), &event.event) {
            (Ok(Stream::Case(number)), What::Case(act)) => {
                if matches!(act, CaseAct::Opened { .. }) {
                    opened.push(number.clone());
                }
                let before = self.cases.remove(&number);
                if let Some(after) = evolve(before, event) {
                    self.cases.insert(number, after);
                }
            }
            (Ok(Stream::Party(code)), What::Party(act)) => {
                self.world.evolve_party(&code, act, &event.who, event.at);
            }
            _ => (),
        }
    }
}
