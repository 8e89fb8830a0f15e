//! The demonstration: all regimes, by real commands, with a clean record at
//! the end.

#![allow(clippy::unwrap_used, reason = "a test may fail by panicking")]

mod stage;

use office::editions::{embedded, library};
use stage::xinbiao;
use std::collections::BTreeSet;

/// Every procedure of every edition has cases; the audit agrees, and a second
/// run goes on from there.
#[test]
fn all_regimes_are_lived_through_and_the_audit_is_clean() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("demo");
    let data = data.to_str().unwrap();
    let run = || xinbiao(&["demo", "--once", "--filings", "30", "--data", data]);
    let told = run();
    assert_eq!(told.code, 0, "{told:?}");
    assert!(told.out.contains("everything agrees"), "{told:?}");

    let mut told: BTreeSet<(String, String)> = BTreeSet::new();
    let (mut due, mut last) = (Vec::new(), 0);
    let mut before = i64::MAX;
    loop {
        let (limit, from) = ("500", before.to_string());
        let args = ["--limit", limit, "--before", &from, "--json"];
        let cases = xinbiao(&[&["--data", data, "case", "list"][..], &args].concat());
        assert_eq!(cases.code, 0, "{cases:?}");
        let page = cases.json();
        for case in page["cases"].as_array().unwrap() {
            let text = |name: &str| case[name].as_str().unwrap().to_owned();
            told.insert((text("edition"), text("procedure")));
            due.extend(case["due"].as_i64());
            last = last.max(case["since"].as_i64().unwrap());
        }
        match page["before"].as_i64() {
            Some(next) => before = next,
            None => break,
        }
    }
    let library = library(&embedded()).unwrap();
    for (id, edition) in library.all() {
        for procedure in edition.regime.procedures.keys() {
            let key = (id.to_string(), procedure.to_string());
            assert!(told.contains(&key), "nothing was told of {key:?}");
        }
    }

    // Few of the things that somebody has to do are overdue at the end.
    let overdue = due.iter().filter(|due| **due < last).count();
    assert!(100 < due.len() && overdue * 10 < due.len(), "{overdue}");

    // What a visitor is told to look at was found, also how one asks after a
    // report; who can sign in is told for each regime.
    let kept = |name: &str| std::fs::read_to_string(folder.path().join("demo").join(name)).unwrap();
    let (finds, guests) = (kept("demo-finds"), kept("demo-guests"));
    let wanted = include_str!("../src/demo/programme/finds.txt");
    for line in wanted.lines().filter(|line| line.contains('|')) {
        let title = line.rsplit('|').next().unwrap().trim();
        assert!(finds.contains(title), "{title}:\n{finds}");
    }
    assert!(finds.contains("/report/status"), "{finds}");
    for (id, edition) in library.all() {
        let title = &edition.regime.head.title.zh;
        assert!(guests.contains(title), "{id}:\n{guests}");
    }

    let again = run();
    assert_eq!(again.code, 0, "{again:?}");
    assert!(again.out.contains("lived through already"), "{again:?}");
    read_in_part(data);
    let past = due.iter().filter(|due| **due < last).count();
    late(data, past);
}

/// Somebody who goes away before the first line is no failure.
fn read_in_part(data: &str) {
    let mut child = std::process::Command::new(env!("CARGO_BIN_EXE_xinbiao"))
        .args(["demo", "--once", "--data", data])
        .stdout(std::process::Stdio::piped())
        .stderr(std::process::Stdio::piped())
        .spawn()
        .unwrap();
    drop(child.stdout.take());
    let out = child.wait_with_output().unwrap();
    let said = String::from_utf8_lossy(&out.stderr);
    assert!(out.status.success() && said.is_empty(), "{said}");
}

/// The command line reads time as the demonstration does, beyond its last day:
/// at least the `past` deadlines that were over then are overdue.
fn late(data: &str, past: usize) {
    let told = xinbiao(&[
        "--data",
        data,
        "case",
        "list",
        "--overdue",
        "--limit",
        "500",
        "--json",
    ]);
    let late = told.json()["cases"].as_array().unwrap().len();
    assert!(past <= late, "{late} of {past}");
}
