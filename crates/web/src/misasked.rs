//! What is wrong with an address or a form that could not be read, told by the
//! name of the parameter. The framework refuses these before any handler runs.

use axum::extract::Query;
use axum::http::Uri;
use law::form::Words;

/// The longest value that is repeated, in characters.
const LONGEST: usize = 40;

/// What the framework said of a request, in words for who sent it. `uri` is
/// the address.
pub(crate) fn words(said: &str, uri: &Uri) -> Words {
    let (_, why) = said.split_once(": ").unwrap_or(("", said));
    if said.starts_with("Failed to deserialize query string") {
        return of_parameter(why, uri);
    }
    if said.starts_with("Invalid URL") {
        return of_path(why);
    }
    both(
        "请求无法识别，请核对后重新发送",
        "the request cannot be read; compare it and send it again",
    )
}

fn of_parameter(why: &str, uri: &Uri) -> Words {
    if let Some((name, rest)) = quoted(why, "unknown field `") {
        let known: Vec<&str> = rest.split('`').skip(1).step_by(2).collect();
        let name = cut(name);
        return both(
            &format!(
                "地址中的参数“{name}”不存在，可用的参数有：{}；请去掉或者改正",
                known.join("、")
            ),
            &format!(
                "the address has a parameter `{name}`, which is not known; there are: {}; leave it out or correct it",
                known.join(", ")
            ),
        );
    }
    if let Some((name, _)) = quoted(why, "missing field `") {
        return both(
            &format!("地址中缺少参数“{name}”，请补充"),
            &format!("the parameter `{name}` is missing in the address; add it"),
        );
    }
    if let Some((name, _)) = quoted(why, "duplicate field `") {
        return both(
            &format!("地址中的参数“{name}”出现多次，请只保留一个"),
            &format!("the parameter `{name}` stands more than once in the address; keep one"),
        );
    }
    let Some((name, why)) = why.split_once(": ") else {
        return both(
            "地址中的参数无法识别，请核对地址",
            "the parameters in the address cannot be read; compare the address",
        );
    };
    let value = value_of(uri, name).map(|value| cut(&value));
    let value = value.unwrap_or_default();
    let (zh, en) = should(why);
    both(
        &format!("地址中的参数“{name}”不能是“{value}”：{zh}"),
        &format!("the parameter `{name}` in the address cannot be `{value}`: {en}"),
    )
}

fn of_path(why: &str) -> Words {
    match quoted(why, "Cannot parse `").map(|(value, _)| cut(value)) {
        Some(value) => both(
            &format!("地址中的“{value}”有误：请写不带符号的整数"),
            &format!("`{value}` in the address is wrong: write a whole number without a sign"),
        ),
        None => both(
            "地址无法识别，请核对地址",
            "the address cannot be read; compare it",
        ),
    }
}

/// What the value should be, by why it could not be read.
fn should(why: &str) -> (&'static str, &'static str) {
    if why.contains("number too large") {
        return (
            "数值过大，请写较小的整数",
            "the number is too large; write a smaller one",
        );
    }
    let number = [
        "invalid digit",
        "empty string",
        "number too small",
        "expected u",
    ];
    if number.iter().any(|words| why.contains(words)) {
        return (
            "请写不带符号的整数，或者去掉该参数",
            "write a whole number without a sign, or leave the parameter out",
        );
    }
    (
        "写法不符合要求，请改正或者去掉该参数",
        "it is not written as it must be; correct it, or leave the parameter out",
    )
}

/// The name between the words `before` and the next backtick, and the rest.
fn quoted<'t>(text: &'t str, before: &str) -> Option<(&'t str, &'t str)> {
    let (_, rest) = text.split_once(before)?;
    rest.split_once('`')
}

fn value_of(uri: &Uri, name: &str) -> Option<String> {
    let Query(pairs) = Query::<Vec<(String, String)>>::try_from_uri(uri).ok()?;
    let mut pairs = pairs.into_iter();
    pairs.find_map(|(key, value)| (key == name).then_some(value))
}

/// A text as it may be repeated: short, and without control characters.
fn cut(text: &str) -> String {
    let shown = text
        .chars()
        .map(|sign| if sign.is_control() { '\u{FFFD}' } else { sign });
    shown.take(LONGEST).collect()
}

fn both(zh: &str, en: &str) -> Words {
    Words {
        zh: zh.to_owned(),
        en: en.to_owned(),
    }
}
