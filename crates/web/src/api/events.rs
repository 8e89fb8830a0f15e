//! `GET /api/v1/events/{position}/proof`: a leaf of the log, by its number in
//! the log, and the proof that it is in it. Leaves are public: they hold commitments, not contents.

use crate::failure::Failure;
use crate::site::Site;
use axum::Json;
use axum::extract::{Path, State};
use office::publish::proof_bundle;
use serde_json::{Value, json};

pub(crate) async fn proof(
    State(site): State<Site>,
    Path(position): Path<u64>,
) -> Result<Json<Value>, Failure> {
    site.aside(move |site| {
        if site.office().advanced().borrow().size < position || position == 0 {
            return Err(Failure::NotFound);
        }
        let (leaf, bundle) = proof_bundle(site.office(), position)?;
        Ok(Json(json!({
            "position": position,
            "leaf": leaf,
            "proof": bundle.to_string(),
            "key": site.office().log_key().verifying_key().to_string(),
        })))
    })
    .await
}
