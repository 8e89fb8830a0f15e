//! What is asked.

use crate::case::Document;
use crate::event::{HoldAct, View};
use crate::evidence::{Cited, Consent, End, EvidenceNumber, Kept, Purpose};
use crate::findings::Findings;
use crate::party::{Bar, Mandate, Member, PersonId, Qualified, Registration};
use crate::value::Value;
use jiff::civil::Date;
use law::calendar::Year;
use law::identity::PartyCode;
use law::name::{
    CheckName, DeadlineName, FieldName, GroundName, MaterialName, ProcedureName, QualificationName,
    SanctionName, Scoped, StepName,
};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// Who asks.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Actor {
    /// A person who acts for a party.
    Person { person: PersonId, party: PartyCode },
    /// Somebody without an account, who can open cases that anybody may open.
    Anybody,
    /// The clock of the office.
    Clock,
    /// The operator at the keyboard of the machine, who sets up parties and
    /// calendars and can take no step on a case.
    Operator,
}

/// What comes with a step.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Given {
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub fields: BTreeMap<FieldName, Value>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub grounds: Vec<GroundName>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reasons: Option<String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub checks: Vec<CheckName>,
    /// The person states that all that was handed in is true.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub statement: bool,
    /// The fields and materials that must be corrected.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub list: Vec<String>,
}

/// A document handed in, and what the program read out of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Supply {
    pub material: MaterialName,
    pub document: Document,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub findings: Option<Findings>,
    /// The kept evidence from which it is met; then the document is that one's.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub evidence: Option<Cited>,
}

/// What is asked. Commands are imperative.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "ask", rename_all = "kebab-case", deny_unknown_fields)]
pub enum Order {
    Open {
        regime: String,
        procedure: ProcedureName,
        /// Whom the case is about; none: the opener's own party, or the body.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        holder: Option<PartyCode>,
        step: StepName,
        #[serde(default)]
        given: Given,
    },
    Fill {
        case: String,
        fields: BTreeMap<FieldName, Value>,
    },
    Supply {
        case: String,
        supplies: Vec<Supply>,
    },
    Step {
        case: String,
        step: StepName,
        #[serde(default)]
        given: Given,
    },
    /// Put on record that somebody is about to be shown what a confidential
    /// case holds. It is carried out before anything is shown.
    Read {
        case: String,
        what: View,
    },
    /// The clock's: tell that a deadline comes near.
    Remind {
        case: String,
        deadline: DeadlineName,
    },
    /// The clock's: compute the open deadlines of a case anew.
    Recalculate {
        case: String,
        calendar: String,
        year: i16,
    },
    Register {
        registration: Registration,
    },
    SetMember {
        party: PartyCode,
        person: PersonId,
        member: Member,
    },
    Qualify {
        party: PartyCode,
        qualification: Qualified,
        basis: String,
    },
    EndQualification {
        party: PartyCode,
        kind: Scoped<QualificationName>,
        number: String,
        last_day: Date,
        reason: String,
    },
    Mandate {
        party: PartyCode,
        mandate: Mandate,
        basis: String,
    },
    EndMandate {
        party: PartyCode,
        agent: PartyCode,
        last_day: Date,
    },
    Bar {
        party: PartyCode,
        bar: Bar,
        basis: String,
    },
    LiftBar {
        party: PartyCode,
        sanction: Scoped<SanctionName>,
        first_free_day: Date,
        reason: String,
    },
    /// Put a document on record for several cases. Its content is kept before.
    KeepEvidence {
        party: PartyCode,
        kept: Kept,
    },
    ConsentToEvidence {
        party: PartyCode,
        evidence: EvidenceNumber,
        consent: Consent,
    },
    WithdrawConsent {
        party: PartyCode,
        evidence: EvidenceNumber,
        purpose: Purpose,
    },
    EndEvidence {
        party: PartyCode,
        evidence: EvidenceNumber,
        end: End,
    },
    LoadCalendar {
        year: Year,
    },
    /// Put a hold on a case or on all cases of a party, or lift it.
    Hold {
        on: OnHold,
        act: HoldAct,
    },
    /// Propose that what was handed in for an ended case be disposed of.
    ProposeDisposal {
        case: String,
    },
    /// Approve what another one proposed.
    Dispose {
        case: String,
    },
}

/// On what a hold is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum OnHold {
    Case(String),
    Party(PartyCode),
}

/// One command: who asks what, once.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Command {
    /// The same key with the same order is carried out once only; the answer
    /// is the first one's.
    pub key: String,
    pub actor: Actor,
    /// The version of the case that the asker saw; none: whatever it is now.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub expected: Option<u64>,
    pub order: Order,
}

impl Order {
    /// The case that the order is about, if it exists already.
    pub fn case(&self) -> Option<&str> {
        match self {
            Order::Fill { case, .. }
            | Order::Supply { case, .. }
            | Order::Step { case, .. }
            | Order::Read { case, .. }
            | Order::Remind { case, .. }
            | Order::Recalculate { case, .. }
            | Order::Hold {
                on: OnHold::Case(case),
                ..
            }
            | Order::ProposeDisposal { case }
            | Order::Dispose { case } => Some(case),
            Order::Open { .. }
            | Order::Register { .. }
            | Order::SetMember { .. }
            | Order::Qualify { .. }
            | Order::EndQualification { .. }
            | Order::Mandate { .. }
            | Order::EndMandate { .. }
            | Order::Bar { .. }
            | Order::LiftBar { .. }
            | Order::KeepEvidence { .. }
            | Order::ConsentToEvidence { .. }
            | Order::WithdrawConsent { .. }
            | Order::EndEvidence { .. }
            | Order::LoadCalendar { .. }
            | Order::Hold {
                on: OnHold::Party(_),
                ..
            } => None,
        }
    }

    /// The fields that come with it.
    pub fn fields(&self) -> Option<&BTreeMap<FieldName, Value>> {
        match self {
            Order::Open { given, .. } | Order::Step { given, .. } => Some(&given.fields),
            Order::Fill { fields, .. } => Some(fields),
            _ => None,
        }
    }
}
