//! The articles of the law, in our own words, with their official numbers.

use crate::fault::Fault;
use serde::Serialize;
use std::collections::BTreeMap;

/// One article or item of one, in both languages.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
pub struct Article {
    pub zh: String,
    pub en: String,
    pub line: usize,
}

/// One source: a measure, a standard, our own working rules.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
pub struct Source {
    pub zh: String,
    pub en: String,
    /// `issued`, `from` and other lines of the head, as written.
    pub about: BTreeMap<String, String>,
    pub articles: BTreeMap<String, Article>,
}

/// All sources of a regime, by the name under which `basis` cites them.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
pub struct Law {
    pub sources: BTreeMap<String, Source>,
}

impl Law {
    /// The article that `basis` (`measures/9`) cites.
    pub fn article(&self, basis: &str) -> Option<&Article> {
        let (source, anchor) = basis.split_once('/')?;
        self.sources.get(source)?.articles.get(anchor)
    }

    /// `basis` as a Chinese or English reader writes it: 《办法》第九条, Article 9 of ….
    pub fn citation(&self, basis: &str, zh: bool) -> String {
        let Some((source, anchor)) = basis.split_once('/') else {
            return basis.to_owned();
        };
        let Some(source) = self.sources.get(source) else {
            return basis.to_owned();
        };
        // Standards have clauses where laws have articles and items.
        if source
            .about
            .get("cite")
            .is_some_and(|cite| cite == "clause")
        {
            return if zh {
                format!("《{}》第{anchor}条款", source.zh)
            } else {
                format!("{}, clause {anchor}", source.en)
            };
        }
        match (zh, anchor.split_once('.')) {
            (true, None) => format!("《{}》第{anchor}条", source.zh),
            (true, Some((article, item))) => format!("《{}》第{article}条第{item}项", source.zh),
            (false, None) => format!("{}, Article {anchor}", source.en),
            (false, Some((article, item))) => format!("{}, Article {article}({item})", source.en),
        }
    }
}

/// Reads one file of `law/`: a `# name` head with `key: value` lines, then one
/// `## anchor` an article with its `zh:` and `en:` line.
///
/// # Errors
///
/// All faults of the file at once.
pub fn read(file: &str, text: &str) -> Result<(String, Source), Vec<Fault>> {
    let mut reader = Reader {
        file,
        faults: Vec::new(),
        name: None,
        source: Source::default(),
        anchor: None,
    };
    for (index, line) in text.lines().enumerate() {
        reader.line(index + 1, line.trim_end());
    }
    reader.finish()
}

struct Reader<'a> {
    file: &'a str,
    faults: Vec<Fault>,
    name: Option<String>,
    source: Source,
    anchor: Option<String>,
}

impl Reader<'_> {
    fn fault(&mut self, line: usize, cause: String, remedy: &str) {
        self.faults.push(Fault {
            file: self.file.to_owned(),
            line,
            rule: "law-text",
            cause,
            remedy: remedy.to_owned(),
        });
    }

    fn line(&mut self, number: usize, line: &str) {
        if line.is_empty() {
            return;
        }
        if let Some(anchor) = line.strip_prefix("## ") {
            let article = Article {
                line: number,
                ..Article::default()
            };
            if self
                .source
                .articles
                .insert(anchor.to_owned(), article)
                .is_some()
            {
                self.fault(
                    number,
                    format!("article `{anchor}` stands twice"),
                    "Keep one of them.",
                );
            }
            self.anchor = Some(anchor.to_owned());
        } else if let Some(name) = line.strip_prefix("# ") {
            self.name = Some(name.to_owned());
        } else if let Some((key, value)) = line.split_once(": ") {
            self.entry(number, key, value);
        } else {
            self.fault(
                number,
                format!(
                    "`{}` is neither a heading nor a `key: value` line",
                    shortened(line)
                ),
                "Write each article as `## number`, one `zh:` line and one `en:` line.",
            );
        }
    }

    fn entry(&mut self, number: usize, key: &str, value: &str) {
        let article = self
            .anchor
            .as_ref()
            .and_then(|anchor| self.source.articles.get_mut(anchor));
        let slot = match (article, key) {
            (Some(article), "zh") => &mut article.zh,
            (Some(article), "en") => &mut article.en,
            (None, "zh") => &mut self.source.zh,
            (None, "en") => &mut self.source.en,
            (None, key) => {
                self.source.about.insert(key.to_owned(), value.to_owned());
                return;
            }
            (Some(_), key) => {
                let cause = format!("an article has no line `{key}`");
                self.fault(number, cause, "Write `zh:` and `en:` lines only.");
                return;
            }
        };
        let twice = !slot.is_empty();
        value.clone_into(slot);
        if twice {
            self.fault(
                number,
                format!("`{key}` stands twice"),
                "Write one paragraph, on one line.",
            );
        }
    }

    fn finish(mut self) -> Result<(String, Source), Vec<Fault>> {
        let incomplete: Vec<(String, usize)> = self
            .source
            .articles
            .iter()
            .filter(|(_, article)| article.zh.is_empty() || article.en.is_empty())
            .map(|(anchor, article)| (anchor.clone(), article.line))
            .collect();
        for (anchor, line) in incomplete {
            let cause = format!("article `{anchor}` lacks its Chinese or its English text");
            self.fault(line, cause, "Give it a `zh:` and an `en:` line.");
        }
        if self.source.zh.is_empty() || self.source.en.is_empty() {
            self.fault(
                1,
                "the source has no title".into(),
                "Begin with `zh:` and `en:` lines.",
            );
        }
        let Some(name) = self.name.take() else {
            self.fault(1, "the source has no name".into(), "Begin with `# name`.");
            return Err(self.faults);
        };
        if self.faults.is_empty() {
            Ok((name, self.source))
        } else {
            Err(self.faults)
        }
    }
}

fn shortened(line: &str) -> String {
    line.chars().take(40).collect()
}
