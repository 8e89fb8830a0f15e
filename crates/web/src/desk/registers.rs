//! `/desk/registers/{regime}/{register}`: registers for some only, on the desks
//! of those who may read them, with a check of what somebody means to buy or
//! rely on (T-AUZ-04).

use super::list::framed;
use crate::failure::Failure;
use crate::label::entry::{Entry, Worth};
use crate::label::verdict::{Verdict, until_title};
use crate::language::Lang;
use crate::public::registers::{Known, is_for, listed};
use crate::session::Signed;
use crate::site::Site;
use crate::words::{fill, say};
use axum::extract::{Path, Query, State};
use case::party::Party;
use case::world::World;
use maud::{Markup, html};
use serde::Deserialize;
use store::row::bind;
use store::statements as sql;

/// How many entries a page has.
const PAGE: usize = 50;
/// How many rows are read at once, and how often for one page.
const ROWS: i64 = 200;
const ROUNDS: usize = 50;
/// The longest text that is looked for, in characters.
const LONGEST: usize = 80;

#[derive(Debug, Deserialize)]
pub(crate) struct Asked {
    before: Option<String>,
    /// What somebody means to rely on: a number, or what an entry is about.
    check: Option<String>,
}

impl Asked {
    fn text(&self) -> String {
        let text = self.check.as_deref().unwrap_or_default().trim();
        text.chars().take(LONGEST).collect()
    }
}

/// The registers for the person's party.
pub(crate) fn of(site: &Site, signed: &Signed, world: &World) -> Vec<Known> {
    reader(signed, world).map_or_else(Vec::new, |party| listed(site, party))
}

fn reader<'w>(signed: &Signed, world: &'w World) -> Option<&'w Party> {
    let party = world.party(&signed.session.party)?;
    party.confirmed(&signed.session.person).map(|_| party)
}

pub(crate) async fn get(
    State(site): State<Site>,
    signed: Signed,
    lang: Lang,
    Path((regime, register)): Path<(String, String)>,
    Query(asked): Query<Asked>,
) -> Result<Markup, Failure> {
    site.aside(move |site| {
        let world = site.world()?;
        let mut found = of(site, &signed, &world).into_iter();
        let known = found.find(|known| known.regime == regime && known.name == register);
        let known = known.ok_or(Failure::NotFound)?;
        page(site, &signed, &world, lang, &known, &asked)
    })
    .await
}

fn page(
    site: &Site,
    signed: &Signed,
    world: &World,
    lang: Lang,
    known: &Known,
    asked: &Asked,
) -> Result<Markup, Failure> {
    let rules = known.rules().ok_or(Failure::NotFound)?;
    let reader = reader(signed, world).ok_or(Failure::NotFound)?;
    let now = site.office().clock().now();
    let text = asked.text();
    let wanted = |entry: &Entry| text.is_empty() || is_meant(entry, &text);
    let (entries, next) = find(site, known, reader, asked.before.as_deref(), wanted)?;
    let path = format!("/desk/registers/{}/{}", known.regime, known.name);
    let title = lang.of(&rules.zh, &rules.en);
    let body = html! {
        p.kicker { a href=(lang.link("/desk")) { (say(lang, "desk.title")) } " · " (lang.words(&known.edition.regime.head.title)) }
        h1 { (title) }
        p { (say(lang, "listed.lead")) }
        form.search method="get" action=(path) role="search" {
            input type="hidden" name="lang" value=(lang.as_str());
            div.row {
                div.part {
                    label for="check" { (say(lang, "listed.check")) }
                    input id="check" name="check" value=(text) maxlength=(LONGEST) autocomplete="off" spellcheck="false";
                }
                button type="submit" { (say(lang, "listed.look")) }
            }
        }
        @match (entries.is_empty(), text.is_empty(), next.is_some()) {
            (true, true, _) => p role="status" { (say(lang, "register.empty")) },
            (true, false, false) => p.note role="status" { (fill(lang, "listed.not-there", &[("what", &text)])) },
            (true, false, true) => p role="status" { (say(lang, "register.not-yet")) },
            (false, false, _) => p role="status" { (fill(lang, "listed.there", &[("what", &text)])) },
            (false, true, _) => {},
        }
        @for entry in &entries { (one(entry, lang, now)) }
        @if asked.before.is_some() || next.is_some() {
            nav.pages aria-label=(say(lang, "list.pages")) {
                @if asked.before.is_some() { a href=(lang.link(&path)) { (say(lang, "list.newest")) } " " }
                @if let Some(next) = &next { a href=(lang.link(&format!("{path}?before={next}{}", checked(&text)))) { (say(lang, "list.older")) } }
            }
        }
    };
    Ok(framed(signed, world, lang, title, &path, &body))
}

