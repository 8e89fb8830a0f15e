//! What every answer of the router goes through on its way out.

use crate::failure::{Failure, Told};
use crate::language::Lang;
use crate::layout;
use crate::misasked;
use crate::security;
use crate::site::Site;
use crate::words::say;
use axum::body::{Body, to_bytes};
use axum::extract::{Request, State};
use axum::http::{HeaderValue, Uri, header, request};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use maud::{Markup, html};

/// The longest answer of the framework that is looked at, in bytes.
const LONGEST: usize = 4096;

/// The language of a request.
pub(crate) fn language(uri: &Uri, headers: &axum::http::HeaderMap) -> Lang {
    let accept = headers
        .get(header::ACCEPT_LANGUAGE)
        .and_then(|value| value.to_str().ok());
    Lang::choose(uri.query(), accept)
}

impl<S: Sync> axum::extract::FromRequestParts<S> for Lang {
    type Rejection = std::convert::Infallible;

    async fn from_request_parts(
        parts: &mut request::Parts,
        _: &S,
    ) -> Result<Self, Self::Rejection> {
        Ok(language(&parts.uri, &parts.headers))
    }
}

/// Ends a request that takes too long, and refuses one too many.
pub(crate) async fn limited(State(site): State<Site>, request: Request, next: Next) -> Response {
    match tokio::time::timeout(site.options().request_time, next.run(request)).await {
        Ok(response) => response,
        Err(_) => Failure::Slow.into_response(),
    }
}

/// Gives failures their words, and every page its headers.
pub(crate) async fn present(request: Request, next: Next) -> Response {
    let is_api = request.uri().path().starts_with("/api/");
    let lang = language(request.uri(), request.headers());
    let uri = request.uri().clone();
    let mut response = next.run(request).await;
    if let Some(Told(failure)) = response.extensions_mut().remove::<Told>() {
        response = told(&failure, response, lang, is_api);
    } else if response.status().is_client_error() && is_plain(&response) {
        // What the framework refused by itself, such as a malformed query.
        let (parts, body) = response.into_parts();
        let said = to_bytes(body, LONGEST).await.unwrap_or_default();
        let words = misasked::words(&String::from_utf8_lossy(&said), &uri);
        let failure = Failure::Misasked(Box::new(words));
        let was = Response::from_parts(parts, Body::empty());
        response = told(&failure, was, lang, is_api);
    }
    security::page_headers(response.headers_mut());
    response
}

fn is_plain(response: &Response) -> bool {
    let of = response.headers().get(header::CONTENT_TYPE);
    of.is_none_or(|of| of.as_bytes().starts_with(b"text/plain"))
}

pub(crate) fn told(failure: &Failure, was: Response, lang: Lang, is_api: bool) -> Response {
    let (mut parts, _) = was.into_parts();
    parts.headers.remove(header::CONTENT_LENGTH);
    parts
        .headers
        .insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    let (of, body) = if is_api {
        ("application/problem+json", failure.problem().to_string())
    } else {
        (
            "text/html; charset=utf-8",
            page(failure, lang).into_string(),
        )
    };
    parts
        .headers
        .insert(header::CONTENT_TYPE, HeaderValue::from_static(of));
    Response::from_parts(parts, body.into())
}

fn page(failure: &Failure, lang: Lang) -> Markup {
    let title = match failure.status().as_u16() {
        404 => say(lang, "failure.not-found-title"),
        500.. => say(lang, "failure.broken-title"),
        _ => say(lang, "failure.title"),
    };
    let body = html! {
        h1 { (title) }
        (refusal(failure, lang))
        p { a href=(lang.link("/")) { (say(lang, "failure.home")) } }
    };
    layout::public(lang, title, "/", &body)
}

/// A failure as a page shows it where it arose.
pub(crate) fn refusal(failure: &Failure, lang: Lang) -> Markup {
    let words = failure.words();
    html! {
        div.refusal role="alert" {
            p { (lang.words(&words)) }
            @if let Some(citation) = failure.citation(lang) {
                p.small { (say(lang, "failure.basis")) (say(lang, "label.colon")) (citation) }
            }
        }
    }
}
