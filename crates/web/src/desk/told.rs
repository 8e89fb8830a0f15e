//! What was told to be corrected, where it is read: at the top of the case.

use super::history::reasons;
use crate::failure::Failure;
use crate::language::Lang;
use crate::site::Site;
use crate::view::Viewed;
use crate::words::say;
use case::event::{CaseAct, Stepped, What};
use law::procedure::Editable;
use maud::{Markup, html};

/// The list to be corrected, why, and links to where it is done.
pub(super) fn shown(site: &Site, viewed: &Viewed, lang: Lang) -> Result<Markup, Failure> {
    let rules = viewed.rules()?;
    let state = rules.states.get(&viewed.case.state);
    if state.is_none_or(|state| state.edit != Editable::Listed) {
        return Ok(html! {});
    }
    let events = site.office().history(&viewed.case.number)?;
    let told = events
        .iter()
        .rev()
        .find_map(|(_, event)| match &event.event {
            What::Case(CaseAct::Stepped(stepped)) if !stepped.listed.is_empty() => Some(stepped),
            _ => None,
        });
    Ok(html! { @if let Some(told) = told { (list(viewed, told, lang)) } })
}

fn list(viewed: &Viewed, told: &Stepped, lang: Lang) -> Markup {
    let Some(rules) = viewed.procedure() else {
        return html! {};
    };
    let grounds: Vec<&str> = told
        .grounds
        .iter()
        .filter_map(|name| rules.grounds.get(name))
        .map(|ground| lang.of(&ground.zh, &ground.en))
        .collect();
    html! {
        section.note.warn id="told" {
            h2 { (say(lang, "case.told")) }
            @if !grounds.is_empty() { p { (grounds.join(lang.of("；", "; "))) } }
            (reasons(viewed, told))
            ul {
                @for name in &told.listed {
                    @if let Some(field) = rules.fields.get(name.as_str()).filter(|field| viewed.shows(field)) {
                        li { a href="#form" { (lang.of(&field.zh, &field.en)) } }
                    }
                    @if let Some(material) = rules.materials.get(name.as_str()) {
                        li { a href="#materials" { (lang.of(&material.zh, &material.en)) } }
                    }
                }
            }
        }
    }
}
