//! Parties: who they are, what they are able and allowed to do, who speaks
//! for them.

use crate::case::Hold;
use crate::evidence::{Evidence, EvidenceNumber};
use jiff::civil::Date;
use law::identity::PartyCode;
use law::name::{PartyKind, QualificationName, Role, SanctionName, Scoped};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

/// A natural person, by an id that means nothing outside.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub struct PersonId(pub String);

impl fmt::Display for PersonId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// How far somebody's membership in a party has come. Only the confirmed act.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Membership {
    Invited,
    Accepted,
    Confirmed,
    Suspended,
    Removed,
}

/// A person's place in a party.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Member {
    /// The name under which the person states and signs.
    pub name: String,
    /// One without a regime is held in every regime.
    pub roles: BTreeSet<Scoped<Role>>,
    pub state: Membership,
}

/// What a body was found able to do, from when to when. `until` is the last day.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Qualified {
    pub kind: Scoped<QualificationName>,
    /// The certificate's number.
    pub number: String,
    /// Reference items, such as categories, that it covers; empty: all.
    #[serde(default)]
    pub scope: BTreeSet<String>,
    pub from: Date,
    pub until: Date,
}

/// Leave that a party gives another to act for it. `until` is the last day.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Mandate {
    pub agent: PartyCode,
    /// Regimes that it covers; empty: all.
    #[serde(default)]
    pub scope: BTreeSet<String>,
    pub from: Date,
    pub until: Date,
}

/// A running or past limit on a party. `until` is the first day without it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Bar {
    pub sanction: Scoped<SanctionName>,
    pub from: Date,
    pub until: Date,
    /// The case or document that it rests on.
    pub because: String,
}

/// A party as registered.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Registration {
    pub code: PartyCode,
    pub name_zh: String,
    pub name_en: String,
    pub kinds: BTreeSet<Scoped<PartyKind>>,
    /// The code of its region ([`law::region`]); `000000` for abroad.
    pub region: String,
    /// A foreign producer's domestic agent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub domestic_agent: Option<PartyCode>,
    /// The organisation that it belongs to, such as a group.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub parent: Option<PartyCode>,
}

impl Registration {
    /// Whether the party is of this kind of `regime`.
    pub fn is(&self, regime: &str, kind: &PartyKind) -> bool {
        self.kinds.iter().any(|held| held.is(regime, kind))
    }
}

impl Member {
    /// Whether the person has this role in the cases of `regime`.
    pub fn has(&self, regime: &str, role: &Role) -> bool {
        self.roles.iter().any(|held| held.is(regime, role))
    }
}

/// A party and all that is known of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Party {
    pub registration: Registration,
    pub version: u64,
    pub members: BTreeMap<PersonId, Member>,
    pub qualifications: Vec<Qualified>,
    pub mandates: Vec<Mandate>,
    pub bars: Vec<Bar>,
    /// What it keeps for cases to rest on.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub evidence: BTreeMap<EvidenceNumber, Evidence>,
    /// The holds that stand on all its cases, by their references.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub holds: BTreeMap<String, Hold>,
}

impl Party {
    /// A party without members, qualifications, mandates, bars or evidence.
    pub fn new(registration: Registration) -> Self {
        Party {
            registration,
            version: 0,
            members: BTreeMap::new(),
            qualifications: Vec::new(),
            mandates: Vec::new(),
            bars: Vec::new(),
            evidence: BTreeMap::new(),
            holds: BTreeMap::new(),
        }
    }

    /// Whether the place lies in the party's region.
    pub fn reaches(&self, place: &str) -> bool {
        law::region::holds(&self.registration.region, place)
    }

    /// The confirmed member `person`.
    pub fn confirmed(&self, person: &PersonId) -> Option<&Member> {
        self.members
            .get(person)
            .filter(|member| member.state == Membership::Confirmed)
    }

    /// Whether the party is of this kind of `regime`.
    pub fn is(&self, regime: &str, kind: &PartyKind) -> bool {
        self.registration.is(regime, kind)
    }

    /// The qualification of `kind` in `regime` that held on `day` for `item`.
    pub fn qualified(
        &self,
        regime: &str,
        kind: &QualificationName,
        day: Date,
        item: Option<&str>,
    ) -> Option<&Qualified> {
        self.qualifications.iter().find(|held| {
            held.kind.is(regime, kind)
                && held.from <= day
                && day <= held.until
                && item.is_none_or(|item| held.scope.is_empty() || held.scope.contains(item))
        })
    }

    /// Whether `agent` may act for this party in `regime` on `day`.
    pub fn mandates(&self, agent: &PartyCode, regime: &str, day: Date) -> bool {
        self.mandates.iter().any(|mandate| {
            mandate.agent == *agent
                && mandate.from <= day
                && day <= mandate.until
                && (mandate.scope.is_empty() || mandate.scope.contains(regime))
        })
    }

    /// The bar that runs on `day` under `sanction` of `regime`.
    pub fn barred(&self, regime: &str, sanction: &SanctionName, day: Date) -> Option<&Bar> {
        self.bars
            .iter()
            .find(|bar| bar.sanction.is(regime, sanction) && bar.from <= day && day < bar.until)
    }
}
