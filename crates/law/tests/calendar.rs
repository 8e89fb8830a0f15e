//! OPS-01: the working-day calendar is data, and its published vectors hold.

#![allow(clippy::unwrap_used, reason = "a test may fail by panicking")]

mod shared;

use jiff::civil::{Date, date};
use law::calendar::{Calendar, Pause, Skipped, TermFault, Year, same_date_later};
use law::term::Term;

fn calendar() -> Calendar {
    let mut calendar = Calendar::new("Asia/Shanghai").unwrap();
    for text in shared::files(&shared::root().join("calendars/cn")).values() {
        calendar.load(toml::from_str::<Year>(text).unwrap());
    }
    calendar
}

fn term(text: &str) -> Term {
    text.parse().unwrap()
}

fn at(calendar: &Calendar, day: Date) -> i64 {
    // In the middle of the day: the hour must not matter.
    calendar.midnight(day) + 12 * 3_600_000
}

/// OPS-01: the ten vectors; the day itself is not counted, the last day is.
#[test]
fn the_ten_published_vectors_hold() {
    let calendar = calendar();
    for (start, days, expected) in [
        (date(2024, 2, 5), 10, date(2024, 2, 23)),
        (date(2024, 9, 30), 10, date(2024, 10, 18)),
        (date(2025, 1, 24), 10, date(2025, 2, 13)),
        (date(2025, 9, 26), 10, date(2025, 10, 16)),
        (date(2026, 2, 12), 10, date(2026, 3, 4)),
        (date(2026, 4, 30), 10, date(2026, 5, 18)),
        (date(2026, 9, 18), 10, date(2026, 10, 9)),
        (date(2026, 9, 30), 10, date(2026, 10, 20)),
        (date(2026, 9, 30), 30, date(2026, 11, 17)),
        (date(2025, 12, 31), 1, date(2026, 1, 4)),
    ] {
        let term = term(&format!("{days} working days"));
        let due = calendar.due(at(&calendar, start), term, &[]).unwrap();
        assert_eq!(due.day, expected, "{start} + {days}");
        assert_eq!(due.end, calendar.midnight(expected.tomorrow().unwrap()));
        assert!(!due.provisional);
    }
}

#[test]
fn the_years_have_as_many_working_days_as_their_notices_say() {
    let calendar = calendar();
    for (year, expected) in [(2024, 251), (2025, 248), (2026, 248)] {
        let mut day = date(year, 1, 1);
        let mut count = 0;
        while day.year() == year {
            count += usize::from(calendar.closed(day).unwrap().is_none());
            day = day.tomorrow().unwrap();
        }
        assert_eq!(count, expected, "{year}");
    }
}

#[test]
fn no_day_is_closed_and_worked_and_every_day_lies_in_its_year() {
    for year in calendar().years() {
        for day in year.closed.keys().chain(year.working.keys()) {
            assert_eq!(day.year(), year.year, "{day}");
        }
        assert!(
            year.working
                .keys()
                .all(|day| !year.closed.contains_key(day))
        );
    }
}

#[test]
fn the_explanation_lists_every_day_that_did_not_count() {
    let calendar = calendar();
    let (start, ten) = (date(2026, 9, 30), term("10 working days"));
    let due = calendar.due(at(&calendar, start), ten, &[]).unwrap();
    let skipped = calendar.skipped(at(&calendar, start), ten, &[]).unwrap();
    let all = usize::try_from(start.until(due.day).unwrap().get_days()).unwrap();
    assert_eq!(skipped.len() + 10, all);
    let occasions = skipped
        .iter()
        .filter(|(_, why)| matches!(why, Skipped::Closed(o) if o.zh == "国庆节"));
    assert_eq!(occasions.count(), 7);
    // 10 October is a Saturday that is worked.
    assert!(skipped.iter().all(|(day, _)| *day != date(2026, 10, 10)));
    assert!(
        skipped
            .iter()
            .any(|(day, why)| *day == date(2026, 10, 11) && *why == Skipped::Weekend)
    );
}

#[test]
fn a_term_that_rests_on_2027_is_provisional_and_one_past_it_is_not_guessed() {
    let calendar = calendar();
    let december = at(&calendar, date(2026, 12, 28));
    assert!(
        calendar
            .due(december, term("10 working days"), &[])
            .unwrap()
            .provisional
    );
    assert!(
        !calendar
            .due(december, term("2 working days"), &[])
            .unwrap()
            .provisional
    );
    let late = at(&calendar, date(2027, 12, 30));
    let error = calendar
        .due(late, term("10 working days"), &[])
        .unwrap_err();
    assert_eq!(error, TermFault::UnknownYear { year: 2028 });
    assert!(error.to_string().contains("never guessed"));
    // Calendar months need no notice.
    assert_eq!(
        calendar.due(late, term("24 months"), &[]).unwrap().day,
        date(2029, 12, 30)
    );
}

