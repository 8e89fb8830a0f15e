//! `GET /api/v1/retention`: the files that the asker's body keeps.

use crate::desk::retention::{Asked, find};
use crate::failure::Failure;
use crate::session::Signed;
use crate::site::Site;
use axum::Json;
use axum::extract::{Query, State};
use serde_json::{Value, json};

pub(crate) async fn list(
    State(site): State<Site>,
    signed: Signed,
    Query(asked): Query<Asked>,
) -> Result<Json<Value>, Failure> {
    site.aside(move |site| {
        let found = find(site, &signed, &asked)?;
        let files: Vec<_> = found.files.into_iter().map(|(_, file)| file).collect();
        Ok(Json(
            json!({"show": found.which.word(), "files": files, "next": found.next}),
        ))
    })
    .await
}
