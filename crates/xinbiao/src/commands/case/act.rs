//! Acts on a case: steps, fields, materials.

use super::{FillArgs, OpenArgs, StepArgs, SupplyArgs};
use crate::answer::Answer;
use crate::desk::{Desk, code_of, stands};
use crate::globals::Globals;
use crate::page::Page;
use crate::trouble::Trouble;
use crate::values;
use case::case::Case;
use case::command::{Actor, Given, Order};
use case::evidence::Cited;
use case::place::party_of;
use law::name::{CheckName, GroundName, StepName};
use law::procedure::Procedure;
use law::regime::{Regime, Relation};
use law::step::Step;
use office::execute::Receipt;
use std::path::PathBuf;

/// Opens a case.
///
/// # Errors
///
/// Why it is refused.
pub(super) fn open(globals: &Globals, args: &OpenArgs) -> Result<Answer, Trouble> {
    let desk = Desk::open(globals)?;
    let actor = if args.anonymous {
        Actor::Anybody
    } else {
        desk.person()?
    };
    let now = desk.office.clock().now();
    let calendar = desk.world.calendars.values().next();
    let today = calendar
        .map(|calendar| calendar.day(now))
        .unwrap_or_default();
    let unknown = || {
        Trouble::absent(
            format!("没有制度“{}”的程序“{}”。", args.regime, args.procedure),
            format!(
                "there is no procedure `{}` of the regime `{}` in force today",
                args.procedure, args.regime
            ),
        )
    };
    let found = desk.office.library().in_force(&args.regime, today);
    let (_, edition) = found.ok_or_else(unknown)?;
    let procedure = edition.procedure(&args.procedure.as_str().into());
    let procedure = procedure.ok_or_else(unknown)?;
    let step = match &args.step {
        Some(step) => StepName::from(step.as_str()),
        None => opening(&desk, &edition.regime, procedure, &actor)?,
    };
    let holder = args.holder.as_deref().map(code_of).transpose()?;
    let order = Order::Open {
        regime: args.regime.clone(),
        procedure: procedure.head.id.clone(),
        holder,
        step,
        given: Given {
            fields: values::fields(Some(procedure), &args.fields)?,
            ..Given::default()
        },
    };
    let receipt = desk.ask_seen(actor, order, None, "")?;
    told(&desk, &receipt)
}

/// The one step by which the actor can open such a case.
fn opening(
    desk: &Desk<'_>,
    regime: &Regime,
    procedure: &Procedure,
    actor: &Actor,
) -> Result<StepName, Trouble> {
    let party = party_of(actor).and_then(|party| desk.world.party(party));
    let is = |kind| party.is_some_and(|party| party.is(&regime.head.id, kind));
    let fits = |step: &Step| {
        step.by.iter().any(|name| {
            let rule = regime.actors.get(name);
            rule.is_some_and(|rule| match rule.relation {
                Relation::Anyone => *actor == Actor::Anybody,
                Relation::Clock => false,
                _ => rule.kind.as_ref().is_none_or(is),
            })
        })
    };
    let openings = procedure.steps_in_order().into_iter();
    let mut openings = openings.filter(|(_, step)| step.from.is_empty() && fits(step));
    let first = openings.next().map(|(name, _)| name.clone());
    first.ok_or_else(|| {
        let title = &procedure.head.title;
        Trouble::input(
            format!("该主体不能新建“{}”。", title.zh),
            format!("this party cannot open a case of `{}`", title.en),
        )
    })
}

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
    let mut supplies = values::take_in(&desk.office, &desk.world, &case, &files)?;
    for (material, number) in &args.evidence {
        let cited = Cited::read(number, &case.holder);
        let cited =
            cited.map_err(|why| Trouble::usage(format!("“{number}”不是留存证明的编号。"), why))?;
        let material = material.as_str().into();
        supplies.push(desk.office.cite(&case, &desk.world, &material, &cited)?);
    }
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
    let (number, version, at) = (&case.number, receipt.version, stands(receipt));
    let mut line = lang
        .of(
            &format!("{number}：{state}（第{version}版，{}）", at.zh),
            &format!("{number}: {state} (version {version}, {})", at.en),
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
