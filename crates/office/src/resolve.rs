//! Cases that people named by the numbers of their entries.

use crate::failure::Failure;
use case::command::Given;
use case::value::Value;
use law::form::FieldKind;
use law::name::FieldName;
use law::procedure::Procedure;
use std::borrow::Cow;
use std::collections::BTreeMap;
use store::engine::Engine;
use store::row::bind;
use store::statements as sql;

/// The fields, with the numbers of cases where those of entries were given.
/// They are copied only if one of them names cases.
///
/// # Errors
///
/// A failure of the store.
pub(crate) fn resolved<'f>(
    engine: &mut Engine,
    procedure: &Procedure,
    given: &'f BTreeMap<FieldName, Value>,
) -> Result<Cow<'f, BTreeMap<FieldName, Value>>, Failure> {
    let names_cases = |name: &FieldName| {
        let field = procedure.fields.get(name);
        field.is_some_and(|field| field.kind == FieldKind::Case)
    };
    if !given.keys().any(names_cases) {
        return Ok(Cow::Borrowed(given));
    }
    let mut fields = given.clone();
    for (_, value) in fields.iter_mut().filter(|(name, _)| names_cases(name)) {
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
    Ok(Cow::Owned(fields))
}

/// What comes with a step, likewise.
///
/// # Errors
///
/// As [`resolved`].
pub(crate) fn with_cases<'g>(
    engine: &mut Engine,
    procedure: &Procedure,
    given: &'g Given,
) -> Result<Cow<'g, Given>, Failure> {
    Ok(match resolved(engine, procedure, &given.fields)? {
        Cow::Borrowed(_) => Cow::Borrowed(given),
        Cow::Owned(fields) => Cow::Owned(Given {
            fields,
            ..given.clone()
        }),
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
