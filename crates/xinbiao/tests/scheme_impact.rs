//! What an amendment would do to the cases of an office, seen on its record.

#![allow(clippy::unwrap_used, reason = "a test may fail by panicking")]

mod amended;
mod stage;

use case::command::Given;
use serde_json::Value;
use stage::xinbiao;
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use testkit::filing::given;
use testkit::office::{BASE, ORIGIN, TestOffice, office};

/// An office with a case at every place that the amendment touches, on the last
/// day of August 2026: model → case.
fn amended_office() -> (TestOffice, BTreeMap<&'static str, String>) {
    let office = office("2026-07-01");
    let mut cases = BTreeMap::new();
    cases.insert("filed", office.file_label("EX-CAM-1").case);
    let refiling = office.file_label("EX-CAM-2").case;
    let mut change = given(&[], false);
    change.fields = [
        ("parameter", "chipset"),
        ("change", "x"),
        ("change-kind", "hardware"),
    ]
    .into_iter()
    .map(|(name, text)| (name.into(), text.into()))
    .collect();
    office.take(&office.producer(), &refiling, "declare-change", change);
    cases.insert("refiling", refiling);
    let cancelled = office.file_label("EX-CAM-3").case;
    office.take(&office.producer(), &cancelled, "cancel", given(&[], false));
    cases.insert("cancelled", cancelled);

    office.on("2026-08-28");
    cases.insert("draft", office.draft("EX-CAM-4"));
    cases.insert("submitted", office.submitted("EX-CAM-5"));
    cases.insert("proposed", office.proposed("EX-CAM-6"));
    let correction = office.submitted("EX-CAM-7");
    let request = Given {
        grounds: vec!["unclear".into()],
        reasons: Some("Page 3.".into()),
        list: vec!["report".into()],
        ..Given::default()
    };
    office.take(
        &office.reviewer_of(&correction),
        &correction,
        "request-correction",
        request,
    );
    cases.insert("correction", correction);
    let refusing = office.submitted("EX-CAM-8");
    let reviewer = office.reviewer_of(&refusing);
    office.take(
        &reviewer,
        &refusing,
        "accept",
        given(&["all-present", "no-conflict"], false),
    );
    let against = Given {
        grounds: vec!["untrue".into()],
        reasons: Some("The licence is another's.".into()),
        ..Given::default()
    };
    office.take(&reviewer, &refusing, "propose-closing", against);
    cases.insert("refusing", refusing);
    office.on("2026-08-31");
    (office, cases)
}

/// What the amendment does to the cases of the office, on the last day of August.
fn impact(office: &TestOffice, new: &str, more: &[&str]) -> stage::Told {
    impact_on(office, "2026-08-31T10:00", new, more)
}

fn impact_on(office: &TestOffice, now: &str, new: &str, more: &[&str]) -> stage::Told {
    // The day can be named only in a folder for rehearsals.
    let settled = format!("origin = \"{ORIGIN}\"\nbase = \"{BASE}\"\nrehearsal = true\n");
    fs::write(office.folder.path().join("xinbiao.toml"), settled).unwrap();
    let data = office.folder.path().to_str().unwrap();
    let args = [
        "scheme",
        "impact",
        "label/2026-07",
        new,
        "--data",
        data,
        "--now",
        now,
    ];
    let told = xinbiao(&[&args[..], more].concat());
    assert_eq!(told.code, 0, "{told:?}");
    told
}

/// Kind and name of each effect on a case.
fn effects(json: &Value, case: &str) -> BTreeSet<String> {
    let list = json["list"].as_array().unwrap();
    let found = list.iter().find(|one| one["case"] == case);
    let effects = found.map(|one| one["effects"].as_array().unwrap().clone());
    effects
        .unwrap_or_default()
        .iter()
        .map(|effect| {
            format!(
                "{} {}",
                effect["kind"].as_str().unwrap(),
                effect["name"].as_str().unwrap()
            )
        })
        .collect()
}

