//! The status of a label as signed JSON: a program that has it need not trust
//! the way on which it came.
//!
//! Signed is the canonical JSON (RFC 8785) of all members but `signature`,
//! followed by a line feed, as the text of a signed note (C2SP signed-note);
//! `signature` is the note's signature line.

use super::entry::{Entry, Worth};
use super::history;
use crate::failure::Failure;
use crate::site::Site;
use jiff::Timestamp;
use law::calendar::Moment;
use office::canonical;
use proof::note;
use serde_json::{Value, json};

/// The signed status of an entry.
///
/// # Errors
///
/// [`Failure::Broken`] if it cannot be written or signed.
pub fn body(site: &Site, entry: &Entry, now: Moment) -> Result<String, Failure> {
    let told_by = history::told_by(entry, &history::of(site, entry)?);
    let mut status = unsigned(site, entry, now, told_by);
    let broken = |why: String| Failure::Broken(format!("the status of {}: {why}", entry.number));
    let text = canonical::text(&status).map_err(|error| broken(error.to_string()))? + "\n";
    let signed = note::sign(&text, &[site.office().label_key()])
        .map_err(|error| broken(error.to_string()))?;
    let signature = signed.strip_prefix(&text).unwrap_or_default().trim();
    if let Some(status) = status.as_object_mut() {
        status.insert("signature".into(), signature.into());
    }
    canonical::text(&status).map_err(|error| broken(error.to_string()))
}

fn unsigned(site: &Site, entry: &Entry, now: Moment, told_by: u64) -> Value {
    let status = entry.status();
    let facts = &entry.facts;
    let shown: serde_json::Map<String, Value> = facts
        .shown
        .iter()
        .map(|shown| (shown.name.clone(), shown.value.clone()))
        .collect();
    json!({
        "number": entry.number,
        "register": entry.register,
        "edition": facts.edition,
        "status": entry.status,
        "status_zh": status.map(|status| &status.zh),
        "status_en": status.map(|status| &status.en),
        "standing": standing(entry.worth(now)),
        "since": time(entry.since),
        "issued": time(entry.issued),
        "until": entry.until,
        "level": facts.level.as_ref().map(|level| json!({
            "name": level.name, "zh": level.zh, "en": level.en, "stars": level.stars, "of": level.of,
        })),
        "object": entry.object,
        "holder": {"code": facts.holder.code, "zh": facts.holder.zh, "en": facts.holder.en},
        "fields": shown,
        "grounds": facts.grounds,
        "basis": facts.basis,
        "position": told_by,
        "log": site.office().log_key().name(),
        "key": site.office().label_key().verifying_key().to_string(),
        "signed_at": time(now),
    })
}

/// What an entry is worth, in one word for programs.
pub(crate) fn standing(worth: Worth) -> &'static str {
    match worth {
        Worth::Valid => "valid",
        Worth::Suspended => "suspended",
        Worth::Void => "void",
        Worth::Over => "expired",
    }
}

/// A moment as programs write it (RFC 3339).
pub(crate) fn time(moment: Moment) -> Option<String> {
    Timestamp::from_millisecond(moment)
        .ok()
        .map(|time| time.to_string())
}
