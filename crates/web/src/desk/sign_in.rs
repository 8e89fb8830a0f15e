//! `/sign-in`, `/sign-out`, and going on for another party.

use crate::csrf::{Posted, pairs};
use crate::door::From;
use crate::failure::Failure;
use crate::language::Lang;
use crate::layout;
use crate::present::refusal;
use crate::session::{Signed, cookie, is_own};
use crate::site::Site;
use crate::words::say;
use axum::extract::{FromRequestParts, Request, State};
use axum::http::request::Parts;
use axum::http::{Extensions, HeaderMap, HeaderValue, header};
use axum::response::{IntoResponse, Redirect, Response};
use maud::{Markup, html};
use std::convert::Infallible;

pub(crate) async fn get(lang: Lang) -> Response {
    unkept(page(lang, "", None).into_response())
}

pub(crate) async fn post(
    State(site): State<Site>,
    lang: Lang,
    request: Request,
) -> Result<Response, Response> {
    if !is_own(request.headers()) {
        return Err(Failure::Foreign.into_response());
    }
    let from = place(&site, &request);
    let pairs = pairs(request, &site).await?;
    let text = |name: &str| {
        let found = pairs.iter().find(|(key, _)| key == name);
        found.map(|(_, value)| value.clone()).unwrap_or_default()
    };
    let (login, password) = (text("login"), text("password"));
    let asked = login.clone();
    let token = site
        .slowly(move |site| {
            let world = site.world()?;
            Ok(site.people().sign_in(&asked, &password, &from, &world)?)
        })
        .await;
    match token {
        Ok(token) => with_cookie(&site, Some(&token), &lang.link("/desk"))
            .map_err(IntoResponse::into_response),
        Err(failure) => {
            let status = failure.status();
            Ok(unkept(
                (status, page(lang, &login, Some(&failure))).into_response(),
            ))
        }
    }
}

pub(crate) async fn out(
    State(site): State<Site>,
    lang: Lang,
    posted: Posted,
) -> Result<Response, Failure> {
    let token = posted.signed.token.clone();
    site.aside(move |site| Ok(site.people().sign_out(&token)?))
        .await?;
    with_cookie(&site, None, &lang.link("/"))
}

pub(crate) async fn switch(
    State(site): State<Site>,
    lang: Lang,
    posted: Posted,
) -> Result<Response, Failure> {
    let party = posted.text("party").unwrap_or_default().parse();
    let party =
        party.map_err(|error: law::identity::CodeError| Failure::Input(error.to_string()))?;
    let Signed { token, .. } = posted.signed;
    let token = site
        .aside(move |site| {
            let world = site.world()?;
            Ok(site.people().switch(&token, &party, &world)?)
        })
        .await?;
    with_cookie(&site, Some(&token), &lang.link("/desk"))
}

/// The place at which failed attempts are counted.
pub(crate) fn place(site: &Site, request: &Request) -> String {
    of(site, request.extensions(), request.headers())
}

/// The place from which a program asks.
#[derive(Debug)]
pub(crate) struct Place(pub(crate) String);

impl FromRequestParts<Site> for Place {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, site: &Site) -> Result<Self, Infallible> {
        Ok(Place(of(site, &parts.extensions, &parts.headers)))
    }
}

fn of(site: &Site, extensions: &Extensions, headers: &HeaderMap) -> String {
    let peer = extensions.get::<From>().map(|from| from.0.to_string());
    if !site.options().behind_proxy {
        return peer.unwrap_or_default();
    }
    let said = headers
        .get("x-forwarded-for")
        .and_then(|value| value.to_str().ok());
    let last = said
        .and_then(|said| said.rsplit(',').next())
        .map(|last| last.trim().chars().take(64).collect());
    last.or(peer).unwrap_or_default()
}

fn with_cookie(site: &Site, token: Option<&str>, to: &str) -> Result<Response, Failure> {
    let mut response = unkept(Redirect::to(to).into_response());
    response
        .headers_mut()
        .append(header::SET_COOKIE, cookie(site, token)?);
    Ok(response)
}

/// Nobody is to keep the answer.
pub(crate) fn unkept(mut response: Response) -> Response {
    response
        .headers_mut()
        .insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    response
}

fn page(lang: Lang, login: &str, failure: Option<&Failure>) -> Markup {
    let title = say(lang, "sign-in.title");
    let body = html! {
        h1 { (title) }
        p { (say(lang, "sign-in.who")) }
        @if let Some(failure) = failure { (refusal(failure, lang)) }
        form.narrow method="post" action=(lang.link("/sign-in")) {
            label for="login" { (say(lang, "sign-in.login")) }
            input id="login" name="login" value=(login) autocomplete="username" autocapitalize="none" required maxlength="64";
            label for="password" { (say(lang, "sign-in.password")) }
            input id="password" name="password" type="password" autocomplete="current-password" required maxlength="200";
            p { button type="submit" { (title) } }
        }
    };
    layout::public(lang, title, "/sign-in", &body)
}
