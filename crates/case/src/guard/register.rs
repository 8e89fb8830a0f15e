//! Guards on the history of this case and on other cases.

use super::{Look, Other};
use crate::wording::{Wording, words};
use law::guard::Guard;
use law::name::FieldName;

pub(super) fn unique(look: Look<'_>, guard: &Guard) -> Result<(), Wording> {
    let Some(twin) = &look.known.twin else {
        return Ok(());
    };
    let title = look.title(guard.field.as_ref());
    // Where a case can take the place of another, this is the way out.
    let steps = look.form.procedure.steps.values();
    let mut drives = steps.filter_map(|step| step.drives.as_ref()?.field.as_ref());
    let (way_zh, way_en) = drives.next().map_or_else(Default::default, |field| {
        let replaced = look.title(Some(field));
        (
            format!("；如需取代，请在“{}”中填写该编号", replaced.zh),
            format!("; to take its place, name it in `{}`", replaced.en),
        )
    });
    Err(words(
        format!("“{}”相同的办件{twin}尚在办理或者有效{way_zh}。", title.zh),
        format!(
            "the case {twin} with the same `{}` is open or live{way_en}",
            title.en
        ),
    ))
}

pub(super) fn taken(look: Look<'_>, guard: &Guard) -> Result<(), Wording> {
    let (Some(step), Some(case)) = (&guard.step, look.case) else {
        return Ok(());
    };
    let taken = case.steps.iter().any(|taken| taken.step == *step);
    if taken != guard.not {
        return Ok(());
    }
    let title = look.form.procedure.steps.get(step);
    let (zh, en) = title.map_or((step.as_str(), step.as_str()), |step| {
        (step.zh.as_str(), step.en.as_str())
    });
    if guard.not {
        return Err(words(
            format!("已办理“{zh}”，不得再行办理本环节。"),
            format!("the step `{en}` has been taken, which rules this one out"),
        ));
    }
    Err(words(
        format!("须先办理“{zh}”。"),
        format!("the step `{en}` comes first"),
    ))
}

pub(super) fn case_is(look: Look<'_>, guard: &Guard) -> Result<(), Wording> {
    let Some(field) = &guard.field else {
        return Ok(());
    };
    let mut fitting = 0;
    let mut first = None;
    for number in look.form.items(field) {
        let other = named(look, field, number)?;
        if guard.is.contains(&other.state.0) {
            fitting += 1;
        }
        if guard.is.contains(&other.state.0) == guard.not {
            first = first.or(Some((number, other)));
        }
    }
    match (guard.min, first) {
        (Some(min), _) if fitting < min => Err(words(
            format!("符合条件的办件为{fitting}件，至少应当有{min}件。"),
            format!("{fitting} of the cases serve here; at least {min} must"),
        )),
        (None, Some((number, other))) => Err(unfit(look, number, other)),
        _ => Ok(()),
    }
}

/// The case with this number, if the field may name it.
fn named<'a>(look: Look<'a>, field: &FieldName, number: &str) -> Result<&'a Other, Wording> {
    let definition = look.form.procedure.fields.get(field);
    let anyone = definition.is_some_and(|field| field.anyone);
    let of = definition.and_then(|field| field.of.as_deref());
    let found = look.known.others.get(number).filter(|other| {
        (anyone || other.holder == *look.holder)
            && of.is_none_or(|of| other.procedure.as_str() == of)
    });
    found.ok_or_else(|| unknown(number, anyone))
}

fn unfit(look: Look<'_>, number: &str, other: &Other) -> Wording {
    let procedure = look.form.regime.procedures.get(&other.procedure);
    let procedure = procedure.unwrap_or(look.form.procedure);
    let state = procedure.states.get(&other.state);
    let (zh, en) = state.map_or((other.state.as_str(), other.state.as_str()), |state| {
        (state.zh.as_str(), state.en.as_str())
    });
    words(
        format!("办件{number}处于“{zh}”，不能据以办理。"),
        format!("the case {number} is `{en}`, which does not serve here"),
    )
}

fn unknown(number: &str, anyone: bool) -> Wording {
    if anyone {
        return words(
            format!("没有所需程序的办件{number}，请核对编号。"),
            format!("there is no such case {number}; compare the number"),
        );
    }
    words(
        format!("本主体没有办件{number}，请核对编号。"),
        format!("this party has no case {number}; compare the number"),
    )
}

pub(super) fn case_recent(look: Look<'_>, guard: &Guard) -> Result<(), Wording> {
    let (Some(field), Some(term)) = (&guard.field, guard.within) else {
        return Ok(());
    };
    for number in look.form.items(field) {
        let Some(other) = look.known.others.get(number) else {
            return Err(unknown(number, true));
        };
        // The first day is not counted; the last day is.
        let last = crate::decide::parties::after(other.since, term);
        if last < look.today {
            return Err(words(
                format!("办件{number}于{}办结，已超过{}。", other.since, term.zh()),
                format!(
                    "the case {number} was decided on {}, more than {term} ago",
                    other.since
                ),
            ));
        }
    }
    Ok(())
}

pub(super) fn same_as(look: Look<'_>, guard: &Guard) -> Result<(), Wording> {
    let (Some(field), Some(other_field), Some(on)) = (&guard.field, &guard.other, &guard.on) else {
        return Ok(());
    };
    let mine = look.form.fields.get(field);
    for number in look.form.items(on) {
        let Some(other) = look.known.others.get(number) else {
            return Err(unknown(number, true));
        };
        let theirs = other.fields.get(other_field);
        if theirs != mine {
            let title = look.title(Some(field));
            let (mine, theirs) = (
                mine.map(ToString::to_string).unwrap_or_default(),
                theirs.map(ToString::to_string).unwrap_or_default(),
            );
            return Err(words(
                format!(
                    "“{}”为“{mine}”，与办件{number}的“{theirs}”不一致。",
                    title.zh
                ),
                format!(
                    "`{}` is `{mine}`, but `{theirs}` in the case {number}",
                    title.en
                ),
            ));
        }
    }
    Ok(())
}
