//! From the path of a request to a ready answer. Nothing here asks the store
//! unless the answer is not on the shelf.

use super::entry::Entry;
use super::shelf::{Kind, Ready};
use super::{code, page, status};
use crate::failure::Failure;
use crate::language::Lang;
use crate::security;
use crate::site::Site;
use axum::http::{HeaderMap, HeaderName, HeaderValue, Method, Response, StatusCode, header};
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use bytes::Bytes;
use law::calendar::Moment;
use sha2::{Digest, Sha256};
use std::sync::{Arc, OnceLock};

/// The longest number or code that is looked at.
const LONGEST: usize = 200;
/// How long an answer stays ready: its time of signing is never older.
const FRESH: Moment = 3_600_000;
/// A change must be seen within seconds, also behind a cache of others.
const CACHED: &str = "public, max-age=5";

/// What of a label is asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Asked<'r> {
    pub kind: Kind,
    pub number: &'r str,
    /// The code that was scanned.
    pub code: Option<&'r str>,
}

/// What a path asks for, if it is one of the page or status of a label or of
/// another entry: `/l/{number}`, `/l/{number}.json`, `/L/{number}`,
/// `/L/{number}/{code}`, `/e/{number}`, `/e/{number}.json`.
pub fn asked<'r>(path: &'r str, query: Option<&str>, headers: &HeaderMap) -> Option<Asked<'r>> {
    let lang = || {
        let accept = headers.get(header::ACCEPT_LANGUAGE);
        Lang::choose(query, accept.and_then(|value| value.to_str().ok()))
    };
    let entry = path.strip_prefix("/l/").or(path.strip_prefix("/e/"));
    if let Some(rest) = entry {
        if rest.contains('/') || rest.is_empty() {
            return None;
        }
        return Some(match rest.strip_suffix(".json") {
            Some(number) => Asked {
                kind: Kind::Status,
                number,
                code: None,
            },
            None => Asked {
                kind: Kind::Page(lang()),
                number: rest,
                code: None,
            },
        });
    }
    let rest = path.strip_prefix("/L/").filter(|rest| !rest.is_empty())?;
    match rest.split_once('/') {
        None => Some(Asked {
            kind: Kind::Page(lang()),
            number: rest,
            code: None,
        }),
        Some((_, code)) if code.contains('/') => None,
        Some((number, code)) => Some(Asked {
            kind: Kind::Scanned(lang()),
            number,
            code: Some(code),
        }),
    }
}

/// The answer that is on the shelf already.
pub fn ready(site: &Site, asked: Asked<'_>, headers: &HeaderMap) -> Option<Response<Bytes>> {
    let ready = site
        .shelf()
        .get(asked.kind, asked.number, site.office().clock().now())?;
    if asked.code != ready.code.as_deref() {
        return None;
    }
    Some(respond(asked.kind, &ready, headers))
}

/// The answer, made if it is not there yet.
///
/// # Errors
///
/// [`Failure::NotFound`] for a number that is not on the register.
pub async fn make(
    site: &Site,
    asked: Asked<'_>,
    method: &Method,
    headers: &HeaderMap,
) -> Result<Response<Bytes>, Failure> {
    if method != Method::GET && method != Method::HEAD {
        return Err(Failure::Method);
    }
    if LONGEST < asked.number.len() + asked.code.map_or(0, str::len) {
        return Err(Failure::NotFound);
    }
    let (kind, number) = (asked.kind, asked.number.to_owned());
    let code = asked.code.map(str::to_owned);
    let made = site
        .aside(move |site| prepare(site, kind, &number, code.as_deref()))
        .await?;
    Ok(respond(asked.kind, &made, headers))
}

fn prepare(
    site: &Site,
    kind: Kind,
    number: &str,
    code: Option<&str>,
) -> Result<Arc<Ready>, Failure> {
    let ticket = site.shelf().ticket();
    let now = site.office().clock().now();
    let entry = if has_a_shape(site, number) {
        Entry::read(site, number)?
    } else {
        None
    };
    let Some(entry) = entry else {
        return match (kind, code) {
            (Kind::Scanned(lang), Some(_)) => Ok(Arc::new(not_issued(site, lang)?)),
            _ => Err(Failure::NotFound),
        };
    };
    let (body, scanned, keep) = match (kind, code) {
        (Kind::Status, _) => (status::body(site, &entry, now)?, None, true),
        (Kind::Page(lang), _) => (page::body(site, &entry, lang, now, None)?, None, true),
        (Kind::Scanned(lang), code) => {
            let code = code.unwrap_or_default();
            match code::look_at(site, &entry, code)? {
                code::Scan::Forged => return Ok(Arc::new(not_issued(site, lang)?)),
                code::Scan::Current => {
                    let body = page::body(site, &entry, lang, now, Some(code::Scan::Current))?;
                    (body, Some(code.into()), true)
                }
                earlier @ code::Scan::Earlier(_) => (
                    page::body(site, &entry, lang, now, Some(earlier))?,
                    Some(code.into()),
                    false,
                ),
            }
        }
    };
    let until = entry
        .end()
        .filter(|end| now < *end)
        .unwrap_or(Moment::MAX)
        .min(now + FRESH);
    let ready = Arc::new(made(body, until, scanned)?);
    if keep {
        site.shelf().put(kind, number, ready.clone(), ticket);
    }
    Ok(ready)
}

