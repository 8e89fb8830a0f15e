//! Patterns of numbers with a check digit: `CSL-{year}-{serial:6}-{check}`.

use serde::{Deserialize, Deserializer, Serialize, Serializer};
use std::fmt;
use std::str::FromStr;

#[derive(Debug, Clone, PartialEq, Eq)]
enum Part {
    Text(String),
    Year,
    Serial(usize),
    Check,
}

/// A pattern of numbers. Its blanks are `{year}` (four digits), `{serial:N}`
/// (at least N digits) and `{check}`, one digit over the digits before it
/// (ISO 7064, MOD 11,10), so that a misread number is refused before it is
/// looked up.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pattern(Vec<Part>);

/// A text that is not a pattern.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("`{0}` is not a number pattern; write it like `CSL-{{year}}-{{serial:6}}-{{check}}`")]
pub struct PatternError(pub String);

/// Why a text is not a number of the pattern.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum NumberError {
    #[error("`{text}` is not a number of this kind; it looks like {example}")]
    Shape { text: String, example: String },
    #[error("`{0}` has a wrong check digit; compare it with the original again")]
    CheckDigit(String),
}

impl FromStr for Pattern {
    type Err = PatternError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let wrong = || PatternError(text.to_owned());
        let mut parts = Vec::new();
        let mut rest = text;
        while !rest.is_empty() {
            let (before, after) = rest.split_once('{').unwrap_or((rest, ""));
            if before.contains('}')
                || before
                    .chars()
                    .any(|c| !c.is_ascii_alphanumeric() && c != '-')
            {
                return Err(wrong());
            }
            if !before.is_empty() {
                parts.push(Part::Text(before.to_owned()));
            }
            if after.is_empty() {
                if before.len() != rest.len() {
                    return Err(wrong());
                }
                break;
            }
            let (blank, after) = after.split_once('}').ok_or_else(wrong)?;
            parts.push(blank_part(blank).ok_or_else(wrong)?);
            rest = after;
        }
        let serials = parts
            .iter()
            .filter(|part| matches!(part, Part::Serial(_)))
            .count();
        let checks = parts.iter().filter(|part| **part == Part::Check).count();
        if serials != 1 || 1 < checks || (checks == 1 && parts.last() != Some(&Part::Check)) {
            return Err(wrong());
        }
        Ok(Pattern(parts))
    }
}

fn blank_part(blank: &str) -> Option<Part> {
    match blank.split_once(':') {
        None if blank == "year" => Some(Part::Year),
        None if blank == "check" => Some(Part::Check),
        Some(("serial", width)) => width
            .parse()
            .ok()
            .filter(|width| (1..=12).contains(width))
            .map(Part::Serial),
        _ => None,
    }
}

impl Pattern {
    /// The number with this year and serial, its check digit computed.
    pub fn number(&self, year: i16, serial: u64) -> String {
        let mut number = String::new();
        for part in &self.0 {
            match part {
                Part::Text(text) => number.push_str(text),
                Part::Year => number.push_str(&format!("{year:04}")),
                Part::Serial(width) => number.push_str(&format!("{serial:0width$}")),
                Part::Check => {
                    let digit = check_digit(number.bytes());
                    number.push(char::from(digit));
                }
            }
        }
        number
    }

    /// A number of this pattern, for messages.
    pub fn example(&self) -> String {
        self.number(2026, 123)
    }

    /// Whether `text` is a number of this pattern with the right check digit.
    ///
    /// # Errors
    ///
    /// [`NumberError`], which says whether the shape or the check digit is wrong.
    pub fn check(&self, text: &str) -> Result<(), NumberError> {
        let shape = || NumberError::Shape {
            text: text.to_owned(),
            example: self.example(),
        };
        let mut rest = text;
        for (at, part) in self.0.iter().enumerate() {
            let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
            // A check digit may follow a serial number without a sign between.
            let checked = self.0.get(at + 1) == Some(&Part::Check);
            let serial = digits.saturating_sub(usize::from(checked));
            let taken = match part {
                Part::Text(fixed) if rest.starts_with(fixed.as_str()) => fixed.len(),
                Part::Year if 4 <= digits => 4,
                Part::Serial(width) if *width <= serial => serial.min((*width).max(18)),
                Part::Check if digits == 1 && rest.len() == 1 => 1,
                _ => return Err(shape()),
            };
            rest = rest.get(taken..).ok_or_else(shape)?;
        }
        if !rest.is_empty() {
            return Err(shape());
        }
        if self.0.last() == Some(&Part::Check) {
            let (body, check) = text.split_at(text.len() - 1);
            if check.bytes().next() != Some(check_digit(body.bytes())) {
                return Err(NumberError::CheckDigit(text.to_owned()));
            }
        }
        Ok(())
    }
}

/// The ISO 7064 MOD 11,10 check digit over the ASCII digits among `bytes`.
fn check_digit(bytes: impl Iterator<Item = u8>) -> u8 {
    let mut product = 10;
    for digit in bytes
        .filter(u8::is_ascii_digit)
        .map(|byte| u32::from(byte - b'0'))
    {
        let sum = (product + digit) % 10;
        product = (if sum == 0 { 10 } else { sum } * 2) % 11;
    }
    let digit = (11 - product) % 10;
    b'0' + u8::try_from(digit).unwrap_or(0)
}

impl fmt::Display for Pattern {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for part in &self.0 {
            match part {
                Part::Text(text) => f.write_str(text)?,
                Part::Year => f.write_str("{year}")?,
                Part::Serial(width) => write!(f, "{{serial:{width}}}")?,
                Part::Check => f.write_str("{check}")?,
            }
        }
        Ok(())
    }
}

impl Serialize for Pattern {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Pattern {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer)?
            .parse()
            .map_err(serde::de::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pattern() -> Pattern {
        "CSL-{year}-{serial:6}-{check}".parse().unwrap()
    }

    #[test]
    fn the_check_digit_is_that_of_iso_7064() {
        // The standard's own example: 0794 has the check character 5.
        assert_eq!(check_digit("0794".bytes()), b'5');
    }

    #[test]
    fn a_number_reads_back_and_each_single_misreading_is_refused() {
        let unbroken: Pattern = "BA{year}{serial:7}{check}".parse().unwrap();
        for pattern in [pattern(), unbroken] {
            let number = pattern.number(2026, 123);
            assert_eq!(pattern.check(&number), Ok(()), "{number}");
            for (at, digit) in number.char_indices().filter(|(_, c)| c.is_ascii_digit()) {
                for other in ('0'..='9').filter(|other| *other != digit) {
                    let mut wrong = number.clone();
                    wrong.replace_range(at..=at, &other.to_string());
                    assert!(pattern.check(&wrong).is_err(), "{wrong}");
                }
            }
        }
    }

    #[test]
    fn a_text_of_another_shape_is_refused_with_an_example() {
        for text in [
            "",
            "CSL",
            "CSL-2026-12-3",
            "csl-2026-000123-7",
            "CSL-2026-000123-",
            "CSL-2026-000123-7 ",
            "１２",
        ] {
            let error = pattern().check(text).unwrap_err();
            assert!(
                matches!(error, NumberError::Shape { .. }),
                "{text}: {error}"
            );
        }
    }

    #[test]
    fn a_pattern_needs_one_serial_and_the_check_digit_last() {
        for text in [
            "",
            "CSL",
            "{serial:6}{serial:6}",
            "{check}{serial:6}",
            "{serial:0}",
            "{serial}",
            "{year",
            "a{serial:6}中",
        ] {
            assert!(text.parse::<Pattern>().is_err(), "{text}");
        }
    }
}
