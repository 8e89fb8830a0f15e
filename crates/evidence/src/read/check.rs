//! What must hold of a report whose parts are each well written: lengths,
//! order of days, no case twice, no verdict better than its units.

use std::collections::BTreeMap;

use super::{MAX_ITEMS, MAX_LIST, MAX_NAME, MAX_TEXT};
use crate::fault::{Faults, Misnamed, Place, quoted, quoted_zh};
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
        let wrong = (
            format!("报告有{}个测试用例", items.len()),
            format!("the report has {} test cases", items.len()),
        );
        faults.add(
            Place::Path("items".to_owned()),
            wrong,
            (
                format!("应当有1至{MAX_ITEMS}个"),
                format!("write 1 to {MAX_ITEMS} of them"),
            ),
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
            let wrong = (
                format!("测试用例{case}已见于{}", first.zh()),
                format!("test case {case} stood already at {first}"),
            );
            faults.add(
                place.clone(),
                wrong,
                ("请保留其中一个", "keep one of the two"),
            );
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
            ("检测机构的数量有误", "the number of laboratories is wrong"),
            (
                format!("应当列出1至{MAX_LIST}家"),
                format!("name 1 to {MAX_LIST}"),
            ),
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
        let (from, to) = (facts.tested_from, facts.tested_to);
        let wrong = (
            format!("检测结束日{to}早于开始日{from}"),
            format!("testing ended on {to}, before it began on {from}"),
        );
        faults.add(
            path("tested_to"),
            wrong,
            ("请改正其中一个日期", "correct one of the two days"),
        );
    }
    if facts.samples == 0 {
        faults.add(
            path("samples"),
            ("没有检测样品", "no sample was tested"),
            ("请写明样品数量", "state how many were"),
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
        let wrong = (
            format!(
                "{}不是报告所列的检测机构",
                quoted_zh(&penetration.laboratory)
            ),
            format!(
                "{} is none of the report's laboratories",
                quoted(&penetration.laboratory)
            ),
        );
        faults.add(
            path("laboratory"),
            wrong,
            (
                "请填写facts.laboratories中列出的一家",
                "name one that is listed under facts.laboratories",
            ),
        );
    }
    long(&penetration.summary, path("summary"), faults);
}

pub(super) fn one(item: &Item, path: &impl Fn(&str) -> Place, faults: &mut Faults) {
    if !item.case.is_of(&item.provision) {
        let wrong = (
            format!("测试用例{}不属于条款{}", item.case, item.provision),
            format!(
                "test case {} is not one of provision {}",
                item.case, item.provision
            ),
        );
        faults.add(
            path(".case"),
            wrong,
            (
                format!("请写作{}-1", item.provision),
                format!("write it as {}-1", item.provision),
            ),
        );
    }
    long(&item.purpose, path(".purpose"), faults);
    let units = Verdict::roll_up(item.units.iter().map(|unit| unit.verdict));
    if let Some(units) = units.filter(|units| item.verdict < *units) {
        let wrong = (
            format!(
                "用例{}的结论为{}，其单元的结论为{units}",
                item.case, item.verdict
            ),
            format!(
                "the verdict of case {} is {}, but its units give {units}",
                item.case, item.verdict
            ),
        );
        faults.add(
            path(".verdict"),
            wrong,
            (
                "请改正用例或者单元的结论",
                "correct the verdict of the case or that of the unit",
            ),
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
                (
                    format!("有{length}项，超过上限{MAX_LIST}项"),
                    format!("{length} entries are more than {MAX_LIST}"),
                ),
                ("请合并一部分", "put some together"),
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
pub(super) fn misnamed(place: Place, written: &str, error: &impl Misnamed, faults: &mut Faults) {
    let (wrong, remedy) = error.said();
    let wrong = (
        format!("{}：{}", quoted_zh(written), wrong.zh),
        format!("{}: {}", quoted(written), wrong.en),
    );
    faults.add(place, wrong, remedy);
}

fn named(text: &str, place: Place, faults: &mut Faults) {
    sized(text, MAX_NAME, place, faults);
}

fn long(text: &str, place: Place, faults: &mut Faults) {
    sized(text, MAX_TEXT, place, faults);
}

fn sized(text: &str, most: usize, place: Place, faults: &mut Faults) {
    if text.trim().is_empty() {
        faults.add(
            place,
            ("内容为空", "the text is empty"),
            ("请填写", "write what it should say"),
        );
    } else if text.chars().nth(most).is_some() {
        faults.add(
            place,
            (
                format!("超过{most}个字符"),
                format!("the text is longer than {most} characters"),
            ),
            ("请缩短", "shorten it"),
        );
    } else if text
        .chars()
        .any(|c| c.is_control() && c != '\n' && c != '\t')
    {
        faults.add(
            place,
            ("含有控制字符", "the text contains control characters"),
            ("请删除", "remove them"),
        );
    }
}
