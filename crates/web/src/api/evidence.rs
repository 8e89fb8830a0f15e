//! `/api/v1/evidence`: what the asker's party keeps, who relies on it, and
//! materials met from it. Consents and ends are orders.

use super::body::{Body, whole};
use super::commands::scoped;
use crate::desk::evidence::listed;
use crate::desk::kept::{self, Wanted};
use crate::desk::{materials, relying};
use crate::failure::Failure;
use crate::session::Signed;
use crate::site::Site;
use axum::Json;
use axum::extract::{Path, Query, Request, State};
use axum::http::HeaderMap;
use office::execute::Receipt;
use serde::Deserialize;
use serde_json::Value;

/// What is said of a document beside its content.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct About {
    title: String,
    issuer: String,
    issued: String,
    until: Option<String>,
}

/// From which evidence a material is met: `EV-1` of the holder, or with a code
/// before it that of another party.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Relying {
    key: String,
    #[serde(default)]
    expected: Option<u64>,
    evidence: String,
}

pub(crate) async fn list(State(site): State<Site>, signed: Signed) -> Result<Json<Value>, Failure> {
    site.aside(move |site| listed(site, &signed).map(Json))
        .await
}

/// Headers as with materials.
pub(crate) async fn put(
    State(site): State<Site>,
    signed: Signed,
    Path(kind): Path<String>,
    Query(about): Query<About>,
    headers: HeaderMap,
    request: Request,
) -> Result<Json<Receipt>, Failure> {
    let header = |name: &str| headers.get(name).and_then(|value| value.to_str().ok());
    let missing = |name: &str| Failure::Input(format!("the header `{name}` is missing"));
    let key = header("idempotency-key").ok_or_else(|| missing("Idempotency-Key"))?;
    let key = scoped(&signed, key)?;
    let name = header("x-file-name").ok_or_else(|| missing("X-File-Name"))?;
    let name = materials::decoded(name);
    let content = whole(request, site.options().upload_bytes).await?;
    let wanted = Wanted {
        kind,
        title: about.title,
        issuer: about.issuer,
        issued: about.issued,
        until: about.until,
        name,
        content: content.to_vec(),
    };
    kept::keep(&site, &signed, key, wanted).await.map(Json)
}

pub(crate) async fn rely(
    State(site): State<Site>,
    signed: Signed,
    Path((case, material)): Path<(String, String)>,
    Body(asked): Body<Relying>,
) -> Result<Json<Receipt>, Failure> {
    let key = scoped(&signed, &asked.key)?;
    let wanted = (case, material, asked.evidence);
    relying::rely(&site, &signed, key, asked.expected, wanted)
        .await
        .map(Json)
}
