//! `/desk/new/{regime}/{procedure}`: opens a case.

use super::form::{Inputs, values};
use super::list::{framed, party_name};
use super::openings::{self, Holders, Opening};
use super::steps::given;
use crate::api::commands::carry_out;
use crate::cite;
use crate::csrf::{self, Posted};
use crate::failure::Failure;
use crate::language::Lang;
use crate::present::refusal;
use crate::session::Signed;
use crate::site::Site;
use crate::words::say;
use axum::extract::{Path, Query, State};
use axum::response::{IntoResponse, Redirect, Response};
use case::command::Order;
use case::world::World;
use law::identity::PartyCode;
use law::name::FieldName;
use law::procedure::{Editable, Procedure};
use law::step::Step;
use maud::{Markup, html};
use office::execute::Receipt;
use serde::Deserialize;
use std::collections::{BTreeMap, BTreeSet};

#[derive(Debug, Deserialize)]
pub(crate) struct By {
    step: Option<String>,
}

pub(crate) async fn get(
    State(site): State<Site>,
    signed: Signed,
    lang: Lang,
    Path((regime, procedure)): Path<(String, String)>,
    Query(by): Query<By>,
) -> Result<Markup, Failure> {
    site.aside(move |site| {
        let opening = find(site, &signed, &regime, &procedure, by.step.as_deref())?;
        page(site, &signed, &opening, lang, None)
    })
    .await
}

pub(crate) async fn post(
    State(site): State<Site>,
    lang: Lang,
    Path((regime, procedure)): Path<(String, String)>,
    posted: Posted,
) -> Result<Response, Failure> {
    let signed = posted.signed.clone();
    let (posted, opening) = site
        .aside(move |site| {
            let step = posted.text("step");
            let opening = find(site, &posted.signed, &regime, &procedure, step)?;
            Ok((posted, opening))
        })
        .await?;
    let holder: Option<PartyCode> = posted.text("holder").and_then(|code| code.parse().ok());
    let rules = opening.rules().ok_or(Failure::NotFound)?;
    let mut given = given(&posted, rules);
    given.fields.retain(|_, value| !value.is_empty());
    let order = Order::Open {
        regime: opening.regime.clone(),
        procedure: opening.procedure.clone(),
        holder,
        step: opening.step.clone(),
        given,
    };
    let done = open(&site, &signed, posted.text("key"), order).await;
    match done {
        Ok(receipt) => {
            let case = receipt.case.unwrap_or_default();
            Ok(
                Redirect::to(&lang.link(&format!("/desk/{case}?done={}", opening.step)))
                    .into_response(),
            )
        }
        Err(failure) => {
            site.aside(move |site| {
                let status = failure.status();
                let page = page(site, &signed, &opening, lang, Some((&failure, &posted)))?;
                Ok((status, page).into_response())
            })
            .await
        }
    }
}

/// Opens the case. The same form sent twice opens one; under a key that was used
/// for something else, or without one, it is another case.
async fn open(
    site: &Site,
    signed: &Signed,
    key: Option<&str>,
    order: Order,
) -> Result<Receipt, Failure> {
    if let Some(key) = key.filter(|key| !key.is_empty()) {
        let done = carry_out(site, signed, key, None, order.clone()).await;
        if !matches!(
            done,
            Err(Failure::Office(office::failure::Failure::KeyReused(_)))
        ) {
            return done;
        }
    }
    carry_out(site, signed, &super::form_key()?, None, order).await
}

fn find(
    site: &Site,
    signed: &Signed,
    regime: &str,
    procedure: &str,
    step: Option<&str>,
) -> Result<Opening, Failure> {
    let world = site.world()?;
    let found = openings::of(site, signed, &world).into_iter().find(|one| {
        one.regime == regime
            && one.procedure.as_str() == procedure
            && step.is_none_or(|step| one.step.as_str() == step)
    });
    found.ok_or(Failure::NotFound)
}

/// The fields that a step asks for from where the case will stand.
pub(crate) fn wanted<'p>(procedure: &'p Procedure, opening: &'p Step) -> BTreeSet<&'p FieldName> {
    let next = procedure.steps.values().filter(|step| {
        let to = opening.to.as_ref();
        to.is_some_and(|to| step.from.contains(to))
    });
    let asked = next.flat_map(|step| &step.asks);
    opening.asks.iter().chain(asked).collect()
}

fn page(
    site: &Site,
    signed: &Signed,
    opening: &Opening,
    lang: Lang,
    trouble: Option<(&Failure, &Posted)>,
) -> Result<Markup, Failure> {
    let world = site.world()?;
    let procedure = opening.rules().ok_or(Failure::NotFound)?;
    let step = opening.step().ok_or(Failure::NotFound)?;
    let holders = opening.holders(site, signed, &world);
    let holders = holders.ok_or(Failure::NotFound)?;
    let filled = trouble.map_or_else(BTreeMap::new, |(_, posted)| values(posted, procedure));
    let inputs = Inputs {
        lang,
        regime: &opening.edition.regime,
        procedure,
        world: &world,
        values: &filled,
        wanted: &wanted(procedure, step),
        form: "open",
        all_parties: true,
        parties: None,
    };
    let takes: Vec<_> = step
        .takes
        .iter()
        .filter_map(|name| procedure.fields.get_key_value(name))
        .collect();
    let path = format!("/desk/new/{}/{}", opening.regime, opening.procedure);
    let title = lang.of(&step.zh, &step.en);
    let body = html! {
        p.kicker { a href=(lang.link("/desk")) { (say(lang, "desk.title")) } " · " (lang.words(&procedure.head.title)) }
        h1 { (title) }
        p.small { (cite::article(&opening.edition.regime, &step.basis, lang)) }
        @if let Some((failure, _)) = trouble { (refusal(failure, lang)) }
        @if leads_to_a_draft(procedure, step) { p { (say(lang, "open.later")) } }
        form method="post" action=(lang.link(&path)) {
            input type="hidden" name="csrf" value=(csrf::token(signed));
            input type="hidden" name="key" value=(super::form_key()?);
            input type="hidden" name="step" value=(opening.step);
            (holder(&holders, &world, lang))
            (inputs.all(&takes))
            p { button type="submit" { (title) } }
        }
    };
    Ok(framed(signed, &world, lang, title, &path, &body))
}

/// Whether what is opened can be filled in further.
fn leads_to_a_draft(procedure: &Procedure, step: &Step) -> bool {
    let state = step.to.as_ref().and_then(|to| procedure.states.get(to));
    state.is_some_and(|state| state.edit == Editable::All)
}

/// Whom the case is about, where that is to be said.
fn holder(holders: &Holders, world: &World, lang: Lang) -> Markup {
    html! {
        @match holders {
            Holders::Body => {},
            Holders::Among(codes) => div.field {
                label for="holder" { (say(lang, "case.holder")) }
                select id="holder" name="holder" required {
                    @for code in codes { option value=(code) { (party_name(world, code, lang)) } }
                }
            },
            Holders::Many => div.field {
                label for="holder" { (say(lang, "case.holder")) }
                input id="holder" name="holder" required maxlength="64" aria-describedby="holder-hint";
                p.small id="holder-hint" { (say(lang, "open.holder-code")) }
            },
        }
    }
}
