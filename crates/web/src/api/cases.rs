//! `/api/v1/cases`: the cases that the asker may see, and what can be done
//! with them.

use super::body::Body;
use super::commands::carry_out;
use crate::desk::list;
use crate::desk::opinions::rounds;
use crate::failure::Failure;
use crate::label::status::time;
use crate::session::Signed;
use crate::site::Site;
use crate::view::Viewed;
use axum::Json;
use axum::extract::{Path, Query, State};
use axum::http::StatusCode;
use case::command::{Given, Order};
use case::event::{CaseAct, HoldAct, View, What};
use case::value::Value as FieldValue;
use law::identity::PartyCode;
use law::name::{FieldName, ProcedureName, StepName};
use office::execute::Receipt;
use serde::Deserialize;
use serde_json::{Value, json};
use std::collections::BTreeMap;

/// What opens a case.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Opening {
    key: String,
    regime: String,
    procedure: ProcedureName,
    #[serde(default)]
    holder: Option<PartyCode>,
    step: StepName,
    #[serde(default)]
    given: Given,
}

/// Where a page of cases begins, and how long it is.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Sealed {
    before: Option<String>,
    limit: Option<u16>,
}

/// What fills in the form.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Filling {
    key: String,
    #[serde(default)]
    expected: Option<u64>,
    fields: BTreeMap<FieldName, FieldValue>,
}

/// What a step is taken with.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Stepping {
    key: String,
    #[serde(default)]
    expected: Option<u64>,
    #[serde(default)]
    given: Given,
}

pub(crate) async fn open(
    State(site): State<Site>,
    signed: Signed,
    Body(opening): Body<Opening>,
) -> Result<(StatusCode, Json<Receipt>), Failure> {
    let Opening {
        key,
        regime,
        procedure,
        holder,
        step,
        given,
    } = opening;
    let order = Order::Open {
        regime,
        procedure,
        holder,
        step,
        given,
    };
    let receipt = carry_out(&site, &signed, &key, None, order).await?;
    Ok((StatusCode::CREATED, Json(receipt)))
}

pub(crate) async fn fill(
    State(site): State<Site>,
    signed: Signed,
    Path(case): Path<String>,
    Body(filling): Body<Filling>,
) -> Result<Json<Receipt>, Failure> {
    let order = Order::Fill {
        case,
        fields: filling.fields,
    };
    carry_out(&site, &signed, &filling.key, filling.expected, order)
        .await
        .map(Json)
}

pub(crate) async fn step(
    State(site): State<Site>,
    signed: Signed,
    Path((case, step)): Path<(String, String)>,
    Body(stepping): Body<Stepping>,
) -> Result<Json<Receipt>, Failure> {
    let order = Order::Step {
        case,
        step: StepName(step),
        given: stepping.given,
    };
    carry_out(&site, &signed, &stepping.key, stepping.expected, order)
        .await
        .map(Json)
}

pub(crate) async fn get(
    State(site): State<Site>,
    signed: Signed,
    Path(case): Path<String>,
) -> Result<Json<Value>, Failure> {
    site.aside(move |site| {
        let viewed = Viewed::load(site, &signed, &case)?;
        viewed.note(site, View::Answer)?;
        Ok(Json(whole(&viewed)))
    })
    .await
}

pub(crate) async fn list(
    State(site): State<Site>,
    signed: Signed,
    Query(page): Query<Sealed>,
) -> Result<Json<Value>, Failure> {
    site.aside(move |site| {
        let limit = i64::from(page.limit.unwrap_or(50).clamp(1, 200));
        let found = list::find(site, &signed, page.before.as_deref(), limit)?;
        let cases: Vec<Value> = found.cases.iter().map(line).collect();
        Ok(Json(json!({"cases": cases, "next": found.next})))
    })
    .await
}

