//! `/api/v1/reports`: the same by programs, without a token.

use super::{find, open, told};
use crate::api::body::Body;
use crate::desk::sign_in::Place;
use crate::failure::Failure;
use crate::label::status::time;
use crate::site::Site;
use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use case::command::Given;
use case::value::Value as FieldValue;
use law::name::{CheckName, FieldName};
use serde::Deserialize;
use serde_json::{Value, json};
use std::collections::BTreeMap;

/// What opens a case for nobody in particular.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Report {
    regime: String,
    procedure: String,
    fields: BTreeMap<FieldName, FieldValue>,
    #[serde(default)]
    checks: Vec<CheckName>,
}

/// What asks after it.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Asked {
    number: String,
    code: String,
}

pub(crate) async fn post(
    State(site): State<Site>,
    Place(from): Place,
    Body(report): Body<Report>,
) -> Result<(StatusCode, Json<Value>), Failure> {
    let Report {
        regime,
        procedure,
        fields,
        checks,
    } = report;
    let opening = site
        .aside(move |site| find(site, &regime, &procedure))
        .await?;
    let given = Given {
        fields,
        checks,
        ..Given::default()
    };
    let receipt = open(&site, &opening, given, &from).await?;
    let told = json!({"case": receipt.case, "state": receipt.state, "code": receipt.code});
    Ok((StatusCode::CREATED, Json(told)))
}

pub(crate) async fn status(
    State(site): State<Site>,
    Place(from): Place,
    Body(asked): Body<Asked>,
) -> Result<Json<Value>, Failure> {
    let told = told(&site, asked.number, asked.code, from).await?;
    let fields: BTreeMap<String, Value> = told
        .fields
        .iter()
        .map(|(name, title, value)| (name.to_string(), json!({"title": title, "value": value})))
        .collect();
    Ok(Json(
        json!({"case": told.number, "state": told.state, "stands": told.stands,
        "opened_at": time(told.opened), "since": time(told.since), "fields": fields}),
    ))
}
