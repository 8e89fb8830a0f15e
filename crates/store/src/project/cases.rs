//! The desk: a line a case, its deadlines, its claim on an object.

use crate::row::{Bound, Param, bind};
use crate::statements as sql;
use case::case::{Case, ClockState};
use case::event::{CaseAct, ClockEvent, Transferred};
use case::terms::Terms;
use case::value::Value;
use law::guard::GuardKind;
use law::library::Edition;
use law::name::{DeadlineName, FieldName};
use law::procedure::Procedure;
use std::collections::BTreeSet;

/// The line of a case.
pub(super) fn line(case: &Case, edition: &Edition, position: u64) -> Bound {
    let next = case
        .running()
        .first()
        .map(|(name, clock)| (name.to_string(), clock.end));
    bind(
        sql::CASE_PUT,
        [
            case.number.as_str().into(),
            case.edition.regime.as_str().into(),
            case.edition.edition.as_str().into(),
            case.procedure.as_str().into(),
            case.holder.as_str().into(),
            case.body.as_str().into(),
            case.state.as_str().into(),
            case.version.into(),
            case.opened_at.into(),
            case.since.into(),
            object(case, edition).unwrap_or_default().into(),
            Param::from(next.as_ref().map(|(name, _)| name.clone())),
            Param::from(next.map(|(_, end)| end)),
            position.into(),
        ],
    )
}

/// The value that names the object of a case, such as the model.
pub(super) fn object(case: &Case, edition: &Edition) -> Option<String> {
    let procedure = edition.procedure(&case.procedure)?;
    let field = object_field(procedure, edition)?;
    case.text(field.as_str()).map(str::to_owned)
}

fn object_field<'e>(procedure: &'e Procedure, edition: &'e Edition) -> Option<&'e FieldName> {
    let unique = procedure
        .guards
        .values()
        .find(|guard| guard.kind == GuardKind::Unique);
    unique.and_then(|guard| guard.field.as_ref()).or_else(|| {
        let register = edition
            .regime
            .registers
            .get(procedure.head.register.as_ref()?)?;
        Some(&register.object)
    })
}

/// Claims and uses that follow from an act.
pub(super) fn writes(act: &CaseAct, case: &Case, edition: &Edition) -> Vec<Bound> {
    let (Some(procedure), CaseAct::Stepped(stepped)) = (edition.procedure(&case.procedure), act)
    else {
        return Vec::new();
    };
    let Some(key) = super::object_key(case, edition) else {
        return Vec::new();
    };
    let mut writes = Vec::new();
    if let Some(transferred) = &stepped.transferred {
        writes.extend(moved(case, edition, &key, transferred));
    }
    let guards = procedure
        .steps
        .get(&stepped.step)
        .map(|step| step.guards.as_slice())
        .unwrap_or_default();
    for guard in guards.iter().filter_map(|name| procedure.guards.get(name)) {
        match (guard.kind, &guard.material) {
            (GuardKind::Unique, _) => {
                writes.push(bind(
                    sql::TWIN_CLAIM,
                    [key.as_str().into(), case.number.as_str().into()],
                ));
            }
            (GuardKind::Unshared, Some(material)) => {
                if let Some(document) = case.documents.get(material) {
                    let (number, material) = (case.number.as_str(), material.as_str());
                    let sha256 = document.sha256.as_str();
                    writes.push(bind(
                        sql::MATERIAL_FORGET,
                        [number.into(), material.into(), sha256.into()],
                    ));
                    let params = [
                        sha256.into(),
                        number.into(),
                        material.into(),
                        key.as_str().into(),
                    ];
                    writes.push(bind(sql::MATERIAL_USE, params));
                }
            }
            _ => (),
        }
    }
    if procedure
        .states
        .get(&case.state)
        .is_some_and(|state| state.is_final)
    {
        writes.push(bind(
            sql::TWIN_RELEASE,
            [key.into(), case.number.as_str().into()],
        ));
    }
    writes
}

/// The claim of a case that has another holder now, if it had one.
fn moved(case: &Case, edition: &Edition, key: &str, transferred: &Transferred) -> Vec<Bound> {
    let claimed = edition.procedure(&case.procedure).is_some_and(|procedure| {
        let mut steps = case.steps.iter();
        steps.any(|taken| {
            let step = procedure.steps.get(&taken.step);
            let mut guards = step.into_iter().flat_map(|step| &step.guards);
            guards.any(|guard| {
                let guard = procedure.guards.get(guard);
                guard.is_some_and(|guard| guard.kind == GuardKind::Unique)
            })
        })
    });
    if !claimed {
        return Vec::new();
    }
    let before = Case {
        holder: transferred.from.clone(),
        ..case.clone()
    };
    let number = || case.number.as_str().into();
    let old = super::object_key(&before, edition).unwrap_or_default();
    vec![
        bind(sql::TWIN_RELEASE, [old.into(), number()]),
        bind(sql::TWIN_CLAIM, [key.into(), number()]),
    ]
}

