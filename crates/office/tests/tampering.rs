//! Whatever is altered behind the office's back is found by an audit, and told
//! with its place (T-INS-02, T-LOG-01, T-LOG-06, T-LBL-02). How many
//! tamperings are tried is said by `XINBIAO_TAMPERINGS`.

#![allow(clippy::unwrap_used, reason = "a panic is how a test fails")]

use case::command::Order;
use case::event::View;
use office::audit::{Report, Rule, audit};
use office::opening::{Office, Setup};
use office::publish::publish_log;
use proof::chain;
use proof::digest::Digest;
use proof::tree::{Peaks, leaf_hash};
use rusqlite::types::Value;
use rusqlite::{Connection, params};
use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use testkit::engines::Kind;
use testkit::filing::given;
use testkit::office::{TestOffice, quiet_office_on};
use testkit::quiet::QUIET;

/// Numbers by chance from a seed (xorshift).
struct Chance(u64);

impl Chance {
    fn below(&mut self, most: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 % most as u64).unwrap()
    }
}

/// An office with a little of everything, also of what is confidential, closed, its log published once early
/// and once late.
fn worked() -> TestOffice {
    let mut office = quiet_office_on(Kind::Sqlite, "2026-07-01");
    office.file_label("EX-CAM-1");
    let quiet = office.file_label_in(QUIET, "EX-QUIET-1");
    publish_log(office.office()).unwrap();
    let gone = office.file_label("EX-CAM-2");
    office.submitted("EX-CAM-3");
    let draft = office.draft("EX-CAM-4");
    for turn in 0..220 {
        let fields = [("firmware".into(), format!("2.{turn}").as_str().into())].into();
        let case = draft.clone();
        office.execute(&office.producer(), Order::Fill { case, fields });
        if turn % 4 == 0 {
            read(&office, &quiet.case);
        }
    }
    publish_log(office.office()).unwrap();
    office.on("2026-07-09");
    office.take(&office.producer(), &gone.case, "cancel", given(&[], false));
    for _ in 0..5 {
        read(&office, &quiet.case);
    }
    let size = office.office().advanced().borrow().size;
    assert!(256 < size, "one tile is full");
    assert!(size + 60 < office.audit().events, "not all is public");
    office.close();
    let db = database(&office.setup());
    db.query_row("PRAGMA journal_mode=DELETE", [], |_| Ok(()))
        .unwrap();
    office
}

fn read(office: &TestOffice, case: &str) {
    let order = Order::Read {
        case: case.to_owned(),
        what: View::Page,
    };
    office.execute(&office.decider(), order);
}

fn database(setup: &Setup) -> Connection {
    Connection::open(setup.folder.join("xinbiao.db")).unwrap()
}

fn look(setup: &Setup) -> Report {
    audit(setup, &mut |_, _| ()).unwrap()
}

/// All files of a folder, to put them back.
fn files(folder: &Path) -> BTreeMap<PathBuf, Vec<u8>> {
    let mut files = BTreeMap::new();
    for item in fs::read_dir(folder).unwrap() {
        let path = item.unwrap().path();
        if path.is_dir() {
            files.extend(self::files(&path));
        } else {
            files.insert(path.clone(), fs::read(&path).unwrap());
        }
    }
    files
}

/// One row of the record is altered; where that must be found.
fn alter_event(db: &Connection, chance: &mut Chance, events: usize) -> String {
    let at = 1 + i64::try_from(chance.below(events)).unwrap();
    let (from, column) = (
        chance.below(64),
        ["body", "leaf", "chain", "salt"][chance.below(4)],
    );
    let held: String = db
        .query_row(
            &format!("SELECT {column} FROM event WHERE position = {at}"),
            [],
            |row| row.get(0),
        )
        .unwrap();
    let mut signs: Vec<char> = held.chars().collect();
    let place = from * signs.len() / 64;
    signs[place] = if signs[place] == '0' { '1' } else { '0' };
    let altered: String = signs.into_iter().collect();
    db.execute(
        &format!("UPDATE event SET {column} = ?1 WHERE position = {at}"),
        [altered],
    )
    .unwrap();
    format!("event {at}")
}

