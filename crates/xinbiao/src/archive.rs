//! The record, read beside an office that may be open elsewhere. Nothing here
//! writes.

use crate::desk::{ground, unknown_case};
use crate::globals::{Globals, random_key};
use crate::place;
use crate::trouble::Trouble;
use case::authorize;
use case::case::Case;
use case::command::{Actor, Command, Order};
use case::event::{Event, Stream, View, What};
use case::evolve::evolve;
use case::world::World;
use law::calendar::{Calendar, Moment};
use law::library::{Edition, EditionId, Library};
use law::name::ProcedureName;
use office::editions;
use office::failure::Failure;
use office::folder::Folder;
use office::opening::{Office, Setup};
use std::sync::Arc;
use store::engine::{Engine, Place};
use store::error::StoreError;
use store::row::{Bound, Row, bind};
use store::statements as sql;

const PAGE: i64 = 1000;

/// The record and the editions under which it is read.
#[derive(Debug)]
pub(crate) struct Archive {
    pub(crate) setup: Setup,
    pub(crate) library: Library,
    pub(crate) engine: Engine,
}

/// An event of a case, and where it stands.
#[derive(Debug)]
pub(crate) struct Recorded {
    /// Its position in the record, which counts confidential events too.
    pub(crate) position: u64,
    /// Its number in the public log, if it is in it.
    pub(crate) logged: Option<u64>,
    pub(crate) event: Event,
}

impl Archive {
    /// Opens the record of the data folder for reading.
    ///
    /// # Errors
    ///
    /// That there is none yet, or what stands in the way.
    pub(crate) fn open(globals: &Globals) -> Result<Self, Trouble> {
        let setup = place::setup(globals)?;
        let folder = Folder::at(&setup.folder, setup.database.as_deref());
        let place = folder.database();
        if let Place::File(path) = &place
            && !path.exists()
        {
            let shown = setup.folder.display();
            return Err(Trouble::absent(
                format!("“{shown}”里还没有记录，请先用 `xinbiao --data {shown} init` 建立。"),
                format!(
                    "there is no record in `{shown}` yet; make it with `xinbiao --data {shown} init`"
                ),
            ));
        }
        let library = library(setup.schemes.as_deref())?;
        let mut archive = Archive {
            setup,
            library,
            engine: Engine::open_reader(&place)?,
        };
        if globals.now.is_some() {
            let rows = archive.rows(bind(sql::HEAD_READ, []))?;
            let last = rows.first().map_or(Moment::MIN, |row| row.int(1));
            place::goes_on(globals, &archive.setup.clock, last)?;
        }
        Ok(archive)
    }

    /// As [`Archive::open`], for what only the operator at this machine reads:
    /// whole records, of which a single person would see a part.
    ///
    /// # Errors
    ///
    /// As [`Archive::open`], or that somebody else was to read.
    pub(crate) fn open_whole(globals: &Globals) -> Result<Self, Trouble> {
        only_operator(globals)?;
        Archive::open(globals)
    }

    /// The rows of one question.
    ///
    /// # Errors
    ///
    /// The store's.
    pub(crate) fn rows(&mut self, bound: Bound) -> Result<Vec<Row>, Trouble> {
        Ok(self.engine.query(bound)?)
    }

    /// The events of a case, oldest first.
    fn history(&mut self, number: &str) -> Result<Vec<Recorded>, Trouble> {
        let stream = Stream::Case(number.to_owned()).to_string();
        let mut history = Vec::new();
        let mut after = 0;
        loop {
            let params = [stream.as_str().into(), after.into(), PAGE.into()];
            let rows = self.rows(bind(sql::EVENT_OF_STREAM, params))?;
            for row in &rows {
                after = row.int(1);
                history.push(Recorded {
                    position: row.count(0),
                    logged: row.maybe_count(4).map(|index| index + 1),
                    event: event(row.text(3))?,
                });
            }
            if rows.is_empty() {
                return Ok(history);
            }
        }
    }

    /// A case and its history, if `reader` may see it, for `what` is made of it.
    /// Of a confidential one the reading is put on record first (T-CNF-02).
    ///
    /// # Errors
    ///
    /// That there is no such case, the same for one that is not the reader's to
    /// see; that the reading cannot be recorded, or the store's.
    pub(crate) fn case(
        &mut self,
        number: &str,
        reader: &Actor,
        world: &World,
        what: View,
    ) -> Result<(Case, Vec<Recorded>), Trouble> {
        let (case, history) = self.unnoted(number)?;
        if !self.may_see(&case, reader, world)? {
            return Err(unknown_case(number));
        }
        if self.is_confidential(&case.edition, &case.procedure) {
            self.note_readings(&[number.to_owned()], reader, what)?;
        }
        Ok((case, history))
    }

    /// Whether somebody may know a case.
    ///
    /// # Errors
    ///
    /// That its edition is not loaded.
    pub(crate) fn may_see(
        &self,
        case: &Case,
        reader: &Actor,
        world: &World,
    ) -> Result<bool, Trouble> {
        if *reader == Actor::Operator {
            return Ok(true);
        }
        let edition = self.edition(case)?;
        let ground = ground(&edition, world, case, self.setup.clock.now());
        Ok(ground.is_some_and(|ground| authorize::may_see(ground, reader)))
    }

