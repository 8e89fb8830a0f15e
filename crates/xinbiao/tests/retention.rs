//! Files are kept, held and disposed of from the keyboard (OPS-03).

#![allow(clippy::unwrap_used, reason = "a test may fail by panicking")]

mod stage;

use stage::{Stage, Told, xinbiao};

/// A day after the last one on which files of cases that ended in July 2026
/// are kept.
const LATER: &str = "2036-07-10T10:00";

/// A filing that its producer took back, and two archivists.
struct Kept {
    stage: Stage,
    case: String,
}

impl Kept {
    fn new() -> Self {
        let stage = Stage::new();
        for person in ["wang", "zhao"] {
            let member = ["party", "member", &stage.body, person];
            let place = ["--name", person, "--role", "archivist"];
            stage.done(&[&member[..], &place].concat());
        }
        let (folder, filer) = (stage.materials(), stage.filer());
        let filing = stage.filing(&folder, &filer);
        let told = stage.done(&[&filing[..], &["--json"]].concat());
        let case = told.json()["case"].as_str().unwrap().to_owned();
        stage.done(&["case", "step", &case, "withdraw", "--as", &filer]);
        Kept { stage, case }
    }

    fn run(&self, person: &str, args: &[&str]) -> Told {
        let (who, data) = (
            format!("{person}@{}", self.stage.body),
            self.stage.path("data"),
        );
        let rest = ["--data", &data, "--now", LATER, "--as", &who, "--json"];
        xinbiao(&[&["retention"], args, &rest].concat())
    }

    fn listed(&self, show: &str) -> Vec<String> {
        let told = self.run("wang", &["list", "--show", show]);
        let json = told.json();
        let files = json["files"].as_array().unwrap().iter();
        files
            .map(|file| file["case"].as_str().unwrap().to_owned())
            .collect()
    }
}

/// OPS-03, T-RET-01: as on the desk: the list, two persons, a hold between.
#[test]
fn a_file_is_held_released_and_disposed_of_from_the_keyboard() {
    let kept = Kept::new();
    let case = kept.case.as_str();
    assert_eq!(kept.listed("kept"), [case]);
    let due = kept.run("wang", &["due"]).json();
    assert_eq!(due["files"][0]["case"], case);
    assert_eq!(due["files"][0]["until"], "2036-07-06");
    let hold = [
        "hold",
        case,
        "--reference",
        "Order 1",
        "--reason",
        "a lawsuit",
    ];
    assert_eq!(kept.run("wang", &hold).code, 0);
    assert_eq!(kept.listed("held"), [case]);
    assert_eq!(kept.listed("due"), [""; 0]);
    let held = kept.run("wang", &["propose", case]);
    assert_eq!(held.code, 1, "{held:?}");
    assert_eq!(held.json()["error"]["code"], "on-hold");
    let lift = [
        "release",
        case,
        "--reference",
        "Order 1",
        "--reason",
        "over",
    ];
    assert_eq!(kept.run("wang", &lift).json()["error"]["code"], "own-hold");
    assert_eq!(kept.run("zhao", &lift).code, 0);
    assert_eq!(kept.run("wang", &["propose", case]).code, 0);
    assert_eq!(kept.listed("proposed"), [case]);
    let own = kept.run("wang", &["confirm", case]);
    assert_eq!(own.json()["error"]["code"], "same-person");
    let some = kept.run("zhao", &["confirm", case, "BA202600000099"]);
    assert_eq!(some.code, 1, "{some:?}");
    assert_eq!(some.json()["refused"][0], "BA202600000099");
    assert_eq!(kept.listed("disposed"), [case]);
    assert_eq!(kept.listed("kept"), [""; 0]);
    kept.stage.events();
}

/// T-RET-01: who is no archivist of the body sees no list.
#[test]
fn a_list_is_for_archivists_and_the_operator() {
    let kept = Kept::new();
    let told = kept.run("decider-1", &["due"]);
    assert_eq!(told.code, 2, "{told:?}");
    let body = kept.stage.body.clone();
    let all = kept
        .stage
        .done(&["retention", "list", "--body", &body, "--lang", "zh"]);
    assert!(all.out.contains(&kept.case), "{all:?}");
    kept.stage
        .refused(&["retention", "propose", &kept.case], 2, "--as");
}
