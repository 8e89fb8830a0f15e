//! Brings a database to the version of this program. A migration is never
//! edited; an older program refuses a newer database.

use crate::engine::Engine;
use crate::error::StoreError;

const MIGRATIONS: &[&str] = &[
    include_str!("migrations/0001_record.sql"),
    include_str!("migrations/0002_regimes.sql"),
    include_str!("migrations/0003_confidential.sql"),
    include_str!("migrations/0004_retention.sql"),
    include_str!("migrations/0005_evidence.sql"),
];

/// The version of the tables that this program knows.
pub fn known() -> i64 {
    i64::try_from(MIGRATIONS.len()).unwrap_or(i64::MAX)
}

/// Makes the tables, or brings them up to date.
///
/// # Errors
///
/// [`StoreError::Version`] if the database is newer than the program.
pub fn migrate(engine: &mut Engine) -> Result<(), StoreError> {
    engine.batch("CREATE TABLE IF NOT EXISTS migration (version BIGINT PRIMARY KEY)")?;
    let found = version(engine)?;
    if known() < found {
        return Err(other(found));
    }
    for (at, text) in MIGRATIONS.iter().enumerate() {
        let number = i64::try_from(at + 1).unwrap_or(i64::MAX);
        if found < number {
            let text = by_bytes(engine, text);
            engine.batch(&format!(
                "BEGIN; {text}; INSERT INTO migration (version) VALUES ({number}); COMMIT"
            ))?;
        }
    }
    Ok(())
}

/// Whether the tables are those of this program, for who does not change them.
///
/// # Errors
///
/// [`StoreError::Version`] if they are older or newer.
pub(crate) fn is_current(engine: &mut Engine) -> Result<(), StoreError> {
    match version(engine)? {
        found if found == known() => Ok(()),
        found => Err(other(found)),
    }
}

fn other(found: i64) -> StoreError {
    let advice = if known() < found {
        "start the newer program that wrote it, or restore a backup of this version"
    } else {
        "start the office once: it brings the tables up to date"
    };
    StoreError::Version {
        found,
        known: known(),
        advice,
    }
}

/// A server would order texts by the customs of a country, and change them
/// with its system library; ours are ordered by their bytes on both engines,
/// so that lists, dumps and hashes are the same.
fn by_bytes(engine: &Engine, text: &str) -> String {
    if engine.is_shared() {
        text.replace("TEXT", "TEXT COLLATE \"C\"")
    } else {
        text.to_owned()
    }
}

fn version(engine: &mut Engine) -> Result<i64, StoreError> {
    let rows = engine.query(crate::row::bind(crate::statements::MIGRATION_VERSION, []))?;
    Ok(rows.first().map_or(0, |row| row.int(0)))
}
