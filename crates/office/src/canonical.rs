//! Canonical JSON (RFC 8785 for what we use of it: texts, whole numbers,
//! truth values, arrays, objects), so that a hash means one content.

use serde::Serialize;
use serde_json::Value;

/// The canonical text of a value.
///
/// # Errors
///
/// What cannot be written as JSON, such as a map whose keys are not texts.
pub fn text<T: Serialize>(value: &T) -> Result<String, serde_json::Error> {
    of(&serde_json::to_value(value)?)
}

/// The canonical text of what is JSON already.
///
/// # Errors
///
/// As [`text`].
pub fn of(value: &Value) -> Result<String, serde_json::Error> {
    let mut out = String::with_capacity(1024);
    write(value, &mut out)?;
    Ok(out)
}

fn write(value: &Value, out: &mut String) -> Result<(), serde_json::Error> {
    match value {
        Value::Object(map) => {
            let mut keys: Vec<&String> = map.keys().collect();
            keys.sort_by(|a, b| a.encode_utf16().cmp(b.encode_utf16()));
            out.push('{');
            for (at, key) in keys.into_iter().enumerate() {
                if 0 < at {
                    out.push(',');
                }
                out.push_str(&serde_json::to_string(key)?);
                out.push(':');
                write(&map[key], out)?;
            }
            out.push('}');
        }
        Value::Array(items) => {
            out.push('[');
            for (at, item) in items.iter().enumerate() {
                if 0 < at {
                    out.push(',');
                }
                write(item, out)?;
            }
            out.push(']');
        }
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {
            out.push_str(&serde_json::to_string(value)?);
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_are_ordered_and_nothing_is_added() {
        let value = serde_json::json!({"b": [1, "é\n"], "a": {"z": null, "y": true}});
        assert_eq!(
            text(&value).unwrap(),
            r#"{"a":{"y":true,"z":null},"b":[1,"é\n"]}"#
        );
    }
}
