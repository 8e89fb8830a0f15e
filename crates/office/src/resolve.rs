//! Cases that people named by the numbers of their entries.

use crate::failure::Failure;
use case::command::Given;
use case::value::Value;
use law::form::FieldKind;
use law::name::FieldName;
use law::procedure::Procedure;
use std::collections::BTreeMap;
use store::engine::Engine;
use store::row::bind;
use store::statements as sql;

/// The fields, with the numbers of cases where those of entries were given.
///
/// # Errors
///
/// A failure of the store.
pub(crate) fn resolved(
    engine: &mut Engine,
    procedure: &Procedure,
    fields: &BTreeMap<FieldName, Value>,
) -> Result<BTreeMap<FieldName, Value>, Failure> {
    let mut fields = fields.clone();
    for (name, value) in &mut fields {
        let field = procedure.fields.get(name);
        if !field.is_some_and(|field| field.kind == FieldKind::Case) {
            continue;
        }
        let mut numbers = Vec::new();
        for number in value.items() {
            numbers.push(case_number(engine, number.trim())?);
        }
        match value {
            Value::List(items) => *items = numbers,
            Value::Text(text) => *text = numbers.pop().unwrap_or_default(),
            Value::Number(_) => (),
        }
    }
    Ok(fields)
}

/// What comes with a step, likewise.
///
/// # Errors
///
/// As [`resolved`].
pub(crate) fn with_cases(
    engine: &mut Engine,
    procedure: &Procedure,
    given: &Given,
) -> Result<Given, Failure> {
    Ok(Given {
        fields: resolved(engine, procedure, &given.fields)?,
        ..given.clone()
    })
}

/// The number of the case, if `number` is that of its entry.
fn case_number(engine: &mut Engine, number: &str) -> Result<String, Failure> {
    if number.is_empty() {
        return Ok(String::new());
    }
    let rows = engine.query(bind(sql::ENTRY_GET, [number.into()]))?;
    let found = rows.first().map(|row| row.text(2).to_owned());
    Ok(found.unwrap_or_else(|| number.to_owned()))
}
