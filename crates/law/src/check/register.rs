//! Public registers and notices: only what is public, and all of it.

use super::Findings;
use super::finding::Place;
use crate::form::FieldKind;
use crate::name::{NoticeName, RegisterName};
use crate::procedure::Procedure;
use crate::regime::{Regime, Register, Standing};

fn places(regime: &Regime) -> Vec<(&RegisterName, &Register, &Procedure)> {
    let mut all = Vec::new();
    for (name, register) in &regime.registers {
        let mut of = regime
            .procedures
            .values()
            .filter(|procedure| procedure.head.register.as_ref() == Some(name));
        all.extend(of.by_ref().map(|procedure| (name, register, procedure)));
    }
    all
}

pub(super) fn register_names_exist(regime: &Regime, findings: &mut Findings) {
    for (name, register) in &regime.registers {
        if !regime.numbers.contains_key(&register.number) {
            findings.add(
                Place::regime("register", name.as_str()),
                "name-unknown",
                format!(
                    "names the number `{}`, which does not exist",
                    register.number
                ),
                "Define the number or correct the name.",
            );
        }
    }
    for (name, register, procedure) in places(regime) {
        let fields = register.shows.iter().chain([&register.object]);
        let fields = fields
            .chain(&register.reference)
            .chain(&register.level)
            .chain(&register.standard)
            .chain(&register.testers);
        let mut unknown: Vec<String> = fields
            .filter(|field| !procedure.fields.contains_key(*field))
            .map(|field| format!("the field `{field}`"))
            .collect();
        let downloads = register.downloads.iter();
        unknown.extend(
            downloads
                .filter(|material| !procedure.materials.contains_key(*material))
                .map(|material| format!("the material `{material}`")),
        );
        let deadline = register.validity.iter();
        unknown.extend(
            deadline
                .filter(|deadline| !procedure.deadlines.contains_key(deadline.as_str()))
                .map(|deadline| format!("the deadline `{deadline}`")),
        );
        for what in unknown {
            findings.add(
                Place::regime("register", name.as_str()),
                "name-unknown",
                format!("names {what}, which `{}` does not have", procedure.head.id),
                "Define it in the procedure, or correct the name.",
            );
        }
    }
}

pub(super) fn registers_show_what_is_public_and_nothing_else(
    regime: &Regime,
    findings: &mut Findings,
) {
    for (name, register, procedure) in places(regime) {
        let place = || Place::regime("register", name.as_str());
        for (field_name, field) in &procedure.fields {
            let shown = register.shows.contains(field_name);
            if shown && (!field.public || field.confidential || field.sealed) {
                findings.add(
                    place(),
                    "register-public",
                    format!("shows the field `{field_name}`, which is not public"),
                    "Mark the field `public = true`, or do not show it.",
                );
            }
            if !shown && field.public {
                findings.add(
                    place(),
                    "register-public",
                    format!("does not show the field `{field_name}`, which is public"),
                    "Add it to `shows`, or remove `public` from the field.",
                );
            }
        }
        for (material_name, material) in &procedure.materials {
            if register.downloads.contains(material_name) != material.public {
                findings.add(
                    place(),
                    "register-public",
                    format!("and `material.{material_name}` disagree on whether it is public"),
                    "Name it in `downloads` exactly if it has `public = true`.",
                );
            }
        }
    }
}

pub(super) fn what_is_public_is_shown_somewhere(regime: &Regime, findings: &mut Findings) {
    for procedure in regime.procedures.values() {
        if procedure.head.register.is_some() {
            continue;
        }
        let notices = procedure.steps.values().flat_map(|step| &step.notices);
        let texts: Vec<&String> = notices
            .filter_map(|name| regime.notices.get(name))
            .flat_map(|notice| [&notice.text_zh, &notice.text_en])
            .collect();
        let told = |name: &str| {
            texts
                .iter()
                .any(|text| text.contains(&format!("{{{name}}}")))
        };
        let fields = procedure.fields.iter().filter(|(_, field)| field.public);
        let idle = fields.filter(|(name, _)| !told(name.as_str()));
        let idle = idle.map(|(name, _)| format!("field.{name}"));
        let materials = procedure.materials.iter();
        let materials = materials.filter(|(_, material)| material.public);
        let materials = materials.map(|(name, _)| format!("material.{name}"));
        for path in idle.chain(materials) {
            findings.add(
                Place::new(&format!("{}.toml", procedure.head.id), path),
                "register-public",
                "is public, but no register and no announcement of the procedure shows it",
                "Remove `public`, or let a notice or register show it.",
            );
        }
    }
}

