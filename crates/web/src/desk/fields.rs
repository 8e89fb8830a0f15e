//! `POST /desk/{case}/fields`: fills in the form; and the form itself.

use super::case::{At, Trouble, again};
use super::form::{Inputs, PREFIX, values};
use super::list::open_steps;
use crate::api::commands::carry_out;
use crate::csrf::{self, Posted};
use crate::failure::Failure;
use crate::language::Lang;
use crate::present::refusal;
use crate::session::Signed;
use crate::site::Site;
use crate::view::Viewed;
use crate::words::say;
use axum::extract::{Path, State};
use axum::response::{IntoResponse, Redirect, Response};
use case::authorize::authorize_edit;
use case::command::Order;
use case::editable::is_editable;
use case::form::Form;
use case::wording;
use law::form::{Field, FieldKind, When};
use law::name::FieldName;
use law::procedure::Procedure;
use law::step::Step;
use maud::{Markup, html};
use std::collections::BTreeSet;

pub(crate) async fn post(
    State(site): State<Site>,
    lang: Lang,
    Path(case): Path<String>,
    posted: Posted,
) -> Result<Response, Failure> {
    let signed = posted.signed.clone();
    let number = case.clone();
    let (posted, expected, order) = site
        .aside(move |site| {
            let viewed = Viewed::load(site, &posted.signed, &number)?;
            changes(site, &viewed, posted)
        })
        .await?;
    let unchanged = order
        .fields()
        .is_some_and(std::collections::BTreeMap::is_empty);
    let key = super::form_key()?;
    let done = match unchanged {
        true => Ok(()),
        false => carry_out(&site, &signed, &key, expected, order)
            .await
            .map(|_| ()),
    };
    match done {
        Ok(()) => Ok(Redirect::to(&lang.link(&format!("/desk/{case}#form"))).into_response()),
        Err(failure) => {
            site.aside(move |site| {
                let trouble = Trouble {
                    at: At::Fields,
                    failure,
                    posted: Some(&posted),
                };
                again(site, &signed, &case, lang, &trouble)
            })
            .await
        }
    }
}

/// What was changed in the form since it was fetched, and the version of the
/// case that the change rests on. What others changed meanwhile stays: only
/// where both changed the same field the change rests on the old version, and is
/// refused. Of the form nothing else is kept.
fn changes(
    site: &Site,
    viewed: &Viewed,
    mut posted: Posted,
) -> Result<(Posted, Option<u64>, Order), Failure> {
    let case = &viewed.case;
    let seen = posted.text("version").and_then(|text| text.parse().ok());
    let before = match seen {
        Some(seen) if seen < case.version => site.office().case_at(&case.number, seen)?,
        _ => None,
    };
    let was = before.as_ref().unwrap_or(case);
    let mut fields = values(&posted, viewed.rules()?);
    fields.retain(|name, value| match was.fields.get(name) {
        Some(was) => was.to_string() != value.to_string(),
        None => !value.is_empty(),
    });
    let contested = |name: &FieldName| was.fields.get(name) != case.fields.get(name);
    let expected = match fields.keys().any(contested) {
        true => seen,
        false => seen.map(|_| case.version),
    };
    posted.keep(|name| {
        name.strip_prefix(PREFIX)
            .is_some_and(|name| fields.contains_key(name))
    });
    let case = case.number.clone();
    Ok((posted, expected, Order::Fill { case, fields }))
}

/// Whether a condition of the scheme holds for the case as it is.
pub(super) fn applies(viewed: &Viewed, when: Option<&When>) -> bool {
    viewed.procedure().is_some_and(|procedure| {
        let form = Form {
            regime: &viewed.edition.regime,
            procedure,
            world: &viewed.world,
            fields: &viewed.case.fields,
            opened_by: &viewed.case.opened_by,
        };
        form.holds(when)
    })
}

/// Whether the person may change the field now.
fn is_open(viewed: &Viewed, name: &FieldName) -> bool {
    viewed.ground().is_ok_and(|ground| {
        // The body was settled when the case was opened.
        ground.procedure.head.body_field.as_ref() != Some(name)
            && is_editable(ground.procedure, &viewed.case, name.as_str())
            && authorize_edit(ground, &viewed.actor).is_ok()
    })
}

