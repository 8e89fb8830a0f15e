//! Which days count, when a term ends, and why.

use crate::term::{Term, Unit};
use jiff::civil::{Date, DateTime, Weekday};
use jiff::tz::TimeZone;
use jiff::{Span, Timestamp};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

/// A moment: milliseconds since 1970-01-01 00:00 UTC.
pub type Moment = i64;

/// The working days of one year.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Year {
    pub calendar: String,
    pub year: i16,
    /// Provisional until the official notice is loaded.
    pub status: YearStatus,
    pub source: String,
    /// Days off that the notice names, with the occasion.
    #[serde(default)]
    pub closed: BTreeMap<Date, Occasion>,
    /// The days of the week on which authorities do not sit; Saturday and
    /// Sunday if not said.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub weekend: Option<BTreeSet<DayOfWeek>>,
    /// Weekend days that are worked.
    #[serde(default)]
    pub working: BTreeMap<Date, Occasion>,
}

impl Year {
    /// Whether authorities do not sit on this day of the week.
    fn is_weekend(&self, day: Date) -> bool {
        match &self.weekend {
            None => matches!(day.weekday(), Weekday::Saturday | Weekday::Sunday),
            Some(days) => days.iter().any(|one| one.weekday() == day.weekday()),
        }
    }
}

/// A day of the week.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum DayOfWeek {
    Monday,
    Tuesday,
    Wednesday,
    Thursday,
    Friday,
    Saturday,
    Sunday,
}

impl DayOfWeek {
    fn weekday(self) -> Weekday {
        match self {
            DayOfWeek::Monday => Weekday::Monday,
            DayOfWeek::Tuesday => Weekday::Tuesday,
            DayOfWeek::Wednesday => Weekday::Wednesday,
            DayOfWeek::Thursday => Weekday::Thursday,
            DayOfWeek::Friday => Weekday::Friday,
            DayOfWeek::Saturday => Weekday::Saturday,
            DayOfWeek::Sunday => Weekday::Sunday,
        }
    }
}

/// Whether a year's days are those of an official notice.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum YearStatus {
    Official,
    Provisional,
}

/// Why a day is off or worked.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Occasion {
    pub zh: String,
    pub en: String,
}

/// The days on which authorities sit, year by year, in one time zone.
#[derive(Debug, Clone)]
pub struct Calendar {
    zone: TimeZone,
    years: BTreeMap<i16, Year>,
}

/// A term that runs past the last year of the calendar.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum TermFault {
    #[error(
        "the working days of {year} are not known; load that year's calendar, then try again: a \
         due date is never guessed"
    )]
    UnknownYear { year: i16 },
    #[error("the term ends outside the years that can be written")]
    OutOfRange,
}

/// A time in which a term stood still: it stopped in the course of the day
/// `from`, which still counts, and ran again from the day after `to`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Pause {
    pub from: Moment,
    pub to: Moment,
}

/// When a term ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Due {
    /// The last day of the term.
    pub day: Date,
    /// The first moment at which the term is over.
    pub end: Moment,
    /// It rests on days that no official notice has fixed yet.
    pub provisional: bool,
}

/// Why a day did not count.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Skipped {
    Weekend,
    Closed(Occasion),
    Paused,
}

impl Calendar {
    /// An empty calendar of the zone; years are loaded into it.
    ///
    /// # Errors
    ///
    /// The name of a zone that is not known.
    pub fn new(zone: &str) -> Result<Self, String> {
        let zone = TimeZone::get(zone).map_err(|_| {
            format!("there is no time zone `{zone}`; write it like `Asia/Shanghai`")
        })?;
        Ok(Calendar {
            zone,
            years: BTreeMap::new(),
        })
    }

    /// Puts a year in the place of what was known of it.
    pub fn load(&mut self, year: Year) {
        self.years.insert(year.year, year);
    }

    /// The years that are known.
    pub fn years(&self) -> impl Iterator<Item = &Year> {
        self.years.values()
    }

    /// The day on which a moment lies.
    pub fn day(&self, moment: Moment) -> Date {
        Timestamp::from_millisecond(moment).map_or(Date::MAX, |t| self.zone.to_datetime(t).date())
    }

    /// The date and hour of a moment.
    pub fn hour(&self, moment: Moment) -> DateTime {
        Timestamp::from_millisecond(moment).map_or(DateTime::MAX, |t| self.zone.to_datetime(t))
    }

    /// The moment of a date and hour. An hour that a change of the clocks
    /// leaves out or repeats is the later or the first one.
    pub fn moment(&self, hour: DateTime) -> Moment {
        self.zone
            .to_ambiguous_timestamp(hour)
            .compatible()
            .map_or(Moment::MAX, Timestamp::as_millisecond)
    }

    /// The first moment of a day.
    pub fn midnight(&self, day: Date) -> Moment {
        self.moment(day.to_datetime(jiff::civil::Time::midnight()))
    }

