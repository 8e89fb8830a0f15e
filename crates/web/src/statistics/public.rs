//! `/statistics` and `/statistics/{regime}/{name}`: those for everybody; with
//! `.json` or `.csv` for programs.

use super::{Known, all, files, page};
use crate::failure::Failure;
use crate::language::Lang;
use crate::layout;
use crate::site::Site;
use crate::words::say;
use axum::extract::{Path, State};
use axum::response::{IntoResponse, Response};
use maud::{Markup, html};

pub(crate) async fn list(State(site): State<Site>, lang: Lang) -> Result<Markup, Failure> {
    site.aside(move |site| {
        let all: Vec<Known> = all(site).into_iter().filter(Known::is_public).collect();
        let title = say(lang, "statistics.title");
        let body = html! {
            h1 { (title) }
            p.lead { (say(lang, "statistics.lead")) }
            (page::index(&all, "/statistics", lang))
        };
        Ok(layout::public(lang, title, "/statistics", &body))
    })
    .await
}

pub(crate) async fn get(
    State(site): State<Site>,
    lang: Lang,
    Path((regime, name)): Path<(String, String)>,
) -> Result<Response, Failure> {
    site.aside(move |site| {
        let (name, file) = files::asked(&name);
        let known = all(site).into_iter().filter(Known::is_public);
        let known = files::find(known, &regime, name)?;
        if let Some(file) = file {
            return file.of(site, &known, lang);
        }
        let path = format!("/statistics/{regime}/{name}");
        let body = page::body(site, &known, &path, lang)?;
        let title = known
            .rules()
            .map_or("", |rules| lang.of(&rules.zh, &rules.en));
        Ok(layout::public(lang, title, &path, &body).into_response())
    })
    .await
}