/// Whether a field is of the form as it is filled in from here, not one that a
/// later step brings along.
fn belongs(viewed: &Viewed, procedure: &Procedure, name: &FieldName) -> bool {
    procedure.steps.values().any(|step| {
        let opens = step.from.is_empty() && (step.takes.contains(name) || step.takes.is_empty());
        opens || (step.from.contains(&viewed.case.state) && step.asks.contains(name))
    })
}

/// The fields that some step from here asks for.
fn wanted<'p>(viewed: &Viewed, procedure: &'p Procedure) -> BTreeSet<&'p FieldName> {
    let mut steps: Vec<&Step> = Vec::new();
    for name in open_steps(viewed) {
        steps.extend(procedure.steps.get(name));
    }
    steps.into_iter().flat_map(|step| &step.asks).collect()
}

/// The form: what can be changed as inputs, the rest as text.
pub(super) fn shown(
    viewed: &Viewed,
    signed: &Signed,
    lang: Lang,
    trouble: Option<&Trouble<'_>>,
) -> Markup {
    let Some(procedure) = viewed.procedure() else {
        return html! {};
    };
    let here = trouble.filter(|trouble| trouble.at == At::Fields);
    let fields: Vec<(&FieldName, &Field)> = procedure
        .fields_in_order()
        .into_iter()
        .filter(|(_, field)| viewed.shows(field) && applies(viewed, field.when.as_ref()))
        .filter(|(name, _)| {
            viewed.case.fields.contains_key(*name) || belongs(viewed, procedure, name)
        })
        .collect();
    let (open, closed): (Vec<_>, Vec<_>) = fields
        .into_iter()
        .partition(|(name, field)| !field.is_computed() && is_open(viewed, name));
    let mut filled = viewed.case.fields.clone();
    if let Some(posted) = here.and_then(|trouble| trouble.posted) {
        filled.extend(values(posted, procedure));
    }
    let inputs = Inputs {
        lang,
        regime: &viewed.edition.regime,
        procedure,
        world: &viewed.world,
        values: &filled,
        wanted: &wanted(viewed, procedure),
        form: "fill",
        all_parties: true,
        parties: None,
    };
    html! {
        section id="form" {
            h2 { (say(lang, "case.form")) }
            @if let Some(trouble) = here { (refusal(&trouble.failure, lang)) }
            @if !open.is_empty() {
                form method="post" action=(lang.link(&format!("/desk/{}/fields", viewed.case.number))) {
                    input type="hidden" name="csrf" value=(csrf::token(signed));
                    input type="hidden" name="version" value=(viewed.case.version);
                    (inputs.all(&open))
                    p { button type="submit" { (say(lang, "case.save")) } }
                }
            }
            (plain(viewed, &closed, lang))
        }
    }
}

/// A value as readers write it: a date in words.
fn readable(field: &Field, text: &str, lang: Lang) -> String {
    match (field.kind, text.parse(), text.split_once('T')) {
        (FieldKind::Date, Ok(day), _) => lang.day(day),
        (FieldKind::Moment, Ok(day), Some((_, hour))) => format!("{} {hour}", lang.day(day)),
        _ => text.to_owned(),
    }
}

fn plain(viewed: &Viewed, fields: &[(&FieldName, &Field)], lang: Lang) -> Markup {
    let Some(procedure) = viewed.procedure() else {
        return html! {};
    };
    let form = Form {
        regime: &viewed.edition.regime,
        procedure,
        world: &viewed.world,
        fields: &viewed.case.fields,
        opened_by: &viewed.case.opened_by,
    };
    html! {
        dl {
            @for (name, field) in fields {
                @if let Some(value) = viewed.case.fields.get(*name) {
                    @let words = wording::shown(&form, name, value);
                    dt { (lang.of(&field.zh, &field.en)) }
                    dd { (readable(field, lang.words(&words), lang)) }
                }
            }
        }
    }
}
