//! `/register` and `/register/{regime}/{register}`: the registers, and the
//! entries of one, newest change first, paged by key, with a search.

use super::registers::{Found, Known, all, find};
use crate::failure::Failure;
use crate::label::entry::Entry;
use crate::label::verdict::{Verdict, until_title};
use crate::language::Lang;
use crate::layout;
use crate::site::Site;
use crate::words::{fill, say};
use axum::extract::{Path, Query, State};
use law::form::Words;
use maud::{Markup, html};
use serde::Deserialize;

/// How many entries a page has.
const PAGE: usize = 50;
/// The longest text that is searched for, in characters.
const LONGEST: usize = 60;

#[derive(Debug, Deserialize)]
pub(crate) struct Asked {
    before: Option<u64>,
    /// A text to search for.
    q: Option<String>,
    /// Only entries with this status.
    status: Option<String>,
}

impl Asked {
    fn text(&self) -> String {
        let text = self.q.as_deref().unwrap_or_default().trim();
        text.chars().take(LONGEST).collect()
    }

    fn status(&self) -> &str {
        self.status.as_deref().unwrap_or_default()
    }

    fn wants(&self, entry: &Entry) -> bool {
        let text = self.text().to_lowercase();
        let holder = entry.holder();
        let texts = [&entry.number, &entry.object, &holder.zh, &holder.en];
        let fits = texts
            .iter()
            .any(|known| known.to_lowercase().contains(&text));
        fits && (self.status().is_empty() || entry.status.as_str() == self.status())
    }
}

pub(crate) async fn list(
    State(site): State<Site>,
    lang: Lang,
    Query(asked): Query<Asked>,
) -> Result<Markup, Failure> {
    site.aside(move |site| {
        let registers = all(site);
        if let [only] = registers.as_slice() {
            return one(site, only, lang, &asked, "/register");
        }
        let title = say(lang, "site.register");
        let body = html! {
            h1 { (title) }
            p.lead { (say(lang, "register.all")) }
            (index(&registers, lang))
        };
        Ok(layout::public(lang, title, "/register", &body))
    })
    .await
}

/// Every register with a link, under its regime.
pub(super) fn index(registers: &[Known], lang: Lang) -> Markup {
    html! {
        ul.registers {
            @for known in registers {
                @if let Some(register) = known.rules() {
                    li {
                        a href=(lang.link(&known.path())) { (lang.of(&register.zh, &register.en)) }
                        " " span.small { (lang.words(&known.edition.regime.head.title)) }
                    }
                }
            }
        }
    }
}

pub(crate) async fn get(
    State(site): State<Site>,
    lang: Lang,
    Path((regime, register)): Path<(String, String)>,
    Query(asked): Query<Asked>,
) -> Result<Markup, Failure> {
    site.aside(move |site| {
        let registers = all(site);
        let known = registers
            .iter()
            .find(|known| known.regime == regime && known.name == register);
        let known = known.ok_or(Failure::NotFound)?;
        one(site, known, lang, &asked, &known.path())
    })
    .await
}

fn one(
    site: &Site,
    known: &Known,
    lang: Lang,
    asked: &Asked,
    path: &str,
) -> Result<Markup, Failure> {
    let rules = known.rules().ok_or(Failure::NotFound)?;
    let found = find(site, known, asked.before, PAGE, |entry| asked.wants(entry))?;
    let now = site.office().clock().now();
    let title = lang.of(&rules.zh, &rules.en);
    let remark = match lang {
        Lang::Zh => rules.remark_zh.as_deref(),
        Lang::En => rules.remark_en.as_deref(),
    };
    let body = html! {
        h1 { (title) }
        p { (say(lang, "register.lead")) }
        (search(known, lang, asked, path))
        @if found.entries.is_empty() { p role="status" { (nothing(asked, &found, lang)) } }
        @else { (table(known, &found.entries, lang, now)) }
        (pages(asked, &found, lang, path))
        @if let Some(remark) = remark { p.remark { (remark) } }
    };
    Ok(layout::public(lang, title, path, &body))
}

fn nothing(asked: &Asked, found: &Found, lang: Lang) -> &'static str {
    let searched = !asked.text().is_empty() || !asked.status().is_empty();
    match (searched, found.next) {
        (_, Some(_)) => say(lang, "register.not-yet"),
        (true, None) => say(lang, "register.not-found"),
        (false, None) => say(lang, "register.empty"),
    }
}

