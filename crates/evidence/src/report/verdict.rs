//! Verdicts and their roll-up.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

/// What a laboratory found. The order is that of the roll-up: of several
/// verdicts the greatest counts, so one failure fails the whole.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Verdict {
    NotApplicable,
    Pass,
    Inconclusive,
    Fail,
}

/// A word that is none of the four verdicts.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("this is not a verdict; write pass, fail, inconclusive or not-applicable")]
pub struct UnknownVerdict;

impl Verdict {
    /// Every verdict, the best first.
    pub const ALL: [Verdict; 4] = [
        Verdict::NotApplicable,
        Verdict::Pass,
        Verdict::Inconclusive,
        Verdict::Fail,
    ];

    /// The word that stands for the verdict in a report.
    pub fn word(self) -> &'static str {
        match self {
            Verdict::NotApplicable => "not-applicable",
            Verdict::Pass => "pass",
            Verdict::Inconclusive => "inconclusive",
            Verdict::Fail => "fail",
        }
    }

    /// The verdict of a whole whose parts have these: fail beats
    /// inconclusive beats pass beats not applicable. Nothing of nothing.
    pub fn roll_up(parts: impl Iterator<Item = Verdict>) -> Option<Verdict> {
        parts.max()
    }
}

impl fmt::Display for Verdict {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.word())
    }
}

impl FromStr for Verdict {
    type Err = UnknownVerdict;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        Verdict::ALL
            .into_iter()
            .find(|verdict| verdict.word() == text)
            .ok_or(UnknownVerdict)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use Verdict::{Fail, Inconclusive, NotApplicable, Pass};

    fn check(parts: &[Verdict], whole: Option<Verdict>) {
        assert_eq!(Verdict::roll_up(parts.iter().copied()), whole);
    }

    #[test]
    fn fail_beats_inconclusive_beats_pass_beats_not_applicable() {
        check(&[], None);
        check(&[NotApplicable, NotApplicable], Some(NotApplicable));
        check(&[NotApplicable, Pass], Some(Pass));
        check(&[Inconclusive, Pass, NotApplicable], Some(Inconclusive));
        check(&[Pass, Fail, Inconclusive], Some(Fail));
    }

    #[test]
    fn a_verdict_is_read_by_its_exact_word_only() {
        assert_eq!("not-applicable".parse(), Ok(NotApplicable));
        assert_eq!("PASS".parse::<Verdict>(), Err(UnknownVerdict));
        assert_eq!("ok".parse::<Verdict>(), Err(UnknownVerdict));
    }
}
