//! What a line says should come, against what came.

use super::act::No;
use super::line::{Act, Expect, day};
use super::play::Play;
use super::{Fault, Outcome, Seen};
use crate::case::{Case, ClockState};
use crate::decide::{opinions_are_open, standing};
use crate::event::{CaseAct, ClockEvent, Event, Stepped, What};
use crate::form::Form;
use crate::refusal::Refusal;
use law::name::{GroundName, GuardName, StepName};
use law::procedure::Procedure;
use law::regime::Standing;

impl Play<'_> {
    /// Compares, and notes what was seen.
    pub(super) fn look(
        &self,
        act: &Act,
        came: Result<Vec<Event>, No>,
        outcome: &mut Outcome,
    ) -> Result<(), Fault> {
        let fault = |expected: &str, came: String| Fault {
            line: self.line,
            expected: expected.to_owned(),
            came,
        };
        match (came, &act.expect) {
            (Err(No::Script(why)), _) => Err(fault("a line that can be played", why)),
            (Ok(events), Expect::Anything) => {
                self.note(&events, &mut outcome.seen);
                Ok(())
            }
            (Ok(events), Expect::State { state, more }) => {
                self.note(&events, &mut outcome.seen);
                let now = self.case().map_or("no case", |case| case.state.as_str());
                if now != state {
                    return Err(fault(state, format!("it is `{now}`")));
                }
                self.more(&events, more, &mut outcome.seen)
                    .map_err(|(expected, came)| fault(&expected, came))
            }
            (Ok(_), Expect::Refused { words }) => Err(fault(words, "it was carried out".into())),
            (Ok(_), Expect::Code { code, .. }) => Err(fault(code, "it was carried out".into())),
            (Err(No::Law(refusal)), Expect::Refused { words }) => {
                note_refusal(self.procedure, act, &refusal, &mut outcome.seen);
                let text = refusal.to_string();
                let all = words.split(" & ").all(|part| text.contains(part.trim()));
                let told = !refusal.wording().zh.trim().is_empty();
                if all && told {
                    Ok(())
                } else {
                    Err(fault(words, text))
                }
            }
            (Err(No::Law(refusal)), Expect::Code { code, guard }) => {
                note_refusal(self.procedure, act, &refusal, &mut outcome.seen);
                let held = match (&refusal, guard) {
                    (Refusal::Guarded { guard: came, .. }, Some(guard)) => came.as_str() == guard,
                    (_, guard) => guard.is_none(),
                };
                if refusal.code() == code && held {
                    Ok(())
                } else {
                    Err(fault(code, format!("{}: {refusal}", refusal.code())))
                }
            }
            (Err(No::Law(refusal)), Expect::State { state, .. }) => {
                Err(fault(state, refusal.to_string()))
            }
            (Err(No::Law(refusal)), Expect::Anything) => {
                Err(fault("no refusal", refusal.to_string()))
            }
        }
    }

    fn note(&self, events: &[Event], seen: &mut Seen) {
        for event in events {
            let mut folders = self.folders.values();
            let case = folders.find_map(|folder| {
                let here = event.stream == format!("case/{}", folder.number);
                folder.case.as_ref().filter(|_| here)
            });
            let Some(case) = case else { continue };
            let procedures = &self.setting.edition.regime.procedures;
            let Some(procedure) = procedures.get(&case.procedure) else {
                continue;
            };
            let name = |name: &dyn std::fmt::Display| format!("{}/{name}", case.procedure);
            match &event.event {
                What::Case(CaseAct::Opened { step, to, .. }) => {
                    seen.steps.insert(name(step));
                    seen.states.insert(name(to));
                    let held = held(self, case, procedure, step);
                    seen.guards_good
                        .extend(held.iter().map(|guard| name(guard)));
                }
                What::Case(CaseAct::Opined(given)) => {
                    seen.steps.insert(name(&given.step));
                    seen.grounds
                        .extend(given.grounds.iter().map(|ground| name(ground)));
                    let held = held(self, case, procedure, &given.step);
                    seen.guards_good
                        .extend(held.iter().map(|guard| name(guard)));
                }
                What::Case(CaseAct::Stepped(stepped)) => {
                    seen.steps.insert(name(&stepped.step));
                    seen.states.insert(name(&stepped.to));
                    seen.grounds
                        .extend(stepped.grounds.iter().map(|ground| name(ground)));
                    let held = held(self, case, procedure, &stepped.step);
                    seen.guards_good
                        .extend(held.iter().map(|guard| name(guard)));
                }
                _ => (),
            }
        }
    }

    fn more(
        &self,
        events: &[Event],
        more: &[String],
        seen: &mut Seen,
    ) -> Result<(), (String, String)> {
        let case = self
            .case()
            .ok_or_else(|| ("a case".to_owned(), "there is none".to_owned()))?;
        let came = Came::of(events);
        let mut words = more.iter().map(String::as_str);
        while let Some(word) = words.next() {
            let flag = match word {
                "numbered" => Some(case.label.is_some()),
                "unnumbered" => Some(case.label.is_none()),
                "states" => Some(came.stepped().any(|stepped| stepped.statement.is_some())),
                "confidential" => Some(self.procedure.head.confidential),
                "drawn" => Some(came.stepped().any(|stepped| stepped.drawn.is_some())),
                "kept" => Some(came.stepped().all(|stepped| stepped.drawn.is_none())),
                "silent" => Some(came.stepped().all(|stepped| stepped.announced.is_empty())),
                "unmoved" => Some(came.stepped().all(|stepped| stepped.entry.is_none())),
                _ => None,
            };
            if let Some(held) = flag {
                same(word, if held { word } else { "not so" })?;
                continue;
            }
            let named = if word.contains('=') {
                word
            } else {
                words.next().unwrap_or_default()
            };
            self.one(case, &came, word, named, seen)?;
        }
        Ok(())
    }

    fn one(
        &self,
        case: &Case,
        came: &Came<'_>,
        word: &str,
        named: &str,
        seen: &mut Seen,
    ) -> Result<(), (String, String)> {
        if word == "due" {
            return self.due(case, named, seen);
        }
        if let Some(held) = self.of_parties(came, word, named) {
            let expected = format!("{word} {named}");
            return same(&expected, if held { &expected } else { "not so" });
        }
        if let Some(open) = self.opinions(case, word, named) {
            let expected = format!("{word} {named}");
            return same(&expected, if open { &expected } else { "not so" });
        }
        if let Some(held) = came
            .shows(word, named)
            .or_else(|| clock_is(case, word, named))
        {
            let expected = format!("{word} {named}");
            return same(&expected, if held { &expected } else { "not so" });
        }
        let said = self.says(case, came, word, named);
        if let Some(text) = said.or_else(|| self.rests(case, word, named)) {
            let named = if word == "field" {
                self.field(named)
            } else {
                named.to_owned()
            };
            return same(&named, &text);
        }
        match word.split_once('=') {
            Some((other, state)) => {
                let other = self
                    .folders
                    .get(other)
                    .and_then(|folder| folder.case.as_ref());
                same(state, other.map_or("no case", |other| other.state.as_str()))
            }
            None => Err((
                format!("{word} {named}"),
                "such an outcome is not known".into(),
            )),
        }
    }

    /// Whether what others said of an opinion is hidden or shown by now.
    fn opinions(&self, case: &Case, word: &str, named: &str) -> Option<bool> {
        let open = || opinions_are_open(self.procedure, case, &named.into());
        match word {
            "hides" => Some(!open()),
            "shows" => Some(open()),
            _ => None,
        }
    }

    /// What a step did to parties and other cases.
    fn of_parties(&self, came: &Came<'_>, word: &str, named: &str) -> Option<bool> {
        let (name, what) = named.split_once('=').unwrap_or((named, ""));
        let party = || self.stage.world.party(self.stage.code(name)?);
        let (today, regime) = (self.today(), &self.edition().regime.head.id);
        let barred = || {
            let barred = party().map(|party| party.barred(regime, &what.into(), today).is_some());
            barred.unwrap_or(false)
        };
        let (kind, item) = what.split_once(':').unwrap_or((what, ""));
        let qualified = || {
            let item = Some(item).filter(|item| !item.is_empty());
            let held =
                party().map(|party| party.qualified(regime, &kind.into(), today, item).is_some());
            held.unwrap_or(false)
        };
        let others = |count: usize| what.parse() == Ok(count) || (what.is_empty() && 0 < count);
        Some(match word {
            "bars" => barred(),
            "free" => !barred(),
            "qualifies" => qualified(),
            "unqualified" => !qualified(),
            "starts" => others(came.started(name)),
            "drives" => name.parse() == Ok(came.driven()),
            "opinions" => {
                let case = self.case();
                let counts = case.into_iter().flat_map(|case| case.opinions.values());
                name.parse() == Ok(counts.map(Vec::len).sum::<usize>())
            }
            _ => return None,
        })
    }

    /// What is to be compared with the word after `word`.
    fn says(&self, case: &Case, came: &Came<'_>, word: &str, named: &str) -> Option<String> {
        let entry = case.entry.as_ref();
        Some(match word {
            "entry" => entry
                .map_or("none", |entry| entry.status.as_str())
                .to_owned(),
            "standing" => {
                let standing =
                    entry.and_then(|entry| standing(&self.edition().regime, &entry.status));
                let text = match standing {
                    None => "none",
                    Some(Standing::Valid) => "valid",
                    Some(Standing::Suspended) => "suspended",
                    Some(Standing::Void) => "void",
                };
                text.to_owned()
            }
            "until" => entry
                .and_then(|entry| entry.until)
                .map(|day| day.to_string())
                .unwrap_or_default(),
            "holder" => {
                let mut names = self.stage.names();
                let found = names.find(|(_, code)| **code == case.holder);
                found.map(|(name, _)| name.clone()).unwrap_or_default()
            }
            "grounds" => {
                let grounds = entry
                    .map(|entry| entry.grounds.as_slice())
                    .unwrap_or_default();
                grounds
                    .iter()
                    .map(GroundName::as_str)
                    .collect::<Vec<_>>()
                    .join(",")
            }
            "basis" => came
                .stepped()
                .map(|stepped| stepped.basis.clone())
                .next()
                .unwrap_or_default(),
            "duty" => {
                let deadline = named
                    .split_once('=')
                    .map_or(named, |(deadline, _)| deadline);
                let of = self.procedure.deadlines.get(deadline).map(|rule| &rule.of);
                let runs = case
                    .running()
                    .iter()
                    .any(|(name, _)| name.as_str() == deadline);
                let of = of.filter(|_| runs).map_or("nobody", |of| of.as_str());
                format!("{deadline}={of}")
            }
            "field" => {
                let name = named.split_once('=').map_or(named, |(name, _)| name);
                let value = case.fields.get(name).map(ToString::to_string);
                format!("{name}={}", value.unwrap_or_default())
            }
            _ => return None,
        })
    }

    fn field(&self, named: &str) -> String {
        let (name, text) = named.split_once('=').unwrap_or((named, ""));
        format!("{name}={}", self.value(name, text))
    }

    fn due(&self, case: &Case, named: &str, seen: &mut Seen) -> Result<(), (String, String)> {
        let (name, text) = named
            .split_once('=')
            .map_or((None, named), |(name, text)| (Some(name), text));
        let expected = self.date(day(text).map_err(|why| (named.to_owned(), why))?);
        let running = case.running();
        let clock = match name {
            Some(name) => running
                .into_iter()
                .find(|(deadline, _)| deadline.as_str() == name),
            None => running.into_iter().next(),
        };
        let (deadline, clock) =
            clock.ok_or_else(|| (named.to_owned(), "no such deadline runs".to_owned()))?;
        seen.deadlines
            .insert(format!("{}/{deadline}", case.procedure));
        debug_assert!(clock.state == ClockState::Running);
        same(
            &format!("due {named} ({expected})"),
            &format!("due {named} ({})", clock.due),
        )
    }
}

