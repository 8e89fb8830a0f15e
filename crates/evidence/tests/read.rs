//! Reports that are read, and every mistake with the message it produces:
//! `samples/invalid` holds each with its faults beside it in a text file.

#![allow(clippy::unwrap_used, reason = "a panic is how a test fails")]

mod chinese;

use chinese::is_chinese;
use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use evidence::fault::Fault;
use evidence::read::{MAX_BYTES, read_csv, read_json};
use evidence::report::{
    CaseKind, Facts, Item, Laboratory, LaboratoryRole, Penetration, Product, Standard, TestReport,
    Unit, Verdict,
};
use proptest::prelude::*;

fn samples() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("samples")
}

fn sample(name: &str) -> Vec<u8> {
    fs::read(samples().join(name)).unwrap()
}

fn valid() -> TestReport {
    read_json(&sample("report.json")).unwrap()
}

fn told(result: Result<TestReport, Vec<Fault>>) -> String {
    let faults = result.expect_err("a fault");
    for fault in &faults {
        assert!(is_chinese(&fault.zh()), "{}", fault.zh());
    }
    faults.iter().map(|fault| format!("{fault}\n")).collect()
}

#[test]
fn the_two_forms_of_a_report_say_the_same() {
    let report = valid();
    assert_eq!(
        read_csv(&sample("report.csv"), report.facts.clone()).unwrap(),
        report
    );
    let provision = "5.1-1".parse().unwrap();
    assert_eq!(report.provisions(), BTreeSet::from([&provision]));
    assert_eq!(report.verdict_of(&provision), Some(Verdict::Inconclusive));
    assert_eq!(report.verdict_of(&"5.1-2".parse().unwrap()), None);
}

#[test]
fn byte_order_marks_and_line_ends_change_nothing() {
    for (name, csv) in [("report.json", false), ("report.csv", true)] {
        let text = String::from_utf8(sample(name))
            .unwrap()
            .replace('\n', "\r\n");
        let bytes = ["\u{FEFF}", &text].concat();
        let read = if csv {
            read_csv(bytes.as_bytes(), valid().facts)
        } else {
            read_json(bytes.as_bytes())
        };
        assert_eq!(read.unwrap(), valid(), "{name}");
    }
}

#[test]
fn every_mistake_produces_the_message_beside_it() {
    let mut seen = 0;
    for entry in fs::read_dir(samples().join("invalid")).unwrap() {
        let path = entry.unwrap().path();
        let bytes = fs::read(&path).unwrap();
        let told = match path.extension().and_then(|ending| ending.to_str()) {
            Some("json") => told(read_json(&bytes)),
            Some("csv") => told(read_csv(&bytes, valid().facts)),
            Some(_) | None => continue,
        };
        let beside = PathBuf::from(format!("{}.txt", path.display()));
        assert_eq!(
            told,
            fs::read_to_string(&beside).unwrap_or_default(),
            "{}",
            path.display()
        );
        seen += 1;
    }
    assert_eq!(seen, 15);
}

#[test]
fn limits_are_told_before_anything_is_read() {
    assert!(
        told(read_json(&vec![b' '; MAX_BYTES + 1]))
            .starts_with("the file: the report has 8388609 bytes")
    );
    assert!(told(read_json(b"")).starts_with("the file: the report is empty"));
    assert!(told(read_json("[".repeat(100_000).as_bytes())).contains("nested too deeply"));
    let mut many = valid();
    many.items = vec![many.items[0].clone(); 10_001];
    assert!(told(read_json(many.to_json().as_bytes())).contains("10001 entries, more than 10000"));
    let mut long = valid();
    long.facts.number = "7".repeat(301);
    let expected = "facts.number: the text is longer than 300 characters; shorten it\n";
    assert_eq!(told(read_json(long.to_json().as_bytes())), expected);
}

fn name() -> impl Strategy<Value = String> {
    "[a-zA-Z0-9字一][ -~字]{0,20}[a-z]"
}

fn verdict() -> impl Strategy<Value = Verdict> {
    prop::sample::select(Verdict::ALL.to_vec())
}

prop_compose! {
    fn facts()(
        texts in prop::array::uniform8(name()),
        role in prop::sample::select(LaboratoryRole::ALL.to_vec()),
        days in (1u8..29, 0u8..3),
        samples in 1u32..,
        found in prop::option::of((verdict(), name())),
    ) -> Facts {
        let [number, producer, model, firmware, id, edition, lab, code] = texts;
        let day = |day: u8| format!("2026-02-{day:02}").parse().unwrap();
        let from = days.0.min(26);
        Facts {
            number,
            product: Product { producer, model, firmware },
            standard: Standard { id, edition },
            penetration: found.map(|(verdict, summary)| {
                Penetration { laboratory: lab.clone(), date: day(from), verdict, summary }
            }),
            laboratories: vec![Laboratory { name: lab, code, role }],
            tested_from: day(from),
            tested_to: day(from + days.1),
            samples,
        }
    }
}

prop_compose! {
    fn item()(
        kind in prop::sample::select(CaseKind::ALL.to_vec()),
        purpose in name(),
        units in prop::collection::vec((name(), verdict()), 0..4),
        stated in verdict(),
        lists in prop::array::uniform2(prop::collection::vec(name(), 0..3)),
    ) -> Item {
        let units: Vec<Unit> = units.into_iter().map(|(name, verdict)| Unit { name, verdict }).collect();
        let verdict = units.iter().map(|unit| unit.verdict).chain([stated]).max().unwrap();
        let [rests_on, evidence] = lists;
        let (provision, case) = ("5.1-1".parse().unwrap(), "5.1-1-1".parse().unwrap());
        Item { provision, case, kind, purpose, units, verdict, rests_on, evidence }
    }
}

proptest! {
    #[test]
    fn a_report_is_read_back_as_it_was_written(facts in facts(), mut items in prop::collection::vec(item(), 1..5)) {
        for (at, item) in items.iter_mut().enumerate() {
            item.case = format!("5.1-1-{at}").parse().unwrap();
        }
        let report = TestReport { facts, items };
        let text = report.to_json();
        let again = read_json(text.as_bytes()).unwrap();
        prop_assert_eq!(&again, &report);
        prop_assert_eq!(again.to_json(), text.clone());
        prop_assert_eq!(serde_json::from_str::<TestReport>(&text).unwrap(), report);
    }

    #[test]
    fn no_bytes_are_a_panic(bytes: Vec<u8>, at in 0usize..2000, csv: bool) {
        let mut changed = sample(if csv { "report.csv" } else { "report.json" });
        let at = at.min(changed.len());
        changed.splice(at..(at + bytes.len()).min(changed.len()), bytes.iter().copied());
        for bytes in [&changed, &bytes] {
            let _ = read_json(bytes);
            let _ = read_csv(bytes, valid().facts);
        }
    }
}
