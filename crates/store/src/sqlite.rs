//! SQLite: one file, write-ahead log, every commit synced.

use crate::error::StoreError;
use crate::row::{Bound, Cell, Param, Row};
use rusqlite::config::DbConfig;
use rusqlite::types::{ToSqlOutput, Value, ValueRef};
use rusqlite::{Connection, ErrorCode, OpenFlags, ToSql};
use std::path::Path;

/// A connection to one database file.
#[derive(Debug)]
pub(crate) struct Sqlite {
    connection: Connection,
    texts: Vec<String>,
}

impl ToSql for Param {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        Ok(match self {
            Param::Text(text) => ToSqlOutput::Borrowed(ValueRef::Text(text.as_bytes())),
            Param::Int(number) => ToSqlOutput::Owned(Value::Integer(*number)),
            Param::NoText | Param::NoInt => ToSqlOutput::Owned(Value::Null),
        })
    }
}

impl Sqlite {
    /// Opens the file for writing, or for reading only.
    ///
    /// The durability that the record needs is asked for and read back.
    pub(crate) fn open(path: &Path, write: bool) -> Result<Self, StoreError> {
        let wrong = |error: rusqlite::Error| StoreError::Open {
            place: path.display().to_string(),
            why: error.to_string(),
        };
        let flags = if write {
            OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_CREATE
        } else {
            OpenFlags::SQLITE_OPEN_READ_ONLY
        };
        let flags = flags | OpenFlags::SQLITE_OPEN_NO_MUTEX;
        let connection = Connection::open_with_flags(path, flags).map_err(wrong)?;
        connection
            .busy_timeout(std::time::Duration::from_secs(5))
            .map_err(wrong)?;
        if write {
            connection
                .execute_batch("PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA wal_autocheckpoint=4000; PRAGMA cache_size=-32768;")
                .map_err(failure)?;
            let mode: String = connection
                .query_row("PRAGMA journal_mode", [], |row| row.get(0))
                .map_err(failure)?;
            let sync: i64 = connection
                .query_row("PRAGMA synchronous", [], |row| row.get(0))
                .map_err(failure)?;
            if mode != "wal" || sync != 2 {
                let why = format!(
                    "it answers journal_mode {mode}, synchronous {sync}; wal and 2 are needed"
                );
                return Err(StoreError::Open {
                    place: path.display().to_string(),
                    why,
                });
            }
        }
        // A plan holds whatever is bound to it: otherwise the questions of some
        // guards would be planned anew each time they are asked.
        connection
            .set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_QPSG, true)
            .map_err(wrong)?;
        connection.set_prepared_statement_cache_capacity(128);
        let texts = (0..crate::statements::ALL.len())
            .map(|at| crate::statements::Sql(at).numbered())
            .collect();
        Ok(Sqlite { connection, texts })
    }

    pub(crate) fn batch(&self, sql: &str) -> Result<(), StoreError> {
        self.connection.execute_batch(sql).map_err(failure)
    }

    pub(crate) fn query(&self, bound: &Bound) -> Result<Vec<Row>, StoreError> {
        let mut read = Vec::new();
        self.each(bound, &mut |row| {
            read.push(row);
            Ok(())
        })?;
        Ok(read)
    }

    pub(crate) fn each(
        &self,
        bound: &Bound,
        visit: &mut dyn FnMut(Row) -> Result<(), StoreError>,
    ) -> Result<(), StoreError> {
        let mut statement = self
            .connection
            .prepare_cached(self.text(bound))
            .map_err(failure)?;
        let columns = statement.column_count();
        let mut rows = statement
            .query(rusqlite::params_from_iter(&bound.params))
            .map_err(failure)?;
        while let Some(row) = rows.next().map_err(failure)? {
            let cells: Result<Vec<Cell>, _> =
                (0..columns).map(|at| row.get_ref(at).map(cell)).collect();
            visit(Row(cells.map_err(failure)?))?;
        }
        Ok(())
    }

    pub(crate) fn execute(&self, bound: &Bound) -> Result<usize, StoreError> {
        let mut statement = self
            .connection
            .prepare_cached(self.text(bound))
            .map_err(failure)?;
        statement
            .execute(rusqlite::params_from_iter(&bound.params))
            .map_err(failure)
    }

    /// Prepares a statement without running it.
    pub(crate) fn prepare(&self, text: &str) -> Result<(), StoreError> {
        self.connection.prepare(text).map(|_| ()).map_err(failure)
    }

    fn text(&self, bound: &Bound) -> &str {
        self.texts.get(bound.sql.0).map_or("", String::as_str)
    }
}

fn cell(value: ValueRef<'_>) -> Cell {
    match value {
        ValueRef::Integer(number) => Cell::Int(number),
        ValueRef::Text(text) => Cell::Text(String::from_utf8_lossy(text).into_owned()),
        ValueRef::Null | ValueRef::Real(_) | ValueRef::Blob(_) => Cell::Null,
    }
}

fn failure(error: rusqlite::Error) -> StoreError {
    match error.sqlite_error_code() {
        Some(ErrorCode::DiskFull) => StoreError::Full,
        Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked) => {
            StoreError::Locked(error.to_string())
        }
        Some(ErrorCode::SystemIoFailure | ErrorCode::CannotOpen) => {
            StoreError::Lost(error.to_string())
        }
        Some(ErrorCode::DatabaseCorrupt | ErrorCode::NotADatabase) => {
            StoreError::Unsound(error.to_string())
        }
        _ => StoreError::Other(error.to_string()),
    }
}
