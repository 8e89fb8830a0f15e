//! What is asked for every command or after every transaction never reads
//! through a table: the tables grow, the answer must not take longer.

#![allow(clippy::unwrap_used, reason = "a panic is how a test fails")]

use store::engine::{Engine, Place};
use store::migrate::migrate;
use store::statements as sql;
use store::statements::Sql;

/// The statements of the way of a command, and of what follows a transaction.
const OFTEN: &[Sql] = &[
    sql::CONTENT_ANY_GIVEN_UP,
    sql::CONTENT_GIVEN_UP,
    sql::CONTENT_ERASABLE,
    sql::ENTRY_CHANGED,
    sql::ENTRY_DISPOSED,
    sql::ENTRY_GET,
    sql::EVENT_OF_STREAM,
    sql::EVENT_LAST_OF_STREAM,
    sql::MATERIAL_ELSEWHERE,
    sql::RELIANCE_DROP,
];

fn plan(folder: &std::path::Path, statement: &str) -> Vec<String> {
    let connection = rusqlite::Connection::open(folder.join("test.db")).unwrap();
    let mut asked = connection
        .prepare(&format!("EXPLAIN QUERY PLAN {statement}"))
        .unwrap();
    let values = vec![rusqlite::types::Null; asked.parameter_count()];
    let values = rusqlite::params_from_iter(values);
    let steps = asked.query_map(values, |row| row.get(3)).unwrap();
    steps.map(Result::unwrap).collect()
}

#[test]
fn what_is_asked_all_the_time_reads_through_no_table() {
    let folder = tempfile::tempdir().unwrap();
    let place = Place::parse(folder.path().join("test.db").to_str().unwrap());
    migrate(&mut Engine::open(&place).unwrap()).unwrap();
    for statement in OFTEN {
        let steps = plan(folder.path(), statement.text());
        let slow = |step: &&String| step.starts_with("SCAN") || step.contains("AUTOMATIC");
        let slow: Vec<&String> = steps.iter().filter(slow).collect();
        assert!(slow.is_empty(), "{}: {slow:?}", statement.file());
    }
    // It notices a statement that does.
    let steps = plan(
        folder.path(),
        "SELECT number FROM entry WHERE object = $1 LIMIT 1",
    );
    assert!(
        steps.iter().any(|step| step.starts_with("SCAN")),
        "{steps:?}"
    );
}
