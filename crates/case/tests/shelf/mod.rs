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

/// The files of one edition of `schemes`.
pub fn files(regime: &str, edition: &str) -> Files {
    Shelved::new("schemes", regime, edition).files()
}

/// One edition on the shelf: `schemes` or `examples`, regime and edition.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Shelved {
    shelf: String,
    regime: String,
    edition: String,
}

impl std::fmt::Display for Shelved {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}/{}/{}", self.shelf, self.regime, self.edition)
    }
}

impl Shelved {
    pub fn new(shelf: &str, regime: &str, edition: &str) -> Self {
        Shelved {
            shelf: shelf.into(),
            regime: regime.into(),
            edition: edition.into(),
        }
    }

    fn folder(&self) -> PathBuf {
        root()
            .join(&self.shelf)
            .join(&self.regime)
            .join(&self.edition)
    }

    pub fn files(&self) -> Files {
        let folder = self.folder();
        let mut files = Files::new();
        gather(&folder, &folder, &mut files);
        files
    }

    /// The scenario files by name, each under its `world.txt`.
    pub fn scripts(&self) -> BTreeMap<String, Script> {
        let mut scripts = BTreeMap::new();
        for entry in std::fs::read_dir(self.folder().join("scenarios")).unwrap() {
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

    /// All years of the calendar that the edition names, from its own shelf or
    /// from those that come with the program.
    pub fn calendar(&self, edition: &Edition) -> Calendar {
        let head = &edition.regime.head;
        let name = head.calendar.as_str();
        let own = root().join(&self.shelf).join("calendars").join(name);
        let ours = root().join("calendars").join(name);
        let folder = if own.is_dir() { own } else { ours };
        calendar_in(&folder, &head.zone)
    }
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

/// Every edition: those that come with the program, and the examples.
pub fn editions() -> Vec<Shelved> {
    let mut found = Vec::new();
    for shelf in ["schemes", "examples"] {
        for regime in folders(&root().join(shelf)) {
            for edition in folders(&root().join(shelf).join(&regime)) {
                let shelved = Shelved::new(shelf, &regime, &edition);
                if shelved.folder().join("regime.toml").is_file() {
                    found.push(shelved);
                }
            }
        }
    }
    found
}

fn folders(path: &Path) -> Vec<String> {
    let entries = std::fs::read_dir(path)
        .unwrap()
        .map(|entry| entry.unwrap().path());
    let folders = entries.filter(|path| path.is_dir());
    let mut names: Vec<String> = folders
        .map(|path| path.file_name().unwrap().to_str().unwrap().to_owned())
        .collect();
    names.sort();
    names
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
    calendar_in(&root().join("calendars/cn"), "Asia/Shanghai")
}

fn calendar_in(folder: &Path, zone: &str) -> Calendar {
    let mut calendar = Calendar::new(zone).unwrap();
    for entry in std::fs::read_dir(folder).unwrap() {
        let text = std::fs::read_to_string(entry.unwrap().path()).unwrap();
        calendar.load(toml::from_str::<Year>(&text).unwrap());
    }
    calendar
}

/// The scenario files of an edition of `schemes`.
pub fn scripts(regime: &str, edition: &str) -> BTreeMap<String, Script> {
    Shelved::new("schemes", regime, edition).scripts()
}