pub(crate) async fn events(
    State(site): State<Site>,
    signed: Signed,
    Path(case): Path<String>,
) -> Result<Json<Value>, Failure> {
    site.aside(move |site| {
        let viewed = Viewed::load(site, &signed, &case)?;
        viewed.note(site, View::Answer)?;
        let history = site.office().history(&viewed.case.number)?;
        let events: Vec<Value> = history
            .iter()
            .filter_map(|(position, event)| {
                let What::Case(act) = &event.event else { return None };
                let (what, step) = match act {
                    CaseAct::Opened { step, .. } => ("opened", Some(step)),
                    CaseAct::Stepped(stepped) => ("stepped", Some(&stepped.step)),
                    CaseAct::Opined(given) => ("opined", Some(&given.step)),
                    CaseAct::Signed { step, .. } => ("signed", Some(step)),
                    CaseAct::Filled { .. } => ("filled", None),
                    CaseAct::Supplied { .. } => ("supplied", None),
                    CaseAct::Reminded { .. } => ("reminded", None),
                    CaseAct::Recalculated { .. } => ("recalculated", None),
                    // What the body does about its files is its own.
                    CaseAct::Hold(_) | CaseAct::DisposalProposed { .. } if !viewed.of_body => return None,
                    CaseAct::Hold(HoldAct::Put { .. }) => ("put-on-hold", None),
                    CaseAct::Hold(HoldAct::Lifted { .. }) => ("hold-lifted", None),
                    CaseAct::DisposalProposed { .. } => ("disposal-proposed", None),
                    CaseAct::Disposed { .. } => ("disposed", None),
                };
                Some(json!({"position": position, "at": time(event.at), "version": event.version, "what": what,
                    "step": step, "capacity": event.who.capacity}))
            })
            .collect();
        Ok(Json(json!({"case": viewed.case.number, "events": events})))
    })
    .await
}

fn line(viewed: &Viewed) -> Value {
    let case = &viewed.case;
    let due = case.running().first().map(|(name, clock)| {
        json!({"deadline": name, "last_day": clock.due, "over_at": time(clock.end), "provisional": clock.provisional})
    });
    json!({
        "number": case.number,
        "edition": case.edition,
        "procedure": case.procedure,
        "holder": case.holder,
        "body": case.body,
        "state": case.state,
        "version": case.version,
        "opened_at": time(case.opened_at),
        "since": time(case.since),
        "label": case.label,
        "due": due,
    })
}

/// Only what is named here leaves the house (T-AUZ-04).
fn whole(viewed: &Viewed) -> Value {
    let case = &viewed.case;
    let fields: BTreeMap<_, _> = viewed.fields().collect();
    let clocks: Vec<Value> = case
        .clocks
        .iter()
        .map(|(name, clock)| {
            json!({"deadline": name, "state": clock.state, "start": time(clock.start), "term": clock.term,
                "last_day": clock.due, "over_at": time(clock.end), "provisional": clock.provisional})
        })
        .collect();
    let entry = case.entry.as_ref().map(|entry| {
        json!({"number": entry.number, "status": entry.status, "since": time(entry.since), "until": entry.until})
    });
    let mut value = line(viewed);
    if let Some(map) = value.as_object_mut() {
        map.insert("fields".into(), json!(fields));
        map.insert("documents".into(), json!(case.documents));
        map.insert("findings".into(), json!(case.findings));
        map.insert("listed".into(), json!(case.listed));
        map.insert("deadlines".into(), json!(clocks));
        map.insert("entry".into(), json!(entry));
        map.insert("opinions".into(), opinions(viewed));
        map.insert("steps".into(), json!(list::open_steps(viewed)));
        if viewed.of_body {
            map.insert("drawn".into(), json!(case.drawn));
        }
    }
    value
}

/// The opinions of each round: how many are in, and those that the asker may
/// read.
fn opinions(viewed: &Viewed) -> Value {
    let rounds = rounds(viewed).into_iter().map(|round| {
        let given: Vec<Value> = round
            .shown
            .iter()
            .map(|one| {
                json!({"party": one.held.party, "capacity": round.rule.actor, "at": time(one.held.at), "own": one.own,
                    "fields": one.fields, "reasons": one.reasons})
            })
            .collect();
        let told = json!({"in": round.given, "quorum": round.rule.quorum, "open": round.open, "given": given});
        (round.name.to_string(), told)
    });
    Value::Object(rounds.collect())
}
