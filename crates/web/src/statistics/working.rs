//! `/desk/statistics` and `/desk/statistics/{regime}/{name}`: those that are
//! for the person's party, and for nobody else.

use super::{Known, all, files, page};
use crate::desk::list::framed;
use crate::failure::Failure;
use crate::language::Lang;
use crate::session::Signed;
use crate::site::Site;
use crate::words::say;
use axum::extract::{Path, State};
use axum::response::{IntoResponse, Response};
use case::world::World;
use maud::{Markup, html};

/// The statistics for the person's party.
pub(crate) fn of(site: &Site, signed: &Signed, world: &World) -> Vec<Known> {
    let Some(party) = world.party(&signed.session.party) else {
        return Vec::new();
    };
    let all = all(site).into_iter();
    // Somebody whose membership ended is let in nowhere.
    all.filter(|known| party.confirmed(&signed.session.person).is_some() && known.is_for(party))
        .collect()
}

pub(crate) async fn list(
    State(site): State<Site>,
    signed: Signed,
    lang: Lang,
) -> Result<Markup, Failure> {
    site.aside(move |site| {
        let world = site.world()?;
        let title = say(lang, "statistics.desk");
        let found = of(site, &signed, &world);
        let body = html! {
            p.kicker { a href=(lang.link("/desk")) { (say(lang, "desk.title")) } }
            h1 { (title) }
            @if found.is_empty() { p { (say(lang, "statistics.none")) } }
            (page::index(&found, "/desk/statistics", lang))
        };
        Ok(framed(
            &signed,
            &world,
            lang,
            title,
            "/desk/statistics",
            &body,
        ))
    })
    .await
}

pub(crate) async fn get(
    State(site): State<Site>,
    signed: Signed,
    lang: Lang,
    Path((regime, name)): Path<(String, String)>,
) -> Result<Response, Failure> {
    site.aside(move |site| {
        let world = site.world()?;
        let (name, file) = files::asked(&name);
        let known = files::find(of(site, &signed, &world).into_iter(), &regime, name)?;
        if let Some(file) = file {
            return file.of(site, &known, lang);
        }
        let path = format!("/desk/statistics/{regime}/{name}");
        let body = page::body(site, &known, &path, lang)?;
        let title = known
            .rules()
            .map_or("", |rules| lang.of(&rules.zh, &rules.en));
        Ok(framed(&signed, &world, lang, title, &path, &body).into_response())
    })
    .await
}
