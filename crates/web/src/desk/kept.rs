//! What a person does with the evidence of its party: keep it, consent to its
//! use, withdraw that, end it. Parses forms; the record decides.

use super::evidence::page;
use super::form_key;
use super::upload;
use crate::api::commands::scoped;
use crate::csrf::{self, Posted};
use crate::failure::Failure;
use crate::language::Lang;
use crate::session::Signed;
use crate::site::Site;
use axum::extract::multipart::MultipartError;
use axum::extract::{Multipart, Path, State};
use axum::response::{IntoResponse, Redirect, Response};
use case::command::{Command, Order};
use case::evidence::{Consent, End, EndCause, EvidenceNumber, Kept, Purpose, Relier};
use jiff::civil::Date;
use office::execute::Receipt;
use std::collections::BTreeMap;

/// What did not work, and with which piece of evidence; none: a new one.
pub(super) struct Trouble {
    pub(super) at: Option<EvidenceNumber>,
    pub(super) failure: Failure,
}

/// A document that a party wants to keep.
#[derive(Debug)]
pub(crate) struct Wanted {
    pub(crate) kind: String,
    pub(crate) title: String,
    pub(crate) issuer: String,
    pub(crate) issued: String,
    pub(crate) until: Option<String>,
    pub(crate) name: String,
    pub(crate) content: Vec<u8>,
}

pub(crate) async fn add(
    State(site): State<Site>,
    signed: Signed,
    lang: Lang,
    mut parts: Multipart,
) -> Result<Response, Failure> {
    let wanted = read(&site, &signed, &mut parts).await?;
    let key = scoped(&signed, &form_key()?)?;
    let came = keep(&site, &signed, key, wanted).await;
    answered(site, signed, lang, None, came).await
}

/// The fields of the form and, last, its file.
async fn read(site: &Site, signed: &Signed, parts: &mut Multipart) -> Result<Wanted, Failure> {
    let broken = |error: MultipartError| upload::broken(&error);
    let mut texts: BTreeMap<String, String> = BTreeMap::new();
    while let Some(field) = parts.next_field().await.map_err(broken)? {
        let name = field.name().unwrap_or_default().to_owned();
        if name != "file" {
            texts.insert(name, field.text().await.map_err(broken)?);
            continue;
        }
        csrf::check(signed, texts.get("csrf").map_or("", String::as_str))?;
        let file = field.file_name().unwrap_or_default().to_owned();
        let content = upload::content(field, site.options().upload_bytes).await?;
        let mut take = |name: &str| texts.remove(name).unwrap_or_default();
        return Ok(Wanted {
            kind: take("kind"),
            title: take("title"),
            issuer: take("issuer"),
            issued: take("issued"),
            until: Some(take("until")),
            name: file,
            content,
        });
    }
    csrf::check(signed, texts.get("csrf").map_or("", String::as_str))?;
    Err(upload::missing())
}

/// Looks at a document, keeps its content and puts it on record.
///
/// # Errors
///
/// What is wrong with it, or the office's failure.
pub(crate) async fn keep(
    site: &Site,
    signed: &Signed,
    key: String,
    wanted: Wanted,
) -> Result<Receipt, Failure> {
    let (asker, actor) = (signed.clone(), signed.actor());
    let order = site
        .aside(move |site| {
            let session = &asker.session;
            let world = site.world()?;
            let party = world.party(&session.party);
            // Nobody else's content is even looked at (T-AUZ-06).
            let confirmed = party.and_then(|party| party.confirmed(&session.person));
            confirmed.ok_or(Failure::NotFound)?;
            let kind = wanted.kind.as_str().into();
            let document = site
                .office()
                .take_in_evidence(&kind, &wanted.name, &wanted.content)?;
            let kept = Kept {
                kind,
                title: wanted.title,
                document,
                issuer: wanted.issuer,
                issued: day(&wanted.issued)?,
                until: last_day(wanted.until.as_deref())?,
            };
            Ok(Order::KeepEvidence {
                party: session.party.clone(),
                kept,
            })
        })
        .await?;
    ask(site, actor, key, order).await
}

