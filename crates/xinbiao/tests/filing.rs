//! A filing from the empty folder to the public register, by the command line.

#![allow(clippy::unwrap_used, reason = "a test may fail by panicking")]

mod stage;

use stage::{Stage, dossier, xinbiao};

#[test]
fn a_real_dossier_goes_from_the_folder_to_the_register() {
    let stage = Stage::new();
    let (folder, filer) = (stage.materials(), stage.filer());
    let told = stage.done(&stage.filing(&folder, &filer));
    assert!(told.out.contains("This is stated to be true"), "{told:?}");

    let case = stage.done(&["case", "list", "--json"]).json()["cases"][0]["number"]
        .as_str()
        .unwrap()
        .to_owned();
    let shown = stage.done(&["case", "show", &case, "--json"]).json();
    let reviewer = format!(
        "{}@{}",
        shown["case"]["drawn"]["reviewer"][0].as_str().unwrap(),
        stage.body
    );
    assert_eq!(
        shown["deadlines"][1]["due"], "2026-07-20",
        "ten working days"
    );
    let decider = format!("decider-1@{}", stage.body);

    stage.refused(
        &[
            "case", "step", &case, "accept", "--check", "all", "--as", &decider,
        ],
        1,
        "only the",
    );
    stage.refused(
        &["case", "step", &case, "accept", "--as", &reviewer],
        1,
        "Article 9",
    );
    for (step, who) in [
        ("accept", &reviewer),
        ("propose", &reviewer),
        ("file", &decider),
    ] {
        stage.done(&["case", "step", &case, step, "--check", "all", "--as", who]);
    }

    public(&stage, &case);
    exported(&stage);
}

fn first_case(stage: &Stage) -> String {
    let listed = stage.done(&["case", "list", "--json"]).json();
    listed["cases"][0]["number"].as_str().unwrap().to_owned()
}

/// LBL-08.3e: the licence is kept once, and a draft is met from it.
#[test]
fn a_licence_that_is_kept_is_handed_in_by_its_number() {
    let stage = Stage::new();
    let (folder, filer) = (stage.materials(), stage.filer());
    std::fs::remove_file(format!("{folder}/licence.pdf")).unwrap();
    assert_eq!(stage.run(&stage.filing(&folder, &filer)).code, 1);
    let case = first_case(&stage);
    let file = stage.write("the-licence.pdf", stage::pdf(9).as_bytes());
    let code = filer.split_once('@').unwrap().1;
    let evidence = |words: &[&str]| {
        let said = [&["party", "evidence"], words, &["--as", &filer]].concat();
        stage.done(&said)
    };
    let said = [
        "--title",
        "Licence",
        "--issuer",
        "Registry",
        "--issued",
        "2024-03-31",
    ];
    let kept = evidence(
        &[
            &["add", code, "business-licence", &file],
            &said[..],
            &["--json"],
        ]
        .concat(),
    );
    assert_eq!(kept.json()["evidence"], "EV-1");
    let supply = [
        "case",
        "supply",
        &case,
        "--evidence",
        "licence=EV-1",
        "--as",
        &filer,
    ];
    stage.refused(&supply, 1, "no consent to use");
    evidence(&["consent", code, "EV-1", "label", "--procedure", "filing"]);
    stage.done(&supply);
    let shown = stage.done(&["case", "show", &case, "--lang", "en"]);
    assert!(shown.out.contains("/EV-1, good"), "{}", shown.out);
    let list = ["party", "evidence", "list", code];
    let listed = stage.done(&[&list[..], &["--json"]].concat()).json();
    assert_eq!(listed[0]["cases"][0], case.as_str());
    evidence(&["withdraw", code, "EV-1", "label", "--procedure", "filing"]);
    evidence(&[
        "end",
        code,
        "EV-1",
        "--from",
        "2026-07-01",
        "--reason",
        "A new one was issued.",
    ]);
    let told = stage.done(&list).out;
    assert!(told.contains("withdrawn as of 2026-07-01"), "{told}");
    let submit = [
        "case",
        "step",
        &case,
        "submit",
        "--statement",
        "--as",
        &filer,
    ];
    stage.refused(&submit, 1, "nothing rests on");
    stage.done(&["audit"]);
}

