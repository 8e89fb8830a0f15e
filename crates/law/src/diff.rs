//! What differs between two editions, part by part, each with its article.
//!
//! Parts are compared as what they say, not as text: comments, spaces and the
//! order of lines are no difference. It judges nothing: what a difference does
//! to open cases is looked at by `case::impact`.

mod tell;
mod words;

use crate::form::Words;
use crate::name::ProcedureName;
use crate::procedure::Procedure;
use crate::regime::Regime;
use serde::Serialize;
use serde_json::{Map, Value};
use std::collections::{BTreeMap, BTreeSet};

pub use tell::{key_words, table_words, turn_words};

/// What happened to a part.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Change {
    Added,
    Removed,
    Changed,
}

/// One word of a part that says something else: null where it says nothing.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Turn {
    pub key: String,
    pub old: Value,
    pub new: Value,
}

/// A part that differs.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Difference {
    /// The procedure that it belongs to; none: the regime.
    pub procedure: Option<ProcedureName>,
    /// `step`, `deadline`, `article` …
    pub table: String,
    pub name: String,
    /// The part's wording, the newer one where both have it.
    pub title: Words,
    /// The article on which it rests, the newer one where both have it.
    pub basis: Option<String>,
    pub change: Change,
    pub turns: Vec<Turn>,
}

/// A part's words: key → what it says.
type Sheet = BTreeMap<String, Value>;

/// The parts of one edition: procedure, table and name → words.
type Parts = BTreeMap<(Option<ProcedureName>, String, String), Sheet>;

/// Everything that `new` says otherwise than `old`: the regime's parts first,
/// then those of each procedure in the order of its file.
pub fn diff(old: &Regime, new: &Regime) -> Vec<Difference> {
    let (before, after) = (parts(old), parts(new));
    let names: BTreeSet<_> = before.keys().chain(after.keys()).collect();
    let mut found: Vec<Difference> = names
        .into_iter()
        .filter_map(|name| compared(name, before.get(name), after.get(name)))
        .collect();
    for one in found.iter_mut().filter(|one| one.basis.is_none()) {
        let here = if one.change == Change::Removed {
            old
        } else {
            new
        };
        one.basis = rests_on(here, one);
    }
    found.sort_by_key(|difference| place(difference, old, new));
    found
}

/// The article of a part that names none itself: that of the step which leads to
/// a state, of the field that a choice is for, of the item that a level is of.
fn rests_on(regime: &Regime, part: &Difference) -> Option<String> {
    if part.table == "reference-level" {
        let (item, _) = part.name.split_once('.')?;
        let mut items = regime
            .references
            .values()
            .filter_map(|items| items.get(item));
        return items.next().map(|item| item.basis.clone());
    }
    let procedure = regime.procedures.get(part.procedure.as_ref()?)?;
    match part.table.as_str() {
        "state" => {
            let state = procedure.states.get(part.name.as_str());
            let waits = state.and_then(|state| state.open_ended.clone());
            let mut steps = procedure.steps_in_order().into_iter();
            let led =
                steps.find(|(_, step)| step.to.as_ref().is_some_and(|to| to.as_str() == part.name));
            waits.or_else(|| led.map(|(_, step)| step.basis.clone()))
        }
        "choice" => {
            let mut fields = procedure.fields.values();
            let of = fields.find(|field| field.of.as_deref() == Some(part.name.as_str()));
            of.map(|field| field.basis.clone())
        }
        _ => None,
    }
}

fn compared(
    (procedure, table, name): &(Option<ProcedureName>, String, String),
    before: Option<&Sheet>,
    after: Option<&Sheet>,
) -> Option<Difference> {
    let change = match (before, after) {
        (None, _) => Change::Added,
        (_, None) => Change::Removed,
        (Some(before), Some(after)) if before == after => return None,
        _ => Change::Changed,
    };
    let empty = Sheet::new();
    let (old, new) = (before.unwrap_or(&empty), after.unwrap_or(&empty));
    let keys: BTreeSet<&String> = old.keys().chain(new.keys()).collect();
    let says = |sheet: &Sheet, key: &str| sheet.get(key).cloned().unwrap_or(Value::Null);
    let turns = keys
        .into_iter()
        .filter(|key| old.get(*key) != new.get(*key))
        .map(|key| Turn {
            key: key.clone(),
            old: says(old, key),
            new: says(new, key),
        })
        .collect();
    let here = if after.is_some() { new } else { old };
    let title = serde_json::from_value(says(here, words::TITLE));
    Some(Difference {
        procedure: procedure.clone(),
        table: table.clone(),
        name: name.clone(),
        title: title.unwrap_or_else(|_| Words {
            zh: name.clone(),
            en: name.clone(),
        }),
        basis: says(here, "basis").as_str().map(str::to_owned),
        change,
        turns,
    })
}

/// Where a difference is told: what a reader looks for first comes first.
fn place(
    difference: &Difference,
    old: &Regime,
    new: &Regime,
) -> (Option<ProcedureName>, usize, usize, String) {
    let table = words::rank(&difference.table);
    let of = |regime: &Regime| {
        let procedure = regime.procedures.get(difference.procedure.as_ref()?)?;
        let path = format!("{}.{}", difference.table, difference.name);
        procedure.order.iter().position(|line| *line == path)
    };
    let line = of(new).or_else(|| of(old)).unwrap_or(0);
    let name = numbered(&difference.name);
    (difference.procedure.clone(), table, line, name)
}

