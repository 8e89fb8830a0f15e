//! What the record says beyond one case: other cases of the same scenario.

use super::play::{Folder, Play};
use crate::case::Case;
use crate::guard::{Known, Other};
use crate::value::Value;
use law::form::FieldKind;
use law::guard::GuardKind;
use law::name::{FieldName, MaterialName};
use law::procedure::{Editable, Procedure};
use std::collections::BTreeMap;

impl Play<'_> {
    /// What is known about `case` once its form holds `fields`.
    pub(super) fn known(
        &self,
        procedure: &Procedure,
        case: &Case,
        fields: &BTreeMap<FieldName, Value>,
    ) -> Known {
        let named = numbers(procedure, fields);
        Known {
            twin: self.twin(procedure, case, fields, &named),
            shared: self.shared(procedure, case, fields),
            others: self.named(fields).others,
        }
    }

    /// What is known of the cases that a form names.
    pub(super) fn named(&self, fields: &BTreeMap<FieldName, Value>) -> Known {
        let regime = &self.edition().regime;
        let cases = self
            .folders
            .values()
            .filter_map(|folder| folder.case.as_ref());
        let named = |case: &&Case| {
            fields
                .values()
                .any(|value| value.items().contains(&case.number.as_str()))
        };
        let others = cases.filter(named).filter_map(|other| {
            let procedure = regime.procedures.get(&other.procedure)?;
            let since = self.stage.calendar.day(other.since);
            Some((other.number.clone(), Other::of(other, procedure, since)))
        });
        Known {
            others: others.collect(),
            ..Known::default()
        }
    }

    fn others<'p>(&'p self, case: &'p Case) -> impl Iterator<Item = (&'p String, &'p Case)> {
        let folders = self.folders.values();
        folders
            .filter_map(|folder: &Folder| Some((&folder.number, folder.case.as_ref()?)))
            .filter(|(number, _)| **number != case.number)
    }

    /// Another case of the holder about the same object that is open and
    /// handed in, or whose entry lives, and that this one does not replace.
    fn twin(
        &self,
        procedure: &Procedure,
        case: &Case,
        fields: &BTreeMap<FieldName, Value>,
        named: &[String],
    ) -> Option<String> {
        let object = self.object(procedure)?;
        let about = fields.get(object)?;
        self.others(case)
            .find(|(number, other)| {
                other.procedure == case.procedure
                    && other.holder == case.holder
                    && other.fields.get(object) == Some(about)
                    && handed_in(procedure, other)
                    && !over(procedure, other)
                    && !named.contains(number)
            })
            .map(|(number, _)| number.clone())
    }

    /// Materials whose content another object's case rests on.
    fn shared(
        &self,
        procedure: &Procedure,
        case: &Case,
        fields: &BTreeMap<FieldName, Value>,
    ) -> BTreeMap<MaterialName, String> {
        let object = self.object(procedure);
        let mut shared = BTreeMap::new();
        for (number, other) in self.others(case) {
            let same = |object: &FieldName| other.fields.get(object) == fields.get(object);
            if object.is_some_and(same)
                || other.procedure != case.procedure
                || !handed_in(procedure, other)
            {
                continue;
            }
            for (name, document) in &case.documents {
                let alone = procedure
                    .materials
                    .get(name)
                    .is_some_and(|material| !material.shared);
                let same = other
                    .documents
                    .get(name)
                    .is_some_and(|theirs| theirs.sha256 == document.sha256);
                if alone && same {
                    shared.insert(name.clone(), number.clone());
                }
            }
        }
        shared
    }

    fn object<'p>(&'p self, procedure: &'p Procedure) -> Option<&'p FieldName> {
        let mut guards = procedure.guards.values();
        let unique = guards.find(|guard| guard.kind == GuardKind::Unique);
        if let Some(field) = unique.and_then(|guard| guard.field.as_ref()) {
            return Some(field);
        }
        let register = procedure.head.register.as_ref()?;
        self.edition()
            .regime
            .registers
            .get(register)
            .map(|register| &register.object)
    }
}

/// The cases that the form names.
fn numbers(procedure: &Procedure, fields: &BTreeMap<FieldName, Value>) -> Vec<String> {
    let of_case = |name: &FieldName| {
        procedure
            .fields
            .get(name)
            .is_some_and(|field| field.kind == FieldKind::Case)
    };
    let named = fields.iter().filter(|(name, _)| of_case(name));
    named
        .flat_map(|(_, value)| value.items())
        .map(str::to_owned)
        .collect()
}

fn handed_in(procedure: &Procedure, case: &Case) -> bool {
    let state = procedure.states.get(&case.state);
    state.is_some_and(|state| state.edit != Editable::All)
}

fn over(procedure: &Procedure, case: &Case) -> bool {
    let state = procedure.states.get(&case.state);
    state.is_some_and(|state| state.is_final)
}
