//! `/guide/{regime}/{catalogue}/{item}`: the requirements of an item of a
//! catalogue, level by level, and what a report must show for each
//! (LBL-03.2).

use super::{edition, item_of, tables};
use crate::cite::{article, near};
use crate::failure::Failure;
use crate::language::Lang;
use crate::layout;
use crate::site::Site;
use crate::words::{fill, say};
use axum::extract::{Path, State};
use law::form::Reads;
use law::name::LevelName;
use law::reference::{Change, Item, Level, Reference, ReferenceStatus};
use law::regime::Regime;
use maud::{Markup, html};

pub(crate) async fn get(
    State(site): State<Site>,
    lang: Lang,
    Path((regime, catalogue, item)): Path<(String, String, String)>,
) -> Result<Markup, Failure> {
    site.aside(move |site| {
        let edition = edition(site, &regime)?;
        let rule = item_of(&edition, &catalogue, &item)?;
        let path = format!("/guide/{regime}/{catalogue}/{item}");
        let title = lang.of(&rule.zh, &rule.en);
        let regime = &edition.regime;
        let body = html! {
            p.kicker { a href=(lang.link("/guide")) { (say(lang, "guide.title")) } " · " (lang.words(&regime.head.title)) " " (regime.head.edition) }
            h1 { (title) }
            @if rule.status == ReferenceStatus::Example { p.note.warn { (say(lang, "item.example")) } }
            (facts(regime, rule, lang))
            @if is_checked(regime, rule) {
                p { a.button href=(lang.link(&format!("{path}/check"))) { (say(lang, "check.title")) } }
            }
            @for (name, level) in rule.levels_upwards() { (one_level(regime, rule, name, level, lang)) }
            (changes(regime, rule, lang))
        };
        Ok(layout::public(lang, title, &path, &body))
    })
    .await
}

/// Whether reports on it are read by the program: it has items, and some
/// procedure takes a structured report.
pub(super) fn is_checked(regime: &Regime, rule: &Reference) -> bool {
    let mut materials = regime
        .procedures
        .values()
        .flat_map(|procedure| procedure.materials.values());
    !rule.items.is_empty() && materials.any(|material| material.reads == Some(Reads::TestReport))
}

fn facts(regime: &Regime, rule: &Reference, lang: Lang) -> Markup {
    let text = |zh: &Option<String>, en: &Option<String>| match lang {
        Lang::Zh => zh.clone(),
        Lang::En => en.clone(),
    };
    let until = rule.until.map(|day| lang.day(day)).unwrap_or_default();
    html! {
        dl {
            @if let Some(scope) = text(&rule.scope_zh, &rule.scope_en) { dt { (say(lang, "item.scope")) } dd { (scope) } }
            @if let Some(excludes) = text(&rule.excludes_zh, &rule.excludes_en) { dt { (say(lang, "item.excludes")) } dd { (excludes) } }
            @if !rule.standards.is_empty() { dt { (say(lang, "item.standards")) } dd { (rule.standards.join(lang.of("；", "; "))) } }
            @if let Some(validity) = rule.validity { dt { (say(lang, "label.term")) } dd { (tables::worded(validity, lang)) } }
            @for term in rule.terms.values() {
                dt { (lang.of(&term.zh, &term.en)) } dd { (tables::worded(term.within, lang)) " " span.small { (near(regime, &term.basis, &rule.basis, lang)) } }
            }
            dt { (say(lang, "item.in-force")) }
            dd { (fill(lang, "law.from", &[("day", &lang.day(rule.from))])) @if !until.is_empty() { (say(lang, "label.comma")) (fill(lang, "item.until", &[("day", &until)])) } }
            dt { (say(lang, "item.edition")) } dd { (rule.edition) }
            dt { (say(lang, "label.basis")) } dd { (article(regime, &rule.basis, lang)) }
        }
    }
}

