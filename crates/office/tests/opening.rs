//! When an office refuses to open, what it says, and what it survives.

#![allow(clippy::unwrap_used, reason = "a panic is how a test fails")]

use case::command::{Actor, Order};
use office::execute::Receipt;
use office::failure::Failure;
use office::opening::Office;
use std::fs;
use std::io::Write;
use std::path::Path;
use std::process::Command;
use store::error::StoreError;
use store::headfile::{Slot, slots};
use testkit::engines::{Kind, engines};
use testkit::office::{TestOffice, office, office_on};
use testkit::parties::orders;

fn copy(from: &Path, to: &Path) {
    for name in ["xinbiao.db", "xinbiao.db-wal", "xinbiao.db-shm"] {
        let (from, to) = (from.join(name), to.join(name));
        if from.exists() {
            fs::copy(from, to).unwrap();
        } else if to.exists() {
            fs::remove_file(to).unwrap();
        }
    }
}

fn refusal(office: &mut TestOffice) -> String {
    office.try_open().unwrap_err().to_string()
}

/// T-LOG-04.
#[test]
fn an_older_copy_of_the_database_is_refused_each_time() {
    let mut office = office("2026-07-01");
    office.close();
    let older = tempfile::tempdir().unwrap();
    for turn in 0..20 {
        copy(office.folder.path(), older.path());
        office.open();
        office.draft(&format!("EX-CAM-{turn}"));
        office.close();
        let newest = tempfile::tempdir().unwrap();
        copy(office.folder.path(), newest.path());
        copy(older.path(), office.folder.path());
        let why = refusal(&mut office);
        assert!(why.contains("it is an older copy"), "{turn}: {why}");
        copy(newest.path(), office.folder.path());
    }
    office.open();
    office.audit();
}

#[test]
fn a_missing_head_file_is_refused_once_there_is_a_record() {
    let mut office = office("2026-07-01");
    office.close();
    fs::remove_file(office.folder.path().join("head")).unwrap();
    let why = refusal(&mut office);
    assert!(why.contains("missing or torn"), "{why}");
}

#[test]
fn a_head_that_another_key_signed_is_refused() {
    let mut office = office("2026-07-01");
    office.close();
    fs::remove_file(office.folder.path().join("keys/log.key")).unwrap();
    let why = refusal(&mut office);
    assert!(why.contains("restore both from one backup"), "{why}");
}

#[test]
fn one_torn_slot_of_the_head_is_survived() {
    let mut office = office("2026-07-01");
    office.draft("EX-CAM-1");
    office.close();
    let path = office.folder.path().join("head");
    let whole = fs::read(&path).unwrap();
    for slot in 0..2 {
        let mut torn = whole.clone();
        torn[slot * 4096 + 10..slot * 4096 + 200].fill(0);
        fs::write(&path, torn).unwrap();
        office.open();
        office.audit_but_for_the_head();
        office.draft(&format!("EX-CAM-{}", slot + 2));
        office.close();
        let left = slots(&path).unwrap();
        assert!(left.iter().all(|slot| *slot != Slot::Torn), "{left:?}");
    }
    office.open();
    office.audit();
}

trait ButForTheHead {
    fn audit_but_for_the_head(&self);
}

impl ButForTheHead for TestOffice {
    fn audit_but_for_the_head(&self) {
        let report = self.report();
        let other = |finding: &&office::audit::Finding| !finding.place.starts_with("head, slot");
        let others: Vec<_> = report.findings.iter().filter(other).collect();
        assert!(others.is_empty(), "{others:#?}");
    }
}

#[test]
fn a_second_office_on_the_same_folder_is_refused() {
    for kind in engines() {
        let first = office_on(kind, "2026-07-01");
        let setup = first.setup();
        let second = std::thread::spawn(move || Office::open(setup))
            .join()
            .unwrap();
        let failure = second.unwrap_err();
        assert!(
            matches!(failure, Failure::Store(StoreError::Locked(_))),
            "{failure}"
        );
        first.draft("EX-CAM-1");
    }
}

