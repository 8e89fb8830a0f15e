//! Materials of a case: handed in, looked at, read back.

use super::case::{At, Trouble, again};
use super::upload;
use super::watermark::Reader;
use crate::api::commands::scoped;
use crate::csrf;
use crate::failure::Failure;
use crate::label::files;
use crate::language::Lang;
use crate::session::Signed;
use crate::site::Site;
use crate::view::Viewed;
use axum::extract::multipart::MultipartError;
use axum::extract::{Multipart, Path, State};
use axum::response::{IntoResponse, Redirect, Response};
use bytes::Bytes;
use case::authorize::authorize_edit;
use case::command::{Command, Order};
use case::event::View;
use case::retention;
use law::form::Words;
use law::name::MaterialName;
use office::execute::Receipt;
use office::intake::Upload;

/// A file that somebody hands in.
#[derive(Debug)]
pub(crate) struct File {
    pub(crate) case: String,
    pub(crate) material: String,
    pub(crate) name: String,
    pub(crate) content: Bytes,
}

pub(crate) async fn get(
    State(site): State<Site>,
    signed: Signed,
    Path((case, material)): Path<(String, String)>,
) -> Result<Response, Failure> {
    read(&site, signed, case, material).await
}

/// A material as it was handed in, to be saved.
///
/// # Errors
///
/// [`Failure::NotFound`] unless the person may see the case and it is there.
pub(crate) async fn read(
    site: &Site,
    signed: Signed,
    case: String,
    material: String,
) -> Result<Response, Failure> {
    site.aside(move |site| {
        let viewed = Viewed::load(site, &signed, &case)?;
        let document = viewed
            .case
            .documents
            .get(material.as_str())
            .ok_or(Failure::NotFound)?;
        if let Some(words) = gone(&viewed, &document.sha256) {
            return Err(Failure::Gone(Box::new(words)));
        }
        let what = View::Material {
            material: material.as_str().into(),
            sha256: document.sha256.clone(),
        };
        viewed.note(site, what)?;
        let content = site
            .office()
            .blobs()
            .read(&document.sha256)?
            .ok_or(Failure::NotFound)?;
        let Some(reader) = Reader::of(site, &signed, &viewed) else {
            return files::attachment(&format!("{case}-{material}"), &document.kind, content);
        };
        // The file stays what it is; its copy says for whom it was made.
        let name = format!("{case}-{material}-{}", reader.suffix());
        let mut response = files::attachment(&name, &document.kind, content)?;
        reader.sign(&mut response);
        Ok(response)
    })
    .await
}

/// That a content was disposed of, if it was.
pub(super) fn gone(viewed: &Viewed, sha256: &str) -> Option<Words> {
    let gone = viewed.case.gone(sha256)?;
    let regime = &viewed.edition.regime;
    Some(retention::gone(gone, regime, viewed.calendar()?))
}

/// How large a material may be, if the person may hand it in at all.
///
/// # Errors
///
/// [`Failure::NotFound`], or the refusal to change the form.
pub(crate) async fn limit(
    site: &Site,
    signed: &Signed,
    case: &str,
    material: &str,
) -> Result<usize, Failure> {
    let (signed, case) = (signed.clone(), case.to_owned());
    let material = MaterialName::from(material);
    site.aside(move |site| {
        let viewed = Viewed::load(site, &signed, &case)?;
        authorize_edit(viewed.ground()?, &viewed.actor)?;
        let known = viewed.rules()?.materials.get(&material);
        let mib = known.ok_or(Failure::NotFound)?.max_mib;
        let most = usize::try_from(mib).unwrap_or(0) << 20;
        Ok(most.min(site.options().upload_bytes))
    })
    .await
}

/// Looks at a file, keeps it and records that it was handed in.
///
/// # Errors
///
/// What is wrong with the file, or the office's failure.
pub(crate) async fn hand_in(
    site: &Site,
    signed: &Signed,
    key: String,
    file: File,
) -> Result<Receipt, Failure> {
    let asker = signed.clone();
    let actor = signed.actor();
    let order = site
        .aside(move |site| {
            let viewed = Viewed::load(site, &asker, &file.case)?;
            authorize_edit(viewed.ground()?, &viewed.actor)?;
            let upload = Upload {
                material: MaterialName(file.material),
                name: &file.name,
                content: &file.content,
            };
            let supplies = site
                .office()
                .take_in(&viewed.case, &viewed.world, &[upload])?;
            Ok(Order::Supply {
                case: file.case,
                supplies,
            })
        })
        .await?;
    Ok(site
        .office()
        .execute(Command {
            key,
            actor,
            expected: None,
            order,
        })
        .await?)
}

/// A name that is percent-encoded.
pub(crate) fn decoded(text: &str) -> String {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let Some((first, after)) = rest.split_first() {
        let hex = after.get(..2).and_then(|hex| std::str::from_utf8(hex).ok());
        let byte = hex
            .filter(|_| *first == b'%')
            .and_then(|hex| u8::from_str_radix(hex, 16).ok());
        bytes.push(byte.unwrap_or(*first));
        rest = if byte.is_some() {
            after.get(2..).unwrap_or_default()
        } else {
            after
        };
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

pub(crate) async fn post(
    State(site): State<Site>,
    signed: Signed,
    lang: Lang,
    Path((case, material)): Path<(String, String)>,
    mut parts: Multipart,
) -> Result<Response, Failure> {
    let broken = |error: MultipartError| upload::broken(&error);
    let first = parts.next_field().await.map_err(broken)?;
    let token = match first {
        Some(field) if field.name() == Some("csrf") => field.text().await.map_err(broken)?,
        _ => return Err(Failure::Foreign),
    };
    csrf::check(&signed, &token)?;
    let most = limit(&site, &signed, &case, &material).await?;
    let field = parts.next_field().await.map_err(broken)?;
    let field = field.ok_or_else(upload::missing)?;
    let name = field.file_name().unwrap_or_default().to_owned();
    let content = upload::content(field, most).await?;
    let key = scoped(&signed, &super::form_key()?)?;
    let (number, wanted) = (case.clone(), material.clone());
    let file = File {
        case,
        material,
        name,
        content: content.into(),
    };
    match hand_in(&site, &signed, key, file).await {
        Ok(_) => Ok(Redirect::to(&lang.link(&format!("/desk/{number}#materials"))).into_response()),
        Err(failure) => {
            site.aside(move |site| {
                let trouble = Trouble {
                    at: At::Material(&wanted),
                    failure,
                    posted: None,
                };
                again(site, &signed, &number, lang, &trouble)
            })
            .await
        }
    }
}
