//! What the log says of an event to everybody: a salted commitment to its
//! body, and the facts that are public anyway (T-LOG-10).

use crate::canonical;
use case::case::Case;
use case::event::{CaseAct, Event, What};
use law::regime::Regime;
use proof::chain;
use serde_json::{Value, json};

/// The leaf of an event.
///
/// # Errors
///
/// What cannot be written as JSON.
pub fn leaf(
    position: u64,
    event: &Event,
    body: &str,
    salt: &[u8; 16],
    case: Option<(&Case, &Regime)>,
) -> Result<String, serde_json::Error> {
    let mut leaf = json!({
        "at": event.at,
        "commitment": chain::commitment(salt, body.as_bytes()).to_string(),
        "position": position,
    });
    if let (Some(public), Some(map)) = (public(event, case), leaf.as_object_mut()) {
        map.insert("public".into(), public);
    }
    canonical::of(&leaf)
}

/// The public facts of an event: what it did to the register, what it announced.
fn public(event: &Event, case: Option<(&Case, &Regime)>) -> Option<Value> {
    let (What::Case(CaseAct::Stepped(stepped)), Some((case, regime))) = (&event.event, case) else {
        return None;
    };
    let moved = stepped.entry.as_ref().map(|entry| {
        let procedure = regime.procedures.get(&case.procedure);
        let register = procedure.and_then(|procedure| procedure.head.register.as_ref());
        let shown = register.and_then(|register| regime.registers.get(register));
        let text = |field: Option<&law::name::FieldName>| {
            field.and_then(|field| case.text(field.as_str()))
        };
        json!({
            "register": register,
            "number": entry.number,
            "status": entry.status,
            "until": entry.until,
            "holder": case.holder,
            "object": text(shown.map(|shown| &shown.object)),
            "level": text(shown.and_then(|shown| shown.level.as_ref())),
            "basis": stepped.basis,
            "grounds": stepped.grounds,
        })
    });
    let announced: Vec<Value> = stepped
        .announced
        .iter()
        .map(|notice| json!({"notice": notice.notice, "zh": notice.zh, "en": notice.en}))
        .collect();
    if moved.is_none() && announced.is_empty() {
        return None;
    }
    Some(json!({"entry": moved, "notices": announced}))
}
