//! What an entry says at a glance: by a colour, a sign and words, never by a
//! colour alone.

use super::entry::{Entry, Worth};
use crate::language::Lang;
use crate::words::{fill, say};

/// What an entry says at a glance.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Verdict<'e> {
    /// The class of the box that says it first.
    pub(crate) class: &'static str,
    /// The class of the words in a line.
    pub(crate) tone: &'static str,
    pub(crate) sign: &'static str,
    /// What stands above all: of a label whether it is valid, of another entry
    /// its status.
    pub(crate) head: &'e str,
    /// The status in a line.
    pub(crate) line: &'e str,
}

impl<'e> Verdict<'e> {
    pub(crate) fn of(entry: &'e Entry, worth: Worth, lang: Lang) -> Self {
        let (class, tone, sign) = match (worth, entry.is_adverse()) {
            (Worth::Valid, false) => ("valid", "good", "✓"),
            (Worth::Valid, true) | (Worth::Suspended, _) => ("held", "warn", "!"),
            (Worth::Void | Worth::Over, false) => ("void", "over", "✕"),
            // What told against somebody tells nothing any more.
            (Worth::Void | Worth::Over, true) => ("past", "off", "–"),
        };
        let status = entry.status();
        let status = status.map(|status| lang.of(&status.zh, &status.en));
        let line = match worth {
            Worth::Over if entry.is_of_adverse_register() => say(lang, "entry.over-adverse"),
            Worth::Over => say(lang, "label.over-status"),
            _ => status.unwrap_or_default(),
        };
        let head = match worth {
            Worth::Valid if entry.is_label() => say(lang, "label.valid"),
            Worth::Suspended if entry.is_label() => say(lang, "label.suspended"),
            Worth::Void if entry.is_label() => say(lang, "label.void"),
            Worth::Over if entry.is_label() => say(lang, "label.over"),
            Worth::Over if !entry.is_of_adverse_register() => say(lang, "entry.over"),
            _ => line,
        };
        Verdict {
            class,
            tone,
            sign,
            head,
            line,
        }
    }
}

/// What the end of an entry's term is called: a record that tells against
/// somebody is shown until then, another entry is valid.
pub(crate) fn until_title(entry: &Entry, lang: Lang) -> &'static str {
    match entry.is_of_adverse_register() {
        true => say(lang, "entry.shown-until-head"),
        false => say(lang, "label.until-head"),
    }
}

/// Until when an entry is valid, or shown; since when it is what it is if that
/// has no end, or is not so any more.
pub(super) fn term(entry: &Entry, worth: Worth, lang: Lang) -> String {
    let key = match (worth, entry.is_of_adverse_register()) {
        (Worth::Valid, false) => "label.until",
        (Worth::Valid, true) => "entry.shown-until",
        (Worth::Over, false) => "label.ended",
        (Worth::Over, true) => "entry.shown-until-past",
        (Worth::Suspended | Worth::Void, _) => "label.since",
    };
    let until = entry.until.filter(|_| key != "label.since");
    match until {
        Some(day) => fill(lang, key, &[("day", &lang.day(day))]),
        None => {
            let since = lang.day(entry.day(entry.since));
            fill(lang, "label.since", &[("day", &since)])
        }
    }
}
