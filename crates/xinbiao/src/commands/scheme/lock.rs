//! `xinbiao scheme lock`: no edition changes unseen.

use super::shelf;
use crate::answer::Answer;
use crate::file;
use crate::globals::Globals;
use crate::page::{Page, many};
use crate::trouble::Trouble;
use law::lock::{self, LockError, Locked};
use office::editions;
use serde_json::json;

/// Compares the editions with `LOCK`, or writes the lines of new ones.
///
/// # Errors
///
/// That a line of `LOCK` cannot be read, or an edition that is locked has changed.
pub(super) fn run(globals: &Globals, write: bool) -> Result<Answer, Trouble> {
    let mut here = globals.clone();
    if write {
        here.schemes = Some(shelf::root(globals)?);
    }
    let texts = shelf::texts(&here)?;
    let present: Locked = editions::split(&texts)
        .iter()
        .map(|(name, files)| (name.clone(), lock::digest(files)))
        .collect();
    let text = texts.get("LOCK").map_or("", String::as_str);
    let mut locked = lock::read(text).map_err(|error| faults(&[error]))?;
    let differs = lock::compare(&locked, &present).err().unwrap_or_default();
    let mut page = Page::new(globals.lang());
    if !write {
        if differs.is_empty() {
            let count = present.len();
            page.say(
                &format!("{count}个版本与LOCK一致。"),
                &format!("As LOCK says: {}.", many(count as u64, "edition")),
            );
        }
        for error in &differs {
            page.line(&error.to_string());
        }
        let json = json!({"editions": present, "faults": told(&differs)});
        return Ok(Answer::new(page.into_text(), json).found(!differs.is_empty()));
    }
    let (new, changed): (Vec<LockError>, Vec<LockError>) = differs
        .into_iter()
        .partition(|error| matches!(error, LockError::Unlocked { .. }));
    if !changed.is_empty() {
        return Err(faults(&changed));
    }
    for error in &new {
        if let LockError::Unlocked { edition } = error
            && let Some(digest) = present.get(edition)
        {
            locked.insert(edition.clone(), digest.clone());
        }
    }
    let path = shelf::root(globals)?.join("LOCK");
    file::write(&path, lock::write(&locked).as_bytes())?;
    let count = new.len();
    page.say(
        &format!("已锁定{count}个新版本。"),
        &format!("Locked: {}.", many(count as u64, "new edition")),
    );
    Ok(Answer::new(
        page.into_text(),
        json!({"editions": locked, "new": count}),
    ))
}

fn told(errors: &[LockError]) -> Vec<String> {
    errors.iter().map(ToString::to_string).collect()
}

fn faults(errors: &[LockError]) -> Trouble {
    Trouble::faults("LOCK", told(errors))
}
