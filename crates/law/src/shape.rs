//! What a text must look like: a known format, or a pattern with blanks. It
//! looks at signs only; whether anybody answers is beyond it.

use serde::{Deserialize, Deserializer, Serialize, Serializer};
use std::collections::BTreeSet;
use std::fmt;
use std::str::FromStr;

/// Formats that a text can have to have. A closed set.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Format {
    /// `desk@example.org`
    Email,
    /// `https://example.org/security`
    Url,
    /// `+32 2 123 45 67`
    Telephone,
}

impl Format {
    /// Whether a text has the format.
    pub fn fits(self, text: &str) -> bool {
        match self {
            Format::Email => is_email(text),
            Format::Url => is_url(text),
            Format::Telephone => is_telephone(text),
        }
    }

    /// What it is called, in Chinese and English.
    pub fn words(self) -> (&'static str, &'static str) {
        match self {
            Format::Email => ("电子邮箱", "e-mail address"),
            Format::Url => ("网址", "web address"),
            Format::Telephone => ("电话号码", "telephone number"),
        }
    }

    /// A text that has it, for messages.
    pub fn example(self) -> &'static str {
        match self {
            Format::Email => "desk@example.org",
            Format::Url => "https://example.org/",
            Format::Telephone => "+86 10 1234 5678",
        }
    }
}

fn is_host(host: &str) -> bool {
    let label = |part: &str| {
        !part.is_empty()
            && !part.starts_with('-')
            && !part.ends_with('-')
            && part
                .chars()
                .all(|sign| sign.is_alphanumeric() || sign == '-')
    };
    host.contains('.') && host.split('.').all(label)
}

fn is_email(text: &str) -> bool {
    let Some((name, host)) = text.rsplit_once('@') else {
        return false;
    };
    let part = |part: &str| {
        !part.is_empty()
            && part
                .chars()
                .all(|sign| sign.is_alphanumeric() || "!#$%&'*+-/=?^_`{|}~".contains(sign))
    };
    name.chars().count() <= 64 && name.split('.').all(part) && is_host(host)
}

fn is_url(text: &str) -> bool {
    let rest = text.strip_prefix("https://");
    let Some(rest) = rest.or_else(|| text.strip_prefix("http://")) else {
        return false;
    };
    let host = rest.split(['/', '?', '#']).next().unwrap_or_default();
    let (host, port) = host.split_once(':').unwrap_or((host, "443"));
    let sound = |sign: char| !sign.is_whitespace() && !"<>\"\\".contains(sign);
    is_host(host) && port.parse::<u16>().is_ok() && rest.chars().all(sound)
}

fn is_telephone(text: &str) -> bool {
    let digits = text.bytes().filter(u8::is_ascii_digit).count();
    let rest = text.strip_prefix('+').unwrap_or(text);
    (3..=20).contains(&digits)
        && text.len() <= 40
        && rest
            .chars()
            .all(|sign| sign.is_ascii_digit() || " -./()".contains(sign))
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Sign {
    Digit,
    Letter,
    Either,
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum Part {
    Text(String),
    Blank {
        sign: Sign,
        least: usize,
        most: usize,
    },
}

/// A pattern of texts, such as `CVE-{digit:4}-{digit:4-7}`. Its blanks are
/// `{digit:N}`, `{letter:N}` (capitals) and `{sign:N}` (capitals and digits);
/// `N-M` is a number of signs from N to M.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Shape {
    text: String,
    parts: Vec<Part>,
}

/// A text that is not a pattern.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error(
    "`{0}` is not a pattern of a text; write it like `CVE-{{digit:4}}-{{digit:4-7}}`, with the blanks `digit`, `letter` and `sign`"
)]
pub struct ShapeError(pub String);

/// The most signs of one blank.
const LONGEST_BLANK: usize = 64;

impl FromStr for Shape {
    type Err = ShapeError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let wrong = || ShapeError(text.to_owned());
        let mut parts = Vec::new();
        let mut rest = text;
        while !rest.is_empty() {
            let (before, after) = rest.split_once('{').unwrap_or((rest, ""));
            if before.contains('}') || before.chars().any(|sign| !sign.is_ascii_graphic()) {
                return Err(wrong());
            }
            if !before.is_empty() {
                parts.push(Part::Text(before.to_owned()));
            }
            if before.len() == rest.len() {
                break;
            }
            let (blank, after) = after.split_once('}').ok_or_else(wrong)?;
            parts.push(blank_of(blank).ok_or_else(wrong)?);
            rest = after;
        }
        let blanks = parts
            .iter()
            .filter(|part| matches!(part, Part::Blank { .. }));
        if !(1..=16).contains(&blanks.count()) {
            return Err(wrong());
        }
        let text = text.to_owned();
        Ok(Shape { text, parts })
    }
}

