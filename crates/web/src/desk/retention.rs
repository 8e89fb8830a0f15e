//! `/desk/retention`: what the body keeps, for its archivists: what is due,
//! proposed, on hold, kept and disposed of.

use super::holds::{act, lift, put};
use super::list::framed;
use crate::api::commands::carry_out;
use crate::csrf::{self, Posted};
use crate::failure::Failure;
use crate::language::Lang;
use crate::present::refusal;
use crate::session::Signed;
use crate::site::Site;
use crate::view::Viewed;
use crate::words::{fill, say};
use axum::extract::{Query, State};
use axum::response::{IntoResponse, Redirect, Response};
use case::command::{OnHold, Order};
use case::retention::{Filed, filed, is_archivist};
use case::world::World;
use jiff::civil::Date;
use maud::{Markup, html};
use office::retention::Which;
use serde::Deserialize;
use std::sync::Arc;

/// How many files a page has.
const PAGE: i64 = 50;
/// How many pages of rows are looked at for one page of files.
const ROUNDS: usize = 20;

#[derive(Debug, Default, Deserialize)]
pub(crate) struct Asked {
    show: Option<String>,
    after: Option<String>,
    done: Option<String>,
}

/// Some files, each with its version and whether its page can be seen, and
/// where the list goes on.
#[derive(Debug)]
pub(crate) struct Found {
    pub(crate) which: Which,
    pub(crate) files: Vec<(Line, Filed)>,
    pub(crate) next: Option<String>,
    world: Arc<World>,
}

/// What a page says of a case beside its file.
#[derive(Debug)]
pub(crate) struct Line {
    version: u64,
    /// The procedure's title, where the person may see the case.
    title: Option<(String, String)>,
}

/// The files that are asked for.
///
/// # Errors
///
/// [`Failure::NotFound`] to whoever is no archivist.
pub(crate) fn find(site: &Site, signed: &Signed, asked: &Asked) -> Result<Found, Failure> {
    let world = site.world()?;
    let body = &signed.session.party;
    if !is_archivist(&world, &signed.actor(), body) {
        return Err(Failure::NotFound);
    }
    let named = asked.show.as_deref().unwrap_or(Which::Due.word());
    let which = Which::ALL.into_iter().find(|which| which.word() == named);
    let which = which.ok_or(Failure::NotFound)?;
    let calendar = world.calendars.values().next();
    let today = calendar.map_or(Date::MIN, |calendar| {
        calendar.day(site.office().clock().now())
    });
    let mut mark = asked.after.clone().unwrap_or_default();
    let mut found = Found {
        which,
        files: Vec::new(),
        next: None,
        world: world.clone(),
    };
    for _ in 0..ROUNDS {
        let rows = site
            .office()
            .read(which.question(body, today, &mark, PAGE + 1))?;
        let full = i64::try_from(rows.len()).is_ok_and(|count| PAGE < count);
        for row in rows.iter().take(usize::try_from(PAGE).unwrap_or(0)) {
            mark = Which::mark(row);
            let Some(case) = site.office().case(row.text(0))? else {
                continue;
            };
            let edition = site.office().edition(&case)?;
            let file = filed(&case, &edition.regime, &world);
            let version = case.version;
            let title = Viewed::near(site, signed, world.clone(), case)?;
            let title = title.filter(|viewed| viewed.door().is_none());
            let title = title.and_then(|viewed| {
                let title = &viewed.procedure()?.head.title;
                Some((title.zh.clone(), title.en.clone()))
            });
            if which.fits(&file) {
                found.files.push((Line { version, title }, file));
            }
        }
        if !full {
            return Ok(found);
        }
        if !found.files.is_empty() {
            break;
        }
    }
    found.next = Some(mark);
    Ok(found)
}

pub(crate) async fn get(
    State(site): State<Site>,
    signed: Signed,
    lang: Lang,
    Query(asked): Query<Asked>,
) -> Result<Markup, Failure> {
    site.aside(move |site| {
        let done = asked.done.as_deref().and_then(|done| done.parse().ok());
        page(site, &signed, lang, &asked, done, &[], None)
    })
    .await
}

