//! Scenarios: what may happen to a case, written so that a lawyer can read
//! and write it. One line an act; the runner takes each act through
//! `authorize`, `decide` and `evolve` as the office does.
//!
//! ```text
//! procedure filing             # head of the file: with which procedure each scenario begins
//! day 2026-07-06               # the day that d0 stands for; d9 is 9 days later
//! route filed                  # lines that others repeat with `follow filed`
//! d0  producer  open           -> draft
//! case in-time                 # a fresh world, a fresh case
//! # req: LBL-09.1 LBL-09.2     # what the lines below show
//! d0  producer  submit         ! still missing: report
//! d0  producer  supply all     -> draft
//! d0  producer  submit         -> submitted  due completeness=d7
//! ```
//!
//! **World lines** set up who and what there is: `party NAME kinds=a,b|only=a
//! [code=…] [region=…] [agent=NAME] [parent=NAME] [qualified=KIND:FROM:UNTIL[:ITEM]]`,
//! `member PARTY PERSON roles=a,b [state=suspended]`, `mandate HOLDER AGENT
//! FROM UNTIL`, `bar PARTY SANCTION FROM UNTIL`, `rule CATALOGUE ITEM
//! until=DATE` or `rule CATALOGUE ITEM LEVEL testers=a,b`, `calendar YEAR
//! closed=FROM..UNTIL working=DAY,DAY`; on the evidence that a party keeps
//! `evidence NAME PARTY KIND ISSUED [until=DATE] [type=pdf]`, `consent NAME
//! [PROCEDURE] [to=PARTY|anyone] [until=DATE]`, `retract NAME [PROCEDURE]
//! [to=…]`, `end NAME DATE [false]`. Without any there is one party of each
//! kind, named like the kind, with three members for each role. World lines
//! before the first scenario hold for all of them.
//!
//! **Acts** are `dN[@HH:MM]  actor  verb  words`. The actor is one of the
//! scheme's (`producer`, `reviewer`), a party by its name, `clock` or
//! `operator`; `#2` is the second person, `#other` one that no draw chose,
//! `@PERSON` a certain one. Verbs: every step of the scheme, `fill
//! field=value`, `supply material … | all [except=a,b]`, `see`; the clock's are
//! `clock` alone (whatever is due), `clock STEP`, `clock remind DEADLINE`,
//! `clock recalculate YEAR`. `dN overdue DEADLINE` and `dN running DEADLINE`
//! look only. Words of a step: `ground=a,b`, `reasons="…"`, `list=a,b`,
//! `check=a,b|all`, `statement`, `field=value`, `holder=NAME` (when opening).
//! Checks and statement are given unless `bare` stands in the line; fields not
//! given at an opening step take their sample. A report takes `fail=5.1-1`,
//! `reaches=LEVEL`, `model=…`, `laboratory=NAME`, `tested=DATE`,
//! `penetration=fail`; an artwork `faulty`; any material `type=exe`,
//! `content=…`, `unread`, `evidence=NAME` for kept evidence instead of a file.
//!
//! **Outcomes**: `-> STATE`, then any of `due [NAME=]DAY`, `ends NAME`, `runs
//! NAME`, `pauses NAME`, `provisional NAME`, `entry STATUS|none`,
//! `standing valid|suspended|void`, `duty DEADLINE=ACTOR`, `until DATE`,
//! `numbered`, `confidential`, `announces NAME`, `states`, `drawn|kept`, `grounds a,b`, `field
//! NAME=VALUE`, `holder NAME`, `CASE=STATE`, `bars|free PARTY=SANCTION`,
//! `qualifies|unqualified PARTY=QUALIFICATION[:ITEM]`, `starts PROCEDURE[=N]`,
//! `drives N`, `rests MATERIAL=NAME`, `alone MATERIAL`, `opinions N`, `hides|shows OPINION`; or `! words of the refusal`, or `!code guarded
//! GUARD`. `other NAME` goes on with another case in the same world, `other
//! NAME procedure=P` with one of another procedure, `other NAME started=P
//! [holder=PARTY] [FIELD=VALUE]` with the newest that a step has started. A field takes
//! `@NAME` for the number of a case. `ACTOR:PARTY` is somebody of a certain
//! party, `anybody` somebody without an account.

mod act;
mod expect;
mod kept;
mod known;
mod line;
mod play;
mod prompt;
mod replay;
mod sample;
mod seen;
mod slack;
mod stage;
mod walk;
mod words;

pub use line::{Script, ScriptFault};
pub use prompt::{Cue, Expected, Prompt};
pub use seen::{Seen, unseen};
pub use slack::slack;
pub use walk::{Choice, Untaken, Walk};

use crate::event::Event;
use law::calendar::Calendar;
use law::library::{Edition, EditionId};
use law::name::{ProcedureName, Scoped};
use std::borrow::Borrow;
use std::collections::BTreeMap;
use std::sync::Arc;

/// What scenarios are run with.
#[derive(Debug, Clone, Copy)]
pub struct Setting<'a> {
    pub id: &'a EditionId,
    pub edition: &'a Arc<Edition>,
    pub calendar: &'a Calendar,
    /// The procedure where the file names none.
    pub procedure: &'a ProcedureName,
}

impl Setting<'_> {
    /// A name as the edition's regime defines it.
    fn scoped<N>(self, name: &str) -> Scoped<N>
    where
        N: for<'n> From<&'n str> + Borrow<str> + PartialEq,
    {
        Scoped::of(&self.id.regime, N::from(name))
    }
}

/// A line whose outcome is another than it says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fault {
    /// From 1.
    pub line: usize,
    pub expected: String,
    pub came: String,
}

/// What came of a file of scenarios.
#[derive(Debug, Clone, Default)]
pub struct Outcome {
    pub faults: Vec<Fault>,
    /// How many scenarios and acts were played.
    pub scenarios: usize,
    pub acts: usize,
    /// Requirement → the lines that name it.
    pub requirements: BTreeMap<String, Vec<usize>>,
    pub seen: Seen,
    /// What was recorded of each case, in order.
    pub histories: Vec<Vec<Event>>,
}

/// Plays every scenario of a file; at the end of each replays its events.
pub fn run(setting: Setting<'_>, script: &Script) -> Outcome {
    let mut outcome = Outcome {
        requirements: script.requirements.clone(),
        ..Outcome::default()
    };
    let stage = match play::stage(setting, script) {
        Ok(stage) => stage,
        Err(fault) => {
            outcome.faults.push(fault);
            return outcome;
        }
    };
    for scenario in &script.scenarios {
        outcome.scenarios += 1;
        let play = play::play(setting, script, &stage, scenario, &mut outcome);
        replay::prove(&play, &mut outcome);
    }
    outcome
}

/// The first fault of a file, found fast: nothing is replayed, nothing more
/// is played.
pub fn first_fault(setting: Setting<'_>, script: &Script) -> Option<Fault> {
    let stage = match play::stage(setting, script) {
        Ok(stage) => stage,
        Err(fault) => return Some(fault),
    };
    script.scenarios.iter().find_map(|scenario| {
        let mut outcome = Outcome::default();
        play::play(setting, script, &stage, scenario, &mut outcome);
        outcome.faults.into_iter().next()
    })
}

impl std::fmt::Display for Fault {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(
            f,
            "line {}: expected {}; {}",
            self.line, self.expected, self.came
        )
    }
}
