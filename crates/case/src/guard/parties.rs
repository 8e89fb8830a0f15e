//! Guards on parties: bars, qualifications, who may test.

use super::Look;
use crate::party::Party;
use crate::wording::{Wording, day, words};
use jiff::civil::Date;
use law::guard::Guard;
use law::name::QualificationName;

pub(super) fn not_barred(look: Look<'_>, guard: &Guard) -> Result<(), Wording> {
    let holder = look.holder.as_str();
    let code = match &guard.field {
        Some(field) => look.text(Some(field)).unwrap_or_default(),
        None => holder,
    };
    let (Some(party), Some(sanction)) = (look.form.world.party_text(code), &guard.sanction) else {
        return Ok(());
    };
    match party.barred(&look.form.regime.head.id, sanction, look.today) {
        None => Ok(()),
        Some(bar) => {
            let (from, until) = (day(bar.from), day(bar.until));
            Err(words(
                format!(
                    "{}自{}起被限制办理，{}起方可再次提出。",
                    party.registration.name_zh, from.zh, until.zh
                ),
                format!(
                    "{} is barred from {}; it can apply again from {} on",
                    party.registration.name_en, from.en, until.en
                ),
            ))
        }
    }
}

pub(super) fn qualified(look: Look<'_>, guard: &Guard) -> Result<(), Wording> {
    let code = match &guard.field {
        Some(field) => look.text(Some(field)).unwrap_or_default(),
        None => look.holder.as_str(),
    };
    let day = match &guard.on {
        Some(field) => look.date(Some(field)),
        None => Some(look.today),
    };
    let (Some(kind), Some(day)) = (&guard.qualification, day) else {
        return Err(words("尚未填写日期。", "the date is missing"));
    };
    let items = guard
        .of
        .as_ref()
        .map(|field| look.form.items(field))
        .unwrap_or_default();
    let Some(party) = look.form.world.party_text(code) else {
        return Err(words(
            format!("主体{code}尚未登记。"),
            format!("the party {code} is not registered"),
        ));
    };
    let own = guard.own.as_ref().filter(|_| code == look.holder.as_str());
    let mut kinds = own.into_iter().chain([kind]);
    if kinds.any(|kind| covers(look, party, kind, day, &items)) {
        return Ok(());
    }
    Err(unqualified(look, party, own.unwrap_or(kind), day))
}

pub(super) fn body_qualified(look: Look<'_>, guard: &Guard) -> Result<(), Wording> {
    let (Some(kind), Some(case)) = (&guard.qualification, look.case) else {
        return Ok(());
    };
    let Some(body) = look.form.world.party(&case.body) else {
        return Err(words("受理机构尚未登记。", "the body is not registered"));
    };
    let items = guard
        .of
        .as_ref()
        .map(|field| look.form.items(field))
        .unwrap_or_default();
    if covers(look, body, kind, look.today, &items) {
        return Ok(());
    }
    Err(unqualified(look, body, kind, look.today))
}

/// Whether the party had the qualification on the day, for every item.
fn covers(
    look: Look<'_>,
    party: &Party,
    kind: &QualificationName,
    day: Date,
    items: &[&str],
) -> bool {
    let regime = &look.form.regime.head.id;
    let held = |item| party.qualified(regime, kind, day, item).is_some();
    if items.is_empty() {
        return held(None);
    }
    items.iter().all(|item| held(Some(item)))
}

fn unqualified(look: Look<'_>, party: &Party, kind: &QualificationName, day: Date) -> Wording {
    let title = look.form.regime.qualifications.get(kind);
    let (zh, en) = title.map_or((kind.as_str(), kind.as_str()), |title| {
        (title.zh.as_str(), title.en.as_str())
    });
    words(
        format!(
            "{}在{day}没有覆盖该类别的有效“{zh}”，请核对证书的范围和期限。",
            party.registration.name_zh
        ),
        format!(
            "{} had no valid `{en}` for this category on {day}; compare the certificate's scope and term",
            party.registration.name_en
        ),
    )
}

pub(super) fn domestic(look: Look<'_>, guard: &Guard) -> Result<(), Wording> {
    let field = guard.field.as_ref();
    let items = field
        .map(|field| look.form.items(field))
        .unwrap_or_default();
    let foreign = items.iter().find(|code| {
        let party = look.form.world.party_text(code);
        party.is_some_and(|party| party.registration.code.is_foreign())
    });
    match foreign {
        None => Ok(()),
        Some(code) => Err(words(
            format!("{code}为境外组织或者个人，不得提供。"),
            format!("{code} is a foreign organisation or person; nothing is given to it"),
        )),
    }
}

pub(super) fn tester_admitted(look: Look<'_>, guard: &Guard) -> Result<(), Wording> {
    let rule = guard
        .of
        .as_ref()
        .and_then(|field| look.form.reference(field));
    let level = look.text(guard.field.as_ref()).unwrap_or_default();
    let Some(level) = rule.and_then(|rule| rule.levels.get(level)) else {
        return Err(words("尚未选择等级。", "no level is chosen"));
    };
    let own = look.text(guard.other.as_ref()) == Some(look.holder.as_str());
    let kind = if own { "own" } else { "third-party" };
    if level.testers.iter().any(|tester| tester == kind) {
        return Ok(());
    }
    let (zh, en) = if own {
        ("自有检测实验室", "the producer's own laboratory")
    } else {
        ("第三方检测机构", "a third-party body")
    };
    Err(words(
        format!("{}不得由{zh}检测。", level.zh),
        format!("the level `{}` is not tested by {en}", level.en),
    ))
}

pub(super) fn not_holder(look: Look<'_>, guard: &Guard) -> Result<(), Wording> {
    if look.text(guard.field.as_ref()) == Some(look.holder.as_str()) {
        let title = look.title(guard.field.as_ref());
        return Err(words(
            format!("“{}”不得为办件主体自身，请委托符合条件的第三方。", title.zh),
            format!(
                "`{}` cannot be the holder itself; entrust a qualified third party",
                title.en
            ),
        ));
    }
    Ok(())
}