/// The values by which cases are found or counted.
pub(super) fn mentions(act: &CaseAct, case: &Case, edition: &Edition) -> Vec<Bound> {
    let (fields, fresh) = match act {
        CaseAct::Opened { fields, .. } => (fields, true),
        CaseAct::Filled { fields, .. } => (fields, false),
        CaseAct::Stepped(stepped) => (&stepped.fields, false),
        _ => return Vec::new(),
    };
    let Some(procedure) = edition.procedure(&case.procedure) else {
        return Vec::new();
    };
    let mut writes = Vec::new();
    for name in procedure
        .looked_up
        .iter()
        .filter(|name| fields.contains_key(*name))
    {
        let (number, field) = (case.number.as_str(), name.as_str());
        if !fresh {
            writes.push(bind(sql::MENTION_DROP, [number.into(), field.into()]));
        }
        let value = case.fields.get(name);
        let texts: BTreeSet<String> = match value {
            Some(Value::Number(number)) => [number.to_string()].into(),
            value => {
                let items = value.map(Value::items).unwrap_or_default();
                items.into_iter().map(str::to_owned).collect()
            }
        };
        for text in texts {
            let params = [number.into(), field.into(), text.into()];
            writes.push(bind(sql::MENTION_PUT, params));
        }
    }
    writes
}

/// What the clock has to look at after an act.
pub(super) fn due(
    act: &CaseAct,
    case: &Case,
    edition: &Edition,
    calendar: Option<&law::calendar::Calendar>,
) -> Vec<Bound> {
    let clocks = match act {
        CaseAct::Opened { clocks, .. }
        | CaseAct::Filled { clocks, .. }
        | CaseAct::Recalculated { clocks, .. } => clocks.as_slice(),
        CaseAct::Stepped(stepped) => stepped.clocks.as_slice(),
        CaseAct::Reminded { deadline, .. } => {
            return remind(case, deadline, edition, calendar)
                .into_iter()
                .collect();
        }
        CaseAct::Supplied { .. }
        | CaseAct::Signed { .. }
        | CaseAct::Hold(_)
        | CaseAct::DisposalProposed { .. }
        | CaseAct::Disposed { .. }
        | CaseAct::Opined(_) => &[],
    };
    let mut writes = Vec::new();
    for name in clocks.iter().map(name_of) {
        writes.extend(end(case, name, edition));
        writes.extend(remind(case, name, edition, calendar));
    }
    writes
}

fn name_of(event: &ClockEvent) -> &DeadlineName {
    match event {
        ClockEvent::Started { name, .. }
        | ClockEvent::Paused { name }
        | ClockEvent::Resumed { name, .. }
        | ClockEvent::Extended { name, .. }
        | ClockEvent::Moved { name, .. }
        | ClockEvent::Ended { name }
        | ClockEvent::RanOut { name } => name,
    }
}

fn end(case: &Case, name: &DeadlineName, edition: &Edition) -> Option<Bound> {
    let rule = edition.procedure(&case.procedure)?.deadlines.get(name)?;
    let clock = case.clocks.get(name)?;
    let keys = || {
        [
            case.number.as_str().into(),
            name.as_str().into(),
            Param::from("end"),
        ]
    };
    if clock.state == ClockState::Running && rule.then.is_some() {
        let [case, name, what] = keys();
        return Some(bind(
            sql::DEADLINE_SET,
            [case, name, what, clock.end.into()],
        ));
    }
    rule.then
        .is_some()
        .then(|| bind(sql::DEADLINE_CLEAR, keys()))
}

fn remind(
    case: &Case,
    name: &DeadlineName,
    edition: &Edition,
    calendar: Option<&law::calendar::Calendar>,
) -> Option<Bound> {
    let procedure = edition.procedure(&case.procedure)?;
    let rule = procedure
        .deadlines
        .get(name)
        .filter(|rule| !rule.warn.is_empty())?;
    let clock = case.clocks.get(name)?;
    let terms = Terms {
        regime: &edition.regime,
        procedure,
        calendar: calendar?,
        fields: &case.fields,
        opened_by: &case.opened_by,
        now: clock.start,
    };
    let next = terms
        .reminders(rule, clock)
        .get(usize::from(clock.reminded))
        .copied();
    let keys = || {
        [
            case.number.as_str().into(),
            name.as_str().into(),
            Param::from("remind"),
        ]
    };
    match next {
        Some(at) if clock.state == ClockState::Running => {
            let [case, name, what] = keys();
            Some(bind(sql::DEADLINE_SET, [case, name, what, at.into()]))
        }
        _ => Some(bind(sql::DEADLINE_CLEAR, keys())),
    }
}
