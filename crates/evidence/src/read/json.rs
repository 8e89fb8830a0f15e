//! JSON as it was written: with every key, also one that stands twice. The
//! usual tree keeps the last of two and would hide the contradiction.

use std::fmt;

use serde::Deserialize;
use serde::de::{Deserializer, MapAccess, SeqAccess, Visitor};

use crate::fault::{Faults, Place};

/// A JSON value. Numbers are kept only where they can be a count.
#[derive(Debug)]
pub(super) enum Json {
    Null,
    Bool,
    Count(u64),
    OtherNumber,
    Text(String),
    List(Vec<Json>),
    Object(Vec<(String, Json)>),
}

impl Json {
    /// What the value is, in words for a message.
    pub(super) fn what(&self) -> (&'static str, &'static str) {
        match self {
            Json::Null => ("空值", "null"),
            Json::Bool => ("真假值", "true or false"),
            Json::Count(_) | Json::OtherNumber => ("数字", "a number"),
            Json::Text(_) => ("文本", "a text"),
            Json::List(_) => ("列表", "a list"),
            Json::Object(_) => ("对象", "an object"),
        }
    }
}

/// Parses `text`. Nesting deeper than 128 is a fault, not a full stack.
pub(super) fn parse(text: &str, faults: &mut Faults) -> Option<Json> {
    match serde_json::from_str(text) {
        Ok(tree) => Some(tree),
        Err(error) => {
            let line = Place::Line(error.line() as u64);
            let column = error.column();
            let wrong = if error.to_string().starts_with("recursion limit") {
                ("嵌套过深", "the values are nested too deeply")
            } else if error.is_eof() {
                ("JSON内容不完整", "the JSON ends too early")
            } else {
                ("不是JSON", "this is not JSON")
            };
            let wrong = (
                format!("第{column}列：{}", wrong.0),
                format!("column {column}: {}", wrong.1),
            );
            let remedy = (
                "请把报告写成一个JSON对象",
                "write the report as one JSON object",
            );
            faults.add(line, wrong, remedy);
            None
        }
    }
}

impl<'de> Deserialize<'de> for Json {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(Whole)
    }
}

struct Whole;

impl<'de> Visitor<'de> for Whole {
    type Value = Json;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a JSON value")
    }

    fn visit_unit<E>(self) -> Result<Json, E> {
        Ok(Json::Null)
    }

    fn visit_bool<E>(self, _: bool) -> Result<Json, E> {
        Ok(Json::Bool)
    }

    fn visit_u64<E>(self, count: u64) -> Result<Json, E> {
        Ok(Json::Count(count))
    }

    fn visit_i64<E>(self, _: i64) -> Result<Json, E> {
        Ok(Json::OtherNumber)
    }

    fn visit_f64<E>(self, _: f64) -> Result<Json, E> {
        Ok(Json::OtherNumber)
    }

    fn visit_str<E>(self, text: &str) -> Result<Json, E> {
        Ok(Json::Text(text.to_owned()))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut parts: A) -> Result<Json, A::Error> {
        let mut list = Vec::new();
        while let Some(part) = parts.next_element()? {
            list.push(part);
        }
        Ok(Json::List(list))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut entries: A) -> Result<Json, A::Error> {
        let mut object = Vec::new();
        while let Some(entry) = entries.next_entry()? {
            object.push(entry);
        }
        Ok(Json::Object(object))
    }
}
