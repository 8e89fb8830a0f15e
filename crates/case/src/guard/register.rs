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
    for number in named {
        let known = look
            .known
            .others
            .get(number)
            .filter(|other| other.holder == *look.holder);
        let Some(other) = known else {
            return Err(words(
                format!("本主体没有办件{number}，请核对编号。"),
                format!("this party has no case {number}; compare the number"),
            ));
        };
        if !guard.is.contains(&other.state.0) {
            let state = look.form.procedure.states.get(&other.state);
            let (zh, en) = state.map_or((other.state.as_str(), other.state.as_str()), |state| {
                (state.zh.as_str(), state.en.as_str())
            });
            return Err(words(
                format!("办件{number}处于“{zh}”，不能被取代。"),
                format!("the case {number} is `{en}` and cannot be replaced"),
            ));
        }
    }
    Ok(())
}
