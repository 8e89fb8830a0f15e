//! `/register`: every entry, newest change first, paged by key.

use crate::failure::Failure;
use crate::label::entry::{Entry, Worth};
use crate::language::Lang;
use crate::layout;
use crate::site::Site;
use crate::words::say;
use axum::extract::{Query, State};
use maud::{Markup, html};
use serde::Deserialize;
use store::row::bind;
use store::statements as sql;

/// How many entries a page has.
const PAGE: i64 = 50;

#[derive(Debug, Deserialize)]
pub(crate) struct Asked {
    before: Option<u64>,
}

pub(crate) async fn get(
    State(site): State<Site>,
    lang: Lang,
    Query(asked): Query<Asked>,
) -> Result<Markup, Failure> {
    site.aside(move |site| {
        let before = asked.before.and_then(|before| i64::try_from(before).ok()).unwrap_or(i64::MAX);
        let rows = site.office().read(bind(sql::ENTRY_PAGE, [before.into(), PAGE.into()]))?;
        let entries = rows.iter().map(|row| Entry::of(site, row)).collect::<Result<Vec<_>, _>>()?;
        let now = site.office().clock().now();
        let next = rows.last().filter(|_| i64::try_from(rows.len()).is_ok_and(|count| count == PAGE));
        let title = say(lang, "site.register");
        let body = html! {
            h1 { (title) }
            p { (say(lang, "register.lead")) }
            @if entries.is_empty() { p { (say(lang, "register.empty")) } } @else { (table(&entries, lang, now)) }
            nav.pages aria-label=(say(lang, "list.pages")) {
                @if asked.before.is_some() { a href=(lang.link("/register")) { (say(lang, "list.newest")) } " " }
                @if let Some(row) = next { a href=(lang.link(&format!("/register?before={}", row.count(11)))) { (say(lang, "list.older")) } }
            }
        };
        Ok(layout::public(lang, title, "/register", &body))
    })
    .await
}

fn table(entries: &[Entry], lang: Lang, now: i64) -> Markup {
    html! {
        table {
            thead { tr {
                th { (say(lang, "label.number")) } th { (say(lang, "register.object")) } th { (say(lang, "label.holder")) }
                th { (say(lang, "label.level")) } th { (say(lang, "label.status")) } th { (say(lang, "label.until-head")) }
            } }
            tbody { @for entry in entries { tr {
                td.keep data-label=(say(lang, "label.number")) { a.mono href=(lang.link(&format!("/l/{}", entry.number))) { (entry.number) } }
                td data-label=(say(lang, "register.object")) { (entry.object) }
                td data-label=(say(lang, "label.holder")) { (lang.words(&entry.holder())) }
                td.keep data-label=(say(lang, "label.level")) {
                    @if let Some(level) = &entry.facts.level { span.stars aria-hidden="true" { ("★".repeat(level.stars.into())) } " " (lang.of(&level.zh, &level.en)) }
                }
                td.keep data-label=(say(lang, "label.status")) { (status(entry, lang, now)) }
                td.keep data-label=(say(lang, "label.until-head")) { @if let Some(until) = entry.until { (lang.day(until)) } }
            } } }
        }
    }
}

fn status(entry: &Entry, lang: Lang, now: i64) -> Markup {
    let words = entry
        .status()
        .map_or("", |status| lang.of(&status.zh, &status.en));
    match entry.worth(now) {
        Worth::Valid => html! { span.good { "✓ " (words) } },
        Worth::Suspended => html! { span.over { "! " (words) } },
        Worth::Void => html! { span.over { "✕ " (words) } },
        Worth::Over => html! { span.over { "✕ " (say(lang, "label.over-status")) } },
    }
}
