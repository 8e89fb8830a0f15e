//! Named Ed25519 keys in the text forms of signed notes (C2SP signed-note).
//!
//! The algorithm is a property of the key, never of what it signed. A secret
//! leaves this module only through [`SigningKey::to_secret_text`].

use std::fmt;
use std::str::FromStr;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use ed25519_dalek::{Signature, Signer};

use crate::digest::Digest;

/// The signature type byte of Ed25519 note signatures.
const ED25519: u8 = 1;
const SECRET: &str = "PRIVATE+KEY+";

/// The first four bytes of the hash of a key and its name. Not a secure
/// identity: it only says which of the pinned keys to try.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct KeyId(pub [u8; 4]);

/// A public key with its name, printed as `name+hash+base64`.
#[derive(Clone, PartialEq, Eq)]
pub struct VerifyingKey {
    name: String,
    id: KeyId,
    key: ed25519_dalek::VerifyingKey,
}

/// A secret key with its name. Its `Debug` form shows name and id only.
#[derive(Clone)]
pub struct SigningKey {
    public: VerifyingKey,
    key: ed25519_dalek::SigningKey,
}

/// Why a text or a name is not a key. No message repeats the text, which may
/// be a secret.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum KeyError {
    /// The text has not the parts of a key.
    #[error("this is not a key; a public one has the form name+hash+base64")]
    Shape,
    /// The name is empty or has a space, a plus or a control character.
    #[error("a key name must not be empty nor contain spaces, `+` or control characters; rename")]
    Name,
    /// The key data is not base64 of an algorithm byte and 32 bytes.
    #[error("the key data is damaged; copy the key again in full")]
    Data,
    /// The key is of an algorithm that is not used here.
    #[error("key algorithm {0} is not supported; use an Ed25519 key (algorithm 1)")]
    Algorithm(u8),
    /// The hash in the text is not that of name and key.
    #[error("the key's hash does not fit its name and data; copy the key again in full")]
    Hash,
    /// The public key is no point of the curve, or one that fits any signature.
    #[error("the public key is not a valid Ed25519 key; ask its owner for it again")]
    Weak,
}

impl VerifyingKey {
    /// The name of the key; for the key of a log, the log's origin.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The short identifier that signatures carry.
    pub fn id(&self) -> KeyId {
        self.id
    }

    /// Whether `signature` is this key's signature of `message`.
    pub(crate) fn verifies(&self, message: &[u8], signature: &[u8; 64]) -> bool {
        let signature = Signature::from_bytes(signature);
        self.key.verify_strict(message, &signature).is_ok()
    }

    fn new(name: &str, key: ed25519_dalek::VerifyingKey) -> Result<VerifyingKey, KeyError> {
        if !is_name(name) {
            return Err(KeyError::Name);
        }
        let hash = Digest::of(&[name.as_bytes(), b"\n", &[ED25519], key.as_bytes()]);
        let [a, b, c, d, ..] = hash.0;
        Ok(VerifyingKey {
            name: name.to_owned(),
            id: KeyId([a, b, c, d]),
            key,
        })
    }
}

impl SigningKey {
    /// The key that a secret seed of 32 random bytes stands for.
    ///
    /// # Errors
    ///
    /// [`KeyError::Name`] if the name is empty or has spaces, a plus or
    /// control characters.
    pub fn from_seed(name: &str, seed: [u8; 32]) -> Result<SigningKey, KeyError> {
        let key = ed25519_dalek::SigningKey::from_bytes(&seed);
        let public = VerifyingKey::new(name, key.verifying_key())?;
        Ok(SigningKey { public, key })
    }

    /// The name of the key.
    pub fn name(&self) -> &str {
        self.public.name()
    }

    /// The public key, to be published and pinned.
    pub fn verifying_key(&self) -> &VerifyingKey {
        &self.public
    }

    /// The secret text form, `PRIVATE+KEY+name+hash+base64`. Whoever has it
    /// can sign; it belongs in a file that nobody else can read.
    pub fn to_secret_text(&self) -> String {
        let mut data = vec![ED25519];
        data.extend_from_slice(self.key.as_bytes());
        let data = STANDARD.encode(data);
        format!("{SECRET}{}+{}+{data}", self.name(), self.public.id)
    }

    /// Signs bytes as they are. Every caller prefixes what no other caller
    /// signs: label codes hold a control character, which notes never do.
    pub(crate) fn sign_bytes(&self, message: &[u8]) -> [u8; 64] {
        self.key.sign(message).to_bytes()
    }
}

/// Whether a text can name a key in a signed note.
pub(crate) fn is_name(name: &str) -> bool {
    let forbidden = |c: char| c.is_whitespace() || c < ' ' || c == '+';
    !name.is_empty() && !name.contains(forbidden)
}

/// Splits `name+hash+base64`. Base64 can itself contain a plus.
fn parts(text: &str) -> Result<(&str, &str, [u8; 32]), KeyError> {
    let (name, rest) = text.split_once('+').ok_or(KeyError::Shape)?;
    let (hash, data) = rest.split_once('+').ok_or(KeyError::Shape)?;
    let data = STANDARD.decode(data).map_err(|_| KeyError::Data)?;
    let (algorithm, key) = data.split_first().ok_or(KeyError::Data)?;
    if *algorithm != ED25519 {
        return Err(KeyError::Algorithm(*algorithm));
    }
    let key = key.try_into().map_err(|_| KeyError::Data)?;
    Ok((name, hash, key))
}

impl FromStr for VerifyingKey {
    type Err = KeyError;

    fn from_str(text: &str) -> Result<VerifyingKey, KeyError> {
        let (name, hash, bytes) = parts(text)?;
        let key = ed25519_dalek::VerifyingKey::from_bytes(&bytes).map_err(|_| KeyError::Weak)?;
        if key.is_weak() {
            return Err(KeyError::Weak);
        }
        let key = VerifyingKey::new(name, key)?;
        if key.id.to_string() != hash {
            return Err(KeyError::Hash);
        }
        Ok(key)
    }
}

impl FromStr for SigningKey {
    type Err = KeyError;

    fn from_str(text: &str) -> Result<SigningKey, KeyError> {
        let public = text.strip_prefix(SECRET).ok_or(KeyError::Shape)?;
        let (name, hash, seed) = parts(public)?;
        let key = SigningKey::from_seed(name, seed)?;
        if key.public.id.to_string() != hash {
            return Err(KeyError::Hash);
        }
        Ok(key)
    }
}

impl fmt::Display for KeyId {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "{:08x}", u32::from_be_bytes(self.0))
    }
}

impl fmt::Display for VerifyingKey {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut data = vec![ED25519];
        data.extend_from_slice(self.key.as_bytes());
        write!(out, "{}+{}+{}", self.name, self.id, STANDARD.encode(data))
    }
}

impl fmt::Debug for VerifyingKey {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "VerifyingKey({self})")
    }
}

impl fmt::Debug for SigningKey {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "SigningKey({}+{}+secret)", self.name(), self.public.id)
    }
}