    /// As [`Archive::case`], without noting a reading: for what is not shown, and
    /// for cases whose reading was noted before.
    ///
    /// # Errors
    ///
    /// That there is no such case, or the store's.
    pub(crate) fn unnoted(&mut self, number: &str) -> Result<(Case, Vec<Recorded>), Trouble> {
        let history = self.history(number)?;
        let case = history
            .iter()
            .fold(None, |case, recorded| evolve(case, &recorded.event));
        let case = case.ok_or_else(|| unknown_case(number))?;
        Ok((case, history))
    }

    /// Whether the cases of a procedure are confidential.
    pub(crate) fn is_confidential(&self, edition: &EditionId, procedure: &ProcedureName) -> bool {
        let edition = self.library.get(edition);
        let procedure = edition.and_then(|edition| edition.procedure(procedure));
        procedure.is_some_and(|procedure| procedure.head.confidential)
    }

    /// Puts on record that `reader` reads confidential cases.
    ///
    /// # Errors
    ///
    /// That it cannot be recorded; then none may be shown.
    pub(crate) fn note_readings(
        &self,
        numbers: &[String],
        reader: &Actor,
        what: View,
    ) -> Result<(), Trouble> {
        let Some(number) = numbers.first() else {
            return Ok(());
        };
        let office = Office::open(self.setup.clone()).map_err(|failure| match failure {
            Failure::Store(StoreError::Locked(why)) => Trouble::input(
                format!(
                    "办件“{number}”为保密办件，查阅须先留痕，而记录正由其他程序占用（{why}）。\
                     请在该程序中查阅，或者停止该程序后再试。"
                ),
                format!(
                    "the case `{number}` is confidential: that it is read goes on record first, and the record is \
                     held elsewhere ({why}). Read it there, or stop that program"
                ),
            ),
            failure => failure.into(),
        })?;
        for case in numbers {
            let (case, what) = (case.clone(), what.clone());
            office.execute_blocking(Command {
                key: random_key()?,
                actor: reader.clone(),
                expected: None,
                order: Order::Read { case, what },
            })?;
        }
        Ok(())
    }

    /// The edition under which a case was opened.
    ///
    /// # Errors
    ///
    /// That it is not loaded.
    pub(crate) fn edition(&self, case: &Case) -> Result<Arc<Edition>, Trouble> {
        let found = self.library.get(&case.edition).cloned();
        found.ok_or_else(|| {
            Trouble::absent(
                format!("没有载入制度版本{}。", case.edition),
                format!("the edition {} is not loaded", case.edition),
            )
        })
    }

    /// Parties and calendars as they are now.
    ///
    /// # Errors
    ///
    /// The store's.
    pub(crate) fn world(&mut self) -> Result<World, Trouble> {
        let mut world = World::default();
        for (_, edition) in self.library.all() {
            let head = &edition.regime.head;
            let calendar = Calendar::new(&head.zone).map_err(Trouble::system)?;
            world.calendars.insert(head.calendar.clone(), calendar);
        }
        let mut after = 0;
        loop {
            let rows = self.rows(bind(sql::EVENT_OF_WORLD, [after.into(), PAGE.into()]))?;
            for row in &rows {
                after = row.int(0);
                let event = event(row.text(4))?;
                match (&event.event, event.stream.parse()) {
                    (What::Party(act), Ok(Stream::Party(code))) => {
                        world.evolve_party(&code, act, &event.who, event.at);
                    }
                    (What::Calendar(act), Ok(Stream::Calendar(name))) => {
                        world.evolve_calendar(&name, act);
                    }
                    _ => (),
                }
            }
            if rows.is_empty() {
                return Ok(world);
            }
        }
    }
}

/// That no person was named by `--as`.
///
/// # Errors
///
/// That one was: the command reads the whole record.
pub(crate) fn only_operator(globals: &Globals) -> Result<(), Trouble> {
    if let Some(who) = &globals.acts_as {
        return Err(Trouble::usage(
            format!("该命令以操作员权限读取全部记录，不能以“{who}”的身份办理；请去掉 --as。"),
            format!(
                "this reads the whole record, which only the operator does, not `{who}`; leave `--as` out"
            ),
        ));
    }
    Ok(())
}

fn event(body: &str) -> Result<Event, Trouble> {
    let read = serde_json::from_str(body);
    read.map_err(|error| StoreError::Unsound(format!("an event cannot be read: {error}")).into())
}

/// The editions that are loaded: those of a folder, or the program's own.
///
/// # Errors
///
/// Everything that is wrong with them.
pub(crate) fn library(folder: Option<&std::path::Path>) -> Result<Library, Trouble> {
    let wrong = |error: editions::EditionsError| {
        Trouble::faults(
            folder.map_or_else(|| "schemes".into(), |path| path.display().to_string()),
            error.0.lines().map(str::to_owned).collect(),
        )
    };
    let texts = match folder {
        Some(path) => editions::from_folder(path).map_err(wrong)?,
        None => editions::embedded(),
    };
    editions::library(&texts).map_err(wrong)
}
