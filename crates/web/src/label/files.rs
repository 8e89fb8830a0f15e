//! Documents, to be saved: a file is never shown as a page of ours.

use super::entry::Entry;
use crate::failure::Failure;
use crate::site::Site;
use axum::http::{HeaderValue, header};
use axum::response::{IntoResponse, Response};
use case::retention;
use law::form::Words;
use law::name::MaterialName;
use std::collections::BTreeMap;

/// The document of an entry that the register offers under this name.
///
/// # Errors
///
/// [`Failure::NotFound`] for what the register does not offer.
pub fn offered(site: &Site, number: &str, material: &str) -> Result<Response, Failure> {
    let entry = Entry::read(site, number)?.ok_or(Failure::NotFound)?;
    let download = entry
        .facts
        .downloads
        .iter()
        .find(|download| download.name.as_str() == material);
    let download = download.ok_or(Failure::NotFound)?;
    if let Some(words) = gone(site, &entry)?.remove(&download.name) {
        return Err(Failure::Gone(Box::new(words)));
    }
    let content = site
        .office()
        .blobs()
        .read(&download.sha256)?
        .ok_or(Failure::NotFound)?;
    attachment(&format!("{number}-{material}"), &download.kind, content)
}

/// The documents of an entry that were disposed of, and how.
///
/// # Errors
///
/// A failure of the store.
pub(super) fn gone(site: &Site, entry: &Entry) -> Result<BTreeMap<MaterialName, Words>, Failure> {
    let case = site.office().case(&entry.case)?;
    let (regime, calendar) = (&entry.edition.regime, &entry.calendar);
    let told = entry.facts.downloads.iter().filter_map(|download| {
        let gone = case.as_ref()?.gone(&download.sha256)?;
        let words = retention::gone(gone, regime, calendar);
        Some((download.name.clone(), words))
    });
    Ok(told.collect())
}

/// A content as a file to be saved, with the type that was found in it.
///
/// # Errors
///
/// [`Failure::Broken`] if its name cannot stand in a header.
pub(crate) fn attachment(name: &str, kind: &str, content: Vec<u8>) -> Result<Response, Failure> {
    let of = match kind {
        "pdf" => "application/pdf",
        "png" => "image/png",
        "jpeg" => "image/jpeg",
        "svg" => "image/svg+xml",
        "json" => "application/json",
        "csv" => "text/csv; charset=utf-8",
        "zip" => "application/zip",
        "markdown" => "text/markdown; charset=utf-8",
        "text" => "text/plain; charset=utf-8",
        _ => "application/octet-stream",
    };
    let disposition = HeaderValue::from_str(&format!("attachment; filename=\"{name}.{kind}\""))
        .map_err(|error| Failure::Broken(error.to_string()))?;
    let mut response = content.into_response();
    let head = response.headers_mut();
    head.insert(header::CONTENT_TYPE, HeaderValue::from_static(of));
    head.insert(header::CONTENT_DISPOSITION, disposition);
    let policy = HeaderValue::from_static("default-src 'none'; sandbox");
    head.insert(header::CONTENT_SECURITY_POLICY, policy);
    Ok(response)
}
