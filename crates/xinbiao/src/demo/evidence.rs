//! Parties keep what they need for several cases: the first case for which a
//! licence or a proof is handed in puts it on record, the next ones rest on it.

use super::tale::House;
use anyhow::Context;
use case::case::Case;
use case::command::{Actor, Command, Order, Supply};
use case::evidence::orders::usable;
use case::evidence::{Consent, EvidenceNumber, Kept, Purpose, Relier};
use law::library::Edition;
use law::name::EvidenceKind;

/// Lets what is handed in rest on evidence of the holder, as far as the edition
/// has it and the holder's own people hand it in.
pub(crate) fn rest(
    house: &mut House<'_>,
    edition: &Edition,
    actor: &Actor,
    case: &Case,
    supplies: &mut [Supply],
) -> anyhow::Result<()> {
    if !matches!(actor, Actor::Person { party, .. } if *party == case.holder) {
        return Ok(());
    }
    let procedure = edition.procedure(&case.procedure).context("a procedure")?;
    let calendar = house
        .record
        .world
        .calendars
        .get(&edition.regime.head.calendar);
    let today = calendar
        .context("a calendar")?
        .day(house.office.clock().now());
    for supply in supplies {
        let material = &procedure.materials[&supply.material];
        let Some(kind) = &material.evidence else {
            continue;
        };
        let holders = &edition.regime.evidence[kind].of;
        let party = house.record.world.party(&case.holder);
        let is = |of| party.is_some_and(|party| party.is(&edition.regime.head.id, of));
        if !holders.iter().any(is) {
            continue;
        }
        let kept = Kept {
            kind: kind.clone(),
            title: edition.regime.evidence[kind].zh.clone(),
            document: supply.document.clone(),
            issuer: "示例签发单位".into(),
            issued: today,
            until: None,
        };
        let found = |house: &House<'_>| {
            let about = (&case.holder, today);
            let world = &house.record.world;
            let all = usable(world, &edition.regime, procedure, material, about);
            let found = all.into_iter().next();
            found.map(|(cited, held)| (cited, held.kept.document.clone()))
        };
        if found(house).is_none() {
            keep(house, actor, (&edition.regime.head.id, kind), case, kept)?;
        }
        let (cited, document) = found(house).context("what was kept can be used")?;
        supply.document = document;
        supply.evidence = Some(cited);
    }
    Ok(())
}

/// Puts a document on record, for all cases of the holder in a regime.
fn keep(
    house: &mut House<'_>,
    actor: &Actor,
    (regime, kind): (&str, &EvidenceKind),
    case: &Case,
    kept: Kept,
) -> anyhow::Result<()> {
    let party = case.holder.clone();
    let known = house.record.world.party(&party);
    let count = known.map_or(0, |party| party.evidence.len());
    let consent = Order::ConsentToEvidence {
        party: party.clone(),
        evidence: EvidenceNumber(format!("EV-{}", count + 1)),
        consent: Consent {
            purpose: Purpose {
                regime: regime.to_owned(),
                procedure: None,
                relier: Relier::Own,
            },
            until: None,
        },
    };
    let orders = [Order::KeepEvidence { party, kept }, consent];
    for (at, order) in orders.into_iter().enumerate() {
        let key = format!("demo/evidence/{}/{kind}/{at}", case.number);
        let command = Command {
            key,
            actor: actor.clone(),
            expected: None,
            order,
        };
        house.office.execute_blocking(command)?;
    }
    house.record.follow(house.office)?;
    Ok(())
}
