//! Every statement runs on both engines, and tables are ordered alike.

#![allow(clippy::unwrap_used, reason = "a panic is how a test fails")]

use std::collections::{BTreeMap, BTreeSet};
use store::engine::Engine;
use store::migrate::{known, migrate};
use store::row::{Bound, Param, bind};
use store::statements::{
    ALL, CASE_PUT, DEADLINE_SET, PROJECTION_DUMP_CASE_FILE, PROJECTION_DUMP_DUE, Sql,
};
use testkit::engines::{Database, engines};

fn opened(database: &Database, folder: &tempfile::TempDir) -> Engine {
    Engine::open(&database.place(&folder.path().join("test.db"))).unwrap()
}

#[test]
fn every_statement_prepares_on_every_engine() {
    for kind in engines() {
        let (database, folder) = (Database::new(kind), tempfile::tempdir().unwrap());
        let mut engine = opened(&database, &folder);
        migrate(&mut engine).unwrap();
        for at in 0..ALL.len() {
            let sql = Sql(at);
            let prepared = engine.prepare(sql);
            prepared.unwrap_or_else(|error| panic!("{}.sql on {kind}: {error}", sql.file()));
        }
    }
}

/// The table that a statement writes to, if it writes.
fn written(sql: Sql) -> Option<&'static str> {
    let verbs = ["INSERT INTO ", "UPDATE ", "DELETE FROM "];
    let mut lines = sql.text().lines();
    let rest = lines.find_map(|line| verbs.iter().find_map(|verb| line.strip_prefix(verb)))?;
    rest.split([' ', '(']).next()
}

/// A batch is written subject by subject: what is written about one subject
/// must not depend on another one.
#[test]
fn every_subject_has_a_table_of_its_own() {
    let mut tables = BTreeMap::new();
    let mut subjects = BTreeMap::new();
    for sql in (0..ALL.len()).map(Sql) {
        let subject = sql.subject();
        if let Some(table) = written(sql).filter(|_| subject != "projection") {
            assert_eq!(*tables.entry(subject).or_insert(table), table, "{subject}");
            assert_eq!(*subjects.entry(table).or_insert(subject), subject);
        }
    }
    assert_eq!(tables.get("deadline"), Some(&"due"));
    assert!(10 < tables.len(), "{tables:?}");
}

#[test]
fn rows_that_are_put_in_together_are_told_apart_as_the_table_does() {
    let mut seen = 0;
    for sql in (0..ALL.len()).map(Sql) {
        let Some(columns) = sql.key_of_rows() else {
            continue;
        };
        let (_, named) = sql.text().split_once(" (").unwrap();
        let (named, _) = named.split_once(')').unwrap();
        let named: Vec<&str> = named.split(',').map(str::trim).take(columns).collect();
        if let Some((_, key)) = sql.text().split_once("ON CONFLICT (") {
            let (key, _) = key.split_once(')').unwrap();
            let key: Vec<&str> = key.split(',').map(str::trim).collect();
            assert_eq!(named, key, "{}", sql.file());
            seen += 1;
        }
    }
    assert!(5 < seen);
}

#[test]
fn every_engine_orders_texts_by_their_bytes() {
    let names = ["B", "a", "ab", "a b", "Ä", "ä", "中", "Z", "z", "_", "-"];
    let mut sorted = names;
    sorted.sort_unstable();
    for kind in engines() {
        let (database, folder) = (Database::new(kind), tempfile::tempdir().unwrap());
        let mut engine = opened(&database, &folder);
        migrate(&mut engine).unwrap();
        let set = |name: &&str| {
            bind(
                DEADLINE_SET,
                [(*name).into(), "d".into(), "end".into(), 1i64.into()],
            )
        };
        let writes: Vec<_> = names.iter().map(set).collect();
        engine.commit(None, &writes).unwrap();
        let mut found = Vec::new();
        let dump = bind(PROJECTION_DUMP_DUE, [i64::MAX.into(), 0i64.into()]);
        engine
            .each(&dump, &mut |row| {
                found.push(row.text(0).to_owned());
                Ok(())
            })
            .unwrap();
        assert_eq!(found, sorted, "{kind}");
    }
}

