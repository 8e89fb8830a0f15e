//! The state of one case: everything that its events say.

use crate::evidence::Cited;
use crate::findings::Findings;
use crate::party::PersonId;
use crate::value::Value;
use jiff::civil::Date;
use law::calendar::{Moment, Pause};
use law::identity::PartyCode;
use law::library::EditionId;
use law::name::{
    ActorName, DeadlineName, FieldName, GroundName, MaterialName, OpinionName, ProcedureName,
    StateName, StatusName, StepName,
};
use law::term::Term;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

/// A document as it was handed in: named by what it holds.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Document {
    /// SHA-256 of the content, hex; also its address.
    pub sha256: String,
    /// SM3 of the content, hex.
    pub sm3: String,
    pub bytes: u64,
    /// The type found by content: `pdf`, `png` …
    pub kind: String,
    /// The name of the file, as data only.
    pub name: String,
}

/// A step that was taken.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Taken {
    pub step: StepName,
    pub person: Option<PersonId>,
    pub capacity: ActorName,
    pub at: Moment,
}

/// A deadline on a case.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Clock {
    pub start: Moment,
    pub term: Term,
    pub due: Date,
    /// The first moment at which it is over.
    pub end: Moment,
    pub provisional: bool,
    pub pauses: Vec<Pause>,
    /// Since when it stands still.
    pub paused: Option<Moment>,
    pub extended: u8,
    /// How many of its reminders are out.
    pub reminded: u8,
    pub state: ClockState,
}

/// Whether a deadline runs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum ClockState {
    Running,
    Paused,
    /// Ended by what the case went through.
    Ended,
    /// Ran out, and the clock took the step that follows.
    RanOut,
}

/// One of the opinions that the case asked for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Opined {
    pub person: Option<PersonId>,
    pub party: Option<PartyCode>,
    pub at: Moment,
    pub fields: BTreeMap<FieldName, Value>,
    pub reasons: Option<String>,
}

/// What the register says of the case.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Entry {
    pub number: String,
    pub status: StatusName,
    pub since: Moment,
    pub issued: Moment,
    /// The last day of validity.
    pub until: Option<Date>,
    /// The grounds of the status, if it was decided against somebody.
    pub grounds: Vec<GroundName>,
    pub basis: String,
}

/// A hold that stands.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Hold {
    pub reason: String,
    /// Who put it.
    pub person: Option<PersonId>,
    pub party: Option<PartyCode>,
    pub at: Moment,
}

/// By what a content was disposed of, and when.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Gone {
    pub at: Moment,
    /// The last day on which it had to be kept, and the article.
    pub last_day: Date,
    pub basis: String,
}

/// A disposal that waits for a second person.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Proposed {
    pub person: Option<PersonId>,
    pub at: Moment,
}

/// One case.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Case {
    pub number: String,
    /// How many events it has had.
    pub version: u64,
    pub edition: EditionId,
    pub procedure: ProcedureName,
    pub holder: PartyCode,
    pub body: PartyCode,
    pub opened_by: ActorName,
    pub opened_at: Moment,
    pub state: StateName,
    pub since: Moment,
    pub fields: BTreeMap<FieldName, Value>,
    pub documents: BTreeMap<MaterialName, Document>,
    pub findings: BTreeMap<MaterialName, Findings>,
    /// The materials that were met from evidence which a party keeps.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub rests_on: BTreeMap<MaterialName, Cited>,
    /// What the last correction list named.
    pub listed: BTreeSet<String>,
    pub steps: Vec<Taken>,
    pub drawn: BTreeMap<ActorName, Vec<PersonId>>,
    /// Who declared a conflict of interest.
    pub conflicted: BTreeSet<PersonId>,
    pub signatures: BTreeMap<StepName, BTreeSet<ActorName>>,
    pub clocks: BTreeMap<DeadlineName, Clock>,
    pub entry: Option<Entry>,
    pub label: Option<String>,
    /// From which state the case came into each state that it was in.
    pub came_from: BTreeMap<StateName, StateName>,
    /// The opinions of the present round.
    pub opinions: BTreeMap<OpinionName, Vec<Opined>>,
    /// The case whose step began this one.
    pub started_by: Option<String>,
    /// The digest of the receipt code, if somebody without an account opened it.
    pub receipt: Option<String>,
    /// Every content that was ever handed in, by SHA-256, hex; those that were
    /// disposed of with how.
    pub contents: BTreeMap<String, Option<Gone>>,
    /// The holds that stand on it, by their references.
    pub holds: BTreeMap<String, Hold>,
    pub disposal: Option<Proposed>,
}

impl Case {
    /// The text in a field, if there is one.
    pub fn text(&self, field: &str) -> Option<&str> {
        self.fields.get(field)?.text()
    }

    /// The persons who took `step` on this case, in any round of it.
    pub fn took(&self, step: &StepName) -> impl Iterator<Item = &PersonId> {
        let step = step.clone();
        self.steps
            .iter()
            .filter(move |taken| taken.step == step)
            .filter_map(|taken| taken.person.as_ref())
    }

    /// The contents that are kept for it.
    pub fn kept_contents(&self) -> impl Iterator<Item = &String> {
        let kept = self.contents.iter().filter(|(_, gone)| gone.is_none());
        kept.map(|(sha256, _)| sha256)
    }

    /// How the content was disposed of, if it was.
    pub fn gone(&self, sha256: &str) -> Option<&Gone> {
        self.contents.get(sha256)?.as_ref()
    }

    /// The deadlines that run, the earliest end first.
    pub fn running(&self) -> Vec<(&DeadlineName, &Clock)> {
        let mut running: Vec<_> = self
            .clocks
            .iter()
            .filter(|(_, clock)| clock.state == ClockState::Running)
            .collect();
        running.sort_by_key(|(_, clock)| clock.end);
        running
    }
}
