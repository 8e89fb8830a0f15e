//! `GET /api/v1/entries`: the register, newest change first, by key.

use crate::failure::Failure;
use crate::label::entry::Entry;
use crate::label::status::{standing, time};
use crate::site::Site;
use axum::Json;
use axum::extract::{Query, State};
use serde::Deserialize;
use serde_json::{Value, json};
use store::row::bind;
use store::statements as sql;

/// Where a page of a list begins, and how long it is.
#[derive(Debug, Clone, Copy, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Page {
    before: Option<u64>,
    limit: Option<u16>,
}

impl Page {
    /// Before which position.
    pub(crate) fn before(self) -> i64 {
        self.before
            .and_then(|before| i64::try_from(before).ok())
            .unwrap_or(i64::MAX)
    }

    /// At most how many.
    pub(crate) fn limit(self) -> i64 {
        i64::from(self.limit.unwrap_or(50).clamp(1, 200))
    }
}

pub(crate) async fn list(
    State(site): State<Site>,
    Query(page): Query<Page>,
) -> Result<Json<Value>, Failure> {
    site.aside(move |site| {
        let now = site.office().clock().now();
        let rows = site.office().read(bind(
            sql::ENTRY_PAGE,
            [page.before().into(), page.limit().into()],
        ))?;
        let entries: Result<Vec<Value>, Failure> = rows
            .iter()
            .map(|row| Entry::of(site, row))
            .filter(|entry| entry.as_ref().map_or(true, Entry::is_public))
            .map(|entry| entry.map(|entry| line(&entry, now)))
            .collect();
        let full = i64::try_from(rows.len()).is_ok_and(|count| count == page.limit());
        let next = rows.last().filter(|_| full).map(|row| row.count(11));
        Ok(Json(json!({"entries": entries?, "next": next})))
    })
    .await
}

fn line(entry: &Entry, now: law::calendar::Moment) -> Value {
    json!({
        "number": entry.number,
        "register": entry.register,
        "status": entry.status,
        "standing": standing(entry.worth(now)),
        "since": time(entry.since),
        "until": entry.until,
        "object": entry.object,
        "level": entry.facts.level.as_ref().map(|level| &level.name),
        "holder": {"code": entry.facts.holder.code, "zh": entry.facts.holder.zh, "en": entry.facts.holder.en},
        "position": entry.position,
    })
}
