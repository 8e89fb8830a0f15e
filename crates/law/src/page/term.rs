//! The deadlines, in the order of the file.

use super::paper::Paper;
use super::words;
use crate::deadline::Deadline;
use crate::procedure::Procedure;
use crate::regime::Regime;
use crate::term::Term;

pub(super) fn deadlines(regime: &Regime, procedure: &Procedure, paper: &mut Paper) {
    paper.section("期限", "Deadlines");
    for (_, deadline) in procedure.deadlines_in_order() {
        paper.row(&deadline.zh, &deadline.en);
        let (zh, en) = length(procedure, deadline);
        paper.pair("期限", "within", &zh, &en);
        let (zh, en) = words::of([&deadline.of], &regime.actors);
        paper.pair("责任人", "binds", &zh, &en);
        let (zh, en) = words::of(&deadline.within_states, &procedure.states);
        paper.pair("起算", "runs in", &zh, &en);
        let (zh, en) = words::of(&deadline.from, &procedure.fields);
        paper.pair("起算日", "counts from", &zh, &en);
        let (zh, en) = words::of(&deadline.pauses, &procedure.states);
        paper.pair("中止", "pauses in", &zh, &en);
        if let Some(most) = deadline.pause_at_most {
            paper.pair("至多", "at most", &most.zh(), &most.to_string());
        }
        let (zh, en) = words::of(&deadline.extended_by, &procedure.steps);
        if let Some(extension) = deadline.extension {
            let times = deadline.extensions.unwrap_or(1);
            paper.pair(
                "延长",
                "extension",
                &format!("{}（{zh}，{times}次）", extension.zh()),
                &format!("{extension} ({en}, {times} times)"),
            );
        }
        let warn =
            |word: fn(&Term) -> String| -> Vec<String> { deadline.warn.iter().map(word).collect() };
        let (zh, en) = (warn(Term::zh), warn(ToString::to_string));
        paper.pair(
            "提醒",
            "reminders",
            &joined("届满前", &zh, "、"),
            &joined("before the end: ", &en, ", "),
        );
        let (zh, en) = words::of(&deadline.then, &procedure.steps);
        if deadline.then.is_some() {
            paper.pair("届满", "then", &zh, &en);
        } else {
            paper.pair(
                "届满",
                "then",
                "显示逾期，不自动办理",
                "shown as overdue; nothing by itself",
            );
        }
        if deadline.repeats {
            paper.pair(
                "重复",
                "repeats",
                "届满后重新起算",
                "begins again at its end",
            );
        }
        super::form::condition(regime, procedure, deadline.when.as_ref(), paper);
        if let Some(quote) = &deadline.quote {
            paper.pair(
                "原文",
                "quote",
                &format!("“{quote}”"),
                &format!("“{quote}”"),
            );
        }
        paper.basis(regime, &deadline.basis);
    }
}

fn joined(before: &str, words: &[String], between: &str) -> String {
    if words.is_empty() {
        String::new()
    } else {
        format!("{before}{}", words.join(between))
    }
}

fn length(procedure: &Procedure, deadline: &Deadline) -> (String, String) {
    if let Some(within) = deadline.within {
        return (within.zh(), within.to_string());
    }
    let field = deadline
        .within_of
        .as_deref()
        .and_then(|path| path.split_once('.'));
    let field = field.and_then(|(field, _)| procedure.fields.get(field));
    match field {
        Some(field) => (
            format!("由{}的规则规定", field.zh),
            format!("as the rule of the {} says", field.en.to_lowercase()),
        ),
        None => (String::new(), String::new()),
    }
}
