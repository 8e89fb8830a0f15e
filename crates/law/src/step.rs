//! An act that an actor takes on a case.

use crate::name::{
    ActorName, CheckName, DrawName, FieldName, GroundName, GuardName, MaterialName, NoticeName,
    NumberName, OpinionName, ProcedureName, QualificationName, SanctionName, StateName, StepName,
};
use crate::term::Term;
use serde::de::value::MapAccessDeserializer;
use serde::de::{MapAccess, SeqAccess, Visitor};
use serde::{Deserialize, Deserializer, Serialize};
use std::collections::BTreeMap;
use std::fmt;

/// A step on other cases that this step brings about: on those that a field
/// names, or on all that have to do with a party.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Drive {
    /// The field that names the other case, or a list of them …
    pub field: Option<FieldName>,
    /// … or the procedure of which every case is moved that can take the step …
    pub procedure: Option<ProcedureName>,
    /// … and whose party in this field of its own, or else whose holder, …
    #[serde(rename = "where")]
    pub where_field: Option<FieldName>,
    /// … is the party in this field here, or else the holder here.
    pub is: Option<FieldName>,
    /// The step that the other case takes; its actor must be `clock`.
    pub step: StepName,
}

/// A case that begins with this step.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Start {
    pub procedure: ProcedureName,
    /// The field with the holder of the new case, one case for each; this
    /// case's holder if not said.
    pub holder: Option<FieldName>,
    /// The field of the new case that gets this case's number.
    pub origin: Option<FieldName>,
    /// The field here that gets the new case's number.
    pub into: Option<FieldName>,
    /// Fields of one name in both, whose values go along.
    #[serde(default)]
    pub carries: Vec<FieldName>,
    /// Fields of the new case with a value that this step gives them.
    #[serde(default)]
    pub sets: BTreeMap<FieldName, String>,
}

/// Reads one table or a list of them: a step may start several cases.
fn one_or_many<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Vec<Start>, D::Error> {
    struct Starts;

    impl<'de> Visitor<'de> for Starts {
        type Value = Vec<Start>;

        fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            f.write_str("`{ procedure = … }` or a list of these")
        }

        fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<Vec<Start>, A::Error> {
            Start::deserialize(MapAccessDeserializer::new(map)).map(|one| vec![one])
        }

        fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Vec<Start>, A::Error> {
            let mut all = Vec::new();
            while let Some(one) = seq.next_element()? {
                all.push(one);
            }
            Ok(all)
        }
    }

    deserializer.deserialize_any(Starts)
}

/// A qualification that a party gets with this step.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Grant {
    pub qualification: QualificationName,
    /// The field with the party; the holder if not said.
    pub on: Option<FieldName>,
    /// The field with the reference items that it covers; all if not said.
    pub scope: Option<FieldName>,
    /// For how long …
    pub within: Option<Term>,
    /// … or the date field with its last day.
    pub until: Option<FieldName>,
}

/// One step of a procedure.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Step {
    pub zh: String,
    pub en: String,
    /// The capacities in which it may be taken.
    pub by: Vec<ActorName>,
    /// The states from which; none: the step opens the case.
    pub from: Vec<StateName>,
    /// The state to which; none: the case stays where it is.
    pub to: Option<StateName>,
    /// Back to the state from which the case came into the present one.
    #[serde(default)]
    pub returns: bool,
    pub basis: String,
    /// Words of the article on which the step rests.
    pub quote: Option<String>,
    /// Fields that may be given together with the step.
    #[serde(default)]
    pub takes: Vec<FieldName>,
    /// Fields that must have a value by now.
    #[serde(default)]
    pub asks: Vec<FieldName>,
    /// Materials that must have been supplied by now.
    #[serde(default)]
    pub needs: Vec<MaterialName>,
    /// Grounds of which at least one must be named.
    #[serde(default)]
    pub grounds: Vec<GroundName>,
    /// Guards that must hold.
    #[serde(default)]
    pub guards: Vec<GuardName>,
    /// Questions of which each must be answered with yes.
    #[serde(default)]
    pub checks: Vec<CheckName>,
    /// A named person states that all that was handed in is true.
    #[serde(default)]
    pub statement: bool,
    /// Reasons in words are demanded.
    #[serde(default)]
    pub reasons: bool,
    /// The step names the fields and materials to be corrected; only these
    /// can be changed then.
    #[serde(default)]
    pub lists: bool,
    /// Taken by a natural person other than those who took these steps.
    #[serde(default)]
    pub other_than: Vec<StepName>,
    /// Taken only when each of these capacities has signed.
    #[serde(default)]
    pub signatures: Vec<ActorName>,
    /// A number that the case gets with this step.
    pub number: Option<NumberName>,
    /// Announcements published with this step.
    #[serde(default)]
    pub notices: Vec<NoticeName>,
    /// A sanction on the party in question, from the announcement on.
    pub sanction: Option<SanctionName>,
    /// The field that names the sanctioned party; the holder if not said.
    pub sanction_on: Option<FieldName>,
    /// A sanction that ends, on the same party.
    pub lifts: Option<SanctionName>,
    /// A qualification that begins …
    pub qualifies: Option<Grant>,
    /// … or ends today, …
    pub disqualifies: Option<QualificationName>,
    /// … on the party in this field; the holder if not said.
    pub disqualifies_on: Option<FieldName>,
    /// The field with the party that becomes the holder of the case.
    pub transfers: Option<FieldName>,
    /// One of the opinions that are asked for; the case moves with the one
    /// that completes them.
    pub gives: Option<OpinionName>,
    /// A round of opinions begins.
    pub calls: Option<OpinionName>,
    /// The cases that begin with this step.
    #[serde(default, deserialize_with = "one_or_many")]
    pub starts: Vec<Start>,
    /// A new case of this procedure may follow from here.
    pub opens: Option<ProcedureName>,
    /// The step waits until the cases in this field have ended.
    pub waits_for: Option<FieldName>,
    /// A step on other cases.
    pub drives: Option<Drive>,
    /// A random choice made with this step.
    pub draws: Option<DrawName>,
    /// The step decides for or against somebody: four eyes are demanded.
    #[serde(default)]
    pub decides: bool,
}
