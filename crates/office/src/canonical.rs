//! Canonical JSON (RFC 8785 for what we use of it: texts, whole numbers,
//! truth values, arrays, objects), so that a hash means one content.

mod writer;

use serde::Serialize;
use serde::ser::Error as _;
use serde_json::Error;
use writer::Writer;

/// The canonical text of a value.
///
/// # Errors
///
/// What cannot be written as JSON, such as a map whose keys are not texts.
pub fn text<T: Serialize>(value: &T) -> Result<String, Error> {
    let mut out = Vec::with_capacity(1024);
    value.serialize(Writer { out: &mut out })?;
    String::from_utf8(out).map_err(Error::custom)
}

#[cfg(test)]
mod tests {
    use super::*;
    use case::event::Event;
    use serde_json::{Value, json};
    use std::collections::BTreeMap;

    #[test]
    fn keys_are_ordered_and_nothing_is_added() {
        let value = json!({"b": [1, "é\n"], "a": {"z": null, "y": true}});
        assert_eq!(
            text(&value).unwrap(),
            r#"{"a":{"y":true,"z":null},"b":[1,"é\n"]}"#
        );
    }

    #[test]
    fn keys_are_ordered_by_their_utf16_units() {
        let value: BTreeMap<&str, u8> = [("\u{e000}", 1), ("😀", 2), ("a\"", 3), ("", 4)].into();
        assert_eq!(
            text(&value).unwrap(),
            "{\"\":4,\"a\\\"\":3,\"😀\":2,\"\u{e000}\":1}"
        );
    }

    /// What the text is defined by: the value as JSON, its keys sorted.
    fn expected(value: &Value) -> String {
        match value {
            Value::Object(map) => {
                let mut keys: Vec<&String> = map.keys().collect();
                keys.sort_by_key(|key| key.encode_utf16().collect::<Vec<u16>>());
                let member = |key: &&String| format!("{}:{}", json!(key), expected(&map[*key]));
                let members: Vec<String> = keys.iter().map(member).collect();
                format!("{{{}}}", members.join(","))
            }
            Value::Array(items) => {
                let items: Vec<String> = items.iter().map(expected).collect();
                format!("[{}]", items.join(","))
            }
            other => other.to_string(),
        }
    }

    #[test]
    fn every_form_of_an_event_is_written_as_its_json_with_sorted_keys() {
        let samples = concat!(env!("CARGO_MANIFEST_DIR"), "/../case/samples/events");
        let mut count = 0;
        for file in std::fs::read_dir(samples).unwrap() {
            let path = file.unwrap().path();
            let event: Event =
                serde_json::from_str(&std::fs::read_to_string(&path).unwrap()).unwrap();
            let json = serde_json::to_value(&event).unwrap();
            assert_eq!(text(&event).unwrap(), expected(&json), "{path:?}");
            assert_eq!(text(&json).unwrap(), expected(&json), "{path:?}");
            count += 1;
        }
        assert!(20 <= count, "{count} samples");
    }

    #[derive(Serialize)]
    #[serde(rename_all = "kebab-case")]
    enum Shape {
        Unit,
        One(u8),
        Two(i64, char),
        Named {
            b: Option<u8>,
            a: BTreeMap<u16, f64>,
        },
    }

    #[derive(Serialize)]
    struct Flat {
        z: Shape,
        #[serde(flatten)]
        rest: BTreeMap<String, Shape>,
        nothing: (),
        bytes: (bool, String),
    }

    #[test]
    fn every_shape_of_data_is_written_as_its_json_with_sorted_keys() {
        let value = Flat {
            z: Shape::Named {
                b: None,
                a: [(10, 0.5), (9, -1.0)].into(),
            },
            rest: [
                ("y".to_owned(), Shape::Unit),
                ("b".to_owned(), Shape::One(7)),
                ("ö".to_owned(), Shape::Two(-1, '"')),
            ]
            .into(),
            nothing: (),
            bytes: (true, "\u{1}\\".into()),
        };
        let json = serde_json::to_value(&value).unwrap();
        assert_eq!(text(&value).unwrap(), expected(&json));
    }

    #[test]
    fn of_members_with_one_name_the_last_stands() {
        let value = Flat {
            z: Shape::Unit,
            rest: [("z".to_owned(), Shape::One(1))].into(),
            nothing: (),
            bytes: (false, String::new()),
        };
        let json = serde_json::to_value(&value).unwrap();
        assert_eq!(text(&value).unwrap(), expected(&json));
        assert!(text(&value).unwrap().contains("\"z\":{\"one\":1}"));
    }

    #[test]
    fn a_map_whose_keys_are_no_texts_is_refused() {
        let value: BTreeMap<Option<u8>, u8> = [(None, 1)].into();
        assert!(text(&value).is_err());
    }
}
