//! One enum over the two engines. No trait, no second dialect.

use crate::error::StoreError;
use crate::migrate;
use crate::postgres::Postgres;
use crate::row::{Bound, Row};
use crate::sqlite::Sqlite;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

/// Where the database is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Place {
    File(PathBuf),
    /// A PostgreSQL connection string or URL.
    Server(String),
}

impl Place {
    /// `postgres://…` is a server, anything else a file.
    pub fn parse(text: &str) -> Place {
        if text.starts_with("postgres://") || text.starts_with("postgresql://") {
            Place::Server(text.to_owned())
        } else {
            Place::File(Path::new(text).to_owned())
        }
    }
}

/// A connection, used from one thread at a time.
#[derive(Debug)]
pub struct Engine {
    kind: Kind,
    /// Answers fetched before they were asked for.
    ahead: BTreeMap<Bound, Vec<Row>>,
}

#[derive(Debug)]
enum Kind {
    Sqlite(Sqlite),
    Postgres(Box<Postgres>),
}

impl Engine {
    /// Connects for reading and writing.
    ///
    /// # Errors
    ///
    /// [`StoreError::Open`] with what stands in the way.
    pub fn open(place: &Place) -> Result<Self, StoreError> {
        Self::connect(place, true)
    }

    /// Connects for reading, to a database of the version of this program.
    ///
    /// # Errors
    ///
    /// [`StoreError::Open`] with what stands in the way,
    /// [`StoreError::Version`] if it is of another one.
    pub fn open_reader(place: &Place) -> Result<Self, StoreError> {
        let mut engine = Self::connect(place, false)?;
        migrate::is_current(&mut engine)?;
        Ok(engine)
    }

    fn connect(place: &Place, write: bool) -> Result<Self, StoreError> {
        let kind = match place {
            Place::File(path) => Kind::Sqlite(Sqlite::open(path, write)?),
            Place::Server(address) => Kind::Postgres(Box::new(Postgres::open(address)?)),
        };
        Ok(Engine {
            kind,
            ahead: BTreeMap::new(),
        })
    }

    /// Runs several statements, outside a transaction of our own.
    ///
    /// # Errors
    ///
    /// The engine's.
    pub fn batch(&mut self, sql: &str) -> Result<(), StoreError> {
        match &mut self.kind {
            Kind::Sqlite(sqlite) => sqlite.batch(sql),
            Kind::Postgres(postgres) => postgres.batch(sql),
        }
    }

    /// Prepares a statement without running it, also for several rows at once if
    /// that may come.
    ///
    /// # Errors
    ///
    /// What is wrong with the text.
    pub fn prepare(&mut self, sql: crate::statements::Sql) -> Result<(), StoreError> {
        match &mut self.kind {
            Kind::Sqlite(sqlite) => sqlite.prepare(&sql.numbered()),
            Kind::Postgres(postgres) => {
                let many = sql.of_rows(2);
                many.map_or(Ok(()), |text| postgres.prepare(&text))?;
                postgres.prepare(sql.text())
            }
        }
    }

    /// The rows of one question.
    ///
    /// # Errors
    ///
    /// The engine's.
    pub fn query(&mut self, bound: Bound) -> Result<Vec<Row>, StoreError> {
        if let Some(rows) = self.ahead.get(&bound) {
            return Ok(rows.clone());
        }
        Ok(self.query_all(&[bound])?.pop().unwrap_or_default())
    }

    /// Asks in one round trip what will be asked one by one; the answers hold
    /// until [`Engine::forget`]. Of a file, where questions cost no round
    /// trip, nothing is asked ahead.
    ///
    /// # Errors
    ///
    /// The engine's.
    pub fn look_ahead(&mut self, bounds: Vec<Bound>) -> Result<(), StoreError> {
        if self.is_shared() {
            let answers = self.query_all(&bounds)?;
            self.ahead = bounds.into_iter().zip(answers).collect();
        }
        Ok(())
    }

    /// Lets the answers go that were fetched ahead.
    pub fn forget(&mut self) {
        self.ahead.clear();
    }

    /// The rows of several questions.
    ///
    /// # Errors
    ///
    /// The engine's.
    pub fn query_all(&mut self, bounds: &[Bound]) -> Result<Vec<Vec<Row>>, StoreError> {
        match &mut self.kind {
            Kind::Sqlite(sqlite) => bounds.iter().map(|bound| sqlite.query(bound)).collect(),
            Kind::Postgres(_) if bounds.is_empty() => Ok(Vec::new()),
            Kind::Postgres(postgres) => postgres.query(bounds),
        }
    }

    /// Whether several programs may write at once: a server admits that, a file
    /// is held by one.
    pub fn is_shared(&self) -> bool {
        matches!(self.kind, Kind::Postgres(_))
    }

