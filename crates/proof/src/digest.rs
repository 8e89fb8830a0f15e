//! A SHA-256 digest as a value: compared, printed and read back in one form.

use base16ct::lower;
use std::fmt;
use std::str::FromStr;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use sha2::{Digest as _, Sha256};

/// A SHA-256 digest. Printed as 64 lower-case hexadecimal digits.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Digest(pub [u8; 32]);

/// Why a text is not a digest.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum DigestError {
    /// The text is not 64 lower-case hexadecimal digits.
    #[error("a digest is exactly 64 digits out of 0-9 and a-f; copy it again in full")]
    Hex,
    /// The text is not the standard base64 form of 32 bytes.
    #[error("a digest in base64 is 43 characters and one `=`; copy it again in full")]
    Base64,
}

impl Digest {
    /// All zero: what stands before the first link of a chain.
    pub const ZERO: Digest = Digest([0; 32]);

    /// SHA-256 over the concatenation of `parts`.
    ///
    /// The parts are not delimited; the caller sees to it that only one split
    /// of the bytes is possible.
    pub fn of(parts: &[&[u8]]) -> Digest {
        let mut hasher = Sha256::new();
        for part in parts {
            hasher.update(part);
        }
        Digest(hasher.finalize().into())
    }

    /// The bytes of the digest.
    pub fn as_bytes(&self) -> &[u8; 32] {
        &self.0
    }

    /// The form in which C2SP texts carry a digest: standard base64, padded.
    pub fn to_base64(&self) -> String {
        STANDARD.encode(self.0)
    }

    /// Reads the form that [`Digest::to_base64`] writes, and no other.
    ///
    /// # Errors
    ///
    /// [`DigestError::Base64`] if padding is missing, spare bits are set or
    /// the length is not that of 32 bytes.
    pub fn from_base64(text: &str) -> Result<Digest, DigestError> {
        let bytes = STANDARD.decode(text).map_err(|_| DigestError::Base64)?;
        let bytes = bytes.try_into().map_err(|_| DigestError::Base64)?;
        Ok(Digest(bytes))
    }
}

impl fmt::Display for Digest {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut text = [0; 64];
        out.write_str(lower::encode_str(&self.0, &mut text).map_err(|_| fmt::Error)?)
    }
}

impl fmt::Debug for Digest {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "Digest({self})")
    }
}

impl FromStr for Digest {
    type Err = DigestError;

    fn from_str(text: &str) -> Result<Digest, DigestError> {
        let mut bytes = [0; 32];
        match lower::decode(text, &mut bytes) {
            Ok([_, ..]) if text.len() == 64 => Ok(Digest(bytes)),
            _ => Err(DigestError::Hex),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Digest, DigestError};

    #[test]
    fn a_digest_is_read_back_from_both_of_its_forms() {
        let digest = Digest::of(&[b"a", b"bc"]);
        assert_eq!(
            digest.to_string(),
            "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
        );
        assert_eq!(digest.to_string().parse(), Ok(digest));
        assert_eq!(Digest::from_base64(&digest.to_base64()), Ok(digest));
    }

    #[test]
    fn other_forms_of_the_same_bytes_are_refused() {
        let digest = Digest::of(&[b"abc"]);
        let hex = digest.to_string();
        for bad in [
            hex.to_uppercase(),
            format!("{hex}0"),
            hex[1..].to_owned(),
            format!(" {}", &hex[1..]),
            "é".repeat(32),
        ] {
            assert_eq!(bad.parse::<Digest>(), Err(DigestError::Hex), "{bad}");
        }
        let base64 = Digest::ZERO.to_base64();
        for bad in [
            base64.trim_end_matches('=').to_owned(),
            base64.replace("A=", "B="),
            base64.replace('A', "-"),
            format!("{base64}\n"),
            String::new(),
        ] {
            assert_eq!(Digest::from_base64(&bad), Err(DigestError::Base64), "{bad}");
        }
    }
}
