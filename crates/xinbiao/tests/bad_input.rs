//! What is wrong is told with its remedy, and leaves no trace on record.

#![allow(clippy::unwrap_used, reason = "a test may fail by panicking")]

mod stage;

use stage::{REPORT, Stage, pdf, xinbiao};
use std::fs::File;

fn import(path: &str, code: i32, says: &str) {
    let told = xinbiao(&[&["import", path], &REPORT[..]].concat());
    assert_eq!(told.code, code, "{path}: {told:?}");
    assert!(
        told.all().contains(says),
        "{path}: `{says}` is not in {told:?}"
    );
}

#[test]
fn reports_that_are_broken_name_the_place() {
    let folder = tempfile::tempdir().unwrap();
    let write = |name: &str, text: &str| {
        let path = folder.path().join(name);
        std::fs::write(&path, text).unwrap();
        path.to_str().unwrap().to_owned()
    };
    import(&write("a.json", "{\"facts\": "), 1, "ends too early");
    import(
        &write("b.json", "{\"facts\": {}, \"surplus\": 1}"),
        1,
        "surplus",
    );
    import(&write("c.csv", "provision,case\n5.1-1"), 1, "missing");
    import(&write("d.csv", ""), 1, "empty");
    import(&write("e.txt", "x"), 2, ".csv or a .json");
    std::fs::create_dir(folder.path().join("dossier")).unwrap();
    write(
        "dossier/x.md",
        "# Test group 5.1-1: passwords\n\nno case at all\n",
    );
    import(folder.path().join("dossier").to_str().unwrap(), 1, "fault");
    import(
        folder.path().join("nowhere.json").to_str().unwrap(),
        2,
        "there is no file",
    );
}

#[test]
fn a_file_of_10_gib_is_refused_before_it_is_read() {
    let stage = Stage::new();
    let draft = stage.draft();
    let path = stage.path("huge.pdf");
    File::create(&path).unwrap().set_len(10 << 30).unwrap();
    let filer = stage.filer();
    stage.refused(
        &[
            "case",
            "supply",
            &draft,
            &format!("report={path}"),
            "--as",
            &filer,
        ],
        1,
        "bytes, more than",
    );
    stage.refused(
        &["label", "check", &path, "--case", &draft],
        1,
        "bytes, more than",
    );
    let json = stage.path("huge.json");
    File::create(&json).unwrap().set_len(10 << 30).unwrap();
    import(&json, 1, "bytes, more than");
    stage.refused(&["calendar", "load", &json], 1, "bytes, more than");
    stage.refused(
        &[
            "case",
            "fill",
            &draft,
            &format!("firmware=@{json}"),
            "--as",
            &filer,
        ],
        1,
        "bytes, more than",
    );
}

#[test]
fn materials_that_are_not_what_they_say_are_refused() {
    let stage = Stage::new();
    let (draft, filer) = (stage.draft(), stage.filer());
    let refused = |name: &str, content: &[u8], says: &str| {
        let path = stage.write(name, content);
        stage.refused(
            &[
                "case",
                "supply",
                &draft,
                &format!("report={path}"),
                "--as",
                &filer,
            ],
            1,
            says,
        );
    };
    refused("empty.pdf", b"", "empty");
    refused(
        "program.pdf",
        b"MZ\x90\x00\x03\x00\x00\x00\x04\x00\x00\x00\xff\xff\x00\x00",
        "executable",
    );
    refused("picture.png", pdf(0).as_bytes(), "the name says PNG");
    refused("line\nbreak.pdf", pdf(0).as_bytes(), "file name");
    refused("bidi\u{202e}fdp.pdf", pdf(0).as_bytes(), "file name");
    let broken = stage.write("broken.json", b"{");
    stage.refused(
        &[
            "case",
            "supply",
            &draft,
            &format!("report-data={broken}"),
            "--as",
            &filer,
        ],
        1,
        "not JSON",
    );
}

