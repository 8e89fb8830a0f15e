//! `POST /desk/{case}/steps/{step}`: takes a step; and the forms of all steps
//! that the person may take now.

use super::case::{At, Trouble, again};
use super::form::{Inputs, values};
use super::list::open_steps;
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
use case::command::{Given, Order};
use law::name::{FieldName, StepName};
use law::procedure::Procedure;
use law::step::Step;
use maud::{Markup, html};

pub(crate) async fn post(
    State(site): State<Site>,
    lang: Lang,
    Path((case, step)): Path<(String, String)>,
    posted: Posted,
) -> Result<Response, Failure> {
    let signed = posted.signed.clone();
    let (number, name) = (case.clone(), StepName(step));
    let taken = name.clone();
    let (posted, order) = site
        .aside(move |site| {
            let viewed = Viewed::approach(site, &posted.signed, &number)?;
            let given = given(&posted, viewed.rules()?);
            Ok((
                posted,
                Order::Step {
                    case: number,
                    step: taken,
                    given,
                },
            ))
        })
        .await?;
    let expected = posted
        .text("version")
        .and_then(|version| version.parse().ok());
    let key = super::form_key()?;
    match carry_out(&site, &signed, &key, expected, order).await {
        Ok(_) => Ok(Redirect::to(&lang.link(&format!("/desk/{case}?done={name}"))).into_response()),
        Err(failure) => {
            site.aside(move |site| {
                let trouble = Trouble {
                    at: At::Step(&name),
                    failure,
                    posted: Some(&posted),
                };
                again(site, &signed, &case, lang, &trouble)
            })
            .await
        }
    }
}

/// What a form gives a step.
pub(super) fn given(posted: &Posted, procedure: &Procedure) -> Given {
    let reasons = posted
        .text("reasons")
        .map(|text| text.replace("\r\n", "\n"));
    Given {
        fields: values(posted, procedure),
        grounds: posted.all("ground").map(Into::into).collect(),
        reasons: reasons.filter(|reasons| !reasons.trim().is_empty()),
        checks: posted.all("check").map(Into::into).collect(),
        statement: posted.text("statement").is_some(),
        list: posted.all("list").map(str::to_owned).collect(),
    }
}

/// The one step of somebody at the door: no version is told and none asked.
pub(super) fn at_the_door(
    viewed: &Viewed,
    signed: &Signed,
    procedure: &Procedure,
    name: &StepName,
    step: &Step,
    lang: Lang,
    trouble: Option<&Trouble<'_>>,
) -> Markup {
    let here = trouble.filter(|trouble| trouble.at == At::Step(name));
    html! {
        p.small { (cite::article(&viewed.edition.regime, &step.basis, lang)) }
        @if let Some(trouble) = here { (refusal(&trouble.failure, lang)) }
        form method="post" action=(lang.link(&format!("/desk/{}/steps/{name}", viewed.case.number))) {
            input type="hidden" name="csrf" value=(csrf::token(signed));
            (asked(viewed, procedure, name, step, lang, here))
            p { button type="submit" { (lang.of(&step.zh, &step.en)) } }
        }
    }
}

/// The steps, each as a plain form.
pub(super) fn shown(
    viewed: &Viewed,
    signed: &Signed,
    lang: Lang,
    trouble: Option<&Trouble<'_>>,
) -> Markup {
    let Some(procedure) = viewed.procedure() else {
        return html! {};
    };
    let steps = open_steps(viewed);
    let only = steps.len() == 1;
    html! {
        section id="steps" {
            h2 { (say(lang, "case.steps")) }
            @if steps.is_empty() { p { (say(lang, "case.no-steps")) } }
            @for name in &steps {
                @if let Some(step) = procedure.steps.get(*name) {
                    @let here = trouble.filter(|trouble| trouble.at == At::Step(name));
                    (one(viewed, signed, procedure, name, step, lang, here, only))
                }
            }
            // The step is gone that was tried: what came of it is told all the same.
            @if let Some(lost) = trouble.filter(|trouble| matches!(trouble.at, At::Step(name) if !steps.contains(&name))) {
                (refusal(&lost.failure, lang))
            }
        }
    }
}

#[allow(
    clippy::too_many_arguments,
    reason = "each is a thing of its own on the page"
)]
fn one(
    viewed: &Viewed,
    signed: &Signed,
    procedure: &Procedure,
    name: &StepName,
    step: &Step,
    lang: Lang,
    here: Option<&Trouble<'_>>,
    only: bool,
) -> Markup {
    let lacking = missing(viewed, procedure, step, lang);
    let action = lang.link(&format!("/desk/{}/steps/{name}", viewed.case.number));
    html! {
        details.step open[only || here.is_some()] {
            summary {
                (lang.of(&step.zh, &step.en))
                @if !lacking.is_empty() { " " span.tag.warn { (fill(lang, "case.lacking", &[("count", &lacking.len().to_string())])) } }
            }
            p.small { (cite::article(&viewed.edition.regime, &step.basis, lang)) }
            @if let Some(trouble) = here { (refusal(&trouble.failure, lang)) }
            @if !lacking.is_empty() {
                p.note.warn { "! " (fill(lang, "case.missing", &[("what", &lacking.join(lang.of("、", ", ")))])) }
            }
            form method="post" action=(action) {
                input type="hidden" name="csrf" value=(csrf::token(signed));
                input type="hidden" name="version" value=(viewed.case.version);
                (asked(viewed, procedure, name, step, lang, here))
                p { button type="submit" { (lang.of(&step.zh, &step.en)) } }
            }
        }
    }
}

