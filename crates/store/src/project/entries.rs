//! The register and the announcements. Only fields that the edition names as
//! shown come here: a public page is a whitelist.

use super::Projected;
use crate::row::{Bound, Param, bind};
use crate::statements as sql;
use case::case::Case;
use case::event::CaseAct;
use case::form::Form;
use case::wording;
use law::library::Edition;
use law::regime::{Audience, Register};
use serde_json::{Value as Json, json};

/// The register's and the announcements' part of an act.
pub(super) fn writes(
    projected: &Projected<'_>,
    act: &CaseAct,
    case: &Case,
    edition: &Edition,
) -> Vec<Bound> {
    let CaseAct::Stepped(stepped) = act else {
        return Vec::new();
    };
    let mut writes = Vec::new();
    if stepped.entry.is_some() || (case.entry.is_some() && !stepped.fields.is_empty()) {
        writes.extend(entry(projected, case, edition));
    }
    for (place, announced) in stepped.announced.iter().enumerate() {
        let params = [
            projected.position.into(),
            Param::Int(i64::try_from(place).unwrap_or(i64::MAX)),
            projected.event.at.into(),
            case.number.as_str().into(),
            announced.notice.as_str().into(),
            case.label.clone().unwrap_or_default().into(),
            announced.zh.as_str().into(),
            announced.en.as_str().into(),
            audience(
                edition
                    .regime
                    .notices
                    .get(&announced.notice)
                    .map(|notice| notice.audience),
            )
            .into(),
            Param::from(projected.logged),
        ];
        writes.push(bind(sql::NOTICE_PUT, params));
    }
    writes
}

fn entry(projected: &Projected<'_>, case: &Case, edition: &Edition) -> Option<Bound> {
    let entry = case.entry.as_ref()?;
    let procedure = edition.procedure(&case.procedure)?;
    let name = procedure.head.register.as_ref()?;
    let register = edition.regime.registers.get(name)?;
    let standing = match edition.regime.statuses.get(&entry.status)?.standing {
        law::regime::Standing::Valid => "valid",
        law::regime::Standing::Suspended => "suspended",
        law::regime::Standing::Void => "void",
    };
    let facts = facts(projected, case, edition, register);
    Some(bind(
        sql::ENTRY_PUT,
        [
            entry.number.as_str().into(),
            name.as_str().into(),
            case.number.as_str().into(),
            case.holder.as_str().into(),
            case.text(register.object.as_str())
                .unwrap_or_default()
                .into(),
            entry.status.as_str().into(),
            standing.into(),
            entry.since.into(),
            entry.issued.into(),
            Param::from(entry.until.map(|day| day.to_string())),
            facts.to_string().into(),
            projected.position.into(),
            audience(Some(register.audience)).into(),
            Param::from(projected.logged),
        ],
    ))
}

fn audience(audience: Option<Audience>) -> &'static str {
    match audience {
        Some(Audience::Public) => "public",
        Some(Audience::Listed) => "listed",
        Some(Audience::Internal) | None => "internal",
    }
}

/// What the register may show of a case, in the order of the edition.
fn facts(projected: &Projected<'_>, case: &Case, edition: &Edition, register: &Register) -> Json {
    let Some(procedure) = edition.procedure(&case.procedure) else {
        return json!({});
    };
    let form = Form {
        regime: &edition.regime,
        procedure,
        world: projected.world,
        fields: &case.fields,
        opened_by: &case.opened_by,
    };
    let shown: Vec<Json> = register
        .shows
        .iter()
        .filter_map(|name| Some((name, procedure.fields.get(name)?, case.fields.get(name)?)))
        .filter(|(_, field, _)| field.public && !field.confidential && !field.sealed)
        .map(|(name, field, value)| {
            let words = wording::shown(&form, name, value);
            json!({"name": name, "zh": field.zh, "en": field.en, "value": value, "value_zh": words.zh, "value_en": words.en})
        })
        .collect();
    let downloads: Vec<Json> = register
        .downloads
        .iter()
        .filter_map(|name| Some((name, procedure.materials.get(name)?, case.documents.get(name)?)))
        .filter(|(_, material, _)| material.public)
        .map(|(name, material, document)| {
            json!({"name": name, "zh": material.zh, "en": material.en, "sha256": document.sha256, "kind": document.kind, "bytes": document.bytes})
        })
        .collect();
    let holder = projected
        .world
        .party(&case.holder)
        .map(|party| &party.registration);
    let holder_facts = if register.hides_holder {
        json!({"code": "", "zh": "", "en": ""})
    } else {
        json!({"code": case.holder, "zh": holder.map(|h| &h.name_zh), "en": holder.map(|h| &h.name_en)})
    };
    let entry = case.entry.as_ref();
    let level = level(case, &form, register);
    json!({
        "holder": holder_facts,
        "edition": case.edition,
        "procedure": case.procedure,
        "shown": shown,
        "downloads": downloads,
        "level": level,
        "grounds": entry.map(|entry| &entry.grounds),
        "basis": entry.map(|entry| &entry.basis),
    })
}

fn level(case: &Case, form: &Form<'_>, register: &Register) -> Json {
    let name = register
        .level
        .as_ref()
        .and_then(|field| case.text(field.as_str()));
    let rule = register
        .reference
        .as_ref()
        .and_then(|field| form.reference(field));
    match name.and_then(|name| Some((name, rule?, rule?.levels.get(name)?))) {
        Some((name, rule, level)) => {
            let most = rule.levels.values().map(|level| level.stars).max();
            json!({"name": name, "zh": level.zh, "en": level.en, "stars": level.stars, "of": most,
                "meaning_zh": level.meaning_zh, "meaning_en": level.meaning_en})
        }
        None => Json::Null,
    }
}
