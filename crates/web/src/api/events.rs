//! `GET /api/v1/events/{position}/proof`: a leaf of the log and the proof that
//! it is in it. Leaves are public: they hold commitments, not contents.

use crate::failure::Failure;
use crate::site::Site;
use axum::Json;
use axum::extract::{Path, State};
use office::publish::proof_bundle;
use serde_json::{Value, json};
use store::row::bind;
use store::statements as sql;

pub(crate) async fn proof(
    State(site): State<Site>,
    Path(position): Path<u64>,
) -> Result<Json<Value>, Failure> {
    site.aside(move |site| {
        if site.office().advanced().borrow().position < position || position == 0 {
            return Err(Failure::NotFound);
        }
        let bundle = proof_bundle(site.office(), position)?;
        let rows = site
            .office()
            .read(bind(sql::EVENT_CHAIN_AT, [position.into()]))?;
        let leaf = rows.first().ok_or(Failure::NotFound)?.text(1).to_owned();
        Ok(Json(json!({
            "position": position,
            "leaf": leaf,
            "proof": bundle.to_string(),
            "key": site.office().log_key().verifying_key().to_string(),
        })))
    })
    .await
}
