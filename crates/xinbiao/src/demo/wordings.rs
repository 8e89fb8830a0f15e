//! What people write in the demonstration: plainly examples, in the words of
//! the scheme. Scenarios are terse; forms are read by visitors.

use case::command::Given;
use case::value::Value;
use law::form::{Field, FieldKind};
use law::guard::GuardKind;
use law::name::FieldName;
use law::procedure::Procedure;
use std::collections::BTreeMap;

/// Grounds are put into words as reasons, and fields as examples.
pub(crate) fn given(procedure: &Procedure, given: &mut Given, serial: usize) {
    fields(procedure, &mut given.fields, serial);
    if given.reasons.is_some() {
        let grounds: Vec<&str> = given
            .grounds
            .iter()
            .filter_map(|name| procedure.grounds.get(name).map(|ground| ground.zh.as_str()))
            .collect();
        given.reasons = Some(if grounds.is_empty() {
            "经研究，情况属实，予以办理。（演示用示例）".to_owned()
        } else {
            format!("经核查，{}。（演示用示例）", grounds.join("；"))
        });
    }
}

/// Free text becomes the scheme's sample, or says which field it is. What one
/// party may have only once gets a number.
pub(crate) fn fields(
    procedure: &Procedure,
    fields: &mut BTreeMap<FieldName, Value>,
    serial: usize,
) {
    for (name, value) in fields {
        let Some(field) = procedure.fields.get(name) else {
            continue;
        };
        if value.is_empty() {
            continue;
        }
        let unique = procedure.guards.values().any(|guard| {
            guard.kind == GuardKind::Unique && guard.field.as_ref() == Some(name)
        });
        match (field.kind, &mut *value) {
            (FieldKind::Text | FieldKind::LongText, Value::Text(text)) if unique => {
                text.push_str(&format!("-{serial:03}"));
            }
            (FieldKind::Text | FieldKind::LongText, Value::Text(text)) => *text = said(field),
            (FieldKind::Texts, Value::List(items)) => {
                for (at, item) in items.iter_mut().enumerate() {
                    *item = format!("示例{}{}", field.zh, at + 1);
                }
            }
            _ => (),
        }
    }
}

fn said(field: &Field) -> String {
    let example = || format!("{}（演示用示例）", field.zh);
    field.sample.clone().unwrap_or_else(example)
}
