//! A confidential case at the keyboard of the machine: shown once that is on
//! record, in no export.

#![allow(clippy::unwrap_used, reason = "a test may fail by panicking")]

mod stage;

use stage::{Stage, Told};
use testkit::quiet;

/// The stage, with the confidential regime in the place of that of labels.
struct Quiet {
    stage: Stage,
    schemes: String,
}

impl Quiet {
    fn new() -> Self {
        let stage = Stage::new();
        let folder = tempfile::tempdir().unwrap();
        quiet::write(folder.path());
        let schemes = stage.path("schemes");
        // The `file` command fills in the label regime: that one is made
        // confidential here, under its own name.
        let made = folder.path().join("quiet/2026-07");
        let regime = std::fs::read_to_string(made.join("regime.toml")).unwrap();
        std::fs::write(
            made.join("regime.toml"),
            regime.replace("\"quiet\"", "\"label\""),
        )
        .unwrap();
        std::fs::create_dir_all(format!("{schemes}/label")).unwrap();
        let target = format!("{schemes}/label/2026-07");
        let copied = std::process::Command::new("cp")
            .arg("-r")
            .arg(&made)
            .arg(target)
            .status();
        assert!(copied.unwrap().success());
        Quiet { stage, schemes }
    }

    fn done(&self, args: &[&str]) -> Told {
        let schemes = ["--schemes", &self.schemes];
        self.stage.done(&[args, &schemes[..]].concat())
    }

    fn draft(&self) -> String {
        let (folder, filer) = (self.stage.path("empty"), self.stage.filer());
        std::fs::create_dir_all(&folder).unwrap();
        let filing = self.stage.filing(&folder, &filer);
        let words = [&filing[..], &["--json", "--schemes", &self.schemes]].concat();
        let told = self.stage.run(&words);
        assert_eq!(told.code, 1, "{told:?}");
        told.json()["error"]["case"].as_str().unwrap().to_owned()
    }

    fn events(&self) -> u64 {
        self.done(&["audit", "--json"]).json()["events"]
            .as_u64()
            .unwrap()
    }

    fn exported(&self, what: &[&str]) -> Told {
        self.done(&[&["export"], what].concat())
    }
}

/// T-CNF-01, T-CNF-02.
#[test]
fn a_confidential_case_is_shown_once_that_is_on_record_and_is_in_no_export() {
    let quiet = Quiet::new();
    let kinds = ["entries", "notices", "events", "credit"];
    let before = kinds.map(|kind| quiet.exported(&[kind]).out);
    let case = quiet.draft();
    assert!(case.starts_with("QU2026"), "{case}");
    let events = quiet.events();
    let shown = quiet.done(&["case", "show", &case]);
    assert!(shown.out.contains("Ruuvi Gateway"), "{shown:?}");
    assert_eq!(quiet.events(), events + 1, "the reading is on record");
    quiet.done(&["case", "show", &case, "--json"]);
    assert_eq!(quiet.events(), events + 2);
    // So is a file with the histories of cases.
    let file = quiet.stage.path("history.json");
    quiet.done(&[
        "export",
        "history",
        "--format",
        "ocel",
        "-o",
        &file,
        "--confidential",
    ]);
    assert_eq!(quiet.events(), events + 3);
    for (kind, before) in kinds.iter().zip(before) {
        assert_eq!(quiet.exported(&[kind]).out, before, "{kind}");
    }
    let whole = quiet.exported(&["events", "--bodies"]).out;
    assert!(whole.contains("chain") && !whole.contains(&case), "{whole}");
    // Where it cannot be recorded, it is not shown.
    let head = std::fs::File::open(quiet.stage.path("data/head")).unwrap();
    head.lock().unwrap();
    let words = ["case", "show", &case, "--schemes", &quiet.schemes];
    let told = quiet.stage.run(&words);
    assert_eq!(told.code, 1, "{told:?}");
    assert!(told.err.contains("goes on record first"), "{told:?}");
    assert!(!told.all().contains("Ruuvi Gateway"), "{told:?}");
}

