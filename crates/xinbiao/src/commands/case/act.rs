//! Acts on a case: steps, fields, materials.

use super::{FillArgs, StepArgs, SupplyArgs};
use crate::answer::Answer;
use crate::desk::Desk;
use crate::globals::Globals;
use crate::page::Page;
use crate::trouble::Trouble;
use crate::values;
use case::case::Case;
use case::command::{Given, Order};
use law::name::{CheckName, GroundName, StepName};
use law::procedure::Procedure;
use office::execute::Receipt;
use std::path::PathBuf;

/// Takes a step.
///
/// # Errors
///
/// Why it is refused.
pub(super) fn step(globals: &Globals, args: &StepArgs) -> Result<Answer, Trouble> {
    let desk = Desk::open(globals)?;
    let actor = desk.person()?;
    let case = desk.case(&args.case)?;
    let edition = desk.office.edition(&case)?;
    let procedure = edition.procedure(&case.procedure);
    let given = Given {
        fields: values::fields(procedure, &args.fields)?,
        grounds: args
            .grounds
            .iter()
            .map(|name| GroundName::from(name.as_str()))
            .collect(),
        reasons: args.reasons.clone(),
        checks: checks(procedure, args),
        statement: args.statement,
        list: args.list.clone(),
    };
    let order = Order::Step {
        case: args.case.clone(),
        step: StepName::from(args.step.as_str()),
        given,
    };
    let receipt = desk.ask_seen(actor, order, args.expected, "")?;
    told(&desk, &receipt)
}

/// The checks that are named, or all of the step.
fn checks(procedure: Option<&Procedure>, args: &StepArgs) -> Vec<CheckName> {
    let step = procedure.and_then(|procedure| procedure.steps.get(args.step.as_str()));
    match step {
        Some(step) if args.checks.iter().any(|check| check == "all") => step.checks.clone(),
        _ => args
            .checks
            .iter()
            .map(|name| CheckName::from(name.as_str()))
            .collect(),
    }
}

/// Fills in fields.
///
/// # Errors
///
/// Why it is refused.
pub(super) fn fill(globals: &Globals, args: &FillArgs) -> Result<Answer, Trouble> {
    let desk = Desk::open(globals)?;
    let actor = desk.person()?;
    let case = desk.case(&args.case)?;
    let edition = desk.office.edition(&case)?;
    let fields = values::fields(edition.procedure(&case.procedure), &args.fields)?;
    let order = Order::Fill {
        case: args.case.clone(),
        fields,
    };
    let receipt = desk.ask_seen(actor, order, args.expected, "")?;
    told(&desk, &receipt)
}

/// Hands in materials.
///
/// # Errors
///
/// What is wrong with a file, or why it is refused.
pub(super) fn supply(globals: &Globals, args: &SupplyArgs) -> Result<Answer, Trouble> {
    let desk = Desk::open(globals)?;
    let actor = desk.person()?;
    let case = desk.case(&args.case)?;
    let files: Vec<(String, PathBuf)> = args
        .files
        .iter()
        .map(|(material, path)| (material.clone(), PathBuf::from(path)))
        .collect();
    let supplies = values::take_in(&desk.office, &desk.world, &case, &files)?;
    let order = Order::Supply {
        case: args.case.clone(),
        supplies,
    };
    let receipt = desk.ask_seen(actor, order, args.expected, "")?;
    told(&desk, &receipt)
}

fn told(desk: &Desk<'_>, receipt: &Receipt) -> Result<Answer, Trouble> {
    let mut page = Page::new(desk.globals.lang());
    let number = receipt.case.as_deref().unwrap_or_default();
    let case = desk.case(number)?;
    page.line(&line(desk, &case, receipt)?);
    Ok(Answer::new(page.into_text(), receipt))
}

/// Where the case stands after an act, in a line.
fn line(desk: &Desk<'_>, case: &Case, receipt: &Receipt) -> Result<String, Trouble> {
    let edition = desk.office.edition(case)?;
    let lang = desk.globals.lang();
    let procedure = edition.procedure(&case.procedure);
    let state = procedure.and_then(|procedure| procedure.states.get(&case.state));
    let state = state.map_or(case.state.as_str(), |state| lang.of(&state.zh, &state.en));
    let (number, version, position) = (&case.number, receipt.version, receipt.position);
    let mut line = lang
        .of(
            &format!("{number}：{state}（第{version}版，记录第{position}号）"),
            &format!("{number}: {state} (version {version}, event {position})"),
        )
        .to_owned();
    if let Some(label) = &case.label {
        line.push_str(lang.of("，编号 ", ", number "));
        line.push_str(label);
    }
    if receipt.repeated {
        line.push_str(lang.of(
            "；此前已办理，未重复",
            "; it had been done before, nothing was done twice",
        ));
    }
    Ok(line)
}
