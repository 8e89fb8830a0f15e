//! What must hold of a report whose parts are each well written: lengths,
//! order of days, no case twice, no verdict better than its units.

use std::collections::BTreeMap;
use std::fmt::Display;

use super::{MAX_ITEMS, MAX_LIST, MAX_NAME, MAX_TEXT};
use crate::fault::{Faults, Place, quoted};
use crate::report::{CaseNumber, Facts, Item, TestReport, Verdict};

pub(super) fn report(report: &TestReport, faults: &mut Faults) {
    facts(&report.facts, faults);
    items(report.items.iter().map(Some), faults);
}

/// Checks the items that could be read; the others were told before.
pub(super) fn items<'a>(
    items: impl ExactSizeIterator<Item = Option<&'a Item>>,
    faults: &mut Faults,
) {
    if items.len() == 0 || MAX_ITEMS < items.len() {
        let wrong = format!("the report has {} test cases", items.len());
        faults.add(
            Place::Path("items".to_owned()),
            wrong,
            format!("write 1 to {MAX_ITEMS} of them"),
        );
    }
    let mut seen = BTreeMap::new();
    for (at, item) in items.enumerate() {
        let Some(item) = item else { continue };
        let path = |key: &str| Place::Path(format!("items[{at}]{key}"));
        one(item, &path, faults);
        twice(&item.case, &path(""), &mut seen, faults);
    }
}

/// Notes a case that stands twice, with the place where it stood first.
pub(super) fn twice(
    case: &CaseNumber,
    place: &Place,
    seen: &mut BTreeMap<CaseNumber, Place>,
    faults: &mut Faults,
) {
    match seen.get(case) {
        Some(first) => {
            let wrong = format!("test case {case} stood already at {first}");
            faults.add(place.clone(), wrong, "keep one of the two");
        }
        None => {
            seen.insert(case.clone(), place.clone());
        }
    }
}

pub(super) fn facts(facts: &Facts, faults: &mut Faults) {
    let path = |key: &str| Place::Path(format!("facts.{key}"));
    named(&facts.number, path("number"), faults);
    named(&facts.product.producer, path("product.producer"), faults);
    named(&facts.product.model, path("product.model"), faults);
    named(&facts.product.firmware, path("product.firmware"), faults);
    named(&facts.standard.id, path("standard.id"), faults);
    named(&facts.standard.edition, path("standard.edition"), faults);
    if facts.laboratories.is_empty() || MAX_LIST < facts.laboratories.len() {
        faults.add(
            path("laboratories"),
            "the number of laboratories is wrong",
            format!("name 1 to {MAX_LIST}"),
        );
    }
    for (at, laboratory) in facts.laboratories.iter().enumerate() {
        named(
            &laboratory.name,
            path(&format!("laboratories[{at}].name")),
            faults,
        );
        named(
            &laboratory.code,
            path(&format!("laboratories[{at}].code")),
            faults,
        );
    }
    if facts.tested_to < facts.tested_from {
        let wrong = format!(
            "testing ended on {}, before it began on {}",
            facts.tested_to, facts.tested_from
        );
        faults.add(path("tested_to"), wrong, "correct one of the two days");
    }
    if facts.samples == 0 {
        faults.add(
            path("samples"),
            "no sample was tested",
            "state how many were",
        );
    }
    penetration(facts, faults);
}

fn penetration(facts: &Facts, faults: &mut Faults) {
    let path = |key: &str| Place::Path(format!("facts.penetration.{key}"));
    let Some(penetration) = &facts.penetration else {
        return;
    };
    if !facts
        .laboratories
        .iter()
        .any(|laboratory| laboratory.name == penetration.laboratory)
    {
        let wrong = format!(
            "{} is none of the report's laboratories",
            quoted(&penetration.laboratory)
        );
        faults.add(
            path("laboratory"),
            wrong,
            "name one that is listed under facts.laboratories",
        );
    }
    long(&penetration.summary, path("summary"), faults);
}

pub(super) fn one(item: &Item, path: &impl Fn(&str) -> Place, faults: &mut Faults) {
    if !item.case.is_of(&item.provision) {
        let wrong = format!(
            "test case {} is not one of provision {}",
            item.case, item.provision
        );
        faults.add(
            path(".case"),
            wrong,
            format!("write it as {}-1", item.provision),
        );
    }
    long(&item.purpose, path(".purpose"), faults);
    let units = Verdict::roll_up(item.units.iter().map(|unit| unit.verdict));
    if let Some(units) = units.filter(|units| item.verdict < *units) {
        let wrong = format!(
            "the verdict of case {} is {}, but its units give {units}",
            item.case, item.verdict
        );
        faults.add(
            path(".verdict"),
            wrong,
            "correct the verdict of the case or that of the unit",
        );
    }
    for (key, length) in [
        (".units", item.units.len()),
        (".rests_on", item.rests_on.len()),
        (".evidence", item.evidence.len()),
    ] {
        if MAX_LIST < length {
            faults.add(
                path(key),
                format!("{length} entries are more than {MAX_LIST}"),
                "put some together",
            );
        }
    }
    for unit in &item.units {
        named(&unit.name, path(".units"), faults);
    }
    for (key, list) in [(".rests_on", &item.rests_on), (".evidence", &item.evidence)] {
        for name in list {
            named(name, path(key), faults);
        }
    }
}

/// Notes a value that does not parse, with what it should look like.
pub(super) fn misnamed(place: Place, written: &str, error: &impl Display, faults: &mut Faults) {
    let said = error.to_string();
    let (wrong, remedy) = said.split_once("; ").unwrap_or((&said, "correct it"));
    faults.add(place, format!("{}: {wrong}", quoted(written)), remedy);
}

fn named(text: &str, place: Place, faults: &mut Faults) {
    sized(text, MAX_NAME, place, faults);
}

fn long(text: &str, place: Place, faults: &mut Faults) {
    sized(text, MAX_TEXT, place, faults);
}

fn sized(text: &str, most: usize, place: Place, faults: &mut Faults) {
    if text.trim().is_empty() {
        faults.add(place, "the text is empty", "write what it should say");
    } else if text.chars().nth(most).is_some() {
        faults.add(
            place,
            format!("the text is longer than {most} characters"),
            "shorten it",
        );
    } else if text
        .chars()
        .any(|c| c.is_control() && c != '\n' && c != '\t')
    {
        faults.add(place, "the text contains control characters", "remove them");
    }
}
