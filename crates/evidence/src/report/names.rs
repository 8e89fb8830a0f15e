//! Numbers of provisions and cases, and days: what could be confused has a
//! type, and a value of the type is valid.

use std::cmp::Ordering;
use std::fmt;
use std::str::FromStr;

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

/// The longest number of a provision or case, in characters.
const MAX_NUMBER: usize = 40;

/// Why a text is not what it should name.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum NameError {
    #[error("this is not the number of a provision; it looks like 5.1-1 or 5.3-4A")]
    Provision,
    #[error("this is not the number of a test case; it looks like 5.1-1-2")]
    Case,
    #[error("this is not a day of the calendar; write it as 2026-02-28")]
    Day,
}

/// The number of a provision of a standard, such as `5.3-4A`. Ordered as
/// people count: `5.3-9` comes before `5.3-10`.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Provision(String);

/// The number of a test case: that of its provision, a hyphen, a number.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct CaseNumber(String);

/// A day of the calendar, written `2026-02-28`; years 1 to 9999.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Day(Date);

impl CaseNumber {
    /// Whether the case is one of `provision`.
    pub fn is_of(&self, provision: &Provision) -> bool {
        self.0
            .rsplit_once('-')
            .is_some_and(|(head, _)| head == provision.0)
    }
}

impl FromStr for Provision {
    type Err = NameError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        if is_number(text) {
            Ok(Provision(text.to_owned()))
        } else {
            Err(NameError::Provision)
        }
    }
}

impl FromStr for CaseNumber {
    type Err = NameError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let (head, last) = text.rsplit_once('-').ok_or(NameError::Case)?;
        let counted =
            !last.is_empty() && last.len() <= 4 && last.bytes().all(|b| b.is_ascii_digit());
        if counted && is_number(head) {
            Ok(CaseNumber(text.to_owned()))
        } else {
            Err(NameError::Case)
        }
    }
}

impl FromStr for Day {
    type Err = NameError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let bytes = text.as_bytes();
        let shaped = bytes.len() == 10
            && bytes.iter().enumerate().all(|(at, b)| match at {
                4 | 7 => *b == b'-',
                _ => b.is_ascii_digit(),
            });
        let date = if shaped {
            text.parse::<Date>().ok()
        } else {
            None
        };
        date.filter(|date| 1 <= date.year())
            .map(Day)
            .ok_or(NameError::Day)
    }
}

/// Whether `text` has the shape of a number: it starts with a digit and has
/// letters, digits, points and hyphens only, no two of the last side by side.
fn is_number(text: &str) -> bool {
    let bytes = text.as_bytes();
    let mark = |b: u8| b == b'.' || b == b'-';
    bytes.first().is_some_and(u8::is_ascii_digit)
        && bytes.len() <= MAX_NUMBER
        && bytes.iter().all(|b| b.is_ascii_alphanumeric() || mark(*b))
        && !bytes.windows(2).any(|pair| mark(pair[0]) && mark(pair[1]))
        && !bytes.last().is_some_and(|b| mark(*b))
}

/// Compares numbers as people count: runs of digits by their value. Equal
/// only for equal texts.
fn natural(a: &str, b: &str) -> Ordering {
    let (mut left, mut right) = (a.as_bytes(), b.as_bytes());
    while let (Some(l), Some(r)) = (left.first(), right.first()) {
        let order = if l.is_ascii_digit() && r.is_ascii_digit() {
            let (one, rest_of_left) = left.split_at(digits(left));
            let (two, rest_of_right) = right.split_at(digits(right));
            (left, right) = (rest_of_left, rest_of_right);
            value_order(one, two)
        } else {
            (left, right) = (&left[1..], &right[1..]);
            l.cmp(r)
        };
        if order != Ordering::Equal {
            return order;
        }
    }
    left.len().cmp(&right.len()).then_with(|| a.cmp(b))
}

fn digits(text: &[u8]) -> usize {
    text.iter().take_while(|b| b.is_ascii_digit()).count()
}

fn value_order(one: &[u8], two: &[u8]) -> Ordering {
    let significant = |run: &[u8]| {
        run.iter()
            .skip_while(|b| **b == b'0')
            .copied()
            .collect::<Vec<u8>>()
    };
    let (one, two) = (significant(one), significant(two));
    one.len().cmp(&two.len()).then_with(|| one.cmp(&two))
}

macro_rules! numbered {
    ($name:ident) => {
        impl PartialOrd for $name {
            fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
                Some(self.cmp(other))
            }
        }
        impl Ord for $name {
            fn cmp(&self, other: &Self) -> Ordering {
                natural(&self.0, &other.0)
            }
        }
    };
}

macro_rules! written {
    ($name:ident) => {
        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.0.fmt(f)
            }
        }
        impl TryFrom<String> for $name {
            type Error = NameError;
            fn try_from(text: String) -> Result<Self, Self::Error> {
                text.parse()
            }
        }
        impl From<$name> for String {
            fn from(name: $name) -> String {
                name.to_string()
            }
        }
    };
}

numbered!(Provision);
numbered!(CaseNumber);
written!(Provision);
written!(CaseNumber);
written!(Day);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn provisions_are_ordered_as_people_count() {
        let mut list: Vec<Provision> = ["5.10-1", "5.3-10", "5.3-4B", "5.3-9", "5.3-4A", "6-1"]
            .map(|p| p.parse().unwrap())
            .into();
        list.sort();
        let texts: Vec<String> = list.into_iter().map(String::from).collect();
        assert_eq!(
            texts,
            ["5.3-4A", "5.3-4B", "5.3-9", "5.3-10", "5.10-1", "6-1"]
        );
    }

    #[test]
    fn a_case_is_of_its_provision_only() {
        let case: CaseNumber = "5.1-2A-1".parse().unwrap();
        assert!(case.is_of(&"5.1-2A".parse().unwrap()));
        assert!(!case.is_of(&"5.1-2".parse().unwrap()));
        assert_eq!("5.1-2A-".parse::<CaseNumber>(), Err(NameError::Case));
        assert_eq!("5..1".parse::<Provision>(), Err(NameError::Provision));
    }

    #[test]
    fn a_day_that_the_calendar_does_not_have_is_refused() {
        assert_eq!(
            "2024-02-29".parse::<Day>().unwrap().to_string(),
            "2024-02-29"
        );
        for text in [
            "2026-02-30",
            "2026-13-01",
            "26-01-01",
            "2026-1-01",
            "0000-01-01",
            "2026-01-01T00",
        ] {
            assert_eq!(text.parse::<Day>(), Err(NameError::Day), "{text}");
        }
    }
}
