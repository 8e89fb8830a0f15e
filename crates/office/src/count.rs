//! Statistics: counts of cases as an edition defines them, made when asked
//! from the derived tables.

use crate::failure::Failure;
use crate::opening::Office;
use case::form::Form;
use case::value::Value;
use case::wording::shown;
use case::world::World;
use law::form::{FieldKind, Words};
use law::library::Edition;
use law::name::{ActorName, FieldName, StatisticName};
use law::procedure::{Editable, Procedure};
use law::regime::Statistic;
use std::collections::BTreeMap;
use store::row::bind;
use store::statements as sql;

const PAGE: i64 = 5000;

/// One line of a statistic: what was counted by, in words, and how many.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Counted {
    /// The values as they are kept, in the order of the statistic's `by`.
    pub keys: Vec<String>,
    /// The same in words.
    pub words: Vec<Words>,
    pub count: u64,
}

/// A case as far as it is counted.
struct Line {
    holder: String,
    state: String,
    opened: i64,
}

impl Office {
    /// Counts the cases of a statistic, over all editions of its regime.
    ///
    /// # Errors
    ///
    /// [`Failure::Input`] if the edition has no such statistic; a failure of
    /// the store.
    pub fn statistic(
        &self,
        edition: &Edition,
        world: &World,
        name: &StatisticName,
    ) -> Result<Vec<Counted>, Failure> {
        let regime = &edition.regime;
        let found = regime
            .statistics
            .get(name)
            .and_then(|statistic| Some((statistic, regime.procedures.get(&statistic.procedure)?)));
        let (statistic, procedure) =
            found.ok_or_else(|| Failure::Input(format!("there is no statistic `{name}`")))?;
        let lines = self.lines(edition, statistic, procedure)?;
        let mut fields = BTreeMap::new();
        for by in &statistic.by {
            if procedure.fields.contains_key(by.as_str()) {
                fields.insert(by.as_str(), self.values(edition, statistic, by)?);
            }
        }
        let mut counts: BTreeMap<Vec<String>, u64> = BTreeMap::new();
        for (number, line) in &lines {
            let mut keys = vec![Vec::new()];
            for by in &statistic.by {
                let values = match fields.get(by.as_str()) {
                    Some(held) => held.get(number).cloned().unwrap_or_default(),
                    None => vec![key(by, line, edition, world)],
                };
                // A case with several values counts once under each.
                keys = keys
                    .into_iter()
                    .flat_map(|key: Vec<String>| {
                        values.iter().map(move |value| {
                            let mut key = key.clone();
                            key.push(value.clone());
                            key
                        })
                    })
                    .collect();
            }
            for key in keys {
                *counts.entry(key).or_default() += 1;
            }
        }
        let told = |keys: Vec<String>, count| Counted {
            words: statistic
                .by
                .iter()
                .zip(&keys)
                .map(|(by, key)| words(by, key, edition, procedure, world))
                .collect(),
            keys,
            count,
        };
        let mut counted: Vec<Counted> = counts
            .into_iter()
            .map(|(keys, count)| told(keys, count))
            .collect();
        if statistic.rank {
            counted.sort_by_key(|line| std::cmp::Reverse(line.count));
        }
        Ok(counted)
    }

    fn lines(
        &self,
        edition: &Edition,
        statistic: &Statistic,
        procedure: &Procedure,
    ) -> Result<BTreeMap<String, Line>, Failure> {
        let mut lines = BTreeMap::new();
        let mut after = String::new();
        loop {
            let params = [
                edition.regime.head.id.as_str().into(),
                statistic.procedure.as_str().into(),
                after.as_str().into(),
                PAGE.into(),
            ];
            let rows = self.read(bind(sql::CASE_OF_KIND, params))?;
            for row in &rows {
                row.text(0).clone_into(&mut after);
                let line = Line {
                    holder: row.text(1).to_owned(),
                    state: row.text(2).to_owned(),
                    opened: row.int(3),
                };
                if is_counted(statistic, procedure, &line.state) {
                    lines.insert(after.clone(), line);
                }
            }
            if rows.is_empty() {
                return Ok(lines);
            }
        }
    }

