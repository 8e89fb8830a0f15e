//! `/notices`: announcements for everybody, newest first, paged by key. One
//! that is addressed to some only is found nowhere here.

use crate::failure::Failure;
use crate::label::entry::Entry;
use crate::language::Lang;
use crate::layout;
use crate::site::Site;
use crate::words::say;
use axum::extract::{Query, State};
use case::world::World;
use law::regime::Audience;
use maud::{Markup, html};
use serde::Deserialize;
use store::row::{Row, bind};
use store::statements as sql;

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
        let before = asked
            .before
            .and_then(|before| i64::try_from(before).ok())
            .unwrap_or(i64::MAX);
        let rows = site
            .office()
            .read(bind(sql::NOTICE_PAGE, [before.into(), PAGE.into()]))?;
        let world = site.world()?;
        let shown: Result<Vec<Markup>, Failure> = rows
            .iter()
            .filter_map(|row| one(site, row, &world, lang).transpose())
            .collect();
        let shown = shown?;
        let full = i64::try_from(rows.len()).is_ok_and(|count| count == PAGE);
        let next = rows.last().filter(|_| full);
        let title = say(lang, "site.notices");
        let body = html! {
            h1 { (title) }
            @if shown.is_empty() { p { (say(lang, "notices.empty")) } }
            @for notice in &shown { (notice) }
            @if asked.before.is_some() || next.is_some() {
                nav.pages aria-label=(say(lang, "list.pages")) {
                    @if asked.before.is_some() { a href=(lang.link("/notices")) { (say(lang, "list.newest")) } " " }
                    @if let Some(row) = next { a href=(lang.link(&format!("/notices?before={}", row.count(0)))) { (say(lang, "list.older")) } }
                }
            }
        };
        Ok(layout::public(lang, title, "/notices", &body))
    })
    .await
}

/// An announcement, if it is for everybody. Its title is that of the edition
/// under which its case runs.
fn one(site: &Site, row: &Row, world: &World, lang: Lang) -> Result<Option<Markup>, Failure> {
    let Some(case) = site.office().case(row.text(3))? else {
        return Ok(None);
    };
    let edition = site.office().edition(&case)?;
    let regime = &edition.regime;
    let Some(notice) = regime.notices.get(row.text(4)) else {
        return Ok(None);
    };
    if notice.audience != Audience::Public {
        return Ok(None);
    }
    let calendar = world.calendars.get(&regime.head.calendar);
    let day = calendar.map(|calendar| lang.day(calendar.day(row.int(2))));
    let number = row.text(5);
    let entry = match number {
        "" => None,
        number => Entry::read(site, number)?,
    };
    Ok(Some(html! {
        article.notice {
            h2 { (lang.of(&notice.zh, &notice.en)) }
            p { (lang.of(row.text(6), row.text(7))) }
            p.small {
                (day.unwrap_or_default()) " · " (lang.words(&regime.head.title))
                @if let Some(entry) = entry { " · " a.mono href=(lang.link(&entry.path())) { (entry.number) } }
            }
        }
    }))
}
