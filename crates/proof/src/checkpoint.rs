//! Checkpoints: the signed head of a log (C2SP tlog-checkpoint).

use std::fmt;
use std::str::FromStr;

use crate::decimal;
use crate::digest::Digest;
use crate::key::{SigningKey, VerifyingKey};
use crate::note::{self, NoteError};
use crate::tree::MAX_SIZE;

/// The head of a log: whose it is, how many leaves, over what. Printed as the
/// text that is signed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Checkpoint {
    origin: String,
    size: u64,
    root: Digest,
    extensions: Vec<String>,
}

/// Why a checkpoint cannot be made or must not be believed.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum CheckpointError {
    /// Fewer than three lines, an empty line, or no final newline.
    #[error("a checkpoint is at least three non-empty lines; fetch it again in full")]
    Lines,
    /// The origin is empty or has control characters.
    #[error("the origin of a log is one line that is not empty; correct the configured origin")]
    Origin,
    /// The size is not written in its one decimal form, or is too large.
    #[error("line 2 of the checkpoint is not a tree size; do not trust it")]
    Size,
    /// The root is not the base64 form of a digest.
    #[error("line 3 of the checkpoint is not a root hash; do not trust it")]
    Root,
    /// A tree without leaves has one root only.
    #[error(
        "the checkpoint of an empty log has a root other than that of nothing; do not trust it"
    )]
    EmptyRoot,
    /// The note could not be signed or opened.
    #[error(transparent)]
    Note(#[from] NoteError),
    /// Pinned keys signed, but none of them is that of the log itself.
    #[error(
        "no trusted key called {origin} has signed the checkpoint of that log; do not trust it"
    )]
    NotByOrigin {
        /// The origin that the checkpoint claims.
        origin: String,
    },
}

impl Checkpoint {
    /// The head of the log `origin` (such as `xb.example/log`) with `size`
    /// leaves over `root`.
    ///
    /// # Errors
    ///
    /// [`CheckpointError`] if the origin is not one non-empty line, the size
    /// is above [`MAX_SIZE`], or the root of an empty tree is wrong.
    pub fn new(origin: &str, size: u64, root: Digest) -> Result<Checkpoint, CheckpointError> {
        if origin.is_empty() || origin.contains(|c: char| c < ' ') {
            return Err(CheckpointError::Origin);
        }
        if MAX_SIZE < size {
            return Err(CheckpointError::Size);
        }
        if size == 0 && root != Digest::of(&[]) {
            return Err(CheckpointError::EmptyRoot);
        }
        Ok(Checkpoint {
            origin: origin.to_owned(),
            size,
            root,
            extensions: Vec::new(),
        })
    }

    /// The identity of the log.
    pub fn origin(&self) -> &str {
        &self.origin
    }

    /// The number of leaves.
    pub fn size(&self) -> u64 {
        self.size
    }

    /// The root of the tree.
    pub fn root(&self) -> Digest {
        self.root
    }

    /// Further lines, which are signed but have no meaning here.
    pub fn extensions(&self) -> &[String] {
        &self.extensions
    }

    /// Signs the checkpoint with each of the keys and returns the note. One of
    /// them should be called as the origin, or [`Checkpoint::open`] refuses it.
    ///
    /// # Errors
    ///
    /// [`CheckpointError::Note`] if there are no keys or too many.
    pub fn sign(&self, keys: &[&SigningKey]) -> Result<String, CheckpointError> {
        Ok(note::sign(&self.to_string(), keys)?)
    }

    /// Opens a checkpoint that the log itself has signed: one of `keys`, and
    /// one called as the origin. Keys of witnesses may be among `keys`, but do
    /// not suffice.
    ///
    /// # Errors
    ///
    /// [`CheckpointError`] if it is malformed or not to be believed.
    pub fn open(bytes: &[u8], keys: &[VerifyingKey]) -> Result<Checkpoint, CheckpointError> {
        let note = note::open(bytes, keys)?;
        let checkpoint: Checkpoint = note.text().parse()?;
        let origin = checkpoint.origin();
        if note.signers().iter().all(|key| key.name() != origin) {
            let origin = origin.to_owned();
            return Err(CheckpointError::NotByOrigin { origin });
        }
        Ok(checkpoint)
    }
}

