//! Who asks. One way for all kinds of credentials (T-AUZ-11); what the person
//! may do is looked up in the record each time (T-AUZ-08).

use crate::failure::Failure;
use crate::security;
use crate::site::Site;
use axum::extract::{FromRequestParts, Request, State};
use axum::http::{HeaderMap, HeaderValue, Method, header, request};
use axum::middleware::Next;
use axum::response::{IntoResponse, Redirect, Response};
use case::command::Actor;
use office::people::Session;
use std::sync::Arc;

/// The person who asks, found before any handler runs.
#[derive(Debug, Clone)]
pub struct Signed {
    pub session: Arc<Session>,
    pub(crate) token: Arc<str>,
}

impl Signed {
    /// The person as an actor. An actor never comes from a body (T-AUZ-03).
    pub fn actor(&self) -> Actor {
        Actor::Person {
            person: self.session.person.clone(),
            party: self.session.party.clone(),
        }
    }
}

impl<S: Sync> FromRequestParts<S> for Signed {
    type Rejection = Failure;

    async fn from_request_parts(parts: &mut request::Parts, _: &S) -> Result<Self, Failure> {
        parts
            .extensions
            .get::<Signed>()
            .cloned()
            .ok_or(Failure::Unsigned)
    }
}

/// The name of the cookie. With the prefix, browsers let nobody else on the
/// domain set it.
pub(crate) fn cookie_name(site: &Site) -> &'static str {
    if site.is_https() {
        "__Host-xinbiao"
    } else {
        "xinbiao"
    }
}

/// The cookie that keeps a person signed in; without a token, the one that
/// ends it.
pub(crate) fn cookie(site: &Site, token: Option<&str>) -> Result<HeaderValue, Failure> {
    let secure = if site.is_https() { "; Secure" } else { "" };
    let age = match token {
        Some(_) => office::people::SIGNED_IN_FOR / 1000,
        None => 0,
    };
    let text = format!(
        "{}={}; Path=/; HttpOnly; SameSite=Strict; Max-Age={age}{secure}",
        cookie_name(site),
        token.unwrap_or_default()
    );
    HeaderValue::from_str(&text).map_err(|error| Failure::Broken(error.to_string()))
}

/// Lets persons pass who signed in at a browser; others are shown the way.
pub(crate) async fn person(State(site): State<Site>, mut request: Request, next: Next) -> Response {
    let Some(signed) = by_cookie(&site, request.headers()) else {
        return match *request.method() {
            Method::GET | Method::HEAD => Redirect::to("/sign-in").into_response(),
            _ => Failure::Unsigned.into_response(),
        };
    };
    if !is_safe(request.method()) && !is_own(request.headers()) {
        return Failure::Foreign.into_response();
    }
    request.extensions_mut().insert(signed);
    private(next.run(request).await)
}

/// Lets programs pass that bear a token, and persons who signed in. A cookie
/// alone is not enough to change anything: the request must come from our own
/// pages (T-ATN-04).
pub(crate) async fn token(State(site): State<Site>, mut request: Request, next: Next) -> Response {
    let headers = request.headers();
    let signed = match by_bearer(&site, headers) {
        Some(signed) => Some(signed),
        None if headers.contains_key(header::AUTHORIZATION) => None,
        None => by_cookie(&site, headers).filter(|_| {
            is_safe(request.method()) || (headers.contains_key(header::ORIGIN) && is_own(headers))
        }),
    };
    let Some(signed) = signed else {
        let mut response = Failure::Unsigned.into_response();
        response
            .headers_mut()
            .insert(header::WWW_AUTHENTICATE, HeaderValue::from_static("Bearer"));
        return response;
    };
    request.extensions_mut().insert(signed);
    private(next.run(request).await)
}

fn private(mut response: Response) -> Response {
    security::private_headers(response.headers_mut());
    response
}

fn by_bearer(site: &Site, headers: &HeaderMap) -> Option<Signed> {
    let text = headers.get(header::AUTHORIZATION)?.to_str().ok()?;
    let (scheme, token) = text.split_once(' ')?;
    if !scheme.eq_ignore_ascii_case("bearer") {
        return None;
    }
    by_token(site, token.trim())
}

fn by_cookie(site: &Site, headers: &HeaderMap) -> Option<Signed> {
    let name = cookie_name(site);
    let texts = headers
        .get_all(header::COOKIE)
        .iter()
        .filter_map(|value| value.to_str().ok());
    let mut pairs = texts
        .flat_map(|text| text.split(';'))
        .filter_map(|pair| pair.trim().split_once('='));
    let (_, token) = pairs.find(|(key, _)| *key == name)?;
    by_token(site, token)
}

fn by_token(site: &Site, token: &str) -> Option<Signed> {
    if 100 < token.len() {
        return None;
    }
    let session = site.people().session(token)?;
    Some(Signed {
        session,
        token: token.into(),
    })
}

fn is_safe(method: &Method) -> bool {
    matches!(*method, Method::GET | Method::HEAD | Method::OPTIONS)
}

/// Whether a request comes from a page of this site, as far as the browser
/// says where it comes from.
pub(crate) fn is_own(headers: &HeaderMap) -> bool {
    let text = |name| {
        headers
            .get(name)
            .and_then(|value: &HeaderValue| value.to_str().ok())
    };
    let from = match headers.get(header::ORIGIN) {
        None => true,
        Some(_) => {
            let origin = text(header::ORIGIN).and_then(|origin| origin.split_once("://"));
            origin.is_some_and(|(_, host)| {
                text(header::HOST).is_some_and(|own| own.eq_ignore_ascii_case(host))
            })
        }
    };
    let site = text(header::HeaderName::from_static("sec-fetch-site"));
    from && site.is_none_or(|site| matches!(site, "same-origin" | "none"))
}
