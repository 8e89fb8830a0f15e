//! The language of what a person reads: Chinese or English.

use law::form::Words;

/// The language of messages.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub(crate) enum Lang {
    /// 中文
    Zh,
    /// English
    En,
}

impl Lang {
    /// The language of the surroundings: Chinese if `LC_ALL`, `LC_MESSAGES` or
    /// `LANG`, the first that is set, says so.
    pub(crate) fn of_surroundings() -> Self {
        let set = ["LC_ALL", "LC_MESSAGES", "LANG"]
            .iter()
            .find_map(|name| std::env::var(name).ok().filter(|value| !value.is_empty()));
        if set.is_some_and(|value| value.to_ascii_lowercase().starts_with("zh")) {
            Lang::Zh
        } else {
            Lang::En
        }
    }

    /// The one of two wordings that is in this language.
    pub(crate) fn of<'a>(self, zh: &'a str, en: &'a str) -> &'a str {
        match self {
            Lang::Zh => zh,
            Lang::En => en,
        }
    }

    /// The wording in this language.
    pub(crate) fn words(self, words: &Words) -> &str {
        self.of(&words.zh, &words.en)
    }

    /// Whether it is Chinese.
    pub(crate) fn is_zh(self) -> bool {
        self == Lang::Zh
    }
}
