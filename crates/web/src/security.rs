//! Headers that keep a page what it is: no script, no frame, nothing from
//! elsewhere.

use axum::http::{HeaderMap, HeaderValue, header};

/// What a page may load and do.
const POLICY: &str = "default-src 'none'; style-src 'self'; img-src 'self' data:; form-action 'self'; \
                      base-uri 'none'; frame-ancestors 'none'";

/// Puts them on an answer; what the answer set already stays.
pub(crate) fn page_headers(head: &mut HeaderMap) {
    let all = [
        (header::CONTENT_SECURITY_POLICY, POLICY),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
        (header::REFERRER_POLICY, "same-origin"),
    ];
    for (name, value) in all {
        head.entry(name).or_insert(HeaderValue::from_static(value));
    }
}

/// As [`page_headers`], for answers that are for one person only (T-AUZ-14).
pub(crate) fn private_headers(head: &mut HeaderMap) {
    head.insert(
        header::CACHE_CONTROL,
        HeaderValue::from_static("private, no-store"),
    );
    head.append(
        header::VARY,
        HeaderValue::from_static("cookie, authorization, accept-language"),
    );
}
