//! Rows as records of an export: columns in order, the same in both forms.

use super::What;
use crate::trouble::Trouble;
use case::event::{CaseAct, Event, PartyAct, What as Happened};
use serde_json::{Value, json};
use store::error::StoreError;
use store::row::Row;

/// The columns of an export.
pub(super) fn columns(what: What, bodies: bool) -> &'static [&'static str] {
    match what {
        What::Entries => &[
            "number",
            "register",
            "case",
            "holder",
            "holder_zh",
            "holder_en",
            "object",
            "status",
            "standing",
            "since",
            "issued",
            "until",
            "level",
            "position",
        ],
        What::Notices => &["position", "at", "case", "name", "number", "zh", "en"],
        What::Events if bodies => &[
            "position", "stream", "version", "kind", "at", "leaf", "chain", "body",
        ],
        // The chain goes over confidential events as well: it would show that
        // they are there.
        What::Events => &["position", "stream", "version", "kind", "at", "leaf"],
        What::Credit => &[
            "position", "at", "kind", "party", "what", "number", "grounds", "basis", "from",
            "until", "because",
        ],
    }
}

/// A row of the register or of the announcements.
pub(super) fn of_row(what: What, row: &Row) -> Vec<Value> {
    if what == What::Notices {
        return vec![
            row.int(0).into(),
            time(row.int(2)),
            row.text(3).into(),
            row.text(4).into(),
            row.text(5).into(),
            row.text(6).into(),
            row.text(7).into(),
        ];
    }
    let facts: Value = serde_json::from_str(row.text(10)).unwrap_or_default();
    vec![
        row.text(0).into(),
        row.text(1).into(),
        row.text(2).into(),
        row.text(3).into(),
        facts["holder"]["zh"].clone(),
        facts["holder"]["en"].clone(),
        row.text(4).into(),
        row.text(5).into(),
        row.text(6).into(),
        time(row.int(7)),
        time(row.int(8)),
        row.maybe_text(9).into(),
        facts["level"]["name"].clone(),
        row.int(11).into(),
    ]
}

/// An event, with its number in the public log.
pub(super) fn event(row: &Row, number: u64, bodies: bool) -> Vec<Value> {
    let parsed =
        |text: &str| serde_json::from_str(text).unwrap_or_else(|_| Value::String(text.to_owned()));
    let mut record = vec![
        number.into(),
        row.text(1).into(),
        row.int(2).into(),
        row.text(3).into(),
        time(row.int(4)),
        parsed(row.text(9)),
    ];
    if bodies {
        record.push(row.text(10).into());
        record.push(parsed(row.text(8)));
    }
    record
}

/// A decision against somebody, if the event is one.
///
/// # Errors
///
/// That the event cannot be read.
pub(super) fn credit(row: &Row, number: u64) -> Result<Option<Vec<Value>>, Trouble> {
    let event: Event = serde_json::from_str(row.text(8))
        .map_err(|error| StoreError::Unsound(format!("event {}: {error}", row.int(0))))?;
    let subject = event.stream.split_once('/').map_or("", |(_, name)| name);
    let none = Value::Null;
    let (kind, party, rest) = match &event.event {
        Happened::Party(PartyAct::Barred { bar, basis }) => (
            "bar",
            subject,
            [
                json!(bar.sanction),
                none.clone(),
                none,
                json!(basis),
                json!(bar.from),
                json!(bar.until),
                json!(bar.because),
            ],
        ),
        Happened::Party(PartyAct::BarLifted {
            sanction,
            first_free_day,
            reason,
        }) => (
            "bar-lifted",
            subject,
            [
                json!(sanction),
                none.clone(),
                none.clone(),
                none.clone(),
                none,
                json!(first_free_day),
                json!(reason),
            ],
        ),
        Happened::Case(CaseAct::Stepped(stepped)) if !stepped.grounds.is_empty() => {
            let Some(entry) = &stepped.entry else {
                return Ok(None);
            };
            let grounds: Vec<&str> = stepped
                .grounds
                .iter()
                .map(law::name::GroundName::as_str)
                .collect();
            let rest = [
                json!(entry.status),
                json!(entry.number),
                json!(grounds.join(",")),
                json!(stepped.basis),
                none,
                json!(entry.until),
                json!(stepped.reasons),
            ];
            return Ok(Some(record(row, number, "entry", subject, rest)));
        }
        _ => return Ok(None),
    };
    Ok(Some(record(row, number, kind, party, rest)))
}

fn record(row: &Row, number: u64, kind: &str, party: &str, rest: [Value; 7]) -> Vec<Value> {
    let mut record = vec![number.into(), time(row.int(4)), kind.into(), party.into()];
    record.extend(rest);
    record
}

/// A moment as exports write it: UTC, RFC 3339.
fn time(moment: i64) -> Value {
    jiff::Timestamp::from_millisecond(moment).map_or(Value::Null, |time| time.to_string().into())
}
