//! What a check of uploaded artwork has to say.

/// How grave a finding is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Severity {
    /// A person has to look; the program cannot tell.
    Look,
    /// The artwork cannot be accepted as it is.
    Fault,
}

/// One finding about uploaded artwork.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// How grave it is.
    pub severity: Severity,
    /// A stable name for programs, such as `qr-differs`.
    pub code: &'static str,
    /// What is wrong and what to do, in Chinese.
    pub zh: String,
    /// What is wrong and what to do, in English.
    pub en: String,
}

impl Finding {
    pub(crate) fn fault(
        code: &'static str,
        zh: impl Into<String>,
        en: impl Into<String>,
    ) -> Finding {
        Finding {
            severity: Severity::Fault,
            code,
            zh: zh.into(),
            en: en.into(),
        }
    }

    pub(crate) fn look(
        code: &'static str,
        zh: impl Into<String>,
        en: impl Into<String>,
    ) -> Finding {
        Finding {
            severity: Severity::Look,
            code,
            zh: zh.into(),
            en: en.into(),
        }
    }
}

/// A piece of foreign text, short and without characters that hide or
/// reorder, for use in a message.
pub(crate) fn quoted(text: &str) -> String {
    let mut out: String = text
        .chars()
        .take(80)
        .map(|c| {
            if crate::facts::is_treacherous(c) {
                '\u{FFFD}'
            } else {
                c
            }
        })
        .collect();
    if text.chars().nth(80).is_some() {
        out.push('…');
    }
    out
}
