//! The published log: grows with the record, survives being stopped anywhere,
//! and proves each entry to strangers.

#![allow(clippy::unwrap_used, reason = "a panic is how a test fails")]

use office::failure::Failure;
use office::publish::{proof_bundle, publish_log};
use office::replay::{rehearse, replay};
use proof::tile::{Tile, tiles_to_write};
use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use store::error::StoreError;
use testkit::engines::engines;
use testkit::office::{TestOffice, office, office_on};

fn grow(office: &TestOffice, case: &str, count: usize) {
    for turn in 0..count {
        let order = case::command::Order::Fill {
            case: case.to_owned(),
            fields: [("firmware".into(), turn.to_string().as_str().into())].into(),
        };
        office.execute(&office.producer(), order);
    }
}

fn tiles(log: &Path, size: u64) -> BTreeMap<String, Vec<u8>> {
    let read = |tile: &Tile| fs::read(log.join(tile.to_string())).unwrap();
    let tiles = tiles_to_write(0, size);
    tiles
        .iter()
        .map(|tile| (tile.to_string(), read(tile)))
        .collect()
}

#[test]
fn publishing_in_steps_gives_the_files_of_publishing_at_once() {
    let mut office = office("2026-07-01");
    let case = office.draft("EX-CAM-1");
    for count in [0, 1, 200, 3, 60, 300] {
        grow(&office, &case, count);
        let published = publish_log(office.office()).unwrap();
        assert_eq!(published.size, office.office().advanced().borrow().size);
        assert_eq!(publish_log(office.office()).unwrap().files, 0);
        office.audit();
        // Closing and opening changes nothing of what is published.
        office.close();
        office.open();
        assert_eq!(publish_log(office.office()).unwrap().files, 0);
    }
    let log = office.office().folder().log();
    let size = office.office().advanced().borrow().size;
    let steps = tiles(&log, size);
    fs::remove_dir_all(&log).unwrap();
    publish_log(office.office()).unwrap();
    assert_eq!(tiles(&log, size), steps);
    assert!(
        !log.join("tile/0/000.p").exists(),
        "full tiles leave no partial ones"
    );
}

/// Every prefix of the work of publishing, as a kill would leave it.
#[test]
fn publishing_that_was_stopped_anywhere_goes_on_and_the_old_checkpoint_holds() {
    let office = office("2026-07-01");
    let case = office.draft("EX-CAM-1");
    publish_log(office.office()).unwrap();
    let log = office.office().folder().log();
    let old = publish_log(office.office()).unwrap().size;
    let before: BTreeMap<String, Vec<u8>> = tiles(&log, old);
    let checkpoint = fs::read(log.join("checkpoint")).unwrap();
    grow(&office, &case, 280);
    publish_log(office.office()).unwrap();
    let new = office.office().advanced().borrow().size;
    let after = tiles(&log, new);
    let written: Vec<Tile> = tiles_to_write(old, new);
    for stop in 0..=written.len() {
        fs::remove_dir_all(&log).unwrap();
        let some = written[..stop]
            .iter()
            .map(|tile| (tile.to_string(), &after[&tile.to_string()]));
        for (path, bytes) in before
            .iter()
            .map(|(path, bytes)| (path.clone(), bytes))
            .chain(some)
        {
            let path = log.join(path);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, bytes).unwrap();
        }
        fs::write(log.join("checkpoint"), &checkpoint).unwrap();
        if let Some(torn) = written.get(stop) {
            // The file that was being written beside has another name.
            fs::write(log.join(torn.to_string()).with_file_name(".torn"), b"half").unwrap_or(());
        }
        office.audit();
        assert_eq!(publish_log(office.office()).unwrap().size, new);
        assert_eq!(tiles(&log, new), after, "stopped after {stop}");
    }
    office.audit();
}