/// The fields and materials that the step still lacks.
fn missing<'s>(
    viewed: &Viewed,
    procedure: &'s Procedure,
    step: &'s Step,
    lang: Lang,
) -> Vec<&'s str> {
    let applies = |when| super::fields::applies(viewed, when);
    let fields = step.asks.iter().filter_map(|name| {
        let field = procedure.fields.get(name)?;
        let filled = viewed.case.fields.contains_key(name)
            || step.takes.contains(name)
            || field.is_computed();
        (!filled && applies(field.when.as_ref())).then(|| lang.of(&field.zh, &field.en))
    });
    let supplied = |group: &str| {
        let mut others = procedure
            .materials
            .iter()
            .filter(|(_, other)| other.either.as_deref() == Some(group));
        others.any(|(name, _)| viewed.case.documents.contains_key(name))
    };
    let materials = step.needs.iter().filter_map(|name| {
        let material = procedure.materials.get(name)?;
        let there = viewed.case.documents.contains_key(name)
            || material.either.as_deref().is_some_and(supplied);
        (!there && applies(material.when.as_ref())).then(|| lang.of(&material.zh, &material.en))
    });
    fields.chain(materials).collect()
}

/// What the form of a step asks for.
fn asked(
    viewed: &Viewed,
    procedure: &Procedure,
    name: &StepName,
    step: &Step,
    lang: Lang,
    here: Option<&Trouble<'_>>,
) -> Markup {
    let posted = here.and_then(|trouble| trouble.posted);
    // What stands on the form is not for somebody at the door.
    let mut filled = match viewed.door() {
        None => viewed.case.fields.clone(),
        Some(_) => std::collections::BTreeMap::new(),
    };
    if let Some(posted) = posted {
        filled.extend(values(posted, procedure));
    }
    let inputs = Inputs {
        lang,
        regime: &viewed.edition.regime,
        procedure,
        world: &viewed.world,
        values: &filled,
        wanted: &step.asks.iter().collect(),
        form: name.as_str(),
        all_parties: true,
        parties: None,
    };
    let takes: Vec<(&FieldName, &law::form::Field)> = step
        .takes
        .iter()
        .filter_map(|name| procedure.fields.get_key_value(name))
        .collect();
    let grounds = step.grounds.iter().filter_map(|name| {
        let ground = procedure.grounds.get(name)?;
        Some((name.as_str(), lang.of(&ground.zh, &ground.en)))
    });
    let checks = step.checks.iter().filter_map(|name| {
        let check = procedure.checks.get(name)?;
        Some((name.as_str(), lang.of(&check.zh, &check.en)))
    });
    let wants_reasons = |name| {
        procedure
            .grounds
            .get(name)
            .is_some_and(|ground| ground.reasons)
    };
    let mut actors = viewed.edition.regime.actors.values();
    let stated = match actors.any(|actor| actor.after.as_ref() == Some(name)) {
        true => say(lang, "case.undertaking"),
        false => say(lang, "case.statement"),
    };
    let reasons_id = format!("{name}-reasons");
    html! {
        (inputs.all(&takes))
        (ticks("ground", say(lang, "case.grounds"), grounds.collect(), posted))
        @if step.lists { (ticks("list", say(lang, "case.list"), listable(viewed, procedure, lang), posted)) }
        @if step.reasons || step.grounds.iter().any(wants_reasons) {
            div.field {
                label for=(reasons_id) { (say(lang, "case.reasons")) }
                textarea id=(reasons_id) name="reasons" rows="4" { (posted.and_then(|posted| posted.text("reasons")).unwrap_or_default()) }
            }
        }
        (ticks("check", say(lang, "case.checks"), checks.collect(), posted))
        @if step.statement { (tick("statement", "yes", stated, posted)) }
    }
}

/// The fields and materials that a correction list can name.
fn listable<'v>(viewed: &Viewed, procedure: &'v Procedure, lang: Lang) -> Vec<(&'v str, &'v str)> {
    let fields = procedure.fields_in_order().into_iter();
    let fields = fields
        .filter(|(_, field)| viewed.shows(field))
        .map(|(name, field)| (name.as_str(), lang.of(&field.zh, &field.en)));
    let materials = procedure.materials_in_order().into_iter();
    let materials =
        materials.map(|(name, material)| (name.as_str(), lang.of(&material.zh, &material.en)));
    fields.chain(materials).collect()
}

fn ticks(key: &str, legend: &str, options: Vec<(&str, &str)>, posted: Option<&Posted>) -> Markup {
    html! {
        @if !options.is_empty() {
            fieldset {
                legend { (legend) }
                @for (value, words) in options { (tick(key, value, words, posted)) }
            }
        }
    }
}

fn tick(key: &str, value: &str, words: &str, posted: Option<&Posted>) -> Markup {
    let ticked = posted.is_some_and(|posted| posted.all(key).any(|ticked| ticked == value));
    html! {
        label.tick { input type="checkbox" name=(key) value=(value) checked[ticked]; " " (words) }
    }
}
