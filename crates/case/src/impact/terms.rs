//! Deadlines under the new edition: those that end on another day, those that
//! are new, those that are gone.

use super::{Effect, Kind, Looking};
use crate::case::{Clock, ClockState};
use crate::form::holds;
use crate::terms::Terms;
use crate::value::Value;
use crate::wording::words;
use law::calendar::{Due, Moment};
use law::deadline::Deadline;
use law::name::DeadlineName;
use law::term::Term;

pub(super) fn deadlines(looking: &Looking<'_>) -> Vec<Effect> {
    let mut effects = Vec::new();
    for (name, deadline) in &looking.after.deadlines {
        effects.extend(one(looking, name, deadline));
    }
    for (name, clock) in &looking.case.clocks {
        let rule = looking.before.deadlines.get(name);
        let (Some(rule), true) = (rule, is_live(clock)) else {
            continue;
        };
        let goes_on = looking.after.deadlines.get(name).is_some_and(|after| {
            let state = &looking.case.state;
            runs(looking, after) || after.pauses.contains(state)
        });
        if !goes_on {
            let title = (rule.zh.as_str(), rule.en.as_str());
            effects.push(Effect {
                old: Some(clock.due.to_string()),
                by_new: false,
                ..looking.effect(Kind::DeadlineGone, name.as_str(), title, &rule.basis)
            });
        }
    }
    effects
}

fn is_live(clock: &Clock) -> bool {
    matches!(clock.state, ClockState::Running | ClockState::Paused)
}

/// Whether a deadline runs where the case stands.
fn runs(looking: &Looking<'_>, rule: &Deadline) -> bool {
    let case = looking.case;
    let condition = holds(rule.when.as_ref(), looking.fields, &case.opened_by);
    rule.within_states.contains(&case.state) && condition
}

fn one(looking: &Looking<'_>, name: &DeadlineName, rule: &Deadline) -> Option<Effect> {
    let case = looking.case;
    if !runs(looking, rule) {
        return None;
    }
    let earlier = looking.before.deadlines.get(name);
    let clock = case.clocks.get(name);
    let ran_before = earlier.is_some_and(|earlier| runs(looking, earlier));
    let live = clock.filter(|clock| is_live(clock));
    if live.is_none() && ran_before {
        // It ran and is over, or has no source: neither edition has it here.
        return None;
    }
    let title = (rule.zh.as_str(), rule.en.as_str());
    let told = |kind: Kind| looking.effect(kind, name.as_str(), title, &rule.basis);
    let (start, term) = span(looking, rule, live)?;
    let pauses = live
        .map(|clock| clock.pauses.as_slice())
        .unwrap_or_default();
    let Due { day, .. } = match looking.ground.calendar.due(start, term, pauses) {
        Ok(due) => due,
        Err(why) => {
            return Some(Effect {
                old: live.map(|clock| clock.due.to_string()),
                note: Some(words(why.to_string(), why.to_string())),
                ..told(Kind::DeadlineUnknown)
            });
        }
    };
    let Some(clock) = live else {
        return Some(Effect {
            new: Some(day.to_string()),
            note: Some(words(
                "自办件进入当前状态之日起算",
                "counted from the day on which the case came into its state",
            )),
            ..told(Kind::DeadlineAdded)
        });
    };
    let kind = match day.cmp(&clock.due) {
        std::cmp::Ordering::Less => Kind::DeadlineShorter,
        std::cmp::Ordering::Greater => Kind::DeadlineLonger,
        std::cmp::Ordering::Equal => return None,
    };
    let over = kind == Kind::DeadlineShorter && day < looking.today && looking.today <= clock.due;
    Some(Effect {
        old: Some(clock.due.to_string()),
        new: Some(day.to_string()),
        note: over.then(|| words("届时即已逾期", "it would be overdue at once")),
        ..told(kind)
    })
}

/// From when, and how long, the deadline would run.
fn span(looking: &Looking<'_>, rule: &Deadline, live: Option<&Clock>) -> Option<(Moment, Term)> {
    let case = looking.case;
    let terms = Terms {
        regime: &looking.ground.new.regime,
        procedure: looking.after,
        calendar: looking.ground.calendar,
        fields: looking.fields,
        opened_by: &case.opened_by,
        now: looking.ground.now,
    };
    let mut term = terms.term(rule)?;
    if let (Some(clock), Some(more)) = (live, rule.extension)
        && more.unit == term.unit
    {
        let times = u16::from(clock.extended);
        term.count = term.count.saturating_add(more.count.saturating_mul(times));
    }
    let start = match &rule.from {
        None => live.map_or(case.since, |clock| clock.start),
        Some(field) => {
            let date = looking.fields.get(field).and_then(Value::text)?;
            crate::terms::begin(looking.ground.calendar, date)?
        }
    };
    Some((start, term))
}
