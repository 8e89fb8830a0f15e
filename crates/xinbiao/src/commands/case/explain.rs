//! Deadlines of a case, explained: rule, start, each day that did not count.

use super::show::View;
use crate::lang::Lang;
use crate::page::{Page, many};
use crate::place::shown_by;
use case::case::{Clock, ClockState};
use jiff::civil::Date;
use law::calendar::{Calendar, Moment, Skipped};
use law::deadline::Deadline;
use law::name::DeadlineName;
use law::term::Unit;
use serde_json::{Value, json};

/// One deadline of a case, with the days that did not count.
struct Explained<'a> {
    name: &'a DeadlineName,
    deadline: &'a Deadline,
    clock: &'a Clock,
    overdue: bool,
    skipped: Vec<(Date, Skipped)>,
}

/// Writes all deadlines, and gives them as documents.
pub(crate) fn all(page: &mut Page, view: &View<'_>, now: Moment) -> Vec<Value> {
    let calendar = view.calendar();
    let deadlines = view.procedure.deadlines_in_order();
    let known: Vec<Explained<'_>> = deadlines
        .into_iter()
        .filter_map(|(name, deadline)| {
            let clock = view.case.clocks.get(name)?;
            Some(explained(name, deadline, clock, calendar, now))
        })
        .collect();
    if !known.is_empty() {
        page.heading("时限", "Deadlines");
    }
    for explained in &known {
        told(page, view, explained);
    }
    known.iter().map(document).collect()
}

fn explained<'a>(
    name: &'a DeadlineName,
    deadline: &'a Deadline,
    clock: &'a Clock,
    calendar: Option<&Calendar>,
    now: Moment,
) -> Explained<'a> {
    let skipped = calendar.filter(|_| is_open(clock)).and_then(|calendar| {
        let skipped = calendar.skipped(clock.start, clock.term, &clock.pauses);
        skipped.ok()
    });
    Explained {
        name,
        deadline,
        clock,
        overdue: clock.state == ClockState::Running && clock.end <= now,
        skipped: skipped.unwrap_or_default(),
    }
}

fn is_open(clock: &Clock) -> bool {
    matches!(clock.state, ClockState::Running | ClockState::Paused)
}

fn told(page: &mut Page, view: &View<'_>, explained: &Explained<'_>) {
    let (lang, clock) = (page.lang, explained.clock);
    let title = lang.of(&explained.deadline.zh, &explained.deadline.en);
    let provisional = if clock.provisional {
        lang.of("（暂定日历）", " (provisional calendar)")
    } else {
        ""
    };
    let calendar = view.calendar();
    let by_hours = clock.term.unit == Unit::Hours;
    let due = if by_hours {
        shown_by(calendar, clock.end)
    } else {
        clock.due.to_string()
    };
    let state = state(explained, lang);
    page.say(
        &format!("  {title}：{due}止{provisional}，{state}"),
        &format!("  {title}: until {due}{provisional}, {state}"),
    );
    if !is_open(clock) {
        return;
    }
    let law = &view.edition.regime.law;
    let citation = law.citation(&explained.deadline.basis, lang.is_zh());
    let start = shown_by(calendar, clock.start);
    if by_hours {
        page.say(
            &format!("    自{start}起连续计算{}；依据{citation}", clock.term.zh()),
            &format!("    {} from {start}, to the minute; {citation}", clock.term),
        );
    } else if clock.term.count == 0 {
        page.say(
            &format!("    即备案表所填之日；依据{citation}"),
            &format!("    the day that the form states; {citation}"),
        );
    } else {
        page.say(
            &format!(
                "    自{start}起{}，当日不计；依据{citation}",
                clock.term.zh()
            ),
            &format!(
                "    {} from {start}, that day not counted; {citation}",
                clock.term
            ),
        );
    }
    days(page, &explained.skipped);
}

fn state(explained: &Explained<'_>, lang: Lang) -> &'static str {
    let (zh, en) = match explained.clock.state {
        ClockState::Running if explained.overdue => ("已逾期", "overdue"),
        ClockState::Running => ("进行中", "running"),
        ClockState::Paused => ("已中止计算", "paused"),
        ClockState::Ended => ("已结束", "ended"),
        ClockState::RanOut => ("已届满", "ran out"),
    };
    lang.of(zh, en)
}

/// Every day that did not count, five on a line.
fn days(page: &mut Page, skipped: &[(Date, Skipped)]) {
    if skipped.is_empty() {
        return;
    }
    let lang = page.lang;
    let days: Vec<String> = skipped
        .iter()
        .map(|(day, why)| {
            let (zh, en) = words(why);
            format!("{} {}", day.strftime("%m-%d"), lang.of(zh, en))
        })
        .collect();
    let count = days.len();
    page.say(
        &format!("    不计的{count}日："),
        &format!("    {} not counted:", many(count as u64, "day")),
    );
    for line in days.chunks(5) {
        page.line(&format!("      {}", line.join(lang.of("、", ", "))));
    }
}

/// Why a day did not count, in Chinese and English.
fn words(why: &Skipped) -> (&str, &str) {
    match why {
        Skipped::Weekend => ("双休日", "weekend"),
        Skipped::Closed(occasion) => (&occasion.zh, &occasion.en),
        Skipped::Paused => ("中止", "paused"),
    }
}

fn document(explained: &Explained<'_>) -> Value {
    let clock = explained.clock;
    let skipped = explained.skipped.iter().map(|(day, why)| {
        let (zh, en) = words(why);
        json!({"day": day, "why": {"zh": zh, "en": en}})
    });
    json!({
        "name": explained.name,
        "due": clock.due,
        "end": clock.end,
        "start": clock.start,
        "term": clock.term.to_string(),
        "basis": explained.deadline.basis,
        "state": clock.state,
        "overdue": explained.overdue,
        "provisional": clock.provisional,
        "skipped": skipped.collect::<Vec<_>>(),
    })
}