/// Proposes or approves, case by case; what is refused stops none of the
/// others and is told.
pub(crate) async fn post(
    State(site): State<Site>,
    lang: Lang,
    posted: Posted,
) -> Result<Response, Failure> {
    let signed = posted.signed.clone();
    let confirms = posted.text("act") == Some("confirm");
    let (mut done, mut refused) = (0u32, Vec::new());
    for chosen in posted.all("case") {
        let (number, version) = chosen.split_once('@').unwrap_or((chosen, ""));
        let case = number.to_owned();
        let order = if confirms {
            Order::Dispose { case }
        } else {
            Order::ProposeDisposal { case }
        };
        let key = super::form_key()?;
        match carry_out(&site, &signed, &key, version.parse().ok(), order).await {
            Ok(_) => done += 1,
            Err(failure) => refused.push((number.to_owned(), failure)),
        }
    }
    let which = if confirms {
        Which::Proposed
    } else {
        Which::Due
    };
    if refused.is_empty() {
        let path = format!("/desk/retention?show={}&done={done}", which.word());
        return Ok(Redirect::to(&lang.link(&path)).into_response());
    }
    site.aside(move |site| {
        let status = refused.first().map(|(_, failure)| failure.status());
        let asked = Asked {
            show: Some(which.word().to_owned()),
            ..Asked::default()
        };
        let done = (0 < done).then_some(done);
        let page = page(site, &signed, lang, &asked, done, &refused, None)?;
        Ok((status.unwrap_or_default(), page).into_response())
    })
    .await
}

/// Puts a hold on all cases of a party, or lifts it.
pub(crate) async fn hold(
    State(site): State<Site>,
    lang: Lang,
    posted: Posted,
) -> Result<Response, Failure> {
    let signed = posted.signed.clone();
    let code = posted.text("party").unwrap_or_default().trim().to_owned();
    let outcome = match code.parse() {
        Ok(party) => {
            let on = OnHold::Party(party);
            let order = Order::Hold {
                on,
                act: act(&posted),
            };
            carry_out(&site, &signed, &super::form_key()?, None, order).await
        }
        Err(_) => Err(case::refusal::Refusal::NoSuchParty {
            party: code.chars().take(40).collect(),
        }
        .into()),
    };
    match outcome {
        Ok(_) => Ok(Redirect::to(&lang.link("/desk/retention?show=held")).into_response()),
        Err(failure) => {
            site.aside(move |site| {
                let status = failure.status();
                let asked = Asked {
                    show: Some(Which::Held.word().to_owned()),
                    ..Asked::default()
                };
                let trouble = Some((&failure, &posted));
                let page = page(site, &signed, lang, &asked, None, &[], trouble)?;
                Ok((status, page).into_response())
            })
            .await
        }
    }
}

fn page(
    site: &Site,
    signed: &Signed,
    lang: Lang,
    asked: &Asked,
    done: Option<u32>,
    refused: &[(String, Failure)],
    trouble: Option<(&Failure, &Posted)>,
) -> Result<Markup, Failure> {
    let found = find(site, signed, asked)?;
    let title = say(lang, "retention.title");
    let body = html! {
        p.kicker { a href=(lang.link("/desk")) { (say(lang, "desk.title")) } }
        h1 { (title) }
        p { (say(lang, "retention.lead")) }
        (tabs(found.which, lang))
        @if let Some(done) = done { p.note.good role="status" { "✓ " (fill(lang, "retention.done", &[("count", &done.to_string())])) } }
        @for (number, failure) in refused { h2 { span.mono { (number) } } (refusal(failure, lang)) }
        (list(&found, signed, lang))
        @if let Some(next) = &found.next {
            p { a href=(lang.link(&format!("/desk/retention?show={}&after={next}", found.which.word()))) { (say(lang, "retention.more")) } }
        }
        @if found.which == Which::Held { (of_parties(&found.world, signed, lang, trouble)) }
    };
    let path = format!("/desk/retention?show={}", found.which.word());
    Ok(framed(signed, &found.world, lang, title, &path, &body))
}

