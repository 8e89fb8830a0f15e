//! Statutory terms: "10 working days", "24 months", "48 hours".

use serde::{Deserialize, Deserializer, Serialize, Serializer};
use std::fmt;
use std::str::FromStr;

/// In what a term is counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Unit {
    /// Hours that run through, day and night.
    Hours,
    /// Calendar days.
    Days,
    /// Days on which authorities sit.
    WorkingDays,
    /// Calendar months, to the same day of a later month.
    Months,
    /// Calendar years, to the same date of a later year.
    Years,
}

/// A length of time as the law states it. `count` is 0 to 9999.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Term {
    pub count: u16,
    pub unit: Unit,
}

/// A text that is not a term.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("`{0}` is not a term; write it like `10 working days`, `24 months` or `48 hours`")]
pub struct TermError(pub String);

const UNITS: [(Unit, &str, &str, &str); 5] = [
    (Unit::Hours, "hour", "hours", "小时"),
    (Unit::Days, "day", "days", "日"),
    (Unit::WorkingDays, "working day", "working days", "个工作日"),
    (Unit::Months, "month", "months", "个月"),
    (Unit::Years, "year", "years", "年"),
];

impl FromStr for Term {
    type Err = TermError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let wrong = || TermError(text.to_owned());
        let (count, unit) = text.split_once(' ').ok_or_else(wrong)?;
        if count.is_empty() || 4 < count.len() || !count.bytes().all(|b| b.is_ascii_digit()) {
            return Err(wrong());
        }
        let count = count.parse().map_err(|_| wrong())?;
        let unit = UNITS
            .iter()
            .find(|(_, one, many, _)| unit == *one || unit == *many)
            .map(|(unit, ..)| *unit)
            .ok_or_else(wrong)?;
        Ok(Term { count, unit })
    }
}

impl fmt::Display for Term {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (_, one, many, _) = self.words();
        write!(
            f,
            "{} {}",
            self.count,
            if self.count == 1 { one } else { many }
        )
    }
}

impl Term {
    /// The term in Chinese: `10个工作日`.
    pub fn zh(&self) -> String {
        format!("{}{}", self.count, self.words().3)
    }

    fn words(self) -> (Unit, &'static str, &'static str, &'static str) {
        match self.unit {
            Unit::Hours => UNITS[0],
            Unit::Days => UNITS[1],
            Unit::WorkingDays => UNITS[2],
            Unit::Months => UNITS[3],
            Unit::Years => UNITS[4],
        }
    }
}

impl Serialize for Term {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Term {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer)?
            .parse()
            .map_err(serde::de::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_term_reads_back_as_it_is_written() {
        for text in [
            "1 hour",
            "48 hours",
            "2 days",
            "10 working days",
            "24 months",
            "1 year",
        ] {
            assert_eq!(text.parse::<Term>().unwrap().to_string(), text);
        }
        assert_eq!(
            "10 working days".parse::<Term>().unwrap().zh(),
            "10个工作日"
        );
    }

    #[test]
    fn a_text_that_is_no_term_is_refused_with_an_example() {
        for text in [
            "",
            "ten days",
            "10",
            "-1 days",
            "10 workdays",
            "99999 days",
            "1  day",
            "+1 day",
        ] {
            let error = text.parse::<Term>().unwrap_err();
            assert!(error.to_string().contains("10 working days"), "{text}");
        }
    }
}
