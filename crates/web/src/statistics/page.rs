//! A statistic as a table: one line for each value, with columns where it is
//! counted by two things.

use super::Known;
use crate::cite;
use crate::failure::Failure;
use crate::language::Lang;
use crate::site::Site;
use crate::view::today;
use crate::words::{fill, say};
use law::form::Words;
use maud::{Markup, html};
use office::count::Counted;

/// The most columns that a table has; beyond, each count has a line.
const MOST_COLUMNS: usize = 8;

/// Statistics, each with a link.
pub(super) fn index(all: &[Known], under: &str, lang: Lang) -> Markup {
    html! {
        ul.registers {
            @for known in all {
                @if let Some(rules) = known.rules() {
                    li {
                        a href=(lang.link(&format!("{under}/{}/{}", known.regime, known.name))) { (lang.of(&rules.zh, &rules.en)) }
                        " " span.small { (lang.words(&known.edition.regime.head.title)) }
                    }
                }
            }
        }
    }
}

/// What the page of a statistic holds.
pub(super) fn body(site: &Site, known: &Known, path: &str, lang: Lang) -> Result<Markup, Failure> {
    let rules = known.rules().ok_or(Failure::NotFound)?;
    let counted = known.counted(site)?;
    let headings = known.headings();
    let all: u64 = counted.iter().map(|line| line.count).sum();
    let day = today(&*site.world()?, &known.edition, site);
    let (all, day) = (all.to_string(), lang.day(day));
    let under = path
        .rsplit_once('/')
        .and_then(|(rest, _)| rest.rsplit_once('/'));
    let up = under.map_or("/statistics", |(up, _)| up);
    Ok(html! {
        p.kicker { a href=(lang.link(up)) { (say(lang, "statistics.title")) } " · " (lang.words(&known.edition.regime.head.title)) }
        h1 { (lang.of(&rules.zh, &rules.en)) }
        p.small { (cite::article(&known.edition.regime, &rules.basis, lang)) }
        @if counted.is_empty() { p role="status" { (say(lang, "statistics.empty")) } }
        @else {
            (table(&counted, &headings, rules.rank, lang))
            p.small { (fill(lang, "statistics.all", &[("count", &all), ("day", &day)])) }
        }
        p {
            a href=(lang.link(&format!("{path}.csv"))) { (say(lang, "statistics.csv")) }
            " · " a href=(format!("{path}.json")) { (say(lang, "statistics.json")) }
        }
    })
}

fn table(counted: &[Counted], headings: &[Words], ranked: bool, lang: Lang) -> Markup {
    let columns = columns(counted);
    match headings {
        [first, second] if columns.len() <= MOST_COLUMNS => {
            crossed(counted, &columns, first, second, ranked, lang)
        }
        _ => plain(counted, headings, lang),
    }
}

/// The values of the second dimension, in order.
fn columns(counted: &[Counted]) -> Vec<(&str, &Words)> {
    let mut found: Vec<(&str, &Words)> = Vec::new();
    for line in counted {
        if let ([_, key], [_, words]) = (line.keys.as_slice(), line.words.as_slice())
            && !found.iter().any(|(known, _)| known == key)
        {
            found.push((key, words));
        }
    }
    found.sort_by_key(|(key, _)| *key);
    found
}

fn plain(counted: &[Counted], headings: &[Words], lang: Lang) -> Markup {
    let count = say(lang, "statistics.count");
    html! {
        table.numbers {
            thead { tr { @for words in headings { th { (lang.words(words)) } } th.number { (count) } } }
            tbody {
                @for line in counted {
                    tr {
                        @for (heading, words) in headings.iter().zip(&line.words) {
                            td data-label=(lang.words(heading)) { (lang.words(words)) }
                        }
                        td.number data-label=(count) { (line.count) }
                    }
                }
            }
        }
    }
}

/// One line for each value of the first dimension.
struct Line<'c> {
    key: &'c str,
    words: &'c Words,
    counts: Vec<u64>,
    all: u64,
}

fn crossed(
    counted: &[Counted],
    columns: &[(&str, &Words)],
    first: &Words,
    second: &Words,
    ranked: bool,
    lang: Lang,
) -> Markup {
    let mut lines: Vec<Line<'_>> = Vec::new();
    for one in counted {
        let ([key, other], [words, _]) = (one.keys.as_slice(), one.words.as_slice()) else {
            continue;
        };
        let at = lines.iter().position(|line| line.key == key);
        let at = at.unwrap_or_else(|| {
            lines.push(Line {
                key,
                words,
                counts: vec![0; columns.len()],
                all: 0,
            });
            lines.len() - 1
        });
        let column = columns.iter().position(|(known, _)| known == other);
        if let (Some(line), Some(column)) = (lines.get_mut(at), column)
            && let Some(count) = line.counts.get_mut(column)
        {
            *count += one.count;
            line.all += one.count;
        }
    }
    if ranked {
        lines.sort_by_key(|line| std::cmp::Reverse(line.all));
    }
    let all = say(lang, "statistics.sum");
    html! {
        table.numbers {
            thead { tr {
                th { (lang.words(first)) span.small { " / " (lang.words(second)) } }
                @for (_, words) in columns { th.number { (lang.words(words)) } }
                th.number { (all) }
            } }
            tbody {
                @for line in &lines {
                    tr {
                        td data-label=(lang.words(first)) { (lang.words(line.words)) }
                        @for (count, (_, words)) in line.counts.iter().zip(columns) {
                            td.number data-label=(lang.words(words)) { (count) }
                        }
                        td.number data-label=(all) { strong { (line.all) } }
                    }
                }
            }
        }
    }
}
