//! Guards on parties: bars, qualifications, who may test.

use super::Look;
use crate::wording::{Wording, words};
use law::guard::Guard;

pub(super) fn not_barred(look: Look<'_>, guard: &Guard) -> Result<(), Wording> {
    let holder = look.holder.as_str();
    let code = match &guard.field {
        Some(field) => look.text(Some(field)).unwrap_or_default(),
        None => holder,
    };
    let (Some(party), Some(sanction)) = (look.form.world.party_text(code), &guard.sanction) else {
        return Ok(());
    };
    match party.barred(sanction, look.today) {
        None => Ok(()),
        Some(bar) => Err(words(
            format!(
                "{}自{}起受限，至{}止（不含当日），此前不予受理。",
                party.registration.name_zh, bar.from, bar.until
            ),
            format!(
                "{} is barred from {} until {} (exclusive); come back then",
                party.registration.name_en, bar.from, bar.until
            ),
        )),
    }
}

pub(super) fn qualified(look: Look<'_>, guard: &Guard) -> Result<(), Wording> {
    let code = look.text(guard.field.as_ref()).unwrap_or_default();
    let (Some(kind), Some(day)) = (&guard.qualification, look.date(guard.on.as_ref())) else {
        return Err(words("尚未填写日期。", "the date is missing"));
    };
    let item = look.text(guard.of.as_ref());
    let Some(party) = look.form.world.party_text(code) else {
        return Err(words(
            format!("主体{code}尚未登记。"),
            format!("the party {code} is not registered"),
        ));
    };
    let own = guard.own.as_ref().filter(|_| code == look.holder.as_str());
    let mut kinds = own.into_iter().chain([kind]);
    if kinds.any(|kind| party.qualified(kind, day, item).is_some()) {
        return Ok(());
    }
    let kind = own.unwrap_or(kind);
    let title = look.form.regime.qualifications.get(kind);
    let (zh, en) = title.map_or((kind.as_str(), kind.as_str()), |title| {
        (title.zh.as_str(), title.en.as_str())
    });
    Err(words(
        format!(
            "{}在{day}没有覆盖该类别的有效“{zh}”，请核对证书的范围和期限。",
            party.registration.name_zh
        ),
        format!(
            "{} had no valid `{en}` for this category on {day}; compare the certificate's scope and term",
            party.registration.name_en
        ),
    ))
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
            format!(
                "“{}”不得为产品生产者自身，请委托符合条件的第三方。",
                title.zh
            ),
            format!(
                "`{}` cannot be the holder itself; entrust a qualified third party",
                title.en
            ),
        ));
    }
    Ok(())
}
