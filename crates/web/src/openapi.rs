//! `/api/v1/openapi.json`: the interface, described from the table of routes.

use axum::Json;
use serde_json::{Value, json};

pub(crate) async fn get() -> Json<Value> {
    Json(document())
}

/// The description (OpenAPI 3.1).
pub fn document() -> Value {
    json!({})
}
