//! From a JSON tree to a report: which keys there are and of which kind.
//! What is wrong is noted with its path and the walk goes on, so that all
//! faults are told at once.

use std::collections::BTreeMap;
use std::str::FromStr;

use super::check;
use super::json::Json;
use crate::fault::{Faults, Misnamed, Place, Said, quoted, quoted_zh};
use crate::report::{
    CaseKind, Facts, Item, Laboratory, LaboratoryRole, Penetration, Product, Standard, TestReport,
    Unit, Verdict,
};

/// Reads and checks a report. Parts that can be read are checked even where
/// others cannot.
pub(super) fn report(tree: &Json, faults: &mut Faults) -> Option<TestReport> {
    let mut object = Object::of(tree, "", faults)?;
    let facts = object.with("facts", faults, facts);
    let items = object.list("items", super::MAX_ITEMS, faults, |tree, path, faults| {
        Some(item(tree, path, faults))
    });
    object.end(faults);
    if let Some(facts) = &facts {
        check::facts(facts, faults);
    }
    if let Some(items) = &items {
        check::items(items.iter().map(Option::as_ref), faults);
    }
    let items: Option<Vec<Item>> = items?.into_iter().collect();
    Some(TestReport {
        facts: facts?,
        items: items?,
    })
}

fn facts(tree: &Json, path: &str, faults: &mut Faults) -> Option<Facts> {
    let mut object = Object::of(tree, path, faults)?;
    let number = object.text("number", faults);
    let product = object.with("product", faults, product);
    let standard = object.with("standard", faults, standard);
    let laboratories = object.list("laboratories", super::MAX_LIST, faults, laboratory);
    let tested_from = object.parsed("tested_from", faults);
    let tested_to = object.parsed("tested_to", faults);
    let samples = object.with("samples", faults, count);
    let penetration = match object.optional("penetration") {
        Some((value, path)) => penetration(value, &path, faults).map(Some),
        None => Some(None),
    };
    object.end(faults);
    Some(Facts {
        number: number?,
        product: product?,
        standard: standard?,
        laboratories: laboratories?,
        tested_from: tested_from?,
        tested_to: tested_to?,
        samples: samples?,
        penetration: penetration?,
    })
}

fn product(tree: &Json, path: &str, faults: &mut Faults) -> Option<Product> {
    let mut object = Object::of(tree, path, faults)?;
    let producer = object.text("producer", faults);
    let model = object.text("model", faults);
    let firmware = object.text("firmware", faults);
    object.end(faults);
    Some(Product {
        producer: producer?,
        model: model?,
        firmware: firmware?,
    })
}

fn standard(tree: &Json, path: &str, faults: &mut Faults) -> Option<Standard> {
    let mut object = Object::of(tree, path, faults)?;
    let id = object.text("id", faults);
    let edition = object.text("edition", faults);
    object.end(faults);
    Some(Standard {
        id: id?,
        edition: edition?,
    })
}

fn laboratory(tree: &Json, path: &str, faults: &mut Faults) -> Option<Laboratory> {
    let mut object = Object::of(tree, path, faults)?;
    let name = object.text("name", faults);
    let code = object.text("code", faults);
    let role = object.with("role", faults, |value, path, faults| {
        choice(
            value,
            path,
            &LaboratoryRole::ALL,
            LaboratoryRole::word,
            faults,
        )
    });
    object.end(faults);
    Some(Laboratory {
        name: name?,
        code: code?,
        role: role?,
    })
}

fn penetration(tree: &Json, path: &str, faults: &mut Faults) -> Option<Penetration> {
    let mut object = Object::of(tree, path, faults)?;
    let laboratory = object.text("laboratory", faults);
    let date = object.parsed("date", faults);
    let verdict = object.with("verdict", faults, verdict);
    let summary = object.text("summary", faults);
    object.end(faults);
    Some(Penetration {
        laboratory: laboratory?,
        date: date?,
        verdict: verdict?,
        summary: summary?,
    })
}

fn item(tree: &Json, path: &str, faults: &mut Faults) -> Option<Item> {
    let mut object = Object::of(tree, path, faults)?;
    let provision = object.parsed("provision", faults);
    let case = object.parsed("case", faults);
    let kind = object.with("kind", faults, |value, path, faults| {
        choice(value, path, &CaseKind::ALL, CaseKind::word, faults)
    });
    let purpose = object.text("purpose", faults);
    let units = object.list("units", super::MAX_LIST, faults, unit);
    let verdict = object.with("verdict", faults, verdict);
    let rests_on = object.list("rests_on", super::MAX_LIST, faults, text);
    let evidence = object.list("evidence", super::MAX_LIST, faults, text);
    object.end(faults);
    Some(Item {
        provision: provision?,
        case: case?,
        kind: kind?,
        purpose: purpose?,
        units: units?,
        verdict: verdict?,
        rests_on: rests_on?,
        evidence: evidence?,
    })
}

fn unit(tree: &Json, path: &str, faults: &mut Faults) -> Option<Unit> {
    let mut object = Object::of(tree, path, faults)?;
    let name = object.text("name", faults);
    let verdict = object.with("verdict", faults, verdict);
    object.end(faults);
    Some(Unit {
        name: name?,
        verdict: verdict?,
    })
}

fn verdict(value: &Json, path: &str, faults: &mut Faults) -> Option<Verdict> {
    choice(value, path, &Verdict::ALL, Verdict::word, faults)
}

/// That a value is of another kind than it must be.
fn instead(value: &Json, wanted: (&str, &str)) -> Said {
    let (zh, en) = value.what();
    Said::from((
        format!("此处是{zh}，应当是{}", wanted.0),
        format!("here is {en}, not {}", wanted.1),
    ))
}

