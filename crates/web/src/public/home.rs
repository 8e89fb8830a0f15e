//! `/`: what this is, and a search by number. The answer stands on the same
//! page: nothing redirects (T-QR-07).

use super::register::index;
use super::registers::{Known, all};
use crate::failure::Failure;
use crate::label::entry::Entry;
use crate::label::verdict::Verdict;
use crate::language::Lang;
use crate::layout;
use crate::site::Site;
use crate::words::{fill, say};
use axum::extract::{Query, State};
use law::number::NumberError;
use law::reference::Reference;
use law::regime::{Audience, Number, Regime, Register};
use maud::{Markup, html};
use serde::Deserialize;

#[derive(Debug, Deserialize)]
pub(crate) struct Search {
    number: Option<String>,
}

/// What a search came to.
enum Answer {
    Found(Box<Entry>),
    Unknown,
    Misread,
    NoNumber,
}

pub(crate) async fn get(
    State(site): State<Site>,
    lang: Lang,
    Query(search): Query<Search>,
) -> Result<Markup, Failure> {
    let asked = search
        .number
        .map(|text| tidied(&text))
        .filter(|text| !text.is_empty());
    site.aside(move |site| {
        let answer = asked.as_deref().map(|number| look_up(site, number)).transpose()?;
        let registers = all(site);
        let labels = registers.iter().all(Known::is_of_labels);
        let title = say(lang, if labels { "home.title" } else { "home.title-all" });
        let now = site.office().clock().now();
        let body = html! {
            h1 { (title) }
            p.lead { (say(lang, if labels { "home.lead" } else { "home.lead-all" })) }
            form.search method="get" action="/" role="search" {
                input type="hidden" name="lang" value=(lang.as_str());
                label for="number" { (number_title(&registers, lang)) }
                div.row {
                    input id="number" name="number" value=(asked.as_deref().unwrap_or_default()) required
                        maxlength="60" autocapitalize="characters" autocomplete="off" spellcheck="false"
                        placeholder=(example(&registers)) aria-describedby="number-hint";
                    button type="submit" { (say(lang, "home.search")) }
                }
                p.small id="number-hint" { (fill(lang, "home.hint", &[("example", &example(&registers))])) }
            }
            @if let Some(answer) = &answer { (shown(answer, lang, now)) }
            @if 1 < registers.len() {
                section {
                    h2 { (say(lang, "site.register")) }
                    (index(&registers, lang))
                }
            }
            (guide(site, &registers, lang))
        };
        Ok(layout::public(lang, title, "/", &body))
    })
    .await
}

/// A number as people type it: full-width signs, spaces, small letters.
fn tidied(text: &str) -> String {
    let half = |sign: char| match sign {
        '\u{ff01}'..='\u{ff5e}' => char::from_u32(u32::from(sign) - 0xfee0).unwrap_or(sign),
        '–' | '—' | '−' | '‐' => '-',
        _ => sign,
    };
    let signs = text
        .chars()
        .take(200)
        .map(half)
        .filter(|sign| !sign.is_whitespace());
    signs.take(60).collect::<String>().to_uppercase()
}

fn look_up(site: &Site, number: &str) -> Result<Answer, Failure> {
    let mut misread = false;
    for (_, edition) in site.office().library().all() {
        let registers = edition.regime.registers.values();
        let public = registers.filter(|register| register.audience == Audience::Public);
        for series in public.filter_map(|register| edition.regime.numbers.get(&register.number)) {
            match series.pattern.check(number) {
                Ok(()) => {
                    let entry = Entry::read(site, number)?;
                    return Ok(
                        entry.map_or(Answer::Unknown, |entry| Answer::Found(Box::new(entry)))
                    );
                }
                Err(NumberError::CheckDigit(_)) => misread = true,
                Err(NumberError::Shape { .. }) => (),
            }
        }
    }
    Ok(if misread {
        Answer::Misread
    } else {
        Answer::NoNumber
    })
}

/// The series of the numbers of a register.
fn series(known: &Known) -> Option<&Number> {
    let register = known.rules()?;
    known.edition.regime.numbers.get(&register.number)
}

