//! Events of confidential procedures: on record, chained, signed, audited and
//! replayed, and yet nothing public tells that they are there (T-CNF-01,
//! T-LOG-11).

#![allow(clippy::unwrap_used, reason = "a panic is how a test fails")]

use case::command::{Actor, Command, Order};
use case::event::View;
use office::audit::{Rule, audit};
use office::execute::Receipt;
use office::opening::Office;
use office::publish::{proof_bundle, publish_log};
use proof::record::RecordHead;
use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command as Program;
use std::time::SystemTime;
use store::engine::Engine;
use store::row::{Row, bind};
use store::statements as sql;
use testkit::engines::{Kind, engines};
use testkit::filing::given;
use testkit::office::{TestOffice, fresh_key, quiet_office_on};
use testkit::quiet::QUIET;

fn fill(office: &TestOffice, case: &str, text: &str) -> Receipt {
    let order = Order::Fill {
        case: case.to_owned(),
        fields: [("firmware".into(), text.into())].into(),
    };
    office.execute(&office.producer(), order)
}

fn reading(case: &str, what: View) -> Order {
    Order::Read {
        case: case.to_owned(),
        what,
    }
}

/// All published files with the moment at which each was written.
fn published(office: &TestOffice) -> BTreeMap<PathBuf, (Vec<u8>, SystemTime)> {
    office.aside(|office| publish_log(office).unwrap());
    let mut files = BTreeMap::new();
    let mut folders = vec![office.office().folder().log()];
    while let Some(folder) = folders.pop() {
        for item in fs::read_dir(&folder).unwrap() {
            let path = item.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else {
                let written = fs::metadata(&path).unwrap().modified().unwrap();
                files.insert(path.clone(), (fs::read(&path).unwrap(), written));
            }
        }
    }
    files
}

/// What the public lists and counts are made from.
fn lists(office: &TestOffice) -> Vec<Vec<Row>> {
    let newest = || [i64::MAX.into(), 1000i64.into()];
    vec![
        office.read(&bind(sql::ENTRY_PAGE, newest())),
        office.read(&bind(sql::NOTICE_PAGE, newest())),
        office.read(&bind(sql::ENTRY_COUNT, [])),
        office.read(&bind(sql::EVENT_LOGGED, [0i64.into(), 100_000i64.into()])),
    ]
}

/// A confidential filing from the first form to its end: entry and notices,
/// a draw, deadlines, readings.
fn quietly(office: &TestOffice, model: &str) -> String {
    let filed = office.file_label_in(QUIET, model);
    office.execute(&office.decider(), reading(&filed.case, View::Page));
    office.execute(&Actor::Operator, reading(&filed.case, View::Terminal));
    office.take(&office.producer(), &filed.case, "cancel", given(&[], false));
    filed.case
}

/// REV-13.3, T-CNF-01: the content of a confidential case has no effect on cases
/// of other regimes, and their refusals do not tell that there is such a case.
#[test]
fn what_was_handed_in_for_a_confidential_case_is_neither_told_nor_used_elsewhere() {
    for kind in engines() {
        let office = quiet_office_on(kind, "2026-07-01");
        let hidden = office.draft_in(QUIET, "EX-CAM-7");
        office.take(&office.producer(), &hidden, "submit", given(&[], true));
        let filed = office.file_label("EX-CAM-7");
        assert!(filed.number.starts_with("CSL-2026-"), "{filed:?}");
        office.audit();
    }
}

/// T-LOG-11.
#[test]
fn a_confidential_procedure_leaves_everything_public_as_it_was() {
    for kind in engines() {
        let mut office = quiet_office_on(kind, "2026-07-01");
        office.file_label("EX-CAM-1");
        let (files, tables) = (published(&office), lists(&office));
        let before = office.office().advanced().borrow().clone();
        let case = quietly(&office, "EX-QUIET-1");
        assert_eq!(published(&office), files, "{kind}");
        assert_eq!(lists(&office), tables, "{kind}");
        let after = office.office().advanced().borrow().clone();
        assert_eq!(after.checkpoint, before.checkpoint, "{kind}");
        assert_eq!(after.size, before.size, "{kind}");
        assert!(before.position + 8 < after.position, "{kind}");
        // Also not by starting again.
        office.close();
        office.open();
        assert_eq!(published(&office), files, "{kind}");
        assert_eq!(office.case(&case).state.as_str(), "cancelled", "{kind}");
        office.audit();
        office.replay();
    }
}

