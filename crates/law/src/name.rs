//! Names that a scheme defines, each kind a type of its own.

use serde::{Deserialize, Deserializer, Serialize, Serializer};
use std::borrow::Borrow;
use std::fmt;

/// The longest name a scheme may define, in characters.
pub const LONGEST: usize = 64;

macro_rules! names {
    ($($(#[$doc:meta])* $name:ident;)*) => {$(
        $(#[$doc])*
        #[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct $name(pub String);

        impl $name {
            /// The name as text.
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }

        impl From<&str> for $name {
            fn from(text: &str) -> Self {
                $name(text.to_owned())
            }
        }

        impl Borrow<str> for $name {
            fn borrow(&self) -> &str {
                &self.0
            }
        }
    )*};
}

names! {
    /// In what capacity somebody acts: `producer`, `reviewer`, `clock`.
    ActorName;
    /// What kind of organisation a party is: `producer`, `laboratory`.
    PartyKind;
    /// A member's function inside a party: `decider`, `registrar`.
    Role;
    /// A kind of case inside a regime: `filing`.
    ProcedureName;
    /// Where a case stands: `submitted`.
    StateName;
    /// An act on a case: `submit`.
    StepName;
    /// A document a step needs: `report`.
    MaterialName;
    /// A value of the form: `model`.
    FieldName;
    /// A statutory term: `review`.
    DeadlineName;
    /// A listed reason for a decision against somebody: `mismatch`.
    GroundName;
    /// A rule that a table of steps cannot say: `level-reached`.
    GuardName;
    /// One question of a reviewer's checklist: `authentic`.
    CheckName;
    /// What the register says of an entry: `valid`, `revoked`.
    StatusName;
    /// A kind of register: `label`.
    RegisterName;
    /// A published announcement: `filed`.
    NoticeName;
    /// A limit on a party for a term: `producer-bar`.
    SanctionName;
    /// What a body is found able to do: `penetration-test`.
    QualificationName;
    /// A set of reference data: `category`.
    CatalogueName;
    /// A series of numbers: `label`.
    NumberName;
    /// A closed list of values of a form field.
    ChoiceName;
    /// A random choice of a person or sample: `reviewer`.
    DrawName;
    /// A level inside a reference item: `basic`.
    LevelName;
    /// Opinions of many on one question: `panel`.
    OpinionName;
    /// A document that a party keeps for several cases: `business-licence`.
    EvidenceKind;
    /// A count of cases: `filed-by-level`.
    StatisticName;
    /// For how long files of cases are kept: `file`.
    RetentionName;
}

/// Whether `text` may be a name: lower-case letters, digits and hyphens,
/// beginning with a letter, at most [`LONGEST`] characters.
pub fn is_name(text: &str) -> bool {
    text.len() <= LONGEST
        && text.starts_with(|c: char| c.is_ascii_lowercase())
        && text
            .chars()
            .all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-')
}

/// A name as the record keeps it beyond one case: with the regime that defines
/// it, `label:laboratory`, since another regime may use the same name for
/// something else.
///
/// A name without a regime holds in every regime. So do those of records
/// that are older than this form.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Scoped<N> {
    regime: Option<String>,
    name: N,
}

impl<N: Borrow<str> + PartialEq> Scoped<N> {
    /// The name as the regime with this id defines it.
    pub fn of(regime: &str, name: N) -> Self {
        Scoped {
            regime: Some(regime.to_owned()),
            name,
        }
    }

    /// The id of the regime, if there is one.
    pub fn regime(&self) -> Option<&str> {
        self.regime.as_deref()
    }

    /// The name alone.
    pub fn name(&self) -> &N {
        &self.name
    }

    /// Whether this is `name` as `regime` defines it.
    pub fn is(&self, regime: &str, name: &N) -> bool {
        self.name == *name && self.regime().is_none_or(|own| own == regime)
    }

    /// Whether both can be the same thing of one regime.
    pub fn meets(&self, other: &Self) -> bool {
        let regimes = self.regime().zip(other.regime());
        self.name == other.name && regimes.is_none_or(|(own, other)| own == other)
    }
}

impl<N: for<'n> From<&'n str>> From<&str> for Scoped<N> {
    fn from(text: &str) -> Self {
        let (regime, name) = match text.split_once(':') {
            Some((regime, name)) => (Some(regime.to_owned()), name),
            None => (None, text),
        };
        Scoped {
            regime,
            name: N::from(name),
        }
    }
}

impl<N: fmt::Display> fmt::Display for Scoped<N> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(regime) = &self.regime {
            write!(f, "{regime}:")?;
        }
        self.name.fmt(f)
    }
}

impl<N: fmt::Display> Serialize for Scoped<N> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de, N: for<'n> From<&'n str>> Deserialize<'de> for Scoped<N> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = std::borrow::Cow::<str>::deserialize(deserializer)?;
        Ok(Scoped::from(text.as_ref()))
    }
}
