//! What has happened. Events are never changed; a new form of one is a new
//! variant, and old ones are read for ever (`samples` holds one of each).

use crate::case::Document;
use crate::command::Actor;
use crate::evidence::{Cited, Consent, End, EvidenceNumber, Kept, Purpose};
use crate::findings::Findings;
use crate::party::{Bar, Mandate, Member, PersonId, Qualified, Registration};
use crate::value::Value;
use jiff::civil::Date;
use law::calendar::{Moment, Year};
use law::identity::PartyCode;
use law::library::EditionId;
use law::name::{
    ActorName, CheckName, DeadlineName, DrawName, FieldName, GroundName, MaterialName, NoticeName,
    OpinionName, ProcedureName, QualificationName, SanctionName, Scoped, StateName, StatusName,
    StepName,
};
use law::term::Term;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::fmt;

/// Whose history an event belongs to.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Stream {
    Case(String),
    Party(PartyCode),
    Calendar(String),
    /// Who read a confidential case, by its number.
    Reading(String),
}

impl fmt::Display for Stream {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Stream::Case(number) => write!(f, "case/{number}"),
            Stream::Party(code) => write!(f, "party/{code}"),
            Stream::Calendar(name) => write!(f, "calendar/{name}"),
            Stream::Reading(number) => write!(f, "read/{number}"),
        }
    }
}

impl std::str::FromStr for Stream {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        match text.split_once('/') {
            Some(("case", number)) => Ok(Stream::Case(number.to_owned())),
            Some(("party", code)) => code.parse().map(Stream::Party).map_err(|_| text.to_owned()),
            Some(("calendar", name)) => Ok(Stream::Calendar(name.to_owned())),
            Some(("read", number)) => Ok(Stream::Reading(number.to_owned())),
            _ => Err(text.to_owned()),
        }
    }
}

/// Who did it: a person for a party, in a capacity, or the clock.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Who {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub person: Option<PersonId>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub party: Option<PartyCode>,
    pub capacity: ActorName,
}

impl Who {
    /// The person again, if it was one who acts for a party.
    pub fn actor(&self) -> Option<Actor> {
        let (person, party) = self.person.clone().zip(self.party.clone())?;
        Some(Actor::Person { person, party })
    }
}

/// A deadline that began, stood still, went on, was lengthened or ended.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "clock", rename_all = "kebab-case", deny_unknown_fields)]
pub enum ClockEvent {
    Started {
        name: DeadlineName,
        start: Moment,
        term: Term,
        due: Date,
        end: Moment,
        provisional: bool,
    },
    Paused {
        name: DeadlineName,
    },
    Resumed {
        name: DeadlineName,
        due: Date,
        end: Moment,
        provisional: bool,
    },
    Extended {
        name: DeadlineName,
        term: Term,
        due: Date,
        end: Moment,
        provisional: bool,
    },
    /// Another end, because the calendar became known.
    Moved {
        name: DeadlineName,
        due: Date,
        end: Moment,
        provisional: bool,
    },
    Ended {
        name: DeadlineName,
    },
    RanOut {
        name: DeadlineName,
    },
}

/// A random choice, with all that is needed to make it again.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Drawn {
    pub draw: DrawName,
    pub actor: ActorName,
    /// From whom was drawn, in order.
    pub pool: Vec<PersonId>,
    /// 32 bytes of chance, hex.
    pub seed: String,
    pub chosen: Vec<PersonId>,
}

/// A random sample, with all that is needed to draw it again.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Sampled {
    pub draw: DrawName,
    /// From what was drawn, in order.
    pub pool: Vec<String>,
    /// 32 bytes of chance, hex.
    pub seed: String,
    pub chosen: Vec<String>,
}

/// What changed on the register.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct EntryMoved {
    pub number: String,
    pub status: StatusName,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub until: Option<Date>,
}

/// An announcement, as published.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Announced {
    pub notice: NoticeName,
    pub zh: String,
    pub en: String,
}

/// A case that went over to another holder.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Transferred {
    pub from: PartyCode,
    pub to: PartyCode,
}

/// A step that was taken, and all that came with it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Stepped {
    pub step: StepName,
    pub to: StateName,
    pub basis: String,
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub fields: BTreeMap<FieldName, Value>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub grounds: Vec<GroundName>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reasons: Option<String>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub checks: Vec<CheckName>,
    /// The name of the person who stated that everything is true.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub statement: Option<String>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub listed: Vec<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub drawn: Option<Drawn>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sampled: Option<Sampled>,
    /// The case went back to where it had come from.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub returned: bool,
    /// A round of opinions began.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub called: Option<OpinionName>,
    /// The case has another holder from now on.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub transferred: Option<Transferred>,
    /// The cases that began with it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub started: Vec<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub entry: Option<EntryMoved>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub announced: Vec<Announced>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub clocks: Vec<ClockEvent>,
    /// The case whose step brought this one about.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub driven_by: Option<String>,
}

/// One of the opinions that a case asks for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct OpinionGiven {
    pub opinion: OpinionName,
    pub step: StepName,
    pub basis: String,
    /// What it says; not part of the form.
    pub fields: BTreeMap<FieldName, Value>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub grounds: Vec<GroundName>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reasons: Option<String>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub checks: Vec<CheckName>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub statement: Option<String>,
}