/// The guards of a step that was taken whose condition holds.
fn held<'p>(
    play: &Play<'_>,
    case: &Case,
    procedure: &'p Procedure,
    step: &StepName,
) -> Vec<&'p GuardName> {
    let form = Form {
        procedure,
        ..play.form(&case.fields, &case.opened_by)
    };
    let guards = procedure.steps.get(step).map(|step| step.guards.as_slice());
    let guards = guards.unwrap_or_default().iter();
    let guards = guards.filter_map(|name| procedure.guards.get_key_value(name));
    guards
        .filter(|(_, guard)| form.holds(guard.when.as_ref()))
        .map(|(name, _)| name)
        .collect()
}

fn clock_is(case: &Case, word: &str, named: &str) -> Option<bool> {
    let provisional = case.clocks.get(named).map(|clock| clock.provisional);
    match word {
        "provisional" => Some(provisional == Some(true)),
        "official" => Some(provisional == Some(false)),
        _ => None,
    }
}

fn same(expected: &str, came: &str) -> Result<(), (String, String)> {
    if expected == came {
        Ok(())
    } else {
        Err((expected.to_owned(), came.to_owned()))
    }
}

fn note_refusal(procedure: &Procedure, act: &Act, refusal: &Refusal, seen: &mut Seen) {
    let id = &procedure.head.id;
    seen.refusals.insert(refusal.code().to_owned());
    seen.refused
        .insert((format!("{id}/{}", act.verb), refusal.code().to_owned()));
    if let Refusal::Guarded { guard, .. } = refusal {
        seen.guards_bad.insert(format!("{id}/{guard}"));
    }
}

