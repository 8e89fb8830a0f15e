//! Guards: parameters of their kind, of fields of the right kind.

use super::{Findings, Place, Sheet};
use crate::form::{FieldKind, Reads};
use crate::guard::{Guard, GuardKind};
use crate::name::FieldName;

pub(super) fn parameters_are_those_of_the_kind(sheet: &Sheet<'_>, findings: &mut Findings) {
    for (name, guard) in &sheet.procedure.guards {
        let (must, may) = guard.kind.takes();
        let given = guard.given();
        for missing in must.iter().filter(|name| !given.contains(name)) {
            findings.add(
                sheet.at("guard", name),
                "guard-parameters",
                format!("lacks the parameter `{missing}`"),
                format!("Its kind needs: {}.", must.join(", ")),
            );
        }
        for extra in given
            .iter()
            .filter(|name| !must.contains(name) && !may.contains(name))
        {
            findings.add(
                sheet.at("guard", name),
                "guard-parameters",
                format!("has a parameter `{extra}` that its kind does not take"),
                format!("Its kind takes: {}.", must.join(", ")),
            );
        }
    }
}

/// The field kinds that the parameters of a guard kind can be; none: any.
fn wanted(kind: GuardKind, parameter: &str) -> &'static [FieldKind] {
    use FieldKind::{
        Case, Choice, Date, Decimal, Level, Moment, Number, Parameter, Party, Reference, Text,
        Texts, YesNo,
    };
    match (kind, parameter) {
        (GuardKind::InForce, "field") => &[Reference],
        (GuardKind::InOrder | GuardKind::NotFuture | GuardKind::NotPast | GuardKind::Recent, _) => {
            &[Date, Moment]
        }
        (
            GuardKind::NotBarred
            | GuardKind::Qualified
            | GuardKind::NotHolder
            | GuardKind::Domestic,
            "field",
        ) => &[Party],
        (GuardKind::SameAs, "on") => &[Case],
        (_, "on") => &[Date],
        (GuardKind::LevelReached | GuardKind::TesterAdmitted, "field") => &[Level],
        (GuardKind::TesterAdmitted | GuardKind::ReportAgrees, "other") => &[Party],
        (GuardKind::ReportAgrees | GuardKind::Unshared | GuardKind::Unique, "field") => &[Text],
        (GuardKind::AtMost | GuardKind::AtLeast, "field") => {
            &[Texts, Number, Decimal, Party, Case, Reference]
        }
        (GuardKind::ParameterChange, "field") => &[Parameter],
        (GuardKind::CaseIs | GuardKind::CaseRecent, "field") => &[Case],
        (GuardKind::FieldIs, "field") => &[YesNo, Choice, Level, Reference],
        (_, "of") => &[Reference],
        _ => &[],
    }
}

/// The fields of this form that a guard looks at.
fn fields(guard: &Guard) -> impl Iterator<Item = (&'static str, &FieldName)> {
    // `other` of `same-as` is a field of the other case.
    let foreign = guard.kind == GuardKind::SameAs;
    [
        ("field", &guard.field),
        ("other", &guard.other),
        ("of", &guard.of),
        ("on", &guard.on),
    ]
    .into_iter()
    .filter(move |(name, _)| !foreign || *name != "other")
    .filter_map(|(name, field)| field.as_ref().map(|field| (name, field)))
}

