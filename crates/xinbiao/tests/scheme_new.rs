//! A new regime works as it is made, and nothing that is there is touched.

#![allow(clippy::unwrap_used, reason = "a test may fail by panicking")]

mod stage;

use stage::xinbiao;
use std::fs;

fn new(root: &str, more: &[&str]) -> stage::Told {
    xinbiao(&[&["scheme", "new"], more, &["--into", root]].concat())
}

#[test]
fn a_new_regime_has_no_fault_and_its_scenarios_pass_in_every_month() {
    let folder = tempfile::tempdir().unwrap();
    let root = folder.path().to_str().unwrap();
    // A month before a leap day, one before a year that no calendar knows, and this month.
    for edition in [
        &["--edition", "2024-01"][..],
        &["--edition", "2031-12"],
        &[],
    ] {
        let name = format!(
            "permit-{}",
            edition.len() + usize::from(edition.contains(&"2031-12"))
        );
        let told = new(root, &[&[name.as_str(), "--json"], edition].concat());
        assert_eq!(told.code, 0, "{told:?}");
        let json = told.json();
        let made = json["folder"].as_str().unwrap();
        let told = xinbiao(&["scheme", "check", made, "--json"]);
        assert_eq!(told.code, 0, "{told:?}");
        let checked = &told.json()["editions"][0];
        assert_eq!(checked["faults"].as_array().unwrap().len(), 0);
        assert!(10 <= checked["scenarios"].as_u64().unwrap(), "{checked}");
        let page = fs::read_to_string(format!("{made}/page.txt")).unwrap();
        let told = xinbiao(&["scheme", "page", made]);
        assert_eq!(told.out.trim_end(), page.trim_end());
    }
    // All of them together are a folder of schemes that an office can run.
    let told = xinbiao(&["scheme", "check", "--schemes", root]);
    assert_eq!(told.code, 0, "{told:?}");
}

#[test]
fn the_titles_are_those_that_were_given() {
    let folder = tempfile::tempdir().unwrap();
    let root = folder.path().to_str().unwrap();
    let told = new(
        root,
        &[
            "permit",
            "--edition",
            "2026-01",
            "--title-zh",
            "“示例”许可",
            "--title-en",
            "The \"example\" permit",
        ],
    );
    assert_eq!(told.code, 0, "{told:?}");
    assert!(told.out.contains("xinbiao scheme check"), "{told:?}");
    let page = fs::read_to_string(folder.path().join("permit/2026-01/page.txt")).unwrap();
    assert!(page.contains("“示例”许可") && page.contains("The \"example\" permit"));
    let told = xinbiao(&["scheme", "check", &format!("{root}/permit/2026-01")]);
    assert_eq!(told.code, 0, "{told:?}");
}

#[test]
fn nothing_is_overwritten_and_what_is_wrong_leaves_nothing_behind() {
    let folder = tempfile::tempdir().unwrap();
    let root = folder.path().to_str().unwrap();
    assert_eq!(new(root, &["permit", "--edition", "2026-01"]).code, 0);
    let mine = folder.path().join("permit/2026-01/regime.toml");
    fs::write(&mine, "mine").unwrap();
    let told = new(root, &["permit", "--edition", "2026-01"]);
    assert_eq!(told.code, 1, "{told:?}");
    assert!(told.err.contains("is not overwritten"), "{told:?}");
    assert_eq!(fs::read_to_string(&mine).unwrap(), "mine");
    for (words, code, says) in [
        (&["Permit"][..], 2, "no name for a regime"),
        (&["p", "--edition", "2026-13"], 2, "no edition"),
        (&["p", "--edition", "26-1"], 2, "no edition"),
        (&["p", "--title-zh", "English only"], 1, "[wording"),
        (&["p", "--title-en", "中文"], 1, "[wording"),
    ] {
        let told = new(root, words);
        assert_eq!(told.code, code, "{told:?}");
        assert!(told.err.contains(says), "{told:?}");
    }
    let names: Vec<_> = fs::read_dir(folder.path())
        .unwrap()
        .map(|item| item.unwrap().file_name())
        .collect();
    assert_eq!(names, ["permit"]);
}
