//! A case is walked through a procedure by lines on stdin.

#![allow(clippy::unwrap_used, reason = "a test may fail by panicking")]

mod stage;

use law::load::load;
use office::editions;
use serde_json::Value;
use std::io::Write;
use std::process::{Command, Stdio};

/// What the walk says to these lines.
fn walk(args: &[&str], lines: &str) -> stage::Told {
    let mut running = Command::new(env!("CARGO_BIN_EXE_xinbiao"))
        .args(["scheme", "try"])
        .args(args)
        .env_remove("LC_ALL")
        .env_remove("LC_MESSAGES")
        .env("LANG", "en_US.UTF-8")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let mut input = running.stdin.take().unwrap();
    // A walk that ends at once does not read its lines.
    let _ = input.write_all(lines.as_bytes());
    drop(input);
    let out = running.wait_with_output().unwrap();
    stage::Told {
        code: out.status.code().unwrap(),
        out: String::from_utf8(out.stdout).unwrap(),
        err: String::from_utf8(out.stderr).unwrap(),
    }
}

fn says(told: &stage::Told, words: &[&str]) {
    assert_eq!(told.code, 0, "{told:?}");
    let mut rest = told.out.as_str();
    for word in words {
        let at = rest.find(word);
        let at = at.unwrap_or_else(|| panic!("`{word}` does not follow in {}", told.out));
        rest = &rest[at + word.len()..];
    }
}

#[test]
fn a_filing_goes_from_the_first_form_to_the_end_of_its_label() {
    let lines = "open\nsupply all\nsubmit\naccept\npropose\nfile\nuntil 2028-07-15\n";
    let told = walk(&["label/2026-07"], lines);
    says(
        &told,
        &[
            "2026-07-06 09:00 Monday  there is no case yet",
            "1  Producer  open  Open a filing",
            "Draft (draft)",
            "drawn by lot: Reviewer",
            "truth stated by:",
            "Check of completeness: until 2026-07-13, running",
            "5 working days from 2026-07-06 09:03, that day not counted; Working rules",
            "2 days not counted:",
            "07-11 weekend, 07-12 weekend",
            "request-correction  Request correction",
            "ground=incomplete|unclear reasons=\"…\" list=…",
            "announced: 家用智能摄像头 (model EX-CAM-200)",
            "entry: CSL-2026-",
            "Clock  Validity ends",
            "Expired",
            "The case has ended.",
        ],
    );
}

#[test]
fn a_refusal_comes_with_its_article_and_what_to_do_and_changes_nothing() {
    let told = walk(
        &["label/2026-07", "filing", "--at", "draft"],
        "fill connected=no\nsubmit\nreviewer accept\nfill tested-on=yesterday\nfill connected=yes\nsubmit\nsubmit bare\n",
    );
    says(
        &told,
        &[
            "> submit\n  Refused (guarded): ",
            "Only products that connect to the internet can be filed",
            "Ground: Measures for the Administration of Cybersecurity Labels, Article 2(2)",
            "> reviewer accept\n  Refused (no-such-case)",
            "Refused (field-wrong): ",
            "is not a date; write it like 2026-07-01",
            "Submitted, completeness being checked (submitted)",
            "> submit bare\n  Refused (wrong-state)",
        ],
    );
    let told = walk(
        &["label/2026-07", "filing", "--at", "review", "--lang", "zh"],
        "propose-closing\npropose-closing ground=untrue reasons=\"营业执照不是该生产者的\"\n",
    );
    says(
        &told,
        &[
            "现在可以办理",
            "备案审查人员",
            "> propose-closing\n  不予办理（grounds-missing）：",
            "依据：《本软件的工作规则（办法未作规定之处）》第15条",
            "本软件的设计规则，可配置",
            "拟不予备案，待决定 (refusing)",
        ],
    );
}