impl fmt::Display for Checkpoint {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let root = self.root.to_base64();
        writeln!(out, "{}\n{}\n{root}", self.origin, self.size)?;
        for line in &self.extensions {
            writeln!(out, "{line}")?;
        }
        Ok(())
    }
}

impl FromStr for Checkpoint {
    type Err = CheckpointError;

    fn from_str(text: &str) -> Result<Checkpoint, CheckpointError> {
        let lines: Vec<&str> = text
            .strip_suffix('\n')
            .ok_or(CheckpointError::Lines)?
            .split('\n')
            .collect();
        let [origin, size, root, extensions @ ..] = lines.as_slice() else {
            return Err(CheckpointError::Lines);
        };
        if lines.iter().any(|line| line.is_empty()) {
            return Err(CheckpointError::Lines);
        }
        let size = decimal::parse(size).ok_or(CheckpointError::Size)?;
        let root = Digest::from_base64(root).map_err(|_| CheckpointError::Root)?;
        let mut checkpoint = Checkpoint::new(origin, size, root)?;
        checkpoint.extensions = extensions.iter().map(ToString::to_string).collect();
        Ok(checkpoint)
    }
}

#[cfg(test)]
mod tests {
    use super::{Checkpoint, CheckpointError};
    use crate::digest::Digest;
    use crate::key::SigningKey;

    const ROOT: &str = "CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=";

    #[test]
    fn the_example_of_the_specification_is_read_and_printed_alike() {
        let text = format!("example.com/behind-the-sofa\n20852163\n{ROOT}\n");
        let checkpoint: Checkpoint = text.parse().unwrap();
        assert_eq!(checkpoint.origin(), "example.com/behind-the-sofa");
        assert_eq!(checkpoint.size(), 20_852_163);
        assert_eq!(checkpoint.root().to_base64(), ROOT);
        assert_eq!(checkpoint.to_string(), text);
    }

    #[test]
    fn extension_lines_are_kept() {
        let text = format!("o\n1\n{ROOT}\nextra 1\nextra 2\n");
        let checkpoint: Checkpoint = text.parse().unwrap();
        assert_eq!(checkpoint.extensions(), ["extra 1", "extra 2"]);
        assert_eq!(checkpoint.to_string(), text);
    }

    #[test]
    fn any_other_form_is_refused_by_name() {
        use CheckpointError::{EmptyRoot, Lines, Origin, Root, Size};
        for (text, error) in [
            (String::new(), Lines),
            (format!("o\n1\n{ROOT}"), Lines),
            ("o\n1\n".to_owned(), Lines),
            (format!("\n1\n{ROOT}\n"), Lines),
            (format!("o\n1\n{ROOT}\n\n"), Lines),
            (format!("o\n1\n{ROOT}\n\nx\n"), Lines),
            (format!("o\t\n1\n{ROOT}\n"), Origin),
            (format!("o\n01\n{ROOT}\n"), Size),
            (format!("o\n-1\n{ROOT}\n"), Size),
            (format!("o\n1 \n{ROOT}\n"), Size),
            (format!("o\n9223372036854775808\n{ROOT}\n"), Size),
            (format!("o\n1\n{}\n", ROOT.trim_end_matches('=')), Root),
            (format!("o\n1\n{}\n", ROOT.replace("I=", "J=")), Root),
            (format!("o\n0\n{ROOT}\n"), EmptyRoot),
        ] {
            assert_eq!(text.parse::<Checkpoint>(), Err(error), "{text:?}");
        }
    }

    #[test]
    fn a_checkpoint_signed_by_a_witness_alone_is_refused() {
        let log = SigningKey::from_seed("log.example", [1; 32]).unwrap();
        let witness = SigningKey::from_seed("witness.example", [2; 32]).unwrap();
        let pinned = [log.verifying_key().clone(), witness.verifying_key().clone()];
        let checkpoint = Checkpoint::new("log.example", 1, Digest::ZERO).unwrap();

        let both = checkpoint.sign(&[&witness, &log]).unwrap();
        assert_eq!(
            Checkpoint::open(both.as_bytes(), &pinned),
            Ok(checkpoint.clone())
        );

        let alone = checkpoint.sign(&[&witness]).unwrap();
        let refused = Checkpoint::open(alone.as_bytes(), &pinned);
        let origin = "log.example".to_owned();
        assert_eq!(refused, Err(CheckpointError::NotByOrigin { origin }));
    }
}
