//! Two editions compared: every change of an amendment is told with its
//! article, in both languages, and nothing else is.

#![allow(clippy::unwrap_used, reason = "a test may fail by panicking")]

mod amended;
mod stage;

use serde_json::Value;
use stage::xinbiao;
use std::collections::BTreeSet;
use std::fs;

fn diff(old: &str, new: &str, more: &[&str]) -> stage::Told {
    let told = xinbiao(&[&["scheme", "diff", old, new], more].concat());
    assert_eq!(told.code, 0, "{told:?}");
    told
}

fn names(json: &Value, change: &str) -> BTreeSet<String> {
    let all = json["differences"].as_array().unwrap();
    let fitting = all.iter().filter(|one| one["change"] == change);
    fitting
        .map(|one| {
            let (table, name) = (
                one["table"].as_str().unwrap(),
                one["name"].as_str().unwrap(),
            );
            format!("{table} {name}")
        })
        .collect()
}

#[test]
fn an_edition_does_not_differ_from_its_copy_with_other_comments() {
    let folder = tempfile::tempdir().unwrap();
    let copy = folder.path().join("label/2026-07");
    amended::copy(&amended::shipped(), &copy);
    let file = copy.join("filing.toml");
    let text = fs::read_to_string(&file).unwrap();
    fs::write(
        &file,
        format!(
            "# A comment more.\n{}",
            text.replace(" = { zh", "   = { zh")
        ),
    )
    .unwrap();
    let told = diff("label/2026-07", copy.to_str().unwrap(), &[]);
    assert!(told.out.contains("say the same"), "{told:?}");
}

#[test]
fn every_change_of_an_amendment_is_told_and_nothing_else() {
    let folder = tempfile::tempdir().unwrap();
    let new = amended::write(folder.path());
    let json = diff("label/2026-07", new.to_str().unwrap(), &["--json"]).json();
    let set = |names: &[&str]| {
        names
            .iter()
            .map(|name| (*name).to_owned())
            .collect::<BTreeSet<_>>()
    };
    assert_eq!(
        names(&json, "added"),
        set(&["status renewal", "field reporting", "material components"])
    );
    assert_eq!(
        names(&json, "removed"),
        set(&["status refiling", "state refusing"])
    );
    assert_eq!(
        names(&json, "changed"),
        set(&[
            "regime label",
            "article practice/3",
            "state refiling",
            "deadline correction",
            "deadline completeness",
            "guard tested-recent",
            "step open",
            "step submit",
            "step resubmit",
            "step file",
            "step propose-revocation",
            "step revoke",
        ])
    );
    assert_eq!(json["added"], 3);
    for one in json["differences"].as_array().unwrap() {
        if one["table"] == "regime" {
            continue;
        }
        let basis = &one["basis"];
        assert!(basis["zh"].as_str().unwrap().starts_with('《'), "{one}");
        assert!(basis["en"].as_str().unwrap().contains("Article"), "{one}");
    }
}

#[test]
fn a_change_is_told_as_a_lawyer_reads_it() {
    let folder = tempfile::tempdir().unwrap();
    let new = amended::write(folder.path());
    let new = new.to_str().unwrap();
    let en = diff("label/2026-07", new, &["--lang", "en"]).out;
    for words in [
        "17 differences: 3 added, 2 removed, 12 changed.",
        "  [changed] Correction (correction)",
        "      basis: Working rules of this software where the measures are silent, Article 3",
        "      term: 20 working days → 15 working days",
        "      needs: added: `Software bill of materials`",
        "      asks for: added: `Channel for reporting vulnerabilities`",
        "      grounds: left out: `Another violation that calls for revocation`",
        "      entry: \"refiling\" → \"renewal\"",
        "  [removed] Closing without filing proposed (refusing)",
        "      in force from: 2026-07-01 → 2027-01-01",
    ] {
        assert!(en.contains(words), "`{words}` is not in\n{en}");
    }
    let zh = diff("label/2026-07", new, &["--lang", "zh"]).out;
    for words in [
        "共17处不同：新增3，删去2，变更12。",
        "  [变更] 补正 (correction)",
        "      依据：《本软件的工作规则（办法未作规定之处）》第3条",
        "      期限：20个工作日 → 15个工作日",
        "      须交：增加“软件物料清单”",
        "      事由：删去“其他应当撤销备案的违规行为”",
        "  [删去] 拟不予备案，待决定 (refusing)",
    ] {
        assert!(zh.contains(words), "`{words}` is not in\n{zh}");
    }
    // Nothing of the other language but names.
    for word in ["added", "removed", "working days", "basis"] {
        assert!(!zh.contains(word), "{zh}");
    }
}

#[test]
fn the_other_way_round_what_was_added_is_removed() {
    let folder = tempfile::tempdir().unwrap();
    let new = amended::write(folder.path());
    let new = new.to_str().unwrap();
    let there = diff("label/2026-07", new, &["--json"]).json();
    let back = diff(new, "label/2026-07", &["--json"]).json();
    assert_eq!(names(&there, "added"), names(&back, "removed"));
    assert_eq!(names(&there, "removed"), names(&back, "added"));
    assert_eq!(names(&there, "changed"), names(&back, "changed"));
}

#[test]
fn an_edition_that_is_not_there_is_named() {
    let told = xinbiao(&["scheme", "diff", "label/2026-07", "label/1999-01"]);
    assert_eq!(told.code, 2, "{told:?}");
    assert!(told.err.contains("label/1999-01"), "{told:?}");
    let folder = tempfile::tempdir().unwrap();
    amended::write(folder.path());
    let root = folder.path().to_str().unwrap();
    let told = xinbiao(&["scheme", "diff", "label/2026-07", root]);
    assert_eq!(told.code, 2, "{told:?}");
    assert!(told.err.contains("several editions"), "{told:?}");
}
