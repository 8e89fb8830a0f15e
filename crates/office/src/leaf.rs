//! What the log says of an event to everybody: a salted commitment to its
//! body, and the facts that are public anyway (T-LOG-10). What stays out of
//! the log has a text of its own that only the chain covers (T-LOG-11).

use crate::canonical;
use case::case::Case;
use case::event::{CaseAct, Event, What};
use law::procedure::Procedure;
use law::regime::Regime;
use proof::chain;
use serde_json::{Value, json};

/// Where an event stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Place {
    /// In the public log, under this number, from 1.
    Log(u64),
    /// In the record alone, at this position, from 1.
    Record(u64),
}

impl Place {
    /// The number in the public log, if it is there.
    pub fn logged(self) -> Option<u64> {
        match self {
            Place::Log(number) => Some(number),
            Place::Record(_) => None,
        }
    }
}

/// Whether an event stays out of the public log: those of confidential
/// procedures, every reading, and what else a confidential case brings about,
/// such as a bar, which `caused` says of events that are about no case.
pub fn stays_out(event: &What, procedure: Option<&Procedure>, caused: bool) -> bool {
    match event {
        What::Case(_) => procedure.is_some_and(|procedure| procedure.head.confidential),
        What::Reading(_) => true,
        What::Party(_) | What::Calendar(_) => caused,
    }
}

/// The leaf of an event. What is not in the log says nothing in the open, and
/// a text of one kind can never be one of the other.
///
/// # Errors
///
/// What cannot be written as JSON.
pub fn leaf(
    place: Place,
    event: &Event,
    body: &str,
    salt: &[u8; 16],
    case: Option<(&Case, &Regime)>,
) -> Result<String, serde_json::Error> {
    let commitment = chain::commitment(salt, body.as_bytes()).to_string();
    let number = match place {
        Place::Log(number) => number,
        Place::Record(position) => {
            let leaf = json!({"at": event.at, "commitment": commitment, "record": position});
            return canonical::text(&leaf);
        }
    };
    let mut leaf = json!({"at": event.at, "commitment": commitment, "position": number});
    if let (Some(public), Some(map)) = (public(event, case), leaf.as_object_mut()) {
        map.insert("public".into(), public);
    }
    canonical::text(&leaf)
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
            "holder": (!shown.is_some_and(|shown| shown.hides_holder)).then_some(&case.holder),
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
