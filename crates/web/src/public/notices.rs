//! `/notices`: announcements, newest first, paged by key.

use crate::failure::Failure;
use crate::language::Lang;
use crate::layout;
use crate::site::Site;
use crate::words::say;
use axum::extract::{Query, State};
use law::calendar::Calendar;
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
        let before = asked.before.and_then(|before| i64::try_from(before).ok()).unwrap_or(i64::MAX);
        let rows = site.office().read(bind(sql::NOTICE_PAGE, [before.into(), PAGE.into()]))?;
        let world = site.world()?;
        let next = rows.last().filter(|_| i64::try_from(rows.len()).is_ok_and(|count| count == PAGE));
        let title = say(lang, "site.notices");
        let body = html! {
            h1 { (title) }
            @if rows.is_empty() { p { (say(lang, "notices.empty")) } }
            @for row in &rows { (one(site, row, world.calendars.values().next(), lang)) }
            nav.pages aria-label=(say(lang, "list.pages")) {
                @if asked.before.is_some() { a href=(lang.link("/notices")) { (say(lang, "list.newest")) } " " }
                @if let Some(row) = next { a href=(lang.link(&format!("/notices?before={}", row.count(0)))) { (say(lang, "list.older")) } }
            }
        };
        Ok(layout::public(lang, title, "/notices", &body))
    })
    .await
}

fn one(site: &Site, row: &Row, calendar: Option<&Calendar>, lang: Lang) -> Markup {
    let mut editions = site.office().library().all();
    let title = editions.find_map(|(_, edition)| edition.regime.notices.get(row.text(4)));
    let day = calendar.map(|calendar| lang.day(calendar.day(row.int(2))));
    html! {
        article.notice {
            h2 { (title.map_or("", |notice| lang.of(&notice.zh, &notice.en))) }
            p { (lang.of(row.text(6), row.text(7))) }
            p.small {
                (day.unwrap_or_default())
                @if !row.text(5).is_empty() { " · " a.mono href=(lang.link(&format!("/l/{}", row.text(5)))) { (row.text(5)) } }
            }
        }
    }
}