pub(super) fn registers_know_their_level_testers_and_validity(
    regime: &Regime,
    findings: &mut Findings,
) {
    for (name, register, procedure) in places(regime) {
        let kind_of = |field: &crate::name::FieldName| procedure.fields.get(field).map(|f| f.kind);
        let mut wrong = |cause: String, remedy: &str| {
            findings.add(
                Place::regime("register", name.as_str()),
                "register-fields",
                cause,
                remedy,
            );
        };
        if kind_of(&register.object) != Some(FieldKind::Text)
            || !register.shows.contains(&register.object)
        {
            wrong(
                "has an `object` that is not a text it shows".into(),
                "Name a shown text field in `object`.",
            );
        }
        for (key, named, kind) in [
            ("reference", &register.reference, FieldKind::Reference),
            ("level", &register.level, FieldKind::Level),
        ] {
            let shown = register
                .shows
                .iter()
                .find(|field| kind_of(field) == Some(kind));
            if named.as_ref() != shown {
                wrong(
                    format!("names in `{key}` another field than it shows of that kind"),
                    "Name the shown field.",
                );
            }
        }
        for field in &register.shows {
            if kind_of(field) == Some(FieldKind::Party) && !register.testers.contains(field) {
                wrong(
                    format!("shows the party `{field}` that is not in `testers`"),
                    "Add it to `testers`.",
                );
            }
        }
        for field in &register.testers {
            if kind_of(field) != Some(FieldKind::Party) || !register.shows.contains(field) {
                wrong(
                    format!("has the tester `{field}`, which is not a party that it shows"),
                    "Correct `testers`.",
                );
            }
        }
        if let Some(fault) = validity_fault(regime, register, procedure) {
            wrong(
                fault,
                "Name in `validity` the deadline that runs in all live states and ends the entry.",
            );
        }
    }
}

fn validity_fault(regime: &Regime, register: &Register, procedure: &Procedure) -> Option<String> {
    let live = || {
        let mut live = procedure.states.iter();
        live.by_ref()
            .filter(|(_, state)| state.entry.is_some() && !state.is_final)
            .map(|(name, _)| name)
            .collect::<Vec<_>>()
    };
    let ends = |then: &crate::name::StepName| {
        let to = procedure.steps.get(then).and_then(|step| step.to.as_ref());
        let entry = to.and_then(|to| procedure.states.get(to)?.entry.as_ref());
        entry
            .and_then(|entry| regime.statuses.get(entry))
            .is_some_and(|status| status.standing == Standing::Void)
    };
    let Some(named) = &register.validity else {
        let mut ending = procedure.deadlines.iter();
        let forgotten = ending.find(|(_, deadline)| deadline.then.as_ref().is_some_and(ends));
        return forgotten.map(|(name, _)| {
            format!("does not name the deadline `{name}`, which ends its entries")
        });
    };
    let deadline = procedure.deadlines.get(named.as_str())?;
    if let Some(state) = live()
        .into_iter()
        .find(|state| !deadline.within_states.contains(state))
    {
        return Some(format!("has a `validity` that does not run in `{state}`"));
    }
    if !deadline.then.as_ref().is_some_and(ends) {
        return Some("has a `validity` whose end does not void the entry".to_owned());
    }
    None
}

pub(super) fn blanks_of_notices_are_public(regime: &Regime, findings: &mut Findings) {
    for (name, notice) in &regime.notices {
        let in_zh = blanks(&notice.text_zh);
        let in_en = blanks(&notice.text_en);
        let place = || Place::regime("notice", name.as_str());
        if sorted(&in_zh) != sorted(&in_en) {
            findings.add(
                place(),
                "notice-blanks",
                "has different blanks in Chinese and English",
                "Say the same in both languages.",
            );
        }
        for blank in in_zh.iter().chain(&in_en) {
            if let Some(cause) = blank_fault(regime, name, blank) {
                findings.add(
                    place(),
                    "notice-blanks",
                    cause,
                    "Use a public field, or {number}, {holder}, {until}, {grounds}, {level}.",
                );
            }
        }
    }
}

fn sorted<'a>(blanks: &[&'a str]) -> Vec<&'a str> {
    let mut sorted = blanks.to_vec();
    sorted.sort_unstable();
    sorted
}

fn blanks(text: &str) -> Vec<&str> {
    text.split('{')
        .skip(1)
        .map(|after| after.split('}').next().unwrap_or(after))
        .collect()
}

fn blank_fault(regime: &Regime, notice: &NoticeName, blank: &str) -> Option<String> {
    for procedure in regime.procedures.values() {
        let mut steps = procedure
            .steps
            .values()
            .filter(|step| step.notices.contains(notice));
        let Some(step) = steps.next() else { continue };
        if ["number", "holder", "until"].contains(&blank) {
            continue;
        }
        if blank == "grounds" {
            if step.grounds.is_empty() {
                return Some("speaks of {grounds} in a step that has none".to_owned());
            }
            continue;
        }
        match procedure.fields.get(blank) {
            Some(field) if field.public => (),
            Some(_) => return Some(format!("tells the field `{blank}`, which is not public")),
            None => return Some(format!("has the blank {{{blank}}}, which nothing fills")),
        }
    }
    None
}
