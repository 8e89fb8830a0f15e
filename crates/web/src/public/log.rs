//! `/log/…`: the published log, as files (C2SP tlog-tiles), and how to verify
//! it.

use crate::failure::Failure;
use crate::language::Lang;
use crate::layout;
use crate::site::Site;
use crate::words::{fill, say};
use axum::extract::{Path, State};
use axum::http::header;
use axum::response::{IntoResponse, Response};
use maud::{Markup, html};
use proof::tile::Tile;
use std::io::ErrorKind;

pub(crate) async fn about(State(site): State<Site>, lang: Lang) -> Markup {
    let office = site.office();
    let title = say(lang, "log.title");
    let body = html! {
        h1 { (title) }
        p { (say(lang, "log.lead")) }
        p { (fill(lang, "log.tiles", &[("origin", office.log_key().name())])) }
        dl {
            dt { (say(lang, "log.log-key")) } dd.mono { (office.log_key().verifying_key()) }
            dt { (say(lang, "log.label-key")) } dd.mono { (office.label_key().verifying_key()) }
        }
        p { a href="/log/checkpoint" { (say(lang, "verify.checkpoint")) } }
        p { (say(lang, "log.advice")) }
    };
    layout::public(lang, title, "/log/", &body)
}

pub(crate) async fn checkpoint(State(site): State<Site>) -> Result<Response, Failure> {
    let path = site.office().folder().log().join("checkpoint");
    let text = site.aside(move |_| read(&path)).await?;
    let head = [
        (header::CONTENT_TYPE, "text/plain; charset=utf-8"),
        (header::CACHE_CONTROL, "public, max-age=5"),
    ];
    Ok((head, text).into_response())
}

pub(crate) async fn tile(
    State(site): State<Site>,
    Path(tile): Path<String>,
) -> Result<Response, Failure> {
    // Read as a tile and written again: what reaches the disk is no text of
    // the asker's.
    let tile: Tile = format!("tile/{tile}")
        .parse()
        .map_err(|_| Failure::NotFound)?;
    let path = site.office().folder().log().join(tile.to_string());
    let bytes = site.aside(move |_| read(&path)).await?;
    let head = [
        (header::CONTENT_TYPE, "application/octet-stream"),
        (header::CACHE_CONTROL, "public, max-age=31536000, immutable"),
    ];
    Ok((head, bytes).into_response())
}

fn read(path: &std::path::Path) -> Result<Vec<u8>, Failure> {
    std::fs::read(path).map_err(|error| match error.kind() {
        ErrorKind::NotFound => Failure::NotFound,
        _ => Failure::Broken(format!("{}: {error}", path.display())),
    })
}
