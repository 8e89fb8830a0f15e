//! Mentions of IXIT tables and entries in running text.

use std::collections::{BTreeMap, BTreeSet};

use super::ixit::Ixit;

/// What a dossier declares, to be looked up by name.
#[derive(Debug)]
pub(super) struct Index<'a> {
    tables: &'a BTreeMap<u16, Ixit>,
    /// The table of each entry.
    entries: BTreeMap<&'a str, u16>,
    names: BTreeSet<&'a str>,
}

/// What a text mentions.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub(super) struct Mentions {
    pub(super) tables: BTreeSet<u16>,
    pub(super) entries: BTreeSet<String>,
    /// What is not declared, with the line of the mention.
    pub(super) unknown: Vec<(u64, String)>,
    /// Whether the last word was `IXIT`, so that the next names a table.
    awaits_table: bool,
}

impl<'a> Index<'a> {
    pub(super) fn of(tables: &'a BTreeMap<u16, Ixit>) -> Index<'a> {
        let ids = tables.values().flat_map(|table| {
            table
                .entries
                .iter()
                .map(|entry| (entry.id.as_str(), table.number))
        });
        Index {
            tables,
            entries: ids.collect(),
            names: tables.values().map(|table| table.name.as_str()).collect(),
        }
    }

    /// The label of a table, such as `IXIT 7-UpdMech`.
    pub(super) fn label(&self, number: u16) -> String {
        self.tables
            .get(&number)
            .map_or_else(|| format!("IXIT {number}"), Ixit::label)
    }

    /// Notes what one line mentions. Lines of one text are given in order,
    /// since a mention may be broken over two.
    pub(super) fn scan(&self, line: u64, text: &str, found: &mut Mentions) {
        let in_word = |c: char| c.is_ascii_alphanumeric() || c == '-';
        let mut rest = text;
        while let Some(at) = rest.find(in_word) {
            let (before, word_on) = rest.split_at(at);
            let (word, after) =
                word_on.split_at(word_on.find(|c| !in_word(c)).unwrap_or(word_on.len()));
            let any = word.ends_with('-') && after.starts_with('*');
            self.word(line, word, before.ends_with('`'), any, found);
            rest = after;
        }
    }

    fn word(&self, line: u64, word: &str, quoted: bool, any: bool, found: &mut Mentions) {
        if std::mem::replace(&mut found.awaits_table, word == "IXIT") {
            self.table(line, word, found);
        } else if let Some(table) = self.entries.get(word) {
            found.tables.insert(*table);
            found.entries.insert(word.to_owned());
        } else if quoted
            && word
                .split_once('-')
                .is_some_and(|(name, _)| self.names.contains(name))
        {
            let before = found.entries.len();
            if any {
                let like = self
                    .entries
                    .range(word..)
                    .take_while(|(id, _)| id.starts_with(word));
                for (id, table) in like {
                    found.tables.insert(*table);
                    found.entries.insert((*id).to_owned());
                }
            }
            if !any || found.entries.len() == before {
                found.unknown.push((line, word.to_owned()));
            }
        }
    }

    fn table(&self, line: u64, word: &str, found: &mut Mentions) {
        let (digits, name) = word.split_once('-').unwrap_or((word, ""));
        let Ok(number) = digits.parse::<u16>() else {
            return;
        };
        match self.tables.get(&number) {
            Some(table) if name.is_empty() || table.name.eq_ignore_ascii_case(name) => {
                found.tables.insert(number);
            }
            Some(_) | None if !name.is_empty() => {
                found.unknown.push((line, format!("IXIT {word}")));
            }
            Some(_) | None => (),
        }
    }
}
