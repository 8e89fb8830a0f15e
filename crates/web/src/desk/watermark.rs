//! The mark of who reads, over the pages of confidential cases and on their
//! prints: a photograph of the screen tells from whom it comes (T-CNF-02).

use crate::session::Signed;
use crate::site::Site;
use crate::view::Viewed;
use axum::http::HeaderValue;
use axum::response::Response;
use jiff::Timestamp;
use jiff::tz::TimeZone;
use maud::{Markup, html};

/// How often it stands on a page.
const TIMES: usize = 40;

/// Who reads, for which party, and when.
pub(super) struct Reader {
    name: String,
    code: String,
    party: String,
    at: String,
}

impl Reader {
    /// The reader of a confidential case; none of another.
    pub(super) fn of(site: &Site, signed: &Signed, viewed: &Viewed) -> Option<Reader> {
        let rules = viewed.procedure()?;
        if !rules.head.confidential {
            return None;
        }
        let code = &signed.session.party;
        let party = viewed.world.party(code);
        let now = site.office().clock().now();
        let zone = TimeZone::get(&viewed.edition.regime.head.zone).unwrap_or(TimeZone::UTC);
        let at = Timestamp::from_millisecond(now).unwrap_or_default();
        Some(Reader {
            name: signed.session.name.clone(),
            code: code.to_string(),
            party: party.map_or_else(String::new, |party| party.registration.name_zh.clone()),
            at: at.to_zoned(zone).strftime("%Y-%m-%d %H:%M").to_string(),
        })
    }

    /// The mark, over the whole page.
    pub(super) fn mark(&self) -> Markup {
        let text = format!("{} · {} · {}", self.name, self.party, self.at);
        html! {
            div.watermark aria-hidden="true" {
                @for _ in 0..TIMES { span data-mark=(text) {} }
            }
        }
    }

    /// What tells a file's copy apart: in its name …
    pub(super) fn suffix(&self) -> String {
        let at: String = self.at.chars().filter(char::is_ascii_digit).collect();
        let code = self
            .code
            .replace(|sign: char| !sign.is_ascii_alphanumeric(), "-");
        format!("{code}-{at}")
    }

    /// … and in a header.
    pub(super) fn sign(&self, response: &mut Response) {
        let text = format!(
            "name={}; party={}; at={}",
            encoded(&self.name),
            encoded(&self.code),
            encoded(&self.at)
        );
        if let Ok(value) = HeaderValue::from_str(&text) {
            response.headers_mut().insert("x-read-by", value);
        }
    }
}

/// Percent-encoded, so that it can stand in a header.
fn encoded(text: &str) -> String {
    let part = |byte: u8| match byte {
        b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b':' => char::from(byte).to_string(),
        other => format!("%{other:02X}"),
    };
    text.bytes().map(part).collect()
}
