//! Materials that are met from evidence: chosen on the page of a case, and
//! shown there as what they are, good or not.

use super::case::{At, Trouble, again};
use super::evidence::standing;
use super::form_key;
use super::list::party_name;
use crate::api::commands::scoped;
use crate::csrf::{self, Posted};
use crate::failure::Failure;
use crate::language::Lang;
use crate::session::Signed;
use crate::site::Site;
use crate::view::Viewed;
use crate::words::{fill, say};
use axum::extract::{Path, State};
use axum::response::{IntoResponse, Redirect, Response};
use case::authorize::authorize_edit;
use case::command::{Command, Order};
use case::evidence::Cited;
use case::evidence::orders::usable;
use law::form::Material;
use law::name::MaterialName;
use maud::{Markup, html};
use office::execute::Receipt;

/// On whose evidence a material rests, until when, and whether it is good.
pub(super) fn shown(viewed: &Viewed, material: &MaterialName, lang: Lang) -> Markup {
    let Some(cited) = viewed.case.rests_on.get(material) else {
        return html! {};
    };
    let owner = party_name(&viewed.world, &cited.party, lang);
    let number = cited.number.to_string();
    html! {
        p.small {
            (fill(lang, "evidence.rests", &[("number", &number), ("party", &owner)])) " "
            @if let Some(evidence) = viewed.world.evidence(cited) { (standing(evidence, viewed.today, lang)) }
        }
    }
}

/// The evidence from which a material can be met, to choose from.
pub(super) fn choice(
    viewed: &Viewed,
    signed: &Signed,
    name: &MaterialName,
    material: &Material,
    lang: Lang,
) -> Markup {
    let Some(rules) = viewed.procedure() else {
        return html! {};
    };
    let wanted = (&viewed.case.holder, viewed.today);
    let found = usable(
        &viewed.world,
        &viewed.edition.regime,
        rules,
        material,
        wanted,
    );
    let id = format!("evidence-{name}");
    let path = format!("/desk/{}/materials/{name}/evidence", viewed.case.number);
    html! {
        @if !found.is_empty() {
            form.row method="post" action=(lang.link(&path)) {
                input type="hidden" name="csrf" value=(csrf::token(signed));
                label for=(id) { (say(lang, "evidence.choose")) }
                select id=(id) name="evidence" required {
                    @for (cited, evidence) in &found {
                        option value=(cited) { (evidence.kept.title) " (" (party_name(&viewed.world, &cited.party, lang)) ", " (cited.number) ")" }
                    }
                }
                button type="submit" { (say(lang, "case.hand-in")) }
            }
        }
    }
}

/// Meets a material from evidence and records it.
///
/// # Errors
///
/// The office's failure.
pub(crate) async fn rely(
    site: &Site,
    signed: &Signed,
    key: String,
    expected: Option<u64>,
    (case, material, evidence): (String, String, String),
) -> Result<Receipt, Failure> {
    let (asker, actor) = (signed.clone(), signed.actor());
    let order = site
        .aside(move |site| {
            let viewed = Viewed::load(site, &asker, &case)?;
            authorize_edit(viewed.ground()?, &viewed.actor)?;
            let cited = Cited::read(&evidence, &viewed.case.holder);
            let cited = cited.map_err(Failure::Input)?;
            let material = MaterialName(material);
            let office = site.office();
            let supply = office.cite(&viewed.case, &viewed.world, &material, &cited)?;
            Ok(Order::Supply {
                case,
                supplies: vec![supply],
            })
        })
        .await?;
    let command = Command {
        key,
        actor,
        expected,
        order,
    };
    Ok(site.office().execute(command).await?)
}

pub(crate) async fn post(
    State(site): State<Site>,
    lang: Lang,
    Path((case, material)): Path<(String, String)>,
    posted: Posted,
) -> Result<Response, Failure> {
    let signed = posted.signed.clone();
    let evidence = posted.text("evidence").unwrap_or_default().to_owned();
    let key = scoped(&signed, &form_key()?)?;
    let wanted = (case.clone(), material.clone(), evidence);
    match rely(&site, &signed, key, None, wanted).await {
        Ok(_) => Ok(Redirect::to(&lang.link(&format!("/desk/{case}#materials"))).into_response()),
        Err(failure) => {
            site.aside(move |site| {
                let trouble = Trouble {
                    at: At::Material(&material),
                    failure,
                    posted: None,
                };
                again(site, &signed, &case, lang, &trouble)
            })
            .await
        }
    }
}