fn checked(text: &str) -> String {
    match text {
        "" => String::new(),
        text => format!("&check={}", crate::public::register::encoded(text)),
    }
}

/// Whether an entry is what somebody means: by its number, or by what it is
/// about.
fn is_meant(entry: &Entry, text: &str) -> bool {
    let plain = |text: &str| -> String {
        let signs = text.chars().filter(|sign| !sign.is_whitespace());
        signs.flat_map(char::to_lowercase).collect()
    };
    let text = plain(text);
    let shown = entry.facts.shown.iter();
    let shown = shown.flat_map(|shown| [&shown.value_zh, &shown.value_en]);
    plain(&entry.number) == text
        || plain(&entry.object).contains(&text)
        || shown.into_iter().any(|value| plain(value).contains(&text))
}

/// Entries of the register, newest change first, from before a cursor; and the
/// next one. Positions count what nobody is told of, so cursors are sealed.
fn find(
    site: &Site,
    known: &Known,
    reader: &Party,
    cursor: Option<&str>,
    wanted: impl Fn(&Entry) -> bool,
) -> Result<(Vec<Entry>, Option<String>), Failure> {
    let mut before = match cursor {
        Some(cursor) => site.seal().open(cursor).ok_or(Failure::NotFound)?,
        None => u64::MAX,
    };
    let mut found = Vec::new();
    for _ in 0..ROUNDS {
        let at = i64::try_from(before).unwrap_or(i64::MAX);
        let params = [known.name.as_str().into(), at.into(), ROWS.into()];
        let rows = site.office().read(bind(sql::ENTRY_OF_REGISTER, params))?;
        for row in &rows {
            let entry = Entry::of(site, row)?;
            let may = entry
                .register()
                .is_some_and(|register| is_for(&known.regime, register, reader));
            if may && known.holds(&entry) && wanted(&entry) {
                if found.len() == PAGE {
                    return Ok((found, Some(site.seal().seal(before))));
                }
                found.push(entry);
            }
            before = row.count(11);
        }
        if i64::try_from(rows.len()).is_ok_and(|count| count < ROWS) {
            return Ok((found, None));
        }
    }
    Ok((found, Some(site.seal().seal(before))))
}

fn one(entry: &Entry, lang: Lang, now: i64) -> Markup {
    let worth = entry.worth(now);
    let Verdict {
        tone, sign, line, ..
    } = Verdict::of(entry, worth, lang);
    let status = entry.status();
    let meaning = match worth {
        Worth::Over => say(lang, "entry.over-meaning"),
        _ => status.map_or("", |status| lang.of(&status.meaning_zh, &status.meaning_en)),
    };
    html! {
        article.notice {
            h2 { (entry.object) " " span.small.mono { (entry.number) } }
            p { strong class=(tone) { (sign) " " (line) } " " span.small { (fill(lang, "label.since", &[("day", &lang.day(entry.day(entry.since)))])) } }
            p { (meaning) }
            dl {
                @if let Some(until) = entry.until { dt { (until_title(entry, lang)) } dd { (lang.day(until)) } }
                @for shown in &entry.facts.shown {
                    dt { (lang.of(&shown.zh, &shown.en)) } dd { (lang.of(&shown.value_zh, &shown.value_en)) }
                }
            }
        }
    }
}