/// A material that was handed in, and what was read out of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Handed {
    pub material: MaterialName,
    pub document: Document,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub findings: Option<Findings>,
    /// The kept evidence from which it was met; none: a file of its own.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub evidence: Option<Cited>,
}

/// A hold was put on a case, or on all cases of a party, or was lifted. What is
/// on hold is not disposed of.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "hold", rename_all = "kebab-case", deny_unknown_fields)]
pub enum HoldAct {
    /// `reference` names the document that asks for it, and the hold.
    Put {
        reference: String,
        reason: String,
    },
    Lifted {
        reference: String,
        reason: String,
    },
}

/// What happened to a case.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "act", rename_all = "kebab-case", deny_unknown_fields)]
#[allow(
    clippy::large_enum_variant,
    reason = "most events are steps: a box would cost more than it saves"
)]
pub enum CaseAct {
    Opened {
        edition: EditionId,
        /// The digest of the edition's files.
        digest: String,
        procedure: ProcedureName,
        number: String,
        holder: PartyCode,
        body: PartyCode,
        step: StepName,
        to: StateName,
        basis: String,
        fields: BTreeMap<FieldName, Value>,
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        clocks: Vec<ClockEvent>,
        /// The case whose step began this one.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        started_by: Option<String>,
        /// SHA-256, hex, of the code with which whoever opened the case
        /// without an account asks after it.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        receipt: Option<String>,
    },
    Filled {
        fields: BTreeMap<FieldName, Value>,
        /// Deadlines that count from what was filled in.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        clocks: Vec<ClockEvent>,
    },
    Supplied {
        materials: Vec<Handed>,
    },
    Stepped(Stepped),
    Opined(OpinionGiven),
    /// One of several signatures that a step needs.
    Signed {
        step: StepName,
        basis: String,
    },
    /// A reminder went out before a deadline's end.
    Reminded {
        deadline: DeadlineName,
        due: Date,
    },
    /// Deadlines moved because a calendar was loaded.
    Recalculated {
        calendar: String,
        year: i16,
        clocks: Vec<ClockEvent>,
    },
    Hold(HoldAct),
    /// One archivist finds that what was handed in need not be kept any more.
    DisposalProposed {
        /// The last day on which it had to be kept, and the article.
        last_day: Date,
        basis: String,
    },
    /// Another one approves: the contents under these digests, SHA-256, hex,
    /// are erased unless somebody else needs them.
    Disposed {
        materials: Vec<String>,
        last_day: Date,
        basis: String,
    },
}

/// What happened to a party.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "act", rename_all = "kebab-case", deny_unknown_fields)]
pub enum PartyAct {
    Registered {
        registration: Registration,
    },
    MemberSet {
        person: PersonId,
        member: Member,
    },
    Qualified {
        qualification: Qualified,
        basis: String,
    },
    QualificationEnded {
        kind: Scoped<QualificationName>,
        number: String,
        last_day: Date,
        reason: String,
    },
    Mandated {
        mandate: Mandate,
        basis: String,
    },
    MandateEnded {
        agent: PartyCode,
        last_day: Date,
    },
    Barred {
        bar: Bar,
        basis: String,
    },
    BarLifted {
        sanction: Scoped<SanctionName>,
        first_free_day: Date,
        reason: String,
    },
    /// A document was put on record, for cases to rest on.
    EvidenceKept {
        number: EvidenceNumber,
        kept: Kept,
    },
    EvidenceConsented {
        number: EvidenceNumber,
        consent: Consent,
    },
    ConsentWithdrawn {
        number: EvidenceNumber,
        purpose: Purpose,
    },
    /// It counts no more.
    EvidenceEnded {
        number: EvidenceNumber,
        end: End,
    },
    /// On all cases of which the party is the holder.
    Hold(HoldAct),
}

/// What happened to a calendar.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "act", rename_all = "kebab-case", deny_unknown_fields)]
pub enum CalendarAct {
    Loaded { year: Year },
}

/// What of a confidential case somebody was shown, and where.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "view", rename_all = "kebab-case", deny_unknown_fields)]
pub enum View {
    /// A page of the case.
    Page,
    /// An answer to a program.
    Answer,
    /// What the command line prints.
    Terminal,
    /// A file with the case in it, given out as a whole.
    Export,
    /// The content of a material, named by its digest.
    Material {
        material: MaterialName,
        sha256: String,
    },
}

/// What happened, to whatever it happened.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(
    tag = "on",
    content = "what",
    rename_all = "kebab-case",
    deny_unknown_fields
)]
#[allow(
    clippy::large_enum_variant,
    reason = "most events are about cases: a box would cost more than it saves"
)]
pub enum What {
    Case(CaseAct),
    Party(PartyAct),
    Calendar(CalendarAct),
    Reading(View),
}

/// An event that is still to be recorded.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewEvent {
    pub stream: Stream,
    pub who: Who,
    pub what: What,
}

impl NewEvent {
    /// Whether a step was taken with it.
    pub fn is_step(&self) -> bool {
        matches!(self.what, What::Case(CaseAct::Stepped(_)))
    }
}

/// A recorded event, as its body holds it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Event {
    /// When it was recorded; the sequencer's time, never going back.
    pub at: Moment,
    pub stream: String,
    /// The version that its stream has with it, from 1.
    pub version: u64,
    pub who: Who,
    pub event: What,
}
