//! `/report/{regime}/{procedure}`: the form that opens a case without an
//! account, and the receipt, which is shown once.

use super::{find, open, sent};
use crate::cite;
use crate::desk::form::{Inputs, of_pairs};
use crate::desk::open::wanted;
use crate::desk::openings::Opening;
use crate::desk::sign_in::{place, unkept};
use crate::failure::Failure;
use crate::language::Lang;
use crate::layout;
use crate::present::refusal;
use crate::site::Site;
use crate::words::say;
use axum::extract::{Path, Request, State};
use axum::response::{IntoResponse, Response};
use case::command::Given;
use case::value::Value;
use law::form::Field;
use law::name::FieldName;
use maud::{Markup, html};
use office::execute::Receipt;
use std::collections::BTreeMap;

type Pairs = Vec<(String, String)>;

pub(crate) async fn get(
    State(site): State<Site>,
    lang: Lang,
    Path((regime, procedure)): Path<(String, String)>,
) -> Result<Markup, Failure> {
    site.aside(move |site| {
        let opening = find(site, &regime, &procedure)?;
        page(site, &opening, lang, None)
    })
    .await
}

pub(crate) async fn post(
    State(site): State<Site>,
    lang: Lang,
    Path((regime, procedure)): Path<(String, String)>,
    request: Request,
) -> Result<Response, Response> {
    let from = place(&site, &request);
    let pairs = sent(&site, request).await?;
    let opening = site
        .aside(move |site| find(site, &regime, &procedure))
        .await
        .map_err(IntoResponse::into_response)?;
    let done = open(&site, &opening, given(&opening, &pairs), &from).await;
    let answer = site
        .aside(move |site| match done {
            Ok(receipt) => Ok(receipt_page(&opening, &receipt, lang).into_response()),
            Err(failure) => {
                let status = failure.status();
                let page = page(site, &opening, lang, Some((&failure, &pairs)))?;
                Ok((status, page).into_response())
            }
        })
        .await;
    answer.map(unkept).map_err(IntoResponse::into_response)
}

fn given(opening: &Opening, pairs: &Pairs) -> Given {
    let all = |name: &'static str| {
        let of_name = pairs.iter().filter(move |(key, _)| key == name);
        of_name.map(|(_, value)| value.as_str())
    };
    let mut fields = opening
        .rules()
        .map_or_else(BTreeMap::new, |rules| of_pairs(pairs, rules));
    fields.retain(|_, value: &mut Value| !value.is_empty());
    Given {
        fields,
        checks: all("check").map(Into::into).collect(),
        ..Given::default()
    }
}

fn page(
    site: &Site,
    opening: &Opening,
    lang: Lang,
    trouble: Option<(&Failure, &Pairs)>,
) -> Result<Markup, Failure> {
    let world = site.world()?;
    let rules = opening.rules().ok_or(Failure::NotFound)?;
    let step = opening.step().ok_or(Failure::NotFound)?;
    let filled = trouble.map_or_else(BTreeMap::new, |(_, pairs)| of_pairs(pairs, rules));
    let wanted = wanted(rules, step)
        .into_iter()
        .filter(|name| step.asks.contains(name));
    let inputs = Inputs {
        lang,
        regime: &opening.edition.regime,
        procedure: rules,
        world: &world,
        values: &filled,
        wanted: &wanted.collect(),
        form: "report",
        // Who is registered is not for everybody; whom to turn to is.
        parties: rules.head.body_field.as_ref(),
        all_parties: false,
    };
    let takes = step.takes.iter();
    let takes: Vec<(&FieldName, &Field)> = takes
        .filter_map(|name| rules.fields.get_key_value(name))
        .collect();
    let sealed: Vec<&str> = takes
        .iter()
        .filter(|(_, field)| field.sealed)
        .map(|(_, field)| lang.of(&field.zh, &field.en))
        .collect();
    let path = format!("/report/{}/{}", opening.regime, opening.procedure);
    let title = lang.of(&step.zh, &step.en);
    let body = html! {
        p.kicker { a href=(lang.link("/report")) { (say(lang, "tell.title")) } " · " (lang.words(&rules.head.title)) }
        h1 { (title) }
        p.small { (cite::article(&opening.edition.regime, &step.basis, lang)) }
        p { (say(lang, "tell.anonymous")) }
        @if !sealed.is_empty() {
            p.note.warn { (say(lang, "tell.sealed")) (say(lang, "label.colon")) (sealed.join(lang.of("、", ", "))) (lang.of("。", ".")) }
        }
        @if let Some((failure, _)) = trouble { (refusal(failure, lang)) }
        form method="post" action=(lang.link(&path)) autocomplete="off" {
            (inputs.all(&takes))
            @for name in &step.checks {
                @if let Some(check) = rules.checks.get(name) {
                    label.tick { input type="checkbox" name="check" value=(name); " " (lang.of(&check.zh, &check.en)) }
                }
            }
            p { button type="submit" { (title) } }
        }
    };
    Ok(layout::public(lang, title, &path, &body))
}

fn receipt_page(opening: &Opening, receipt: &Receipt, lang: Lang) -> Markup {
    let number = receipt.case.as_deref().unwrap_or_default();
    let code = receipt.code.as_deref().unwrap_or_default();
    let rules = opening.rules();
    let state = rules.and_then(|rules| rules.states.get(receipt.state.as_deref()?));
    let title = say(lang, "tell.done");
    let body = html! {
        p.kicker { a href=(lang.link("/report")) { (say(lang, "tell.title")) } " · " (rules.map_or("", |rules| lang.words(&rules.head.title))) }
        h1 { (title) }
        p.note.good role="status" { "✓ " (state.map_or("", |state| lang.of(&state.zh, &state.en))) }
        dl {
            dt { (say(lang, "tell.number")) } dd.mono id="number" { (number) }
            dt { (say(lang, "tell.code")) } dd.mono id="code" { (grouped(code)) }
        }
        p { strong { (say(lang, "tell.once")) } }
        p { a href=(lang.link("/report/status")) { (say(lang, "tell.ask")) } }
    };
    layout::public(lang, title, "/report", &body)
}

/// A code as people copy it: four signs and a hyphen.
pub(super) fn grouped(code: &str) -> String {
    let signs: Vec<char> = code.chars().collect();
    let parts = signs.chunks(4).map(|part| part.iter().collect::<String>());
    parts.collect::<Vec<_>>().join("-")
}
