//! The head of a record: how far all events go and how they are chained, also
//! those that have no leaf in the public log.
//!
//! It is for who keeps the record and for those whom an unlogged event
//! concerns. It must never be published: it tells how many events there are
//! beside the public ones. It is no checkpoint, and cannot be read as one: its
//! second line is a name, not a size.

use std::fmt;
use std::str::FromStr;

use crate::decimal;
use crate::digest::Digest;
use crate::key::{SigningKey, VerifyingKey};
use crate::note::{self, NoteError};

const HEADER: &str = "xinbiao-record/1";

/// How far a record goes. Printed as the text that is signed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RecordHead {
    /// The log that the record keeps, which is also the name of the key.
    pub origin: String,
    /// The position of the last event, from 1; 0 if there is none.
    pub position: u64,
    /// The chain up to it.
    pub chain: Digest,
    /// How many of the events are in the public log, …
    pub size: u64,
    /// … and the root over their leaves.
    pub root: Digest,
}

/// Why a head of a record must not be believed.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum RecordError {
    /// Not six lines of their one form.
    #[error("this is not the head of a record; restore it from the backup in full")]
    Form,
    /// More leaves than events.
    #[error("the head of the record counts {size} leaves of {position} events; do not trust it")]
    Size {
        /// Leaves.
        size: u64,
        /// Events.
        position: u64,
    },
    /// It is another log's.
    #[error("the head of the record is that of {origin}; take the one of this log")]
    Origin {
        /// The log that it names.
        origin: String,
    },
    /// The note could not be signed or opened.
    #[error(transparent)]
    Note(#[from] NoteError),
}

impl RecordHead {
    /// Signs the head with the key of the log and returns the note. The same
    /// head gives the same bytes.
    ///
    /// # Errors
    ///
    /// [`RecordError::Note`] if the origin cannot stand in a note.
    pub fn sign(&self, key: &SigningKey) -> Result<String, RecordError> {
        Ok(note::sign(&self.to_string(), &[key])?)
    }

    /// Opens a head that the key of the log has signed.
    ///
    /// # Errors
    ///
    /// [`RecordError`] if it is malformed, or of another log.
    pub fn open(bytes: &[u8], key: &VerifyingKey) -> Result<RecordHead, RecordError> {
        let note = note::open(bytes, std::slice::from_ref(key))?;
        let head: RecordHead = note.text().parse()?;
        if head.origin != key.name() {
            return Err(RecordError::Origin {
                origin: head.origin,
            });
        }
        Ok(head)
    }

    /// Whether a text is meant as the head of a record, genuine or not.
    pub fn is_meant(text: &str) -> bool {
        text.split('\n').next() == Some(HEADER)
    }
}

impl fmt::Display for RecordHead {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(out, "{HEADER}\n{}", self.origin)?;
        writeln!(out, "{}\n{}", self.position, self.chain)?;
        writeln!(out, "{}\n{}", self.size, self.root)
    }
}

impl FromStr for RecordHead {
    type Err = RecordError;

    fn from_str(text: &str) -> Result<RecordHead, RecordError> {
        let lines = text.strip_suffix('\n').map(|text| text.split('\n'));
        let lines: Vec<&str> = lines.into_iter().flatten().collect();
        let [HEADER, origin, position, chain, size, root] = lines.as_slice() else {
            return Err(RecordError::Form);
        };
        let number = |text: &str| decimal::parse(text).ok_or(RecordError::Form);
        let digest = |text: &str| text.parse().map_err(|_| RecordError::Form);
        let (position, size) = (number(position)?, number(size)?);
        if position < size {
            return Err(RecordError::Size { size, position });
        }
        Ok(RecordHead {
            origin: (*origin).to_owned(),
            position,
            chain: digest(chain)?,
            size,
            root: digest(root)?,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::{RecordError, RecordHead};
    use crate::checkpoint::Checkpoint;
    use crate::digest::Digest;
    use crate::key::SigningKey;

    const ORIGIN: &str = "xb.example/log";

    fn key(name: &str) -> SigningKey {
        SigningKey::from_seed(name, [3; 32]).unwrap()
    }

    fn head() -> RecordHead {
        RecordHead {
            origin: ORIGIN.into(),
            position: 12,
            chain: Digest::of(&[b"chain"]),
            size: 9,
            root: Digest::of(&[b"root"]),
        }
    }

    #[test]
    fn a_signed_head_is_opened_alike_and_signed_again_to_the_same_bytes() {
        let text = head().sign(&key(ORIGIN)).unwrap();
        let opened = RecordHead::open(text.as_bytes(), key(ORIGIN).verifying_key());
        assert_eq!(opened, Ok(head()));
        assert_eq!(head().sign(&key(ORIGIN)).unwrap(), text);
        assert!(RecordHead::is_meant(&text));
    }

    #[test]
    fn every_altered_byte_is_noticed() {
        let text = head().sign(&key(ORIGIN)).unwrap();
        for at in 0..text.len() {
            let mut bytes = text.clone().into_bytes();
            bytes[at] ^= 1;
            let opened = RecordHead::open(&bytes, key(ORIGIN).verifying_key());
            assert!(opened.is_err(), "byte {at}");
        }
    }

    #[test]
    fn a_head_is_never_taken_for_a_checkpoint_nor_a_checkpoint_for_a_head() {
        let keys = [key(ORIGIN).verifying_key().clone()];
        let text = head().sign(&key(ORIGIN)).unwrap();
        assert!(Checkpoint::open(text.as_bytes(), &keys).is_err());
        let checkpoint = Checkpoint::new(ORIGIN, 9, head().root).unwrap();
        let note = checkpoint.sign(&[&key(ORIGIN)]).unwrap();
        assert!(!RecordHead::is_meant(&note));
        let opened = RecordHead::open(note.as_bytes(), &keys[0]);
        assert_eq!(opened, Err(RecordError::Form));
    }

    #[test]
    fn any_other_form_is_refused() {
        let (good, digest) = (head().to_string(), Digest::ZERO);
        assert_eq!(good.parse(), Ok(head()));
        for bad in [
            String::new(),
            good.trim_end().to_owned(),
            format!("{good}\n"),
            format!("{good}x\n"),
            good.replace("\n12\n", "\n012\n"),
            good.replace("\n12\n", "\n-1\n"),
            good.replace("xinbiao-record/1", "xinbiao-record/2"),
            format!("xinbiao-record/1\n{ORIGIN}\n1\n{digest}\n1\n"),
        ] {
            assert_eq!(bad.parse::<RecordHead>(), Err(RecordError::Form), "{bad:?}");
        }
        let more = good.replace("\n12\n", "\n8\n").parse::<RecordHead>();
        let wrong = RecordError::Size {
            size: 9,
            position: 8,
        };
        assert_eq!(more, Err(wrong));
        let other = head().sign(&key(ORIGIN)).unwrap();
        let renamed = RecordHead {
            origin: "other.example/log".into(),
            ..head()
        };
        let text = renamed.sign(&key(ORIGIN)).unwrap();
        let opened = RecordHead::open(text.as_bytes(), key(ORIGIN).verifying_key());
        assert!(matches!(opened, Err(RecordError::Origin { .. })));
        assert_ne!(text, other);
    }
}
