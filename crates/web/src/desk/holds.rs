//! On the page of a case: until when its file is kept and why, what holds it,
//! and `POST /desk/{case}/holds`.

use super::case::{At, Trouble, again};
use crate::api::commands::carry_out;
use crate::cite;
use crate::csrf::{self, Posted};
use crate::failure::Failure;
use crate::language::Lang;
use crate::present::refusal;
use crate::session::Signed;
use crate::site::Site;
use crate::view::Viewed;
use crate::words::{fill, say};
use axum::extract::{Path, State};
use axum::response::{IntoResponse, Redirect, Response};
use case::command::{OnHold, Order};
use case::event::HoldAct;
use case::retention::{Filed, Held, filed, is_archivist};
use maud::{Markup, html};

pub(crate) async fn post(
    State(site): State<Site>,
    lang: Lang,
    Path(case): Path<String>,
    posted: Posted,
) -> Result<Response, Failure> {
    let signed = posted.signed.clone();
    let on = OnHold::Case(case.clone());
    let order = Order::Hold {
        on,
        act: act(&posted),
    };
    let key = super::form_key()?;
    match carry_out(&site, &signed, &key, None, order).await {
        Ok(_) => Ok(Redirect::to(&lang.link(&format!("/desk/{case}#keeping"))).into_response()),
        Err(failure) => {
            site.aside(move |site| {
                let trouble = Trouble {
                    at: At::Hold,
                    failure,
                    posted: Some(&posted),
                };
                again(site, &signed, &case, lang, &trouble)
            })
            .await
        }
    }
}

/// What a form asks about a hold.
pub(super) fn act(posted: &Posted) -> HoldAct {
    let text = |name| posted.text(name).unwrap_or_default().to_owned();
    let (reference, reason) = (text("reference"), text("reason"));
    match posted.text("act") {
        Some("lift") => HoldAct::Lifted { reference, reason },
        _ => HoldAct::Put { reference, reason },
    }
}

/// Until when the file is kept, once the case has ended; what holds it is for
/// the body that holds the case.
pub(super) fn shown(
    viewed: &Viewed,
    signed: &Signed,
    lang: Lang,
    trouble: Option<&Trouble<'_>>,
) -> Markup {
    let file = filed(&viewed.case, &viewed.edition.regime, &viewed.world);
    let keeps = is_archivist(&viewed.world, &viewed.actor, &viewed.case.body);
    let held = viewed.of_body && !file.holds.is_empty();
    let here = trouble.filter(|trouble| trouble.at == At::Hold);
    html! {
        @if file.until.is_some() || held || keeps {
            section id="keeping" {
                h2 { (say(lang, "retention.heading")) }
                (term(viewed, &file, lang))
                @if viewed.of_body {
                    @for hold in &file.holds { (one(hold, lang)) }
                }
                @if let Some(trouble) = here { (refusal(&trouble.failure, lang)) }
                @if keeps {
                    @let posted = here.and_then(|trouble| trouble.posted);
                    (forms(&file, &format!("/desk/{}/holds", viewed.case.number), signed, lang, posted))
                }
            }
        }
    }
}

/// The last day, and how it was reckoned.
fn term(viewed: &Viewed, file: &Filed, lang: Lang) -> Markup {
    let (Some(since), Some(until), Some(term), Some(basis)) =
        (file.since, file.until, file.term, &file.basis)
    else {
        return html! { p { (say(lang, "retention.not-ended")) } };
    };
    let term = if lang.is_zh() {
        term.zh()
    } else {
        term.to_string()
    };
    let blanks = [
        ("since", lang.day(since)),
        ("term", term),
        ("until", lang.day(until)),
    ];
    let blanks: Vec<(&str, &str)> = blanks
        .iter()
        .map(|(name, text)| (*name, text.as_str()))
        .collect();
    html! {
        p { (fill(lang, "retention.reckoned", &blanks)) " " (cite::article(&viewed.edition.regime, basis, lang)) }
    }
}

fn one(hold: &Held, lang: Lang) -> Markup {
    html! {
        p {
            span.tag { (say(lang, "retention.on-hold")) } " " strong { (hold.reference) } (say(lang, "label.colon")) (hold.reason)
            @if hold.on_holder { " " span.small { (say(lang, "retention.on-holder")) } }
        }
    }
}

/// The form that puts a hold, and one for each that stands on the case itself.
fn forms(
    file: &Filed,
    action: &str,
    signed: &Signed,
    lang: Lang,
    posted: Option<&Posted>,
) -> Markup {
    html! {
        @for (at, hold) in file.holds.iter().enumerate().filter(|(_, hold)| !hold.on_holder) {
            (lift(&hold.reference, &format!("lift-{at}"), None, action, signed, lang))
        }
        (put("put", None, action, signed, lang, posted))
    }
}

/// A form that lifts the hold under a reference.
pub(super) fn lift(
    reference: &str,
    id: &str,
    party: Option<&str>,
    action: &str,
    signed: &Signed,
    lang: Lang,
) -> Markup {
    html! {
        form.row method="post" action=(lang.link(action)) {
            input type="hidden" name="csrf" value=(csrf::token(signed));
            input type="hidden" name="act" value="lift";
            input type="hidden" name="reference" value=(reference);
            @if let Some(party) = party { input type="hidden" name="party" value=(party); }
            label for=(id) { (fill(lang, "retention.lift-reason", &[("reference", reference)])) }
            input id=(id) type="text" name="reason" maxlength="1000" required;
            button type="submit" { (say(lang, "retention.lift")) }
        }
    }
}

/// A form that puts a hold; with a field for the party where it is to be on
/// one.
pub(super) fn put(
    id: &str,
    party: Option<&str>,
    action: &str,
    signed: &Signed,
    lang: Lang,
    posted: Option<&Posted>,
) -> Markup {
    let was = |name| {
        posted
            .and_then(|posted| posted.text(name))
            .unwrap_or_default()
    };
    html! {
        details open[posted.is_some()] {
            summary { (say(lang, "retention.put")) }
            form method="post" action=(lang.link(action)) {
                input type="hidden" name="csrf" value=(csrf::token(signed));
                input type="hidden" name="act" value="put";
                @if let Some(label) = party {
                    p { label for=(format!("{id}-party")) { (label) } input id=(format!("{id}-party")) type="text" name="party" value=(was("party")) required; }
                }
                p { label for=(format!("{id}-reference")) { (say(lang, "retention.reference")) } input id=(format!("{id}-reference")) type="text" name="reference" maxlength="120" value=(was("reference")) required; }
                p { label for=(format!("{id}-reason")) { (say(lang, "retention.reason")) } input id=(format!("{id}-reason")) type="text" name="reason" maxlength="1000" value=(was("reason")) required; }
                p { button type="submit" { (say(lang, "retention.put")) } }
            }
        }
    }
}
