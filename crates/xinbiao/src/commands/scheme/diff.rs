//! `xinbiao scheme diff`: what one edition says otherwise than another, as a
//! lawyer would read it.

use super::shelf::{self, Shelved};
use crate::answer::Answer;
use crate::globals::Globals;
use crate::lang::Lang;
use crate::page::{Page, many};
use crate::trouble::Trouble;
use law::diff::{Change, Difference, diff, key_words, table_words, turn_words};
use law::load::Loaded;
use law::regime::Regime;
use serde_json::{Value, json};
use unicode_width::UnicodeWidthStr;

/// Compares two editions.
///
/// # Errors
///
/// That one of them is not there, or what is wrong with it.
pub(super) fn run(globals: &Globals, old: &str, new: &str) -> Result<Answer, Trouble> {
    let (before, after) = (one(globals, old)?, one(globals, new)?);
    let (old, new) = (&before.1.regime, &after.1.regime);
    let found = diff(old, new);
    let mut page = Page::new(globals.lang());
    let lang = page.lang;
    let (from, to) = (&before.0.name, &after.0.name);
    page.line(&format!("{from} → {to}  {}", lang.words(&new.head.title)));
    let [added, removed, changed] = counts(&found);
    let all = found.len();
    if found.is_empty() {
        page.say("两个版本没有差别。", "The two editions say the same.");
    } else {
        page.say(
            &format!("共{all}处不同：新增{added}，删去{removed}，变更{changed}。"),
            &format!(
                "{}: {added} added, {removed} removed, {changed} changed.",
                many(all as u64, "difference")
            ),
        );
    }
    let mut procedure = None;
    let mut table = "";
    for one in &found {
        if one.procedure != procedure {
            procedure.clone_from(&one.procedure);
            table = "";
            heading(&mut page, old, new, one);
        }
        if one.table != table {
            table = &one.table;
            let words = table_words(table);
            page.line("");
            page.line(&format!("{}:", lang.words(&words)).replace(':', lang.of("：", ":")));
        }
        told(&mut page, old, new, one);
    }
    let json = json!({
        "old": from, "new": to,
        "added": added, "removed": removed, "changed": changed,
        "differences": found.iter().map(|one| document(old, new, one)).collect::<Vec<_>>(),
    });
    Ok(Answer::new(page.into_text(), json))
}

/// One edition by its name or folder.
///
/// # Errors
///
/// That there is none, or what is wrong with it.
pub(super) fn one(globals: &Globals, which: &str) -> Result<(Shelved, Loaded), Trouble> {
    let mut found = shelf::editions(globals, Some(which))?;
    let (Some(shelved), true) = (found.pop(), found.is_empty()) else {
        return Err(Trouble::usage(
            format!("“{which}”不止一个版本，请写明一个，如 label/2026-07。"),
            format!("`{which}` holds several editions; name one, like label/2026-07"),
        ));
    };
    let loaded = shelved.load()?;
    Ok((shelved, loaded))
}

fn counts(found: &[Difference]) -> [usize; 3] {
    [Change::Added, Change::Removed, Change::Changed]
        .map(|change| found.iter().filter(|one| one.change == change).count())
}

fn heading(page: &mut Page, old: &Regime, new: &Regime, one: &Difference) {
    let Some(name) = &one.procedure else {
        return;
    };
    let procedures = [new, old].map(|regime| regime.procedures.get(name));
    let title = procedures.into_iter().flatten().next();
    let title = title.map_or(name.as_str(), |found| page.lang.words(&found.head.title));
    let (zh, en) = (
        format!("程序：{title}（{name}）"),
        format!("Procedure: {title} ({name})"),
    );
    page.heading(&zh, &en);
    let line = "-".repeat(page.lang.of(&zh, &en).width());
    page.line(&line);
}

fn told(page: &mut Page, old: &Regime, new: &Regime, one: &Difference) {
    let lang = page.lang;
    let sign = match one.change {
        Change::Added => lang.of("新增", "added"),
        Change::Removed => lang.of("删去", "removed"),
        Change::Changed => lang.of("变更", "changed"),
    };
    let title = lang.words(&one.title);
    let named = if title == one.name || one.table == "article" {
        title.to_owned()
    } else {
        format!("{title} ({})", one.name)
    };
    page.line(&format!("  [{sign}] {named}"));
    if let Some(article) = citation(old, new, one, lang).filter(|_| one.table != "article") {
        page.line(&format!("      {}{article}", lang.of("依据：", "basis: ")));
    }
    if one.change == Change::Removed {
        return;
    }
    for turn in &one.turns {
        let new_title = one.change == Change::Added && (turn.key == "title" || turn.key == "basis");
        if new_title || (one.table == "article" && turn.key != "text") {
            continue;
        }
        let key = key_words(&one.table, &turn.key);
        let words = turn_words(old, new, one, turn);
        let (key, words) = (lang.words(&key), lang.words(&words));
        page.line(&format!("      {key}{}{words}", lang.of("：", ": ")));
    }
}

fn citation(old: &Regime, new: &Regime, one: &Difference, lang: Lang) -> Option<String> {
    let basis = one.basis.as_deref()?;
    let regime = if one.change == Change::Removed {
        old
    } else {
        new
    };
    Some(regime.law.citation(basis, lang.is_zh()))
}

fn document(old: &Regime, new: &Regime, one: &Difference) -> Value {
    let turns = one.turns.iter().map(|turn| {
        let (key, words) = (
            key_words(&one.table, &turn.key),
            turn_words(old, new, one, turn),
        );
        json!({
            "key": turn.key, "old": turn.old, "new": turn.new,
            "zh": format!("{}：{}", key.zh, words.zh),
            "en": format!("{}: {}", key.en, words.en),
        })
    });
    json!({
        "procedure": one.procedure, "table": one.table, "name": one.name,
        "zh": one.title.zh, "en": one.title.en, "change": one.change,
        "basis": one.basis.as_ref().map(|basis| json!({
            "article": basis,
            "zh": citation(old, new, one, Lang::Zh),
            "en": citation(old, new, one, Lang::En),
        })),
        "turns": turns.collect::<Vec<_>>(),
    })
}
