//! Deadlines of a case, explained: rule, start, each day that did not count.

use super::show::View;
use crate::page::Page;
use crate::place::shown;
use case::case::{Clock, ClockState};
use law::calendar::{Calendar, Moment, Skipped};
use law::deadline::Deadline;
use law::name::DeadlineName;
use serde_json::{Value, json};

/// Writes all deadlines, and gives them as documents.
pub(super) fn all(page: &mut Page, view: &View<'_>, now: Moment) -> Vec<Value> {
    let deadlines = view.procedure.deadlines_in_order();
    let known: Vec<_> = deadlines
        .into_iter()
        .filter_map(|(name, deadline)| Some((name, deadline, view.case.clocks.get(name)?)))
        .collect();
    if known.is_empty() {
        return Vec::new();
    }
    page.heading("时限", "Deadlines");
    let calendar = view.world.calendars.get(&view.edition.regime.head.calendar);
    known
        .into_iter()
        .map(|(name, deadline, clock)| one(page, view, (name, deadline, clock), calendar, now))
        .collect()
}

fn one(
    page: &mut Page,
    view: &View<'_>,
    (name, deadline, clock): (&DeadlineName, &Deadline, &Clock),
    calendar: Option<&Calendar>,
    now: Moment,
) -> Value {
    let lang = page.lang;
    let overdue = clock.state == ClockState::Running && clock.end <= now;
    let state = match clock.state {
        ClockState::Running if overdue => lang.of("已逾期", "overdue"),
        ClockState::Running => lang.of("进行中", "running"),
        ClockState::Paused => lang.of("已中止计算", "paused"),
        ClockState::Ended => lang.of("已结束", "ended"),
        ClockState::RanOut => lang.of("已届满", "ran out"),
    };
    let title = lang.of(&deadline.zh, &deadline.en);
    let term = if lang.is_zh() {
        clock.term.zh()
    } else {
        clock.term.to_string()
    };
    let citation = view
        .edition
        .regime
        .law
        .citation(&deadline.basis, lang.is_zh());
    let provisional = if clock.provisional {
        lang.of("（暂定日历）", " (provisional calendar)")
    } else {
        ""
    };
    let (due, start) = (clock.due, shown(clock.start));
    page.say(
        &format!("  {title}：{due}止{provisional}，{state}"),
        &format!("  {title}: until {due}{provisional}, {state}"),
    );
    page.say(
        &format!("    自{start}起{term}，当日不计；依据{citation}"),
        &format!("    {term} from {start}, that day not counted; {citation}"),
    );
    let running = matches!(clock.state, ClockState::Running | ClockState::Paused);
    let skipped = calendar.filter(|_| running).and_then(|calendar| {
        calendar
            .skipped(clock.start, clock.term, &clock.pauses)
            .ok()
    });
    let skipped = skipped.unwrap_or_default();
    if !skipped.is_empty() {
        let days: Vec<String> = skipped
            .iter()
            .map(|(day, why)| {
                let why = match why {
                    Skipped::Weekend => lang.of("双休日", "weekend"),
                    Skipped::Closed(occasion) => lang.of(&occasion.zh, &occasion.en),
                    Skipped::Paused => lang.of("中止", "paused"),
                };
                format!("{} {why}", day.strftime("%m-%d"))
            })
            .collect();
        let count = days.len();
        page.say(
            &format!("    不计的{count}日："),
            &format!("    {count} days not counted:"),
        );
        for line in days.chunks(5) {
            page.line(&format!("      {}", line.join(lang.of("、", ", "))));
        }
    }
    json!({
        "name": name,
        "due": clock.due,
        "end": clock.end,
        "start": clock.start,
        "term": clock.term.to_string(),
        "basis": deadline.basis,
        "state": clock.state,
        "overdue": overdue,
        "provisional": clock.provisional,
        "skipped": skipped.iter().map(|(day, why)| json!({
            "day": day,
            "why": match why {
                Skipped::Weekend => json!({"zh": "双休日", "en": "weekend"}),
                Skipped::Closed(occasion) => json!({"zh": occasion.zh, "en": occasion.en}),
                Skipped::Paused => json!({"zh": "中止", "en": "paused"}),
            },
        })).collect::<Vec<_>>(),
    })
}
