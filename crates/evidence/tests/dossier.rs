//! Dossiers that are wrong, odd or hostile.

#![allow(clippy::unwrap_used, reason = "a panic is how a test fails")]

mod chinese;

use chinese::is_chinese;
use std::time::Instant;

use evidence::dossier::{Dossier, DossierFacts, RemarkKind, read_dossier};
use evidence::fault::Fault;
use evidence::report::{CaseKind, Verdict};

const IXIT: &str = "# IXIT 7-UpdMech: Update Mechanisms\n\n### **ID**: UpdMech-Auto: Automatic\n\n#### Description\n\nText.\n";
const GROUP: &str = "# Test group 5.3-7: Cryptography\n\nProvision 5.3-7 — Status: **M F (g)**. Related IXIT: `IXIT 7-UpdMech`.\n\n\
    ## Test case 5.3-7-1 (conceptual)\n\n**Purpose**: To assess.\n\n### Test Unit A: First\n\n\
    | Entry | Unit Verdict |\n|:--|:--:|\n| `UpdMech-Auto` | **PASS** |\n\n**Verdict**: **PASS**\n\n## Group Summary\n\n**Group Verdict**: **PASS**\n";

fn read(files: &[(&str, &str)]) -> Result<Dossier, Vec<Fault>> {
    let report = evidence::read::read_json(include_bytes!("../samples/report.json")).unwrap();
    let about = DossierFacts {
        report: report.facts,
        expected: ["5.3-7", "5.3-8"].map(|p| p.parse().unwrap()).into(),
    };
    read_dossier(
        files.iter().map(|(name, text)| (*name, text.as_bytes())),
        about,
    )
}

fn fault(files: &[(&str, &str)], expected: &str) {
    let faults = read(files).expect_err(expected);
    for fault in &faults {
        assert!(is_chinese(&fault.zh()), "{}", fault.zh());
    }
    let told: Vec<String> = faults.iter().map(Fault::to_string).collect();
    assert!(
        told.iter().any(|fault| fault.contains(expected)),
        "{expected}: {told:?}"
    );
}

fn remark(group: &str, kind: RemarkKind, expected: &str) {
    let dossier = read(&[("ixit_7-UpdMech.md", IXIT), ("g.md", group)]).unwrap();
    let told: Vec<&String> = dossier
        .remarks
        .iter()
        .filter(|r| r.kind == kind)
        .map(|r| &r.text)
        .collect();
    assert_eq!(told, [expected]);
}

#[test]
fn a_small_dossier_is_read_whole() {
    let dossier = read(&[("g.md", GROUP), ("ixit_7-UpdMech.md", IXIT)]).unwrap();
    let group = &dossier.groups[&"5.3-7".parse().unwrap()];
    let case = &group.cases[0];
    assert_eq!(group.status.as_deref(), Some("M F (g)"));
    assert_eq!(
        (case.kind, case.verdict(), case.purpose.as_str()),
        (CaseKind::Conceptual, Some(Verdict::Pass), "To assess.")
    );
    assert_eq!(
        (case.units[0].letters.as_str(), case.units[0].rows.len()),
        ("A", 1)
    );
    assert_eq!(case.rests_on, ["IXIT 7-UpdMech", "UpdMech-Auto"]);
    let entry = &dossier.ixits[&7].entries[0];
    assert_eq!(entry.id, "UpdMech-Auto");
    assert_eq!(
        entry.fields,
        [("", "Automatic"), ("Description", "Text.")].map(|(h, t)| (h.to_owned(), t.to_owned()))
    );
}

