//! The last signed head, kept outside the database: a database that is behind
//! it, or disagrees with it, is refused (T-LOG-04).
//!
//! Two slots in one file are written in turn, each with its own digest, so
//! that a torn write leaves the other one whole. A lock on the file keeps a
//! second program out.

use crate::error::StoreError;
use base16ct::lower;
use sha2::{Digest, Sha256};
use std::fs::{File, OpenOptions};
use std::os::unix::fs::FileExt;
use std::path::{Path, PathBuf};

const SLOT: usize = 4096;

/// A head: position of the last event, and text that is signed elsewhere.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Head {
    pub position: u64,
    pub text: String,
}

/// The file, open and locked.
#[derive(Debug)]
pub struct HeadFile {
    file: File,
    path: PathBuf,
    next: u64,
}

impl HeadFile {
    /// Opens or makes the file and locks it.
    ///
    /// # Errors
    ///
    /// [`StoreError::Locked`] if another program holds it.
    pub fn open(path: &Path) -> Result<Self, StoreError> {
        let wrong = |error: std::io::Error| StoreError::Open {
            place: path.display().to_string(),
            why: error.to_string(),
        };
        let file = OpenOptions::new()
            .read(true)
            .write(true)
            .create(true)
            .truncate(false)
            .open(path)
            .map_err(wrong)?;
        file.try_lock().map_err(|_| {
            StoreError::Locked(format!(
                "`{}` is held by another running program",
                path.display()
            ))
        })?;
        if file.metadata().map_err(wrong)?.len() < 2 * SLOT as u64 {
            // Written, not only made long: a full disk must not be noticed
            // when a transaction is committed already.
            let length = file.metadata().map_err(wrong)?.len();
            let missing = vec![0; usize::try_from(2 * SLOT as u64 - length).unwrap_or(0)];
            file.write_all_at(&missing, length).map_err(wrong)?;
            file.sync_all().map_err(wrong)?;
        }
        let mut opened = HeadFile {
            file,
            path: path.to_owned(),
            next: 0,
        };
        let slots = [opened.slot(0)?, opened.slot(1)?];
        let newest = |at: usize| slots[at].as_ref().map_or(0, |head| head.position + 1);
        opened.next = if newest(0) <= newest(1) { 0 } else { 1 };
        Ok(opened)
    }

    /// The newest head that is whole, if there is one.
    ///
    /// # Errors
    ///
    /// [`StoreError::Open`] if the file cannot be read.
    pub fn read(&self) -> Result<Option<Head>, StoreError> {
        let slots = [self.slot(0)?, self.slot(1)?];
        Ok(slots.into_iter().flatten().max_by_key(|head| head.position))
    }

    /// Writes a head and syncs it.
    ///
    /// # Errors
    ///
    /// [`StoreError::Lost`]: a failed sync is never tried again.
    pub fn write(&mut self, head: &Head) -> Result<(), StoreError> {
        let body = format!("{}\n{}", head.position, head.text);
        let digest = lower::encode_string(&Sha256::digest(body.as_bytes()));
        let mut slot = format!("{}\n{digest}\n{body}", body.len()).into_bytes();
        if SLOT < slot.len() {
            return Err(StoreError::Other(
                "the head is too long for its slot".into(),
            ));
        }
        slot.resize(SLOT, 0);
        let lost =
            |error: std::io::Error| StoreError::Lost(format!("{}: {error}", self.path.display()));
        self.file
            .write_all_at(&slot, self.next * SLOT as u64)
            .map_err(lost)?;
        self.file.sync_data().map_err(lost)?;
        self.next = 1 - self.next;
        Ok(())
    }

    fn slot(&self, at: u64) -> Result<Option<Head>, StoreError> {
        let mut slot = vec![0; SLOT];
        self.file
            .read_exact_at(&mut slot, at * SLOT as u64)
            .map_err(|error| StoreError::Open {
                place: self.path.display().to_string(),
                why: error.to_string(),
            })?;
        Ok(parse(&slot))
    }
}

/// One of the two slots.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Slot {
    /// Never written.
    Empty,
    Whole(Head),
    /// Half written, or altered.
    Torn,
}

/// The slots of the file at `path`, without a lock, for readers; none if there
/// is no such file. A slot that is being written may look torn: look again.
///
/// # Errors
///
/// [`StoreError::Open`] if the file cannot be read.
pub fn slots(path: &Path) -> Result<Vec<Slot>, StoreError> {
    let slot = |bytes: &[u8]| match parse(bytes) {
        Some(head) => Slot::Whole(head),
        None if bytes.iter().all(|byte| *byte == 0) => Slot::Empty,
        None => Slot::Torn,
    };
    match std::fs::read(path) {
        Ok(bytes) => Ok(bytes.chunks(SLOT).map(slot).collect()),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(Vec::new()),
        Err(error) => Err(StoreError::Open {
            place: path.display().to_string(),
            why: error.to_string(),
        }),
    }
}

fn parse(slot: &[u8]) -> Option<Head> {
    let text = std::str::from_utf8(slot).ok()?.trim_end_matches('\0');
    let (length, rest) = text.split_once('\n')?;
    let (digest, body) = rest.split_once('\n')?;
    if length.parse() != Ok(body.len())
        || lower::encode_string(&Sha256::digest(body.as_bytes())) != digest
    {
        return None;
    }
    let (position, text) = body.split_once('\n')?;
    Some(Head {
        position: position.parse().ok()?,
        text: text.to_owned(),
    })
}