pub(super) fn fields_of_guards_are_of_the_right_kind(sheet: &Sheet<'_>, findings: &mut Findings) {
    for (name, guard) in &sheet.procedure.guards {
        for (parameter, field) in fields(guard) {
            let Some(definition) = sheet.procedure.fields.get(field) else {
                continue;
            };
            let kinds = wanted(guard.kind, parameter);
            if !kinds.is_empty() && !kinds.contains(&definition.kind) {
                findings.add(
                    sheet.at("guard", name),
                    "guard-field-kind",
                    format!("has the field `{field}` as `{parameter}`, which is of another kind"),
                    format!("Name a field of the kind {}.", listed(kinds)),
                );
            }
            let leveled = matches!(definition.kind, FieldKind::Level | FieldKind::Parameter);
            if leveled
                && guard.of.is_some()
                && definition.of.as_deref() != guard.of.as_ref().map(FieldName::as_str)
            {
                findings.add(
                    sheet.at("guard", name),
                    "guard-field-kind",
                    format!("looks at `{field}` under another reference than the field itself"),
                    "Name the same field in `of` as the field does.",
                );
            }
        }
        if guard.kind == GuardKind::InOrder && guard.field == guard.other {
            findings.add(
                sheet.at("guard", name),
                "guard-field-kind",
                "compares a date with itself",
                "Name the later date in `other`.",
            );
        }
        let of_kind = |field: &Option<FieldName>| {
            let field = sheet.procedure.fields.get(field.as_ref()?)?;
            Some((field.kind, field.of.as_deref()))
        };
        let alike = of_kind(&guard.field) == of_kind(&guard.other) && guard.field != guard.other;
        if guard.kind == GuardKind::Equals && !alike {
            findings.add(
                sheet.at("guard", name),
                "guard-field-kind",
                "compares a field with itself, or with one of another kind",
                "Name in `field` and `other` two fields of one kind and `of`.",
            );
        }
    }
}

fn listed(kinds: &[FieldKind]) -> String {
    let names: Vec<String> = kinds
        .iter()
        .map(|kind| format!("{kind:?}").to_lowercase())
        .collect();
    names.join(" or ")
}

pub(super) fn conditional_fields_have_conditional_guards(
    sheet: &Sheet<'_>,
    findings: &mut Findings,
) {
    for (name, guard) in &sheet.procedure.guards {
        let mut conditions: Vec<_> = fields(guard)
            .filter_map(|(_, field)| sheet.procedure.fields.get(field)?.when.as_ref())
            .collect();
        if let Some(material) = &guard.material {
            let material = sheet.procedure.materials.get(material);
            conditions.extend(material.and_then(|material| material.when.as_ref()));
        }
        let agrees = match &guard.when {
            None => conditions.is_empty(),
            Some(when) => conditions.iter().all(|condition| *condition == when),
        };
        if !agrees {
            findings.add(
                sheet.at("guard", name),
                "guard-when",
                "looks at fields or materials that are asked for under another condition",
                "Give the guard the `when` of what it looks at.",
            );
        }
    }
}

pub(super) fn values_of_guards_are_known(sheet: &Sheet<'_>, findings: &mut Findings) {
    for (name, guard) in &sheet.procedure.guards {
        let place = sheet.at("guard", name);
        let Some(field) = &guard.field else { continue };
        match guard.kind {
            GuardKind::FieldIs => {
                super::field::values_are_known(sheet, findings, &place, field, &guard.is);
            }
            GuardKind::ParameterChange => {
                for word in &guard.is {
                    if !["refile", "note"].contains(&word.as_str()) {
                        findings.add(
                            place.clone(),
                            "value-unknown",
                            format!("knows no change `{word}`"),
                            "Write `refile` or `note`.",
                        );
                    }
                }
            }
            GuardKind::CaseIs => {
                counts_of_cases_are_sound(sheet, findings, &place, field, guard);
                let of = sheet
                    .procedure
                    .fields
                    .get(field)
                    .and_then(|f| f.of.as_deref());
                let known = |word: &str| {
                    let mut procedures = sheet.regime.procedures.values();
                    procedures.any(|other| {
                        of.is_none_or(|of| other.head.id.as_str() == of)
                            && other.states.contains_key(word)
                    })
                };
                for word in guard.is.iter().filter(|word| !known(word)) {
                    findings.add(
                        place.clone(),
                        "name-unknown",
                        format!("names the state `{word}`, which no procedure has"),
                        "Name a state of the other case.",
                    );
                }
            }
            GuardKind::AtMost => {
                let max = sheet.procedure.fields.get(field).and_then(|f| f.max);
                if max < guard.max && max.is_some() {
                    findings.add(
                        place,
                        "guard-max",
                        "allows more than its field can hold",
                        "Raise the `max` of the field, or lower that of the guard.",
                    );
                }
            }
            _ => (),
        }
    }
}