/// Whether any register gives numbers of this shape: a misread number is
/// refused before it is looked up.
fn has_a_shape(site: &Site, number: &str) -> bool {
    site.office().library().all().any(|(_, edition)| {
        let mut numbers = edition.regime.numbers.values();
        numbers.any(|series| series.pattern.check(number).is_ok())
    })
}

fn not_issued(site: &Site, lang: Lang) -> Result<Ready, Failure> {
    let mut ready = made(page::not_issued(site, lang), Moment::MIN, None)?;
    ready.status = StatusCode::NOT_FOUND;
    Ok(ready)
}

fn made(body: String, until: Moment, code: Option<Box<str>>) -> Result<Ready, Failure> {
    let digest = Sha256::digest(body.as_bytes());
    let short = URL_SAFE_NO_PAD.encode(digest.get(..15).unwrap_or_default());
    let etag = HeaderValue::from_str(&format!("\"{short}\""))
        .map_err(|error| Failure::Broken(error.to_string()))?;
    Ok(Ready {
        status: StatusCode::OK,
        body: body.into(),
        etag,
        until,
        code,
    })
}

fn respond(kind: Kind, ready: &Ready, headers: &HeaderMap) -> Response<Bytes> {
    let known = headers.get(header::IF_NONE_MATCH);
    let same = known.is_some_and(|known| matches(known.as_bytes(), ready.etag.as_bytes()));
    let mut response = Response::new(Bytes::new());
    *response.headers_mut() = head(kind).clone();
    response
        .headers_mut()
        .insert(header::ETAG, ready.etag.clone());
    *response.status_mut() = ready.status;
    if ready.status != StatusCode::OK {
        let never = HeaderValue::from_static("no-store");
        response.headers_mut().insert(header::CACHE_CONTROL, never);
    }
    if same {
        *response.status_mut() = StatusCode::NOT_MODIFIED;
    } else {
        *response.body_mut() = ready.body.clone();
    }
    response
}

/// The headers of a kind of answer, but for its tag.
fn head(kind: Kind) -> &'static HeaderMap {
    static STATUS: OnceLock<HeaderMap> = OnceLock::new();
    static PAGE: OnceLock<HeaderMap> = OnceLock::new();
    let with = |pairs: &[(HeaderName, &'static str)]| {
        let mut head = HeaderMap::with_capacity(12);
        for (name, value) in pairs {
            head.insert(name, HeaderValue::from_static(value));
        }
        head
    };
    match kind {
        Kind::Status => STATUS.get_or_init(|| {
            with(&[
                (header::CONTENT_TYPE, "application/json"),
                (header::CACHE_CONTROL, CACHED),
                (header::ACCESS_CONTROL_ALLOW_ORIGIN, "*"),
                (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
            ])
        }),
        Kind::Page(_) | Kind::Scanned(_) => PAGE.get_or_init(|| {
            let mut head = with(&[
                (header::CONTENT_TYPE, "text/html; charset=utf-8"),
                (header::CACHE_CONTROL, CACHED),
                (header::VARY, "accept-language"),
            ]);
            security::page_headers(&mut head);
            head
        }),
    }
}

/// Whether one of the tags in `If-None-Match` is this one.
fn matches(known: &[u8], etag: &[u8]) -> bool {
    let tags = known.split(|byte| *byte == b',').map(<[u8]>::trim_ascii);
    tags.map(|tag| tag.strip_prefix(b"W/").unwrap_or(tag))
        .any(|tag| tag == etag || tag == b"*")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_path_says_what_is_asked_for() {
        let headers = HeaderMap::new();
        let kind = |path| {
            asked(path, Some("lang=en"), &headers)
                .map(|asked| (asked.kind, asked.number.to_owned()))
        };
        assert_eq!(kind("/l/A-1"), Some((Kind::Page(Lang::En), "A-1".into())));
        assert_eq!(kind("/l/A-1.json"), Some((Kind::Status, "A-1".into())));
        assert_eq!(kind("/e/A-1"), kind("/l/A-1"));
        assert_eq!(
            kind("/L/A-1/$*"),
            Some((Kind::Scanned(Lang::En), "A-1".into()))
        );
        for other in ["/l/", "/l/a/report", "/L/", "/L/a/b/c", "/", "/x/l/a"] {
            assert_eq!(kind(other), None, "{other}");
        }
    }

    #[test]
    fn a_tag_is_recognized_in_a_list_and_when_weak() {
        assert!(matches(b"\"a\", W/\"b\"", b"\"b\""));
        assert!(matches(b"*", b"\"b\""));
        assert!(!matches(b"\"a\"", b"\"b\""));
    }
}
