//! `/desk/circulars`: announcements for some only, on the desks of those who
//! get them: parties of certain kinds, or named in the case (T-AUZ-04).

use super::list::framed;
use crate::failure::Failure;
use crate::language::Lang;
use crate::session::Signed;
use crate::site::Site;
use crate::words::say;
use axum::extract::{Query, State};
use case::case::Case;
use case::party::Party;
use case::world::World;
use law::library::Edition;
use law::regime::{Audience, Notice};
use maud::{Markup, html};
use serde::Deserialize;
use std::sync::Arc;
use store::row::{Row, bind};
use store::statements as sql;

/// How many a page has.
const PAGE: usize = 50;
/// How many rows are read at once, and how often for one page.
const ROWS: i64 = 200;
const ROUNDS: usize = 20;

#[derive(Debug, Deserialize)]
pub(crate) struct Asked {
    before: Option<String>,
}

/// A circular that the person's party gets.
struct Circular {
    edition: Arc<Edition>,
    notice: Notice,
    at: i64,
    number: String,
    zh: String,
    en: String,
}

pub(crate) async fn get(
    State(site): State<Site>,
    signed: Signed,
    lang: Lang,
    Query(asked): Query<Asked>,
) -> Result<Markup, Failure> {
    site.aside(move |site| {
        let world = site.world()?;
        let (found, next) = find(site, &signed, &world, asked.before.as_deref())?;
        let title = say(lang, "circulars.title");
        let body = html! {
            p.kicker { a href=(lang.link("/desk")) { (say(lang, "desk.title")) } }
            h1 { (title) }
            p { (say(lang, "circulars.lead")) }
            @if found.is_empty() { p role="status" { (say(lang, "circulars.none")) } }
            @for circular in &found { (one(circular, &world, lang)) }
            @if asked.before.is_some() || next.is_some() {
                nav.pages aria-label=(say(lang, "list.pages")) {
                    @if asked.before.is_some() { a href=(lang.link("/desk/circulars")) { (say(lang, "list.newest")) } " " }
                    @if let Some(next) = &next { a href=(lang.link(&format!("/desk/circulars?before={next}"))) { (say(lang, "list.older")) } }
                }
            }
        };
        Ok(framed(&signed, &world, lang, title, "/desk/circulars", &body))
    })
    .await
}

/// The circulars that the party gets, from before a cursor; and the next one.
fn find(
    site: &Site,
    signed: &Signed,
    world: &World,
    cursor: Option<&str>,
) -> Result<(Vec<Circular>, Option<String>), Failure> {
    let mut before = match cursor {
        Some(cursor) => site.seal().open(cursor).ok_or(Failure::NotFound)?,
        None => u64::MAX,
    };
    let party = world.party(&signed.session.party);
    let party = party.filter(|party| party.confirmed(&signed.session.person).is_some());
    let mut found = Vec::new();
    let Some(party) = party else {
        return Ok((found, None));
    };
    for _ in 0..ROUNDS {
        let at = i64::try_from(before).unwrap_or(i64::MAX);
        let rows = site
            .office()
            .read(bind(sql::NOTICE_CIRCULARS, [at.into(), ROWS.into()]))?;
        let full = i64::try_from(rows.len()).is_ok_and(|count| count == ROWS);
        let last = rows.last().map(|row| row.count(0));
        for row in &rows {
            // One event may announce several: a page does not end among them.
            if PAGE <= found.len() && row.count(0) != before {
                return Ok((found, Some(site.seal().seal(before))));
            }
            // The last event of a full batch may go on beyond it.
            if full && Some(row.count(0)) == last {
                break;
            }
            before = row.count(0);
            found.extend(addressed(site, party, row)?);
        }
        if !full {
            return Ok((found, None));
        }
    }
    Ok((found, Some(site.seal().seal(before))))
}

/// The circular in a row, if the party gets it.
fn addressed(site: &Site, party: &Party, row: &Row) -> Result<Option<Circular>, Failure> {
    let Some(case) = site.office().case(row.text(3))? else {
        return Ok(None);
    };
    let edition = site.office().edition(&case)?;
    let Some(notice) = edition.regime.notices.get(row.text(4)).cloned() else {
        return Ok(None);
    };
    if !gets(party, &notice, &case) {
        return Ok(None);
    }
    Ok(Some(Circular {
        edition,
        notice,
        at: row.int(2),
        number: row.text(5).to_owned(),
        zh: row.text(6).to_owned(),
        en: row.text(7).to_owned(),
    }))
}

/// Whether a party gets a circular: by its kind, or because it is named.
fn gets(party: &Party, notice: &Notice, case: &Case) -> bool {
    let code = &party.registration.code;
    let mut readers = notice.readers.iter();
    let by_kind = readers.any(|kind| party.is(&case.edition.regime, kind));
    let named = notice.to.as_ref().and_then(|to| case.fields.get(to));
    let named = named.is_some_and(|value| value.items().contains(&code.as_str()));
    notice.audience == Audience::Listed && (by_kind || named)
}

fn one(circular: &Circular, world: &World, lang: Lang) -> Markup {
    let head = &circular.edition.regime.head;
    let calendar = world.calendars.get(&head.calendar);
    let day = calendar.map(|calendar| lang.day(calendar.day(circular.at)));
    html! {
        article.notice {
            h2 { (lang.of(&circular.notice.zh, &circular.notice.en)) }
            p { (lang.of(&circular.zh, &circular.en)) }
            p.small {
                (day.unwrap_or_default()) " · " (lang.words(&head.title))
                @if !circular.number.is_empty() { " · " span.mono { (circular.number) } }
            }
        }
    }
}