/// A number as one may look; of a label, where there are labels.
fn example(registers: &[Known]) -> String {
    let labels = registers.iter().filter(|known| known.is_of_labels());
    let mut first = labels.chain(registers).filter_map(series);
    first
        .next()
        .map(|series| series.pattern.example())
        .unwrap_or_default()
}

/// What the numbers are called, where all registers agree.
fn number_title(registers: &[Known], lang: Lang) -> String {
    let mut titles: Vec<&str> = registers
        .iter()
        .filter_map(series)
        .map(|series| lang.of(&series.zh, &series.en))
        .collect();
    titles.dedup();
    match titles.as_slice() {
        [only] => (*only).to_owned(),
        _ => say(lang, "home.number").to_owned(),
    }
}

fn shown(answer: &Answer, lang: Lang, now: i64) -> Markup {
    let warning = |text: &str| html! { div.refusal role="alert" { p { (text) } } };
    match answer {
        Answer::Found(entry) => {
            let Verdict {
                class, sign, head, ..
            } = Verdict::of(entry, entry.worth(now), lang);
            html! {
                section.verdict.(class) role="status" {
                    span.sign aria-hidden="true" { (sign) }
                    div {
                        h2 { (head) }
                        p.big { (entry.object) }
                        @if entry.names_holder() { p { (lang.words(&entry.holder())) } }
                        p { a href=(lang.link(&entry.path())) { (say(lang, "home.more")) } }
                    }
                }
            }
        }
        Answer::Unknown => warning(say(lang, "home.unknown")),
        Answer::Misread => warning(say(lang, "home.misread")),
        Answer::NoNumber => warning(say(lang, "home.no-number")),
    }
}

/// How a label is read, and what its levels mean, from the edition itself
/// (LBL-03.3).
fn guide(site: &Site, registers: &[Known], lang: Lang) -> Markup {
    html! {
        @if registers.iter().any(Known::is_of_labels) {
            section {
                h2 { (say(lang, "home.how")) }
                ol {
                    li { (say(lang, "home.how-scan")) }
                    li { (say(lang, "home.how-model")) }
                    li { (say(lang, "home.how-report")) }
                }
            }
        }
        @for (_, edition) in site.office().library().all() {
            @for (names, rule) in levels(&edition.regime, lang) {
                section {
                    h2 { (fill(lang, "home.levels", &[("name", &names.join(lang.of("、", ", ")))])) }
                    dl.levels {
                        @for (_, level) in rule.levels_upwards() {
                            dt { span.stars aria-hidden="true" { ("★".repeat(level.stars.into())) } " " (lang.of(&level.zh, &level.en)) }
                            dd { (lang.of(&level.meaning_zh, &level.meaning_en)) }
                        }
                    }
                }
            }
            @for register in edition.regime.registers.values().filter(|register| register.audience == Audience::Public) {
                @if let (Some(zh), Some(en)) = (&register.remark_zh, &register.remark_en) { p.remark { (lang.of(zh, en)) } }
            }
        }
    }
}

/// The names of the reference items with the same levels, and one of them:
/// where a public register tells levels.
fn levels(regime: &Regime, lang: Lang) -> Vec<(Vec<&str>, &Reference)> {
    let said = |rule: &Reference| -> Vec<(u8, String, String)> {
        let levels = rule.levels.values();
        levels
            .map(|level| (level.stars, level.zh.clone(), level.meaning_zh.clone()))
            .collect()
    };
    let mut groups: Vec<(Vec<&str>, &Reference)> = Vec::new();
    let tells =
        |register: &Register| register.audience == Audience::Public && register.level.is_some();
    if !regime.registers.values().any(tells) {
        return groups;
    }
    let items = regime.references.values().flat_map(|items| items.values());
    for rule in items.filter(|rule| !rule.levels.is_empty()) {
        let name = lang.of(&rule.zh, &rule.en);
        match groups
            .iter_mut()
            .find(|(_, first)| said(first) == said(rule))
        {
            Some((names, _)) => names.push(name),
            None => groups.push((vec![name], rule)),
        }
    }
    groups
}

#[cfg(test)]
mod tests {
    use super::tidied;

    #[test]
    fn a_number_is_tidied_as_people_type_it() {
        assert_eq!(tidied(" ｃｓｌ－2026—000123 - 7 "), "CSL-2026-000123-7");
    }
}
