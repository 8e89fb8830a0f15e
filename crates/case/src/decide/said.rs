//! What a step must come with: who, when, and everything said and handed in.

use crate::case::{Case, ClockState};
use crate::command::Given;
use crate::decide::{Desk, LONGEST_REASONS};
use crate::event::{CaseAct, Who};
use crate::form::Form;
use crate::refusal::Refusal;
use crate::wording::{Wording, words};
use law::form::Ground;
use law::name::{FieldName, MaterialName, StepName};
use law::step::Step;
use std::collections::BTreeSet;

impl Desk<'_> {
    /// A step of the clock needs a deadline that ran out, or another case's
    /// step that brings it about.
    pub(super) fn due(
        &self,
        case: &Case,
        name: &StepName,
        step: &Step,
        driven: Option<&str>,
        who: &Who,
    ) -> Result<(), Refusal> {
        if !self.by_clock(who) || driven.is_some() {
            return Ok(());
        }
        let over = self.procedure.deadlines.iter().any(|(deadline, rule)| {
            rule.then.as_ref() == Some(name)
                && case.clocks.get(deadline).is_some_and(|clock| {
                    clock.state == ClockState::Running && clock.end <= self.now
                })
        });
        if over {
            return Ok(());
        }
        Err(Refusal::NotDue {
            step: words(&step.zh, &step.en),
            basis: step.basis.clone(),
        })
    }

    /// Whether the cases for which a step waits have ended.
    pub(super) fn ended(&self, step: &Step, case: &Case, given: &Given) -> Result<(), Refusal> {
        let Some(field) = &step.waits_for else {
            return Ok(());
        };
        let named = given.fields.get(field).or_else(|| case.fields.get(field));
        for number in named.map(crate::value::Value::items).unwrap_or_default() {
            let other = self.known.others.get(number);
            if !other.is_some_and(|other| other.is_final) {
                return Err(Refusal::StillOpen {
                    step: words(&step.zh, &step.en),
                    case: number.to_owned(),
                    basis: step.basis.clone(),
                });
            }
        }
        Ok(())
    }

    pub(super) fn other_person(&self, case: &Case, step: &Step, who: &Who) -> Result<(), Refusal> {
        let Some(person) = &who.person else {
            return Ok(());
        };
        for earlier in &step.other_than {
            if case.took(earlier).any(|taker| taker == person) {
                let title = self.procedure.steps.get(earlier);
                let earlier = title.map_or_else(
                    || words(earlier.as_str(), earlier.as_str()),
                    |step| words(&step.zh, &step.en),
                );
                return Err(Refusal::SamePerson {
                    step: words(&step.zh, &step.en),
                    earlier,
                    basis: step.basis.clone(),
                });
            }
        }
        Ok(())
    }

    /// What must be said with the step: grounds, reasons, checks, statement, list.
    pub(super) fn said(&self, case: &Case, step: &Step, given: &Given) -> Result<(), Refusal> {
        let title = || words(&step.zh, &step.en);
        let basis = || step.basis.clone();
        for ground in &given.grounds {
            if !step.grounds.contains(ground) {
                return Err(Refusal::GroundNotListed {
                    ground: ground.to_string(),
                    step: title(),
                    basis: basis(),
                });
            }
        }
        if !step.grounds.is_empty() && given.grounds.is_empty() {
            let grounds = step
                .grounds
                .iter()
                .filter_map(|name| self.procedure.grounds.get(name));
            let grounds = grounds
                .map(|ground| words(&ground.zh, &ground.en))
                .collect();
            return Err(Refusal::GroundsMissing {
                step: title(),
                grounds,
                basis: basis(),
            });
        }
        let reasons = given.reasons.as_deref().unwrap_or_default();
        if LONGEST_REASONS < reasons.chars().count() {
            return Err(Refusal::TooLong {
                what: "reasons".into(),
                max: LONGEST_REASONS,
            });
        }
        let grounds: Vec<&Ground> = given
            .grounds
            .iter()
            .filter_map(|name| self.procedure.grounds.get(name))
            .collect();
        if (step.reasons || grounds.iter().any(|ground| ground.reasons))
            && reasons.trim().is_empty()
        {
            return Err(Refusal::ReasonsMissing {
                step: title(),
                basis: basis(),
            });
        }
        let open: Vec<Wording> = step
            .checks
            .iter()
            .filter(|check| !given.checks.contains(check))
            .filter_map(|check| self.procedure.checks.get(check))
            .map(|check| words(&check.zh, &check.en))
            .collect();
        if !open.is_empty() {
            return Err(Refusal::ChecksMissing {
                checks: open,
                basis: basis(),
            });
        }
        if step.statement && !given.statement {
            return Err(Refusal::StatementMissing {
                step: title(),
                basis: basis(),
            });
        }
        self.listed(case, step, &given.list)
    }

    fn listed(&self, case: &Case, step: &Step, list: &[String]) -> Result<(), Refusal> {
        if !step.lists {
            return Ok(());
        }
        if list.is_empty() {
            return Err(Refusal::ListMissing {
                step: words(&step.zh, &step.en),
                basis: step.basis.clone(),
            });
        }
        for name in list {
            if !self.procedure.fields.contains_key(name.as_str())
                && !self.procedure.materials.contains_key(name.as_str())
            {
                return Err(Refusal::ListUnknown { name: name.clone() });
            }
            if !case.listed.is_empty() && !case.listed.contains(name) {
                return Err(Refusal::ListWidened {
                    name: name.clone(),
                    basis: step.basis.clone(),
                });
            }
        }
        Ok(())
    }

    /// Fields and materials that must be there by now.
    pub(super) fn complete(
        &self,
        case: &Case,
        step: &Step,
        form: &Form<'_>,
    ) -> Result<(), Refusal> {
        self.asked(step, form)?;
        let materials = self.missing(case, step, form);
        if materials.is_empty() {
            return Ok(());
        }
        Err(Refusal::MaterialsMissing {
            materials,
            basis: step.basis.clone(),
        })
    }

    /// Fields that must have a value by now.
    pub(super) fn asked(&self, step: &Step, form: &Form<'_>) -> Result<(), Refusal> {
        let asked = step
            .asks
            .iter()
            .filter_map(|name| Some((name, self.procedure.fields.get(name)?)));
        let fields: Vec<(FieldName, Wording)> = asked
            .filter(|(name, field)| {
                form.holds(field.when.as_ref()) && !form.fields.contains_key(*name)
            })
            .map(|(name, field)| (name.clone(), words(&field.zh, &field.en)))
            .collect();
        if fields.is_empty() {
            return Ok(());
        }
        Err(Refusal::FieldsMissing {
            fields,
            basis: step.basis.clone(),
        })
    }

    fn missing(&self, case: &Case, step: &Step, form: &Form<'_>) -> Vec<(MaterialName, Wording)> {
        let groups: BTreeSet<&String> = case
            .documents
            .keys()
            .filter_map(|name| self.procedure.materials.get(name)?.either.as_ref())
            .collect();
        step.needs
            .iter()
            .filter_map(|name| Some((name, self.procedure.materials.get(name)?)))
            .filter(|(name, material)| {
                form.holds(material.when.as_ref())
                    && !case.documents.contains_key(*name)
                    && material
                        .either
                        .as_ref()
                        .is_none_or(|group| !groups.contains(group))
            })
            .map(|(name, material)| (name.clone(), words(&material.zh, &material.en)))
            .collect()
    }

    /// Where several must sign, all but the last signature only sign.
    pub(super) fn signature(
        case: &Case,
        name: &StepName,
        step: &Step,
        who: &Who,
    ) -> Result<Option<CaseAct>, Refusal> {
        if step.signatures.is_empty() {
            return Ok(None);
        }
        let signed = case.signatures.get(name).cloned().unwrap_or_default();
        if signed.contains(&who.capacity) {
            return Err(Refusal::AlreadySigned {
                step: words(&step.zh, &step.en),
            });
        }
        let open = step
            .signatures
            .iter()
            .filter(|actor| !signed.contains(*actor) && **actor != who.capacity)
            .count();
        Ok((0 < open).then(|| CaseAct::Signed {
            step: name.clone(),
            basis: step.basis.clone(),
        }))
    }
}