#[test]
fn time_passes_as_it_is_told_and_the_clock_does_its_work() {
    let told = walk(
        &["label/2026-07", "filing", "--at", "submitted"],
        "next\nrequest-correction ground=unclear list=report reasons=x\nwait 40\n",
    );
    says(
        &told,
        &[
            "> next\n  Nothing happened by itself.\n\n2026-07-14 00:00 Tuesday",
            "Check of completeness: until 2026-07-13, overdue",
            "To be corrected (correction)",
            "Correction: until 2026-08-11, running",
            "2026-08-12 00:00  Clock  Lapse",
            "2026-08-23 09:00 Sunday",
            "Lapsed (lapsed)",
        ],
    );
    let told = walk(&["label/2026-07"], "next\nopen\nuntil 2026-07-01\nwait x\n");
    says(
        &told,
        &[
            "no deadline is running now",
            "time does not run backwards",
            "says nothing here",
        ],
    );
}

#[test]
fn fields_that_are_not_said_take_their_samples_unless_the_line_is_bare() {
    let told = walk(
        &["label/2026-07", "filing", "--at", "filed"],
        "note-change bare\nnote-change\nform\nquit\nwithdraw\n",
    );
    says(
        &told,
        &[
            "> note-change bare\n  Refused (fields-missing)",
            "Note a change",
            "外壳增加一种颜色。",
            "> quit\n",
        ],
    );
    assert!(
        !told.out.contains("> withdraw"),
        "nothing is read after the end"
    );
}

#[test]
fn a_program_gets_one_document() {
    let told = walk(
        &["label/2026-07", "--json"],
        "submit\nopen\nsubmit\nsupply all\nsubmit\n",
    );
    let json: Value = told.json();
    let acts = json["acts"].as_array().unwrap();
    assert_eq!(acts.len(), 5);
    assert_eq!(acts[0]["refused"]["code"], "words");
    assert_eq!(acts[1]["state"], "draft");
    assert_eq!(acts[2]["refused"]["code"], "materials-missing");
    assert_eq!(acts[2]["refused"]["basis"], "measures/8");
    assert_eq!(json["case"]["state"], "submitted");
    assert_eq!(json["events"].as_array().unwrap().len(), 3);
}

#[test]
fn every_procedure_of_the_library_can_be_begun() {
    for (edition, files) in editions::split(&editions::embedded()) {
        for procedure in load(&files).unwrap().regime.procedures.keys() {
            let told = walk(&[&edition, procedure.as_str(), "--json"], "1\n");
            assert_eq!(told.code, 0, "{told:?}");
            assert_eq!(
                told.json()["acts"].as_array().unwrap().len(),
                1,
                "{edition} {procedure}"
            );
        }
    }
}

#[test]
fn a_regime_that_was_just_made_can_be_tried() {
    let folder = tempfile::tempdir().unwrap();
    let root = folder.path().to_str().unwrap();
    let made = stage::xinbiao(&[
        "scheme",
        "new",
        "permit",
        "--edition",
        "2026-07",
        "--into",
        root,
    ]);
    assert_eq!(made.code, 0, "{made:?}");
    let edition = format!("{root}/permit/2026-07");
    let told = walk(
        &[&edition],
        "1\nsupply all\nsubmit\nclerk propose\nclerk register\nregister\n",
    );
    says(
        &told,
        &[
            "Submitted",
            "Registration proposed",
            "Refused (not-yours)",
            "Registered (registered)",
        ],
    );
}

#[test]
fn what_is_not_there_is_told_with_what_is() {
    for (args, words) in [
        (
            &["label/1999-01"][..],
            "there is no edition `label/1999-01`",
        ),
        (&["label/2026-07", "filng"], "filing"),
        (
            &["label/2026-07", "filing", "--at", "nowhere"],
            "there are: draft, filed",
        ),
    ] {
        let told = walk(args, "");
        assert_eq!(told.code, 2, "{told:?}");
        assert!(told.err.contains(words), "{told:?}");
    }
}
