//! `schemes/LOCK`: the digest of every edition, so that none changes unseen.
//!
//! An edition in force is never edited; a correction is a new edition. The
//! page is derived from the edition and scenarios only test it, so neither is
//! part of the digest.

use crate::load::Files;
use base16ct::lower;
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;

/// The editions of `LOCK`: `label/2026-07` → digest.
pub type Locked = BTreeMap<String, String>;

/// Why a lock does not hold.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum LockError {
    #[error(
        "LOCK line {line}: `{text}` is not a digest, two spaces and an edition; write the file anew"
    )]
    Line { line: usize, text: String },
    #[error(
        "the edition {edition} has changed since it was locked. An edition in force is not \
         edited: put its files back and make a new edition with its own `from`"
    )]
    Changed { edition: String },
    #[error("the edition {edition} is not in LOCK; add its line before it comes into force")]
    Unlocked { edition: String },
    #[error(
        "the edition {edition} is in LOCK, but its folder is gone; put it back: cases rest on it"
    )]
    Gone { edition: String },
}

/// The digest of an edition's files: SHA-256, in hexadecimal, over path, NUL,
/// length in bytes, NUL and text of each, in the order of the paths.
pub fn digest(files: &Files) -> String {
    let mut hash = Sha256::new();
    for (path, text) in files.iter().filter(|(path, _)| is_locked(path)) {
        hash.update(path.as_bytes());
        hash.update([0]);
        hash.update(text.len().to_string().as_bytes());
        hash.update([0]);
        hash.update(text.as_bytes());
    }
    lower::encode_string(&hash.finalize())
}

fn is_locked(path: &str) -> bool {
    path != "page.txt" && !path.starts_with("scenarios/")
}

/// Reads `LOCK`: one `digest  edition` a line.
///
/// # Errors
///
/// The first line that is not of that form.
pub fn read(text: &str) -> Result<Locked, LockError> {
    let mut locked = Locked::new();
    for (index, line) in text.lines().enumerate() {
        let entry = line.split_once("  ").filter(|(digest, edition)| {
            digest.len() == 64
                && digest
                    .bytes()
                    .all(|b| b.is_ascii_digit() || (b'a'..=b'f').contains(&b))
                && edition.split('/').count() == 2
        });
        let Some((digest, edition)) = entry else {
            let text = line.chars().take(40).collect();
            return Err(LockError::Line {
                line: index + 1,
                text,
            });
        };
        locked.insert(edition.to_owned(), digest.to_owned());
    }
    Ok(locked)
}

/// Writes `LOCK`, in the order of the editions.
pub fn write(locked: &Locked) -> String {
    locked
        .iter()
        .map(|(edition, digest)| format!("{digest}  {edition}\n"))
        .collect()
}

/// Compares what is locked with the editions that are there.
///
/// # Errors
///
/// Every edition that changed, is missing, or is not locked.
pub fn compare(locked: &Locked, present: &Locked) -> Result<(), Vec<LockError>> {
    let mut errors = Vec::new();
    for (edition, digest) in locked {
        let edition = edition.clone();
        match present.get(&edition) {
            None => errors.push(LockError::Gone { edition }),
            Some(now) if now != digest => errors.push(LockError::Changed { edition }),
            Some(_) => (),
        }
    }
    let unlocked = present
        .keys()
        .filter(|edition| !locked.contains_key(*edition));
    errors.extend(unlocked.map(|edition| LockError::Unlocked {
        edition: edition.clone(),
    }));
    if errors.is_empty() {
        Ok(())
    } else {
        Err(errors)
    }
}
