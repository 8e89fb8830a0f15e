//! Reference items: levels are a ladder, items name their rung.

use super::Findings;
use super::bases::reference_place;
use super::finding::Place;
use crate::reference::Reference;
use crate::regime::Regime;
use std::collections::{BTreeMap, BTreeSet};

fn items(regime: &Regime) -> impl Iterator<Item = (Place, &str, &Reference)> {
    regime
        .references
        .iter()
        .flat_map(move |(catalogue, items)| {
            items.iter().map(move |(id, item)| {
                (
                    reference_place(regime, catalogue.as_str(), id),
                    id.as_str(),
                    item,
                )
            })
        })
}

pub(super) fn items_name_their_levels(regime: &Regime, findings: &mut Findings) {
    for (place, id, item) in items(regime) {
        if !crate::name::is_name(id) {
            findings.add(
                place.clone(),
                "reference",
                format!("the id `{id}` is not a name"),
                "Write lower-case letters, digits and hyphens.",
            );
        }
        if item.until.is_some_and(|until| until <= item.from) {
            findings.add(
                place.clone(),
                "in-force",
                "`until` is not after `from`",
                "Write the first day on which the item is no longer in force.",
            );
        }
        for (name, part) in &item.items {
            if !item.levels.contains_key(&part.level) {
                findings.add(
                    place.clone(),
                    "name-unknown",
                    format!(
                        "`item.{name}` names the level `{}`, which does not exist",
                        part.level
                    ),
                    "Define the level or correct the name.",
                );
            }
        }
    }
}

pub(super) fn levels_are_a_ladder(regime: &Regime, findings: &mut Findings) {
    for (place, _, item) in items(regime) {
        let mut wrong = |cause: String, remedy: &str| {
            findings.add(place.clone(), "reference-levels", cause, remedy);
        };
        let upwards = item.levels_upwards();
        let stars: BTreeSet<u8> = upwards.iter().map(|(_, level)| level.stars).collect();
        if stars.len() != upwards.len() || stars.contains(&0) {
            wrong(
                "two levels have the same stars, or one has none".into(),
                "Number the levels from 1.",
            );
        }
        for (at, (name, level)) in upwards.iter().enumerate() {
            if level.penetration && at + 1 != upwards.len() {
                wrong(
                    format!("`level.{name}` demands a penetration test without being the highest"),
                    "Demand it of the highest level only.",
                );
            }
            if !item.items.is_empty() && !item.items.values().any(|part| part.level == **name) {
                wrong(
                    format!("`level.{name}` adds no item to the level below"),
                    "Give it at least one item of its own.",
                );
            }
            let known = |tester: &String| ["own", "third-party"].contains(&tester.as_str());
            if level.testers.is_empty() || !level.testers.iter().all(known) {
                wrong(
                    format!("`level.{name}` admits no testers, or unknown ones"),
                    "Write some of: own, third-party.",
                );
            }
        }
    }
}

pub(super) fn baseline_items_are_of_the_lowest_level(regime: &Regime, findings: &mut Findings) {
    for (place, _, item) in items(regime) {
        let Some((lowest, _)) = item.levels_upwards().first().copied() else {
            continue;
        };
        for (name, part) in item.items.iter().filter(|(_, part)| part.baseline) {
            if part.level != *lowest {
                findings.add(
                    place.clone(),
                    "reference-baseline",
                    format!("`item.{name}` is a basic demand, but not of the lowest level"),
                    format!("Write `level = \"{lowest}\"`."),
                );
            }
        }
    }
}

pub(super) fn catalogues_have_items(regime: &Regime, findings: &mut Findings) {
    for name in regime.catalogues.keys() {
        if regime.references.get(name).is_none_or(BTreeMap::is_empty) {
            findings.add(
                Place::regime("catalogue", name.as_str()),
                "reference",
                "has no items in its folder",
                "Correct `folder`, or add a file for each item.",
            );
        }
    }
}