    fn values(
        &self,
        edition: &Edition,
        statistic: &Statistic,
        field: &str,
    ) -> Result<BTreeMap<String, Vec<String>>, Failure> {
        let mut values: BTreeMap<String, Vec<String>> = BTreeMap::new();
        let mut after = String::new();
        loop {
            let params = [
                edition.regime.head.id.as_str().into(),
                statistic.procedure.as_str().into(),
                field.into(),
                after.as_str().into(),
                PAGE.into(),
            ];
            let rows = self.read(bind(sql::MENTION_VALUES, params))?;
            let full = i64::try_from(rows.len()).is_ok_and(|count| count == PAGE);
            let last = rows.last().map(|row| row.text(0).to_owned());
            for row in &rows {
                // The last case of a full page may go on: it is read again.
                if full && last.as_deref() == Some(row.text(0)) && 1 < values.len() {
                    break;
                }
                row.text(0).clone_into(&mut after);
                let held = values.entry(after.clone()).or_default();
                if !held.iter().any(|value| value == row.text(1)) {
                    held.push(row.text(1).to_owned());
                }
            }
            if !full {
                return Ok(values);
            }
        }
    }
}

/// Whether cases in a state are counted: those the statistic names, or all
/// that have been handed in.
fn is_counted(statistic: &Statistic, procedure: &Procedure, state: &str) -> bool {
    if statistic.states.is_empty() {
        let state = procedure.states.get(state);
        return state.is_some_and(|state| state.edit != Editable::All);
    }
    statistic.states.iter().any(|named| named.as_str() == state)
}

fn key(by: &str, line: &Line, edition: &Edition, world: &World) -> String {
    let day = world
        .calendars
        .get(&edition.regime.head.calendar)
        .map(|calendar| calendar.day(line.opened))
        .unwrap_or_default();
    match by {
        "holder" => line.holder.clone(),
        "state" => line.state.clone(),
        "year" => day.year().to_string(),
        "quarter" => format!("{}-Q{}", day.year(), (day.month() + 2) / 3),
        "month" => format!("{}-{:02}", day.year(), day.month()),
        "region" => {
            let holder = world.party_text(&line.holder);
            let region = holder.map(|holder| holder.registration.region.as_str());
            let region = region.unwrap_or(law::region::EVERYWHERE);
            law::region::widest(region)
        }
        other => other.to_owned(),
    }
}

fn words(by: &str, key: &str, edition: &Edition, procedure: &Procedure, world: &World) -> Words {
    let plain = |zh: &str, en: &str| Words {
        zh: zh.to_owned(),
        en: en.to_owned(),
    };
    match by {
        "holder" => world.party_text(key).map_or_else(
            || plain(key, key),
            |party| plain(&party.registration.name_zh, &party.registration.name_en),
        ),
        "state" => procedure
            .states
            .get(key)
            .map_or_else(|| plain(key, key), |state| plain(&state.zh, &state.en)),
        "year" | "quarter" | "month" | "region" => plain(key, key),
        field => {
            let name = FieldName::from(field);
            let fields = standing_in(edition, procedure, &name, key).unwrap_or_default();
            let opened_by = ActorName::from("nobody");
            let form = Form {
                regime: &edition.regime,
                procedure,
                world,
                fields: &fields,
                opened_by: &opened_by,
            };
            shown(&form, &name, &Value::from(key))
        }
    }
}

/// A level is called what the reference items call it that have it, where they
/// agree: the field that says which one is filled in with the first of them.
fn standing_in(
    edition: &Edition,
    procedure: &Procedure,
    name: &FieldName,
    level: &str,
) -> Option<BTreeMap<FieldName, Value>> {
    let field = procedure.fields.get(name)?;
    if field.kind != FieldKind::Level {
        return None;
    }
    let chosen = FieldName::from(field.of.as_deref()?);
    let catalogue = procedure.fields.get(&chosen)?.of.as_deref()?;
    let items = edition.regime.references.get(catalogue)?.iter();
    let mut named = items.filter_map(|(item, rule)| {
        let level = rule.levels.get(level)?;
        Some((item.clone(), (&level.zh, &level.en)))
    });
    let (first, words) = named.next()?;
    let agree = named.all(|(_, others)| others == words);
    agree.then(|| BTreeMap::from([(chosen, Value::Text(first))]))
}
