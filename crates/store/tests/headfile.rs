//! The head outside the database: torn writes, locks, full disks.

#![allow(clippy::unwrap_used, reason = "a panic is how a test fails")]

use std::fs;
use store::headfile::{Head, HeadFile, Slot, slots};

fn head(position: u64) -> Head {
    Head {
        position,
        text: format!("chain of {position}\ncheckpoint\n"),
    }
}

#[test]
fn a_torn_slot_leaves_the_other_head_whole() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("head");
    let mut file = HeadFile::open(&path).unwrap();
    assert_eq!(file.read().unwrap(), None);
    file.write(&head(1)).unwrap();
    file.write(&head(2)).unwrap();
    drop(file);
    let whole = fs::read(&path).unwrap();
    for at in 0..whole.len() {
        if whole[at] == 0 {
            continue;
        }
        let mut torn = whole.clone();
        torn[at..(at / 4096 + 1) * 4096].fill(0);
        fs::write(&path, &torn).unwrap();
        let survivor = if at < 4096 { 2 } else { 1 };
        let mut file = HeadFile::open(&path).unwrap();
        assert_eq!(file.read().unwrap(), Some(head(survivor)), "torn at {at}");
        // The next head goes over the torn one, not over the one that is left.
        file.write(&head(3)).unwrap();
        drop(file);
        assert!(slots(&path).unwrap().contains(&Slot::Whole(head(survivor))));
        assert!(slots(&path).unwrap().contains(&Slot::Whole(head(3))));
    }
}

#[test]
fn a_second_program_is_kept_out() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("head");
    let first = HeadFile::open(&path).unwrap();
    let why = HeadFile::open(&path).unwrap_err().to_string();
    assert!(why.contains("held by another running program"), "{why}");
    drop(first);
    HeadFile::open(&path).unwrap();
}

#[test]
fn the_file_has_all_its_blocks_before_the_first_head_is_written() {
    use std::os::unix::fs::MetadataExt;
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("head");
    drop(HeadFile::open(&path).unwrap());
    let about = fs::metadata(&path).unwrap();
    assert_eq!(about.len(), 8192);
    assert!(8192 <= about.blocks() * 512, "{} blocks", about.blocks());
}
