//! The history of a case: what happened, who did it, where it stands in the log.

use super::show::View;
use crate::lang::Lang;
use crate::page::{Page, cut};
use crate::place::shown_by;
use case::event::{CaseAct, Event, Stepped, What};
use case::retention;

/// Writes the history, oldest first.
pub(super) fn all(page: &mut Page, view: &View<'_>, events: &[(u64, Event)]) {
    let lang = page.lang;
    page.heading("经过", "History");
    let rows = events.iter().map(|(position, event)| {
        vec![
            position.to_string(),
            shown_by(view.calendar(), event.at),
            who(view, event, lang),
            what(view, event, lang),
        ]
    });
    page.table(
        &[
            ("日志", "LOG"),
            ("时间", "TIME"),
            ("办理人", "WHO"),
            ("事项", "WHAT"),
        ],
        rows.collect(),
        ("  没有。", "  none"),
    );
}

fn who(view: &View<'_>, event: &Event, lang: Lang) -> String {
    let capacity = &event.who.capacity;
    let words = view.edition.regime.actors.get(capacity);
    let capacity = words.map_or(capacity.as_str(), |found| lang.of(&found.zh, &found.en));
    match &event.who.person {
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
            let names: Vec<&str> = fields.keys().map(law::name::FieldName::as_str).collect();
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
            format!("{}{}", step(&stepped.step), details(view, stepped, lang))
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

fn details(view: &View<'_>, stepped: &Stepped, lang: Lang) -> String {
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
    if let Some(reasons) = &stepped.reasons {
        parts.push(format!("“{}”", cut(reasons, 50)));
    }
    if !stepped.listed.is_empty() {
        parts.push(format!(
            "{} {}",
            lang.of("补正项", "to correct:"),
            stepped.listed.join(", ")
        ));
    }
    if let Some(drawn) = &stepped.drawn {
        let chosen: Vec<String> = drawn.chosen.iter().map(ToString::to_string).collect();
        parts.push(format!(
            "{} {}",
            lang.of("抽取", "drawn"),
            chosen.join(", ")
        ));
    }
    if let Some(statement) = &stepped.statement {
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
