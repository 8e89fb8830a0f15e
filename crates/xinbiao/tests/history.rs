//! The history of an office, exported and read by the tool for which it is made.

#![allow(clippy::unwrap_used, reason = "a test may fail by panicking")]

mod stage;

use roxmltree::Document;
use serde_json::Value;
use stage::xinbiao;
use std::collections::BTreeSet;
use std::fs;
use std::path::Path;
use testkit::borrowed;
use testkit::filing::given;
use testkit::office::{TestOffice, office};

/// An office with a label that was filed and cancelled, one that was filed, a
/// case under review that is overdue, and a draft.
fn small_office() -> TestOffice {
    let office = office("2026-07-01");
    let first = office.file_label("EX-CAM-1");
    office.file_label("EX-CAM-2");
    let late = office.submitted("EX-CAM-3");
    office.on("2026-08-03");
    let reviewer = office.reviewer_of(&late);
    office.take(
        &reviewer,
        &late,
        "accept",
        given(&["all-present", "no-conflict"], false),
    );
    office.take(&office.producer(), &first.case, "cancel", given(&[], false));
    office.draft("EX-CAM-4");
    office
}

/// Exports the office's history; the file, and what the program said of it.
fn export(office: &TestOffice, form: &str, more: &[&str]) -> (String, Value) {
    let data = office.folder.path().to_str().unwrap().to_owned();
    let file = office.folder.path().join(format!("history.{form}"));
    let shown = file.to_str().unwrap().to_owned();
    let args = [
        "--data", &data, "export", "history", "--format", form, "-o", &shown, "--json",
    ];
    let told = xinbiao(&[&args[..], more].concat());
    assert_eq!(told.code, 0, "{told:?}");
    (shown, told.json())
}

#[test]
fn pm4py_reads_both_forms_and_finds_all_cases_and_events() {
    let office = small_office();
    let (xes, told) = export(&office, "xes", &[]);
    let (ocel, told_of_objects) = export(&office, "ocel", &[]);
    assert_eq!(told["cases"], 4);
    assert_eq!(told["events"], told_of_objects["events"]);
    let Some(python) = borrowed::python() else {
        return;
    };
    let script = "import sys, json, pm4py\n\
        log = pm4py.read_xes(sys.argv[1])\n\
        net, start, end = pm4py.discover_petri_net_inductive(log)\n\
        objects = pm4py.read_ocel2_json(sys.argv[2])\n\
        changes = objects.object_changes\n\
        print('ANSWER' + json.dumps({\n\
        'traces': int(log['case:concept:name'].nunique()), 'events': len(log),\n\
        'activities': sorted(log['concept:name'].unique().tolist()), 'places': len(net.places),\n\
        'first': str(log['time:timestamp'].min()), 'overdue': int(log['overdue'].notna().sum()),\n\
        'objects': objects.objects['ocel:type'].value_counts().to_dict(),\n\
        'touched': objects.relations['ocel:type'].value_counts().to_dict(),\n\
        'object_events': len(objects.events), 'changes': len(changes)}))\n";
    let answer = borrowed::answer(
        &python,
        office.folder.path(),
        &["-W", "ignore", "-c", script, &xes, &ocel],
    );
    let answer: Value = serde_json::from_str(answer.split("ANSWER").nth(1).unwrap()).unwrap();
    assert_eq!(answer["traces"], 4, "{answer}");
    assert_eq!(answer["events"], told["events"], "{answer}");
    assert_eq!(answer["object_events"], told["events"], "{answer}");
    assert!(
        answer["first"]
            .as_str()
            .unwrap()
            .starts_with("2026-07-01 02:00"),
        "{answer}"
    );
    assert_eq!(answer["overdue"], 1, "the late acceptance: {answer}");
    assert!(5 < answer["places"].as_u64().unwrap(), "{answer}");
    let activities: BTreeSet<&str> = answer["activities"]
        .as_array()
        .unwrap()
        .iter()
        .filter_map(Value::as_str)
        .collect();
    for activity in ["Submit", "File and announce", "Cancel", "Hand in materials"] {
        assert!(activities.contains(activity), "{answer}");
    }
    let objects = &answer["objects"];
    assert_eq!(objects["case"], 4, "{answer}");
    assert_eq!(objects["entry"], 2, "{answer}");
    assert_eq!(objects["party"], 2, "{answer}");
    assert_eq!(objects["material"], 24, "{answer}");
    assert_eq!(answer["touched"]["case"], told["events"], "{answer}");
    assert_eq!(answer["touched"]["entry"], 3, "{answer}");
    assert!(10 <= answer["changes"].as_u64().unwrap(), "{answer}");
}

