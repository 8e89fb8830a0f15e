//! An act that an actor takes on a case.

use crate::name::{
    ActorName, CheckName, DrawName, FieldName, GroundName, GuardName, MaterialName, NoticeName,
    NumberName, ProcedureName, SanctionName, StateName, StepName,
};
use serde::{Deserialize, Serialize};

/// A step on another case that this step brings about.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Drive {
    /// The field that names the other case, or a list of them.
    pub field: FieldName,
    /// The step that the other case takes; its actor must be `clock`.
    pub step: StepName,
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