#[test]
fn materials_that_nobody_asked_for_are_refused() {
    let stage = Stage::new();
    let (draft, filer) = (stage.draft(), stage.filer());
    let path = stage.write("good.pdf", pdf(0).as_bytes());
    stage.refused(
        &[
            "case",
            "supply",
            &draft,
            &format!("surplus={path}"),
            "--as",
            &filer,
        ],
        1,
        "no material",
    );
    stage.refused(
        &[
            "case",
            "supply",
            &draft,
            "report=/nowhere/x.pdf",
            "--as",
            &filer,
        ],
        2,
        "there is no file",
    );
    stage.refused(
        &["case", "supply", &draft, "report", "--as", &filer],
        2,
        "NAME=VALUE",
    );
}

#[test]
fn form_values_that_are_wrong_are_refused() {
    let stage = Stage::new();
    let (draft, filer) = (stage.draft(), stage.filer());
    let refused = |pair: &str, code: i32, says: &str| {
        stage.refused(&["case", "fill", &draft, pair, "--as", &filer], code, says);
    };
    refused("surplus=1", 1, "surplus");
    refused("tested-on=2026-02-30", 1, "is not a date");
    refused("tested-on=yesterday", 1, "is not a date");
    refused("connected=perhaps", 1, "none of: yes, no");
    refused("laboratory=910000000000000010", 1, "check character");
    refused("model=a\u{1}b", 1, "invisible sign");
    let models: Vec<String> = (0..10_000).map(|at| format!("EX-{at}")).collect();
    let path = stage.write("models.txt", models.join("\n").as_bytes());
    refused(&format!("models=@{path}"), 1, "at most 200");
    let filing = stage.write("filing.toml", b"model = [1, 2]");
    stage.refused(
        &[
            "file",
            "--dossier",
            &stage.path("empty"),
            "--form",
            &filing,
            "--as",
            &filer,
        ],
        1,
        "list of texts",
    );
    let filing = stage.write("filing.toml", b"model = ");
    stage.refused(
        &[
            "file",
            "--dossier",
            &stage.path("empty"),
            "--form",
            &filing,
            "--as",
            &filer,
        ],
        1,
        "TOML",
    );
}

#[test]
fn numbers_and_codes_that_were_misread_are_refused() {
    let stage = Stage::new();
    let filer = stage.filer();
    let register = |code: &str| {
        let args = [
            "party", "register", code, "--zh", "甲", "--en", "A", "--kind", "producer", "--region",
            "110000",
        ];
        stage.refused(&args, 2, "check character");
    };
    register("91000000000000009A");
    stage.refused(&["entry", "show", "CSL-2026-000001-0"], 2, "check digit");
    stage.refused(&["entry", "show", "../../etc"], 2, "look like");
    stage.refused(&["case", "show", "../../etc/passwd"], 1, "there is no case");
    stage.refused(
        &["case", "step", "x\u{1b}[31m", "submit", "--as", &filer],
        1,
        "there is no case",
    );
    stage.refused(&["case", "step", "x", "submit"], 2, "--as");
    stage.refused(&["party", "show", &stage::code(99)], 1, "not registered");
}

#[test]
fn terms_that_are_reversed_or_over_or_to_come_are_refused() {
    let stage = Stage::new();
    let l = &stage.laboratory;
    let reversed = [
        "party",
        "qualify",
        l,
        "accreditation",
        "--number",
        "2",
        "--from",
        "2028-01-01",
        "--until",
        "2026-01-01",
    ];
    stage.refused(&reversed, 1, "the wrong way round");
    let never = [
        "party",
        "qualify",
        l,
        "accreditation",
        "--number",
        "2",
        "--from",
        "2026-02-30",
        "--until",
        "2026-03-01",
    ];
    stage.refused(&never, 2, "not valid");
    let (folder, filer) = (stage.materials(), stage.filer());
    let told = stage.run(
        &[
            &stage.filing(&folder, &filer)[..],
            &["--field", "tested-on=2026-12-01"],
        ]
        .concat(),
    );
    assert_eq!(told.code, 1, "{told:?}");
    assert!(
        told.err.contains("future") || told.err.contains("end in"),
        "{told:?}"
    );
    stage.done(&[
        "party",
        "qualify",
        l,
        "accreditation",
        "--number",
        "EX-1",
        "--end",
        "2026-05-01",
        "--reason",
        "expired",
    ]);
    let told = stage.run(&stage.filing(&folder, &filer));
    assert_eq!(told.code, 1, "{told:?}");
    assert!(told.err.contains("qualified"), "{told:?}");
}

