//! Guards on the history of this case and on other cases.

use super::Look;
use crate::wording::{Wording, words};
use law::guard::Guard;

pub(super) fn unique(look: Look<'_>, guard: &Guard) -> Result<(), Wording> {
    let Some(twin) = &look.known.twin else {
        return Ok(());
    };
    let title = look.title(guard.field.as_ref());
    Err(words(
        format!(
            "“{}”相同的办件{twin}尚在办理或者有效；如需重新备案，请在“被取代的备案”中填写该编号。",
            title.zh
        ),
        format!(
            "the case {twin} with the same `{}` is open or live; to file anew, name it as the one that is replaced",
            title.en
        ),
    ))
}

pub(super) fn taken(look: Look<'_>, guard: &Guard) -> Result<(), Wording> {
    let (Some(step), Some(case)) = (&guard.step, look.case) else {
        return Ok(());
    };
    if case.steps.iter().any(|taken| taken.step == *step) {
        return Ok(());
    }
    let title = look.form.procedure.steps.get(step);
    let (zh, en) = title.map_or((step.as_str(), step.as_str()), |step| {
        (step.zh.as_str(), step.en.as_str())
    });
    Err(words(
        format!("须先办理“{zh}”。"),
        format!("the step `{en}` comes first"),
    ))
}

pub(super) fn case_is(look: Look<'_>, guard: &Guard) -> Result<(), Wording> {
    let Some(field) = &guard.field else {
        return Ok(());
    };
    let named = look
        .form
        .fields
        .get(field)
        .map(crate::value::Value::items)
        .unwrap_or_default();
    let definition = look.form.procedure.fields.get(field);
    let anyone = definition.is_some_and(|field| field.anyone);
    let of = definition.and_then(|field| field.of.as_deref());
    for number in named {
        let other = look.known.others.get(number).filter(|other| {
            (anyone || other.holder == *look.holder)
                && of.is_none_or(|of| other.procedure.as_str() == of)
        });
        let Some(other) = other else {
            return Err(unknown(number, anyone));
        };
        if !guard.is.contains(&other.state.0) {
            let procedure = look.form.regime.procedures.get(&other.procedure);
            let procedure = procedure.unwrap_or(look.form.procedure);
            let state = procedure.states.get(&other.state);
            let (zh, en) = state.map_or((other.state.as_str(), other.state.as_str()), |state| {
                (state.zh.as_str(), state.en.as_str())
            });
            return Err(words(
                format!("办件{number}处于“{zh}”，不能据以办理。"),
                format!("the case {number} is `{en}`, which does not serve here"),
            ));
        }
    }
    Ok(())
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
