//! Materials: each file is named by what it holds and never overwritten.

use crate::error::StoreError;
use base16ct::lower;
use sha2::{Digest, Sha256};
use sm3::Sm3;
use std::fs::{self, File, OpenOptions};
use std::io::{ErrorKind, Read, Write};
use std::path::{Path, PathBuf};

/// The digests of a content, hex. Both are recorded: who forges one has still
/// to forge the other (T-UPL-14).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Digests {
    pub sha256: String,
    pub sm3: String,
    pub bytes: u64,
}

impl Digests {
    /// The digests of `content`.
    pub fn of(content: &[u8]) -> Self {
        Digests {
            sha256: lower::encode_string(&Sha256::digest(content)),
            sm3: lower::encode_string(&Sm3::digest(content)),
            bytes: content.len() as u64,
        }
    }
}

/// A folder of contents.
#[derive(Debug, Clone)]
pub struct Blobs {
    folder: PathBuf,
}

impl Blobs {
    /// The folder, made if missing.
    ///
    /// # Errors
    ///
    /// [`StoreError::Open`].
    pub fn open(folder: &Path) -> Result<Self, StoreError> {
        fs::create_dir_all(folder).map_err(|error| StoreError::Open {
            place: folder.display().to_string(),
            why: error.to_string(),
        })?;
        Ok(Blobs {
            folder: folder.to_owned(),
        })
    }

    /// Keeps a content: written beside, synced, then linked to its name. What
    /// is there already stays as it is.
    ///
    /// # Errors
    ///
    /// [`StoreError::Full`] if the disk is full; nothing is half there then.
    pub fn keep(&self, content: &[u8]) -> Result<Digests, StoreError> {
        let digests = Digests::of(content);
        let path = self.path(&digests.sha256)?;
        if path.exists() {
            return Ok(digests);
        }
        let folder = path.parent().unwrap_or(&self.folder).to_owned();
        fs::create_dir_all(&folder).map_err(|error| failure(&error))?;
        let beside = folder.join(format!(".{}.{}", digests.sha256, std::process::id()));
        let written = write_synced(&beside, content).and_then(|()| fs::rename(&beside, &path));
        if let Err(error) = written {
            // What is left of the attempt is not under any name that is read.
            let _ = fs::remove_file(&beside);
            return Err(failure(&error));
        }
        File::open(&folder)
            .and_then(|folder| folder.sync_all())
            .map_err(|error| failure(&error))?;
        Ok(digests)
    }

    /// The content under a digest, checked against it.
    ///
    /// # Errors
    ///
    /// [`StoreError::Unsound`] if the content is not what its name says
    /// (T-LBL-02).
    pub fn read(&self, sha256: &str) -> Result<Option<Vec<u8>>, StoreError> {
        let path = self.path(sha256)?;
        let mut content = Vec::new();
        match File::open(&path) {
            Ok(mut file) => file
                .read_to_end(&mut content)
                .map_err(|error| failure(&error))?,
            Err(error) if error.kind() == ErrorKind::NotFound => return Ok(None),
            Err(error) => return Err(failure(&error)),
        };
        if lower::encode_string(&Sha256::digest(&content)) != sha256 {
            return Err(StoreError::Unsound(format!(
                "the content of {sha256} has been altered"
            )));
        }
        Ok(Some(content))
    }

    /// The digests of what lies under a name, read piece by piece; none if
    /// nothing does. They are not compared with the name.
    ///
    /// # Errors
    ///
    /// What keeps the file from being read.
    pub fn measure(&self, sha256: &str) -> Result<Option<Digests>, StoreError> {
        let mut file = match File::open(self.path(sha256)?) {
            Ok(file) => file,
            Err(error) if error.kind() == ErrorKind::NotFound => return Ok(None),
            Err(error) => return Err(failure(&error)),
        };
        let (mut sha256, mut sm3, mut bytes) = (Sha256::new(), Sm3::new(), 0);
        let mut piece = vec![0; 64 * 1024];
        loop {
            let read = file.read(&mut piece).map_err(|error| failure(&error))?;
            let part = piece.get(..read).unwrap_or_default();
            if part.is_empty() {
                break;
            }
            sha256.update(part);
            sm3.update(part);
            bytes += read as u64;
        }
        Ok(Some(Digests {
            sha256: lower::encode_string(&sha256.finalize()),
            sm3: lower::encode_string(&sm3.finalize()),
            bytes,
        }))
    }

    /// Whether something lies under a name.
    ///
    /// # Errors
    ///
    /// What keeps that from being known.
    pub fn holds(&self, sha256: &str) -> Result<bool, StoreError> {
        let there = self.path(sha256)?.try_exists();
        there.map_err(|error| failure(&error))
    }

    /// Erases a content; whether it was there. That it is gone is durable.
    ///
    /// # Errors
    ///
    /// What keeps it from being erased.
    pub fn erase(&self, sha256: &str) -> Result<bool, StoreError> {
        let path = self.path(sha256)?;
        match fs::remove_file(&path) {
            Ok(()) => (),
            Err(error) if error.kind() == ErrorKind::NotFound => return Ok(false),
            Err(error) => return Err(failure(&error)),
        }
        let folder = path.parent().unwrap_or(&self.folder);
        File::open(folder)
            .and_then(|folder| folder.sync_all())
            .map_err(|error| failure(&error))?;
        Ok(true)
    }

    fn path(&self, sha256: &str) -> Result<PathBuf, StoreError> {
        let sound = sha256.len() == 64
            && sha256
                .bytes()
                .all(|b| b.is_ascii_digit() || (b'a'..=b'f').contains(&b));
        match sha256.get(..2) {
            Some(head) if sound => Ok(self.folder.join(head).join(sha256)),
            _ => Err(StoreError::Other(
                "a content is named by 64 hexadecimal digits".into(),
            )),
        }
    }
}

fn write_synced(path: &Path, content: &[u8]) -> std::io::Result<()> {
    let mut file = OpenOptions::new()
        .write(true)
        .create(true)
        .truncate(true)
        .open(path)?;
    file.write_all(content)?;
    file.sync_all()
}

fn failure(error: &std::io::Error) -> StoreError {
    if error.kind() == ErrorKind::StorageFull {
        return StoreError::Full;
    }
    StoreError::Other(error.to_string())
}
