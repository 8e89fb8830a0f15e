//! What another edition would change for a case that was opened under the one
//! it has. It only looks: cases stay under their edition, unless a step with an
//! article of its own says otherwise.

mod terms;

use crate::case::Case;
use crate::computed::computed;
use crate::form::Form;
use crate::guard::{self, Known, Look};
use crate::value::Value;
use crate::wording::words;
use crate::world::World;
use jiff::civil::Date;
use law::calendar::{Calendar, Moment};
use law::form::Words;
use law::guard::Guard;
use law::library::Edition;
use law::name::{FieldName, GuardName, MaterialName, StateName, StepName};
use law::procedure::Procedure;
use law::regime::{Regime, Standing};
use law::step::Step;
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};

/// What kind of change it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Kind {
    ProcedureGone,
    StateGone,
    StepGone,
    DeadlineShorter,
    DeadlineLonger,
    DeadlineAdded,
    DeadlineGone,
    /// Its end lies beyond the known calendar.
    DeadlineUnknown,
    FieldMissing,
    MaterialMissing,
    GuardRefuses,
    StatusRenamed,
    StatusGone,
    StandingChanged,
}

impl Kind {
    /// The kind in words.
    pub fn words(self) -> Words {
        let (zh, en) = match self {
            Kind::ProcedureGone => ("程序已取消", "procedure is gone"),
            Kind::StateGone => ("状态已取消", "state is gone"),
            Kind::StepGone => ("环节不再可办", "step cannot be taken any more"),
            Kind::DeadlineShorter => ("时限缩短", "deadline is shorter"),
            Kind::DeadlineLonger => ("时限延长", "deadline is longer"),
            Kind::DeadlineAdded => ("新增时限", "deadline is new"),
            Kind::DeadlineGone => ("时限已取消", "deadline is gone"),
            Kind::DeadlineUnknown => ("届满日无法计算", "deadline cannot be computed"),
            Kind::FieldMissing => ("缺少新要求的字段", "field is newly missing"),
            Kind::MaterialMissing => ("缺少新要求的材料", "material is newly missing"),
            Kind::GuardRefuses => ("不再符合条件", "guard would now refuse"),
            Kind::StatusRenamed => ("登记状态改称", "entry's status has another name"),
            Kind::StatusGone => ("登记状态已取消", "entry's status is gone"),
            Kind::StandingChanged => ("登记效力改变", "entry's standing changes"),
        };
        words(zh, en)
    }
}

/// One change for one case.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Effect {
    pub kind: Kind,
    /// The part of the scheme: a deadline, a material, a guard …
    pub name: String,
    pub title: Words,
    /// What holds now and what would hold, where it can be said in a word.
    pub old: Option<String>,
    pub new: Option<String>,
    /// More about it, such as why a guard refuses.
    pub note: Option<Words>,
    pub basis: String,
    /// Whether the article is one of the new edition.
    pub by_new: bool,
}

/// All that a case is looked at with.
#[derive(Debug, Clone, Copy)]
pub struct Ground<'a> {
    pub old: &'a Edition,
    pub new: &'a Edition,
    pub world: &'a World,
    pub calendar: &'a Calendar,
    pub now: Moment,
    /// What the guards of the new edition ask for beyond the case.
    pub known: &'a Known,
}

/// Whether the case can be touched by a new edition at all: it is open, or its
/// entry still holds or is suspended.
pub fn is_live(case: &Case, old: &Edition) -> bool {
    let procedure = old.procedure(&case.procedure);
    let state = procedure.and_then(|procedure| procedure.states.get(&case.state));
    let open = state.is_some_and(|state| !state.is_final);
    open || stands(case, &old.regime)
}

/// Whether the case has an entry on which somebody may rely, or that may hold
/// again.
pub fn stands(case: &Case, regime: &Regime) -> bool {
    let entry = case.entry.as_ref();
    let status = entry.and_then(|entry| regime.statuses.get(&entry.status));
    status.is_some_and(|status| status.standing != Standing::Void)
}

/// Everything that the new edition would change for the case.
pub fn impact(ground: Ground<'_>, case: &Case) -> Vec<Effect> {
    let Some(before) = ground.old.procedure(&case.procedure) else {
        return Vec::new();
    };
    let Some(after) = ground.new.procedure(&case.procedure) else {
        let head = &before.head;
        return vec![Effect {
            kind: Kind::ProcedureGone,
            name: head.id.to_string(),
            title: head.title.clone(),
            old: None,
            new: None,
            note: None,
            basis: head.basis.clone(),
            by_new: false,
        }];
    };
    // What the new edition computes of the form as it is.
    let mut fields = case.fields.clone();
    fields.extend(computed(after, &case.fields));
    let looking = Looking {
        ground,
        case,
        fields: &fields,
        before,
        after,
        today: ground.calendar.day(ground.now),
    };
    let mut effects = Vec::new();
    if after.states.contains_key(&case.state) {
        effects.extend(looking.steps_gone());
        effects.extend(terms::deadlines(&looking));
        effects.extend(looking.missing());
        effects.extend(looking.guards());
    } else {
        effects.extend(looking.state_gone());
    }
    effects.extend(looking.entry());
    effects
}