#[test]
fn what_is_missing_leaves_a_draft_that_can_be_gone_on_with() {
    let stage = Stage::new();
    let (folder, filer) = (stage.materials(), stage.filer());
    std::fs::remove_file(format!("{folder}/licence.pdf")).unwrap();
    let told = stage.run(&stage.filing(&folder, &filer));
    assert_eq!(told.code, 1, "{told:?}");
    assert!(
        told.err.contains("Business licence") && told.err.contains("is kept"),
        "{told:?}"
    );
    assert!(told.err.contains("Article 8"), "{told:?}");

    let case = stage.done(&["case", "list", "--json"]).json()["cases"][0]["number"]
        .as_str()
        .unwrap()
        .to_owned();
    let licence = stage.write("the-licence.pdf", stage::pdf(9).as_bytes());
    let material = format!("licence={licence}");
    stage.done(&[
        "file",
        "--dossier",
        &folder,
        "--case",
        &case,
        "--report-number",
        "EX-TR-1",
        "--material",
        &material,
        "--yes",
        "--as",
        &filer,
    ]);
    let state = stage.done(&["case", "show", &case, "--json"]).json()["case"]["state"].clone();
    assert_eq!(state, "submitted");
}

#[test]
fn nothing_is_submitted_without_the_statement() {
    let stage = Stage::new();
    let (folder, filer) = (stage.materials(), stage.filer());
    let mut args = stage.filing(&folder, &filer);
    args.retain(|word| *word != "--yes");
    let told = stage.run(&args);
    assert_eq!(told.code, 2, "{told:?}");
    assert!(told.err.contains("--yes"), "{told:?}");
}

#[test]
fn the_real_dossier_has_52_groups_and_87_cases_and_reaches_basic() {
    let folder = tempfile::tempdir().unwrap();
    let report = folder
        .path()
        .join("report.json")
        .to_str()
        .unwrap()
        .to_owned();
    let told = xinbiao(&[
        "import",
        dossier().to_str().unwrap(),
        "--report-number",
        "EX-TR-1",
        "--producer",
        "Example",
        "--model",
        "M",
        "--firmware",
        "1",
        "--laboratory",
        "FI:0000000-0:Example Lab:third-party",
        "--tested-to",
        "2026-06-15",
        "-o",
        &report,
        "--rule",
        "label/gateway",
        "--json",
    ]);
    assert_eq!(told.code, 0, "{told:?}");
    let json = told.json();
    assert_eq!(
        (&json["groups"], &json["cases"], &json["ixit_tables"]),
        (&52.into(), &87.into(), &29.into())
    );
    assert_eq!(json["level"], "basic");
    // What was written is a report that can be read again.
    let again = xinbiao(&["import", &report, "--rule", "label/gateway", "--json"]);
    assert_eq!(again.json()["level"], "basic");
}

#[test]
fn an_account_has_a_name_that_acts() {
    let stage = Stage::new();
    let told = stage.done(&[
        "account", "add", "li.na", "--person", "filer", "--name", "李娜", "--json",
    ]);
    assert!(12 <= told.json()["password"].as_str().unwrap().len());
    let token = stage
        .done(&["account", "token", "--as", "li.na", "--json"])
        .json();
    assert_eq!(token["party"], stage.producer.as_str());
    let draft = stage.draft();
    stage.done(&["case", "fill", &draft, "firmware=1.0.1", "--as", "li.na"]);
    stage.refused(
        &["case", "fill", &draft, "firmware=2", "--as", "nobody"],
        2,
        "there is no account",
    );
}

#[test]
fn a_folder_that_is_held_can_be_looked_at_but_not_acted_on() {
    let stage = Stage::new();
    let data = stage.path("data");
    let mut office = std::process::Command::new(env!("CARGO_BIN_EXE_xinbiao"))
        .args([
            "--data",
            &data,
            "--json",
            "serve",
            "--listen",
            "127.0.0.1:0",
        ])
        .stdout(std::process::Stdio::piped())
        .spawn()
        .unwrap();
    let mut line = String::new();
    let out = office.stdout.take().unwrap();
    std::io::BufRead::read_line(&mut std::io::BufReader::new(out), &mut line).unwrap();
    assert!(line.contains("listening"), "{line}");
    stage.done(&["party", "list"]);
    let told = stage.run(&["party", "member", &stage.producer, "x", "--name", "x"]);
    assert_eq!(told.code, 3, "{told:?}");
    assert!(
        told.err.contains("Another xinbiao holds the folder"),
        "{told:?}"
    );
    let taken = line
        .split("http://")
        .nth(1)
        .unwrap()
        .split('/')
        .next()
        .unwrap()
        .to_owned();
    let other = Stage::new();
    let told = other.run(&["serve", "--listen", &taken]);
    assert_eq!(told.code, 3, "{told:?}");
    assert!(told.err.contains("is taken"), "{told:?}");
    office.kill().unwrap();
    office.wait().unwrap();
}