fn one_level(
    regime: &Regime,
    rule: &Reference,
    name: &LevelName,
    level: &Level,
    lang: Lang,
) -> Markup {
    let mut own: Vec<&Item> = rule
        .items
        .values()
        .filter(|item| item.level == *name)
        .collect();
    own.sort_by_key(|item| {
        (
            !item.baseline,
            item.provisions.first().map(|first| natural(first)),
        )
    });
    let below: Vec<&str> = rule
        .levels_upwards()
        .into_iter()
        .filter(|(_, other)| other.stars < level.stars)
        .map(|(_, other)| lang.of(&other.zh, &other.en))
        .collect();
    let (all, more) = (
        rule.demanded(name).count().to_string(),
        own.len().to_string(),
    );
    html! {
        section id=(name) {
            h2 { span.stars aria-hidden="true" { ("★".repeat(level.stars.into())) } " " (lang.of(&level.zh, &level.en)) }
            p { (lang.of(&level.meaning_zh, &level.meaning_en)) }
            @if !level.testers.is_empty() { p { (say(lang, "item.testers")) (say(lang, "label.colon")) (testers(level, lang)) } }
            @if level.penetration { p { (say(lang, "item.penetration")) } }
            p {
                @if below.is_empty() { (fill(lang, "item.count", &[("all", &all)])) }
                @else { (fill(lang, "item.count-more", &[("all", &all), ("more", &more), ("below", &below.join(lang.of("、", ", ")))])) }
            }
            @if !own.is_empty() { (items(regime, rule, &own, lang)) }
        }
    }
}

/// Who may test for a level.
pub(super) fn testers(level: &Level, lang: Lang) -> String {
    let word = |kind: &String| match kind.as_str() {
        "own" => say(lang, "item.own").to_owned(),
        "third-party" => say(lang, "item.third-party").to_owned(),
        _ => kind.clone(),
    };
    let words: Vec<String> = level.testers.iter().map(word).collect();
    words.join(lang.of("或者", " or "))
}

fn items(regime: &Regime, rule: &Reference, items: &[&Item], lang: Lang) -> Markup {
    let (head, provisions, basis) = (
        say(lang, "item.requirement"),
        say(lang, "item.shown-by"),
        say(lang, "label.basis"),
    );
    html! {
        table {
            thead { tr { th { (head) } th { (provisions) } th { (basis) } } }
            tbody {
                @for item in items {
                    tr {
                        td data-label=(head) {
                            (lang.of(&item.zh, &item.en))
                            @if item.baseline { " " span.tag { (say(lang, "item.baseline")) } }
                        }
                        td data-label=(provisions) {
                            @if item.provisions.is_empty() { (say(lang, "item.by-penetration")) }
                            @else { (listed(&item.provisions, lang)) }
                        }
                        td data-label=(basis) { (near(regime, &item.basis, &rule.basis, lang)) }
                    }
                }
            }
        }
    }
}

/// Provisions as a list that breaks between them and not within.
pub(super) fn listed(provisions: &[impl AsRef<str>], lang: Lang) -> Markup {
    html! {
        @for (at, provision) in provisions.iter().enumerate() {
            @if 0 < at { (lang.of("、", ", ")) }
            span.keep { (provision.as_ref()) }
        }
    }
}

/// A key under which 5.3-2 comes before 5.3-10.
pub(super) fn natural(provision: &str) -> Vec<(u32, String)> {
    let parts = provision.split(['.', '-']);
    let key = |part: &str| {
        let digits = part.find(|sign: char| !sign.is_ascii_digit());
        let (number, rest) = part.split_at(digits.unwrap_or(part.len()));
        (number.parse().unwrap_or(u32::MAX), rest.to_owned())
    };
    parts.map(key).collect()
}

/// What a change of each parameter brings about.
fn changes(regime: &Regime, rule: &Reference, lang: Lang) -> Markup {
    let (head, change, basis) = (
        say(lang, "item.parameter"),
        say(lang, "item.change"),
        say(lang, "label.basis"),
    );
    html! {
        @if !rule.parameters.is_empty() {
            section id="changes" {
                h2 { (say(lang, "item.changes")) }
                table {
                    thead { tr { th { (head) } th { (change) } th { (basis) } } }
                    tbody {
                        @for parameter in rule.parameters.values() {
                            tr {
                                td data-label=(head) { (lang.of(&parameter.zh, &parameter.en)) }
                                td data-label=(change) {
                                    @match parameter.change {
                                        Change::Refile => (say(lang, "item.refile")),
                                        Change::Note => (say(lang, "item.note")),
                                    }
                                }
                                td data-label=(basis) { (near(regime, &parameter.basis, &rule.basis, lang)) }
                            }
                        }
                    }
                }
            }
        }
    }
}