/// `min` counts cases of a list, and what is counted is not also ruled out.
fn counts_of_cases_are_sound(
    sheet: &Sheet<'_>,
    findings: &mut Findings,
    place: &Place,
    field: &FieldName,
    guard: &Guard,
) {
    let max = sheet
        .procedure
        .fields
        .get(field)
        .and_then(|field| field.max);
    let Some(min) = guard.min else { return };
    if guard.not || min == 0 || max.is_some_and(|max| max < min) {
        findings.add(
            place.clone(),
            "guard-parameters",
            "asks for a count of cases that says nothing or cannot be reached",
            "Write `min = 1` or more, at most the `max` of the field, and without `not`.",
        );
    }
}

pub(super) fn materials_of_guards_can_be_read(sheet: &Sheet<'_>, findings: &mut Findings) {
    for (name, guard) in &sheet.procedure.guards {
        let Some((material, definition)) = guard
            .material
            .as_ref()
            .and_then(|material| Some((material, sheet.procedure.materials.get(material)?)))
        else {
            continue;
        };
        let (sound, remedy) = match guard.kind {
            GuardKind::LevelReached | GuardKind::ReportAgrees => (
                definition.reads == Some(Reads::TestReport),
                "Name a material with `reads = \"test-report\"`.",
            ),
            GuardKind::ArtworkFits => (
                definition.reads == Some(Reads::Artwork),
                "Name a material with `reads = \"artwork\"`.",
            ),
            GuardKind::Unshared => (
                !definition.shared && definition.reads.is_some(),
                "Name a material that the program reads and that is not `shared`.",
            ),
            _ => (true, ""),
        };
        if !sound {
            findings.add(
                sheet.at("guard", name),
                "guard-material",
                format!("looks into the material `{material}`, which is not of that sort"),
                remedy,
            );
        }
        let unused_read = sheet
            .procedure
            .steps
            .iter()
            .find(|(_, step)| step.guards.contains(name) && !step.needs.contains(material));
        if let Some((step, _)) = unused_read {
            findings.add(
                sheet.at("step", step),
                "guard-material",
                format!("has the guard `{name}` without needing the material `{material}`"),
                "Add the material to `needs`.",
            );
        }
    }
}

pub(super) fn bars_are_of_the_party_in_question(sheet: &Sheet<'_>, findings: &mut Findings) {
    for (name, guard) in &sheet.procedure.guards {
        let party = match guard.kind {
            GuardKind::BodyQualified => Some(sheet.procedure.head.body.clone()),
            _ => sheet.party_kind(guard.field.as_ref()),
        };
        let barred = (guard.sanction.as_ref())
            .and_then(|name| sheet.regime.sanctions.get(name))
            .map(|sanction| &sanction.on);
        let qualified = (guard.qualification.iter().chain(&guard.own))
            .filter_map(|name| sheet.regime.qualifications.get(name))
            .map(|qualification| &qualification.of);
        let Some(party) = party.filter(|_| {
            matches!(
                guard.kind,
                GuardKind::NotBarred | GuardKind::Qualified | GuardKind::BodyQualified
            )
        }) else {
            continue;
        };
        if let Some(on) = barred.into_iter().chain(qualified).find(|on| **on != party) {
            findings.add(
                sheet.at("guard", name),
                "guard-party",
                format!("asks of a `{party}` what there is for a `{on}` only"),
                "Name the field of the right party, or the right sanction or qualification.",
            );
        }
    }
}

pub(super) fn qualifications_are_asked_in_their_scope(sheet: &Sheet<'_>, findings: &mut Findings) {
    let mut fields = sheet.procedure.fields.values();
    let scoped = fields.any(|field| field.kind == FieldKind::Reference);
    for (name, guard) in &sheet.procedure.guards {
        if scoped && guard.kind == GuardKind::Qualified && guard.of.is_none() {
            findings.add(
                sheet.at("guard", name),
                "guard-parameters",
                "asks for a qualification without saying in which scope",
                "Name in `of` the field with the reference item.",
            );
        }
    }
}