fn set(names: &[&str]) -> BTreeSet<String> {
    names.iter().map(|name| (*name).to_owned()).collect()
}

#[test]
fn every_case_that_the_amendment_touches_is_told_with_what_changes() {
    let (office, cases) = amended_office();
    let folder = tempfile::tempdir().unwrap();
    let new = amended::write(folder.path());
    let json = impact(&office, new.to_str().unwrap(), &["--json"]).json();
    let of = |name: &str| effects(&json, &cases[name]);
    let lacks = ["field-missing reporting", "material-missing components"];
    assert_eq!(
        of("filed"),
        set(&[]),
        "a label that is filed has handed in what was asked"
    );
    assert_eq!(of("cancelled"), set(&[]));
    assert_eq!(of("refiling"), set(&["status-renamed refiling"]));
    // Tested on 15 June, and the amendment admits thirty days.
    assert_eq!(
        of("draft"),
        set(&[&lacks[..], &["guard-refuses tested-recent"]].concat())
    );
    assert_eq!(
        of("submitted"),
        set(&[&lacks[..], &["deadline-longer completeness"]].concat())
    );
    assert_eq!(
        of("proposed"),
        set(&[&lacks[..], &["guard-refuses tested-recent"]].concat())
    );
    assert_eq!(
        of("correction"),
        set(&[
            &lacks[..],
            &["deadline-shorter correction", "guard-refuses tested-recent"]
        ]
        .concat())
    );
    assert_eq!(of("refusing"), set(&["state-gone refusing"]));
    assert_eq!(json["open_cases"], 5);
    assert_eq!(json["valid_entries"], 2);
    assert_eq!(json["affected"], 6);
    assert_eq!(json["counts"]["material-missing"], 4);
    assert_eq!(json["counts"]["guard-refuses"], 3);
}

#[test]
fn a_deadline_is_told_with_both_days_and_its_article() {
    let (office, cases) = amended_office();
    let folder = tempfile::tempdir().unwrap();
    let new = amended::write(folder.path());
    let new = new.to_str().unwrap();
    let json = impact(&office, new, &["--json"]).json();
    let list = json["list"].as_array().unwrap();
    for one in list {
        for effect in one["effects"].as_array().unwrap() {
            assert!(
                effect["basis"]["zh"].as_str().unwrap().starts_with('《'),
                "{effect}"
            );
            assert!(
                effect["basis"]["en"].as_str().unwrap().contains("Article"),
                "{effect}"
            );
        }
    }
    let correction = list
        .iter()
        .find(|one| one["case"] == cases["correction"].as_str())
        .unwrap();
    let deadline = correction["effects"]
        .as_array()
        .unwrap()
        .iter()
        .find(|one| one["kind"] == "deadline-shorter");
    let deadline = deadline.unwrap();
    // Twenty and fifteen working days from Friday, 28 August; Sunday, 20 September, is
    // worked, and 25 September is closed.
    assert_eq!(deadline["old"], "2026-09-24");
    assert_eq!(deadline["new"], "2026-09-18");
    assert_eq!(deadline["basis"]["article"], "practice/3");
    assert_eq!(deadline["basis"]["of"], "new");

    let zh = impact(&office, new, &["--lang", "zh"]).out;
    for words in [
        "在办的5件、登记有效的2件中，受影响的有6件。",
        "时限缩短：补正  2026-09-24 → 2026-09-18",
        "缺少新要求的材料：软件物料清单（办理“",
        "状态已取消：拟不予备案，待决定",
        "登记状态改称：有效，须重新备案  refiling → renewal",
        "不再符合条件：检测应当在提交前一年内完成",
    ] {
        assert!(zh.contains(words), "`{words}` is not in\n{zh}");
    }
    let en = impact(&office, new, &["--lang", "en"]).out;
    assert!(
        en.contains("deadline is shorter: Correction  2026-09-24 → 2026-09-18"),
        "{en}"
    );
    assert!(
        en.contains("Of 5 open cases and 2 whose entry stands, 6 would be affected."),
        "{en}"
    );
}

