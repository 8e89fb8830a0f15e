//! The words of the pages, from `words/zh.toml` and `words/en.toml`. What a
//! regime is about is said by its scheme, not here.

use crate::language::Lang;
use std::collections::BTreeMap;
use std::sync::OnceLock;

type Table = BTreeMap<String, String>;

/// The words under `key`; the key itself if there are none.
pub(crate) fn say(lang: Lang, key: &'static str) -> &'static str {
    table(lang).get(key).map_or(key, String::as_str)
}

/// As [`say`], with the blanks `{name}` filled in.
pub(crate) fn fill(lang: Lang, key: &'static str, blanks: &[(&str, &str)]) -> String {
    let mut text = say(lang, key).to_owned();
    for (name, value) in blanks {
        text = text.replace(&format!("{{{name}}}"), value);
    }
    text
}

fn table(lang: Lang) -> &'static Table {
    static ZH: OnceLock<Table> = OnceLock::new();
    static EN: OnceLock<Table> = OnceLock::new();
    // The files come with the program and a test reads them.
    let read = |text: &str| toml::from_str(text).unwrap_or_default();
    match lang {
        Lang::Zh => ZH.get_or_init(|| read(include_str!("words/zh.toml"))),
        Lang::En => EN.get_or_init(|| read(include_str!("words/en.toml"))),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;
    use std::path::Path;

    #[test]
    fn both_languages_have_the_same_words_with_the_same_blanks() {
        let (zh, en) = (table(Lang::Zh), table(Lang::En));
        assert!(zh.len() > 50);
        assert_eq!(zh.keys().collect::<Vec<_>>(), en.keys().collect::<Vec<_>>());
        let blanks = |text: &str| -> BTreeSet<String> {
            text.split('{')
                .skip(1)
                .filter_map(|rest| Some(rest.split_once('}')?.0.to_owned()))
                .collect()
        };
        for (key, text) in zh {
            assert_eq!(blanks(text), blanks(&en[key]), "{key}");
        }
    }

    #[test]
    fn every_word_that_the_pages_say_is_there_and_none_is_idle() {
        let mut code = String::new();
        read_all(
            Path::new(env!("CARGO_MANIFEST_DIR")).join("src").as_path(),
            &mut code,
        );
        let said: BTreeSet<&str> = code
            .split('"')
            .filter(|text| {
                text.split_once('.')
                    .is_some_and(|(head, tail)| is_part(head) && is_part(tail))
            })
            .collect();
        let known: BTreeSet<&str> = table(Lang::Zh).keys().map(String::as_str).collect();
        let idle: Vec<_> = known.difference(&said).collect();
        assert!(idle.is_empty(), "no page says {idle:?}");
        let heads: BTreeSet<&str> = known
            .iter()
            .filter_map(|key| key.split('.').next())
            .collect();
        let missing: Vec<_> = said
            .difference(&known)
            .filter(|key| heads.contains(key.split('.').next().unwrap_or_default()))
            .collect();
        assert!(missing.is_empty(), "there are no words for {missing:?}");
    }

    fn is_part(text: &str) -> bool {
        !text.is_empty()
            && text
                .bytes()
                .all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-')
    }

    fn read_all(folder: &Path, code: &mut String) {
        for item in std::fs::read_dir(folder).unwrap().flatten() {
            if item.path().is_dir() {
                read_all(&item.path(), code);
            } else if item.path().extension().is_some_and(|end| end == "rs") {
                code.push_str(&std::fs::read_to_string(item.path()).unwrap());
            }
        }
    }
}
