//! Signed notes: a text and the signatures under it (C2SP signed-note).
//!
//! The text of a note must not be looked at before a pinned key has verified
//! it, so the only way to the text is [`open`].

use base64::Engine;
use base64::engine::general_purpose::STANDARD;

use crate::key::{KeyId, SigningKey, VerifyingKey, is_name};

/// The largest note that is read, in bytes.
pub const MAX_BYTES: usize = 1024 * 1024;

/// The most signatures that a note may carry.
pub const MAX_SIGNATURES: usize = 16;

/// The text of a note, and those of the pinned keys that signed it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Note {
    text: String,
    signers: Vec<VerifyingKey>,
}

/// Why a note cannot be made or must not be believed.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum NoteError {
    /// The note is larger than [`MAX_BYTES`].
    #[error("the note has more than {MAX_BYTES} bytes; it cannot be genuine")]
    TooLarge,
    /// The note is not UTF-8.
    #[error("the note is not valid UTF-8; fetch it again")]
    NotUtf8,
    /// A control character other than newline.
    #[error("the note has a control character at byte {at}; fetch it again without conversion")]
    ControlCharacter {
        /// Offset in bytes.
        at: usize,
    },
    /// The text to be signed is empty or its last line has no end.
    #[error("the text of a note must end with a newline; add it")]
    Unterminated,
    /// Nobody signs.
    #[error("a note needs at least one signature; name the signing key")]
    NoSigner,
    /// There is no blank line with signatures after it.
    #[error("the note has no signatures; fetch it again in full")]
    NoSignatures,
    /// A line after the blank line is no signature.
    #[error("line {line} of the note's signatures is malformed; fetch it again")]
    Malformed {
        /// Line among the signatures, from 1.
        line: usize,
    },
    /// More than [`MAX_SIGNATURES`].
    #[error("the note has more than {MAX_SIGNATURES} signatures; ask for one with fewer")]
    TooManySignatures,
    /// Two different pinned keys have the same name and id.
    #[error("two trusted keys are called {name} and have the same id; remove one of them")]
    AmbiguousKey {
        /// Name of both keys.
        name: String,
    },
    /// A pinned key's signature does not fit the text.
    #[error("the signature by {name} does not fit the text; do not trust this note")]
    BadSignature {
        /// Name of the key.
        name: String,
    },
    /// No pinned key has signed.
    #[error("none of the trusted keys has signed this note; do not trust it")]
    Unverified,
}

impl Note {
    /// The text that was signed, with its final newline.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The pinned keys that signed, each once, in the order of the signatures.
    pub fn signers(&self) -> &[VerifyingKey] {
        &self.signers
    }
}

/// Signs a text with each of the keys and returns the whole note.
///
/// # Errors
///
/// [`NoteError`] if the text does not end with a newline, holds control
/// characters, is too large, or there are no keys or too many.
pub fn sign(text: &str, keys: &[&SigningKey]) -> Result<String, NoteError> {
    if !text.ends_with('\n') {
        return Err(NoteError::Unterminated);
    }
    if keys.is_empty() {
        return Err(NoteError::NoSigner);
    }
    if MAX_SIGNATURES < keys.len() {
        return Err(NoteError::TooManySignatures);
    }
    check_characters(text)?;
    let mut note = format!("{text}\n");
    for key in keys {
        let mut signature = key.verifying_key().id().0.to_vec();
        signature.extend_from_slice(&key.sign_bytes(text.as_bytes()));
        let signature = STANDARD.encode(signature);
        note.push_str(&format!("— {} {signature}\n", key.name()));
    }
    if MAX_BYTES < note.len() {
        return Err(NoteError::TooLarge);
    }
    Ok(note)
}

/// Opens a note that at least one of `keys` has signed.
///
/// Signatures by other keys are ignored. A signature by one of `keys` that
/// does not fit condemns the whole note.
///
/// # Errors
///
/// [`NoteError`] if the note is malformed or not to be believed.
pub fn open(bytes: &[u8], keys: &[VerifyingKey]) -> Result<Note, NoteError> {
    let (text, lines) = parse(bytes)?;
    let mut signers: Vec<VerifyingKey> = Vec::new();
    for line in lines {
        let Some(key) = line.key(keys)? else {
            continue;
        };
        let fits = line
            .signature
            .as_slice()
            .try_into()
            .is_ok_and(|signature| key.verifies(text.as_bytes(), signature));
        if !fits {
            let name = line.name.to_owned();
            return Err(NoteError::BadSignature { name });
        }
        if !signers.contains(key) {
            signers.push(key.clone());
        }
    }
    if signers.is_empty() {
        return Err(NoteError::Unverified);
    }
    Ok(Note {
        text: text.to_owned(),
        signers,
    })
}

struct SignatureLine<'a> {
    name: &'a str,
    id: KeyId,
    signature: Vec<u8>,
}

impl SignatureLine<'_> {
    /// The pinned key that this line claims, if it is pinned.
    fn key<'k>(&self, keys: &'k [VerifyingKey]) -> Result<Option<&'k VerifyingKey>, NoteError> {
        let mut claimed = keys
            .iter()
            .filter(|key| key.name() == self.name && key.id() == self.id);
        let first = claimed.next();
        if claimed.any(|other| Some(other) != first) {
            let name = self.name.to_owned();
            return Err(NoteError::AmbiguousKey { name });
        }
        Ok(first)
    }
}

fn parse(bytes: &[u8]) -> Result<(&str, Vec<SignatureLine<'_>>), NoteError> {
    if MAX_BYTES < bytes.len() {
        return Err(NoteError::TooLarge);
    }
    let note = str::from_utf8(bytes).map_err(|_| NoteError::NotUtf8)?;
    check_characters(note)?;
    let blank = note.rfind("\n\n").ok_or(NoteError::NoSignatures)?;
    // The text keeps the first newline; the second is the blank line.
    let (text, rest) = note.split_at(blank + 1);
    let block = rest.strip_prefix('\n').unwrap_or(rest);
    if block.is_empty() {
        return Err(NoteError::NoSignatures);
    }
    let count = block.split_inclusive('\n').count();
    if MAX_SIGNATURES < count {
        return Err(NoteError::TooManySignatures);
    }
    let mut lines = Vec::new();
    for (nth, line) in block.split_inclusive('\n').enumerate() {
        lines.push(parse_line(line).ok_or(NoteError::Malformed { line: nth + 1 })?);
    }
    Ok((text, lines))
}

fn parse_line(line: &str) -> Option<SignatureLine<'_>> {
    let line = line.strip_prefix("— ")?.strip_suffix('\n')?;
    let (name, encoded) = line.split_once(' ')?;
    let bytes = STANDARD.decode(encoded).ok()?;
    let (id, signature) = bytes.split_first_chunk::<4>()?;
    if !is_name(name) || signature.is_empty() {
        return None;
    }
    Some(SignatureLine {
        name,
        id: KeyId(*id),
        signature: signature.to_vec(),
    })
}

fn check_characters(text: &str) -> Result<(), NoteError> {
    match text.bytes().position(|byte| byte < b' ' && byte != b'\n') {
        Some(at) => Err(NoteError::ControlCharacter { at }),
        None => Ok(()),
    }
}