/// T-LOG-11: also what it brings about for others stays out of the log.
#[test]
fn a_party_that_a_confidential_case_bars_is_barred_and_the_log_does_not_tell() {
    for kind in engines() {
        let office = quiet_office_on(kind, "2026-07-01");
        let filed = office.file_label_in(QUIET, "EX-QUIET-1");
        let (files, tables) = (published(&office), lists(&office));
        let grounds = given(&[], false);
        let grounds = case::command::Given {
            grounds: vec!["false".into()],
            reasons: Some("报告系伪造。".into()),
            ..grounds
        };
        let reviewer = office.reviewer_of(&filed.case);
        office.take(
            &reviewer,
            &filed.case,
            "propose-revocation",
            grounds.clone(),
        );
        let decided = case::command::Given {
            checks: vec!["heard".into(), "publishable".into()],
            ..grounds
        };
        office.take(&office.decider(), &filed.case, "revoke", decided);
        assert_eq!(published(&office), files, "{kind}");
        assert_eq!(lists(&office), tables, "{kind}");
        let rows = office.read(&bind(sql::EVENT_PAGE, [0i64.into(), 1000i64.into()]));
        let last = rows.last().unwrap();
        assert_eq!(
            (last.text(3), last.maybe_int(11)),
            ("party", None),
            "{kind}"
        );
        let world = office.aside(|office| office.world().unwrap());
        let producer = world
            .party(&testkit::parties::Party::Producer.code())
            .unwrap();
        assert_eq!(producer.bars.len(), 1, "{kind}");
        office.audit();
        office.replay();
    }
}

/// What comes after confidential events bears no trace of them either.
#[test]
fn the_log_says_the_same_whether_confidential_events_lie_between_or_not() {
    let worked = |quiet: bool| {
        let office = quiet_office_on(Kind::Sqlite, "2026-07-01");
        let mut told = Vec::new();
        for turn in 0..3 {
            let filed = office.file_label(&format!("EX-CAM-{turn}"));
            if quiet {
                quietly(&office, &format!("EX-QUIET-{turn}"));
            }
            let receipt = office.take(&office.producer(), &filed.case, "cancel", given(&[], false));
            told.push(serde_json::to_value(&receipt).unwrap()["position"].clone());
            let history = office.aside(|office| office.history(&filed.case).unwrap());
            told.extend(history.iter().map(|(number, _)| (*number).into()));
        }
        // Salts and draws are chance; all else of the leaves is the same.
        let leaves = office.read(&bind(sql::EVENT_LOGGED, [0i64.into(), 10_000i64.into()]));
        let leaves: Vec<serde_json::Value> = leaves
            .iter()
            .map(|row| {
                let mut leaf: serde_json::Value = serde_json::from_str(row.text(1)).unwrap();
                leaf.as_object_mut().unwrap().remove("commitment");
                leaf
            })
            .collect();
        (told, leaves, lists(&office)[..3].to_vec())
    };
    assert_eq!(worked(false), worked(true));
}

/// T-LOG-11: every leaf is proved, by this program and by another one.
#[test]
fn the_log_between_confidential_events_verifies_for_strangers() {
    let office = quiet_office_on(Kind::Sqlite, "2026-07-01");
    let (open, quiet) = (
        office.draft("EX-CAM-1"),
        office.draft_in(QUIET, "EX-QUIET-1"),
    );
    for turn in 0..300 {
        fill(&office, &open, &turn.to_string());
        if turn % 3 == 0 {
            fill(&office, &quiet, &turn.to_string());
        }
        if turn % 70 == 0 {
            publish_log(office.office()).unwrap();
        }
    }
    let size = publish_log(office.office()).unwrap().size;
    let position = office.office().advanced().borrow().position;
    assert!(256 < size && size + 100 <= position, "{size} of {position}");
    let keys = [office.office().log_key().verifying_key().clone()];
    for number in 1..=size {
        let (leaf, bundle) = proof_bundle(office.office(), number).unwrap();
        assert_eq!(bundle.index, number - 1);
        bundle.verify(leaf.as_bytes(), &keys).unwrap();
    }
    assert!(proof_bundle(office.office(), size + 1).is_err());
    office.audit();
    let verdict = verified_by_go(&office.office().folder().log(), &keys[0].to_string());
    assert!(
        verdict.contains(&format!("{size} leaves, {size} growths")),
        "{verdict}"
    );
}

