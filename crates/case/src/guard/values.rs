//! Guards on plain values and reference data.

use super::Look;
use crate::computed::figure;
use crate::decimal;
use crate::value::Value;
use crate::wording::{Wording, words};
use law::guard::Guard;

pub(super) fn field_is(look: Look<'_>, guard: &Guard) -> Result<(), Wording> {
    let field = guard.field.as_ref();
    let value = field.and_then(|field| look.form.fields.get(field));
    let value = value.map(ToString::to_string).unwrap_or_default();
    if guard.is.contains(&value) != guard.not {
        return Ok(());
    }
    let title = look.title(guard.field.as_ref());
    Err(words(
        format!("“{}”填写为“{value}”，不予受理。", title.zh),
        format!("`{}` is `{value}`; such a case is not taken", title.en),
    ))
}

pub(super) fn at_most(look: Look<'_>, guard: &Guard) -> Result<(), Wording> {
    let max = guard.max.unwrap_or(u32::MAX);
    let (count, unit) = size(look, guard);
    if count <= i64::from(max).saturating_mul(unit) {
        return Ok(());
    }
    let (title, count) = (look.title(guard.field.as_ref()), told(look, guard, count));
    Err(words(
        format!("“{}”为{count}，不得超过{max}。", title.zh),
        format!(
            "`{}` is {count}, at most {max} is taken; split it if it is a list",
            title.en
        ),
    ))
}

pub(super) fn at_least(look: Look<'_>, guard: &Guard) -> Result<(), Wording> {
    let min = guard.min.unwrap_or(0);
    let (count, unit) = size(look, guard);
    if i64::from(min).saturating_mul(unit) <= count {
        return Ok(());
    }
    let (title, count) = (look.title(guard.field.as_ref()), told(look, guard, count));
    Err(words(
        format!("“{}”为{count}，不得少于{min}。", title.zh),
        format!("`{}` is {count}; at least {min} is needed", title.en),
    ))
}

/// How many items the list has, or the number or decimal in its smallest unit;
/// and how many such units are in one.
fn size(look: Look<'_>, guard: &Guard) -> (i64, i64) {
    let field = guard.field.as_ref();
    let value = field.and_then(|field| look.form.fields.get(field));
    let places = places(look, guard);
    let count = match value {
        None => 0,
        Some(value) => match (value, figure(value, places)) {
            (Value::Text(_), Some(figure)) if 0 < places => figure,
            (Value::Number(_), Some(figure)) => figure.max(0),
            (value, _) => i64::try_from(value.items().len()).unwrap_or(i64::MAX),
        },
    };
    (count, decimal::unit(places))
}

fn places(look: Look<'_>, guard: &Guard) -> u8 {
    let field = guard.field.as_ref();
    let field = field.and_then(|field| look.form.procedure.fields.get(field));
    field.map_or(0, law::form::Field::decimals)
}

fn told(look: Look<'_>, guard: &Guard, count: i64) -> String {
    decimal::write(count, places(look, guard))
}

pub(super) fn equals(look: Look<'_>, guard: &Guard) -> Result<(), Wording> {
    let value = |field: &Option<law::name::FieldName>| {
        let value = field.as_ref().and_then(|field| look.form.fields.get(field));
        value.map(ToString::to_string).unwrap_or_default()
    };
    let (mine, theirs) = (value(&guard.field), value(&guard.other));
    if mine == theirs {
        return Ok(());
    }
    let (one, two) = (
        look.title(guard.field.as_ref()),
        look.title(guard.other.as_ref()),
    );
    Err(words(
        format!(
            "“{}”（{mine}）与“{}”（{theirs}）应当一致，请核对。",
            one.zh, two.zh
        ),
        format!(
            "`{}` ({mine}) and `{}` ({theirs}) must be the same; compare both",
            one.en, two.en
        ),
    ))
}

pub(super) fn differs(look: Look<'_>, guard: &Guard) -> Result<(), Wording> {
    let value = |field: &Option<law::name::FieldName>| {
        field.as_ref().and_then(|field| look.form.fields.get(field))
    };
    let (one, two) = (value(&guard.field), value(&guard.other));
    let shared = one.zip(two).is_some_and(|(one, two)| {
        let theirs = two.items();
        one == two || one.items().iter().any(|item| theirs.contains(item))
    });
    if !shared {
        return Ok(());
    }
    let (one, two) = (
        look.title(guard.field.as_ref()),
        look.title(guard.other.as_ref()),
    );
    Err(words(
        format!("“{}”与“{}”不得相同。", one.zh, two.zh),
        format!("`{}` and `{}` must not be the same", one.en, two.en),
    ))
}

pub(super) fn in_force(look: Look<'_>, guard: &Guard) -> Result<(), Wording> {
    let items = guard
        .field
        .as_ref()
        .map(|field| look.form.references(field));
    let Some(items) = items.filter(|items| !items.is_empty()) else {
        return Err(words("尚未选择。", "nothing is chosen"));
    };
    match items.iter().find(|item| !item.in_force(look.today)) {
        None => Ok(()),
        Some(item) => Err(words(
            format!("“{}”自{}起施行，今日不在施行期内。", item.zh, item.from),
            format!("`{}` is in force from {}, not today", item.en, item.from),
        )),
    }
}

pub(super) fn parameter_change(look: Look<'_>, guard: &Guard) -> Result<(), Wording> {
    let rule = guard
        .of
        .as_ref()
        .and_then(|field| look.form.reference(field));
    let name = look.text(guard.field.as_ref()).unwrap_or_default();
    let Some(parameter) = rule.and_then(|rule| rule.parameters.get(name)) else {
        return Err(words(
            "该参数不在实施规则的参数表内。",
            "the rule does not list this parameter",
        ));
    };
    let change = parameter.change.as_str();
    if guard.is.iter().any(|is| is == change) {
        return Ok(());
    }
    let (zh, en) = match parameter.change {
        law::reference::Change::Refile => (
            "须重新备案，请改走关键技术参数变更环节",
            "calls for a new filing; take the step for key parameters",
        ),
        law::reference::Change::Note => (
            "仅需备注，请改走备注变更环节",
            "calls for a note only; take the step for notes",
        ),
    };
    Err(words(
        format!("“{}”的变更{zh}。", parameter.zh),
        format!("a change of `{}` {en}", parameter.en),
    ))
}