#[test]
fn a_migration_done_twice_changes_nothing_and_a_newer_database_is_refused() {
    for kind in engines() {
        let (database, folder) = (Database::new(kind), tempfile::tempdir().unwrap());
        let mut engine = opened(&database, &folder);
        migrate(&mut engine).unwrap();
        migrate(&mut engine).unwrap();
        let newer = format!("INSERT INTO migration (version) VALUES ({})", known() + 1);
        engine.batch(&newer).unwrap();
        let why = migrate(&mut engine).unwrap_err().to_string();
        assert!(why.contains("start the newer program"), "{kind}: {why}");
        let read = || Engine::open_reader(&database.place(&folder.path().join("test.db")));
        let why = read().unwrap_err().to_string();
        assert!(why.contains("start the newer program"), "{kind}: {why}");
        // Who only reads does not bring tables up to date.
        let older = format!("DELETE FROM migration WHERE {} <= version", known());
        engine.batch(&older).unwrap();
        let why = read().unwrap_err().to_string();
        assert!(why.contains("start the office once"), "{kind}: {why}");
    }
}

#[test]
fn a_snapshot_does_not_see_what_is_written_meanwhile() {
    for kind in engines() {
        let (database, folder) = (Database::new(kind), tempfile::tempdir().unwrap());
        let mut writer = opened(&database, &folder);
        migrate(&mut writer).unwrap();
        let mut reader = opened(&database, &folder);
        let dump = || bind(PROJECTION_DUMP_DUE, [10i64.into(), 0i64.into()]);
        reader.snapshot().unwrap();
        assert!(reader.query(dump()).unwrap().is_empty(), "{kind}");
        let set = bind(
            DEADLINE_SET,
            ["c".into(), "d".into(), "end".into(), 1i64.into()],
        );
        writer.commit(None, &[set]).unwrap();
        assert!(reader.query(dump()).unwrap().is_empty(), "{kind}");
        reader.end().unwrap();
        assert_eq!(reader.query(dump()).unwrap().len(), 1, "{kind}");
    }
}

/// On a server rows of one table are put in several at a time.
#[test]
fn many_rows_put_in_at_once_are_the_same_on_every_engine() {
    let mut dumps = BTreeSet::new();
    for kind in engines() {
        let (database, folder) = (Database::new(kind), tempfile::tempdir().unwrap());
        let mut engine = opened(&database, &folder);
        migrate(&mut engine).unwrap();
        // Runs of 86, 1 and 5, and the first case once more in the last one.
        let cases = (0..86).chain([100]).chain((0..1).chain(101..105));
        let mut writes = Vec::new();
        for (place, case) in cases.enumerate() {
            if place == 86 || place == 87 {
                let name = format!("{place}");
                let params = [name.into(), "d".into(), "end".into(), 1i64.into()];
                writes.push(bind(DEADLINE_SET, params));
            }
            writes.push(line(case, place));
        }
        engine.commit(None, &writes).unwrap();
        let mut rows = Vec::new();
        let dump = bind(PROJECTION_DUMP_CASE_FILE, [i64::MAX.into(), 0i64.into()]);
        engine
            .each(&dump, &mut |row| {
                rows.push(format!("{row:?}"));
                Ok(())
            })
            .unwrap();
        assert_eq!(rows.len(), 91, "{kind}");
        assert!(rows[0].contains("state 87"), "{kind}: {}", rows[0]);
        assert!(rows[85].contains("state 85"), "{kind}: {}", rows[85]);
        dumps.insert(rows);
    }
    assert_eq!(dumps.len(), 1);
}

/// The line of a case whose state tells when it was written.
fn line(case: usize, place: usize) -> Bound {
    let text = |text: &str| Param::from(text);
    let number = |number: i64| Param::from(number);
    let params = [
        Param::from(format!("C{case:03}")),
        text("regime"),
        text("edition"),
        text("procedure"),
        text("holder"),
        text("body"),
        Param::from(format!("state {place}")),
        number(1),
        number(2),
        number(3),
        text("object"),
        Param::NoText,
        Param::NoInt,
        number(4),
    ];
    bind(CASE_PUT, params)
}

#[test]
fn a_connection_may_be_dropped_by_a_thread_of_another_runtime() {
    for kind in engines() {
        let (database, folder) = (Database::new(kind), tempfile::tempdir().unwrap());
        let engine = opened(&database, &folder);
        let runtime = tokio::runtime::Builder::new_current_thread().build();
        runtime.unwrap().block_on(async move { drop(engine) });
    }
}