/// The entry is public, its label can be drawn and agrees with itself.
fn public(stage: &Stage, case: &str) {
    let entries = stage.done(&["entry", "list", "--json"]).json();
    let number = entries["entries"][0]["number"].as_str().unwrap().to_owned();
    let entry = stage.done(&["entry", "show", &number]);
    assert!(
        entry.out.contains("Ruuvi Gateway") && entry.out.contains("Basic"),
        "{entry:?}"
    );
    let entry = stage.done(&["entry", "show", &number, "--lang", "zh"]);
    assert!(
        entry.out.contains("有效") && entry.out.contains("基础级"),
        "{entry:?}"
    );
    let (svg, png) = (stage.path("label.svg"), stage.path("label.png"));
    stage.done(&["label", "draw", &number, "-o", &svg]);
    stage.done(&["label", "check", &svg, "--number", &number]);
    stage.done(&["label", "draw", case, "-o", &png]);
}

/// What is on record leaves in files, and everything agrees.
fn exported(stage: &Stage) {
    for (what, most) in [("entries", 1), ("notices", 1), ("credit", 0)] {
        let csv = stage.path("out.csv");
        let told = stage
            .done(&["export", what, "--format", "csv", "-o", &csv, "--json"])
            .json();
        assert_eq!(told["records"], most, "{what}");
        assert_eq!(
            std::fs::read_to_string(&csv).unwrap().lines().count(),
            most + 1
        );
    }
    let events = stage.events();
    let rest = stage
        .done(&["export", "events", "--after", &(events - 2).to_string()])
        .json();
    assert_eq!(rest.as_array().unwrap().len(), 2);
    assert_eq!(stage.done(&["replay", "--json"]).json()["same"], true);
    let audit = stage.done(&["audit", "--json"]).json();
    assert_eq!(
        (
            &audit["entries"],
            audit["findings"].as_array().unwrap().len()
        ),
        (&1.into(), 0)
    );
}

#[test]
fn a_bar_stops_a_filing_and_is_told_to_the_credit_system() {
    let stage = Stage::new();
    let p = &stage.producer;
    let term = ["--from", "2026-07-01", "--until", "2027-07-01"];
    let bar = [
        "party",
        "bar",
        p,
        "producer-bar",
        "--because",
        "=decision 1",
    ];
    stage.done(&[&bar[..], &term[..]].concat());
    let (folder, filer) = (stage.materials(), stage.filer());
    let told = stage.run(&stage.filing(&folder, &filer));
    assert_eq!(told.code, 1, "{told:?}");
    assert!(told.err.contains("Article 15"), "{told:?}");
    let csv = stage.path("credit.csv");
    stage.done(&["export", "credit", "--format", "csv", "-o", &csv]);
    let text = std::fs::read_to_string(&csv).unwrap();
    assert!(
        text.contains(&format!("bar,{p},label:producer-bar")),
        "{text}"
    );
    assert!(text.contains(",'=decision 1"), "{text}");
    let lift = ["--lift", "2026-07-05", "--reason", "annulled"];
    stage.done(&[&["party", "bar", p, "producer-bar"], &lift[..]].concat());
    stage.done(&stage.filing(&folder, &filer));
}

#[test]
fn artwork_that_says_something_else_is_found_out() {
    let stage = Stage::new();
    let draft = stage.draft();
    let (svg, filer) = (stage.path("label.svg"), stage.filer());
    stage.done(&["label", "draw", &draft, "-o", &svg]);
    stage.done(&["label", "check", &svg, "--case", &draft]);
    stage.done(&["case", "fill", &draft, "model=Another", "--as", &filer]);
    let told = stage.run(&["label", "check", &svg, "--case", &draft, "--json"]);
    assert_eq!(told.code, 1, "{told:?}");
    assert!(1 <= told.json()["faults"].as_u64().unwrap(), "{told:?}");
}

#[test]
fn a_lost_head_is_accepted_anew_only_after_a_clean_audit() {
    let stage = Stage::new();
    let told = stage.run(&["audit", "--accept-head"]);
    assert_eq!(told.code, 1, "{told:?}");
    assert!(told.err.contains("nothing to accept"), "{told:?}");
    std::fs::remove_file(stage.path("data/head")).unwrap();
    let member = ["party", "member", &stage.producer, "x", "--name", "x"];
    let told = stage.run(&member);
    assert_eq!(told.code, 3, "{told:?}");
    assert!(told.err.contains("--accept-head"), "{told:?}");
    assert_eq!(stage.run(&["audit"]).code, 1);
    stage.done(&["audit", "--accept-head"]);
    stage.done(&member);
    stage.done(&["audit"]);
}
