//! Schemes by the command line: what it prints is what the repository holds.

#![allow(clippy::unwrap_used, reason = "a test may fail by panicking")]

mod stage;

use stage::xinbiao;
use std::fs;
use std::path::{Path, PathBuf};

fn schemes() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../schemes")
}

fn held(path: &str) -> String {
    fs::read_to_string(schemes().join(path)).unwrap()
}

#[test]
fn the_page_and_the_schema_are_those_of_the_repository() {
    let told = xinbiao(&["scheme", "page", "label/2026-07"]);
    assert_eq!(
        told.out.trim_end(),
        held("label/2026-07/page.txt").trim_end()
    );
    let told = xinbiao(&["scheme", "schema"]);
    assert_eq!(told.out, held("scheme.schema.json"));
}

#[test]
fn the_editions_are_sound_and_locked() {
    let folder = schemes();
    let folder = folder.to_str().unwrap();
    let told = xinbiao(&["scheme", "lock", "--check", "--schemes", folder]);
    assert_eq!(told.code, 0, "{told:?}");
    let told = xinbiao(&[
        "scheme",
        "check",
        "--schemes",
        folder,
        "--mutations",
        "6",
        "--json",
    ]);
    assert_eq!(told.code, 0, "{told:?}");
    let edition = &told.json()["editions"][0];
    assert!(100 <= edition["scenarios"].as_u64().unwrap(), "{edition}");
    assert_eq!(edition["mutations"]["all"], 6);
}

#[test]
fn a_procedure_is_drawn_in_both_languages() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder
        .path()
        .join("filing.svg")
        .to_str()
        .unwrap()
        .to_owned();
    for (lang, word) in [("zh", "草稿"), ("en", "Draft")] {
        let told = xinbiao(&["scheme", "draw", "filing", "-o", &file, "--lang", lang]);
        assert_eq!(told.code, 0, "{told:?}");
        assert!(fs::read_to_string(&file).unwrap().contains(word), "{lang}");
    }
    assert_eq!(xinbiao(&["scheme", "draw", "nothing", "-o", &file]).code, 2);
}

#[test]
fn an_edition_that_is_locked_cannot_be_locked_anew() {
    let folder = tempfile::tempdir().unwrap();
    let edition = folder.path().join("label/2026-07");
    fs::create_dir_all(&edition).unwrap();
    fs::write(edition.join("regime.toml"), "id = \"label\"\n").unwrap();
    fs::write(folder.path().join("LOCK"), held("LOCK")).unwrap();
    let root = folder.path().to_str().unwrap();
    let told = xinbiao(&["scheme", "lock", "--write", "--schemes", root]);
    assert_eq!(told.code, 1, "{told:?}");
    assert!(told.err.contains("make a new edition"), "{told:?}");
    fs::write(folder.path().join("LOCK"), "").unwrap();
    assert_eq!(xinbiao(&["scheme", "lock", "--schemes", root]).code, 1);
    assert_eq!(
        xinbiao(&["scheme", "lock", "--write", "--schemes", root]).code,
        0
    );
    assert_eq!(xinbiao(&["scheme", "lock", "--schemes", root]).code, 0);
}

#[test]
fn a_table_becomes_a_report() {
    let folder = tempfile::tempdir().unwrap();
    let table = folder.path().join("report.csv");
    let rows = "provision,case,kind,purpose,units,verdict,rests_on,evidence\n\
                5.1-1,5.1-1-1,conceptual,passwords,A=pass; B=pass,pass,IXIT 1-AuthMech,photo.pdf\n";
    fs::write(&table, rows).unwrap();
    let about = "--report-number R --producer P --model M --firmware 1 --laboratory C:N:own --tested-to 2026-06-15";
    let about: Vec<&str> = about.split(' ').collect();
    let told = xinbiao(&[&["import", table.to_str().unwrap(), "--json"], &about[..]].concat());
    assert_eq!(told.code, 0, "{told:?}");
    assert_eq!(told.json()["verdicts"]["pass"], 1);
}
