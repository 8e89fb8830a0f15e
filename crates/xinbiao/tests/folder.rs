//! What a command finds out of its folder before it does anything: whether it is
//! a data folder, and what time it is there.

#![allow(clippy::unwrap_used, reason = "a test may fail by panicking")]

mod stage;

use stage::{REPORT, Stage, code, xinbiao};
use std::net::TcpListener;
use std::process::{Command, Stdio};

const DAY: i64 = 86_400_000;

#[test]
fn reading_makes_nothing_in_a_folder_that_is_none_of_ours() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().to_str().unwrap();
    for command in [
        &["audit"][..],
        &["case", "list"],
        &["entry", "show", "CSL-2026-000001-7"],
        &["party", "list"],
        &["replay", "--rehearse"],
        &["serve"],
    ] {
        let told = xinbiao(&[&["--data", data][..], command].concat());
        assert_eq!(told.code, 2, "{command:?}: {told:?}");
        assert!(told.err.starts_with("Not found: "), "{told:?}");
        assert!(told.err.contains("init"), "it says what to do: {told:?}");
        let made = std::fs::read_dir(folder.path()).unwrap().count();
        assert_eq!(made, 0, "{command:?} made something");
    }
}

#[test]
fn the_clock_of_a_demonstration_is_that_of_its_folder() {
    let stage = Stage::new();
    let data = stage.path("data");
    let ahead = 700 * DAY;
    stage.write("data/demo-ahead", ahead.to_string().as_bytes());
    let filer = stage.filer();
    let token = || {
        let args = ["account", "token", "--days", "1", "--as", &filer, "--json"];
        let told = xinbiao(&[&["--data", &data][..], &args].concat());
        assert_eq!(told.code, 0, "{told:?}");
        told.json()["expires"].as_i64().unwrap()
    };
    let there = token();
    std::fs::remove_file(stage.path("data/demo-ahead")).unwrap();
    let here = token();
    assert!((there - here - ahead).abs() < DAY, "{there} {here}");
}

#[test]
fn time_is_refused_where_there_is_no_rehearsal() {
    for command in [
        &["scheme", "schema"][..],
        &["import", "nowhere.csv"],
        &["demo", "--once"],
    ] {
        let args = match command {
            ["import", path] => [&["import", path][..], &REPORT].concat(),
            other => other.to_vec(),
        };
        let told = xinbiao(&[&["--now", "2026-07-06"][..], &args].concat());
        assert_eq!(told.code, 2, "{command:?}: {told:?}");
        assert!(told.err.contains("rehearsals"), "{command:?}: {told:?}");
    }
    let stage = Stage::new();
    let data = stage.path("data");
    let told = xinbiao(&["--data", &data, "--now", "2001-01-01", "case", "list"]);
    assert_eq!(told.code, 2, "{told:?}");
    assert!(told.err.contains("before the last event"), "{told:?}");
}

#[test]
fn a_file_that_cannot_be_made_says_which_folder_is_missing() {
    let stage = Stage::new();
    let nowhere = stage.path("nowhere");
    let file = format!("{nowhere}/x");
    for command in [
        &["export", "entries", "-o", &file][..],
        &["export", "history", "--format", "xes", "-o", &file],
        &["audit", "--report", &file],
    ] {
        let told = stage.run(command);
        assert_eq!(told.code, 2, "{command:?}: {told:?}");
        let says = format!("Not found: there is no folder `{nowhere}`");
        assert!(told.err.contains(&says), "{command:?}: {told:?}");
        assert!(!told.err.contains(".part"), "{told:?}");
    }
    let missing = stage.run(&["calendar", "load", &file]);
    assert!(missing.err.starts_with("Not found: "), "{missing:?}");
}

#[test]
fn names_that_nothing_has_are_refused_with_those_near_to_them() {
    let stage = Stage::new();
    for (command, says) in [
        (
            &["case", "list", "--state", "reveiw"][..],
            "no state `reveiw`; the nearest are: review",
        ),
        (
            &["case", "list", "--procedure", "filng"],
            "no procedure `filng`; the nearest are: filing",
        ),
        (
            &["entry", "list", "--status", "revokd"],
            "no status `revokd`; the nearest are: revoked",
        ),
    ] {
        stage.refused(command, 2, says);
    }
    let told = stage.run(&["entry", "show", "nope"]);
    assert!(
        told.err.contains("numbers look like: CSL-2026-000123-7"),
        "{told:?}"
    );
    let told = stage.run(&["entry", "show", "nope", "--lang", "zh"]);
    assert!(told.err.contains("不是登记项的编号"), "{told:?}");
}

#[test]
fn a_reader_who_went_away_is_no_failure() {
    let stage = Stage::new();
    let data = stage.path("data");
    for args in [
        &["--data", &data, "export", "events"][..],
        &["--data", &data, "export", "events", "--format", "csv"],
        &["--data", &data, "party", "list"],
        &["--help"],
        &["scheme", "page"],
    ] {
        let mut child = Command::new(env!("CARGO_BIN_EXE_xinbiao"))
            .args(args)
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        drop(child.stdout.take());
        let out = child.wait_with_output().unwrap();
        let said = String::from_utf8_lossy(&out.stderr);
        assert_eq!(out.status.code(), Some(0), "{args:?}: {said}");
        assert!(!said.contains("panicked"), "{args:?}: {said}");
    }
}

#[test]
fn a_demonstration_that_cannot_open_says_so_before_it_begins() {
    let taken = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = taken.local_addr().unwrap().to_string();
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("demo");
    let data = data.to_str().unwrap();
    let told = xinbiao(&["demo", "--data", data, "--listen", &address]);
    assert_eq!(told.code, 3, "{told:?}");
    assert!(told.err.contains("is taken"), "{told:?}");
    assert!(!std::path::Path::new(data).exists());
    assert_eq!(xinbiao(&["demo", "--filings", "0", "--once"]).code, 2);

    let stage = Stage::new();
    let data = stage.path("data");
    let head = std::fs::File::open(stage.path("data/head")).unwrap();
    head.lock().unwrap();
    let told = xinbiao(&["demo", "--once", "--data", &data]);
    assert_eq!(told.code, 3, "{told:?}");
    let path = stage.path("data/head");
    assert!(told.err.matches(&path).count() <= 1, "once: {told:?}");
    assert!(told.err.contains("Another xinbiao holds"), "{told:?}");
}

#[test]
fn who_reads_under_a_name_must_be_a_confirmed_member() {
    let stage = Stage::new();
    let ghost = format!("ghost@{}", stage.producer);
    let stranger = format!("filer@{}", code(9));
    for (who, code) in [("nobody", 2), (&*ghost, 1), (&*stranger, 1)] {
        for command in [&["case", "list"][..], &["entry", "list"]] {
            let told = stage.run(&[command, &["--as", who]].concat());
            assert_eq!(told.code, code, "{command:?} {who}: {told:?}");
        }
    }
    let file = stage.path("history.xes");
    let filer = stage.filer();
    for command in [
        &["export", "events"][..],
        &["export", "history", "--format", "xes", "-o", &file],
        &["party", "list"],
        &["audit"],
        &["replay", "--rehearse"],
    ] {
        let told = stage.run(&[command, &["--as", &filer]].concat());
        assert_eq!(told.code, 2, "{command:?}: {told:?}");
        assert!(told.err.contains("only the operator"), "{told:?}");
    }
}
