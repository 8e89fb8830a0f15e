//! `GET /api/v1/me`: who asks, and for which party.

use crate::session::Signed;
use axum::Json;
use serde_json::{Value, json};

pub(crate) async fn get(signed: Signed) -> Json<Value> {
    let session = &signed.session;
    Json(json!({"person": session.person, "party": session.party, "name": session.name}))
}
