//! What is kept, by whom it is needed, and until when.

use super::Projected;
use crate::row::{Bound, Param, bind};
use crate::statements as sql;
use case::case::Case;
use case::event::{CaseAct, PartyAct, What};
use case::retention::kept;
use law::calendar::Calendar;
use law::library::Edition;

/// The contents that an event brings in or gives up. A new kind of event says
/// here whether it names any: what no row names is erased once a case gives it
/// up (T-RET-02).
pub(super) fn contents(projected: &Projected<'_>) -> Vec<Bound> {
    let (statement, digests): (_, Vec<&String>) = match &projected.event.event {
        What::Case(CaseAct::Supplied { materials }) => {
            let digests = materials.iter().map(|handed| &handed.document.sha256);
            (sql::CONTENT_HAND, digests.collect())
        }
        What::Case(CaseAct::Disposed { materials, .. }) => {
            (sql::CONTENT_DISPOSE, materials.iter().collect())
        }
        // Evidence is needed by its party as long as it is on record, ended or
        // not: it shows on what cases rested.
        What::Party(PartyAct::EvidenceKept { kept, .. }) => {
            (sql::CONTENT_HAND, vec![&kept.document.sha256])
        }
        What::Case(
            CaseAct::Opened { .. }
            | CaseAct::Filled { .. }
            | CaseAct::Stepped(_)
            | CaseAct::Opined(_)
            | CaseAct::Signed { .. }
            | CaseAct::Reminded { .. }
            | CaseAct::Recalculated { .. }
            | CaseAct::Hold(_)
            | CaseAct::DisposalProposed { .. },
        )
        | What::Party(
            PartyAct::Registered { .. }
            | PartyAct::MemberSet { .. }
            | PartyAct::Qualified { .. }
            | PartyAct::QualificationEnded { .. }
            | PartyAct::Mandated { .. }
            | PartyAct::MandateEnded { .. }
            | PartyAct::Barred { .. }
            | PartyAct::BarLifted { .. }
            | PartyAct::EvidenceConsented { .. }
            | PartyAct::ConsentWithdrawn { .. }
            | PartyAct::EvidenceEnded { .. }
            | PartyAct::Hold(_),
        )
        | What::Calendar(_)
        | What::Reading(_) => return Vec::new(),
    };
    let stream = projected.event.stream.as_str();
    let write = |sha256: &String| {
        let params = [
            sha256.as_str().into(),
            stream.into(),
            projected.position.into(),
        ];
        bind(statement, params)
    };
    digests.into_iter().map(write).collect()
}

/// Until when the file of a case is kept, once it has ended or is on hold.
pub(super) fn term(
    act: &CaseAct,
    case: &Case,
    edition: &Edition,
    calendar: Option<&Calendar>,
) -> Option<Bound> {
    let until = calendar.and_then(|calendar| kept(case, &edition.regime, calendar));
    let until = until.map(|kept| kept.until.to_string());
    let concerns =
        matches!(act, CaseAct::Hold(_)) || (until.is_some() && !case.contents.is_empty());
    if !concerns {
        return None;
    }
    let held = case.kept_contents().count();
    let count = |count: usize| Param::Int(i64::try_from(count).unwrap_or(i64::MAX));
    Some(bind(
        sql::RETENTION_PUT,
        [
            case.number.as_str().into(),
            case.body.as_str().into(),
            Param::from(until),
            count(held),
            count(case.contents.len() - held),
            count(case.holds.len()),
            count(usize::from(case.disposal.is_some())),
        ],
    ))
}