#[test]
fn a_shorter_deadline_that_would_be_over_already_says_so() {
    let (office, cases) = amended_office();
    let folder = tempfile::tempdir().unwrap();
    let new = amended::write(folder.path());
    for (now, over) in [
        ("2026-09-18T10:00", false),
        ("2026-09-19T10:00", true),
        ("2026-09-25T10:00", false),
    ] {
        let json = impact_on(&office, now, new.to_str().unwrap(), &["--json"]).json();
        let list = json["list"].as_array().unwrap();
        let case = list
            .iter()
            .find(|one| one["case"] == cases["correction"].as_str())
            .unwrap();
        assert_eq!(
            case.to_string().contains("overdue at once"),
            over,
            "{now}: {case}"
        );
    }
}

#[test]
fn deadlines_that_come_and_go_steps_and_standings_are_told() {
    let (office, cases) = amended_office();
    let folder = tempfile::tempdir().unwrap();
    let new = amended::write(folder.path());
    for (file, old, with) in [
        ("filing.toml", "in = [\"refiling\"]", "in = [\"proposed\"]"),
        (
            "filing.toml",
            "\"review\", \"proposed\", \"refusing\"]\nto = \"withdrawn\"",
            "\"review\"]\nto = \"withdrawn\"",
        ),
        (
            "filing.toml",
            "within = \"8 working days\"",
            "within = \"900 working days\"",
        ),
        (
            "regime.toml",
            "en = \"Valid; a new filing is due\"\nstanding = \"valid\"",
            "en = \"Valid; a new filing is due\"\nstanding = \"suspended\"",
        ),
    ] {
        let path = new.join(file);
        let text = fs::read_to_string(&path).unwrap();
        assert!(text.contains(old), "{old}");
        fs::write(&path, text.replace(old, with)).unwrap();
    }
    let json = impact(&office, new.to_str().unwrap(), &["--json"]).json();
    let of = |name: &str| effects(&json, &cases[name]);
    assert_eq!(
        of("refiling"),
        set(&["deadline-gone refiling", "standing-changed refiling"])
    );
    assert!(of("proposed").is_superset(&set(&["deadline-added refiling", "step-gone withdraw"])));
    assert!(of("submitted").contains("deadline-unknown completeness"));
    fs::remove_file(new.join("filing.toml")).unwrap();
    let json = impact(&office, new.to_str().unwrap(), &["--json"]).json();
    assert_eq!(json["affected"], 7);
    assert_eq!(json["counts"]["procedure-gone"], 7);
}

#[test]
fn the_same_edition_changes_nothing_and_nothing_is_written() {
    let (office, _) = amended_office();
    let before = office.audit();
    let told = impact(&office, "label/2026-07", &[]);
    assert!(told.out.contains("0 would be affected"), "{told:?}");
    let folder = tempfile::tempdir().unwrap();
    let new = amended::write(folder.path());
    impact(&office, new.to_str().unwrap(), &[]);
    assert_eq!(office.audit().events, before.events);
}

#[test]
fn cases_of_other_editions_are_not_looked_at() {
    let (office, _) = amended_office();
    let folder = tempfile::tempdir().unwrap();
    let new = amended::write(folder.path());
    let data = office.folder.path().to_str().unwrap();
    let args = [
        "scheme",
        "impact",
        new.to_str().unwrap(),
        "label/2026-07",
        "--data",
        data,
        "--json",
    ];
    let json = xinbiao(&args).json();
    assert_eq!(json["open_cases"], 0);
    assert_eq!(json["affected"], 0);
    let nowhere = folder.path().join("nowhere");
    let told = xinbiao(&[
        "scheme",
        "impact",
        "label/2026-07",
        "label/2026-07",
        "--data",
        nowhere.to_str().unwrap(),
    ]);
    assert_eq!(told.code, 2, "{told:?}");
    assert!(told.err.contains("there is no data folder"), "{told:?}");
}