/// T-CNF-01, T-CNF-02, T-AUZ-01.
#[test]
fn a_person_sees_at_the_keyboard_what_the_desk_shows_them() {
    let quiet = Quiet::new();
    let case = quiet.draft();
    let (filer, laboratory) = (quiet.stage.filer(), quiet.stage.laboratory.clone());
    let tester = format!("tester@{laboratory}");
    quiet.done(&[
        "party",
        "member",
        &laboratory,
        "tester",
        "--name",
        "检测员",
        "--role",
        "tester",
    ]);
    let events = quiet.events();
    let run = |args: &[&str]| {
        let schemes = ["--schemes", &quiet.schemes];
        quiet.stage.run(&[args, &schemes[..]].concat())
    };
    let numbers = |who: &[&str]| {
        let told = quiet
            .done(&[&["case", "list", "--json"], who].concat())
            .json();
        told["cases"].as_array().unwrap().len()
    };
    assert_eq!(numbers(&[]), 1);
    assert_eq!(numbers(&["--as", &filer]), 1);
    assert_eq!(numbers(&["--as", &tester]), 0);
    for more in [&[][..], &["--json"]] {
        let hidden = run(&[&["case", "show", &case, "--as", &tester], more].concat());
        let none = run(&[&["case", "show", "QU202600000999", "--as", &tester], more].concat());
        assert_eq!(hidden.code, 1, "{hidden:?}");
        assert_eq!(
            hidden.all().replace(&case, "QU202600000999"),
            none.all(),
            "a foreign case is as one that was never opened"
        );
    }
    assert_eq!(
        run(&["label", "draw", &case, "-o", "x.svg", "--as", &tester]).code,
        1
    );
    assert_eq!(quiet.events(), events, "nothing was shown");

    let shown = quiet.done(&["case", "show", &case, "--as", &filer]);
    assert!(shown.out.contains("Ruuvi Gateway"), "{shown:?}");
    assert_eq!(quiet.events(), events + 1, "the reading is on record");
    let shown = quiet
        .done(&["case", "show", &case, "--as", &filer, "--json"])
        .json();
    assert_eq!(shown["case"]["number"], *case);
    assert_eq!(shown["case"]["receipt"], serde_json::Value::Null);
    assert_eq!(shown["history"][0]["person"], "filer");
    assert_eq!(shown["history"][0]["position"], serde_json::Value::Null);
}

/// T-CNF-01, T-CNF-02.
#[test]
fn the_history_and_the_impact_leave_it_out_unless_its_reading_is_on_record() {
    let quiet = Quiet::new();
    let case = quiet.draft();
    let edition = "label/2026-07";
    let file = quiet.stage.path("history.xes");
    let history = [
        "export", "history", "--format", "xes", "-o", &file, "--json",
    ];
    let impact = ["scheme", "impact", edition, edition, "--json"];
    let events = quiet.events();
    let told = quiet.done(&history).json();
    assert_eq!(
        (&told["cases"], &told["confidential_left_out"]),
        (&0.into(), &1.into())
    );
    assert!(!std::fs::read_to_string(&file).unwrap().contains(&case));
    let told = quiet.done(&impact).json();
    assert_eq!(
        (&told["open_cases"], &told["confidential_left_out"]),
        (&0.into(), &1.into())
    );
    assert_eq!(quiet.events(), events, "nothing was read");

    let told = quiet
        .done(&[&history[..], &["--confidential"]].concat())
        .json();
    assert_eq!(
        (&told["cases"], &told["confidential_left_out"]),
        (&1.into(), &0.into())
    );
    assert!(std::fs::read_to_string(&file).unwrap().contains(&case));
    assert_eq!(quiet.events(), events + 1, "the reading is on record");
    let told = quiet
        .done(&[&impact[..], &["--confidential"]].concat())
        .json();
    assert_eq!(told["open_cases"], 1);
    assert_eq!(quiet.events(), events + 2);
}
