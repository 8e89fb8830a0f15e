//! `/report/status`: where a case stands that was opened without an account,
//! for its number and code. They are sent as a form, never as an address.

use super::{sent, text, told};
use crate::desk::sign_in::{place, unkept};
use crate::failure::Failure;
use crate::language::Lang;
use crate::layout;
use crate::present::refusal;
use crate::site::Site;
use crate::words::{fill, say};
use axum::extract::{Request, State};
use axum::response::{IntoResponse, Response};
use law::calendar::Moment;
use maud::{Markup, html};
use office::told::Told;

pub(crate) async fn get(lang: Lang) -> Response {
    unkept(page(lang, "", None).into_response())
}

pub(crate) async fn post(
    State(site): State<Site>,
    lang: Lang,
    request: Request,
) -> Result<Response, Response> {
    let from = place(&site, &request);
    let pairs = sent(&site, request).await?;
    let (number, code) = (text(&pairs, "number"), text(&pairs, "code"));
    let answer = match told(&site, number.clone(), code, from).await {
        Ok(told) => site
            .aside(move |site| Ok(answer(site, &told, lang)?.into_response()))
            .await
            .map_err(IntoResponse::into_response)?,
        Err(failure) => {
            let status = failure.status();
            (status, page(lang, &number, Some(&failure))).into_response()
        }
    };
    Ok(unkept(answer))
}

fn page(lang: Lang, number: &str, failure: Option<&Failure>) -> Markup {
    let title = say(lang, "tell.ask");
    let body = html! {
        p.kicker { a href=(lang.link("/report")) { (say(lang, "tell.title")) } }
        h1 { (title) }
        @if let Some(failure) = failure { (refusal(failure, lang)) }
        form.narrow method="post" action=(lang.link("/report/status")) autocomplete="off" {
            label for="number" { (say(lang, "tell.number")) }
            input id="number" name="number" value=(number) required maxlength="64" spellcheck="false";
            label for="code" { (say(lang, "tell.code")) }
            input id="code" name="code" required maxlength="64" spellcheck="false" autocapitalize="characters";
            p { button type="submit" { (say(lang, "tell.look")) } }
        }
    };
    layout::public(lang, title, "/report/status", &body)
}

fn answer(site: &Site, told: &Told, lang: Lang) -> Result<Markup, Failure> {
    let world = site.world()?;
    let calendar = world.calendars.values().next();
    let day = |at: Moment| calendar.map_or_else(String::new, |known| lang.day(known.day(at)));
    let body = html! {
        p.kicker { a href=(lang.link("/report")) { (say(lang, "tell.title")) } " · " (lang.words(&told.title)) }
        h1.mono { (told.number) }
        dl {
            dt { (say(lang, "desk.state")) }
            dd { strong { (lang.words(&told.stands)) } (say(lang, "label.comma")) (fill(lang, "label.since", &[("day", &day(told.since))])) }
            dt { (say(lang, "tell.opened")) } dd { (day(told.opened)) }
            @for (_, title, value) in &told.fields { dt { (lang.words(title)) } dd { (lang.words(value)) } }
        }
        p { a href=(lang.link("/report/status")) { (say(lang, "tell.another")) } }
    };
    Ok(layout::public(lang, &told.number, "/report/status", &body))
}