fn alter_columns(db: &Connection, chance: &mut Chance, events: usize) -> String {
    let at = 1 + chance.below(events);
    let change = [
        "at_ms = at_ms + 1",
        "at_ms = at_ms - 86400000",
        "version = version + 100000",
        "stream = stream || 'x'",
        "kind = 'other'",
        "log_index = log_index + 1000000",
        "log_index = CASE WHEN log_index IS NULL THEN 1000000 END",
    ][chance.below(7)];
    let change = match change.starts_with("log_index = log_index") && !is_logged(db, at) {
        true => "log_index = 1000000",
        false => change,
    };
    db.execute(
        &format!("UPDATE event SET {change} WHERE position = {at}"),
        [],
    )
    .unwrap();
    format!("event {at}")
}

fn is_logged(db: &Connection, at: usize) -> bool {
    let ask = format!("SELECT log_index IS NOT NULL FROM event WHERE position = {at}");
    db.query_row(&ask, [], |row| row.get(0)).unwrap()
}

fn remove(db: &Connection, chance: &mut Chance, events: usize) -> String {
    let at = 1 + chance.below(events - 1);
    db.execute("DELETE FROM event WHERE position = ?1", params![at as i64])
        .unwrap();
    format!("event {}", at + 1)
}

/// The last events are cut off, and the head with them or not.
fn cut_off(db: &Connection, chance: &mut Chance, events: usize) -> String {
    let left = (events - 1 - chance.below(20)) as i64;
    db.execute("DELETE FROM event WHERE ?1 < position", params![left])
        .unwrap();
    if chance.below(2) == 0 {
        rewrite_head(db);
    }
    "head".into()
}

fn swap(db: &Connection, chance: &mut Chance, events: usize) -> String {
    let first = 1 + chance.below(events - 1);
    let second = first + 1 + chance.below(events - first);
    for (from, to) in [
        (first as i64, -1),
        (second as i64, first as i64),
        (-1, second as i64),
    ] {
        let moved = "UPDATE event SET position = ?2 WHERE position = ?1";
        db.execute(moved, params![from, to]).unwrap();
    }
    format!("event {first}")
}

fn add(db: &Connection, _: &mut Chance, events: usize) -> String {
    db.execute(
        "INSERT INTO event (position, stream, version, kind, at_ms, salt, body, leaf, chain, log_index)
         SELECT position + 1, stream, version + 1, kind, at_ms, salt, body, leaf, chain,
             (SELECT max(log_index) + 1 FROM event) FROM event WHERE position = ?1",
        params![events as i64],
    )
    .unwrap();
    format!("event {}", events + 1)
}

/// Everything from one event on is made anew so that it agrees with itself,
/// as somebody would who knows the program but has not the key.
fn forge(db: &Connection, chance: &mut Chance, events: usize) -> String {
    let at = 1 + chance.below(events - 30);
    let (body, salt): (String, String) = db
        .query_row(
            "SELECT body, salt FROM event WHERE position = ?1",
            params![at as i64],
            |row| Ok((row.get(0)?, row.get(1)?)),
        )
        .unwrap();
    let bytes: Vec<u8> = (0..16)
        .map(|i| u8::from_str_radix(&salt[2 * i..2 * i + 2], 16).unwrap())
        .collect();
    let salt: [u8; 16] = bytes.try_into().unwrap();
    let forged = body
        .replacen("2026", "2027", 1)
        .replacen("basis", "basis ", 1)
        + " ";
    let commitment = |body: &str| chain::commitment(&salt, body.as_bytes()).to_string();
    let leaf: String = db
        .query_row(
            "SELECT leaf FROM event WHERE position = ?1",
            params![at as i64],
            |row| row.get(0),
        )
        .unwrap();
    let leaf = leaf.replace(&commitment(&body), &commitment(&forged));
    let update = "UPDATE event SET body = ?2, leaf = ?3 WHERE position = ?1";
    db.execute(update, params![at as i64, forged, leaf])
        .unwrap();
    rewrite_head(db);
    "head".into()
}

