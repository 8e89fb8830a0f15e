//! The files on the shelf that tests read: schemes, calendars, scenarios.

#![allow(
    dead_code,
    unreachable_pub,
    reason = "each test file uses a part of it"
)]

use case::scenario::Script;
use law::calendar::{Calendar, Year};
use law::library::{Edition, EditionId};
use law::load::{Files, load};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// The folder of the repository.
pub fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

/// The files of one edition.
pub fn files(regime: &str, edition: &str) -> Files {
    let folder = root().join("schemes").join(regime).join(edition);
    let mut files = Files::new();
    gather(&folder, &folder, &mut files);
    files
}

fn gather(root: &Path, folder: &Path, files: &mut Files) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            gather(root, &path, files);
        } else if path
            .extension()
            .is_some_and(|ending| ending == "toml" || ending == "md")
        {
            let name = path
                .strip_prefix(root)
                .unwrap()
                .to_str()
                .unwrap()
                .replace('\\', "/");
            files.insert(name, std::fs::read_to_string(&path).unwrap());
        }
    }
}

/// One edition, loaded.
pub fn edition(files: &Files) -> Arc<Edition> {
    let loaded = load(files).unwrap_or_else(|faults| panic!("{faults:#?}"));
    Arc::new(Edition {
        regime: loaded.regime,
        digest: "0".repeat(64),
    })
}

/// Every edition on the shelf: regime and edition.
pub fn editions() -> Vec<(String, String)> {
    let folders = |path: &Path| -> Vec<String> {
        let entries = std::fs::read_dir(path)
            .unwrap()
            .map(|entry| entry.unwrap().path());
        let folders = entries.filter(|path| path.is_dir());
        let mut names: Vec<String> = folders
            .map(|path| path.file_name().unwrap().to_str().unwrap().to_owned())
            .collect();
        names.sort();
        names
    };
    let schemes = root().join("schemes");
    folders(&schemes)
        .into_iter()
        .flat_map(|regime| {
            let editions = folders(&schemes.join(&regime)).into_iter();
            editions
                .map(|edition| (regime.clone(), edition))
                .collect::<Vec<_>>()
        })
        .collect()
}

/// What the edition is called.
pub fn id(edition: &Edition) -> EditionId {
    let head = &edition.regime.head;
    EditionId {
        regime: head.id.clone(),
        edition: head.edition.clone(),
    }
}

/// All years of the calendar `cn`.
pub fn calendar() -> Calendar {
    let mut calendar = Calendar::new("Asia/Shanghai").unwrap();
    for entry in std::fs::read_dir(root().join("calendars/cn")).unwrap() {
        let text = std::fs::read_to_string(entry.unwrap().path()).unwrap();
        calendar.load(toml::from_str::<Year>(&text).unwrap());
    }
    calendar
}

/// The scenario files of an edition by name, each under its `world.txt`.
pub fn scripts(regime: &str, edition: &str) -> BTreeMap<String, Script> {
    let folder = root()
        .join("schemes")
        .join(regime)
        .join(edition)
        .join("scenarios");
    let mut scripts = BTreeMap::new();
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_stem().unwrap().to_str().unwrap().to_owned();
        let text = std::fs::read_to_string(&path).unwrap();
        let script = Script::read(&text).unwrap_or_else(|fault| panic!("{name}.txt: {fault}"));
        scripts.insert(name, script);
    }
    let world = scripts.remove("world").unwrap_or_default();
    scripts
        .into_iter()
        .map(|(name, script)| (name, script.under(&world)))
        .collect()
}
