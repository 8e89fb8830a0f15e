//! The statement of truth: what is stated is shown, then asked for.

use crate::desk::Desk;
use crate::page::{Page, cut};
use crate::trouble::Trouble;
use case::case::Case;
use case::form::Form;
use case::wording;
use std::io::{IsTerminal, Write};

/// Writes everything that is stated.
///
/// # Errors
///
/// That the edition is not loaded.
pub(super) fn shown(page: &mut Page, desk: &Desk<'_>, case: &Case) -> Result<(), Trouble> {
    let edition = desk.office.edition(case)?;
    let Some(procedure) = edition.procedure(&case.procedure) else {
        return Ok(());
    };
    let lang = page.lang;
    let form = Form {
        regime: &edition.regime,
        procedure,
        world: &desk.world,
        fields: &case.fields,
        opened_by: &case.opened_by,
    };
    page.heading("将声明以下内容真实：", "This is stated to be true:");
    let fields = procedure
        .fields_in_order()
        .into_iter()
        .filter_map(|(name, field)| {
            let words = wording::shown(&form, name, case.fields.get(name)?);
            Some((
                lang.of(&field.zh, &field.en).to_owned(),
                cut(lang.words(&words), 70),
            ))
        });
    let materials = procedure
        .materials_in_order()
        .into_iter()
        .filter_map(|(name, material)| {
            let document = case.documents.get(name)?;
            let sum = document.sha256.get(..16).unwrap_or_default();
            let value = format!("{} ({} B, sha256 {sum}…)", document.name, document.bytes);
            Some((cut(lang.of(&material.zh, &material.en), 40), value))
        });
    let pairs: Vec<(String, String)> = fields.chain(materials).collect();
    page.pairs(&pairs);
    Ok(())
}

/// Whether the person makes the statement. A person at a terminal is asked,
/// with everything that was written so far shown before.
///
/// # Errors
///
/// That nobody can be asked.
pub(super) fn agreed(desk: &Desk<'_>, page: &mut Page, yes: bool) -> Result<bool, Trouble> {
    if yes {
        return Ok(true);
    }
    if !std::io::stdin().is_terminal() {
        return Err(Trouble::usage(
            "提交须作真实性声明：请加 --yes，或者在终端上运行以便确认。",
            "submitting states that all this is true: add `--yes`, or run it at a terminal to be asked",
        ));
    }
    let written = std::mem::replace(page, Page::new(desk.globals.lang())).into_text();
    let question = page.lang.of(
        "以上内容均真实，提交？[y/N] ",
        "Is all this true, and to be submitted? [y/N] ",
    );
    let mut out = std::io::stderr().lock();
    write!(out, "{written}{question}")
        .and_then(|()| out.flush())
        .map_err(Trouble::system)?;
    let mut answer = String::new();
    std::io::stdin()
        .read_line(&mut answer)
        .map_err(Trouble::system)?;
    if matches!(answer.trim(), "y" | "Y" | "yes" | "是") {
        return Ok(true);
    }
    Err(Trouble::input(
        "未作声明，未提交。",
        "the statement was not made; nothing was submitted",
    ))
}
