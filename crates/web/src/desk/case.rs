//! `/desk/{case}`: where a case stands, until when, and what this person can
//! do with it now.

use super::list::{framed, object, party_name};
use super::materials::gone;
use super::watermark::Reader;
use super::{deadlines, door, fields, history, holds, opinions, relying, steps, told};
use crate::csrf::Posted;
use crate::failure::Failure;
use crate::label::entry::bears_labels;
use crate::language::{Lang, size};
use crate::present::refusal;
use crate::session::Signed;
use crate::site::Site;
use crate::view::Viewed;
use crate::words::{fill, say};
use axum::extract::{Path, Query, State};
use axum::response::{IntoResponse, Response};
use case::authorize::authorize_edit;
use case::editable;
use case::event::View;
use case::findings::Findings;
use law::name::{MaterialName, StepName};
use law::regime::Audience;
use maud::{Markup, html};
use serde::Deserialize;

/// What did not work, and where: it is shown there.
#[derive(Debug)]
pub(super) struct Trouble<'t> {
    pub(super) at: At<'t>,
    pub(super) failure: Failure,
    /// What was sent, so that nobody has to write it again.
    pub(super) posted: Option<&'t Posted>,
}

/// Where on the page something did not work.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum At<'t> {
    Fields,
    Material(&'t str),
    Step(&'t StepName),
    Hold,
}

impl At<'_> {
    fn anchor(self) -> &'static str {
        match self {
            At::Fields => "#form",
            At::Material(_) => "#materials",
            At::Step(_) => "#steps",
            At::Hold => "#keeping",
        }
    }
}

/// Among so many steps is the one that was taken last by a person.
const LATELY: usize = 3;

#[derive(Debug, Deserialize)]
pub(crate) struct Done {
    done: Option<String>,
}

pub(crate) async fn get(
    State(site): State<Site>,
    signed: Signed,
    lang: Lang,
    Path(case): Path<String>,
    Query(done): Query<Done>,
) -> Result<Markup, Failure> {
    site.aside(move |site| {
        let viewed = Viewed::approach(site, &signed, &case)?;
        page(site, &signed, &viewed, lang, done.done.as_deref(), None)
    })
    .await
}

/// The page again, with what did not work where it arose.
pub(super) fn again(
    site: &Site,
    signed: &Signed,
    case: &str,
    lang: Lang,
    trouble: &Trouble<'_>,
) -> Result<Response, Failure> {
    let viewed = Viewed::approach(site, signed, case)?;
    let status = trouble.failure.status();
    let page = page(site, signed, &viewed, lang, None, Some(trouble))?;
    Ok((status, page).into_response())
}

fn page(
    site: &Site,
    signed: &Signed,
    viewed: &Viewed,
    lang: Lang,
    done: Option<&str>,
    trouble: Option<&Trouble<'_>>,
) -> Result<Markup, Failure> {
    if let Some(first) = viewed.door() {
        return Ok(door::page(viewed, first, signed, lang, trouble));
    }
    let case = &viewed.case;
    let rules = viewed.rules()?;
    viewed.note(site, View::Page)?;
    let now = site.office().clock().now();
    // Who says so is the record, not the address.
    let taken = |done: &str| {
        let last = case.steps.iter().rev().take(LATELY);
        last.into_iter().any(|taken| taken.step.as_str() == done)
    };
    let done = done.filter(|done| taken(done) || case.steps.is_empty());
    let done = done.and_then(|done| rules.steps.get(done));
    let body = html! {
        p.kicker { a href=(lang.link("/desk")) { (say(lang, "desk.title")) } " · " (lang.words(&rules.head.title)) " · " span.mono { (case.number) } }
        h1 { (object(viewed).unwrap_or(&case.number)) }
        @if let Some(trouble) = trouble {
            (refusal(&trouble.failure, lang))
            p { a href=(trouble.at.anchor()) { (say(lang, "case.trouble")) } }
        }
        @if let Some(step) = done {
            p.note.good role="status" { "✓ " (fill(lang, "case.done", &[("step", lang.of(&step.zh, &step.en))])) }
        }
        (state(viewed, lang))
        (told::shown(site, viewed, lang)?)
        (contents(viewed, lang))
        (steps::shown(viewed, signed, lang, trouble))
        (opinions::shown(viewed, lang))
        (deadlines::shown(viewed, lang, now))
        (fields::shown(viewed, signed, lang, trouble))
        (materials(viewed, signed, lang, trouble))
        (holds::shown(viewed, signed, lang, trouble))
        (history::shown(site, viewed, lang)?)
        @if let Some(reader) = Reader::of(site, signed, viewed) { (reader.mark()) }
    };
    let path = format!("/desk/{}", case.number);
    Ok(framed(
        signed,
        &viewed.world,
        lang,
        &case.number,
        &path,
        &body,
    ))
}

fn state(viewed: &Viewed, lang: Lang) -> Markup {
    let case = &viewed.case;
    let state = viewed
        .procedure()
        .and_then(|rules| rules.states.get(&case.state));
    let since = viewed
        .calendar()
        .map(|calendar| lang.day(calendar.day(case.since)));
    html! {
        dl {
            dt { (say(lang, "desk.state")) }
            dd {
                strong { (state.map_or(case.state.as_str(), |state| lang.of(&state.zh, &state.en))) }
                @if let Some(since) = since { (say(lang, "label.comma")) (fill(lang, "label.since", &[("day", &since)])) }
            }
            dt { (say(lang, "case.holder")) } dd { (party_name(&viewed.world, &case.holder, lang)) " " span.small { (case.holder) } }
            dt { (say(lang, "case.body")) } dd { (party_name(&viewed.world, &case.body, lang)) }
            dt { (say(lang, "case.edition")) }
            dd { a href=(lang.link(&format!("/law/{}", case.edition))) { (lang.words(&viewed.edition.regime.head.title)) " " (case.edition.edition) } }
            @if let Some(entry) = &case.entry {
                dt { (match public_path(viewed) { Some(_) => say(lang, "case.entry"), None => say(lang, "case.entry-number") }) }
                dd.mono {
                    @match public_path(viewed) {
                        Some(path) => a href=(lang.link(&format!("{path}{}", entry.number))) { (entry.number) },
                        None => (entry.number),
                    }
                }
            }
        }
    }
}

