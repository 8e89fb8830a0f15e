//! The deadlines of a case, each with how it was reckoned: nobody has to
//! believe a date.

use crate::cite;
use crate::language::Lang;
use crate::view::Viewed;
use crate::words::{fill, say};
use case::case::{Clock, ClockState};
use law::calendar::{Calendar, Moment, Skipped};
use law::deadline::Deadline;
use law::term::Unit;
use maud::{Markup, html};

/// All deadlines, running ones first.
pub(super) fn shown(viewed: &Viewed, lang: Lang, now: Moment) -> Markup {
    let (Some(rules), Some(calendar)) = (viewed.procedure(), viewed.calendar()) else {
        return html! {};
    };
    let mut clocks: Vec<_> = rules
        .deadlines_in_order()
        .into_iter()
        .filter_map(|(name, rule)| Some((rule, viewed.case.clocks.get(name)?)))
        .collect();
    clocks.sort_by_key(|(_, clock)| (clock.state != ClockState::Running, clock.end));
    html! {
        @if !clocks.is_empty() {
            section id="deadlines" {
                h2 { (say(lang, "deadline.title")) }
                @for (rule, clock) in clocks { (one(viewed, rule, clock, calendar, lang, now)) }
            }
        }
    }
}

fn one(
    viewed: &Viewed,
    rule: &Deadline,
    clock: &Clock,
    calendar: &Calendar,
    lang: Lang,
    now: Moment,
) -> Markup {
    let due = ends(clock, calendar, lang);
    let running = clock.state == ClockState::Running;
    let over = running && clock.end <= now;
    let state = match clock.state {
        ClockState::Running if over => say(lang, "deadline.over"),
        ClockState::Running => say(lang, "deadline.running"),
        ClockState::Paused => say(lang, "deadline.paused"),
        ClockState::Ended => say(lang, "deadline.ended"),
        ClockState::RanOut => say(lang, "deadline.ran-out"),
    };
    html! {
        details.deadline open[running] {
            summary {
                (lang.of(&rule.zh, &rule.en)) (say(lang, "label.colon")) strong.over[over] { (due) }
                " " span.tag { (state) }
                @if clock.provisional { " " span.tag { (say(lang, "deadline.provisional")) } }
            }
            p { (reckoned(rule, clock, calendar, lang)) " " (cite::article(&viewed.edition.regime, &rule.basis, lang)) }
            @if clock.provisional { p { (say(lang, "deadline.provisional-why")) } }
            (pauses(clock, calendar, lang))
            (skipped(clock, calendar, lang))
            @if let Some(then) = rule.then.as_ref().and_then(|then| viewed.procedure()?.steps.get(then)) {
                p { (fill(lang, "deadline.then", &[("step", lang.of(&then.zh, &then.en))])) }
            }
        }
    }
}

/// The day on which a term ends, with the hour where hours count.
fn ends(clock: &Clock, calendar: &Calendar, lang: Lang) -> String {
    match clock.term.unit {
        Unit::Hours => lang.hour(calendar.hour(clock.end)),
        Unit::Days | Unit::WorkingDays | Unit::Months | Unit::Years => lang.day(clock.due),
    }
}

fn reckoned(rule: &Deadline, clock: &Clock, calendar: &Calendar, lang: Lang) -> String {
    let term = if lang.is_zh() {
        clock.term.zh()
    } else {
        clock.term.to_string()
    };
    let start = lang.day(calendar.day(clock.start));
    if clock.term.unit == Unit::Hours {
        let start = lang.hour(calendar.hour(clock.start));
        let due = ends(clock, calendar, lang);
        let words = [("start", start.as_str()), ("term", &term), ("due", &due)];
        return fill(lang, "deadline.from-hour", &words);
    }
    let said = match rule.from {
        Some(_) if clock.term.count == 0 => say(lang, "deadline.on-field"),
        Some(_) => say(lang, "deadline.from-field"),
        None => say(lang, "deadline.from-day"),
    };
    said.replace("{start}", &start)
        .replace("{term}", &term)
        .replace("{due}", &lang.day(clock.due))
}

fn pauses(clock: &Clock, calendar: &Calendar, lang: Lang) -> Markup {
    html! {
        @for pause in &clock.pauses {
            p { (fill(lang, "deadline.pause", &[("from", &lang.day(calendar.day(pause.from))), ("to", &lang.day(calendar.day(pause.to)))])) }
        }
        @if let Some(since) = clock.paused {
            p { (fill(lang, "deadline.pause-since", &[("day", &lang.day(calendar.day(since)))])) }
        }
    }
}

fn skipped(clock: &Clock, calendar: &Calendar, lang: Lang) -> Markup {
    let days = calendar
        .skipped(clock.start, clock.term, &clock.pauses)
        .unwrap_or_default();
    html! {
        @if !days.is_empty() {
            p { (fill(lang, "deadline.skipped", &[("count", &days.len().to_string())])) }
            ul.days {
                @for (day, why) in &days {
                    li {
                        (lang.day(*day)) " "
                        span.small {
                            @match why {
                                Skipped::Weekend => (say(lang, "deadline.weekend")),
                                Skipped::Closed(occasion) => (lang.of(&occasion.zh, &occasion.en)),
                                Skipped::Paused => (say(lang, "deadline.stood-still")),
                            }
                        }
                    }
                }
            }
        }
    }
}