/// Chain and head are made anew from the leaves.
fn rewrite_head(db: &Connection) {
    let mut leaves = db
        .prepare("SELECT position, leaf, log_index IS NOT NULL FROM event ORDER BY position")
        .unwrap();
    let leaves: Vec<(i64, String, bool)> = leaves
        .query_map([], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))
        .unwrap()
        .map(Result::unwrap)
        .collect();
    let (mut link, mut peaks, mut last) = (Digest::ZERO, Peaks::default(), 0);
    db.execute_batch("BEGIN").unwrap();
    for (position, leaf, logged) in leaves {
        link = chain::link(&link, leaf.as_bytes());
        if logged {
            peaks.append(leaf_hash(leaf.as_bytes()));
        }
        last = position;
        db.execute(
            "UPDATE event SET chain = ?2 WHERE position = ?1",
            params![position, link.to_string()],
        )
        .unwrap();
    }
    let head = "UPDATE head SET position = ?1, chain = ?2, peaks = ?3,
        at_ms = (SELECT at_ms FROM event ORDER BY position DESC LIMIT 1)";
    db.execute(head, params![last, link.to_string(), peaks.to_text()])
        .unwrap();
    db.execute_batch("COMMIT").unwrap();
}

fn alter_head(db: &Connection, chance: &mut Chance, _: usize) -> String {
    let change = [
        "position = position - 1",
        "position = position + 1",
        "at_ms = at_ms + 1",
        "chain = replace(chain, substr(chain, 1, 1), 'e') || ''",
        "peaks = substr(peaks, 1, length(peaks) - 1) || CASE substr(peaks, -1) WHEN 'a' THEN 'b' ELSE 'a' END",
    ];
    let change = change[chance.below(change.len())];
    let before: String = db
        .query_row("SELECT chain FROM head", [], |row| row.get(0))
        .unwrap();
    db.execute(&format!("UPDATE head SET {change}"), [])
        .unwrap();
    if change.starts_with("chain") {
        // Whatever its first digit was, it is another now.
        let other = if before.starts_with('f') { 'e' } else { 'f' };
        let chain = format!("{other}{}", &before[1..]);
        db.execute("UPDATE head SET chain = ?1", [chain]).unwrap();
    }
    "head".into()
}

const TABLES: [&str; 8] = [
    "case_file",
    "claim",
    "counter",
    "due",
    "entry",
    "material_use",
    "notice",
    "party",
];

fn alter_table(db: &Connection, chance: &mut Chance, _: usize) -> String {
    let table = TABLES[chance.below(TABLES.len())];
    let count = |what: &str| -> usize {
        let count: i64 = db.query_row(what, [], |row| row.get(0)).unwrap();
        usize::try_from(count).unwrap()
    };
    let rows = count(&format!("SELECT count(*) FROM {table}"));
    let columns = count(&format!(
        "SELECT count(*) FROM pragma_table_info('{table}')"
    ));
    let (row, column) = (chance.below(rows), chance.below(columns));
    let (id, held): (i64, Value) = {
        let name: String = db
            .query_row(
                &format!("SELECT name FROM pragma_table_info('{table}') WHERE cid = {column}"),
                [],
                |row| row.get(0),
            )
            .unwrap();
        let ask = format!("SELECT rowid, {name} FROM {table} LIMIT 1 OFFSET {row}");
        db.query_row(&ask, [], |row| Ok((row.get(0)?, row.get(1)?)))
            .unwrap()
    };
    let name: String = db
        .query_row(
            &format!("SELECT name FROM pragma_table_info('{table}') WHERE cid = {column}"),
            [],
            |row| row.get(0),
        )
        .unwrap();
    if chance.below(4) == 0 {
        db.execute(&format!("DELETE FROM {table} WHERE rowid = {id}"), [])
            .unwrap();
    } else {
        let altered = match held {
            Value::Integer(number) => Value::Integer(number + 1000),
            Value::Text(text) => Value::Text(format!("{text}x")),
            Value::Null | Value::Real(_) | Value::Blob(_) => Value::Text("x".into()),
        };
        db.execute(
            &format!("UPDATE {table} SET {name} = ?1 WHERE rowid = {id}"),
            [altered],
        )
        .unwrap();
    }
    table.into()
}

type Tampering = fn(&Connection, &mut Chance, usize) -> String;

const TAMPERINGS: [(&str, Tampering); 9] = [
    ("a text of an event is altered", alter_event),
    ("a column of an event is altered", alter_columns),
    ("an event is removed", remove),
    ("the last events are cut off", cut_off),
    ("two events are swapped", swap),
    ("an event is added", add),
    ("the record is forged from one event on", forge),
    ("the head is altered", alter_head),
    ("a derived table is altered", alter_table),
];

