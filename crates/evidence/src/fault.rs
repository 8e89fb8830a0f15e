//! Faults of a text that was handed in: where, what is wrong, what to do.
//! All faults of one text are reported together, so that its author corrects
//! it once.

use crate::report::{NameError, UnknownVerdict};
use std::fmt;

/// The most faults that are listed; a text with more is wrong throughout.
const LISTED: usize = 200;

/// The place of a fault, as precise as the format allows.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Place {
    /// The text as a whole.
    Whole,
    /// A line, counted from 1.
    Line(u64),
    /// A value by its path, such as `items[3].verdict`.
    Path(String),
    /// A file of a dossier, and the line in it, counted from 1.
    File { name: String, line: u64 },
}

impl Place {
    pub(crate) fn zh(&self) -> String {
        match self {
            Place::Whole => "文件".to_owned(),
            Place::Line(line) => format!("第{line}行"),
            Place::Path(path) => path.clone(),
            Place::File { name, line } => format!("{name}第{line}行"),
        }
    }
}

/// A message in both languages.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Said {
    pub zh: String,
    pub en: String,
}

impl<Z: Into<String>, E: Into<String>> From<(Z, E)> for Said {
    fn from((zh, en): (Z, E)) -> Self {
        Said {
            zh: zh.into(),
            en: en.into(),
        }
    }
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Place::Whole => write!(f, "the file"),
            Place::Line(line) => write!(f, "line {line}"),
            Place::Path(path) => write!(f, "{path}"),
            Place::File { name, line } => write!(f, "{name}, line {line}"),
        }
    }
}

/// One fault: where it is, what is wrong and what its author should do.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, thiserror::Error)]
#[error("{place}: {}; {}", .wrong.en, .remedy.en)]
pub struct Fault {
    pub place: Place,
    pub wrong: Said,
    pub remedy: Said,
}

impl Fault {
    /// The fault in Chinese; displayed, it is in English.
    pub fn zh(&self) -> String {
        format!("{}：{}，{}", self.place.zh(), self.wrong.zh, self.remedy.zh)
    }
}

/// Why a word does not name what it should: what is wrong, and what it looks
/// like.
pub(crate) trait Misnamed {
    fn said(&self) -> (Said, Said);
}

impl Misnamed for NameError {
    fn said(&self) -> (Said, Said) {
        let (zh, like) = match self {
            NameError::Provision => ("不是条款编号", "条款编号形如5.1-1或者5.3-4A"),
            NameError::Case => ("不是测试用例编号", "用例编号形如5.1-1-2"),
            NameError::Day => ("不是日期", "请写作2026-02-28"),
        };
        halves(self, zh, like)
    }
}

impl Misnamed for UnknownVerdict {
    fn said(&self) -> (Said, Said) {
        let like = "请写pass、fail、inconclusive或者not-applicable";
        halves(self, "不是结论", like)
    }
}

/// The two halves of an error with their Chinese.
fn halves(error: &impl fmt::Display, zh: &str, like: &str) -> (Said, Said) {
    let en = error.to_string();
    let (wrong, remedy) = en.split_once("; ").unwrap_or((&en, "correct it"));
    (Said::from((zh, wrong)), Said::from((like, remedy)))
}

/// The faults found so far. Keeps the first two hundred and counts the rest,
/// so that hostile input cannot make the answer larger than the question.
#[derive(Debug, Default)]
pub(crate) struct Faults {
    listed: Vec<Fault>,
    beyond: u64,
}

impl Faults {
    pub(crate) fn add(&mut self, place: Place, wrong: impl Into<Said>, remedy: impl Into<Said>) {
        if self.listed.len() < LISTED {
            self.listed.push(Fault {
                place,
                wrong: wrong.into(),
                remedy: remedy.into(),
            });
        } else {
            self.beyond += 1;
        }
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.listed.is_empty()
    }

    /// Gives `value` if nothing was found wrong, otherwise every fault.
    pub(crate) fn or<T>(mut self, value: Option<T>) -> Result<T, Vec<Fault>> {
        if self.beyond > 0 {
            self.listed.push(Fault {
                place: Place::Whole,
                wrong: Said::from((
                    format!("另有{}处错误未列出", self.beyond),
                    format!("{} more faults are not listed", self.beyond),
                )),
                remedy: Said::from((
                    "请改正上述错误后重新提交",
                    "correct those above and hand it in again",
                )),
            });
        }
        match value {
            Some(value) if self.listed.is_empty() => Ok(value),
            Some(_) | None => Err(self.listed),
        }
    }
}

/// The text as it may be repeated in a message: short and without control
/// characters, whatever was handed in.
pub(crate) fn quoted(text: &str) -> String {
    let short: String = text
        .chars()
        .take(40)
        .map(|c| {
            if c.is_control() || is_direction_mark(c) {
                '\u{FFFD}'
            } else {
                c
            }
        })
        .collect();
    if short.len() < text.len() && text.chars().nth(40).is_some() {
        format!("`{short}…`")
    } else {
        format!("`{short}`")
    }
}

/// The same for a message in Chinese.
pub(crate) fn quoted_zh(text: &str) -> String {
    format!("“{}”", quoted(text).trim_matches('`'))
}

/// Whether a character changes the direction of writing and so can show a
/// text as another than it is.
pub(crate) fn is_direction_mark(c: char) -> bool {
    matches!(c, '\u{061C}' | '\u{200E}' | '\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_flood_of_faults_is_cut_and_counted() {
        let mut faults = Faults::default();
        for line in 0..1000 {
            faults.add(
                Place::Line(line),
                ("有误", "wrong"),
                ("请改正", "correct it"),
            );
        }
        let listed = faults.or(Some(())).unwrap_err();
        assert_eq!(listed.len(), LISTED + 1);
        assert_eq!(listed[LISTED].wrong.en, "800 more faults are not listed");
    }

    #[test]
    fn what_is_repeated_is_short_and_printable() {
        assert_eq!(quoted("a\u{202E}b\n"), "`a\u{FFFD}b\u{FFFD}`");
        assert_eq!(quoted(&"字".repeat(41)), format!("`{}…`", "字".repeat(40)));
    }
}