pub(crate) async fn consent(
    State(site): State<Site>,
    lang: Lang,
    Path(number): Path<String>,
    posted: Posted,
) -> Result<Response, Failure> {
    let order = purpose(&posted).and_then(|purpose| {
        let consent = Consent {
            purpose,
            until: last_day(posted.text("until"))?,
        };
        Ok(Order::ConsentToEvidence {
            party: posted.signed.session.party.clone(),
            evidence: EvidenceNumber(number.clone()),
            consent,
        })
    });
    changed(site, posted.signed, lang, number, order).await
}

pub(crate) async fn withdraw(
    State(site): State<Site>,
    lang: Lang,
    Path(number): Path<String>,
    posted: Posted,
) -> Result<Response, Failure> {
    let order = purpose(&posted).map(|purpose| Order::WithdrawConsent {
        party: posted.signed.session.party.clone(),
        evidence: EvidenceNumber(number.clone()),
        purpose,
    });
    changed(site, posted.signed, lang, number, order).await
}

pub(crate) async fn end(
    State(site): State<Site>,
    lang: Lang,
    Path(number): Path<String>,
    posted: Posted,
) -> Result<Response, Failure> {
    let order = day(posted.text("from").unwrap_or_default()).map(|from| Order::EndEvidence {
        party: posted.signed.session.party.clone(),
        evidence: EvidenceNumber(number.clone()),
        end: End {
            from,
            cause: EndCause::Withdrawn,
            reason: posted.text("reason").unwrap_or_default().to_owned(),
        },
    });
    changed(site, posted.signed, lang, number, order).await
}

async fn changed(
    site: Site,
    signed: Signed,
    lang: Lang,
    number: String,
    order: Result<Order, Failure>,
) -> Result<Response, Failure> {
    let came = match order {
        Ok(order) => {
            let key = scoped(&signed, &form_key()?)?;
            ask(&site, signed.actor(), key, order).await
        }
        Err(failure) => Err(failure),
    };
    answered(site, signed, lang, Some(EvidenceNumber(number)), came).await
}

async fn ask(
    site: &Site,
    actor: case::command::Actor,
    key: String,
    order: Order,
) -> Result<Receipt, Failure> {
    let command = Command {
        key,
        actor,
        expected: None,
        order,
    };
    Ok(site.office().execute(command).await?)
}

async fn answered(
    site: Site,
    signed: Signed,
    lang: Lang,
    at: Option<EvidenceNumber>,
    came: Result<Receipt, Failure>,
) -> Result<Response, Failure> {
    let Err(failure) = came else {
        return Ok(Redirect::to(&lang.link("/desk/evidence")).into_response());
    };
    site.aside(move |site| {
        let status = failure.status();
        let trouble = Trouble { at, failure };
        let page = page(site, &signed, lang, Some(&trouble))?;
        Ok((status, page).into_response())
    })
    .await
}

/// `label/filing` or `label/`, and whose cases.
fn purpose(posted: &Posted) -> Result<Purpose, Failure> {
    let wrong = || Failure::Input("the use is written REGIME/PROCEDURE".into());
    let (regime, procedure) = posted
        .text("use")
        .and_then(|text| text.split_once('/'))
        .ok_or_else(wrong)?;
    let code = |text: &str| {
        let code = text.parse();
        code.map_err(|error: law::identity::CodeError| Failure::Input(error.to_string()))
    };
    let relier = match posted.text("relier").unwrap_or("own") {
        "own" => Relier::Own,
        "anyone" => Relier::Anyone,
        "party" => Relier::Party(code(posted.text("party").unwrap_or_default())?),
        text => Relier::Party(code(text)?),
    };
    Ok(Purpose {
        regime: regime.to_owned(),
        procedure: Some(procedure)
            .filter(|name| !name.is_empty())
            .map(Into::into),
        relier,
    })
}

fn day(text: &str) -> Result<Date, Failure> {
    let day = text.trim().parse();
    day.map_err(|_| Failure::Input(format!("`{text}` is not a day, such as 2026-07-01")))
}

fn last_day(text: Option<&str>) -> Result<Option<Date>, Failure> {
    let text = text.map(str::trim).filter(|text| !text.is_empty());
    text.map(day).transpose()
}
