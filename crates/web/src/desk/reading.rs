//! What there is to read for the person's party beside its cases.

use super::registers;
use crate::failure::Failure;
use crate::language::Lang;
use crate::session::Signed;
use crate::site::Site;
use crate::statistics::working;
use crate::words::say;
use case::retention::is_archivist;
use case::world::World;
use maud::{Markup, html};

/// Links to circulars, registers and statistics that are for the party.
pub(super) fn links(
    site: &Site,
    signed: &Signed,
    world: &World,
    lang: Lang,
) -> Result<Markup, Failure> {
    let registers = registers::of(site, signed, world);
    let statistics = !working::of(site, signed, world).is_empty();
    Ok(html! {
        section {
            h2 { (say(lang, "reading.title")) }
            ul.registers {
                li { a href=(lang.link("/desk/evidence")) { (say(lang, "evidence.title")) } }
                li { a href=(lang.link("/desk/circulars")) { (say(lang, "circulars.title")) } }
                @for known in &registers {
                    @if let Some(rules) = known.rules() {
                        li {
                            a href=(lang.link(&format!("/desk/registers/{}/{}", known.regime, known.name))) { (lang.of(&rules.zh, &rules.en)) }
                            " " span.small { (lang.words(&known.edition.regime.head.title)) }
                        }
                    }
                }
                @if is_archivist(world, &signed.actor(), &signed.session.party) {
                    li { a href=(lang.link("/desk/retention")) { (say(lang, "retention.title")) } }
                }
                @if statistics { li { a href=(lang.link("/desk/statistics")) { (say(lang, "statistics.desk")) } } }
            }
        }
    })
}
