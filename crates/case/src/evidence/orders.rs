//! Orders on the evidence of parties: keep it, consent to its use, take that
//! back, end it. A party decides on its own evidence; that it is false a
//! registrar can find as well.

use crate::command::{Actor, Order};
use crate::event::{NewEvent, PartyAct, Stream, What, Who};
use crate::evidence::{
    Cited, Consent, End, EndCause, Evidence, EvidenceNumber, Kept, Purpose, Relier, Use,
};
use crate::order::REGISTRAR;
use crate::party::Party;
use crate::refusal::Refusal;
use crate::wording::words;
use crate::world::World;
use jiff::civil::Date;
use law::form::Material;
use law::identity::PartyCode;
use law::name::{ActorName, Scoped};
use law::procedure::Procedure;
use law::regime::Regime;

/// The capacity in which a party's people decide on its evidence.
pub const MEMBER: &str = "own-member";
/// The longest title, issuer or reason, in characters.
pub const LONGEST: usize = 200;
/// The most pieces of evidence that one party keeps.
pub const MOST: usize = 1000;

/// Decides on an order about evidence; none if the order is about something
/// else. `regimes` are those whose kinds and procedures may be named.
///
/// # Errors
///
/// Why it is refused.
pub fn decide<'r>(
    world: &World,
    regimes: impl Iterator<Item = &'r Regime>,
    actor: &Actor,
    order: &Order,
) -> Result<Option<Vec<NewEvent>>, Refusal> {
    let (code, cause) = match order {
        Order::KeepEvidence { party, .. }
        | Order::ConsentToEvidence { party, .. }
        | Order::WithdrawConsent { party, .. } => (party, EndCause::Withdrawn),
        Order::EndEvidence { party, end, .. } => (party, end.cause),
        _ => return Ok(None),
    };
    let who = allowed(world, actor, code, cause)?;
    let party = world.party(code).ok_or_else(|| Refusal::NoSuchParty {
        party: code.to_string(),
    })?;
    let act = match order {
        Order::KeepEvidence { kept, .. } => keep(party, regimes, kept)?,
        Order::ConsentToEvidence {
            evidence, consent, ..
        } => consent_to(world, party, regimes, evidence, consent)?,
        Order::WithdrawConsent {
            evidence, purpose, ..
        } => withdraw(party, evidence, purpose)?,
        Order::EndEvidence { evidence, end, .. } => ended(party, evidence, end)?,
        _ => return Ok(None),
    };
    Ok(Some(vec![NewEvent {
        stream: Stream::Party(code.clone()),
        who,
        what: What::Party(act),
    }]))
}

/// The evidence from which a material could be met today: the holder's own and
/// that of others who let it, in the order of parties and numbers.
pub fn usable<'w>(
    world: &'w World,
    regime: &Regime,
    procedure: &Procedure,
    material: &Material,
    (holder, day): (&PartyCode, Date),
) -> Vec<(Cited, &'w Evidence)> {
    let kind = material.evidence.as_ref();
    let Some((kind, rule)) = kind.and_then(|kind| Some((kind, regime.evidence.get(kind)?))) else {
        return Vec::new();
    };
    let wanted = Use {
        regime: &regime.head.id,
        procedure: &procedure.head.id,
        holder,
        day,
    };
    let mut found = Vec::new();
    for (code, party) in &world.parties {
        let of = |kind| party.is(&regime.head.id, kind);
        if !rule.of.iter().any(of) {
            continue;
        }
        let fitting = party.evidence.iter().filter(|(_, held)| {
            held.kept.kind == *kind
                && material.types.contains(&held.kept.document.kind)
                && held.allows(code, wanted)
                && held.flaw(day).is_none()
                && held.is_fresh(rule.fresh, day)
        });
        found.extend(fitting.map(|(number, held)| {
            let cited = Cited {
                party: code.clone(),
                number: number.clone(),
            };
            (cited, held)
        }));
    }
    found
}

/// The party's own people, the operator, and for what is false registrars.
fn allowed(
    world: &World,
    actor: &Actor,
    code: &PartyCode,
    cause: EndCause,
) -> Result<Who, Refusal> {
    let refusal = || Refusal::NotAllowed {
        what: words(
            format!("处理主体{code}的留存证明"),
            format!("decide on the evidence of {code}"),
        ),
    };
    match actor {
        Actor::Operator => Ok(Who {
            person: None,
            party: None,
            capacity: ActorName::from("operator"),
        }),
        Actor::Clock | Actor::Anybody => Err(refusal()),
        Actor::Person { person, party } => {
            let known = world.party(party).ok_or_else(refusal)?;
            let member = known.confirmed(person).ok_or_else(refusal)?;
            let own = party == code;
            let finds =
                cause == EndCause::FoundFalse && member.roles.contains(&Scoped::from(REGISTRAR));
            if !own && !finds {
                return Err(refusal());
            }
            Ok(Who {
                person: Some(person.clone()),
                party: Some(party.clone()),
                capacity: ActorName::from(if own { MEMBER } else { REGISTRAR }),
            })
        }
    }
}

