//! `/l/…`, `/L/…` and `/e/…`: labels and other entries, where no answer was
//! ready.

use crate::failure::Failure;
use crate::label::{answer, files, report};
use crate::language::Lang;
use crate::site::Site;
use axum::body::Body;
use axum::extract::{Path, Request, State};
use axum::response::Response;
use maud::Markup;

pub(crate) async fn get(State(site): State<Site>, request: Request) -> Result<Response, Failure> {
    let uri = request.uri();
    let asked =
        answer::asked(uri.path(), uri.query(), request.headers()).ok_or(Failure::NotFound)?;
    let made = match answer::ready(&site, asked, request.headers()) {
        Some(ready) => ready,
        None => answer::make(&site, asked, request.method(), request.headers()).await?,
    };
    Ok(made.map(Body::from))
}

pub(crate) async fn report(
    State(site): State<Site>,
    lang: Lang,
    Path(number): Path<String>,
) -> Result<Markup, Failure> {
    site.aside(move |site| report::page(site, &number, lang))
        .await
}

pub(crate) async fn material(
    State(site): State<Site>,
    Path((number, material)): Path<(String, String)>,
) -> Result<Response, Failure> {
    site.aside(move |site| files::offered(site, &number, &material))
        .await
}

pub(crate) async fn certificate(
    State(site): State<Site>,
    Path(number): Path<String>,
) -> Result<Response, Failure> {
    site.aside(move |site| {
        let drawn = match number.len() {
            0..=64 => site.office().certificate(&number)?,
            _ => None,
        };
        let drawn = drawn.ok_or(Failure::NotFound)?;
        files::attachment(&format!("{number}-certificate"), "pdf", drawn)
    })
    .await
}
