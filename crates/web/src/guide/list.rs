//! `/guide`: every procedure that somebody can begin, and every catalogue with
//! its items.

use super::{in_force, opening};
use crate::failure::Failure;
use crate::language::Lang;
use crate::layout;
use crate::site::Site;
use crate::words::say;
use axum::extract::State;
use law::regime::Regime;
use maud::{Markup, html};

pub(crate) async fn get(State(site): State<Site>, lang: Lang) -> Result<Markup, Failure> {
    site.aside(move |site| {
        let editions = in_force(site)?;
        let title = say(lang, "guide.title");
        let body = html! {
            h1 { (title) }
            p.lead { (say(lang, "guide.lead")) }
            @for edition in &editions { (regime(&edition.regime, lang)) }
        };
        Ok(layout::public(lang, title, "/guide", &body))
    })
    .await
}

fn regime(regime: &Regime, lang: Lang) -> Markup {
    let id = &regime.head.id;
    let procedures = regime.procedures.iter();
    let procedures: Vec<_> = procedures
        .filter(|(_, procedure)| opening(regime, procedure).is_some())
        .collect();
    html! {
        section {
            h2 { (lang.words(&regime.head.title)) " " span.tag { (regime.head.edition) } }
            @if !procedures.is_empty() {
                ul {
                    @for (name, procedure) in procedures {
                        li { a href=(lang.link(&format!("/guide/{id}/{name}"))) { (lang.words(&procedure.head.title)) } }
                    }
                }
            }
            @for (name, items) in regime.references.iter().filter(|(_, items)| !items.is_empty()) {
                @if let Some(catalogue) = regime.catalogues.get(name) { h3 { (lang.of(&catalogue.zh, &catalogue.en)) } }
                ul {
                    @for (item, rule) in items {
                        li { a href=(lang.link(&format!("/guide/{id}/{name}/{item}"))) { (lang.of(&rule.zh, &rule.en)) } }
                    }
                }
            }
            p.small {
                a href=(lang.link(&format!("/law/{id}/{}", regime.head.edition))) { (say(lang, "guide.law")) }
            }
        }
    }
}
