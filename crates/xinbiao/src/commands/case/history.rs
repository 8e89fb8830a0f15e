//! The history of a case: what happened, who did it, where it stands in the log.

use super::show::View;
use crate::archive::Recorded;
use crate::lang::Lang;
use crate::page::{Page, cut};
use crate::place::shown_by;
use case::event::{CaseAct, Event, Stepped, What};
use case::retention;
use case::viewing::Viewing;
use law::name::{FieldName, StepName};
use serde_json::{Value, json};

/// Writes the history, oldest first.
pub(super) fn all(page: &mut Page, view: &View<'_>, events: &[Recorded]) {
    let lang = page.lang;
    page.heading("经过", "History");
    let rows = known(view, events).map(|(recorded, _)| {
        let event = &recorded.event;
        vec![
            // As pages and readers of the log count; what stays out of it has none.
            recorded
                .logged
                .map_or_else(|| "—".to_owned(), |number| number.to_string()),
            shown_by(view.calendar(), event.at),
            who(view, event, lang),
            what(view, event, lang),
        ]
    });
    page.table(
        &[
            ("日志编号", "LOG NUMBER"),
            ("时间", "TIME"),
            ("办理人", "WHO"),
            ("事项", "WHAT"),
        ],
        rows.collect(),
        ("  没有。", "  none"),
    );
}

/// The history for a program: to a person only what they may know of each event.
pub(super) fn document(view: &View<'_>, events: &[Recorded]) -> Vec<Value> {
    known(view, events)
        .map(|(recorded, act)| {
            let event = &recorded.event;
            match view.viewing {
                None => json!({"position": recorded.logged, "event": event}),
                Some(viewing) => {
                    let person = event.who.person.as_ref();
                    json!({
                        "position": recorded.logged, "at": event.at, "version": event.version,
                        "step": step_of(act), "capacity": event.who.capacity,
                        "person": person.filter(|_| viewing.knows_person(&event.who)),
                    })
                }
            }
        })
        .collect()
}

fn step_of(act: &CaseAct) -> Option<&StepName> {
    match act {
        CaseAct::Opened { step, .. } | CaseAct::Signed { step, .. } => Some(step),
        CaseAct::Stepped(stepped) => Some(&stepped.step),
        CaseAct::Opined(given) => Some(&given.step),
        CaseAct::Filled { .. }
        | CaseAct::Supplied { .. }
        | CaseAct::Reminded { .. }
        | CaseAct::Recalculated { .. }
        | CaseAct::Hold(_)
        | CaseAct::DisposalProposed { .. }
        | CaseAct::Disposed { .. } => None,
    }
}

/// The events of which the reader may know, each with its act.
fn known<'e>(
    view: &View<'_>,
    events: &'e [Recorded],
) -> impl Iterator<Item = (&'e Recorded, &'e CaseAct)> {
    let viewing = view.viewing;
    events.iter().filter_map(move |recorded| {
        let What::Case(act) = &recorded.event.event else {
            return None;
        };
        let known = viewing.is_none_or(|viewing| viewing.knows(act));
        known.then_some((recorded, act))
    })
}

fn who(view: &View<'_>, event: &Event, lang: Lang) -> String {
    let capacity = &event.who.capacity;
    let words = view.edition.regime.actors.get(capacity);
    let capacity = words.map_or(capacity.as_str(), |found| lang.of(&found.zh, &found.en));
    let person = event.who.person.as_ref();
    let may = |viewing: Viewing<'_>| viewing.knows_person(&event.who);
    match person.filter(|_| view.viewing.is_none_or(may)) {
        Some(person) => lang
            .of(
                &format!("{person}（{capacity}）"),
                &format!("{person} ({capacity})"),
            )
            .to_owned(),
        None => capacity.to_owned(),
    }
}

