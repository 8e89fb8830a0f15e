//! The form is filled in, and materials are handed in.

use crate::authorize::EditPermit;
use crate::case::Case;
use crate::command::Supply;
use crate::computed::computed;
use crate::decide::Desk;
use crate::event::{CaseAct, Handed, NewEvent, Who};
use crate::form::merged;
use crate::refusal::Refusal;
use crate::value::Value;
use crate::wording::words;
use law::form::Reads;
use law::name::{FieldName, MaterialName};
use law::procedure::Editable;
use law::regime::Relation;
use law::step::Step;
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
        for name in fields.keys() {
            if !self.editable(case, name.as_str()) {
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
        let mut materials = Vec::new();
        for supply in supplies {
            let Some(material) = self.procedure.materials.get(&supply.material) else {
                return Err(Refusal::NoSuchMaterial {
                    material: supply.material.clone(),
                });
            };
            let title = words(&material.zh, &material.en);
            let edited = self.editable(case, supply.material.as_str())
                && self.is_for_holder(&supply.material);
            if !edited && !self.needed_next(case, &supply.material, &permit.who) {
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

    fn is_artwork(&self, name: &str) -> bool {
        let material = self.procedure.materials.get(name);
        material.is_some_and(|material| material.reads == Some(Reads::Artwork))
    }

    /// Whether a field or material may be changed where the case stands.
    pub fn editable(&self, case: &Case, name: &str) -> bool {
        match self
            .procedure
            .states
            .get(&case.state)
            .map(|state| state.edit)
        {
            Some(Editable::All) => true,
            // An artwork follows the form: what else is mended may show on it.
            Some(Editable::Listed) => case.listed.contains(name) || self.is_artwork(name),
            Some(Editable::None) | None => false,
        }
    }

    /// Whether a step of the holder's side needs the material; what only others
    /// need the holder cannot hand in.
    fn is_for_holder(&self, material: &MaterialName) -> bool {
        let actors = &self.regime().actors;
        let holds = |step: &Step| {
            step.by.iter().any(|actor| {
                let rule = actors.get(actor);
                rule.is_some_and(|rule| matches!(rule.relation, Relation::Holder | Relation::Agent))
            })
        };
        let mut steps = self.procedure.steps.values();
        steps.any(|step| step.needs.contains(material) && holds(step))
    }

    /// Whether the person may hand the material in here, because a step that
    /// it may take next needs it; in a state that is edited the holder does.
    fn needed_next(&self, case: &Case, material: &MaterialName, who: &Who) -> bool {
        let state = self.procedure.states.get(&case.state);
        let closed = state.is_some_and(|state| state.edit == Editable::None);
        let mut steps = self.procedure.steps.values();
        closed
            && steps.any(|step| {
                step.from.contains(&case.state)
                    && step.needs.contains(material)
                    && self.may_take(step, case, who)
            })
    }

    fn may_take(&self, step: &Step, case: &Case, who: &Who) -> bool {
        let (Some(person), Some(party)) = (&who.person, &who.party) else {
            return false;
        };
        let actor = crate::command::Actor::Person {
            person: person.clone(),
            party: party.clone(),
        };
        let ground = crate::authorize::Ground {
            regime: self.regime(),
            procedure: self.procedure,
            world: self.world,
            today: self.today,
            holder: &case.holder,
            case: Some(case),
        };
        let capacities = crate::authorize::capacities_of(ground, &actor);
        step.by.iter().any(|actor| capacities.contains(actor))
    }
}
