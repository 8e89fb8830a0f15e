//! One kind of case inside a regime.

use crate::deadline::Deadline;
use crate::form::{Check, Choice, Field, Ground, Material, Words};
use crate::guard::Guard;
use crate::name::{
    ActorName, CheckName, ChoiceName, DeadlineName, DrawName, FieldName, GroundName, GuardName,
    MaterialName, NumberName, OpinionName, PartyKind, ProcedureName, RegisterName, Role, StateName,
    StatusName, StepName,
};
use crate::step::Step;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

/// What of the form may be changed in a state.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Editable {
    /// Nothing: what was handed in stands.
    #[default]
    None,
    /// Only what a correction list names.
    Listed,
    /// Everything.
    All,
}

/// Where a case can stand.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct State {
    pub zh: String,
    pub en: String,
    /// What the public register says while the case stands here.
    pub entry: Option<StatusName>,
    #[serde(default, rename = "final")]
    pub is_final: bool,
    /// The holder's side does not see the case while it stands here.
    #[serde(default)]
    pub internal: bool,
    /// The register goes on saying what it said before.
    #[serde(default)]
    pub keeps: bool,
    #[serde(default)]
    pub edit: Editable,
    /// Why waiting here has no statutory limit, where no deadline runs.
    pub open_ended: Option<String>,
}

/// A random choice: of persons who then act on the case, or of a sample from
/// a list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Draw {
    pub zh: String,
    pub en: String,
    /// The capacity that the chosen person acts in on this case.
    pub actor: Option<ActorName>,
    /// The role from whose members is drawn.
    pub role: Option<Role>,
    /// The party kind whose members are drawn; the body's if not said.
    pub kind: Option<PartyKind>,
    /// The fields that name parties whose members are not drawn.
    #[serde(default)]
    pub without: Vec<FieldName>,
    /// The list from which a sample is drawn …
    pub from: Option<FieldName>,
    /// … and the one that it becomes.
    pub into: Option<FieldName>,
    /// How many are drawn; one if not said.
    pub count: Option<u8>,
    /// The number field that says how many.
    pub count_of: Option<FieldName>,
    pub basis: String,
}

/// Opinions of many on one question.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Opinion {
    pub zh: String,
    pub en: String,
    /// Whose opinions.
    pub actor: ActorName,
    /// The field that each fills.
    pub field: FieldName,
    /// How many must be in.
    pub quorum: u8,
    /// Nobody sees another's before all are in.
    #[serde(default)]
    pub blind: bool,
    /// Silence after the term counts as this value.
    pub silence: Option<String>,
    pub basis: String,
}

/// Who becomes the holder of a new case.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum HolderBy {
    /// Whom the opener names; the opener's own party if nobody is named.
    #[default]
    Given,
    /// The body that holds the case.
    Body,
}

/// Which body holds a new case.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum BodyBy {
    /// The one party of its kind.
    #[default]
    Sole,
    /// The opener's party, or the body of the case that starts it.
    Opener,
    /// The party of the kind whose region holds the place: that of the holder,
    /// or the one in `body_field`.
    Region,
    /// The party that `body_field` names.
    Field,
}

/// The head of a procedure file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Head {
    pub id: ProcedureName,
    pub title: Words,
    /// The party kind that a case is about.
    pub holder: PartyKind,
    /// The party kind of the body that holds the case.
    pub body: PartyKind,
    /// The register that its outcome appears on.
    pub register: Option<RegisterName>,
    /// The series of its case numbers.
    pub number: NumberName,
    /// Who becomes the holder.
    pub holder_by: HolderBy,
    /// Which body holds the case.
    pub body_by: BodyBy,
    /// The field with the body, or with the region that decides on it.
    pub body_field: Option<FieldName>,
    /// Actors who may read every case to which they stand in relation.
    pub readers: Vec<ActorName>,
    /// Its events stay out of the public log, and nothing of it is public.
    pub confidential: bool,
    pub basis: String,
}

/// One procedure, as read from its file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Procedure {
    pub head: Head,
    pub fields: BTreeMap<FieldName, Field>,
    pub choices: BTreeMap<ChoiceName, Choice>,
    pub materials: BTreeMap<MaterialName, Material>,
    pub states: BTreeMap<StateName, State>,
    pub deadlines: BTreeMap<DeadlineName, Deadline>,
    pub grounds: BTreeMap<GroundName, Ground>,
    pub checks: BTreeMap<CheckName, Check>,
    pub guards: BTreeMap<GuardName, Guard>,
    pub draws: BTreeMap<DrawName, Draw>,
    pub opinions: BTreeMap<OpinionName, Opinion>,
    pub steps: BTreeMap<StepName, Step>,
    /// Fields by whose values cases are found or counted.
    pub looked_up: BTreeSet<FieldName>,
    /// States, steps and the rest in the order in which the file names them.
    pub order: Vec<String>,
}

impl Procedure {
    /// The fields, in the order in which the file names them.
    pub fn fields_in_order(&self) -> Vec<(&FieldName, &Field)> {
        self.in_order("field", &self.fields)
    }

    /// The materials, in the order in which the file names them.
    pub fn materials_in_order(&self) -> Vec<(&MaterialName, &Material)> {
        self.in_order("material", &self.materials)
    }

    /// The states, in the order in which the file names them.
    pub fn states_in_order(&self) -> Vec<(&StateName, &State)> {
        self.in_order("state", &self.states)
    }

    /// The deadlines, in the order in which the file names them.
    pub fn deadlines_in_order(&self) -> Vec<(&DeadlineName, &Deadline)> {
        self.in_order("deadline", &self.deadlines)
    }

    /// The steps, in the order in which the file names them.
    pub fn steps_in_order(&self) -> Vec<(&StepName, &Step)> {
        self.in_order("step", &self.steps)
    }

    fn in_order<'a, K: std::borrow::Borrow<str> + Ord, V>(
        &'a self,
        table: &str,
        map: &'a BTreeMap<K, V>,
    ) -> Vec<(&'a K, &'a V)> {
        self.order
            .iter()
            .filter_map(|path| path.split_once('.'))
            .filter(|(head, _)| *head == table)
            .filter_map(|(_, name)| map.get_key_value(name))
            .collect()
    }
}