fn what(view: &View<'_>, event: &Event, lang: Lang) -> String {
    let What::Case(act) = &event.event else {
        return String::new();
    };
    let procedure = view.procedure;
    let step = |name: &law::name::StepName| {
        procedure.steps.get(name).map_or(name.to_string(), |step| {
            lang.of(&step.zh, &step.en).to_owned()
        })
    };
    match act {
        CaseAct::Opened { step: name, .. } => step(name),
        CaseAct::Filled { fields, .. } => {
            let shown = fields.keys().filter(|name| view.shows(name));
            let names: Vec<&str> = shown.map(FieldName::as_str).collect();
            format!(
                "{} {}",
                lang.of("填写", "filled in"),
                cut(&names.join(", "), 60)
            )
        }
        CaseAct::Supplied { materials } => {
            let names = materials.iter().map(|handed| {
                let title = procedure.materials.get(&handed.material);
                title.map_or(handed.material.as_str(), |found| {
                    lang.of(&found.zh, &found.en)
                })
            });
            let names: Vec<&str> = names.collect();
            format!(
                "{} {}",
                lang.of("提交", "handed in"),
                cut(&names.join(lang.of("、", ", ")), 70)
            )
        }
        CaseAct::Stepped(stepped) => {
            format!(
                "{}{}",
                step(&stepped.step),
                details(view, event, stepped, lang)
            )
        }
        CaseAct::Opined(given) => step(&given.step),
        CaseAct::Signed { step: name, .. } => {
            format!("{} {}", lang.of("签署", "signed"), step(name))
        }
        CaseAct::Reminded { deadline, due } => {
            let title = procedure.deadlines.get(deadline);
            let title = title.map_or(deadline.as_str(), |found| lang.of(&found.zh, &found.en));
            format!("{} {title} ({due})", lang.of("提醒", "reminded of"))
        }
        CaseAct::Hold(_) | CaseAct::DisposalProposed { .. } | CaseAct::Disposed { .. } => {
            let told = retention::told(act);
            told.map_or_else(String::new, |told| lang.of(&told.zh, &told.en).to_owned())
        }
        CaseAct::Recalculated { calendar, year, .. } => {
            format!(
                "{} {calendar} {year}",
                lang.of("按新日历重算时限", "deadlines moved by the calendar")
            )
        }
    }
}

fn details(view: &View<'_>, event: &Event, stepped: &Stepped, lang: Lang) -> String {
    let may = |asked: fn(Viewing<'_>, &Event, &Stepped) -> bool| {
        view.viewing
            .is_none_or(|viewing| asked(viewing, event, stepped))
    };
    let mut parts = Vec::new();
    let state = view.procedure.states.get(&stepped.to);
    parts.push(format!(
        "→ {}",
        state.map_or(stepped.to.as_str(), |found| lang.of(&found.zh, &found.en))
    ));
    for ground in &stepped.grounds {
        let found = view.procedure.grounds.get(ground);
        parts.push(
            found
                .map_or(ground.as_str(), |found| lang.of(&found.zh, &found.en))
                .to_owned(),
        );
    }
    let reads = may(|viewing, _, stepped| viewing.reads_reasons(stepped));
    if let Some(reasons) = stepped.reasons.as_ref().filter(|_| reads) {
        parts.push(format!("“{}”", cut(reasons, 50)));
    }
    if !stepped.listed.is_empty() {
        parts.push(format!(
            "{} {}",
            lang.of("补正项", "to correct:"),
            stepped.listed.join(", ")
        ));
    }
    let of_body = may(|viewing, _, _| viewing.of_body());
    if let Some(drawn) = stepped.drawn.as_ref().filter(|_| of_body) {
        let chosen: Vec<String> = drawn.chosen.iter().map(ToString::to_string).collect();
        parts.push(format!(
            "{} {}",
            lang.of("抽取", "drawn"),
            chosen.join(", ")
        ));
    }
    let named = may(|viewing, event, _| viewing.knows_statement(&event.who));
    if let Some(statement) = stepped.statement.as_ref().filter(|_| named) {
        parts.push(format!(
            "{} {statement}",
            lang.of("真实性声明人", "truth stated by")
        ));
    }
    if let Some(transferred) = &stepped.transferred {
        let now = lang.of("现主体", "now held by");
        parts.push(format!("{now} {}", transferred.to));
    }
    if let Some(entry) = &stepped.entry {
        parts.push(entry.number.clone());
    }
    if let Some(case) = &stepped.driven_by {
        parts.push(format!("{} {case}", lang.of("由办件", "by case")));
    }
    format!(" {}", parts.join(lang.of("；", "; ")))
}