fn name(which: Which, lang: Lang) -> &'static str {
    match which {
        Which::Due => say(lang, "retention.due"),
        Which::Proposed => say(lang, "retention.proposed"),
        Which::Held => say(lang, "retention.held"),
        Which::Kept => say(lang, "retention.kept"),
        Which::Disposed => say(lang, "retention.disposed"),
    }
}

fn tabs(shown: Which, lang: Lang) -> Markup {
    html! {
        nav.parts aria-label=(say(lang, "retention.lists")) {
            @for which in Which::ALL {
                a href=(lang.link(&format!("/desk/retention?show={}", which.word()))) aria-current=[(which == shown).then_some("page")] { (name(which, lang)) }
            }
        }
    }
}

/// The files; where something can be done about them, in a form.
fn list(found: &Found, signed: &Signed, lang: Lang) -> Markup {
    let act = match found.which {
        Which::Due => Some(("propose", say(lang, "retention.propose"))),
        Which::Proposed => Some(("confirm", say(lang, "retention.confirm"))),
        Which::Held | Which::Kept | Which::Disposed => None,
    };
    html! {
        section {
            h2 { (name(found.which, lang)) }
            @if found.files.is_empty() {
                p role="status" { (say(lang, "retention.none")) }
            } @else if let Some((act, button)) = act {
                form method="post" action=(lang.link("/desk/retention")) {
                    input type="hidden" name="csrf" value=(csrf::token(signed));
                    input type="hidden" name="act" value=(act);
                    fieldset {
                        legend { (button) }
                        @for (at, (line, file)) in found.files.iter().enumerate() {
                            @let id = format!("case-{at}");
                            p {
                                input id=(id) type="checkbox" name="case" value=(format!("{}@{}", file.case, line.version));
                                " " label for=(id) { span.mono { (file.case) } } (one(line, file, lang))
                            }
                        }
                    }
                    p { button type="submit" { (button) } }
                }
            } @else {
                ul { @for (line, file) in &found.files { li { span.mono { (file.case) } (one(line, file, lang)) } } }
            }
        }
    }
}

fn one(line: &Line, file: &Filed, lang: Lang) -> Markup {
    html! {
        @if let Some((zh, en)) = &line.title {
            " " a href=(lang.link(&format!("/desk/{}", file.case))) { (lang.of(zh, en)) }
        }
        @if let Some(until) = file.until { (say(lang, "label.comma")) (fill(lang, "retention.until", &[("day", &lang.day(until))])) }
        " " span.small { (fill(lang, "retention.counts", &[("kept", &file.kept.to_string()), ("gone", &file.disposed.to_string())])) }
        @for hold in &file.holds { " " span.tag { (say(lang, "retention.on-hold")) " " (hold.reference) } }
        @if file.proposed_by.is_some() { " " span.tag { (say(lang, "retention.is-proposed")) } }
    }
}

/// The holds on parties that the body put, and the form for another one.
fn of_parties(
    world: &World,
    signed: &Signed,
    lang: Lang,
    trouble: Option<(&Failure, &Posted)>,
) -> Markup {
    let own = &signed.session.party;
    let held = world.parties.values().flat_map(|party| {
        let holds = party.holds.iter();
        let ours = holds.filter(|(_, hold)| hold.party.as_ref() == Some(own));
        ours.map(move |(reference, hold)| (&party.registration, reference, hold))
    });
    let action = "/desk/retention/holds";
    html! {
        section id="parties" {
            h2 { (say(lang, "retention.parties")) }
            @if let Some((failure, _)) = trouble { (refusal(failure, lang)) }
            @for (at, (party, reference, hold)) in held.enumerate() {
                p { strong { (lang.of(&party.name_zh, &party.name_en)) } " " span.mono { (party.code) } " " span.tag { (reference) } (say(lang, "label.colon")) (hold.reason) }
                (lift(reference, &format!("lift-party-{at}"), Some(party.code.as_str()), action, signed, lang))
            }
            (put("party", Some(say(lang, "retention.party")), action, signed, lang, trouble.map(|(_, posted)| posted)))
        }
    }
}