fn search(known: &Known, lang: Lang, asked: &Asked, path: &str) -> Markup {
    let statuses = known.statuses();
    html! {
        form.search method="get" action=(path) role="search" {
            input type="hidden" name="lang" value=(lang.as_str());
            div.row {
                div.part {
                    label for="q" { (say(lang, "register.search")) }
                    input id="q" name="q" value=(asked.text()) maxlength=(LONGEST) autocomplete="off" spellcheck="false";
                }
                @if 1 < statuses.len() {
                    div.part {
                        label for="status" { (say(lang, "label.status")) }
                        select id="status" name="status" {
                            option value="" { (say(lang, "register.any")) }
                            @for name in statuses {
                                @let status = known.edition.regime.statuses.get(name);
                                option value=(name) selected[asked.status() == name.as_str()] {
                                    (status.map_or(name.as_str(), |status| lang.of(&status.zh, &status.en)))
                                }
                            }
                        }
                    }
                }
                button type="submit" { (say(lang, "register.find")) }
            }
        }
    }
}

/// On to older entries and back to the newest, with the same search.
fn pages(asked: &Asked, found: &Found, lang: Lang, path: &str) -> Markup {
    let mut query = Vec::new();
    for (name, value) in [("q", asked.text()), ("status", asked.status().to_owned())] {
        if !value.is_empty() {
            query.push(format!("{name}={}", encoded(&value)));
        }
    }
    let newest = lang.link(&format!("{path}?{}", query.join("&")));
    html! {
        @if asked.before.is_some() || found.next.is_some() {
            nav.pages aria-label=(say(lang, "list.pages")) {
                @if asked.before.is_some() { a href=(newest) { (say(lang, "list.newest")) } " " }
                @if let Some(next) = found.next {
                    @let query = [&query[..], &[format!("before={next}")]].concat().join("&");
                    a href=(lang.link(&format!("{path}?{query}"))) { (say(lang, "list.older")) }
                }
            }
        }
    }
}

/// A text as a part of an address.
pub(crate) fn encoded(text: &str) -> String {
    let sign = |byte: u8| {
        if byte.is_ascii_alphanumeric() {
            char::from(byte).to_string()
        } else {
            format!("%{byte:02X}")
        }
    };
    text.bytes().map(sign).collect()
}

fn table(known: &Known, entries: &[Entry], lang: Lang, now: i64) -> Markup {
    let Some(first) = entries.first() else {
        return html! {};
    };
    let word = |words: Words| lang.words(&words).to_owned();
    let (number, object, holder) = (
        word(first.number_title()),
        word(first.object_field()),
        word(first.holder_title()),
    );
    let (level, status, until) = (
        say(lang, "label.level"),
        say(lang, "label.status"),
        until_title(first, lang),
    );
    let rules = known.rules();
    let holders = entries.iter().any(Entry::names_holder);
    // Where the holder is not named the sort is.
    let sort = rules.and_then(|rules| rules.reference.as_ref());
    let sort = sort.filter(|_| !holders).and_then(|field| {
        let titled = entries.iter().find_map(|entry| entry.shows(field))?;
        Some((field, lang.of(&titled.zh, &titled.en)))
    });
    let levels = rules.is_some_and(|rules| rules.level.is_some());
    let ends = rules.is_some_and(|rules| rules.validity.is_some());
    html! {
        table {
            thead { tr {
                th { (number) } th { (object) }
                @if holders { th { (holder) } }
                @if let Some((_, title)) = sort { th { (title) } }
                @if levels { th { (level) } } th { (status) } @if ends { th { (until) } }
            } }
            tbody { @for entry in entries { tr {
                td.keep data-label=(number) { a.mono href=(lang.link(&entry.path())) { (entry.number) } }
                td data-label=(object) { (entry.object) }
                @if holders { td data-label=(holder) { @if entry.names_holder() { (lang.words(&entry.holder())) } } }
                @if let Some((field, title)) = sort { td data-label=(title) {
                    @if let Some(shown) = entry.shows(field) { (lang.of(&shown.value_zh, &shown.value_en)) }
                } }
                @if levels { td.keep data-label=(level) {
                    @if let Some(level) = &entry.facts.level { span.stars aria-hidden="true" { ("★".repeat(level.stars.into())) } " " (lang.of(&level.zh, &level.en)) }
                } }
                td.keep data-label=(status) { (standing(entry, lang, now)) }
                @if ends { td.keep data-label=(until) { @if let Some(until) = entry.until { (lang.day(until)) } } }
            } } }
        }
        p.small { (fill(lang, "register.count", &[("count", &entries.len().to_string())])) }
    }
}

fn standing(entry: &Entry, lang: Lang, now: i64) -> Markup {
    let Verdict {
        tone, sign, line, ..
    } = Verdict::of(entry, entry.worth(now), lang);
    html! { span.(tone) { (sign) " " (line) } }
}
