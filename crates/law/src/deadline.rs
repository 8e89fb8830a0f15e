//! Statutory terms on a case: what starts, pauses, extends and ends them.

use crate::form::When;
use crate::name::{ActorName, FieldName, StateName, StepName};
use crate::term::Term;
use serde::{Deserialize, Serialize};

/// A statutory term.
///
/// It runs while the case is in one of the states `in`, from the day on which
/// the case came into the first of them, or from the date in the field `from`.
/// It stands still in the states `pauses` and ends in every other state.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Deadline {
    pub zh: String,
    pub en: String,
    /// Who must act before it runs out.
    pub of: ActorName,
    #[serde(rename = "in")]
    pub within_states: Vec<StateName>,
    /// How long it is …
    pub within: Option<Term>,
    /// … or where the reference data says so: `category.validity` is the key
    /// `validity` of the item chosen in the field `category`.
    pub within_of: Option<String>,
    /// The date field from which it counts, instead of the day of the state.
    pub from: Option<FieldName>,
    #[serde(default)]
    pub pauses: Vec<StateName>,
    /// The longest that all pauses together may last.
    pub pause_at_most: Option<Term>,
    /// The step that lengthens it …
    pub extended_by: Option<StepName>,
    /// … by how much …
    pub extension: Option<Term>,
    /// … and how often; once if not said.
    pub extensions: Option<u8>,
    /// How long before its end its actor is reminded.
    #[serde(default)]
    pub warn: Vec<Term>,
    /// Runs only under this condition.
    pub when: Option<When>,
    /// Begins again at its own end when it has run out.
    #[serde(default)]
    pub repeats: bool,
    /// The step that the clock takes when it has run out. Without one the
    /// case is shown as overdue and stays where it is.
    pub then: Option<StepName>,
    pub basis: String,
    /// Words of the article that state the term.
    pub quote: Option<String>,
}
