//! `/style.css`, `/robots.txt`, `/healthz`.

use axum::http::header;
use axum::response::IntoResponse;

pub(crate) async fn style() -> impl IntoResponse {
    let head = [
        (header::CONTENT_TYPE, "text/css; charset=utf-8"),
        (header::CACHE_CONTROL, "public, max-age=3600"),
    ];
    (head, include_str!("../style.css"))
}

pub(crate) async fn robots() -> &'static str {
    "User-agent: *\nDisallow: /api/\nDisallow: /desk\nDisallow: /L/\n"
}

pub(crate) async fn health() -> &'static str {
    "ok\n"
}
