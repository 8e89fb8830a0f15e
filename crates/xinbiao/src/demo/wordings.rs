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

/// In whose words a story is told.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Wordings<'a> {
    pub(crate) regime: &'a Regime,
    pub(crate) procedure: &'a Procedure,
    /// The name of the party that the case is about, if there is one.
    pub(crate) holder: Option<&'a str>,
    /// Tells the story from others.
    pub(crate) serial: usize,
}

impl Wordings<'_> {
    /// Grounds are put into words as reasons, and fields as examples.
    pub(crate) fn given(&self, given: &mut Given) {
        self.fields(&mut given.fields);
        if given.reasons.is_some() {
            let grounds = given.grounds.iter();
            let grounds: Vec<&str> = grounds
                .filter_map(|name| self.procedure.grounds.get(name))
                .map(|ground| ground.zh.as_str())
                .collect();
            given.reasons = Some(if grounds.is_empty() {
                "经研究，情况属实，予以办理。（演示用示例）".to_owned()
            } else {
                format!("经核查，{}。（演示用示例）", grounds.join("；"))
            });
        }
    }

    /// Free text becomes the scheme's sample, or says which field it is. What
    /// one party may have only once gets a number.
    pub(crate) fn fields(&self, fields: &mut BTreeMap<FieldName, Value>) {
        for (name, value) in fields {
            let Some(field) = self.procedure.fields.get(name) else {
                continue;
            };
            if value.is_empty() {
                continue;
            }
            let unique = identify(self.regime).contains(name);
            match (field.kind, &mut *value) {
                (FieldKind::Text | FieldKind::LongText, Value::Text(text)) if unique => {
                    text.push_str(&format!("-{:03}", self.serial));
                }
                (FieldKind::Text | FieldKind::LongText, Value::Text(text)) => {
                    *text = self.said(field);
                }
                (FieldKind::Texts, Value::List(items)) => {
                    for (at, item) in items.iter_mut().enumerate() {
                        *item = format!("示例{}{}", field.zh, at + 1);
                    }
                }
                _ => (),
            }
        }
    }

    /// An organisation is called what the party is called.
    fn said(&self, field: &Field) -> String {
        let sample = field.sample.as_deref();
        let is_name = sample.is_some_and(|sample| {
            sample.starts_with("示例") && ENDS.iter().any(|end| sample.ends_with(end))
        });
        let holder = self.holder.filter(|_| is_name && field.public);
        match (holder, sample) {
            (Some(holder), _) => holder.to_owned(),
            (None, Some(sample)) => sample.to_owned(),
            (None, None) => format!("{}（演示用示例）", field.zh),
        }
    }
}

/// How the names of organisations end.
const ENDS: [&str; 4] = ["公司", "机构", "中心", "实验室"];

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
