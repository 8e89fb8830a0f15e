//! For how long what was handed in for a case is kept, who may dispose of it
//! then, and what stands in the way. Events are never disposed of.

use crate::authorize::RetentionPermit;
use crate::case::{Case, Gone, Hold};
use crate::command::Actor;
use crate::decide::Desk;
use crate::decide::parties::after;
use crate::event::{CaseAct, HoldAct, NewEvent, PartyAct, Stream, What, Who};
use crate::party::{Party, PersonId};
use crate::refusal::Refusal;
use crate::wording::{Wording, words};
use crate::world::World;
use jiff::civil::Date;
use law::calendar::{Calendar, Moment};
use law::identity::PartyCode;
use law::library::EditionId;
use law::name::{ProcedureName, Scoped};
use law::regime::{Regime, Retention, Standing};
use law::term::Term;
use serde::Serialize;
use std::collections::BTreeMap;

/// The role whose holders look after the files of the cases of their body.
pub const ARCHIVIST: &str = "archivist";

/// The longest reference of a hold, and the longest reason, in characters.
const LONGEST: (usize, usize) = (120, 1000);

/// For how long the file of an ended case is kept, and why.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Kept<'a> {
    /// The day on which the case ended or, if that is later, its entry.
    pub since: Date,
    /// The last day on which it is kept.
    pub until: Date,
    pub rule: &'a Retention,
}

/// For how long the file of `case` is kept; none while the case or its entry
/// has not ended.
pub fn kept<'a>(case: &Case, regime: &'a Regime, calendar: &Calendar) -> Option<Kept<'a>> {
    let rule = regime.retention(&case.procedure)?;
    let procedure = regime.procedures.get(&case.procedure)?;
    let ended = procedure.states.get(&case.state)?.is_final;
    let since = calendar.day(case.since);
    let since = match &case.entry {
        None => since,
        Some(entry) => {
            let standing = regime.statuses.get(&entry.status)?.standing;
            match (standing, entry.until) {
                (Standing::Void, _) => since.max(calendar.day(entry.since)),
                (Standing::Valid | Standing::Suspended, Some(until)) => since.max(until),
                (Standing::Valid | Standing::Suspended, None) => return None,
            }
        }
    };
    ended.then(|| Kept {
        since,
        until: after(since, rule.within),
        rule,
    })
}

/// The holds that stand on the case itself, then those on its holder.
pub fn holds<'a>(
    case: &'a Case,
    world: &'a World,
) -> impl Iterator<Item = (&'a String, &'a Hold)> + use<'a> {
    let holder = world.party(&case.holder);
    let of_holder = holder.into_iter().flat_map(|holder| &holder.holds);
    case.holds.iter().chain(of_holder)
}

/// Whether the actor looks after the files of the body `code`.
pub fn is_archivist(world: &World, actor: &Actor, code: &PartyCode) -> bool {
    let Actor::Person { person, party } = actor else {
        return false;
    };
    let body = world.party(code).filter(|_| code == party);
    let member = body.and_then(|body| body.confirmed(person));
    member.is_some_and(|member| member.roles.contains(&Scoped::from(ARCHIVIST)))
}

/// The file of a case, as those see it who look after it.
#[derive(Debug, Clone, Serialize)]
pub struct Filed {
    pub case: String,
    pub edition: EditionId,
    pub procedure: ProcedureName,
    pub holder: PartyCode,
    /// When the case or its entry ended; nothing while it has not.
    pub since: Option<Date>,
    /// The last day on which it is kept, and why.
    pub until: Option<Date>,
    pub term: Option<Term>,
    pub basis: Option<String>,
    /// How many contents are kept, and how many were disposed of.
    pub kept: usize,
    pub disposed: usize,
    pub holds: Vec<Held>,
    /// Who proposed the disposal that waits.
    pub proposed_by: Option<PersonId>,
}

/// A hold that stands, and on what.
#[derive(Debug, Clone, Serialize)]
pub struct Held {
    pub reference: String,
    pub reason: String,
    /// It stands on the holder, so on all its cases.
    pub on_holder: bool,
    pub at: Moment,
}

