//! Events → state. Total: what is recorded has happened, so there is nothing
//! here to refuse.

use crate::case::{Case, Clock, ClockState, Entry, Gone, Hold, Opined, Proposed, Taken};
use crate::event::{CaseAct, ClockEvent, Event, Handed, HoldAct, Stepped, What, Who};
use crate::value::Value;
use law::calendar::{Moment, Pause};
use law::name::{FieldName, StepName};
use std::collections::{BTreeMap, BTreeSet};

/// Folds one recorded event into a case; the first one makes it.
pub fn evolve(case: Option<Case>, event: &Event) -> Option<Case> {
    let What::Case(act) = &event.event else {
        return case;
    };
    let Some(mut case) = case else {
        return opened(act, &event.who, event.at);
    };
    case.version += 1;
    apply(&mut case, act, &event.who, event.at);
    Some(case)
}

fn opened(act: &CaseAct, who: &Who, at: Moment) -> Option<Case> {
    let CaseAct::Opened {
        edition,
        procedure,
        number,
        holder,
        body,
        step,
        to,
        fields,
        clocks,
        started_by,
        receipt,
        ..
    } = act
    else {
        return None;
    };
    let mut case = Case {
        number: number.clone(),
        version: 1,
        edition: edition.clone(),
        procedure: procedure.clone(),
        holder: holder.clone(),
        body: body.clone(),
        opened_by: who.capacity.clone(),
        opened_at: at,
        state: to.clone(),
        since: at,
        fields: fields.clone(),
        documents: BTreeMap::new(),
        findings: BTreeMap::new(),
        rests_on: BTreeMap::new(),
        listed: BTreeSet::new(),
        steps: vec![taken(step, who, at)],
        drawn: BTreeMap::new(),
        conflicted: BTreeSet::new(),
        signatures: BTreeMap::new(),
        clocks: BTreeMap::new(),
        entry: None,
        label: None,
        came_from: BTreeMap::new(),
        opinions: BTreeMap::new(),
        started_by: started_by.clone(),
        receipt: receipt.clone(),
        contents: BTreeMap::new(),
        holds: BTreeMap::new(),
        disposal: None,
    };
    tick(&mut case, clocks, at);
    Some(case)
}

fn apply(case: &mut Case, act: &CaseAct, who: &Who, at: Moment) {
    match act {
        CaseAct::Opened { .. } => (),
        CaseAct::Filled { fields, clocks } => {
            fill(case, fields);
            tick(case, clocks, at);
        }
        CaseAct::Supplied { materials } => hand_in(case, materials),
        CaseAct::Stepped(stepped) => step(case, stepped, who, at),
        CaseAct::Signed { step, .. } => {
            case.signatures
                .entry(step.clone())
                .or_default()
                .insert(who.capacity.clone());
            case.steps.push(taken(step, who, at));
        }
        CaseAct::Opined(given) => {
            let opinions = case.opinions.entry(given.opinion.clone()).or_default();
            opinions.push(Opined {
                person: who.person.clone(),
                party: who.party.clone(),
                at,
                fields: given.fields.clone(),
                reasons: given.reasons.clone(),
            });
            case.steps.push(taken(&given.step, who, at));
        }
        CaseAct::Reminded { deadline, .. } => {
            if let Some(clock) = case.clocks.get_mut(deadline) {
                clock.reminded = clock.reminded.saturating_add(1);
            }
        }
        CaseAct::Recalculated { clocks, .. } => tick(case, clocks, at),
        CaseAct::Hold(act) => {
            // Who proposed did not know of it.
            case.disposal = None;
            hold(&mut case.holds, act, who, at);
        }
        CaseAct::DisposalProposed { .. } => {
            let person = who.person.clone();
            case.disposal = Some(Proposed { person, at });
        }
        CaseAct::Disposed {
            materials,
            last_day,
            basis,
        } => {
            case.disposal = None;
            for sha256 in materials {
                let gone = Gone {
                    at,
                    last_day: *last_day,
                    basis: basis.clone(),
                };
                case.contents.insert(sha256.clone(), Some(gone));
            }
        }
    }
}

/// Folds a hold into those that stand, on a case or on a party.
pub(crate) fn hold(holds: &mut BTreeMap<String, Hold>, act: &HoldAct, who: &Who, at: Moment) {
    match act {
        HoldAct::Put { reference, reason } => {
            let hold = Hold {
                reason: reason.clone(),
                person: who.person.clone(),
                party: who.party.clone(),
                at,
            };
            holds.insert(reference.clone(), hold);
        }
        HoldAct::Lifted { reference, .. } => {
            holds.remove(reference);
        }
    }
}

