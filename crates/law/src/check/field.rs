//! Fields and materials: kinds with what they need, values that can occur.

use super::{Findings, Place, Sheet};
use crate::form::{Field, FieldKind, Reads};
use crate::name::FieldName;
use crate::regime::Relation;
use std::collections::{BTreeMap, BTreeSet};

/// The words for types of material, by content.
pub(crate) const TYPES: [&str; 9] = [
    "pdf", "png", "jpeg", "svg", "json", "csv", "zip", "text", "markdown",
];

pub(super) fn kinds_have_their_of_and_no_other(sheet: &Sheet<'_>, findings: &mut Findings) {
    for (name, field) in &sheet.procedure.fields {
        if let Some((cause, remedy)) = of_fault(sheet, field) {
            findings.add(sheet.at("field", name), "field-of", cause, remedy);
        }
    }
}

fn of_fault(sheet: &Sheet<'_>, field: &Field) -> Option<(String, &'static str)> {
    let of = field.of.as_deref();
    let reference = |of: &str| {
        sheet
            .procedure
            .fields
            .get(of)
            .is_some_and(|field| field.kind == FieldKind::Reference)
    };
    let (known, remedy): (Option<bool>, _) = match field.kind {
        FieldKind::Choice => (
            of.map(|of| sheet.procedure.choices.contains_key(of)),
            "Name a `[choice.…]` of this file in `of`.",
        ),
        FieldKind::Reference => (
            of.map(|of| sheet.regime.catalogues.contains_key(of)),
            "Name a `[catalogue.…]` of regime.toml in `of`.",
        ),
        FieldKind::Level | FieldKind::Parameter => (
            of.map(reference),
            "Name a field of the kind `reference` in `of`.",
        ),
        FieldKind::Party => (
            of.map(|of| sheet.regime.parties.contains_key(of)),
            "Name a `[party.…]` of regime.toml in `of`.",
        ),
        FieldKind::Case => (
            Some(of.is_none_or(|of| sheet.regime.procedures.contains_key(of))),
            "Name a procedure of this regime in `of`, or none.",
        ),
        FieldKind::Text
        | FieldKind::LongText
        | FieldKind::Texts
        | FieldKind::Date
        | FieldKind::Moment
        | FieldKind::Number
        | FieldKind::Decimal
        | FieldKind::YesNo
        | FieldKind::Region => {
            return of.map(|of| {
                (
                    format!("has an `of` (`{of}`) that its kind does not take"),
                    "Remove `of`.",
                )
            });
        }
    };
    match (of, known) {
        (_, Some(true)) => None,
        (Some(of), _) => Some((
            format!("is of `{of}`, which is not there for its kind"),
            remedy,
        )),
        (None, _) => Some(("lacks the `of` that its kind needs".to_owned(), remedy)),
    }
}

pub(super) fn confidential_is_not_public(sheet: &Sheet<'_>, findings: &mut Findings) {
    for (name, field) in &sheet.procedure.fields {
        if field.public && (field.confidential || field.sealed) {
            findings.add(
                sheet.at("field", name),
                "field-audience",
                "is public and confidential or sealed at once",
                "Keep one of the two.",
            );
        }
    }
}

pub(super) fn material_types_are_known(sheet: &Sheet<'_>, findings: &mut Findings) {
    for (name, material) in &sheet.procedure.materials {
        let place = sheet.at("material", name);
        for kind in &material.types {
            if !TYPES.contains(&kind.as_str()) {
                findings.add(
                    place.clone(),
                    "material-type",
                    format!("has the type `{kind}`, which is not known"),
                    format!("Write one of: {}.", TYPES.join(", ")),
                );
            }
        }
        let readable: &[&str] = match material.reads {
            Some(Reads::TestReport) => &["json", "csv"],
            Some(Reads::Artwork) => &["svg", "png", "jpeg", "pdf"],
            None => &TYPES,
        };
        let read = material
            .types
            .iter()
            .all(|t| readable.contains(&t.as_str()));
        if material.types.is_empty() || !read {
            findings.add(
                place.clone(),
                "material-type",
                "has no types, or types that cannot be read as `reads` says",
                format!("Write some of: {}.", readable.join(", ")),
            );
        }
        if material.max_mib == 0 || 4096 < material.max_mib {
            findings.add(
                place,
                "material-size",
                format!("may have {} MiB", material.max_mib),
                "Allow 1 to 4096.",
            );
        }
    }
}