/// What Go's own transparency log package says of a published log.
fn verified_by_go(log: &Path, key: &str) -> String {
    let folder = tempfile::tempdir().unwrap();
    let source = Path::new(env!("CARGO_MANIFEST_DIR")).join("../proof/tests/go/verify.go");
    let done = Program::new("go")
        .args(["run"])
        .arg(source)
        .args([log.to_str().unwrap(), key])
        .env("GOPATH", "/usr/share/gocode")
        .env("GO111MODULE", "off")
        .env("GOFLAGS", "")
        .env("GOCACHE", folder.path().join("cache"))
        .env("HOME", folder.path())
        .output()
        .unwrap();
    assert!(done.status.success(), "{done:?}");
    String::from_utf8(done.stdout).unwrap()
}

#[test]
fn receipts_of_confidential_commands_hold_the_head_of_the_record_and_others_never() {
    let office = quiet_office_on(Kind::Sqlite, "2026-07-01");
    let (open, quiet) = (
        office.draft("EX-CAM-1"),
        office.draft_in(QUIET, "EX-QUIET-1"),
    );
    let key = office.office().log_key().verifying_key().clone();
    let hidden = fill(&office, &quiet, "2");
    assert_eq!((hidden.logged, hidden.unlogged), (None, true));
    let head = RecordHead::open(hidden.checkpoint.as_bytes(), &key).unwrap();
    assert_eq!(head.position, hidden.position);
    let shown = fill(&office, &open, "2");
    let told = serde_json::to_value(&shown).unwrap();
    assert_eq!(told["position"], office.office().advanced().borrow().size);
    assert!(shown.position > shown.logged.unwrap());
    assert!(!RecordHead::is_meant(&shown.checkpoint));
    // Where nothing is recorded the public checkpoint is told.
    let nothing = office.execute(&office.producer(), reading(&open, View::Page));
    assert_eq!((nothing.logged, nothing.unlogged), (None, false));
    assert_eq!(nothing.checkpoint, shown.checkpoint);
    // The same command again is answered alike.
    for (case, logged) in [(&open, true), (&quiet, false)] {
        let command = Command {
            key: fresh_key(),
            actor: office.producer(),
            expected: None,
            order: Order::Fill {
                case: case.clone(),
                fields: [("firmware".into(), "3".into())].into(),
            },
        };
        let first = office.office().execute_blocking(command.clone()).unwrap();
        fill(&office, &open, "4");
        let again = office.office().execute_blocking(command).unwrap();
        assert_eq!(first.logged.is_some(), logged);
        assert_eq!(
            (again.logged, again.unlogged),
            (first.logged, first.unlogged)
        );
        assert!(again.repeated);
    }
}

fn alter(office: &TestOffice, sql: &str) {
    let place = office
        .database
        .place(&office.folder.path().join("xinbiao.db"));
    let mut engine = Engine::open(&place).unwrap();
    engine.batch(sql).unwrap();
}

fn found(office: &TestOffice) -> Vec<(Rule, String)> {
    let report = office.report();
    let findings = report.findings.iter();
    findings
        .map(|finding| (finding.rule, finding.place.clone()))
        .collect()
}

/// T-INS-02: what the public log does not cover is covered all the same.
#[test]
fn altered_confidential_events_are_found_with_their_place() {
    for kind in engines() {
        let mut office = quiet_office_on(kind, "2026-07-01");
        office.file_label("EX-CAM-1");
        let case = quietly(&office, "EX-QUIET-1");
        office.file_label("EX-CAM-2");
        published(&office);
        let rows = office.read(&bind(sql::EVENT_PAGE, [0i64.into(), 1000i64.into()]));
        let of = |stream: String| {
            let row = rows
                .iter()
                .find(|row| row.text(1) == stream && row.count(2) == 2);
            row.unwrap().count(0)
        };
        let logged = |row: &&Row| row.text(3) == "case" && row.maybe_int(11).is_some();
        let open = rows.iter().find(logged);
        let (event, read) = (of(format!("case/{case}")), of(format!("read/{case}")));
        let open = open.unwrap().count(0);
        office.close();
        for (rule, at, change, back) in [
            (
                Rule::Commitment,
                event,
                "body = replace(body, '2026', '2027')",
                "body = replace(body, '2027', '2026')",
            ),
            (
                Rule::Commitment,
                read,
                "body = replace(body, 'terminal', 'page')",
                "body = replace(body, '\"page\"', '\"terminal\"')",
            ),
            (
                Rule::Chain,
                event,
                "leaf = replace(leaf, 'record', 'recorD')",
                "leaf = replace(leaf, 'recorD', 'record')",
            ),
            (Rule::Log, event, "log_index = 5000", "log_index = NULL"),
            (
                Rule::Log,
                open,
                "log_index = NULL",
                &format!("log_index = {}", at_of(&rows, open)),
            ),
        ] {
            let set = |change: &str| format!("UPDATE event SET {change} WHERE position = {at}");
            alter(&office, &set(change));
            let found = found(&office);
            assert!(
                found.contains(&(rule, format!("event {at}"))),
                "{kind}, {change}: {found:?}"
            );
            alter(&office, &set(back));
        }
        let clean = found(&office);
        assert!(clean.is_empty(), "{kind}: {clean:?}");
    }
}

