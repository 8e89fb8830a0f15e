//! Guards on dates.

use super::Look;
use crate::wording::{Wording, day, words};
use crate::world::days_after;
use jiff::Span;
use jiff::civil::{Date, DateTime};
use law::guard::Guard;
use law::term::Unit;

pub(super) fn in_order(look: Look<'_>, guard: &Guard) -> Result<(), Wording> {
    let (Some((first_day, first_hour)), Some((second_day, second_hour))) = (
        look.when(guard.field.as_ref()),
        look.when(guard.other.as_ref()),
    ) else {
        return Ok(());
    };
    // Hours count where both say them.
    let ordered = match (first_hour, second_hour) {
        (Some(first), Some(second)) => first <= second,
        _ => first_day <= second_day,
    };
    if ordered {
        return Ok(());
    }
    let (first, second) = (shown(first_day, first_hour), shown(second_day, second_hour));
    let (earlier, later) = (
        look.title(guard.field.as_ref()),
        look.title(guard.other.as_ref()),
    );
    Err(words(
        format!(
            "“{}”（{second}）早于“{}”（{first}），请核对。",
            later.zh, earlier.zh
        ),
        format!(
            "`{}` ({second}) is before `{}` ({first}); compare both",
            later.en, earlier.en
        ),
    ))
}

pub(super) fn not_future(look: Look<'_>, guard: &Guard) -> Result<(), Wording> {
    match look.when(guard.field.as_ref()) {
        Some((_, Some(hour))) if look.now < hour => {
            let (hour, now) = (told(hour), told(look.now));
            Err(words(
                format!("{hour}晚于现在（{now}），请核对。"),
                format!("{hour} is later than now ({now}); compare it"),
            ))
        }
        Some((date, None)) if look.today < date => Err(words(
            format!("{date}晚于今日（{}），请核对。", look.today),
            format!("{date} is after today ({}); compare it", look.today),
        )),
        _ => Ok(()),
    }
}

pub(super) fn not_past(look: Look<'_>, guard: &Guard) -> Result<(), Wording> {
    let past = |day, hour: Option<DateTime>| match hour {
        Some(hour) => hour < look.now,
        None => day < look.today,
    };
    match look.when(guard.field.as_ref()) {
        Some((day, hour)) if past(day, hour) => {
            let date = shown(day, hour);
            let title = look.title(guard.field.as_ref());
            Err(words(
                format!("“{}”{date}已过，请更新后再办理。", title.zh),
                format!("`{}` ({date}) has passed; renew it first", title.en),
            ))
        }
        _ => Ok(()),
    }
}

pub(super) fn recent(look: Look<'_>, guard: &Guard) -> Result<(), Wording> {
    let (Some(date), Some(term)) = (look.date(guard.field.as_ref()), guard.within) else {
        return Ok(());
    };
    let count = i64::from(term.count);
    let last = match term.unit {
        Unit::Years => Span::new()
            .try_years(count)
            .and_then(|span| date.checked_add(span)),
        Unit::Months => Span::new()
            .try_months(count)
            .and_then(|span| date.checked_add(span)),
        Unit::Days | Unit::WorkingDays => Ok(days_after(date, i32::from(term.count))),
        Unit::Hours => Ok(days_after(date, i32::from(term.count / 24))),
    };
    match last {
        Ok(last) if look.today <= last => Ok(()),
        _ => Err(words(
            format!("{}距今已超过{}，请重新取得。", day(date).zh, term.zh()),
            format!(
                "{} is more than {term} ago; obtain a newer one",
                day(date).en
            ),
        )),
    }
}

fn shown(day: Date, hour: Option<DateTime>) -> String {
    hour.map_or_else(|| day.to_string(), told)
}

/// An hour as readers write it, to the minute.
fn told(hour: DateTime) -> String {
    hour.strftime("%Y-%m-%d %H:%M").to_string()
}
