//! The CSV form of a report: a header that names the columns, then one row
//! per test case. Line ends may be LF or CRLF.

use std::collections::BTreeMap;

use csv::StringRecord;

use super::{COLUMNS, MAX_ITEMS, check};
use crate::fault::{Faults, Misnamed, Place, quoted, quoted_zh};
use crate::report::{CaseKind, Item, Unit, Verdict};

pub(super) fn items(text: &str, faults: &mut Faults) -> Option<Vec<Item>> {
    let mut reader = csv::ReaderBuilder::new()
        .flexible(true)
        .has_headers(false)
        .from_reader(text.as_bytes());
    let mut records = reader.records();
    let columns = match records.next() {
        Some(Ok(header)) => columns(&header, faults)?,
        Some(Err(_)) | None => {
            faults.add(
                Place::Line(1),
                ("没有表头", "there is no header"),
                (
                    format!("表头应当为：{}", COLUMNS.join(",")),
                    format!("begin with: {}", COLUMNS.join(",")),
                ),
            );
            return None;
        }
    };
    let mut items = Vec::new();
    let mut seen = BTreeMap::new();
    for record in records {
        let Ok(record) = record else {
            faults.add(
                Place::Whole,
                ("有一行无法读取", "a row cannot be read"),
                ("请重新存为CSV", "save the table as CSV again"),
            );
            continue;
        };
        let line = Place::Line(record.position().map_or(0, csv::Position::line));
        if items.len() == MAX_ITEMS {
            faults.add(
                line,
                (
                    format!("超过{MAX_ITEMS}行"),
                    format!("there are more than {MAX_ITEMS} rows"),
                ),
                ("请分成几份报告提交", "hand it in as several reports"),
            );
            return None;
        }
        let Some(item) = item(&record, &columns, &line, faults) else {
            continue;
        };
        check::one(&item, &|_| line.clone(), faults);
        check::twice(&item.case, &line, &mut seen, faults);
        items.push(item);
    }
    if items.is_empty() && faults.is_empty() {
        faults.add(
            Place::Line(2),
            ("没有测试用例", "there is no test case"),
            ("请每个用例写一行", "write one row for each"),
        );
    }
    Some(items)
}

/// Where each column of [`COLUMNS`] stands in this file.
fn columns(header: &StringRecord, faults: &mut Faults) -> Option<BTreeMap<&'static str, usize>> {
    let mut found = BTreeMap::new();
    for (at, name) in header.iter().enumerate() {
        let known = COLUMNS.into_iter().find(|column| *column == name.trim());
        match known.map(|column| found.insert(column, at)) {
            Some(None) => (),
            Some(Some(_)) => {
                faults.add(
                    Place::Line(1),
                    (
                        format!("列{}重复", quoted_zh(name)),
                        format!("the column {} stands twice", quoted(name)),
                    ),
                    ("请保留一列", "keep one"),
                );
            }
            None => {
                let remedy = (
                    format!("应有的列为：{}", COLUMNS.join(",")),
                    format!("the columns are: {}", COLUMNS.join(",")),
                );
                faults.add(
                    Place::Line(1),
                    (
                        format!("没有名为{}的列", quoted_zh(name)),
                        format!("the column {} is not known", quoted(name)),
                    ),
                    remedy,
                );
            }
        }
    }
    for column in COLUMNS
        .into_iter()
        .filter(|column| !found.contains_key(column))
    {
        faults.add(
            Place::Line(1),
            (
                format!("缺少列“{column}”"),
                format!("the column `{column}` is missing"),
            ),
            ("请在每一行中补充", "add it to every row"),
        );
    }
    faults.is_empty().then_some(found)
}

fn item(
    record: &StringRecord,
    columns: &BTreeMap<&'static str, usize>,
    line: &Place,
    faults: &mut Faults,
) -> Option<Item> {
    if record.len() != columns.len() {
        let wrong = (
            format!("该行有{}个单元格，应为{}个", record.len(), columns.len()),
            format!("the row has {} cells, not {}", record.len(), columns.len()),
        );
        faults.add(
            line.clone(),
            wrong,
            (
                "含有逗号的文本请加引号",
                "put texts with commas in quotation marks",
            ),
        );
        return None;
    }
    let cell = |name: &str| {
        columns
            .get(name)
            .and_then(|at| record.get(*at))
            .unwrap_or("")
            .trim()
    };
    let parsed = |name: &str| (cell(name), line.clone());
    let provision = parse(parsed("provision"), faults);
    let case = parse(parsed("case"), faults);
    let verdict = verdict(cell("verdict"), line, faults);
    let kind = CaseKind::ALL
        .into_iter()
        .find(|kind| kind.word() == cell("kind"));
    if kind.is_none() {
        let words = CaseKind::ALL.map(CaseKind::word);
        let wrong = (
            format!("{}不是测试用例的类型", quoted_zh(cell("kind"))),
            format!("{} is not a kind of test case", quoted(cell("kind"))),
        );
        let remedy = (
            format!("请写下列之一：{}", words.join("、")),
            format!("write one of: {}", words.join(", ")),
        );
        faults.add(line.clone(), wrong, remedy);
    }
    let units = units(cell("units"), line, faults);
    Some(Item {
        provision: provision?,
        case: case?,
        kind: kind?,
        purpose: cell("purpose").to_owned(),
        units: units?,
        verdict: verdict?,
        rests_on: parts(cell("rests_on")).map(str::to_owned).collect(),
        evidence: parts(cell("evidence")).map(str::to_owned).collect(),
    })
}

fn parse<T: std::str::FromStr<Err: Misnamed>>(
    (text, line): (&str, Place),
    faults: &mut Faults,
) -> Option<T> {
    text.parse()
        .map_err(|error| check::misnamed(line, text, &error, faults))
        .ok()
}

fn verdict(text: &str, line: &Place, faults: &mut Faults) -> Option<Verdict> {
    parse((text, line.clone()), faults)
}

fn units(cell: &str, line: &Place, faults: &mut Faults) -> Option<Vec<Unit>> {
    let read = parts(cell).map(|part| {
        let Some((name, word)) = part.rsplit_once('=') else {
            let wrong = (
                format!("{}不是带有结论的单元", quoted_zh(part)),
                format!("{} is not a unit with its verdict", quoted(part)),
            );
            faults.add(
                line.clone(),
                wrong,
                ("请写作 A=pass; B=fail", "write units as A=pass; B=fail"),
            );
            return None;
        };
        Some(Unit {
            name: name.trim().to_owned(),
            verdict: verdict(word.trim(), line, faults)?,
        })
    });
    let whole: Vec<Option<Unit>> = read.collect();
    whole.into_iter().collect()
}

fn parts(cell: &str) -> impl Iterator<Item = &str> {
    cell.split(';')
        .map(str::trim)
        .filter(|part| !part.is_empty())
}