struct Looking<'a> {
    ground: Ground<'a>,
    case: &'a Case,
    /// The form under the new edition.
    fields: &'a BTreeMap<FieldName, Value>,
    before: &'a Procedure,
    after: &'a Procedure,
    today: Date,
}

impl<'a> Looking<'a> {
    fn effect(&self, kind: Kind, name: &str, (zh, en): (&str, &str), basis: &str) -> Effect {
        Effect {
            kind,
            name: name.to_owned(),
            title: words(zh, en),
            old: None,
            new: None,
            note: None,
            basis: basis.to_owned(),
            by_new: true,
        }
    }

    fn form(&self, edition: &'a Edition, procedure: &'a Procedure) -> Form<'a> {
        Form {
            regime: &edition.regime,
            procedure,
            world: self.ground.world,
            fields: self.fields,
            opened_by: &self.case.opened_by,
        }
    }

    fn state_gone(&self) -> Option<Effect> {
        let state = self.before.states.get(&self.case.state)?;
        let mut steps = self.before.steps.values();
        let led = steps.find(|step| step.to.as_ref() == Some(&self.case.state));
        let basis = state
            .open_ended
            .clone()
            .or_else(|| led.map(|step| step.basis.clone()));
        let title = (state.zh.as_str(), state.en.as_str());
        let name = self.case.state.as_str();
        Some(Effect {
            by_new: false,
            note: Some(words(
                "须规定此类办件转入何处",
                "it must be settled where such cases go",
            )),
            ..self.effect(Kind::StateGone, name, title, &basis.unwrap_or_default())
        })
    }

    /// Steps that lead on from here now and would not any more.
    fn steps_gone(&self) -> Vec<Effect> {
        let onwards = here(self.before, &self.case.state);
        let gone = onwards.filter(|(name, _)| {
            let step = self.after.steps.get(*name);
            step.is_none_or(|step| !step.from.contains(&self.case.state))
        });
        gone.map(|(name, step)| Effect {
            by_new: false,
            ..self.effect(
                Kind::StepGone,
                name.as_str(),
                (&step.zh, &step.en),
                &step.basis,
            )
        })
        .collect()
    }

    /// Fields and materials that the new edition demands for a step from here, or,
    /// before there is an entry, for one that was taken, and that are not there
    /// although the old one did not miss them.
    fn missing(&self) -> Vec<Effect> {
        let old_form = self.form(self.ground.old, self.before);
        let new_form = self.form(self.ground.new, self.after);
        let taken: BTreeSet<&StepName> = match self.case.entry {
            None => self.case.steps.iter().map(|taken| &taken.step).collect(),
            Some(_) => BTreeSet::new(),
        };
        let mut found: BTreeMap<(Kind, String), Effect> = BTreeMap::new();
        for (name, step) in &self.after.steps {
            if !step.from.contains(&self.case.state) && !taken.contains(name) {
                continue;
            }
            let earlier = self.before.steps.get(name);
            let was = earlier
                .map(|step| absent(&old_form, step, self.case))
                .unwrap_or_default();
            let is = absent(&new_form, step, self.case);
            for field in is.fields.difference(&was.fields) {
                let Some(part) = self.after.fields.get(field) else {
                    continue;
                };
                let kind = Kind::FieldMissing;
                let effect = self.effect(kind, field.as_str(), (&part.zh, &part.en), &part.basis);
                found
                    .entry((kind, field.to_string()))
                    .or_insert(for_step(effect, step));
            }
            for material in is.materials.difference(&was.materials) {
                let Some(part) = self.after.materials.get(material) else {
                    continue;
                };
                let kind = Kind::MaterialMissing;
                let effect =
                    self.effect(kind, material.as_str(), (&part.zh, &part.en), &part.basis);
                found
                    .entry((kind, material.to_string()))
                    .or_insert(for_step(effect, step));
            }
        }
        found.into_values().collect()
    }

    /// Guards of steps from here that would refuse what they admit now.
    fn guards(&self) -> Vec<Effect> {
        let old_form = self.form(self.ground.old, self.before);
        let new_form = self.form(self.ground.new, self.after);
        let mut found: BTreeMap<GuardName, Effect> = BTreeMap::new();
        for (name, step) in here(self.after, &self.case.state) {
            let earlier = self.before.steps.get(name);
            for guard in &step.guards {
                let Some(rule) = self.after.guards.get(guard) else {
                    continue;
                };
                let before = earlier
                    .filter(|step| step.guards.contains(guard))
                    .and_then(|_| self.before.guards.get(guard));
                let held = before.is_none_or(|rule| self.refuses(old_form, guard, rule).is_none());
                if !held || !self.is_filled_in(rule) {
                    continue;
                }
                if let Some(why) = self.refuses(new_form, guard, rule) {
                    let title = (rule.zh.as_str(), rule.en.as_str());
                    let effect =
                        self.effect(Kind::GuardRefuses, guard.as_str(), title, &rule.basis);
                    let effect = Effect {
                        note: Some(why),
                        ..effect
                    };
                    found.entry(guard.clone()).or_insert(effect);
                }
            }
        }
        found.into_values().collect()
    }

    fn refuses(&self, form: Form<'_>, name: &GuardName, rule: &Guard) -> Option<Words> {
        let look = Look {
            form,
            case: Some(self.case),
            holder: &self.case.holder,
            known: self.ground.known,
            today: self.today,
            now: self.ground.calendar.hour(self.ground.now),
        };
        match guard::check(look, name, rule) {
            Ok(()) => None,
            Err(crate::refusal::Refusal::Guarded { why, .. }) => Some(why),
            Err(other) => Some(other.wording()),
        }
    }

    /// Whether what a guard looks at is there. What is not is told as missing.
    fn is_filled_in(&self, rule: &Guard) -> bool {
        let fields = [&rule.field, &rule.other, &rule.of, &rule.on];
        let filled = fields.into_iter().flatten().all(|field| {
            let optional = self.after.fields.get(field);
            let optional = optional.is_some_and(|field| field.when.is_some());
            optional || self.fields.contains_key(field)
        });
        let handed = |material: &MaterialName| self.case.documents.contains_key(material);
        filled && rule.material.as_ref().is_none_or(handed)
    }

    /// What the register would say of the entry.
    fn entry(&self) -> Option<Effect> {
        let entry = self.case.entry.as_ref()?;
        let was = self.ground.old.regime.statuses.get(&entry.status)?;
        if was.standing == Standing::Void {
            return None;
        }
        let state = self.after.states.get(&self.case.state);
        // A state that keeps the entry says nothing of its own.
        let named = state.and_then(|state| match state.keeps {
            true => Some(&entry.status),
            false => state.entry.as_ref(),
        });
        let statuses = &self.ground.new.regime.statuses;
        let title = (was.zh.as_str(), was.en.as_str());
        let name = entry.status.as_str();
        let Some((other, status)) = named.and_then(|name| statuses.get_key_value(name)) else {
            if statuses.contains_key(&entry.status) && state.is_none() {
                return None;
            }
            return Some(Effect {
                by_new: false,
                ..self.effect(Kind::StatusGone, name, title, &was.basis)
            });
        };
        let kind = if status.standing != was.standing {
            Kind::StandingChanged
        } else if *other != entry.status {
            Kind::StatusRenamed
        } else {
            return None;
        };
        Some(Effect {
            old: Some(entry.status.to_string()),
            new: Some(other.to_string()),
            ..self.effect(kind, name, title, &status.basis)
        })
    }
}

