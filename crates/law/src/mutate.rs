//! Mutants of a scheme: small mistakes, to see which of them the rules notice.
//!
//! A rule that no mutant needs is decoration, and a mutant that no rule
//! notices is a mistake that a lawyer could make unseen. The same seed gives
//! the same mutants.
//!
//! What may happen to a case is changed. Who reads a register or a statistic
//! is not: no case goes another way for it, and pages are tested by reading
//! them.

mod candidate;
mod edit;
mod seed;

use crate::load::{Files, load};
use candidate::Candidate;
use seed::Seed;
use std::collections::BTreeMap;
use toml::Table;

/// One changed scheme.
#[derive(Debug, Clone)]
pub struct Mutant {
    /// What was changed: `filing.toml: step.file drops decides`.
    pub name: String,
    pub files: Files,
}

/// Up to `count` mutants of the procedure files and of `regime.toml`.
///
/// Every kind of mistake is taken in turn, so that kinds with many places (a
/// wording left out) do not outweigh those with few (a decision no longer
/// marked as one). Mutants that say the same as the original are left out.
/// Files that cannot be read give no mutants.
pub fn mutants(files: &Files, seed: u64, count: usize) -> Vec<Mutant> {
    let tables = tables(files);
    let plain = written(files, &tables);
    // Only what is changed is read again to compare: law and reference items
    // are the same in every mutant.
    let original = load(&changeable(&plain)).ok().map(|loaded| loaded.regime);
    let mut seed = Seed::new(seed);
    let mut kinds: BTreeMap<&'static str, Vec<Candidate>> = BTreeMap::new();
    for candidate in candidate::all(&tables) {
        kinds.entry(candidate.kind).or_default().push(candidate);
    }
    let mut mutants = Vec::new();
    while mutants.len() < count && kinds.values().any(|waiting| !waiting.is_empty()) {
        for waiting in kinds.values_mut().filter(|waiting| !waiting.is_empty()) {
            let candidate = waiting.swap_remove(seed.below(waiting.len()));
            let Some(files) = applied(&plain, &tables, &candidate) else {
                continue;
            };
            let same = load(&changeable(&files))
                .is_ok_and(|loaded| Some(&loaded.regime) == original.as_ref());
            if !same && mutants.len() < count {
                mutants.push(Mutant {
                    name: candidate.to_string(),
                    files,
                });
            }
        }
    }
    mutants
}

/// The files of the folder itself.
fn changeable(files: &Files) -> Files {
    let own = files.iter().filter(|(name, _)| !name.contains('/'));
    own.map(|(name, text)| (name.clone(), text.clone()))
        .collect()
}

/// The files that are changed, parsed.
fn tables(files: &Files) -> BTreeMap<String, Table> {
    files
        .iter()
        .filter(|(name, _)| !name.contains('/') && name.ends_with(".toml"))
        .filter_map(|(name, text)| Some((name.clone(), text.parse().ok()?)))
        .collect()
}

/// All files, the parsed ones written anew, so that a mutant differs from them
/// by its mistake only.
fn written(files: &Files, tables: &BTreeMap<String, Table>) -> Files {
    let mut written = files.clone();
    for (name, table) in tables {
        if let Ok(text) = toml::to_string(table) {
            written.insert(name.clone(), text);
        }
    }
    written
}

fn applied(
    plain: &Files,
    tables: &BTreeMap<String, Table>,
    candidate: &Candidate,
) -> Option<Files> {
    let mut table = tables.get(&candidate.file)?.clone();
    edit::apply(&mut table, &candidate.path, &candidate.edit)?;
    let mut files = plain.clone();
    files.insert(candidate.file.clone(), toml::to_string(&table).ok()?);
    Some(files)
}