/// What an act recorded about the case it was on.
struct Came<'e> {
    own: Vec<&'e Event>,
    others: Vec<&'e Event>,
}

impl<'e> Came<'e> {
    fn of(events: &'e [Event]) -> Came<'e> {
        let stream = events.first().map(|event| &event.stream);
        let (own, others) = events
            .iter()
            .partition(|event| Some(&event.stream) == stream);
        Came { own, others }
    }

    /// How many cases of a procedure began.
    fn started(&self, of: &str) -> usize {
        let opened = self.others.iter().filter(|event| {
            matches!(&event.event, What::Case(CaseAct::Opened { procedure, .. }) if procedure.as_str() == of)
        });
        opened.count()
    }

    /// How many other cases took a step.
    fn driven(&self) -> usize {
        let steps = self
            .others
            .iter()
            .filter(|event| matches!(&event.event, What::Case(CaseAct::Stepped(_))));
        steps.count()
    }

    fn stepped(&self) -> impl Iterator<Item = &'e Stepped> {
        self.own.iter().filter_map(|event| match &event.event {
            What::Case(CaseAct::Stepped(stepped)) => Some(stepped),
            _ => None,
        })
    }

    /// Whether a clock did, or an announcement says, what the word means.
    fn shows(&self, word: &str, named: &str) -> Option<bool> {
        let mut clocks = self.clocks();
        let mut announced = self.stepped().flat_map(|stepped| &stepped.announced);
        Some(match word {
            "ends" => clocks
                .any(|clock| matches!(clock, ClockEvent::Ended { name } if name.as_str() == named)),
            "runs" => clocks.any(
                |clock| matches!(clock, ClockEvent::Started { name, .. } if name.as_str() == named),
            ),
            "pauses" => clocks.any(
                |clock| matches!(clock, ClockEvent::Paused { name } if name.as_str() == named),
            ),
            "announces" => announced.any(|told| told.notice.as_str() == named),
            "telling" => announced.any(|told| told.zh.contains(named) || told.en.contains(named)),
            _ => return None,
        })
    }

    fn clocks(&self) -> impl Iterator<Item = &'e ClockEvent> {
        self.own.iter().flat_map(|event| match &event.event {
            What::Case(
                CaseAct::Opened { clocks, .. }
                | CaseAct::Filled { clocks, .. }
                | CaseAct::Recalculated { clocks, .. },
            ) => clocks.as_slice(),
            What::Case(CaseAct::Stepped(stepped)) => stepped.clocks.as_slice(),
            _ => &[],
        })
    }
}