fn text(value: &Json, path: &str, faults: &mut Faults) -> Option<String> {
    match value {
        Json::Text(text) => Some(text.clone()),
        other => {
            let wrong = instead(other, ("文本", "a text"));
            faults.add(
                Place::Path(path.to_owned()),
                wrong,
                ("请把值写在引号内", "write the value in quotation marks"),
            );
            None
        }
    }
}

fn count(value: &Json, path: &str, faults: &mut Faults) -> Option<u32> {
    let counted = match value {
        Json::Count(count) => u32::try_from(*count).ok(),
        _ => None,
    };
    if counted.is_none() {
        let wrong = instead(value, ("计数", "a count"));
        faults.add(
            Place::Path(path.to_owned()),
            wrong,
            (
                "请写不带引号的整数，如3",
                "write a whole number such as 3, without quotation marks",
            ),
        );
    }
    counted
}

fn choice<T: Copy>(
    value: &Json,
    path: &str,
    all: &[T],
    word: fn(T) -> &'static str,
    faults: &mut Faults,
) -> Option<T> {
    let written = text(value, path, faults)?;
    let chosen = all.iter().copied().find(|one| word(*one) == written);
    if chosen.is_none() {
        let words: Vec<&str> = all.iter().map(|one| word(*one)).collect();
        let wrong = (
            format!("此处不能写{}", quoted_zh(&written)),
            format!("{} is not known here", quoted(&written)),
        );
        faults.add(
            Place::Path(path.to_owned()),
            wrong,
            (
                format!("请写下列之一：{}", words.join("、")),
                format!("write one of: {}", words.join(", ")),
            ),
        );
    }
    chosen
}

/// An object of which keys are taken; what is left at the end is unknown.
struct Object<'a> {
    path: String,
    left: BTreeMap<&'a str, &'a Json>,
}

impl<'a> Object<'a> {
    fn of(tree: &'a Json, path: &str, faults: &mut Faults) -> Option<Object<'a>> {
        let place = || {
            if path.is_empty() {
                Place::Whole
            } else {
                Place::Path(path.to_owned())
            }
        };
        let Json::Object(entries) = tree else {
            let wrong = instead(tree, ("对象", "an object"));
            faults.add(
                place(),
                wrong,
                (
                    "请写作 { \"key\": value }",
                    "write it as { \"key\": value }",
                ),
            );
            return None;
        };
        let mut left = BTreeMap::new();
        for (key, value) in entries {
            if left.insert(key.as_str(), value).is_some() {
                let wrong = (
                    format!("键{}重复", quoted_zh(key)),
                    format!("the key {} stands twice", quoted(key)),
                );
                faults.add(
                    place(),
                    wrong,
                    ("请保留正确的一个", "keep the one that is right"),
                );
            }
        }
        Some(Object {
            path: path.to_owned(),
            left,
        })
    }

    fn path_to(&self, key: &str) -> String {
        if self.path.is_empty() {
            key.to_owned()
        } else {
            format!("{}.{key}", self.path)
        }
    }

    fn optional(&mut self, key: &str) -> Option<(&'a Json, String)> {
        self.left
            .remove(key)
            .map(|value| (value, self.path_to(key)))
    }

    fn with<T>(
        &mut self,
        key: &str,
        faults: &mut Faults,
        read: impl Fn(&Json, &str, &mut Faults) -> Option<T>,
    ) -> Option<T> {
        let Some((value, path)) = self.optional(key) else {
            faults.add(
                Place::Path(self.path_to(key)),
                ("缺少此项", "this is missing"),
                ("请补充", "supply it"),
            );
            return None;
        };
        read(value, &path, faults)
    }

    fn text(&mut self, key: &str, faults: &mut Faults) -> Option<String> {
        self.with(key, faults, text)
    }

    fn parsed<T: FromStr<Err: Misnamed>>(&mut self, key: &str, faults: &mut Faults) -> Option<T> {
        self.with(key, faults, |value, path, faults| {
            let written = text(value, path, faults)?;
            let parsed = written.parse::<T>();
            parsed
                .map_err(|error| {
                    check::misnamed(Place::Path(path.to_owned()), &written, &error, faults);
                })
                .ok()
        })
    }

    fn list<T>(
        &mut self,
        key: &str,
        most: usize,
        faults: &mut Faults,
        read: impl Fn(&Json, &str, &mut Faults) -> Option<T>,
    ) -> Option<Vec<T>> {
        self.with(key, faults, |value, path, faults| {
            let Json::List(parts) = value else {
                let wrong = instead(value, ("列表", "a list"));
                faults.add(
                    Place::Path(path.to_owned()),
                    wrong,
                    ("请写作 [ value, value ]", "write it as [ value, value ]"),
                );
                return None;
            };
            if most < parts.len() {
                let wrong = (
                    format!("列表有{}项，超过上限{most}项", parts.len()),
                    format!("the list has {} entries, more than {most}", parts.len()),
                );
                faults.add(
                    Place::Path(path.to_owned()),
                    wrong,
                    ("请分成几份报告提交", "hand it in as several reports"),
                );
                return None;
            }
            let read = parts
                .iter()
                .enumerate()
                .map(|(at, part)| read(part, &format!("{path}[{at}]"), faults));
            let whole: Vec<Option<T>> = read.collect();
            whole.into_iter().collect()
        })
    }

    fn end(self, faults: &mut Faults) {
        for key in self.left.keys() {
            let path = Place::Path(self.path_to(&quoted(key).replace('`', "")));
            faults.add(
                path,
                ("没有这个键", "this key is not known"),
                ("请删除或者改正", "remove it, or correct its spelling"),
            );
        }
    }
}
