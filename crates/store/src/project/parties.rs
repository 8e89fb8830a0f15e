//! The directory of parties.

use super::Projected;
use crate::row::{Bound, bind};
use crate::statements as sql;
use case::event::{PartyAct, Stream};

/// The directory's line of the party that an act was about.
pub(super) fn writes(projected: &Projected<'_>, _act: &PartyAct) -> Vec<Bound> {
    let Ok(Stream::Party(code)) = projected.event.stream.parse() else {
        return Vec::new();
    };
    let Some(party) = projected.world.party(&code) else {
        return Vec::new();
    };
    let kinds = party.registration.kinds.iter();
    let kinds: Vec<String> = kinds.map(ToString::to_string).collect();
    let facts = serde_json::to_string(party).unwrap_or_default();
    vec![bind(
        sql::PARTY_PUT,
        [
            code.as_str().into(),
            party.registration.name_zh.as_str().into(),
            party.registration.name_en.as_str().into(),
            kinds.join(",").into(),
            facts.into(),
            party.version.into(),
        ],
    )]
}