pub(super) fn changes_are_guarded_by_what_they_change(sheet: &Sheet<'_>, findings: &mut Findings) {
    for (name, step) in &sheet.procedure.steps {
        let asked = step.takes.is_empty() || step.from.is_empty() || step.statement;
        if asked || !sheet.by_holder(step) {
            continue;
        }
        let foreign = step.guards.iter().find(|guard| {
            let guard = sheet.procedure.guards.get(*guard);
            guard.is_some_and(|guard| {
                let mut looked = fields(guard);
                guard.field.is_some() && !looked.any(|(_, field)| step.takes.contains(field))
            })
        });
        if let Some(guard) = foreign {
            findings.add(
                sheet.at("step", name),
                "guard-asked",
                format!("has the guard `{guard}`, which looks at none of the fields it takes"),
                "Name a guard on what the step changes.",
            );
        }
    }
}

pub(super) fn no_two_guards_say_the_same(sheet: &Sheet<'_>, findings: &mut Findings) {
    let bare = |guard: &Guard| {
        let mut bare = guard.clone();
        (bare.zh, bare.en, bare.basis) = Default::default();
        bare.when = None;
        bare
    };
    let all: Vec<_> = sheet.procedure.guards.iter().collect();
    for (at, (name, guard)) in all.iter().enumerate() {
        let twin = all
            .iter()
            .take(at)
            .find(|(_, other)| bare(other) == bare(guard));
        if let Some((twin, _)) = twin {
            findings.add(
                sheet.at("guard", name),
                "guard-twice",
                format!("asks the same as `guard.{twin}`"),
                "Keep one of them, or correct its parameters.",
            );
        }
    }
}

pub(super) fn fields_of_guards_are_asked_for(sheet: &Sheet<'_>, findings: &mut Findings) {
    // What a guard looks at must have a value by then: asked for by the step
    // itself or by a statement before it. Lists and references to other cases
    // may be empty; their guards hold then.
    let stated: Vec<&FieldName> = sheet
        .procedure
        .steps
        .values()
        .filter(|step| step.statement)
        .flat_map(|step| &step.asks)
        .collect();
    for (name, step) in &sheet.procedure.steps {
        for (guard_name, guard) in step
            .guards
            .iter()
            .filter_map(|guard| Some((guard, sheet.procedure.guards.get(guard)?)))
        {
            for (_, field) in fields(guard) {
                let definition = sheet.procedure.fields.get(field);
                let optional = definition.is_some_and(|field| {
                    matches!(field.kind, FieldKind::Texts | FieldKind::Case) || field.is_computed()
                });
                let asked =
                    step.asks.contains(field) || (!step.statement && stated.contains(&field));
                if !optional && !asked {
                    findings.add(
                        sheet.at("step", name),
                        "guard-asked",
                        format!("has the guard `{guard_name}` without asking for `{field}`"),
                        "Add the field to `asks`.",
                    );
                }
            }
        }
    }
}

pub(super) fn nothing_is_compared_before_it_is_there(sheet: &Sheet<'_>, findings: &mut Findings) {
    // A case that is being opened stands for nothing yet and has no material.
    let openings = sheet.procedure.steps.iter();
    for (name, step) in openings.filter(|(_, step)| step.from.is_empty()) {
        let guards = step.guards.iter();
        let known = guards.filter_map(|guard| Some((guard, sheet.procedure.guards.get(guard)?)));
        for (guard, _) in
            known.filter(|(_, guard)| matches!(guard.kind, GuardKind::Unique | GuardKind::Unshared))
        {
            findings.add(
                sheet.at("step", name),
                "guard-opening",
                format!("opens a case, and has the guard `{guard}`, which compares cases that stand already"),
                "Put the guard on the step by which the case is handed in.",
            );
        }
    }
}