#[test]
fn every_event_is_proved_to_somebody_who_has_the_public_key_only() {
    for kind in engines() {
        let office = office_on(kind, "2026-07-01");
        office.file_label("EX-CAM-1");
        let late = office.office().advanced().borrow().size + 1;
        let done: Vec<(u64, String, String)> = office.aside(|office| {
            publish_log(office).unwrap();
            (1..late)
                .map(|position| {
                    let (leaf, bundle) = proof_bundle(office, position).unwrap();
                    (position, leaf, bundle.to_string())
                })
                .collect()
        });
        let keys = [office.office().log_key().verifying_key().clone()];
        for (position, leaf, text) in &done {
            let bundle: proof::bundle::Bundle = text.parse().unwrap();
            bundle.verify(leaf.as_bytes(), &keys).unwrap();
            let other = &done[usize::try_from(position % (late - 1)).unwrap()].1;
            assert!(bundle.verify(other.as_bytes(), &keys).is_err());
        }
        office.draft("EX-CAM-2");
        let not_yet = office.aside(|office| proof_bundle(office, late));
        assert!(matches!(not_yet, Err(Failure::Input(_))), "{not_yet:?}");
        assert!(office.aside(|office| proof_bundle(office, 0)).is_err());
    }
}

#[test]
fn a_published_log_of_another_record_is_not_written_over() {
    let first = office("2026-07-01");
    publish_log(first.office()).unwrap();
    let second = office("2026-07-01");
    let checkpoint = fs::read(first.office().folder().log().join("checkpoint")).unwrap();
    let path = second.office().folder().log().join("checkpoint");
    fs::write(&path, &checkpoint).unwrap();
    let refused = publish_log(second.office()).unwrap_err();
    assert!(
        matches!(refused, Failure::Store(StoreError::Unsound(_))),
        "{refused}"
    );
    assert_eq!(fs::read(&path).unwrap(), checkpoint);
}

/// G-DUR-9.
#[test]
fn replay_writes_the_same_tables_and_mends_altered_ones() {
    for kind in engines() {
        let mut office = office_on(kind, "2026-07-01");
        office.file_label("EX-CAM-1");
        office.submitted("EX-CAM-2");
        let setup = office.setup();
        let refused = std::thread::scope(|scope| {
            scope
                .spawn(|| replay(&setup, &mut |_, _| ()))
                .join()
                .unwrap()
        });
        assert!(
            matches!(refused, Err(Failure::Store(StoreError::Locked(_)))),
            "{refused:?}"
        );
        office.close();
        let same = replay(&setup, &mut |_, _| ()).unwrap();
        assert_eq!(same.hash_before, same.hash_after, "{kind}");
        let place = office
            .database
            .place(&office.folder.path().join("xinbiao.db"));
        let mut engine = store::engine::Engine::open(&place).unwrap();
        engine
            .batch("UPDATE entry SET status = 'revoked'; DELETE FROM due")
            .unwrap();
        drop(engine);
        let mut told = Vec::new();
        let mended = replay(&setup, &mut |done, of| told.push((done, of))).unwrap();
        assert_ne!(mended.hash_before, same.hash_after, "{kind}");
        assert_eq!(mended.hash_after, same.hash_after, "{kind}");
        assert_eq!(told.last(), Some(&(mended.events, mended.events)));
        let again = rehearse(&setup, &mut |_, _| ()).unwrap();
        assert_eq!(again.hash_before, again.hash_after, "{kind}");
        office.open();
        office.audit();
    }
}

#[test]
fn what_a_killed_audit_left_is_cleared_away() {
    let office = office("2026-07-01");
    let left = office.folder.path().join(".audit-1-left");
    fs::create_dir_all(&left).unwrap();
    fs::write(left.join("lock"), "").unwrap();
    office.audit();
    let hidden = |name: &std::ffi::OsString| name.to_string_lossy().starts_with('.');
    let names = fs::read_dir(office.folder.path()).unwrap();
    let names = names.map(|item| item.unwrap().file_name());
    assert_eq!(names.filter(hidden).count(), 0);
}