fn step(case: &mut Case, stepped: &Stepped, who: &Who, at: Moment) {
    case.disposal = None;
    fill(case, &stepped.fields);
    case.steps.push(taken(&stepped.step, who, at));
    if let Some(opinion) = &stepped.called {
        case.opinions.remove(opinion);
    }
    case.signatures.remove(&stepped.step);
    if !stepped.listed.is_empty() {
        case.listed = stepped.listed.iter().cloned().collect();
    }
    if let Some(drawn) = &stepped.drawn {
        // A second draw by the person drawn before is that person's conflict.
        if let (Some(person), Some(before)) = (&who.person, case.drawn.get(&drawn.actor))
            && before.contains(person)
            && !drawn.chosen.contains(person)
        {
            case.conflicted.insert(person.clone());
        }
        case.drawn.insert(drawn.actor.clone(), drawn.chosen.clone());
    }
    if let Some(transferred) = &stepped.transferred {
        case.holder = transferred.to.clone();
    }
    move_to(case, stepped, at);
    if let Some(moved) = &stepped.entry {
        let issued = case.entry.as_ref().map_or(at, |entry| entry.issued);
        case.label = Some(moved.number.clone());
        case.entry = Some(Entry {
            number: moved.number.clone(),
            status: moved.status.clone(),
            since: at,
            issued,
            until: moved.until,
            grounds: stepped.grounds.clone(),
            basis: stepped.basis.clone(),
        });
    }
    tick(case, &stepped.clocks, at);
}

fn taken(step: &StepName, who: &Who, at: Moment) -> Taken {
    Taken {
        step: step.clone(),
        person: who.person.clone(),
        capacity: who.capacity.clone(),
        at,
    }
}

fn move_to(case: &mut Case, stepped: &Stepped, at: Moment) {
    let to = &stepped.to;
    if case.state == *to {
        return;
    }
    // Going back does not count as having come from there.
    if !stepped.returned {
        case.came_from.insert(to.clone(), case.state.clone());
    }
    case.state = to.clone();
    case.since = at;
}

fn hand_in(case: &mut Case, materials: &[Handed]) {
    case.disposal = None;
    for Handed {
        material,
        document,
        findings,
        evidence,
    } in materials
    {
        case.documents.insert(material.clone(), document.clone());
        case.contents.insert(document.sha256.clone(), None);
        match findings {
            Some(findings) => case.findings.insert(material.clone(), findings.clone()),
            None => case.findings.remove(material),
        };
        match evidence {
            Some(cited) => case.rests_on.insert(material.clone(), cited.clone()),
            None => case.rests_on.remove(material),
        };
    }
}

fn fill(case: &mut Case, fields: &BTreeMap<FieldName, Value>) {
    for (field, value) in fields {
        if value.is_empty() {
            case.fields.remove(field);
        } else {
            case.fields.insert(field.clone(), value.clone());
        }
    }
}

fn tick(case: &mut Case, events: &[ClockEvent], at: Moment) {
    for event in events {
        match event {
            ClockEvent::Started {
                name,
                start,
                term,
                due,
                end,
                provisional,
            } => {
                let clock = Clock {
                    start: *start,
                    term: *term,
                    due: *due,
                    end: *end,
                    provisional: *provisional,
                    pauses: Vec::new(),
                    paused: None,
                    extended: 0,
                    reminded: 0,
                    state: ClockState::Running,
                };
                case.clocks.insert(name.clone(), clock);
            }
            ClockEvent::Paused { name } => {
                with(case, name, |clock| {
                    clock.paused = Some(at);
                    clock.state = ClockState::Paused;
                });
            }
            ClockEvent::Resumed {
                name,
                due,
                end,
                provisional,
            } => with(case, name, |clock| {
                if let Some(from) = clock.paused.take() {
                    clock.pauses.push(Pause { from, to: at });
                }
                clock.state = ClockState::Running;
                ends(clock, *due, *end, *provisional);
            }),
            ClockEvent::Extended {
                name,
                term,
                due,
                end,
                provisional,
            } => with(case, name, |clock| {
                clock.term = *term;
                clock.extended = clock.extended.saturating_add(1);
                clock.reminded = 0;
                ends(clock, *due, *end, *provisional);
            }),
            ClockEvent::Moved {
                name,
                due,
                end,
                provisional,
            } => {
                with(case, name, |clock| ends(clock, *due, *end, *provisional));
            }
            ClockEvent::Ended { name } => with(case, name, |clock| clock.state = ClockState::Ended),
            ClockEvent::RanOut { name } => {
                with(case, name, |clock| clock.state = ClockState::RanOut);
            }
        }
    }
}

fn ends(clock: &mut Clock, due: jiff::civil::Date, end: Moment, provisional: bool) {
    clock.due = due;
    clock.end = end;
    clock.provisional = provisional;
}

fn with(case: &mut Case, name: &law::name::DeadlineName, change: impl FnOnce(&mut Clock)) {
    if let Some(clock) = case.clocks.get_mut(name) {
        change(clock);
    }
}