    /// Begins to read at one moment: up to [`Engine::end`] every question sees
    /// the same record, whatever is written meanwhile.
    ///
    /// # Errors
    ///
    /// The engine's.
    pub fn snapshot(&mut self) -> Result<(), StoreError> {
        match &mut self.kind {
            Kind::Sqlite(sqlite) => sqlite.batch("BEGIN"),
            Kind::Postgres(postgres) => {
                postgres.batch("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY")
            }
        }
    }

    /// Begins a transaction that [`Engine::write`] writes in.
    ///
    /// # Errors
    ///
    /// The engine's.
    pub fn begin(&mut self) -> Result<(), StoreError> {
        match &mut self.kind {
            Kind::Sqlite(sqlite) => sqlite.batch("BEGIN IMMEDIATE"),
            Kind::Postgres(postgres) => postgres.batch("BEGIN"),
        }
    }

    /// Runs statements inside the transaction that is open.
    ///
    /// # Errors
    ///
    /// The engine's; the transaction is of no use any more then.
    pub fn write(&mut self, bounds: &[Bound]) -> Result<(), StoreError> {
        match &mut self.kind {
            Kind::Sqlite(sqlite) => write_sqlite(sqlite, None, bounds),
            Kind::Postgres(postgres) => write_postgres(postgres, None, bounds),
        }
    }

    /// Ends the transaction that is open; what it wrote is durable then.
    ///
    /// # Errors
    ///
    /// The engine's.
    pub fn end(&mut self) -> Result<(), StoreError> {
        self.batch("COMMIT")
    }

    /// Leaves it to another connection to move the write-ahead log of a file
    /// into the file ([`Engine::move_log`]), unless it grows very long.
    ///
    /// # Errors
    ///
    /// The engine's.
    pub fn leave_log(&mut self) -> Result<(), StoreError> {
        match &mut self.kind {
            Kind::Sqlite(sqlite) => sqlite.batch("PRAGMA wal_autocheckpoint=16000"),
            Kind::Postgres(_) => Ok(()),
        }
    }

    /// Moves the write-ahead log of a file into the file, as far as nobody
    /// needs it, and syncs both; others may write meanwhile. A server does so
    /// by itself.
    ///
    /// # Errors
    ///
    /// The engine's. What was committed stands in the log all the same.
    pub fn move_log(&mut self) -> Result<(), StoreError> {
        match &mut self.kind {
            Kind::Sqlite(sqlite) => sqlite.batch("PRAGMA wal_checkpoint(PASSIVE)"),
            Kind::Postgres(_) => Ok(()),
        }
    }

    /// Passes the rows of one question to `visit`, one after the other, however
    /// many there are.
    ///
    /// # Errors
    ///
    /// The engine's, or those of `visit`, which end it.
    pub fn each(
        &mut self,
        bound: &Bound,
        visit: &mut dyn FnMut(Row) -> Result<(), StoreError>,
    ) -> Result<(), StoreError> {
        match &mut self.kind {
            Kind::Sqlite(sqlite) => sqlite.each(bound, visit),
            Kind::Postgres(postgres) => postgres.each(bound, visit),
        }
    }

    /// Runs statements in one transaction. `first` must change exactly one
    /// row; otherwise nothing is done.
    ///
    /// # Errors
    ///
    /// [`StoreError::Overtaken`] if `first` changed no row; else the engine's.
    /// Nothing was written then, unless it is [`StoreError::Lost`].
    pub fn commit(&mut self, first: Option<&Bound>, rest: &[Bound]) -> Result<(), StoreError> {
        match &mut self.kind {
            Kind::Sqlite(sqlite) => {
                sqlite.batch("BEGIN IMMEDIATE")?;
                let written =
                    write_sqlite(sqlite, first, rest).and_then(|()| sqlite.batch("COMMIT"));
                if written.is_err() {
                    // The transaction may be gone already; both are well.
                    let _ = sqlite.batch("ROLLBACK");
                }
                written
            }
            Kind::Postgres(postgres) => {
                postgres.batch("BEGIN")?;
                let written = write_postgres(postgres, first, rest);
                match written {
                    Ok(()) => postgres
                        .batch("COMMIT")
                        .map_err(|error| StoreError::Lost(error.to_string())),
                    Err(error) => {
                        // A lost connection ends the transaction as well.
                        let _ = postgres.batch("ROLLBACK");
                        Err(error)
                    }
                }
            }
        }
    }
}

fn write_sqlite(sqlite: &Sqlite, first: Option<&Bound>, rest: &[Bound]) -> Result<(), StoreError> {
    if let Some(first) = first
        && sqlite.execute(first)? != 1
    {
        return Err(StoreError::Overtaken);
    }
    for bound in rest {
        sqlite.execute(bound)?;
    }
    Ok(())
}

fn write_postgres(
    postgres: &mut Postgres,
    first: Option<&Bound>,
    rest: &[Bound],
) -> Result<(), StoreError> {
    if let Some(first) = first
        && postgres.execute(std::slice::from_ref(first))? != 1
    {
        return Err(StoreError::Overtaken);
    }
    postgres.execute(rest).map(drop)
}
