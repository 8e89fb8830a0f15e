//! `xinbiao scheme impact`: which open cases and valid entries another edition
//! would change. It only reads.

use super::check;
use super::diff::one;
use crate::answer::Answer;
use crate::archive::Archive;
use crate::globals::Globals;
use crate::lang::Lang;
use crate::page::{Page, many};
use crate::place::shown;
use crate::sweep::{Wanted, sweep};
use crate::trouble::Trouble;
use case::case::Case;
use case::event::View;
use case::guard::{Known, Other};
use case::impact::{Effect, Ground, Kind, impact, is_live, stands};
use law::calendar::Calendar;
use law::form::FieldKind;
use law::guard::GuardKind;
use law::library::{Edition, EditionId};
use law::procedure::Procedure;
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use store::project::{elsewhere, object_key};
use store::row::bind;
use store::statements as sql;

/// What to compare.
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    /// The edition under which the cases are, such as label/2026-07, or its folder
    old: String,
    /// The edition that is to come
    new: String,
    /// Look at confidential cases too; that each is read goes on record first
    #[arg(long)]
    confidential: bool,
}

/// Two editions that are compared, on a record.
struct Comparing {
    id: EditionId,
    old: Arc<Edition>,
    new: Arc<Edition>,
    /// The folder of schemes that the new one is in, with its calendars.
    root: Option<PathBuf>,
}

/// What was found.
#[derive(Default)]
struct Found {
    /// Confidential cases that were not looked at.
    left_out: u64,
    /// How many open cases and entries that hold were looked at.
    open: u64,
    entries: u64,
    counts: BTreeMap<Kind, u64>,
    affected: Vec<(Case, Vec<Effect>)>,
}

/// Looks at all cases under the older edition.
///
/// # Errors
///
/// That an edition is not there, or the store's.
pub(super) fn run(globals: &Globals, args: &Args) -> Result<Answer, Trouble> {
    let (before, after) = (one(globals, &args.old)?, one(globals, &args.new)?);
    let (id, old_edition, _) = check::edition(&before.1);
    let (_, new_edition, _) = check::edition(&after.1);
    let comparing = Comparing {
        id,
        old: old_edition,
        new: new_edition,
        root: after.0.root().map(Path::to_owned),
    };
    let mut archive = Archive::open_whole(globals)?;
    let found = look(&mut archive, &comparing, args.confidential)?;
    let mut page = Page::new(globals.lang());
    told(
        &mut page,
        &comparing,
        &found,
        (&before.0.name, &after.0.name),
    );
    let list = found.affected.iter().map(|(case, effects)| {
        json!({
            "case": case.number, "procedure": case.procedure, "state": case.state,
            "entry": case.entry.as_ref().map(|entry| &entry.number),
            "effects": effects.iter().map(|effect| document(&comparing, effect)).collect::<Vec<_>>(),
        })
    });
    let json = json!({
        "old": before.0.name, "new": after.0.name,
        "open_cases": found.open, "valid_entries": found.entries,
        "confidential_left_out": found.left_out,
        "affected": found.affected.len(),
        "counts": found.counts,
        "list": list.collect::<Vec<_>>(),
    });
    Ok(Answer::new(page.into_text(), json))
}

fn look(
    archive: &mut Archive,
    comparing: &Comparing,
    confidential: bool,
) -> Result<Found, Trouble> {
    let world = archive.world()?;
    let head = &comparing.new.regime.head;
    let calendar = match world.calendars.get(&head.calendar) {
        Some(calendar) => calendar.clone(),
        None => check::calendar(&comparing.new.regime, comparing.root.as_deref())?,
    };
    let now = archive.setup.clock.now();
    let mut found = Found::default();
    let wanted = Wanted {
        by: &|_, line| line.edition == comparing.id,
        confidential,
        view: View::Terminal,
    };
    found.left_out = sweep(archive, "impact", &wanted, &mut |archive, case, _| {
        if !is_live(case, &comparing.old) {
            return Ok(());
        }
        if stands(case, &comparing.old.regime) {
            found.entries += 1;
        } else {
            found.open += 1;
        }
        let known = known(archive, case, &comparing.new, &calendar)?;
        let ground = Ground {
            old: &comparing.old,
            new: &comparing.new,
            world: &world,
            calendar: &calendar,
            now,
            known: &known,
        };
        let effects = impact(ground, case);
        for effect in &effects {
            *found.counts.entry(effect.kind).or_default() += 1;
        }
        if !effects.is_empty() {
            found.affected.push((case.clone(), effects));
        }
        Ok(())
    })?;
    found
        .affected
        .sort_by(|(a, _), (b, _)| a.number.cmp(&b.number));
    Ok(found)
}