fn keep<'r>(
    party: &Party,
    mut regimes: impl Iterator<Item = &'r Regime>,
    kept: &Kept,
) -> Result<PartyAct, Refusal> {
    let known = regimes.any(|regime| {
        let kind = regime.evidence.get(&kept.kind);
        kind.is_some_and(|kind| {
            let mut of = kind.of.iter();
            of.any(|kind| party.is(&regime.head.id, kind))
        })
    });
    if !known {
        return wrong(
            format!(
                "该主体不能留存“{}”类证明，请核对证明种类和主体类型。",
                kept.kind
            ),
            format!(
                "this party can keep no evidence of the kind `{}`; compare the kind of evidence and the kinds of the party",
                kept.kind
            ),
        );
    }
    said(&kept.title, "证明名称", "the title")?;
    said(&kept.issuer, "出具单位", "the issuer")?;
    if kept.until.is_some_and(|until| until < kept.issued) {
        return wrong(
            "证明的有效期末日早于出具日，请核对。".into(),
            "the last day of the evidence is before the day of its issue; compare both".into(),
        );
    }
    if MOST <= party.evidence.len() {
        return wrong(
            format!("一个主体最多留存{MOST}份证明。"),
            format!("a party keeps at most {MOST} pieces of evidence"),
        );
    }
    let number = EvidenceNumber::after(party.evidence.len());
    let kept = kept.clone();
    Ok(PartyAct::EvidenceKept { number, kept })
}

fn consent_to<'r>(
    world: &World,
    party: &Party,
    regimes: impl Iterator<Item = &'r Regime>,
    number: &EvidenceNumber,
    consent: &Consent,
) -> Result<PartyAct, Refusal> {
    let evidence = held(party, number)?;
    if evidence.ended.is_some() {
        return wrong(
            format!("证明{number}已终止使用，不能再同意使用。"),
            format!("the evidence {number} was ended; no use of it can be consented to"),
        );
    }
    let purpose = &consent.purpose;
    if let Relier::Party(relier) = &purpose.relier {
        world.party(relier).ok_or_else(|| Refusal::NoSuchParty {
            party: relier.to_string(),
        })?;
    }
    let mut regimes = regimes.filter(|regime| regime.head.id == purpose.regime);
    let used = regimes.any(|regime| {
        let mut procedures = regime.procedures.values();
        procedures.any(|procedure| {
            let named = purpose.procedure.as_ref();
            let mut materials = procedure.materials.values();
            named.is_none_or(|named| *named == procedure.head.id)
                && materials.any(|material| material.evidence.as_ref() == Some(&evidence.kept.kind))
        })
    });
    if !used {
        return wrong(
            "所列制度和程序不使用此类证明，请核对后再同意。".into(),
            "the regime and procedure named use no evidence of this kind; compare both".into(),
        );
    }
    Ok(PartyAct::EvidenceConsented {
        number: number.clone(),
        consent: consent.clone(),
    })
}

fn withdraw(
    party: &Party,
    number: &EvidenceNumber,
    purpose: &Purpose,
) -> Result<PartyAct, Refusal> {
    let evidence = held(party, number)?;
    let mut consents = evidence.consents.iter();
    if !consents.any(|consent| consent.purpose == *purpose) {
        return wrong(
            format!("证明{number}没有此项同意，无可撤回。"),
            format!(
                "there is no such consent to the use of {number}; there is nothing to withdraw"
            ),
        );
    }
    Ok(PartyAct::ConsentWithdrawn {
        number: number.clone(),
        purpose: purpose.clone(),
    })
}

fn ended(party: &Party, number: &EvidenceNumber, end: &End) -> Result<PartyAct, Refusal> {
    let evidence = held(party, number)?;
    said(&end.reason, "理由", "the reason")?;
    let falser = |before: &End| end.cause == before.cause || before.cause == EndCause::FoundFalse;
    if evidence.ended.as_ref().is_some_and(falser) {
        return wrong(
            format!("证明{number}已经终止使用。"),
            format!("the evidence {number} was ended already"),
        );
    }
    Ok(PartyAct::EvidenceEnded {
        number: number.clone(),
        end: end.clone(),
    })
}

fn held<'p>(party: &'p Party, number: &EvidenceNumber) -> Result<&'p Evidence, Refusal> {
    let found = party.evidence.get(number);
    found.ok_or_else(|| Refusal::NoSuchEvidence {
        evidence: number.to_string(),
    })
}

fn said(text: &str, zh: &str, en: &str) -> Result<(), Refusal> {
    let long = LONGEST < text.chars().count();
    if text.trim().is_empty() || long || text.chars().any(char::is_control) {
        return wrong(
            format!("{zh}应当为1至{LONGEST}个字符。"),
            format!("{en} has 1 to {LONGEST} characters, none of them invisible"),
        );
    }
    Ok(())
}

fn wrong<T>(zh: String, en: String) -> Result<T, Refusal> {
    Err(Refusal::Wrong { why: words(zh, en) })
}
