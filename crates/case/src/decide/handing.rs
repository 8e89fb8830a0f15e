//! The form is filled in, and materials are handed in.

use crate::authorize::{EditPermit, Ground};
use crate::case::Case;
use crate::command::{Actor, Supply};
use crate::computed::computed;
use crate::decide::Desk;
use crate::editable::{is_awaited, is_editable};
use crate::event::{CaseAct, Handed, NewEvent};
use crate::form::merged;
use crate::refusal::Refusal;
use crate::value::Value;
use crate::wording::words;
use law::name::FieldName;
use std::collections::BTreeMap;

impl Desk<'_> {
    /// Changes fields of the form.
    ///
    /// # Errors
    ///
    /// Why it is not allowed now.
    pub fn fill(
        &self,
        case: &Case,
        permit: &EditPermit,
        given: &BTreeMap<FieldName, Value>,
    ) -> Result<NewEvent, Refusal> {
        let after = merged(Some(case), given);
        let fields = self.form(&after, &case.opened_by).check(given)?;
        for (name, value) in &fields {
            if self.procedure.head.body_field.as_ref() == Some(name)
                && case.fields.get(name) != Some(value)
            {
                let field = self.procedure.fields.get(name);
                let title = field.map(|field| words(&field.zh, &field.en));
                return Err(Refusal::BodySettled {
                    field: title.unwrap_or_else(|| words(name.as_str(), name.as_str())),
                });
            }
            if !is_editable(self.procedure, case, name.as_str()) {
                let field = self.procedure.fields.get(name);
                let field = field.map_or_else(
                    || words(name.as_str(), name.as_str()),
                    |field| words(&field.zh, &field.en),
                );
                return Err(Refusal::FieldClosed {
                    field,
                    state: self.state_title(&case.state),
                });
            }
        }
        let mut fields = fields;
        let computed = computed(self.procedure, &merged(Some(case), &fields));
        fields.extend(computed);
        let after = merged(Some(case), &fields);
        let clocks = self.terms(&after, &case.opened_by).on_fill(case)?;
        drop(after);
        let act = CaseAct::Filled { fields, clocks };
        Ok(self.event(case, &permit.who, act))
    }

    /// Takes materials in.
    ///
    /// # Errors
    ///
    /// Why one of them is not taken now; then none is.
    pub fn supply(
        &self,
        case: &Case,
        permit: &EditPermit,
        supplies: &[Supply],
    ) -> Result<Vec<NewEvent>, Refusal> {
        let actor = permit.who.actor().unwrap_or(Actor::Anybody);
        let ground = Ground {
            regime: self.regime(),
            procedure: self.procedure,
            world: self.world,
            today: self.today,
            holder: &case.holder,
            case: Some(case),
        };
        let mut materials = Vec::new();
        for supply in supplies {
            let Some(material) = self.procedure.materials.get(&supply.material) else {
                return Err(Refusal::NoSuchMaterial {
                    material: supply.material.clone(),
                });
            };
            let title = words(&material.zh, &material.en);
            if !is_awaited(ground, &actor, &supply.material) {
                return Err(Refusal::MaterialClosed {
                    material: title,
                    state: self.state_title(&case.state),
                });
            }
            if !material.types.contains(&supply.document.kind) {
                let types = material.types.join(", ");
                let why = words(
                    format!("文件类型为{}，应当为{types}", supply.document.kind),
                    format!(
                        "the file is of type {}; it must be one of {types}",
                        supply.document.kind
                    ),
                );
                return Err(Refusal::MaterialWrong {
                    material: title,
                    why,
                });
            }
            if let Some(cited) = &supply.evidence {
                self.usable(case, material, supply, cited)?;
            }
            materials.push(Handed {
                material: supply.material.clone(),
                document: supply.document.clone(),
                findings: supply.findings.clone(),
                evidence: supply.evidence.clone(),
            });
        }
        if materials.is_empty() {
            return Ok(Vec::new());
        }
        let act = CaseAct::Supplied { materials };
        Ok(vec![self.event(case, &permit.who, act)])
    }
}