/// Where the page of the case's entry stands, if everybody may read it.
fn public_path(viewed: &Viewed) -> Option<&'static str> {
    let rules = viewed.procedure()?;
    let register = rules.head.register.as_ref()?;
    let register = viewed.edition.regime.registers.get(register)?;
    let path = if bears_labels(rules) { "/l/" } else { "/e/" };
    (register.audience == Audience::Public).then_some(path)
}

/// What stands on the page, as links: it is long.
fn contents(viewed: &Viewed, lang: Lang) -> Markup {
    html! {
        nav.parts aria-label=(say(lang, "case.contents")) {
            a href="#steps" { (say(lang, "case.steps")) }
            @if !viewed.case.clocks.is_empty() { a href="#deadlines" { (say(lang, "deadline.title")) } }
            a href="#form" { (say(lang, "case.form")) }
            a href="#materials" { (say(lang, "case.materials")) }
            a href="#history" { (say(lang, "case.history")) }
        }
    }
}

fn materials(
    viewed: &Viewed,
    signed: &Signed,
    lang: Lang,
    trouble: Option<&Trouble<'_>>,
) -> Markup {
    let Some(rules) = viewed.procedure() else {
        return html! {};
    };
    html! {
        section id="materials" {
            h2 { (say(lang, "case.materials")) }
            @for (name, material) in rules.materials_in_order() {
                @let document = viewed.case.documents.get(name);
                @let open = is_awaited(viewed, name);
                @let asked = fields::applies(viewed, material.when.as_ref());
                @if document.is_some() || (open && asked) {
                    div.material {
                        h3 { (lang.of(&material.zh, &material.en)) @if material.public { " " span.tag { (say(lang, "form.public")) } } }
                        @match document {
                            Some(document) => {
                                @match gone(viewed, &document.sha256) {
                                    Some(told) => p { (document.name) " " span.small { (lang.words(&told)) } },
                                    None => p {
                                        a href=(format!("/desk/{}/materials/{name}", viewed.case.number)) { (document.name) }
                                        " " span.small { (document.kind.to_uppercase()) ", " (size(document.bytes)) }
                                    },
                                }
                                details.digests {
                                    summary { (say(lang, "case.digests")) }
                                    p.digest { "SHA-256 " (document.sha256) br; "SM3 " (document.sm3) }
                                }
                            },
                            None => p.small { (say(lang, "case.not-supplied")) },
                        }
                        (relying::shown(viewed, name, lang))
                        (findings(viewed.case.findings.get(name), lang))
                        @if let Some(trouble) = trouble.filter(|trouble| trouble.at == At::Material(name.as_str())) {
                            (refusal(&trouble.failure, lang))
                        }
                        @if open {
                            (relying::choice(viewed, signed, name, material, lang))
                            (upload(viewed, signed, name.as_str(), material, lang))
                        }
                    }
                }
            }
        }
    }
}

/// Whether the person can hand the material in now.
fn is_awaited(viewed: &Viewed, name: &MaterialName) -> bool {
    viewed.ground().is_ok_and(|ground| {
        editable::is_awaited(ground, &viewed.actor, name)
            && authorize_edit(ground, &viewed.actor).is_ok()
    })
}

fn upload(
    viewed: &Viewed,
    signed: &Signed,
    name: &str,
    material: &law::form::Material,
    lang: Lang,
) -> Markup {
    let accept: Vec<String> = material
        .types
        .iter()
        .flat_map(|kind| match kind.as_str() {
            "jpeg" => vec![".jpeg".to_owned(), ".jpg".to_owned()],
            kind => vec![format!(".{kind}")],
        })
        .collect();
    let id = format!("file-{name}");
    html! {
        form.row method="post" enctype="multipart/form-data" action=(lang.link(&format!("/desk/{}/materials/{name}", viewed.case.number))) {
            input type="hidden" name="csrf" value=(crate::csrf::token(signed));
            label for=(id) { (fill(lang, "case.upload", &[("types", &material.types.join("/").to_uppercase()), ("most", &material.max_mib.to_string())])) }
            input id=(id) type="file" name="file" accept=(accept.join(",")) required;
            button type="submit" { (say(lang, "case.hand-in")) }
        }
    }
}

/// What the program read out of a material.
fn findings(findings: Option<&Findings>, lang: Lang) -> Markup {
    match findings {
        None => html! {},
        Some(Findings::TestReport(report)) => html! {
            p.small { (fill(lang, "case.report", &[("number", &report.number), ("model", &report.model),
                ("day", &lang.day(report.tested_on)), ("count", &report.cases.to_string())])) }
        },
        Some(Findings::Artwork(check)) if check.faults.is_empty() => html! {
            p.small { "✓ " (say(lang, "case.artwork-sound")) }
        },
        Some(Findings::Artwork(check)) => html! {
            ul.faults { @for fault in &check.faults { li { (lang.words(fault)) } } }
        },
    }
}
