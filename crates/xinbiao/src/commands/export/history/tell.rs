//! A case's events as both forms tell them: what, when, who, from where to where.

use crate::archive::Recorded;
use case::case::{Case, ClockState, Document};
use case::event::{CaseAct, EntryMoved, Event, HoldAct, What};
use case::evolve::evolve;
use case::value::Value;
use law::form::{FieldKind, Words};
use law::library::Edition;
use law::name::{DeadlineName, FieldName, GroundName, MaterialName, StateName};

/// A case with all that happened to it.
pub(super) struct Told<'a> {
    pub(super) case: &'a Case,
    pub(super) edition: &'a Edition,
    pub(super) acts: Vec<Act<'a>>,
}

/// One event.
pub(super) struct Act<'a> {
    pub(super) position: u64,
    pub(super) event: &'a Event,
    /// The step, or what else was done: `fill`, `supply`, `remind` …
    pub(super) name: String,
    pub(super) title: Words,
    /// The state before; none: the case was opened.
    pub(super) from: Option<StateName>,
    pub(super) to: StateName,
    /// The article, as the event cites it.
    pub(super) basis: Option<&'a str>,
    pub(super) grounds: &'a [GroundName],
    pub(super) materials: Vec<(&'a MaterialName, &'a Document)>,
    pub(super) entry: Option<&'a EntryMoved>,
    /// Deadlines that were over by then.
    pub(super) overdue: Vec<DeadlineName>,
    pub(super) driven_by: Option<&'a str>,
}

pub(super) fn tell<'a>(case: &'a Case, history: &'a [Recorded], edition: &'a Edition) -> Told<'a> {
    let mut acts = Vec::new();
    let mut before: Option<Case> = None;
    for Recorded {
        position, event, ..
    } in history
    {
        let from = before.as_ref().map(|case| case.state.clone());
        let overdue = before
            .as_ref()
            .map(|case| overdue(case, event.at))
            .unwrap_or_default();
        before = evolve(before, event);
        let (What::Case(act), Some(after)) = (&event.event, &before) else {
            continue;
        };
        acts.push(one(*position, event, act, from, after, overdue, edition));
    }
    Told {
        case,
        edition,
        acts,
    }
}

fn overdue(case: &Case, now: i64) -> Vec<DeadlineName> {
    let clocks = case.clocks.iter();
    clocks
        .filter(|(_, clock)| clock.state == ClockState::Running && clock.end <= now)
        .map(|(name, _)| name.clone())
        .collect()
}

fn one<'a>(
    position: u64,
    event: &'a Event,
    act: &'a CaseAct,
    from: Option<StateName>,
    after: &Case,
    overdue: Vec<DeadlineName>,
    edition: &Edition,
) -> Act<'a> {
    let (name, title) = called(act, after, edition);
    let mut told = Act {
        position,
        event,
        name,
        title,
        from,
        to: after.state.clone(),
        basis: None,
        grounds: &[],
        materials: Vec::new(),
        entry: None,
        overdue,
        driven_by: None,
    };
    match act {
        CaseAct::Opened { basis, .. } | CaseAct::Signed { basis, .. } => told.basis = Some(basis),
        CaseAct::Stepped(stepped) => {
            told.basis = Some(&stepped.basis);
            told.grounds = &stepped.grounds;
            told.entry = stepped.entry.as_ref();
            told.driven_by = stepped.driven_by.as_deref();
        }
        CaseAct::Opined(given) => {
            told.basis = Some(&given.basis);
            told.grounds = &given.grounds;
        }
        CaseAct::Supplied { materials } => {
            let handed = materials.iter();
            told.materials = handed.map(|one| (&one.material, &one.document)).collect();
        }
        CaseAct::DisposalProposed { basis, .. } | CaseAct::Disposed { basis, .. } => {
            told.basis = Some(basis);
        }
        CaseAct::Filled { .. }
        | CaseAct::Reminded { .. }
        | CaseAct::Recalculated { .. }
        | CaseAct::Hold(_) => (),
    }
    told
}

/// What an event is called: by its step, or by what it is.
fn called(act: &CaseAct, case: &Case, edition: &Edition) -> (String, Words) {
    let plain = |name: &str, zh: &str, en: &str| (name.to_owned(), words(zh, en));
    let step = match act {
        CaseAct::Opened { step, .. } => step,
        CaseAct::Stepped(stepped) => &stepped.step,
        CaseAct::Opined(given) => &given.step,
        CaseAct::Signed { step, .. } => {
            let (name, title) = step_words(step, case, edition);
            return (
                format!("sign-{name}"),
                words(
                    &format!("签署：{}", title.zh),
                    &format!("Sign: {}", title.en),
                ),
            );
        }
        CaseAct::Filled { .. } => return plain("fill", "填写表单", "Fill in the form"),
        CaseAct::Supplied { .. } => return plain("supply", "提交材料", "Hand in materials"),
        CaseAct::Reminded { .. } => return plain("remind", "到期提醒", "Remind of a deadline"),
        CaseAct::Recalculated { .. } => {
            return plain(
                "recalculate",
                "按新日历重算时限",
                "Move deadlines by the calendar",
            );
        }
        CaseAct::Hold(HoldAct::Put { .. }) => {
            return plain("hold", "暂缓销毁", "Put on hold");
        }
        CaseAct::Hold(HoldAct::Lifted { .. }) => {
            return plain("lift-hold", "解除暂缓销毁", "Lift a hold");
        }
        CaseAct::DisposalProposed { .. } => {
            return plain("propose-disposal", "提出销毁材料", "Propose the disposal");
        }
        CaseAct::Disposed { .. } => {
            return plain("dispose", "核准销毁材料", "Approve the disposal");
        }
    };
    step_words(step, case, edition)
}

fn step_words(step: &law::name::StepName, case: &Case, edition: &Edition) -> (String, Words) {
    let found = edition.procedure(&case.procedure);
    let found = found.and_then(|procedure| procedure.steps.get(step));
    let title = found.map_or_else(
        || words(step.as_str(), step.as_str()),
        |found| words(&found.zh, &found.en),
    );
    (step.to_string(), title)
}

fn words(zh: &str, en: &str) -> Words {
    Words {
        zh: zh.into(),
        en: en.into(),
    }
}

impl Told<'_> {
    /// The fields of the form whose values come from a list or are dates,
    /// numbers and places: what cases are compared by. Nothing in anybody's own
    /// words, nothing that is sealed.
    pub(super) fn fields(&self) -> Vec<(&FieldName, String)> {
        let Some(procedure) = self.edition.procedure(&self.case.procedure) else {
            return Vec::new();
        };
        let fields = self.case.fields.iter();
        fields
            .filter(|(name, _)| {
                procedure
                    .fields
                    .get(*name)
                    .is_some_and(|field| is_compared(field.kind) && !field.sealed)
            })
            .map(|(name, value)| (name, shown(value)))
            .collect()
    }
}

fn is_compared(kind: FieldKind) -> bool {
    matches!(
        kind,
        FieldKind::Date
            | FieldKind::Moment
            | FieldKind::Number
            | FieldKind::Decimal
            | FieldKind::YesNo
            | FieldKind::Choice
            | FieldKind::Reference
            | FieldKind::Level
            | FieldKind::Parameter
            | FieldKind::Region
            | FieldKind::Case
            | FieldKind::Party
    )
}

fn shown(value: &Value) -> String {
    value.to_string()
}