/// The file of a case.
pub fn filed(case: &Case, regime: &Regime, world: &World) -> Filed {
    let calendar = world.calendars.get(&regime.head.calendar);
    let kept = calendar.and_then(|calendar| kept(case, regime, calendar));
    let own = case.holds.len();
    let held = |(at, (reference, hold)): (usize, (&String, &Hold))| Held {
        reference: reference.clone(),
        reason: hold.reason.clone(),
        on_holder: own <= at,
        at: hold.at,
    };
    let contents = case.kept_contents().count();
    let proposed = case.disposal.as_ref();
    Filed {
        case: case.number.clone(),
        edition: case.edition.clone(),
        procedure: case.procedure.clone(),
        holder: case.holder.clone(),
        since: kept.as_ref().map(|kept| kept.since),
        until: kept.as_ref().map(|kept| kept.until),
        term: kept.as_ref().map(|kept| kept.rule.within),
        basis: kept.as_ref().map(|kept| kept.rule.basis.clone()),
        kept: contents,
        disposed: case.contents.len() - contents,
        holds: holds(case, world).enumerate().map(held).collect(),
        proposed_by: proposed.and_then(|proposed| proposed.person.clone()),
    }
}

/// What happened to the file of a case, in words; nothing for other acts.
pub fn told(act: &CaseAct) -> Option<Wording> {
    Some(match act {
        CaseAct::Hold(HoldAct::Put { reference, .. }) => words(
            format!("暂缓销毁（{reference}）"),
            format!("put on hold ({reference})"),
        ),
        CaseAct::Hold(HoldAct::Lifted { reference, .. }) => words(
            format!("解除暂缓销毁（{reference}）"),
            format!("hold lifted ({reference})"),
        ),
        CaseAct::DisposalProposed { .. } => words("提出销毁材料", "disposal proposed"),
        CaseAct::Disposed { materials, .. } => words(
            format!("核准销毁材料，共{}份", materials.len()),
            format!("disposal approved, contents: {}", materials.len()),
        ),
        CaseAct::Opened { .. }
        | CaseAct::Filled { .. }
        | CaseAct::Supplied { .. }
        | CaseAct::Stepped(_)
        | CaseAct::Opined(_)
        | CaseAct::Signed { .. }
        | CaseAct::Reminded { .. }
        | CaseAct::Recalculated { .. } => return None,
    })
}

/// That a content was disposed of, when and on what ground, for who asks for it.
pub fn gone(gone: &Gone, regime: &Regime, calendar: &Calendar) -> Wording {
    let (day, until) = (calendar.day(gone.at), gone.last_day);
    let cited = |zh| regime.law.citation(&gone.basis, zh);
    words(
        format!(
            "该材料的保管期限已于{until}届满，材料内容已于{day}依据{}销毁；摘要值和办理记录继续保存。",
            cited(true)
        ),
        format!(
            "This material was kept until {until} and was disposed of on {day} ({}). Its digests and the record of what was done remain.",
            cited(false)
        ),
    )
}