/// What the record knows that the new edition's guards may ask for.
fn known(
    archive: &mut Archive,
    case: &Case,
    new: &Edition,
    calendar: &Calendar,
) -> Result<Known, Trouble> {
    let mut known = Known::default();
    let Some(procedure) = new.procedure(&case.procedure) else {
        return Ok(known);
    };
    let named = named(procedure, case);
    for number in &named {
        // A number that is no case's is what guards refuse.
        let Ok((other, _)) = archive.unnoted(number) else {
            continue;
        };
        let edition = archive.edition(&other)?;
        if let Some(procedure) = edition.procedure(&other.procedure) {
            let since = calendar.day(other.since);
            let other = Other::of(&other, procedure, since);
            known.others.insert(number.clone(), other);
        }
    }
    let Some(key) = object_key(case, new) else {
        return Ok(known);
    };
    let asks = |kind: GuardKind| procedure.guards.values().any(|guard| guard.kind == kind);
    if asks(GuardKind::Unique) {
        let rows = archive.rows(bind(sql::TWIN_OF, [key.as_str().into()]))?;
        let mut twins = rows.iter().map(|row| row.text(0).to_owned());
        known.twin = twins.find(|twin| *twin != case.number && !named.contains(twin));
    }
    if asks(GuardKind::Unshared) {
        for (material, document) in &case.documents {
            let rows = archive.rows(elsewhere(&document.sha256, &key, case))?;
            if let Some(row) = rows.first() {
                known
                    .shared
                    .insert(material.clone(), row.text(0).to_owned());
            }
        }
    }
    Ok(known)
}

/// The cases that the form of a case names.
fn named(procedure: &Procedure, case: &Case) -> Vec<String> {
    let fields = case.fields.iter().filter(|(name, _)| {
        let field = procedure.fields.get(*name);
        field.is_some_and(|field| field.kind == FieldKind::Case)
    });
    fields
        .flat_map(|(_, value)| value.items())
        .map(str::to_owned)
        .collect()
}

fn told(page: &mut Page, comparing: &Comparing, found: &Found, (old, new): (&str, &str)) {
    let lang = page.lang;
    page.line(&format!(
        "{old} → {new}  {}",
        lang.words(&comparing.new.regime.head.title)
    ));
    let (open, entries, affected) = (found.open, found.entries, found.affected.len());
    page.say(
        &format!("在办的{open}件、登记有效的{entries}件中，受影响的有{affected}件。"),
        &format!(
            "Of {open} open cases and {entries} whose entry stands, {affected} would be affected."
        ),
    );
    let left_out = found.left_out;
    if 0 < left_out {
        page.say(
            &format!("另有{left_out}件保密办件未比对；确需比对的用 --confidential，每件查阅均先留痕。"),
            &format!(
                "Left out: {}; `--confidential` takes them in, and every reading goes on record first.",
                many(left_out, "confidential case")
            ),
        );
    }
    if found.counts.is_empty() {
        return;
    }
    let counts: Vec<(String, String)> = found
        .counts
        .iter()
        .map(|(kind, count)| (lang.words(&kind.words()).to_owned(), count.to_string()))
        .collect();
    page.pairs(&counts);
    for (case, effects) in &found.affected {
        let procedure = comparing.old.procedure(&case.procedure);
        let state = procedure.and_then(|procedure| procedure.states.get(&case.state));
        let state = state.map_or(case.state.as_str(), |state| lang.of(&state.zh, &state.en));
        let entry = case
            .entry
            .as_ref()
            .map_or("", |entry| entry.number.as_str());
        page.line("");
        page.line(&format!(
            "{}  {state}  {}  {entry}",
            case.number,
            shown(case.since)
        ));
        for effect in effects {
            page.line(&format!("  {}", line(effect, lang)));
            if let Some(article) = citation(comparing, effect, lang) {
                page.line(&format!("    {}{article}", lang.of("依据：", "basis: ")));
            }
        }
    }
    page.line("");
    page.say(
        "以上只是比对：办件仍适用其受理时的版本，新版本另有规定的除外。",
        "This only compares: a case stays under the edition it was opened with, unless the law says otherwise.",
    );
}

/// One effect in a line.
fn line(effect: &Effect, lang: Lang) -> String {
    let (kind, title) = (effect.kind.words(), lang.words(&effect.title));
    let mut line = format!("{}{}{title}", lang.words(&kind), lang.of("：", ": "));
    match (&effect.old, &effect.new) {
        (Some(old), Some(new)) => line.push_str(&format!("  {old} → {new}")),
        (Some(one), None) | (None, Some(one)) => line.push_str(&format!("  {one}")),
        (None, None) => (),
    }
    if let Some(note) = &effect.note {
        let note = lang.words(note).trim_end_matches('。');
        line.push_str(lang.of(&format!("（{note}）"), &format!(" ({note})")));
    }
    line
}

fn citation(comparing: &Comparing, effect: &Effect, lang: Lang) -> Option<String> {
    let edition = if effect.by_new {
        &comparing.new
    } else {
        &comparing.old
    };
    let law = &edition.regime.law;
    (!effect.basis.is_empty()).then(|| law.citation(&effect.basis, lang.is_zh()))
}

fn document(comparing: &Comparing, effect: &Effect) -> Value {
    json!({
        "kind": effect.kind, "name": effect.name,
        "old": effect.old, "new": effect.new,
        "zh": line(effect, Lang::Zh), "en": line(effect, Lang::En),
        "basis": {
            "article": effect.basis, "of": if effect.by_new { "new" } else { "old" },
            "zh": citation(comparing, effect, Lang::Zh), "en": citation(comparing, effect, Lang::En),
        },
    })
}
