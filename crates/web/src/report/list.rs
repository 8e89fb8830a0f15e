//! `/report`: what can be sent without an account.

use super::openings;
use crate::failure::Failure;
use crate::language::Lang;
use crate::layout;
use crate::site::Site;
use crate::words::say;
use axum::extract::State;
use maud::{Markup, html};

pub(crate) async fn get(State(site): State<Site>, lang: Lang) -> Result<Markup, Failure> {
    site.aside(move |site| {
        let world = site.world()?;
        let all = openings(site, &world);
        let title = say(lang, "tell.title");
        let body = html! {
            h1 { (title) }
            p.lead { (say(lang, "tell.lead")) }
            @if all.is_empty() { p { (say(lang, "tell.none")) } }
            ul.registers {
                @for opening in &all {
                    @if let (Some(rules), Some(step)) = (opening.rules(), opening.step()) {
                        li {
                            a href=(lang.link(&format!("/report/{}/{}", opening.regime, opening.procedure))) { (lang.of(&step.zh, &step.en)) }
                            " " span.small { (lang.words(&rules.head.title)) " · " (lang.words(&opening.edition.regime.head.title)) }
                        }
                    }
                }
            }
            p { a href=(lang.link("/report/status")) { (say(lang, "tell.ask")) } }
        };
        Ok(layout::public(lang, title, "/report", &body))
    })
    .await
}
