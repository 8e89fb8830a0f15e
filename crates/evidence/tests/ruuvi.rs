//! Reads a published dossier whole and counts it a second time, naively. The
//! dossier is kept in `samples/`.

#![allow(clippy::unwrap_used, reason = "a panic is how a test fails")]

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use evidence::dossier::{Dossier, DossierFacts, EN_303_645_V3_1_3, Ixit, RemarkKind, read_dossier};
use evidence::report::{Facts, Laboratory, LaboratoryRole, Product, Provision, Standard, Verdict};

type Files = BTreeMap<String, Vec<u8>>;

fn files() -> Files {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../samples/ruuvi-gateway");
    let read = fs::read_dir(folder).unwrap().map(|entry| {
        let entry = entry.unwrap();
        (
            entry.file_name().into_string().unwrap(),
            fs::read(entry.path()).unwrap(),
        )
    });
    read.collect()
}

fn about() -> DossierFacts {
    let laboratory = Laboratory {
        name: "Ruuvi".into(),
        code: "self".into(),
        role: LaboratoryRole::Own,
    };
    DossierFacts {
        report: Facts {
            number: "SA-1".into(),
            product: Product {
                producer: "Ruuvi Innovations".into(),
                model: "Ruuvi Gateway".into(),
                firmware: "v1.17".into(),
            },
            standard: Standard {
                id: "ETSI EN 303 645".into(),
                edition: "V3.1.3".into(),
            },
            laboratories: vec![laboratory],
            tested_from: "2026-01-05".parse().unwrap(),
            tested_to: "2026-02-27".parse().unwrap(),
            samples: 3,
            penetration: None,
        },
        expected: EN_303_645_V3_1_3
            .iter()
            .map(|number| number.parse().unwrap())
            .collect(),
    }
}

fn read(files: &Files) -> Dossier {
    let pairs = files
        .iter()
        .map(|(name, bytes)| (name.as_str(), bytes.as_slice()));
    read_dossier(pairs, about()).unwrap_or_else(|faults| panic!("{faults:#?}"))
}

/// The numbers behind `## Test case`, found without the reader.
fn scanned(files: &Files) -> BTreeSet<String> {
    let texts = files
        .iter()
        .filter(|(name, _)| name.starts_with("Self_Assessment"));
    let lines = texts.flat_map(|(_, bytes)| std::str::from_utf8(bytes).unwrap().lines());
    lines
        .filter_map(|line| line.strip_prefix("## Test case ")?.split(' ').next())
        .map(str::to_owned)
        .collect()
}

#[test]
fn every_table_group_and_case_of_the_published_dossier_is_read() {
    let files = files();
    let dossier = read(&files);
    let cases: BTreeSet<String> = dossier
        .groups
        .values()
        .flat_map(|group| &group.cases)
        .map(|case| case.number.to_string())
        .collect();
    let headings = files
        .values()
        .flat_map(|bytes| std::str::from_utf8(bytes).unwrap().lines());
    let mentions = headings
        .filter(|line| line.starts_with('#') && line.to_lowercase().contains("test case"))
        .count();
    println!(
        "{} tables, {} groups, {} cases",
        dossier.ixits.len(),
        dossier.groups.len(),
        cases.len()
    );
    println!("{mentions} headings speak of a test case; those of summaries repeat one");
    assert_eq!(dossier.ixits.len(), 29);
    assert_eq!(dossier.groups.len(), 52);
    assert_eq!(cases, scanned(&files));
    assert_eq!((cases.len(), mentions), (87, 118));
    assert_eq!(
        dossier.ixits.keys().copied().collect::<Vec<u16>>(),
        (1..=29).collect::<Vec<u16>>()
    );
    assert_eq!(
        dossier
            .ixits
            .values()
            .map(|table| table.entries.len())
            .sum::<usize>(),
        scanned_entries(&files)
    );
}

/// Headings with an id, and one entry for each of the three tables without.
fn scanned_entries(files: &Files) -> usize {
    let texts = files.iter().filter(|(name, _)| name.starts_with("ixit_"));
    let ids = texts.map(|(_, bytes)| {
        let lines = std::str::from_utf8(bytes).unwrap().lines();
        lines
            .filter(|line| line.starts_with('#') && line.replace('*', "").contains("# ID: "))
            .count()
    });
    ids.map(|count| count.max(1)).sum()
}

