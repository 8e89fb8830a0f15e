//! JSON Schema (2020-12) of scheme files, for editors.
//!
//! Made from [`crate::vocabulary`]; what words mean together is beyond it and
//! is looked at by [`crate::check`].

use crate::name::LONGEST;
use crate::vocabulary::{
    DRIVE, GRANT, Key, Kind, PROCEDURE, PROCEDURE_TABLES, REFERENCE, REFERENCE_TABLES, REGIME,
    REGIME_TABLES, START, Table, key,
};
use serde_json::{Map, Value, json};

/// The schema of `regime.toml`, procedure files and reference items.
pub fn schema() -> Value {
    json!({
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "A scheme file: regime.toml, a procedure, or a reference item",
        "oneOf": [
            { "$ref": "#/$defs/regime" },
            { "$ref": "#/$defs/procedure" },
            { "$ref": "#/$defs/reference" },
        ],
        "$defs": {
            "regime": file(REGIME, REGIME_TABLES, None),
            "procedure": file(PROCEDURE, PROCEDURE_TABLES, Some(choice())),
            "reference": file(REFERENCE, REFERENCE_TABLES, None),
            "words": object(&[
                key("zh", Kind::Text, true, "the wording in Chinese"),
                key("en", Kind::Text, true, "the wording in English"),
            ]),
            "term": {
                "type": "string",
                "pattern": "^[0-9]{1,4} (hours?|days?|working days?|months?|years?)$",
                "examples": ["10 working days", "24 months", "48 hours"],
            },
            "when": when(),
            "drive": object(DRIVE),
            "start": object(START),
            "grant": object(GRANT),
        },
    })
}

/// The schema as the file holds it.
pub fn text() -> String {
    // A value of our own making always has a text.
    let mut text = serde_json::to_string_pretty(&schema()).unwrap_or_default();
    text.push('\n');
    text
}

fn file(head: &[Key], tables: &[Table], choice: Option<Value>) -> Value {
    let mut schema = object(head);
    let mut rows = Map::new();
    for table in tables {
        rows.insert(table.name.to_owned(), named(object(table.keys), table.says));
    }
    if let Some(choice) = choice {
        rows.insert("choice".to_owned(), choice);
    }
    if let Some(properties) = schema.get_mut("properties").and_then(Value::as_object_mut) {
        properties.extend(rows);
    }
    schema
}

/// A table whose keys are names of the scheme.
fn named(row: Value, says: &str) -> Value {
    json!({
        "type": "object",
        "description": says,
        "propertyNames": { "pattern": "^[a-z][a-z0-9-]*$", "maxLength": LONGEST },
        "additionalProperties": row,
    })
}

fn choice() -> Value {
    let options = json!({
        "type": "object",
        "additionalProperties": { "$ref": "#/$defs/words" },
    });
    named(options, "a closed list of options: name → wording")
}

fn when() -> Value {
    json!({
        "type": "object",
        "additionalProperties": false,
        "properties": {
            "field": { "type": "string" },
            "is": { "type": "array", "items": { "type": "string" } },
            "opened_by": { "type": "string" },
        },
        "oneOf": [{ "required": ["field", "is"] }, { "required": ["opened_by"] }],
    })
}

fn object(keys: &[Key]) -> Value {
    let mut properties = Map::new();
    for key in keys {
        let mut schema = of_kind(key.kind);
        if let Some(schema) = schema.as_object_mut() {
            schema.insert("description".to_owned(), key.says.into());
        }
        properties.insert(key.name.to_owned(), schema);
    }
    let required: Vec<&str> = keys
        .iter()
        .filter(|key| key.must)
        .map(|key| key.name)
        .collect();
    json!({
        "type": "object",
        "additionalProperties": false,
        "properties": properties,
        "required": required,
    })
}

fn of_kind(kind: Kind) -> Value {
    match kind {
        Kind::Text | Kind::Pattern => json!({ "type": "string" }),
        Kind::Texts => json!({ "type": "array", "items": { "type": "string" } }),
        Kind::Flag => json!({ "type": "boolean" }),
        Kind::Count => json!({ "type": "integer", "minimum": 0 }),
        Kind::Term => json!({ "$ref": "#/$defs/term" }),
        Kind::Terms => json!({ "type": "array", "items": { "$ref": "#/$defs/term" } }),
        Kind::Date => json!({ "type": "string", "format": "date" }),
        Kind::Words => json!({ "$ref": "#/$defs/words" }),
        Kind::When => json!({ "$ref": "#/$defs/when" }),
        Kind::Drive => json!({ "$ref": "#/$defs/drive" }),
        Kind::Start => json!({ "oneOf": [
            { "$ref": "#/$defs/start" },
            { "type": "array", "items": { "$ref": "#/$defs/start" } },
        ] }),
        Kind::Sets => json!({ "type": "object", "additionalProperties": { "type": "string" } }),
        Kind::Grant => json!({ "$ref": "#/$defs/grant" }),
        Kind::OneOf(words) => json!({ "enum": words }),
        Kind::SomeOf(words) => json!({ "type": "array", "items": { "enum": words } }),
    }
}