#[test]
fn both_files_are_sound_and_say_the_same() {
    let office = small_office();
    let (xes, told) = export(&office, "xes", &["--lang", "zh"]);
    let text = fs::read_to_string(xes).unwrap();
    let document = Document::parse(&text).unwrap();
    let count = |tag: &str| {
        document
            .descendants()
            .filter(|node| node.tag_name().name() == tag)
            .count()
    };
    assert_eq!(count("trace"), 4);
    assert_eq!(Value::from(count("event")), told["events"]);
    assert!(
        text.contains("value=\"决定备案并公告\"") && text.contains("《网络安全标识管理办法》第9条")
    );

    let (ocel, _) = export(&office, "ocel", &["--lang", "zh"]);
    let log: Value = serde_json::from_str(&fs::read_to_string(ocel).unwrap()).unwrap();
    let all = |key: &str| log[key].as_array().unwrap().clone();
    let objects: BTreeSet<String> = all("objects")
        .iter()
        .map(|one| one["id"].to_string())
        .collect();
    assert_eq!(
        objects.len(),
        all("objects").len(),
        "an object stands twice"
    );
    let kinds = |key: &str| -> BTreeSet<String> {
        all(key).iter().map(|one| one["name"].to_string()).collect()
    };
    for (list, types) in [("events", "eventTypes"), ("objects", "objectTypes")] {
        let types = kinds(types);
        for one in all(list) {
            assert!(types.contains(&one["type"].to_string()), "{one}");
            for related in one["relationships"].as_array().unwrap() {
                assert!(
                    objects.contains(&related["objectId"].to_string()),
                    "{related}"
                );
            }
        }
    }
    let times: Vec<String> = all("objects")
        .iter()
        .filter(|one| one["type"] == "case")
        .flat_map(|one| one["attributes"].as_array().unwrap().clone())
        .filter(|one| one["name"] == "state")
        .map(|one| one["value"].as_str().unwrap().to_owned())
        .collect();
    for state in [
        "draft",
        "submitted",
        "review",
        "proposed",
        "filed",
        "cancelled",
    ] {
        assert!(times.iter().any(|time| time == state), "{times:?}");
    }
    assert!(
        !Path::new(office.folder.path())
            .join("history.ocel.objects.part")
            .exists()
    );
}

#[test]
fn events_are_told_by_their_numbers_in_the_public_log() {
    let office = small_office();
    let data = office.folder.path().to_str().unwrap().to_owned();
    let run = |args: &[&str]| {
        let told = xinbiao(&[&["--data", &data][..], args].concat());
        assert_eq!(told.code, 0, "{told:?}");
        told
    };
    let listed = run(&["case", "list", "--state", "cancelled", "--json"]).json();
    let case = listed["cases"][0]["number"].as_str().unwrap().to_owned();
    let shown = run(&["case", "show", &case, "--json"]).json();
    let text = run(&["case", "show", &case]).out;
    for event in shown["history"].as_array().unwrap() {
        let number = event["position"].as_u64().unwrap();
        assert!(text.contains(&format!("\n  {number} ")), "{number}: {text}");
        let (after, before) = ((number - 1).to_string(), (number + 1).to_string());
        let told = run(&["export", "events", "--after", &after, "--before", &before]).json();
        assert_eq!(told[0]["position"], number, "{told}");
        assert_eq!(told[0]["stream"], format!("case/{case}"));
        assert_eq!(told[0]["version"], event["event"]["version"]);
    }
}

#[test]
fn nobodys_own_words_and_names_are_in_it() {
    let office = small_office();
    for form in ["xes", "ocel"] {
        let (file, _) = export(&office, form, &[]);
        let text = fs::read_to_string(file).unwrap();
        for words in ["filing@producer.example", "家用智能摄像头", "EX-CAM-1"] {
            assert!(!text.contains(words), "{form}: {words}");
        }
        assert!(text.contains("decider-1"), "persons stand by their ids");
        assert!(
            text.contains("camera"),
            "what is chosen from a list is there"
        );
    }
}

#[test]
fn cases_are_chosen_by_regime_procedure_and_day_of_opening() {
    let office = small_office();
    for (more, cases) in [
        (&["--regime", "label"][..], 4),
        (&["--procedure", "filing"], 4),
        (&["--from", "2026-07-02"], 1),
        (&["--to", "2026-07-01"], 3),
        (&["--from", "2026-07-01", "--to", "2026-08-03"], 4),
        (&["--from", "2026-09-01"], 0),
    ] {
        for form in ["xes", "ocel"] {
            let (file, told) = export(&office, form, more);
            assert_eq!(told["cases"], cases, "{more:?}");
            let text = fs::read_to_string(file).unwrap();
            let sound = match form {
                "xes" => Document::parse(&text).is_ok(),
                _ => serde_json::from_str::<Value>(&text).is_ok(),
            };
            assert!(sound, "{form} {more:?}");
        }
    }
    let data = office.folder.path().to_str().unwrap();
    let file = office.folder.path().join("none");
    let file = file.to_str().unwrap();
    let args = [
        "--data", data, "export", "history", "--format", "xes", "-o", file,
    ];
    for (more, says) in [
        (&["--regime", "lable"][..], "there is no regime `lable`"),
        (&["--procedure", "filng"], "there is no procedure `filng`"),
        (
            &["--from", "2026-08-01", "--to", "2026-07-01"],
            "no day is both",
        ),
    ] {
        let told = xinbiao(&[&args[..], more].concat());
        assert_eq!(told.code, 2, "{told:?}");
        assert!(told.err.contains(says), "{told:?}");
    }
    assert!(!Path::new(file).exists());
    let told = xinbiao(&args);
    assert!(
        told.out.contains("The operator sees every case"),
        "{told:?}"
    );
}