fn tamperings() -> usize {
    std::env::var("XINBIAO_TAMPERINGS").map_or(306, |text| text.parse().unwrap())
}

#[test]
fn every_tampering_with_the_database_is_found_and_located() {
    let office = worked();
    let (setup, path) = (office.setup(), office.folder.path().join("xinbiao.db"));
    let clean = fs::read(&path).unwrap();
    let events = usize::try_from(look(&setup).events).unwrap();
    let mut chance = Chance(7);
    for turn in 0..tamperings() {
        let (name, tamper) = TAMPERINGS[turn % TAMPERINGS.len()];
        let place = tamper(&database(&setup), &mut chance, events);
        let report = look(&setup);
        let found: Vec<String> = report.findings.iter().map(ToString::to_string).collect();
        let located = report.findings.iter().any(|finding| {
            finding.place == place
                || finding.place.starts_with(&format!("{place},"))
                || finding.place.starts_with(&format!("{place} "))
        });
        assert!(located, "{turn}: {name}, {place}: {found:#?}");
        fs::write(&path, &clean).unwrap();
    }
    assert!(look(&setup).is_clean());
}

#[test]
fn every_flipped_bit_in_a_file_is_found_and_located() {
    let office = worked();
    let (setup, root) = (office.setup(), office.folder.path().to_owned());
    let kept: Vec<(PathBuf, Vec<u8>)> = ["blobs", "log"]
        .iter()
        .flat_map(|folder| files(&root.join(folder)))
        .chain([(root.join("head"), fs::read(root.join("head")).unwrap())])
        .filter(|(path, bytes)| !path.ends_with(".lock") && !bytes.is_empty())
        .collect();
    let mut chance = Chance(11);
    for turn in 0..tamperings() / 2 {
        let (path, bytes) = &kept[turn % kept.len()];
        let place = path.strip_prefix(&root).unwrap().to_str().unwrap();
        let mut damaged = bytes.clone();
        match turn % 8 {
            6 => damaged.truncate(chance.below(bytes.len())),
            7 => damaged.push(b'x'),
            _ => damaged[chance.below(bytes.len())] ^= 1 << chance.below(8),
        }
        fs::write(path, &damaged).unwrap();
        let report = look(&setup);
        let found: Vec<String> = report.findings.iter().map(ToString::to_string).collect();
        let located = report
            .findings
            .iter()
            .any(|finding| finding.place.starts_with(place));
        // What is added after the slots, or cut off behind their texts, is no
        // part of the head.
        let harmless = place == "head" && 6 <= turn % 8;
        assert!(located || harmless, "{turn}: {place}: {found:#?}");
        fs::write(path, bytes).unwrap();
    }
    assert!(look(&setup).is_clean());
}

#[test]
fn a_missing_document_or_tile_is_found_and_located() {
    let office = worked();
    let (setup, root) = (office.setup(), office.folder.path().to_owned());
    for (folder, rule) in [("blobs", Rule::Document), ("log/tile", Rule::Tile)] {
        let (path, bytes) = files(&root.join(folder)).pop_first().unwrap();
        fs::remove_file(&path).unwrap();
        let report = look(&setup);
        let place = path.strip_prefix(&root).unwrap().to_str().unwrap();
        let located =
            |finding: &office::audit::Finding| finding.rule == rule && finding.place == place;
        assert!(
            report.findings.iter().any(located),
            "{place}: {:#?}",
            report.findings
        );
        fs::write(&path, bytes).unwrap();
    }
}

#[test]
fn an_altered_end_of_the_record_is_refused_when_the_office_opens() {
    let office = worked();
    let (setup, path) = (office.setup(), office.folder.path().join("xinbiao.db"));
    let clean = fs::read(&path).unwrap();
    let events = usize::try_from(look(&setup).events).unwrap();
    let mut chance = Chance(13);
    for tamper in [cut_off as Tampering, forge] {
        tamper(&database(&setup), &mut chance, events);
        let why = Office::open(setup.clone()).unwrap_err().to_string();
        assert!(why.contains("signed") || why.contains("altered"), "{why}");
        for beside in ["xinbiao.db-wal", "xinbiao.db-shm"] {
            // There is none if the database was closed well.
            let _ = fs::remove_file(office.folder.path().join(beside));
        }
        fs::write(&path, &clean).unwrap();
    }
}
