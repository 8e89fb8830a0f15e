//! Guards on opinions of many.

use super::Look;
use crate::case::Opined;
use crate::wording::{Wording, words};
use law::guard::Guard;
use law::procedure::Opinion;

fn asked<'a>(look: Look<'a>, guard: &Guard) -> Option<(&'a Opinion, &'a [Opined])> {
    let name = guard.opinion.as_ref()?;
    let opinion = look.form.procedure.opinions.get(name)?;
    let given = look.case.and_then(|case| case.opinions.get(name));
    Some((opinion, given.map(Vec::as_slice).unwrap_or_default()))
}

fn too_few(opinion: &Opinion, given: usize) -> Wording {
    words(
        format!("“{}”须有{}份，现有{given}份。", opinion.zh, opinion.quorum),
        format!(
            "`{}` needs {} opinions; {given} are in",
            opinion.en, opinion.quorum
        ),
    )
}

/// What an opinion says in the field that the opinion is about.
fn says(opinion: &Opinion, given: &Opined) -> String {
    let value = given.fields.get(&opinion.field);
    value.map(ToString::to_string).unwrap_or_default()
}

pub(super) fn all_in(look: Look<'_>, guard: &Guard) -> Result<(), Wording> {
    match asked(look, guard) {
        Some((opinion, given)) if given.len() < usize::from(opinion.quorum) => {
            Err(too_few(opinion, given.len()))
        }
        _ => Ok(()),
    }
}

pub(super) fn are(look: Look<'_>, guard: &Guard) -> Result<(), Wording> {
    let Some((opinion, given)) = asked(look, guard) else {
        return Ok(());
    };
    let other = given
        .iter()
        .map(|one| says(opinion, one))
        .find(|one| !guard.is.contains(one));
    if let Some(other) = other {
        return Err(words(
            format!("“{}”中有意见为“{other}”。", opinion.zh),
            format!("one opinion of `{}` is `{other}`", opinion.en),
        ));
    }
    let silent = given.len() < usize::from(opinion.quorum);
    let agrees = opinion
        .silence
        .as_ref()
        .is_some_and(|silence| guard.is.contains(silence));
    if silent && !agrees {
        return Err(too_few(opinion, given.len()));
    }
    Ok(())
}

pub(super) fn majority(look: Look<'_>, guard: &Guard) -> Result<(), Wording> {
    let Some((opinion, given)) = asked(look, guard) else {
        return Ok(());
    };
    if given.len() < usize::from(opinion.quorum) {
        return Err(too_few(opinion, given.len()));
    }
    let agree = given
        .iter()
        .filter(|one| guard.is.contains(&says(opinion, one)))
        .count();
    if given.len() < agree * 2 {
        return Ok(());
    }
    Err(words(
        format!(
            "“{}”共{}份，其中{agree}份一致，未过半数。",
            opinion.zh,
            given.len()
        ),
        format!(
            "{agree} of {} opinions of `{}` agree; that is not more than half",
            given.len(),
            opinion.en
        ),
    ))
}