    /// When `term` ends that starts at `start`, with these pauses.
    ///
    /// The day of `start` is not counted: ten working days from a Monday end
    /// on the Monday two weeks later. Months end on the same day of a later
    /// month, or on its last day. Hours run through.
    ///
    /// # Errors
    ///
    /// [`TermFault`] if the term runs past the last year that is known.
    pub fn due(&self, start: Moment, term: Term, pauses: &[Pause]) -> Result<Due, TermFault> {
        let (day, end) = match term.unit {
            Unit::Hours => {
                let stood: i64 = pauses
                    .iter()
                    .map(|pause| (pause.to - pause.from).max(0))
                    .sum();
                let end = start + i64::from(term.count) * 3_600_000 + stood;
                (self.day(end - 1), end)
            }
            Unit::WorkingDays | Unit::Days => {
                let working = term.unit == Unit::WorkingDays;
                let day = self.count(self.day(start), term.count, working, pauses, |_, _| ())?;
                (day, self.midnight(next(day)?))
            }
            Unit::Months | Unit::Years => {
                let count = i64::from(term.count);
                let span = if term.unit == Unit::Months {
                    Span::new().try_months(count)
                } else {
                    Span::new().try_years(count)
                };
                let day = span
                    .and_then(|span| self.day(start).checked_add(span))
                    .map_err(|_| TermFault::OutOfRange)?;
                let day = shifted(day, self.days_paused(pauses))?;
                (day, self.midnight(next(day)?))
            }
        };
        let provisional =
            term.unit == Unit::WorkingDays && self.rests_on_provisional(self.day(start), day);
        Ok(Due {
            day,
            end,
            provisional,
        })
    }

    /// The days between start and end that did not count, and why.
    ///
    /// # Errors
    ///
    /// As [`Calendar::due`].
    pub fn skipped(
        &self,
        start: Moment,
        term: Term,
        pauses: &[Pause],
    ) -> Result<Vec<(Date, Skipped)>, TermFault> {
        let mut skipped = Vec::new();
        if matches!(term.unit, Unit::WorkingDays | Unit::Days) {
            let working = term.unit == Unit::WorkingDays;
            self.count(self.day(start), term.count, working, pauses, |day, why| {
                skipped.push((day, why));
            })?;
        }
        Ok(skipped)
    }

    fn count(
        &self,
        start: Date,
        count: u16,
        working: bool,
        pauses: &[Pause],
        mut skip: impl FnMut(Date, Skipped),
    ) -> Result<Date, TermFault> {
        let pauses: Vec<(Date, Date)> = pauses
            .iter()
            .map(|pause| (self.day(pause.from), self.day(pause.to)))
            .collect();
        let mut day = start;
        let mut left = count;
        while 0 < left {
            day = next(day)?;
            let off = if working { self.closed(day)? } else { None };
            if let Some(why) = off {
                skip(day, why);
            } else if pauses.iter().any(|(from, to)| *from < day && day <= *to) {
                skip(day, Skipped::Paused);
            } else {
                left -= 1;
            }
        }
        Ok(day)
    }

    /// Why authorities do not sit on `day`, if they do not.
    ///
    /// # Errors
    ///
    /// [`TermFault::UnknownYear`] if nothing is known of the year.
    pub fn closed(&self, day: Date) -> Result<Option<Skipped>, TermFault> {
        let year = self
            .years
            .get(&day.year())
            .ok_or(TermFault::UnknownYear { year: day.year() })?;
        if let Some(occasion) = year.closed.get(&day) {
            return Ok(Some(Skipped::Closed(occasion.clone())));
        }
        Ok((year.is_weekend(day) && !year.working.contains_key(&day)).then_some(Skipped::Weekend))
    }

    fn rests_on_provisional(&self, from: Date, to: Date) -> bool {
        self.years.range(from.year()..=to.year()).any(|(_, year)| {
            year.status == YearStatus::Provisional
                && next(from).is_ok_and(|first| first.year() <= year.year)
        })
    }

    fn days_paused(&self, pauses: &[Pause]) -> i64 {
        pauses
            .iter()
            .map(|pause| {
                let from = self.day(pause.from);
                from.until(self.day(pause.to))
                    .map_or(0, |span| i64::from(span.get_days()))
            })
            .sum()
    }
}

fn next(day: Date) -> Result<Date, TermFault> {
    day.tomorrow().map_err(|_| TermFault::OutOfRange)
}

fn shifted(day: Date, days: i64) -> Result<Date, TermFault> {
    Span::new()
        .try_days(days)
        .and_then(|span| day.checked_add(span))
        .map_err(|_| TermFault::OutOfRange)
}

/// The first day on which a limit of `years` that starts on `day` no longer
/// holds: the same date of a later year; 29 February gives 1 March
/// (practice/12).
pub fn same_date_later(day: Date, years: i16) -> Option<Date> {
    let year = day.year().checked_add(years)?;
    Date::new(year, day.month(), day.day())
        .or_else(|_| Date::new(year, 3, 1))
        .ok()
}