#[test]
fn what_makes_a_dossier_unusable_is_a_fault_with_its_line() {
    fault(&[], "the dossier has no test group");
    fault(
        &[("a", GROUP), ("b", GROUP)],
        "test group 5.3-7 stands in another file already",
    );
    fault(
        &[("a", GROUP), ("ixit_7-A.md", IXIT), ("ixit_7-B.md", IXIT)],
        "IXIT table 7 stands in another file already",
    );
    fault(
        &[("a", &GROUP.replace("PASS", "OKAY"))],
        "a, line 13: `OKAY` is not a verdict",
    );
    let silent = "# Test group 5.1-1: T\n## Test case 5.1-1-1 (conceptual)\n";
    fault(
        &[("a", silent)],
        "a, line 2: test case 5.1-1-1 has no verdict; add a line",
    );
    fault(
        &[("a", &silent.replace(" (conceptual)", ""))],
        "does not say its kind",
    );
    fault(
        &[("a", &silent.replace("case 5.1-1", "case 5.1-2"))],
        "`5.1-2-1` is not a test case of 5.1-1",
    );
    fault(
        &[("a", "# Test group zero: T\n")],
        "`zero`: this is not the number of a provision",
    );
    fault(
        &[("a", &format!("{GROUP}\n{GROUP}"))],
        "test case 5.3-7-1 stands twice",
    );
    fault(
        &[(
            "a",
            &GROUP.replacen(
                "**PASS**\n\n##",
                "**FAIL**\n\n**Verdict**: **PASS**\n\n##",
                1,
            ),
        )],
        "another verdict is stated",
    );
    let twice = format!("{IXIT}\n{IXIT}");
    fault(
        &[("a", GROUP), ("ixit_7-UpdMech.md", &twice)],
        "entry `UpdMech-Auto` stands twice",
    );
}

#[test]
fn what_is_odd_is_a_remark_and_the_worse_verdict_counts() {
    remark(
        &GROUP.replace("`UpdMech-Auto`", "`UpdMech-USB`"),
        RemarkKind::UnknownReference,
        "`UpdMech-USB` is not declared in any IXIT table",
    );
    remark(
        &GROUP.replace("To assess.", "It is scheduled\nfor v2."),
        RemarkKind::FutureTense,
        "`scheduled for` stands next to a pass: is it so today?",
    );
    remark(
        GROUP,
        RemarkKind::ProvisionMissing,
        "provision 5.3-8 has no test group",
    );
    let failed_row = GROUP.replace("| **PASS**", "| **FAIL**");
    let says = "test group 5.3-7 states pass, but its cases give fail";
    let dossier = read(&[("g.md", &failed_row)]).unwrap();
    assert!(
        dossier
            .remarks
            .iter()
            .any(|r| r.kind == RemarkKind::VerdictDiffers && r.text == says)
    );
    assert_eq!(
        dossier.to_report().verdict_of(&"5.3-7".parse().unwrap()),
        Some(Verdict::Fail)
    );
}

#[test]
fn hostile_markdown_is_refused_or_read_in_linear_time() {
    let start = Instant::now();
    fault(
        &[("a", &"x".repeat(10 << 20))],
        "the file has 10485760 bytes, more than 1048576",
    );
    fault(
        &[("a", &"| ".repeat(60 << 10))],
        "the line is longer than 65536 bytes",
    );
    let near = (1 << 20) - 2 * GROUP.len();
    for piece in [
        "> ",
        "`",
        "* ",
        "\n|",
        "\n#### Test Unit A\n",
        "\n# a",
        "\n## Test case 5.3-7-1 (conceptual)",
        "\n```",
        "IXIT ",
        "AuthMech-",
        "\n| a | b |",
        "**Verdict**:\n",
        "will be \n",
    ] {
        let mut hostile = String::with_capacity(near);
        while hostile.len() + piece.len() < near {
            hostile.push_str(piece);
            if piece.find('\n').is_none() && hostile.len() % 60_000 < piece.len() {
                hostile.push('\n');
            }
        }
        let _ = read(&[
            ("a", &format!("{GROUP}{hostile}")),
            ("ixit_7-UpdMech.md", &format!("{IXIT}{hostile}")),
        ]);
    }
    assert!(start.elapsed().as_secs() < 60, "{:?}", start.elapsed());
}

proptest::proptest! {
    #[test]
    fn no_dossier_is_a_panic(bytes: Vec<u8>, at in 0usize..500, of_group: bool) {
        let (name, sample) = if of_group { ("g.md", GROUP) } else { ("ixit_7-UpdMech.md", IXIT) };
        let mut changed = sample.as_bytes().to_vec();
        let at = at.min(changed.len());
        changed.splice(at..(at + bytes.len()).min(changed.len()), bytes.iter().copied());
        let report = evidence::read::read_json(include_bytes!("../samples/report.json")).unwrap();
        let about = DossierFacts { report: report.facts, expected: std::collections::BTreeSet::new() };
        let _ = read_dossier([(name, changed.as_slice()), ("LICENSE", bytes.as_slice())].into_iter(), about);
    }
}
