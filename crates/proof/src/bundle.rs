//! Bundles: all that a verifier of one leaf needs, in one file (C2SP tlog-proof).
//!
//! The bundle does not hold the leaf. The verifier makes the leaf from what it
//! has before it, so that a genuine proof of another entry is worth nothing.

use std::fmt;
use std::str::FromStr;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;

use crate::checkpoint::{Checkpoint, CheckpointError};
use crate::decimal;
use crate::digest::Digest;
use crate::inclusion::{self, InclusionError};
use crate::key::VerifyingKey;
use crate::note;
use crate::tree::leaf_hash;

const HEADER: &str = "c2sp.org/tlog-proof@v1";

/// No tree that can be signed is higher than this.
const MAX_HASHES: usize = 63;

/// The largest bundle that is read: a note, the hashes, and some extra data.
const MAX_BYTES: usize = 2 * note::MAX_BYTES;

/// An offline proof that a leaf is in a log. Printed as its file, by
/// convention named `.tlog-proof`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Bundle {
    /// Place of the leaf in the log, from 0.
    pub index: u64,
    /// Inclusion proof, from the leaf's sibling up to the root's child.
    pub hashes: Vec<Digest>,
    /// The signed checkpoint, as the log published it.
    pub checkpoint: String,
    /// Data that nobody signed, for the application; empty if none.
    pub extra: Vec<u8>,
}

/// Why a bundle proves nothing.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum BundleError {
    /// The bundle is too large to be read.
    #[error("the proof has more than {MAX_BYTES} bytes; it cannot be genuine")]
    TooLarge,
    /// The first line is not that of a proof.
    #[error("the proof does not begin with `{HEADER}`; pass a .tlog-proof file")]
    Header,
    /// The extra data is empty or not base64.
    #[error("the extra data of the proof is damaged; fetch the proof again")]
    Extra,
    /// The index line is missing or not in its one form.
    #[error("the proof does not say the index of the entry; fetch the proof again")]
    Index,
    /// A line of the proof is not a hash.
    #[error("hash {0} of the proof is damaged; fetch the proof again")]
    Hash(usize),
    /// More hashes than any tree is high.
    #[error("the proof has more than {MAX_HASHES} hashes; do not trust it")]
    TooManyHashes,
    /// There is no blank line with a checkpoint after it.
    #[error("the proof has no checkpoint; fetch the proof again in full")]
    NoCheckpoint,
    /// The checkpoint must not be believed.
    #[error(transparent)]
    Checkpoint(#[from] CheckpointError),
    /// The leaf is not in the log at this place.
    #[error(transparent)]
    Inclusion(#[from] InclusionError),
}

impl Bundle {
    /// Checks that `leaf` is in the log whose checkpoint one of `keys` signed,
    /// and returns that checkpoint.
    ///
    /// # Errors
    ///
    /// [`BundleError`] unless both the checkpoint and the inclusion hold.
    pub fn verify(&self, leaf: &[u8], keys: &[VerifyingKey]) -> Result<Checkpoint, BundleError> {
        let checkpoint = Checkpoint::open(self.checkpoint.as_bytes(), keys)?;
        let (size, root) = (checkpoint.size(), checkpoint.root());
        inclusion::verify(&leaf_hash(leaf), self.index, size, &root, &self.hashes)?;
        Ok(checkpoint)
    }
}

impl fmt::Display for Bundle {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(out, "{HEADER}")?;
        if !self.extra.is_empty() {
            writeln!(out, "extra {}", STANDARD.encode(&self.extra))?;
        }
        writeln!(out, "index {}", self.index)?;
        for hash in &self.hashes {
            writeln!(out, "{}", hash.to_base64())?;
        }
        write!(out, "\n{}", self.checkpoint)
    }
}

impl FromStr for Bundle {
    type Err = BundleError;

    fn from_str(text: &str) -> Result<Bundle, BundleError> {
        if MAX_BYTES < text.len() {
            return Err(BundleError::TooLarge);
        }
        let (head, checkpoint) = text.split_once("\n\n").ok_or(BundleError::NoCheckpoint)?;
        if checkpoint.is_empty() {
            return Err(BundleError::NoCheckpoint);
        }
        let mut lines = head.split('\n').peekable();
        if lines.next() != Some(HEADER) {
            return Err(BundleError::Header);
        }
        let extra = match lines.next_if(|line| line.starts_with("extra ")) {
            Some(line) => parse_extra(line)?,
            None => Vec::new(),
        };
        let index = lines
            .next()
            .and_then(|line| decimal::parse(line.strip_prefix("index ")?))
            .ok_or(BundleError::Index)?;
        let mut hashes = Vec::new();
        for (nth, line) in lines.enumerate() {
            if MAX_HASHES <= nth {
                return Err(BundleError::TooManyHashes);
            }
            hashes.push(Digest::from_base64(line).map_err(|_| BundleError::Hash(nth))?);
        }
        let checkpoint = checkpoint.to_owned();
        Ok(Bundle {
            index,
            hashes,
            checkpoint,
            extra,
        })
    }
}

fn parse_extra(line: &str) -> Result<Vec<u8>, BundleError> {
    line.strip_prefix("extra ")
        .and_then(|data| STANDARD.decode(data).ok())
        .filter(|data| !data.is_empty())
        .ok_or(BundleError::Extra)
}