#[test]
fn a_key_is_for_one_command_and_a_version_for_one_look() {
    let stage = Stage::new();
    let (draft, filer) = (stage.draft(), stage.filer());
    let fill = |value: &'static str| {
        vec![
            "case", "fill", &draft, value, "--key", "k-1", "--as", &filer,
        ]
    };
    stage.done(&fill("firmware=1.0.1"));
    let again = stage.done(&fill("firmware=1.0.1"));
    assert!(again.out.contains("nothing was done twice"), "{again:?}");
    stage.refused(&fill("firmware=9"), 1, "another command");
    stage.refused(
        &[
            "case",
            "fill",
            &draft,
            "firmware=9",
            "--expected",
            "1",
            "--as",
            &filer,
        ],
        1,
        "moved on",
    );
    let long = "k".repeat(10_000);
    stage.refused(
        &[
            "case",
            "fill",
            &draft,
            "firmware=9",
            "--key",
            &long,
            "--as",
            &filer,
        ],
        1,
        "key",
    );
}

#[test]
fn calendars_and_schemes_that_are_broken_name_the_fault() {
    let stage = Stage::new();
    let load = |text: &str, says: &str| {
        let path = stage.write("year.toml", text.as_bytes());
        stage.refused(&["calendar", "load", &path], 1, says);
    };
    load("calendar = ", "TOML");
    load("calendar = \"cn\"\nyear = 2028\nsurplus = 1", "surplus");
    let year = "calendar = \"cn\"\nyear = 2028\nstatus = \"official\"\nsource = \"x\"\n";
    load(
        &format!("{year}[closed]\n\"2027-01-01\" = {{ zh = \"a\", en = \"b\" }}\n[working]\n"),
        "does not lie in",
    );
    load(
        &format!("{}[closed]\n[working]\n", year.replace("cn", "fi")),
        "no regime uses",
    );
    std::fs::create_dir_all(stage.path("schemes/label/2026-08")).unwrap();
    stage.write("schemes/label/2026-08/regime.toml", b"id = ");
    let told = xinbiao(&["scheme", "check", &stage.path("schemes")]);
    assert_eq!(told.code, 1, "{told:?}");
    assert!(told.out.contains("regime.toml:1"), "{told:?}");
    let told = xinbiao(&["scheme", "check"]);
    assert_eq!(told.code, 0, "{told:?}");
}

#[test]
fn time_is_set_in_rehearsals_only() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("real").to_str().unwrap().to_owned();
    assert_eq!(xinbiao(&["--data", &data, "init"]).code, 0);
    let told = xinbiao(&["--data", &data, "--now", "2026-07-06", "case", "list"]);
    assert_eq!(told.code, 2, "{told:?}");
    assert!(told.err.contains("rehearsal"), "{told:?}");
    let told = xinbiao(&["--data", &data, "init"]);
    assert_eq!(told.code, 2, "{told:?}");
}

#[test]
fn time_does_not_go_back_in_a_rehearsal() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("played").to_str().unwrap().to_owned();
    assert_eq!(xinbiao(&["--data", &data, "init", "--rehearsal"]).code, 0);
    let register = |now: &str, code: &str| {
        let party = ["party", "register", code, "--zh", "示例", "--en", "Example"];
        let kind = ["--kind", "producer", "--region", "110000"];
        xinbiao(&[&["--data", &data, "--now", now][..], &party, &kind].concat())
    };
    let told = register("2026-07-06T09:30", "KR:EX-1");
    assert_eq!(told.code, 0, "{told:?}");
    let told = register("2026-07-06T09:29", "KR:EX-2");
    assert_eq!(told.code, 2, "{told:?}");
    assert!(told.err.contains("(2026-07-06 09:30)"), "{told:?}");
    let told = register("2026-07-06T09:30", "KR:EX-2");
    assert_eq!(told.code, 0, "{told:?}");
}
