//! Rules that a table of steps cannot say. Each kind is a function of what is
//! known about the case; none knows of any one regime.

mod dates;
mod opinions;
mod parties;
mod register;
mod report;
mod values;

use crate::case::Case;
use crate::form::Form;
use crate::refusal::Refusal;
use crate::value::Value;
use crate::wording::{Wording, words};
use jiff::civil::{Date, DateTime};
use law::guard::{Guard, GuardKind};
use law::identity::PartyCode;
use law::name::{FieldName, GuardName, MaterialName, ProcedureName, StateName};
use law::procedure::Procedure;
use std::collections::BTreeMap;

/// What is known of another case that the form names.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Other {
    pub holder: PartyCode,
    pub procedure: ProcedureName,
    pub state: StateName,
    /// The day on which it came into that state.
    pub since: Date,
    /// Whether it has ended.
    pub is_final: bool,
    pub fields: BTreeMap<FieldName, Value>,
}

impl Other {
    /// What is known of a case under its procedure.
    pub fn of(case: &Case, procedure: &Procedure, since: Date) -> Self {
        let state = procedure.states.get(&case.state);
        Other {
            holder: case.holder.clone(),
            procedure: case.procedure.clone(),
            state: case.state.clone(),
            since,
            is_final: state.is_some_and(|state| state.is_final),
            fields: case.fields.clone(),
        }
    }
}

/// What the record says beyond the case itself.
#[derive(Debug, Clone, Default)]
pub struct Known {
    /// The number of another open case or live entry with the same holder and
    /// object.
    pub twin: Option<String>,
    /// Materials of this case whose content another case rests on: that case.
    pub shared: BTreeMap<MaterialName, String>,
    /// The cases that the form names.
    pub others: BTreeMap<String, Other>,
}

/// All that a guard is looked at with.
#[derive(Debug, Clone, Copy)]
pub struct Look<'a> {
    pub form: Form<'a>,
    pub case: Option<&'a Case>,
    pub holder: &'a PartyCode,
    pub known: &'a Known,
    pub today: Date,
    /// The hour of today.
    pub now: DateTime,
}

impl Look<'_> {
    fn text(&self, field: Option<&FieldName>) -> Option<&str> {
        self.form.fields.get(field?)?.text()
    }

    /// The day in a field: that of its hour, if it says one.
    fn date(&self, field: Option<&FieldName>) -> Option<Date> {
        self.text(field)?.parse().ok()
    }

    /// The day in a field, and the hour if it says one.
    fn when(&self, field: Option<&FieldName>) -> Option<(Date, Option<DateTime>)> {
        let text = self.text(field)?;
        let hour = text.contains('T').then(|| text.parse().ok()).flatten();
        Some((text.parse().ok()?, hour))
    }

    fn title(&self, field: Option<&FieldName>) -> Wording {
        let found = field.and_then(|name| self.form.procedure.fields.get(name));
        found.map_or_else(
            || words("该字段", "the field"),
            |field| words(&field.zh, &field.en),
        )
    }
}

/// Whether the guard holds.
///
/// # Errors
///
/// [`Refusal::Guarded`] with what is wrong and what to do.
pub fn check(look: Look<'_>, name: &GuardName, guard: &Guard) -> Result<(), Refusal> {
    if !look.form.holds(guard.when.as_ref()) {
        return Ok(());
    }
    let outcome = match guard.kind {
        GuardKind::FieldIs => values::field_is(look, guard),
        GuardKind::AtMost => values::at_most(look, guard),
        GuardKind::InForce => values::in_force(look, guard),
        GuardKind::ParameterChange => values::parameter_change(look, guard),
        GuardKind::InOrder => dates::in_order(look, guard),
        GuardKind::NotFuture => dates::not_future(look, guard),
        GuardKind::Recent => dates::recent(look, guard),
        GuardKind::NotBarred => parties::not_barred(look, guard),
        GuardKind::Qualified => parties::qualified(look, guard),
        GuardKind::TesterAdmitted => parties::tester_admitted(look, guard),
        GuardKind::NotHolder => parties::not_holder(look, guard),
        GuardKind::LevelReached => report::level_reached(look, guard),
        GuardKind::ReportAgrees => report::report_agrees(look, guard),
        GuardKind::Unshared => report::unshared(look, guard),
        GuardKind::ArtworkFits => report::artwork_fits(look, guard),
        GuardKind::Unique => register::unique(look, guard),
        GuardKind::Taken => register::taken(look, guard),
        GuardKind::CaseIs => register::case_is(look, guard),
        GuardKind::CaseRecent => register::case_recent(look, guard),
        GuardKind::SameAs => register::same_as(look, guard),
        GuardKind::BodyQualified => parties::body_qualified(look, guard),
        GuardKind::Domestic => parties::domestic(look, guard),
        GuardKind::AtLeast => values::at_least(look, guard),
        GuardKind::Differs => values::differs(look, guard),
        GuardKind::Equals => values::equals(look, guard),
        GuardKind::NotPast => dates::not_past(look, guard),
        GuardKind::OpinionsIn => opinions::all_in(look, guard),
        GuardKind::OpinionsAre => opinions::are(look, guard),
        GuardKind::Majority => opinions::majority(look, guard),
    };
    outcome.map_err(|why| Refusal::Guarded {
        guard: name.clone(),
        rule: words(&guard.zh, &guard.en),
        why,
        basis: guard.basis.clone(),
    })
}