impl Desk<'_> {
    /// Proposes that what was handed in be disposed of (T-RET-01).
    ///
    /// # Errors
    ///
    /// What still stands in the way.
    pub fn propose_disposal(
        &self,
        case: &Case,
        permit: &RetentionPermit,
    ) -> Result<NewEvent, Refusal> {
        let (last_day, basis) = self.disposable(case)?;
        if case.disposal.is_some() {
            return Err(Refusal::AlreadySigned {
                step: words("提出销毁", "the proposal of a disposal"),
            });
        }
        let act = CaseAct::DisposalProposed { last_day, basis };
        Ok(self.event(case, permit.who(), act))
    }

    /// Approves what another person proposed. All contents that are kept for
    /// the case are named; which of them nobody else needs, the record tells.
    ///
    /// # Errors
    ///
    /// What still stands in the way, looked at anew (T-RET-01).
    pub fn dispose(&self, case: &Case, permit: &RetentionPermit) -> Result<NewEvent, Refusal> {
        let (last_day, basis) = self.disposable(case)?;
        let Some(proposed) = &case.disposal else {
            return Err(Refusal::NotProposed { basis });
        };
        if proposed.person == permit.who().person {
            return Err(Refusal::SamePerson {
                step: words("核准销毁", "approve the disposal"),
                earlier: words("提出销毁", "propose the disposal"),
                basis,
            });
        }
        let act = CaseAct::Disposed {
            materials: case.kept_contents().cloned().collect(),
            last_day,
            basis,
        };
        Ok(self.event(case, permit.who(), act))
    }

    /// Puts a hold on the case, or lifts it.
    ///
    /// # Errors
    ///
    /// A reference that is taken, or that stands for no hold.
    pub fn hold(
        &self,
        case: &Case,
        permit: &RetentionPermit,
        act: &HoldAct,
    ) -> Result<NewEvent, Refusal> {
        let act = sound(&case.holds, permit.who(), act)?;
        Ok(self.event(case, permit.who(), CaseAct::Hold(act)))
    }

    /// The last day on which the case had to be kept and the article, if that
    /// day is over and nothing else stands in the way.
    fn disposable(&self, case: &Case) -> Result<(Date, String), Refusal> {
        let regime = self.regime();
        if case.kept_contents().next().is_none() {
            return Err(Refusal::NothingKept);
        }
        let kept = kept(case, regime, self.calendar);
        let until = kept.as_ref().map(|kept| kept.until);
        let basis = regime.retention(&case.procedure);
        let basis = basis.map_or_else(
            || self.procedure.head.basis.clone(),
            |rule| rule.basis.clone(),
        );
        let Some(last_day) = until.filter(|until| *until < self.today) else {
            return Err(Refusal::StillKept { until, basis });
        };
        if let Some((reference, _)) = holds(case, self.world).next() {
            let reference = reference.clone();
            return Err(Refusal::OnHold { reference });
        }
        Ok((last_day, basis))
    }
}

/// Puts a hold on all cases of a party, or lifts it.
///
/// # Errors
///
/// A reference that is taken, or that stands for no hold.
pub(crate) fn hold_party(party: &Party, who: Who, act: &HoldAct) -> Result<NewEvent, Refusal> {
    let act = sound(&party.holds, &who, act)?;
    Ok(NewEvent {
        stream: Stream::Party(party.registration.code.clone()),
        who,
        what: What::Party(PartyAct::Hold(act)),
    })
}

/// The hold, if it can be put or lifted. Who lifts it is of the party that put
/// it, and is another person.
fn sound(holds: &BTreeMap<String, Hold>, who: &Who, act: &HoldAct) -> Result<HoldAct, Refusal> {
    let (HoldAct::Put { reference, reason } | HoldAct::Lifted { reference, reason }) = act;
    let (reference, reason) = (
        said(reference, "文号或者名称", "reference", LONGEST.0)?,
        said(reason, "理由", "reason", LONGEST.1)?,
    );
    match (act, holds.get(&reference)) {
        (HoldAct::Put { .. }, None) => Ok(HoldAct::Put { reference, reason }),
        (HoldAct::Put { .. }, Some(_)) => Err(Refusal::HoldStands { reference }),
        (HoldAct::Lifted { .. }, None) => Err(Refusal::NoSuchHold { reference }),
        (HoldAct::Lifted { .. }, Some(hold)) if hold.party != who.party => {
            Err(Refusal::NotAllowed {
                what: words(
                    "解除其他机构登记的暂缓销毁",
                    "lift a hold that another body put",
                ),
            })
        }
        (HoldAct::Lifted { .. }, Some(hold)) if same(hold.person.as_ref(), who) => {
            Err(Refusal::OwnHold { reference })
        }
        (HoldAct::Lifted { .. }, Some(_)) => Ok(HoldAct::Lifted { reference, reason }),
    }
}

fn same(person: Option<&PersonId>, who: &Who) -> bool {
    person == who.person.as_ref()
}

/// A text that is not empty, not too long and on one line.
fn said(text: &str, zh: &str, en: &str, most: usize) -> Result<String, Refusal> {
    let text = text.trim();
    if most < text.chars().count() {
        return Err(Refusal::TooLong {
            what: en.to_owned(),
            max: most,
        });
    }
    if text.is_empty() || text.chars().any(char::is_control) {
        let why = words(
            format!("请写明{zh}，不得含有换行等控制字符。"),
            format!("say the {en}, in one line"),
        );
        return Err(Refusal::Wrong { why });
    }
    Ok(text.to_owned())
}
