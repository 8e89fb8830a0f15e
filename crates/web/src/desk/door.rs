//! The door of a case: who must first undertake something, such as to keep
//! what is said confidential, is shown its number, its procedure and that
//! step, and nothing else.

use super::case::{At, Trouble};
use super::list::framed;
use super::steps;
use crate::language::Lang;
use crate::present::refusal;
use crate::session::Signed;
use crate::view::Viewed;
use crate::words::say;
use law::name::StepName;
use maud::{Markup, html};

/// The page of a case for somebody at its door.
pub(super) fn page(
    viewed: &Viewed,
    door: &StepName,
    signed: &Signed,
    lang: Lang,
    trouble: Option<&Trouble<'_>>,
) -> Markup {
    let number = &viewed.case.number;
    let rules = viewed.procedure();
    let title = rules.map_or("", |rules| lang.words(&rules.head.title));
    let step = rules.and_then(|rules| rules.steps.get_key_value(door));
    let step = step.filter(|(_, step)| step.from.contains(&viewed.case.state));
    let elsewhere = trouble.filter(|trouble| !matches!(trouble.at, At::Step(name) if name == door));
    let body = html! {
        p.kicker { a href=(lang.link("/desk")) { (say(lang, "desk.title")) } " · " (title) }
        h1.mono { (number) }
        p { (say(lang, "door.first")) }
        @if let Some(trouble) = elsewhere { (refusal(&trouble.failure, lang)) }
        section id="steps" {
            h2 { (say(lang, "case.steps")) }
            @match (rules, step) {
                (Some(rules), Some((name, step))) => (steps::at_the_door(viewed, signed, rules, name, step, lang, trouble)),
                _ => p { (say(lang, "case.no-steps")) },
            }
        }
    };
    framed(
        signed,
        &viewed.world,
        lang,
        number,
        &format!("/desk/{number}"),
        &body,
    )
}

/// The cases at whose door the person stands.
pub(super) fn list(doors: &[Viewed], lang: Lang) -> Markup {
    html! {
        @if !doors.is_empty() {
            section {
                h2 { (say(lang, "door.title")) }
                ul {
                    @for viewed in doors {
                        li {
                            a.mono href=(lang.link(&format!("/desk/{}", viewed.case.number))) { (viewed.case.number) }
                            " " (viewed.procedure().map_or("", |rules| lang.words(&rules.head.title)))
                        }
                    }
                }
            }
        }
    }
}