#[test]
fn every_case_has_a_verdict_and_rests_on_a_table() {
    let files = files();
    let dossier = read(&files);
    let tables: BTreeSet<String> = dossier.ixits.values().map(Ixit::label).collect();
    let mut without = Vec::new();
    for case in dossier.groups.values().flat_map(|group| &group.cases) {
        assert!(case.verdict().is_some(), "{}", case.number);
        if !case.rests_on.iter().any(|name| tables.contains(name)) {
            without.push(case.number.to_string());
        }
    }
    let exceptions: [&str; 0] = [];
    assert_eq!(without, exceptions, "cases that rest on nothing");
}

#[test]
fn verdicts_and_statuses_are_as_the_dossier_states_them() {
    let files = files();
    let dossier = read(&files);
    let report = dossier.to_report();
    let mut others = Vec::new();
    for provision in report.provisions() {
        match report.verdict_of(provision) {
            Some(Verdict::Pass) => (),
            other => others.push((provision.to_string(), other)),
        }
    }
    let expected = [
        ("5.3-13", Verdict::Fail),
        ("5.3-14", Verdict::NotApplicable),
    ];
    assert_eq!(
        others,
        expected.map(|(number, verdict)| (number.to_owned(), Some(verdict)))
    );
    let status = |number: &str| {
        dossier.groups[&number.parse::<Provision>().unwrap()]
            .status
            .clone()
    };
    assert_eq!(status("5.3-4B").as_deref(), Some("R C (16) (h)"));
    assert_eq!(status("5.1-1"), None);
    assert_eq!(
        dossier
            .groups
            .values()
            .filter(|group| group.status.is_some())
            .count(),
        46
    );
}

#[test]
fn the_report_of_the_dossier_is_read_back_the_same() {
    let files = files();
    let report = read(&files).to_report();
    let again = evidence::read::read_json(report.to_json().as_bytes()).unwrap();
    assert_eq!(again, report);
    assert_eq!(again.to_json(), report.to_json());
}

#[test]
fn what_a_reviewer_should_look_at_is_remarked() {
    let files = files();
    let remarks = read(&files).remarks;
    for remark in remarks
        .iter()
        .filter(|remark| remark.kind != RemarkKind::ProvisionMissing)
    {
        println!("{:?} {}: {}", remark.kind, remark.place, remark.text);
    }
    let count = |kind| remarks.iter().filter(|remark| remark.kind == kind).count();
    assert_eq!(count(RemarkKind::ProvisionMissing), 78 - 52);
    assert_eq!(
        count(RemarkKind::NoStatedVerdict),
        1,
        "5.3-2 has no group summary"
    );
    assert_eq!(count(RemarkKind::VerdictDiffers), 0);
    assert_eq!(count(RemarkKind::NothingToRestOn), 0);
    assert_eq!(count(RemarkKind::FileIgnored), 1, "the licence");
    assert_eq!(count(RemarkKind::SpelledOtherwise), 1, "IXIT-2-USERINFO");
    let secure_boot =
        "Self_Assessment_Test_Group_5_3-1.md, line 86: `scheduled for` stands next to a pass";
    assert!(
        remarks
            .iter()
            .any(|r| format!("{}: {}", r.place, r.text).starts_with(secure_boot))
    );
}

#[test]
fn reading_depends_on_neither_the_order_nor_the_line_ends_of_files() {
    let files = files();
    let crlf: Vec<(String, Vec<u8>)> = files
        .iter()
        .rev()
        .map(|(name, bytes)| {
            let text = std::str::from_utf8(bytes).unwrap().replace('\n', "\r\n");
            (name.clone(), [b"\xEF\xBB\xBF", text.as_bytes()].concat())
        })
        .collect();
    let again = read_dossier(
        crlf.iter().map(|(n, b)| (n.as_str(), b.as_slice())),
        about(),
    )
    .unwrap();
    assert_eq!(again.to_report(), read(&files).to_report());
    assert_eq!(again.ixits, read(&files).ixits);
}
