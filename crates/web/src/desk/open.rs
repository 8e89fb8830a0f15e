//! `/desk/new/{regime}/{procedure}`: opens a case.

use super::form::{Inputs, values};
use super::list::{framed, openings, party_name};
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
use axum::extract::{Path, State};
use axum::response::{IntoResponse, Redirect, Response};
use case::command::Order;
use law::identity::PartyCode;
use law::library::Edition;
use law::name::{FieldName, ProcedureName, StepName};
use law::procedure::Procedure;
use law::step::Step;
use maud::{Markup, html};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// What can be opened, and by which step for whom.
struct Opening {
    edition: Arc<Edition>,
    regime: String,
    procedure: ProcedureName,
    step: StepName,
    holders: Vec<PartyCode>,
}

pub(crate) async fn get(
    State(site): State<Site>,
    signed: Signed,
    lang: Lang,
    Path((regime, procedure)): Path<(String, String)>,
) -> Result<Markup, Failure> {
    site.aside(move |site| {
        let opening = find(site, &signed, &regime, &procedure)?;
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
            let opening = find(site, &posted.signed, &regime, &procedure)?;
            Ok((posted, opening))
        })
        .await?;
    let holder: Option<PartyCode> = posted.text("holder").and_then(|code| code.parse().ok());
    let rules = opening
        .edition
        .procedure(&opening.procedure)
        .ok_or(Failure::NotFound)?;
    let mut given = given(&posted, rules);
    given.fields.retain(|_, value| !value.is_empty());
    let order = Order::Open {
        regime: opening.regime.clone(),
        procedure: opening.procedure.clone(),
        holder,
        step: opening.step.clone(),
        given,
    };
    let key = super::form_key()?;
    match carry_out(&site, &signed, &key, None, order).await {
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

fn find(site: &Site, signed: &Signed, regime: &str, procedure: &str) -> Result<Opening, Failure> {
    let world = site.world()?;
    let found = openings(site, signed, &world)
        .into_iter()
        .find(|(id, name, ..)| id == regime && name.as_str() == procedure);
    let (regime, procedure, step, holders) = found.ok_or(Failure::NotFound)?;
    let mut editions = site.office().library().all();
    let edition = editions.find(|(id, edition)| {
        let today = crate::view::today(&world, edition, site);
        let in_force = site.office().library().in_force(&regime, today);
        in_force.is_some_and(|(in_force, _)| in_force == *id)
    });
    let (_, edition) = edition.ok_or(Failure::NotFound)?;
    Ok(Opening {
        edition: edition.clone(),
        regime,
        procedure,
        step,
        holders,
    })
}

/// The fields that a step asks for from where the case will stand.
fn wanted<'p>(procedure: &'p Procedure, opening: &'p Step) -> BTreeSet<&'p FieldName> {
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
    let procedure = opening
        .edition
        .procedure(&opening.procedure)
        .ok_or(Failure::NotFound)?;
    let step = procedure
        .steps
        .get(&opening.step)
        .ok_or(Failure::NotFound)?;
    let filled = trouble.map_or_else(BTreeMap::new, |(_, posted)| values(posted, procedure));
    let inputs = Inputs {
        lang,
        regime: &opening.edition.regime,
        procedure,
        world: &world,
        values: &filled,
        wanted: &wanted(procedure, step),
        form: "open",
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
        p { (say(lang, "open.later")) }
        form method="post" action=(lang.link(&path)) {
            input type="hidden" name="csrf" value=(csrf::token(signed));
            div.field {
                label for="holder" { (say(lang, "case.holder")) }
                select id="holder" name="holder" required {
                    @for holder in &opening.holders { option value=(holder) { (party_name(&world, holder, lang)) } }
                }
            }
            (inputs.all(&takes))
            p { button type="submit" { (title) } }
        }
    };
    Ok(framed(signed, &world, lang, title, &path, &body))
}