#[test]
fn a_pause_moves_the_end_by_the_days_it_took() {
    let calendar = calendar();
    let start = at(&calendar, date(2026, 7, 1));
    let pause = Pause {
        from: at(&calendar, date(2026, 7, 3)),
        to: at(&calendar, date(2026, 7, 8)),
    };
    let ten = term("10 working days");
    assert_eq!(
        calendar.due(start, ten, &[]).unwrap().day,
        date(2026, 7, 15)
    );
    // 6, 7 and 8 July do not count.
    assert_eq!(
        calendar.due(start, ten, &[pause]).unwrap().day,
        date(2026, 7, 20)
    );
    let skipped = calendar.skipped(start, ten, &[pause]).unwrap();
    assert!(skipped.contains(&(date(2026, 7, 6), Skipped::Paused)));
    let month = calendar.due(start, term("1 month"), &[pause]).unwrap();
    assert_eq!(month.day, date(2026, 8, 6));
    let hours = calendar.due(start, term("48 hours"), &[pause]).unwrap();
    assert_eq!(hours.end, start + (48 + 5 * 24) * 3_600_000);
}

#[test]
fn months_end_on_the_same_day_or_the_last_of_the_month() {
    let calendar = calendar();
    for (start, text, expected) in [
        (date(2026, 7, 1), "24 months", date(2028, 7, 1)),
        (date(2026, 1, 31), "1 month", date(2026, 2, 28)),
        (date(2028, 2, 29), "1 year", date(2029, 2, 28)),
        (date(2026, 7, 1), "0 days", date(2026, 7, 1)),
    ] {
        let due = calendar.due(at(&calendar, start), term(text), &[]).unwrap();
        assert_eq!(due.day, expected, "{start} + {text}");
    }
}

/// practice/12: one year ends before the same date; 29 February gives 1 March.
#[test]
fn a_bar_of_one_year_no_longer_holds_on_the_same_date() {
    for (from, expected) in [
        (date(2026, 8, 3), date(2027, 8, 3)),
        (date(2028, 2, 29), date(2029, 3, 1)),
        (date(2027, 2, 28), date(2028, 2, 28)),
    ] {
        assert_eq!(same_date_later(from, 1), Some(expected));
    }
    assert_eq!(
        same_date_later(date(2028, 2, 29), 4),
        Some(date(2032, 2, 29))
    );
    assert_eq!(same_date_later(date(9999, 1, 1), 1), None);
}

#[test]
fn a_weekend_is_that_of_the_calendar() {
    let year = |weekend: &str| {
        let text = format!(
            "calendar = \"here\"\nyear = 2026\nstatus = \"official\"\nsource = \"a test\"\n{weekend}\n[closed]\n[working]\n\"2026-09-18\" = {{ zh = \"上班\", en = \"worked\" }}\n"
        );
        toml::from_str::<Year>(&text)
    };
    let closed = |weekend: &str| -> Vec<i8> {
        let mut calendar = Calendar::new("Asia/Dubai").unwrap();
        calendar.load(year(weekend).unwrap());
        (7..=20)
            .filter(|day| calendar.closed(date(2026, 9, *day)).unwrap().is_some())
            .collect()
    };
    // 7 September 2026 is a Monday; Friday the 18th is worked in exchange.
    assert_eq!(closed(""), [12, 13, 19, 20]);
    assert_eq!(closed("weekend = [\"friday\", \"saturday\"]"), [11, 12, 19]);
    assert_eq!(closed("weekend = [\"sunday\"]"), [13, 20]);
    assert_eq!(closed("weekend = []"), Vec::<i8>::new());
    assert!(year("weekend = [\"holiday\"]").is_err());
}

#[test]
fn an_hour_is_that_of_the_zone_also_where_clocks_change() {
    let calendar = Calendar::new("Europe/Helsinki").unwrap();
    let hour = |text: &str| text.parse::<jiff::civil::DateTime>().unwrap();
    for text in ["2026-09-14T08:30", "2026-03-29T02:59", "2026-10-25T05:00"] {
        let moment = calendar.moment(hour(text));
        assert_eq!(calendar.hour(moment), hour(text), "{text}");
    }
    // The hour after 03:00 is left out in March, and there twice in October.
    assert_eq!(
        calendar.hour(calendar.moment(hour("2026-03-29T03:30"))),
        hour("2026-03-29T04:30")
    );
    let (first, after) = (hour("2026-10-25T03:30"), hour("2026-10-25T04:00"));
    assert_eq!(calendar.moment(after) - calendar.moment(first), 90 * 60_000);
    assert_eq!(
        calendar.midnight(date(2026, 9, 14)),
        calendar.moment(hour("2026-09-14T00:00"))
    );
}
