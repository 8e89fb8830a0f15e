//! The folder of published files: written beside, synced, renamed, and never
//! written again. The checkpoint is the one file that is replaced.

use proof::tile::{Level, Tile, tiles_to_write};
use std::cell::RefCell;
use std::collections::BTreeSet;
use std::fs::{self, File};
use std::io::{ErrorKind, Write};
use std::path::{Path, PathBuf};
use store::error::StoreError;

/// The name of the file with the signed head.
pub(crate) const CHECKPOINT: &str = "checkpoint";

/// The folder, held by one publisher at a time.
#[derive(Debug)]
pub(super) struct Shelf {
    root: PathBuf,
    _lock: File,
    /// The folders whose entries changed and are to be synced.
    changed: RefCell<BTreeSet<PathBuf>>,
}

impl Shelf {
    /// Waits until no other publisher is at work.
    pub(super) fn open(root: &Path) -> Result<Self, StoreError> {
        fs::create_dir_all(root).map_err(|error| failure(root, &error))?;
        let path = root.join(".lock");
        // Not emptied: who only looks must leave no trace in the folder.
        let lock = File::options()
            .create(true)
            .truncate(false)
            .write(true)
            .open(&path);
        let lock = lock.map_err(|error| failure(&path, &error))?;
        lock.lock().map_err(|error| failure(&path, &error))?;
        Ok(Shelf {
            root: root.to_owned(),
            _lock: lock,
            changed: RefCell::default(),
        })
    }

    /// The bytes of a published tile.
    pub(super) fn read(&self, tile: &Tile) -> Result<Vec<u8>, StoreError> {
        let path = self.root.join(tile.to_string());
        fs::read(&path).map_err(|error| {
            StoreError::Unsound(format!(
                "the published file {} cannot be read ({error}). Run `xinbiao audit`",
                path.display()
            ))
        })
    }

    /// Writes a tile, unless it is there already; whether it was written.
    ///
    /// What is there was written by a run that was stopped before its
    /// checkpoint, and must hold the same.
    pub(super) fn write(&self, tile: &Tile, bytes: &[u8]) -> Result<bool, StoreError> {
        let path = self.root.join(tile.to_string());
        match fs::read(&path) {
            Ok(there) if there == bytes => return Ok(false),
            Ok(_) => {
                return Err(StoreError::Unsound(format!(
                    "the published file {tile} is not what the record says. Run `xinbiao audit`"
                )));
            }
            Err(error) if error.kind() == ErrorKind::NotFound => (),
            Err(error) => return Err(failure(&path, &error)),
        }
        self.put(&path, bytes)?;
        Ok(true)
    }

    /// Makes the names of all written files durable.
    pub(super) fn sync(&self) -> Result<(), StoreError> {
        for folder in self.changed.borrow_mut().iter() {
            File::open(folder)
                .and_then(|folder| folder.sync_all())
                .map_err(|error| failure(folder, &error))?;
        }
        self.changed.borrow_mut().clear();
        Ok(())
    }

    /// Replaces the checkpoint.
    pub(super) fn publish(&self, checkpoint: &str) -> Result<(), StoreError> {
        self.put(&self.root.join(CHECKPOINT), checkpoint.as_bytes())?;
        self.sync()
    }

    /// Removes the partial tiles that have become full. Nobody needs them: the
    /// full tile begins with the same bytes.
    pub(super) fn tidy(&self, old: u64, new: u64) {
        for tile in tiles_to_write(old, new)
            .iter()
            .filter(|tile| tile.is_full())
        {
            let partial = self.root.join(format!("{tile}.p"));
            if partial.is_dir() {
                // What stays is of no harm and is removed another time.
                let _ = fs::remove_dir_all(partial);
            }
        }
    }

    fn put(&self, path: &Path, bytes: &[u8]) -> Result<(), StoreError> {
        let folder = path.parent().unwrap_or(&self.root);
        self.make(folder)?;
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        let beside = folder.join(format!(".{name}"));
        let written = File::create(&beside).and_then(|mut file| {
            file.write_all(bytes)?;
            file.sync_all()?;
            fs::rename(&beside, path)
        });
        written.map_err(|error| failure(path, &error))?;
        self.changed.borrow_mut().insert(folder.to_owned());
        Ok(())
    }

    /// Makes a folder and notes all above it that got a new name in them.
    fn make(&self, folder: &Path) -> Result<(), StoreError> {
        let mut missing = folder;
        while !missing.exists() && missing != self.root {
            missing = missing.parent().unwrap_or(&self.root);
            self.changed.borrow_mut().insert(missing.to_owned());
        }
        fs::create_dir_all(folder).map_err(|error| failure(folder, &error))
    }
}

/// The checkpoint as published, if there is one.
pub(crate) fn read_checkpoint(root: &Path) -> Result<Option<String>, StoreError> {
    let path = root.join(CHECKPOINT);
    match fs::read_to_string(&path) {
        Ok(text) => Ok(Some(text)),
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(None),
        Err(error) => Err(failure(&path, &error)),
    }
}

/// A tile and those of its earlier, shorter forms that are still under `root`.
pub(crate) fn forms(root: &Path, tile: &Tile) -> Vec<Tile> {
    let mut forms = vec![*tile];
    let Ok(full) = Tile::new(tile.level(), tile.index(), proof::tile::WIDTH) else {
        return forms;
    };
    let partial = format!("{full}.p");
    let listed = fs::read_dir(root.join(&partial)).into_iter().flatten();
    for name in listed.flatten().map(|item| item.file_name()) {
        let shorter = format!("{partial}/{}", name.to_string_lossy()).parse::<Tile>();
        forms.extend(
            shorter
                .ok()
                .filter(|shorter| shorter.width() < tile.width()),
        );
    }
    forms
}

/// The bytes that a shorter form of a tile has, given those of the longer one.
pub(crate) fn shortened<'b>(tile: &Tile, bytes: &'b [u8]) -> Option<&'b [u8]> {
    let width = usize::from(tile.width());
    match tile.level() {
        Level::Hashes(_) => bytes.get(..width * 32),
        Level::Entries => {
            let mut end = 0;
            for _ in 0..width {
                let length = bytes.get(end..end + 2)?;
                end += 2 + length
                    .iter()
                    .fold(0, |sum, byte| sum * 256 + usize::from(*byte));
            }
            bytes.get(..end)
        }
    }
}

fn failure(path: &Path, error: &std::io::Error) -> StoreError {
    match error.kind() {
        ErrorKind::StorageFull => StoreError::Full,
        _ => StoreError::Other(format!("{}: {error}", path.display())),
    }
}
