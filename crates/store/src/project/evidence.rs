//! Evidence that parties keep, and the cases that rest on it.

use super::Projected;
use crate::row::{Bound, Param, bind};
use crate::statements as sql;
use case::case::Case;
use case::event::{CaseAct, PartyAct, Stream};
use law::library::Edition;

/// What an act on a party makes of its evidence. Consents are no rows: they are
/// read with the party.
pub(super) fn kept(projected: &Projected<'_>, act: &PartyAct) -> Option<Bound> {
    let (PartyAct::EvidenceKept { number, .. } | PartyAct::EvidenceEnded { number, .. }) = act
    else {
        return None;
    };
    let Ok(Stream::Party(code)) = projected.event.stream.parse() else {
        return None;
    };
    let evidence = projected.world.party(&code)?.evidence.get(number)?;
    let kept = &evidence.kept;
    let day = |day: Option<jiff::civil::Date>| Param::from(day.map(|day| day.to_string()));
    Some(bind(
        sql::EVIDENCE_PUT,
        [
            code.as_str().into(),
            number.as_str().into(),
            kept.kind.as_str().into(),
            kept.document.sha256.as_str().into(),
            kept.issued.to_string().into(),
            day(kept.until),
            day(evidence.ended.as_ref().map(|end| end.from)),
            projected.position.into(),
        ],
    ))
}

/// What a case rests on after materials were handed in. Most materials can
/// rest on no evidence: nothing is written of them.
pub(super) fn rests(
    projected: &Projected<'_>,
    act: &CaseAct,
    case: &Case,
    edition: &Edition,
) -> Vec<Bound> {
    let (CaseAct::Supplied { materials }, Some(procedure)) =
        (act, edition.procedure(&case.procedure))
    else {
        return Vec::new();
    };
    let number = case.number.as_str();
    let rows = materials.iter().filter_map(|handed| {
        let material = handed.material.as_str();
        let may_rest = || procedure.materials.get(&handed.material)?.evidence.as_ref();
        match &handed.evidence {
            Some(cited) => Some(bind(
                sql::RELIANCE_PUT,
                [
                    number.into(),
                    material.into(),
                    cited.party.as_str().into(),
                    cited.number.as_str().into(),
                    projected.position.into(),
                ],
            )),
            None => may_rest().map(|_| bind(sql::RELIANCE_DROP, [number.into(), material.into()])),
        }
    });
    rows.collect()
}