pub(super) fn either_groups_have_more_than_one(sheet: &Sheet<'_>, findings: &mut Findings) {
    let mut groups: BTreeMap<&str, Vec<_>> = BTreeMap::new();
    for (name, material) in &sheet.procedure.materials {
        if let Some(group) = &material.either {
            groups.entry(group).or_default().push((name, material));
        }
    }
    for (group, members) in groups {
        let first = members.first().copied();
        let Some((name, lead)) = first else { continue };
        if members.len() == 1 {
            findings.add(
                sheet.at("material", name),
                "material-either",
                format!("is alone in the group `{group}`"),
                "Put another material in the group, or remove `either`.",
            );
        }
        let together = sheet.procedure.steps.iter().find(|(_, step)| {
            let needed = members
                .iter()
                .filter(|(m, _)| step.needs.contains(m))
                .count();
            0 < needed && needed < members.len()
        });
        if let Some((step, _)) = together {
            findings.add(
                sheet.at("step", step),
                "material-either",
                format!("needs only a part of the group `{group}`"),
                "Need all of its materials, of which any one is enough.",
            );
        }
        if members
            .iter()
            .any(|(_, m)| m.basis != lead.basis || m.when != lead.when)
        {
            findings.add(
                sheet.at("material", name),
                "material-either",
                format!("rests on another article or condition than the rest of `{group}`"),
                "Give materials that replace each other one basis and one condition.",
            );
        }
    }
}

pub(super) fn one_article_sets_one_condition(sheet: &Sheet<'_>, findings: &mut Findings) {
    let fields = sheet.procedure.fields.iter();
    let materials = sheet.procedure.materials.iter();
    let all: Vec<_> = fields
        .map(|(name, field)| (sheet.at("field", name), &field.basis, &field.when))
        .chain(materials.map(|(name, m)| (sheet.at("material", name), &m.basis, &m.when)))
        .collect();
    for (place, basis, when) in &all {
        let other = all
            .iter()
            .find(|(_, b, w)| b == basis && w.is_some() && w != when);
        if let Some((other, ..)) = other {
            findings.add(
                place.clone(),
                "when",
                format!(
                    "rests on `{basis}` like `{}`, but is asked for under another condition",
                    other.path
                ),
                "Give both the same `when`, or rest them on items of the article (`…/9.1`, `…/9.2`).",
            );
        }
        let agent = sheet
            .regime
            .actors
            .iter()
            .find(|(_, actor)| actor.relation == Relation::Agent && actor.basis == **basis);
        let for_agent = when.as_ref().and_then(|when| when.opened_by.as_ref());
        if let Some((agent, _)) = agent
            && for_agent != Some(agent)
        {
            findings.add(
                place.clone(),
                "when",
                format!("rests on `{basis}`, which is about the `{agent}` only"),
                format!("Write `when = {{ opened_by = \"{agent}\" }}`."),
            );
        }
    }
}

/// Whether `values` can occur in `field`; told at `place`.
pub(super) fn values_are_known(
    sheet: &Sheet<'_>,
    findings: &mut Findings,
    place: &Place,
    field: &FieldName,
    values: &[String],
) {
    let Some(definition) = sheet.procedure.fields.get(field) else {
        return;
    };
    let Some(possible) = possible_values(sheet, definition) else {
        return;
    };
    for value in values.iter().filter(|value| !possible.contains(*value)) {
        let list: Vec<&str> = possible.iter().map(String::as_str).collect();
        findings.add(
            place.clone(),
            "value-unknown",
            format!("looks for `{value}` in the field `{field}`, which cannot have it"),
            format!("Write one of: {}.", list.join(", ")),
        );
    }
}

/// The values of a field of a closed kind.
pub(crate) fn possible_values(sheet: &Sheet<'_>, field: &Field) -> Option<BTreeSet<String>> {
    let of = field.of.as_deref();
    let items = |of: &str| sheet.regime.references.get(of);
    match field.kind {
        FieldKind::YesNo => Some(["yes", "no"].map(str::to_owned).into()),
        FieldKind::Choice => {
            let options = sheet.procedure.choices.get(of?)?;
            Some(options.keys().cloned().collect())
        }
        FieldKind::Reference => Some(items(of?)?.keys().cloned().collect()),
        FieldKind::Level => {
            let reference = sheet.procedure.fields.get(of?)?;
            let items = items(reference.of.as_deref()?)?;
            let levels = items.values().flat_map(|item| item.levels.keys());
            Some(levels.map(|level| level.0.clone()).collect())
        }
        FieldKind::Text
        | FieldKind::LongText
        | FieldKind::Texts
        | FieldKind::Date
        | FieldKind::Moment
        | FieldKind::Number
        | FieldKind::Decimal
        | FieldKind::Parameter
        | FieldKind::Party
        | FieldKind::Region
        | FieldKind::Case => None,
    }
}
