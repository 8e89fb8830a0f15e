//! What a line asks for.

use super::day;
use case::scenario::{Choice, Walk};
use jiff::civil::Date;

/// What is asked.
pub(super) enum Ask {
    Help,
    Show,
    Form,
    Wait(Time),
    /// An act, as a line of a scenario writes it.
    Act(String),
    Unknown,
}

/// Up to when time passes.
pub(super) enum Time {
    Days(i32),
    Day(Date),
    /// The end of the deadline that is over next.
    NextEnd,
}

/// Reads a line: a number of the list, a step, a step with its actor, or one of
/// the words that `help` lists.
pub(super) fn asked(line: &str, walk: &Walk<'_>, choices: &[Choice]) -> Ask {
    let (first, rest) = line.split_once(char::is_whitespace).unwrap_or((line, ""));
    let rest = rest.trim();
    if let Ok(number) = first.parse::<usize>() {
        let chosen = number.checked_sub(1).and_then(|at| choices.get(at));
        return chosen.map_or(Ask::Unknown, |choice| {
            Ask::Act(format!("{} {} {rest}", choice.actor, choice.step))
        });
    }
    match first {
        "help" | "?" | "帮助" => return Ask::Help,
        "show" => return Ask::Show,
        "form" => return Ask::Form,
        "next" => return Ask::Wait(Time::NextEnd),
        "wait" => {
            let days = if rest.is_empty() { Ok(1) } else { rest.parse() };
            return days.map_or(Ask::Unknown, |days| Ask::Wait(Time::Days(days)));
        }
        "until" => return day(rest).map_or(Ask::Unknown, |day| Ask::Wait(Time::Day(day))),
        "fill" | "supply" => {
            let editor = walk.editor();
            let editor = editor
                .as_ref()
                .map_or(walk.procedure().head.holder.as_str(), |name| name.as_str());
            return Ask::Act(format!("{editor} {line}"));
        }
        _ => (),
    }
    if let Some(step) = walk.procedure().steps.get(first) {
        // Whoever can take it now; else the first who ever may, to be told no.
        let able = choices.iter().find(|choice| choice.step.as_str() == first);
        let actor = able.map(|choice| &choice.actor).or_else(|| step.by.first());
        return actor.map_or(Ask::Unknown, |actor| Ask::Act(format!("{actor} {line}")));
    }
    if rest.is_empty() {
        return Ask::Unknown;
    }
    Ask::Act(line.to_owned())
}
