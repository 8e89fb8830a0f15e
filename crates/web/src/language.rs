//! The two languages of every page, and which one a reader gets.

use case::wording;
use jiff::civil::{Date, DateTime};
use law::form::Words;

/// A language of the pages.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Lang {
    Zh,
    En,
}

impl Lang {
    /// What the reader asked for: `lang=` in the address, else the first known
    /// language that the browser accepts, else Chinese.
    pub fn choose(query: Option<&str>, accept: Option<&str>) -> Lang {
        let asked = query.and_then(|query| {
            let mut pairs = query.split('&').filter_map(|pair| pair.split_once('='));
            pairs
                .find(|(name, _)| *name == "lang")
                .and_then(|(_, value)| Lang::parse(value))
        });
        asked
            .or_else(|| accept.and_then(accepted))
            .unwrap_or(Lang::Zh)
    }

    fn parse(text: &str) -> Option<Lang> {
        match text {
            "zh" => Some(Lang::Zh),
            "en" => Some(Lang::En),
            _ => None,
        }
    }

    /// As addresses say it.
    pub fn as_str(self) -> &'static str {
        match self {
            Lang::Zh => "zh",
            Lang::En => "en",
        }
    }

    /// As the `lang` attribute says it.
    pub fn tag(self) -> &'static str {
        match self {
            Lang::Zh => "zh-CN",
            Lang::En => "en",
        }
    }

    /// The other language.
    pub fn other(self) -> Lang {
        match self {
            Lang::Zh => Lang::En,
            Lang::En => Lang::Zh,
        }
    }

    /// Whether it is Chinese.
    pub fn is_zh(self) -> bool {
        self == Lang::Zh
    }

    /// The one of two texts that is in this language.
    pub fn of<'t>(self, zh: &'t str, en: &'t str) -> &'t str {
        match self {
            Lang::Zh => zh,
            Lang::En => en,
        }
    }

    /// A wording in this language.
    pub fn words(self, words: &Words) -> &str {
        self.of(&words.zh, &words.en)
    }

    /// A day as readers write it.
    pub fn day(self, day: Date) -> String {
        self.words(&wording::day(day)).to_owned()
    }

    /// A day with its hour as readers write it.
    pub fn hour(self, hour: DateTime) -> String {
        format!("{} {}", self.day(hour.date()), hour.strftime("%H:%M"))
    }

    /// An address inside the site that keeps the language.
    pub fn link(self, path: &str) -> String {
        let (path, fragment) = match path.split_once('#') {
            Some((path, fragment)) => (path, format!("#{fragment}")),
            None => (path, String::new()),
        };
        let sign = if path.contains('?') { '&' } else { '?' };
        format!("{path}{sign}lang={}{fragment}", self.as_str())
    }
}

/// A size in bytes as readers write it.
pub fn size(bytes: u64) -> String {
    match bytes {
        0..=999_999 => format!("{} kB", bytes.div_ceil(1000)),
        _ => format!("{}.{} MB", bytes / 1_000_000, bytes / 100_000 % 10),
    }
}

/// The language with the highest weight in an `Accept-Language` header.
fn accepted(header: &str) -> Option<Lang> {
    let mut best: Option<(f32, Lang)> = None;
    for item in header.split(',').take(20) {
        let mut parts = item.split(';');
        let tag = parts.next().unwrap_or_default().trim();
        let primary = tag
            .split('-')
            .next()
            .unwrap_or_default()
            .to_ascii_lowercase();
        let weight = parts
            .find_map(|part| part.trim().strip_prefix("q="))
            .map_or(1.0, |weight| weight.trim().parse().unwrap_or(0.0));
        if let Some(lang) = Lang::parse(&primary)
            && 0.0 < weight
            && best.is_none_or(|(most, _)| most < weight)
        {
            best = Some((weight, lang));
        }
    }
    best.map(|(_, lang)| lang)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_address_wins_over_the_browser_and_chinese_is_the_default() {
        assert_eq!(Lang::choose(Some("a=b&lang=en"), Some("zh-CN")), Lang::En);
        assert_eq!(Lang::choose(Some("lang=xx"), None), Lang::Zh);
        assert_eq!(Lang::choose(None, None), Lang::Zh);
    }

    #[test]
    fn the_language_with_the_highest_weight_is_taken() {
        for (header, lang) in [
            ("en-GB,en;q=0.9,zh;q=0.5", Lang::En),
            ("fr, zh-TW;q=0.4, en;q=0.3", Lang::Zh),
            ("en;q=0, de", Lang::Zh),
            (",;q=,;;=", Lang::Zh),
        ] {
            assert_eq!(Lang::choose(None, Some(header)), lang, "{header}");
        }
    }

    #[test]
    fn a_link_keeps_query_and_fragment() {
        assert_eq!(Lang::En.link("/a?b=c#d"), "/a?b=c&lang=en#d");
        assert_eq!(Lang::Zh.link("/"), "/?lang=zh");
    }
}
