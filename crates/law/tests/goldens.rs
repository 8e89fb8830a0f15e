//! Files that are made from the schemes and read in review.
//!
//! To write them anew after a change of a scheme, run this test with
//! `UPDATE_GOLDENS=1`, or `xinbiao scheme page` for the page alone; then read
//! the difference.

#![allow(clippy::unwrap_used, reason = "a test may fail by panicking")]

mod shared;

use law::lock::{LockError, Locked};
use std::path::Path;

fn golden(path: &Path, expected: &str) {
    if std::env::var_os("UPDATE_GOLDENS").is_some() {
        std::fs::write(path, expected).unwrap();
    }
    let held = std::fs::read_to_string(path).unwrap_or_default();
    let differs = held.lines().zip(expected.lines()).position(|(a, b)| a != b);
    assert!(
        held == expected,
        "{} is out of date from line {:?} on; run this test with UPDATE_GOLDENS=1 and read the difference",
        path.display(),
        differs.map(|at| at + 1)
    );
}

#[test]
fn the_page_of_the_label_regime_is_current_and_fits_its_width() {
    let loaded = law::load::load(&shared::label()).unwrap();
    let page = law::page::page(&loaded.regime);
    for line in page.lines() {
        let wide = line
            .chars()
            .filter(|sign| '\u{2e80}' <= *sign && *sign < '\u{ffe7}')
            .count();
        assert!(line.chars().count() + wide <= law::page::WIDTH, "{line}");
    }
    golden(
        &shared::root().join("schemes/label/2026-07/page.txt"),
        &page,
    );
}

fn present() -> Locked {
    let schemes = shared::root().join("schemes");
    let mut present = Locked::new();
    for regime in std::fs::read_dir(&schemes).unwrap() {
        let regime = regime.unwrap().path();
        if !regime.is_dir() {
            continue;
        }
        for edition in std::fs::read_dir(&regime).unwrap() {
            let edition = edition.unwrap().path();
            let name = edition.strip_prefix(&schemes).unwrap().to_str().unwrap();
            if edition.join("regime.toml").is_file() {
                let digest = law::lock::digest(&shared::files(&edition));
                present.insert(name.to_owned(), digest);
            }
        }
    }
    present
}

#[test]
fn every_edition_is_as_it_was_locked() {
    let path = shared::root().join("schemes/LOCK");
    if std::env::var_os("UPDATE_GOLDENS").is_some() {
        std::fs::write(&path, law::lock::write(&present())).unwrap();
    }
    let locked = law::lock::read(&std::fs::read_to_string(path).unwrap()).unwrap();
    if let Err(errors) = law::lock::compare(&locked, &present()) {
        let lines: Vec<String> = errors.iter().map(ToString::to_string).collect();
        panic!("{}", lines.join("\n"));
    }
}

#[test]
fn a_changed_file_of_a_locked_edition_is_told_to_become_a_new_edition() {
    let mut files = shared::label();
    let locked: Locked = [("label/2026-07".to_owned(), law::lock::digest(&files))].into();
    files.insert("page.txt".into(), "changed".into());
    files.insert(
        "scenarios/new.txt".into(),
        "d0 producer open -> draft".into(),
    );
    let now: Locked = [("label/2026-07".to_owned(), law::lock::digest(&files))].into();
    assert_eq!(law::lock::compare(&locked, &now), Ok(()));

    files.get_mut("filing.toml").unwrap().push(' ');
    let now: Locked = [("label/2026-07".to_owned(), law::lock::digest(&files))].into();
    let errors = law::lock::compare(&locked, &now).unwrap_err();
    assert!(
        errors[0].to_string().contains("make a new edition"),
        "{errors:?}"
    );
    let missing = law::lock::compare(&locked, &Locked::new()).unwrap_err();
    assert!(matches!(missing[0], LockError::Gone { .. }));
}

#[test]
fn a_lock_reads_back_and_a_broken_line_is_named() {
    let text = law::lock::write(&present());
    assert_eq!(law::lock::read(&text), Ok(present()));
    let error = law::lock::read("abc  label/2026-07\n").unwrap_err();
    assert!(error.to_string().starts_with("LOCK line 1"), "{error}");
}