#[test]
fn a_newer_database_is_refused() {
    for kind in engines() {
        let mut office = office_on(kind, "2026-07-01");
        office.close();
        let place = office
            .database
            .place(&office.folder.path().join("xinbiao.db"));
        let mut engine = store::engine::Engine::open(&place).unwrap();
        engine
            .batch("INSERT INTO migration (version) VALUES (1000)")
            .unwrap();
        drop(engine);
        let why = refusal(&mut office);
        assert!(why.contains("version 1000"), "{why}");
    }
}

#[test]
fn a_database_that_another_program_holds_refuses_the_command_and_nothing_is_recorded() {
    let office = office("2026-07-01");
    let case = office.draft("EX-CAM-1");
    let other = rusqlite::Connection::open(office.folder.path().join("xinbiao.db")).unwrap();
    other.execute_batch("BEGIN IMMEDIATE").unwrap();
    let version = office.case(&case).version;
    let withdraw = || office.step(&case, "withdraw", case::command::Given::default());
    let failure = office
        .try_execute(&office.producer(), withdraw())
        .unwrap_err();
    assert!(
        matches!(failure, Failure::Store(StoreError::Locked(_))),
        "{failure}"
    );
    assert_eq!(office.case(&case).version, version);
    other.execute_batch("ROLLBACK").unwrap();
    office.execute(&office.producer(), withdraw());
    office.audit();
    office.replay();
}

/// A file system of a few mebibytes, gone with this value.
struct SmallDisk(tempfile::TempDir);

impl SmallDisk {
    /// None where no file system can be mounted.
    fn mounted() -> Option<Self> {
        let disk = SmallDisk(tempfile::tempdir().unwrap());
        let options = ["-t", "tmpfs", "-o", "size=6m", "tmpfs"];
        let mut mount = Command::new("mount");
        let done = mount.args(options).arg(disk.0.path()).status();
        done.is_ok_and(|status| status.success()).then_some(disk)
    }

    /// Writes until nothing more goes onto it.
    fn fill(&self) {
        let mut filler = fs::File::create(self.0.path().join("filler")).unwrap();
        let mut piece = vec![1; 1 << 20];
        while !piece.is_empty() {
            match filler.write(&piece) {
                Ok(written) if 0 < written => (),
                _ => piece.truncate(piece.len() / 2),
            }
        }
    }

    fn make_room(&self) {
        fs::remove_file(self.0.path().join("filler")).unwrap();
    }
}

impl Drop for SmallDisk {
    fn drop(&mut self) {
        // If it is in use still, it goes with the machine.
        let _ = Command::new("umount").arg(self.0.path()).status();
    }
}

fn fill_in(office: &TestOffice, case: &str, text: &str) -> Result<Receipt, Failure> {
    let order = Order::Fill {
        case: case.to_owned(),
        fields: [("firmware".into(), text.into())].into(),
    };
    office.try_execute(&office.producer(), order)
}

/// T-STO-02, where a small file system may be mounted.
#[test]
fn a_full_disk_refuses_the_command_records_nothing_and_is_survived() {
    let Some(disk) = SmallDisk::mounted() else {
        eprintln!("no file system can be mounted here; the full disk was not tried");
        return;
    };
    let mut office = TestOffice::empty(Kind::Sqlite, "2026-07-01");
    office.close();
    office.folder = tempfile::tempdir_in(disk.0.path()).unwrap();
    office.open();
    for order in orders(&["label"], &[]) {
        office.execute(&Actor::Operator, order);
    }
    let case = office.draft("EX-CAM-1");
    for round in 0..10 {
        disk.fill();
        let mut held = office.case(&case).version;
        // What fits into pages that the file has already is still recorded.
        let failure = loop {
            match fill_in(&office, &case, &format!("{round}-{held}")) {
                Ok(receipt) => held = receipt.version,
                Err(failure) => break failure,
            }
        };
        assert!(
            matches!(failure, Failure::Store(StoreError::Full)),
            "{failure}"
        );
        assert_eq!(office.case(&case).version, held);
        disk.make_room();
        assert_eq!(fill_in(&office, &case, "later").unwrap().version, held + 1);
    }
    office.audit();
    office.replay();
    office.close();
}
