//! What people write in the demonstration: plainly examples, in the words of
//! the scheme. Scenarios are terse; forms are read by visitors.

use case::command::Given;
use case::value::Value;
use law::form::{Field, FieldKind};
use law::guard::GuardKind;
use law::name::FieldName;
use law::procedure::Procedure;
use law::regime::Regime;
use std::collections::{BTreeMap, BTreeSet};

/// Grounds are put into words as reasons, and fields as examples.
pub(crate) fn given(regime: &Regime, procedure: &Procedure, given: &mut Given, serial: usize) {
    fields(regime, procedure, &mut given.fields, serial);
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
    regime: &Regime,
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
        let unique = identify(regime).contains(name);
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

/// The fields by which a regime tells objects apart, and those that are
/// compared with them.
fn identify(regime: &Regime) -> BTreeSet<&FieldName> {
    let guards = || {
        regime
            .procedures
            .values()
            .flat_map(|procedure| procedure.guards.values())
    };
    let unique = guards().filter(|guard| guard.kind == GuardKind::Unique);
    let mut names: BTreeSet<&FieldName> = unique.filter_map(|guard| guard.field.as_ref()).collect();
    for guard in guards().filter(|guard| guard.kind == GuardKind::SameAs) {
        let pair = [guard.field.as_ref(), guard.other.as_ref()];
        if pair.iter().flatten().any(|name| names.contains(name)) {
            names.extend(pair.into_iter().flatten());
        }
    }
    names
}

fn said(field: &Field) -> String {
    let example = || format!("{}（演示用示例）", field.zh);
    field.sample.clone().unwrap_or_else(example)
}