/// A name whose numbers sort as numbers: article 9 before article 10.
fn numbered(name: &str) -> String {
    let parts = name
        .split(['/', '.'])
        .map(|part| match part.parse::<u32>() {
            Ok(number) => format!("{number:06}"),
            Err(_) => part.to_owned(),
        });
    parts.collect::<Vec<_>>().join("/")
}

fn parts(regime: &Regime) -> Parts {
    let mut parts = Parts::new();
    let mut head = sheet(&regime.head);
    // Two editions always differ in their names, and regimes have but one id.
    head.remove("edition");
    head.remove("id");
    if let Some(Value::Object(times)) = head.remove("in_force") {
        head.extend(cleaned(times));
    }
    parts.insert((None, "regime".into(), regime.head.id.clone()), head);
    tables(
        &mut parts,
        None,
        regime,
        &["head", "law", "procedures", "references"],
    );
    articles(&mut parts, regime);
    references(&mut parts, regime);
    for (name, procedure) in &regime.procedures {
        of_procedure(&mut parts, name, procedure);
    }
    parts
}

fn of_procedure(parts: &mut Parts, name: &ProcedureName, procedure: &Procedure) {
    let of = Some(name.clone());
    let key = (of.clone(), "procedure".to_owned(), name.to_string());
    parts.insert(key, sheet(&procedure.head));
    tables(parts, of, procedure, &["head", "order"]);
}

/// Every table of `whole` but those left out: also those that are yet to be
/// invented.
fn tables(
    parts: &mut Parts,
    procedure: Option<ProcedureName>,
    whole: &impl Serialize,
    without: &[&str],
) {
    let Ok(Value::Object(whole)) = serde_json::to_value(whole) else {
        return;
    };
    for (table, named) in whole {
        let (Value::Object(named), false) = (named, without.contains(&table.as_str())) else {
            continue;
        };
        for (name, part) in named {
            if let Value::Object(part) = part {
                let key = (procedure.clone(), words::singular(&table), name);
                parts.insert(key, cleaned(part));
            }
        }
    }
}

fn articles(parts: &mut Parts, regime: &Regime) {
    for (source, found) in &regime.law.sources {
        let mut about: Map<String, Value> = Map::new();
        for (key, value) in &found.about {
            about.insert(key.clone(), value.clone().into());
        }
        about.insert("zh".into(), found.zh.clone().into());
        about.insert("en".into(), found.en.clone().into());
        parts.insert((None, "source".into(), source.clone()), cleaned(about));
        for (anchor, article) in &found.articles {
            let basis = format!("{source}/{anchor}");
            let title = Words {
                zh: regime.law.citation(&basis, true),
                en: regime.law.citation(&basis, false),
            };
            let mut says = Sheet::new();
            says.insert(words::TITLE.into(), value(&title));
            says.insert(
                words::TEXT.into(),
                serde_json::json!({"zh": article.zh, "en": article.en}),
            );
            says.insert("basis".into(), basis.clone().into());
            parts.insert((None, "article".into(), basis), says);
        }
    }
}

/// Reference items; the levels, items, parameters and terms of one are parts of
/// their own.
fn references(parts: &mut Parts, regime: &Regime) {
    for (catalogue, items) in &regime.references {
        for (id, item) in items {
            let Value::Object(mut whole) = value(item) else {
                continue;
            };
            for inner in ["level", "item", "parameter", "term"] {
                let Some(Value::Object(named)) = whole.remove(inner) else {
                    continue;
                };
                for (name, part) in named {
                    if let Value::Object(part) = part {
                        let key = (None, format!("reference-{inner}"), format!("{id}.{name}"));
                        parts.insert(key, cleaned(part));
                    }
                }
            }
            let key = (None, "reference".to_owned(), format!("{catalogue}/{id}"));
            parts.insert(key, cleaned(whole));
        }
    }
}

fn value(part: &impl Serialize) -> Value {
    serde_json::to_value(part).unwrap_or(Value::Null)
}

fn sheet(part: &impl Serialize) -> Sheet {
    match value(part) {
        Value::Object(part) => cleaned(part),
        _ => Sheet::new(),
    }
}

/// The words of a part without those that say nothing, and the two wordings of
/// a thing as one.
fn cleaned(part: Map<String, Value>) -> Sheet {
    let mut sheet: Sheet = part
        .into_iter()
        .filter(|(_, value)| !says_nothing(value))
        .map(|(key, value)| (key, inner(value)))
        .collect();
    let english: Vec<String> = sheet
        .keys()
        .filter(|key| *key == "en" || key.ends_with("_en"))
        .cloned()
        .collect();
    for en in english {
        let stem = en.trim_end_matches("en").to_owned();
        let (zh, en) = (sheet.remove(&format!("{stem}zh")), sheet.remove(&en));
        let key = match stem.trim_end_matches('_') {
            "" => words::TITLE,
            stem => stem,
        };
        sheet.insert(key.to_owned(), serde_json::json!({"zh": zh, "en": en}));
    }
    sheet
}

/// Values inside of values say nothing either where they are empty.
fn inner(value: Value) -> Value {
    match value {
        Value::Object(map) => map
            .into_iter()
            .filter(|(_, value)| !says_nothing(value))
            .map(|(key, value)| (key, inner(value)))
            .collect::<Map<_, _>>()
            .into(),
        other => other,
    }
}

fn says_nothing(value: &Value) -> bool {
    match value {
        Value::Null | Value::Bool(false) => true,
        Value::Array(items) => items.is_empty(),
        Value::String(text) => text.is_empty(),
        Value::Object(map) => map.is_empty(),
        Value::Bool(true) | Value::Number(_) => false,
    }
}
