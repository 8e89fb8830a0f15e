//! `/api/v1/cases/{case}/materials/{material}`: hands a material in, or reads
//! it back.

use super::body::whole;
use super::commands::scoped;
use crate::desk::materials::{self, File};
use crate::failure::Failure;
use crate::session::Signed;
use crate::site::Site;
use axum::Json;
use axum::extract::{Path, Request, State};
use axum::http::HeaderMap;
use axum::response::Response;
use office::execute::Receipt;

pub(crate) async fn get(
    State(site): State<Site>,
    signed: Signed,
    Path((case, material)): Path<(String, String)>,
) -> Result<Response, Failure> {
    materials::read(&site, signed, case, material).await
}

/// The file's name comes in `X-File-Name`, percent-encoded where it is not
/// ASCII; the command's key in `Idempotency-Key`.
pub(crate) async fn put(
    State(site): State<Site>,
    signed: Signed,
    Path((case, material)): Path<(String, String)>,
    headers: HeaderMap,
    request: Request,
) -> Result<Json<Receipt>, Failure> {
    let header = |name: &str| headers.get(name).and_then(|value| value.to_str().ok());
    let key = header("idempotency-key").ok_or_else(|| missing("Idempotency-Key"))?;
    let key = scoped(&signed, key)?;
    let name = header("x-file-name").ok_or_else(|| missing("X-File-Name"))?;
    let name = materials::decoded(name);
    let limit = materials::limit(&site, &signed, &case, &material).await?;
    let content = whole(request, limit).await?;
    let file = File {
        case,
        material,
        name,
        content,
    };
    materials::hand_in(&site, &signed, key, file)
        .await
        .map(Json)
}

fn missing(header: &str) -> Failure {
    Failure::Input(format!("the header `{header}` is missing"))
}