fn for_step(effect: Effect, step: &Step) -> Effect {
    let note = words(
        format!("办理“{}”时须有", step.zh),
        format!("demanded for `{}`", step.en),
    );
    Effect {
        note: Some(note),
        ..effect
    }
}

/// The steps that lead on from a state.
fn here<'p>(
    procedure: &'p Procedure,
    state: &StateName,
) -> impl Iterator<Item = (&'p StepName, &'p Step)> {
    let state = state.clone();
    let steps = procedure.steps.iter();
    steps.filter(move |(_, step)| step.from.contains(&state))
}

/// What a step demands and the case does not have.
#[derive(Default)]
struct Absent {
    fields: BTreeSet<FieldName>,
    materials: BTreeSet<MaterialName>,
}

fn absent(form: &Form<'_>, step: &Step, case: &Case) -> Absent {
    let procedure = form.procedure;
    let fields = step.asks.iter().filter(|name| {
        let field = procedure.fields.get(*name);
        let asked =
            field.is_some_and(|field| form.holds(field.when.as_ref()) && !field.is_computed());
        asked && !form.fields.contains_key(*name)
    });
    let handed: BTreeSet<&String> = case
        .documents
        .keys()
        .filter_map(|name| procedure.materials.get(name)?.either.as_ref())
        .collect();
    let materials = step.needs.iter().filter(|name| {
        let material = procedure.materials.get(*name);
        material.is_some_and(|material| {
            let instead = material
                .either
                .as_ref()
                .is_some_and(|group| handed.contains(group));
            form.holds(material.when.as_ref()) && !case.documents.contains_key(*name) && !instead
        })
    });
    Absent {
        fields: fields.cloned().collect(),
        materials: materials.cloned().collect(),
    }
}