fn blank_of(blank: &str) -> Option<Part> {
    let (name, count) = blank.split_once(':')?;
    let sign = match name {
        "digit" => Sign::Digit,
        "letter" => Sign::Letter,
        "sign" => Sign::Either,
        _ => return None,
    };
    let figure = |text: &str| -> Option<usize> {
        let digits = text.bytes().all(|sign| sign.is_ascii_digit());
        text.parse().ok().filter(|_| digits)
    };
    let (least, most) = match count.split_once('-') {
        Some((least, most)) => (figure(least)?, figure(most)?),
        None => (figure(count)?, figure(count)?),
    };
    (least <= most && (1..=LONGEST_BLANK).contains(&most)).then_some(Part::Blank {
        sign,
        least,
        most,
    })
}

impl Shape {
    /// Whether a text has the pattern.
    pub fn fits(&self, text: &str) -> bool {
        let signs: Vec<char> = text.chars().collect();
        let mut ends = BTreeSet::from([0_usize]);
        for part in &self.parts {
            ends = ends
                .into_iter()
                .flat_map(|from| after(part, &signs, from))
                .collect();
        }
        ends.contains(&signs.len())
    }

    /// A text that has it, for messages.
    pub fn example(&self) -> String {
        let blank = |part: &Part| match part {
            Part::Text(text) => text.clone(),
            Part::Blank { sign, least, .. } => {
                let signs = match sign {
                    Sign::Digit => "1234567890",
                    Sign::Letter => "ABCDEFGHIJ",
                    Sign::Either => "A1B2C3D4E5",
                };
                signs.chars().cycle().take((*least).max(1)).collect()
            }
        };
        self.parts.iter().map(blank).collect()
    }
}

/// The places at which `part` can end that begins at `from`.
fn after(part: &Part, signs: &[char], from: usize) -> Vec<usize> {
    let rest = signs.get(from..).unwrap_or_default();
    match part {
        Part::Text(text) => {
            let length = text.chars().count();
            let same = rest.len() >= length && text.chars().zip(rest).all(|(one, two)| one == *two);
            same.then_some(from + length).into_iter().collect()
        }
        Part::Blank { sign, least, most } => {
            let fit = |one: &&char| match sign {
                Sign::Digit => one.is_ascii_digit(),
                Sign::Letter => one.is_ascii_uppercase(),
                Sign::Either => one.is_ascii_digit() || one.is_ascii_uppercase(),
            };
            let run = rest.iter().take_while(fit).take(*most).count();
            (*least..=run).map(|length| from + length).collect()
        }
    }
}

impl fmt::Display for Shape {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

impl Serialize for Shape {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Shape {
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
    fn a_pattern_holds_its_texts_and_no_others() {
        let cve: Shape = "CVE-{digit:4}-{digit:4-7}".parse().unwrap();
        for text in ["CVE-2026-1234", "CVE-2026-1234567", &cve.example()] {
            assert!(cve.fits(text), "{text}");
        }
        for text in [
            "",
            "CVE-2026-123",
            "CVE-2026-12345678",
            "cve-2026-1234",
            "CVE-２０２６-1234",
            "xCVE-2026-1234",
        ] {
            assert!(!cve.fits(text), "{text}");
        }
        // What a blank takes can be given back to the next one.
        let twice: Shape = "{sign:1-3}{digit:2}".parse().unwrap();
        assert!(twice.fits("A12") && twice.fits("12345") && !twice.fits("AB1"));
    }

    #[test]
    fn a_text_that_is_no_pattern_is_refused_with_an_example() {
        for text in [
            "",
            "ABC",
            "{digit}",
            "{digit:0}",
            "{digit:9-2}",
            "{digit:4",
            "}{digit:4}",
            "{word:4}",
            "{digit:99}",
            "号{digit:4}",
            "{digit:+4}",
        ] {
            let told = text.parse::<Shape>().map(|_| ()).unwrap_err().to_string();
            assert!(told.contains("CVE-"), "{text}");
        }
    }

    #[test]
    fn formats_are_told_from_what_is_none() {
        for (format, good, bad) in [
            (
                Format::Email,
                ["a.b+c@example.org", "王@例子.公司"].as_slice(),
                [
                    "a@b",
                    "a b@example.org",
                    "@example.org",
                    "a..b@example.org",
                    "a@example..org",
                    "a@-x.org",
                    "example.org",
                ]
                .as_slice(),
            ),
            (
                Format::Url,
                &["https://example.org", "http://例子.公司:8080/安全?x=1#a"],
                &[
                    "example.org",
                    "ftp://example.org",
                    "https://",
                    "https://localhost",
                    "https://a.b:x/",
                    "https://a.b/ c",
                    "javascript:alert(1)",
                    "https://a.b/\"x",
                ],
            ),
            (
                Format::Telephone,
                &["+32 2 123 45 67", "010-1234-5678", "112", "(02) 123.45/67"],
                &[
                    "12",
                    "+",
                    "phone",
                    "1234567890123456789012",
                    "++32 2",
                    "١٢٣٤",
                ],
            ),
        ] {
            for text in good {
                assert!(format.fits(text), "{text}");
            }
            for text in bad {
                assert!(!format.fits(text), "{text}");
            }
            assert!(format.fits(format.example()));
        }
    }
}