fn at_of(rows: &[Row], position: u64) -> i64 {
    let row = rows.iter().find(|row| row.count(0) == position);
    row.unwrap().int(11)
}

/// T-LOG-04: the public log ends before them, the signed head does not.
#[test]
fn confidential_events_cut_off_the_end_are_missed() {
    for kind in engines() {
        let mut office = quiet_office_on(kind, "2026-07-01");
        office.file_label("EX-CAM-1");
        let row = |office: &TestOffice| office.read(&bind(sql::HEAD_READ, []))[0].clone();
        let before = row(&office);
        quietly(&office, "EX-QUIET-1");
        published(&office);
        office.close();
        // All that the database has is put back to before them, well made.
        let (position, at) = (before.count(0), before.int(1));
        alter(
            &office,
            &format!(
                "DELETE FROM event WHERE {position} < position;
                 UPDATE head SET position = {position}, at_ms = {at}, chain = '{}', peaks = '{}'",
                before.text(2),
                before.text(3)
            ),
        );
        let why = office.try_open().unwrap_err().to_string();
        assert!(why.contains("it is an older copy"), "{kind}: {why}");
        let found = found(&office);
        let missed = found
            .iter()
            .any(|(rule, place)| *rule == Rule::HeadFile && place.starts_with("head"));
        assert!(missed, "{kind}: {found:?}");
    }
}

/// Events and heads of before there were confidential ones stay what they are.
#[test]
fn a_record_of_the_first_form_is_brought_up_to_date_and_goes_on() {
    for kind in engines() {
        let mut office = quiet_office_on(kind, "2026-07-01");
        office.file_label("EX-CAM-1");
        let before = (published(&office), lists(&office));
        let advanced = office.office().advanced().borrow().clone();
        let chain = office.read(&bind(sql::HEAD_READ, []))[0].text(2).to_owned();
        office.close();
        alter(
            &office,
            "DROP INDEX event_log; ALTER TABLE event DROP COLUMN log_index;
         DROP INDEX entry_by_log; ALTER TABLE entry DROP COLUMN log_number;
         DROP INDEX notice_by_log; ALTER TABLE notice DROP COLUMN log_number;
         DROP INDEX event_world; CREATE INDEX event_world ON event (position) WHERE kind <> 'case';
         DROP TABLE content; DROP TABLE retention; DROP TABLE stale;
         DROP TABLE kept_evidence; DROP TABLE reliance;
         DELETE FROM migration WHERE 3 <= version",
        );
        let mut file = store::headfile::HeadFile::open(&office.folder.path().join("head")).unwrap();
        let head = store::headfile::Head {
            position: advanced.position,
            text: format!("{chain}\n{}", advanced.checkpoint),
        };
        file.write(&head).unwrap();
        file.write(&head).unwrap();
        drop(file);
        office.open();
        office.audit();
        assert_eq!((published(&office), lists(&office)), before);
        quietly(&office, "EX-QUIET-1");
        assert_eq!((published(&office), lists(&office)), before);
        office.file_label("EX-CAM-2");
        office.audit();
        office.replay();
    }
}

/// What was signed in the form of before is compared as strictly.
#[test]
fn an_audit_names_what_a_record_lacks_of_a_head_of_the_first_form() {
    let mut office = quiet_office_on(Kind::Sqlite, "2026-07-01");
    office.file_label("EX-CAM-1");
    let advanced = office.office().advanced().borrow().clone();
    office.close();
    let mut file = store::headfile::HeadFile::open(&office.folder.path().join("head")).unwrap();
    let head = store::headfile::Head {
        position: advanced.position,
        text: format!("{}\n{}", "0".repeat(64), advanced.checkpoint),
    };
    file.write(&head).unwrap();
    file.write(&head).unwrap();
    drop(file);
    assert!(Office::open(office.setup()).is_err());
    let report = audit(&office.setup(), &mut |_, _| ()).unwrap();
    assert!(
        report
            .findings
            .iter()
            .any(|finding| finding.rule == Rule::HeadFile)
    );
}
