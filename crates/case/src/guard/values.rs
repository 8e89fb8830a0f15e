//! Guards on plain values and reference data.

use super::Look;
use crate::value::Value;
use crate::wording::{Wording, words};
use law::guard::Guard;

pub(super) fn field_is(look: Look<'_>, guard: &Guard) -> Result<(), Wording> {
    let field = guard.field.as_ref();
    let value = field.and_then(|field| look.form.fields.get(field));
    let value = value.map(ToString::to_string).unwrap_or_default();
    if guard.is.contains(&value) {
        return Ok(());
    }
    let title = look.title(guard.field.as_ref());
    Err(words(
        format!("“{}”填写为“{value}”，不予受理。", title.zh),
        format!("`{}` is `{value}`; such a case is not taken", title.en),
    ))
}

pub(super) fn at_most(look: Look<'_>, guard: &Guard) -> Result<(), Wording> {
    let max = usize::try_from(guard.max.unwrap_or(u32::MAX)).unwrap_or(usize::MAX);
    let count = guard
        .field
        .as_ref()
        .and_then(|field| look.form.fields.get(field))
        .map_or(0, size);
    if count <= max {
        return Ok(());
    }
    let title = look.title(guard.field.as_ref());
    Err(words(
        format!("“{}”为{count}，不得超过{max}。", title.zh),
        format!(
            "`{}` is {count}, at most {max} is taken; split it if it is a list",
            title.en
        ),
    ))
}

pub(super) fn at_least(look: Look<'_>, guard: &Guard) -> Result<(), Wording> {
    let min = usize::try_from(guard.min.unwrap_or(0)).unwrap_or(usize::MAX);
    let field = guard.field.as_ref();
    let count = field
        .and_then(|field| look.form.fields.get(field))
        .map_or(0, size);
    if min <= count {
        return Ok(());
    }
    let title = look.title(field);
    Err(words(
        format!("“{}”为{count}，不得少于{min}。", title.zh),
        format!("`{}` is {count}; at least {min} is needed", title.en),
    ))
}

/// How many items a list has; of a number itself.
fn size(value: &Value) -> usize {
    match value {
        Value::List(items) => items.len(),
        Value::Text(_) => 1,
        Value::Number(number) => usize::try_from(*number).unwrap_or(0),
    }
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
