//! What the QR code of a label says: an address that proves itself offline.
//!
//! The text is `BASE/L/NUMBER/CODE`. Opened, it is a page of the register;
//! held against the pinned keys, its code proves that the register once issued
//! this number with this level, model and last day. It does not prove that the
//! label still stands: that is the register's to say.
//!
//! There is one text for one claim and key. Whatever would have to be repaired
//! first is refused.

use std::fmt;
use std::str::FromStr;

use crate::base41;
use crate::decimal;
use crate::digest::Digest;
use crate::key::{KeyId, SigningKey, VerifyingKey};

/// The longest text that is read, in characters.
pub const MAX_TEXT: usize = 300;

/// The longest label number, in characters.
pub const MAX_NUMBER: usize = 40;

/// The longest base, in characters.
pub const MAX_BASE: usize = 100;

const DOMAIN: &[u8] = b"xinbiao-label-code/1\n";
const VERSION: u8 = 1;

/// What is signed of the payload: version, level, last day, model, key.
const SIGNED: usize = 1 + 1 + 2 + 8 + 4;
const PAYLOAD: usize = SIGNED + 64;

/// Characters of a code: three for two bytes of the payload.
const CODE: usize = PAYLOAD / 2 * 3;

/// Where the register is served: scheme, host and perhaps a port, in capitals,
/// such as `HTTPS://XB.EXAMPLE`.
///
/// Read from either case, since hosts have none. Two bases are the same only
/// if every character is.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Base(String);

/// The text is not a [`Base`].
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error(
    "`{0}` is not the base of an address: scheme, host and perhaps a port, \
     without user, path or final slash, such as HTTPS://XB.EXAMPLE"
)]
pub struct BaseError(String);

/// What a label claims and its register signed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LabelClaim {
    /// The public number: 1 to 40 of `A`-`Z`, `0`-`9` and `-`.
    pub number: String,
    /// The level that was granted, as the scheme counts it.
    pub level: u8,
    /// The last day of validity, in days since 2020-01-01 (day 0).
    pub valid_until_day: u16,
    /// The model that the label is for, as [`model_hash`] gives it.
    pub model_hash: [u8; 8],
}

/// A code that was read but not verified: nothing in it is to be believed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unverified {
    base: Base,
    claim: LabelClaim,
    key: KeyId,
    signature: [u8; 64],
}

/// Why a label code cannot be made or must not be believed.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum CodeError {
    /// The text is longer than [`MAX_TEXT`].
    #[error("the QR code has more than {MAX_TEXT} characters; it is not one of ours")]
    TooLong,
    /// The text is not `BASE/L/NUMBER/CODE`.
    #[error("this is not the code of a label; it looks like HTTPS://HOST/L/NUMBER/CODE")]
    Shape,
    /// The base is none, or not in capitals.
    #[error(
        "the label's address does not begin with a scheme and host in capitals; do not trust it"
    )]
    MalformedBase,
    /// The label points to another register.
    #[error("the label points to {found}, not to {expected}; do not open it, report the label")]
    OtherBase {
        /// The register asked.
        expected: String,
        /// Where the label points.
        found: String,
    },
    /// The number has another form.
    #[error("the label number is not 1 to {MAX_NUMBER} of A-Z, 0-9 and `-`; scan again")]
    Number,
    /// The code has too few characters.
    #[error("the code has {0} characters, a whole one {CODE}; scan again")]
    Short(usize),
    /// The code has too many characters.
    #[error("the code has {0} characters, a genuine one {CODE}; do not trust it")]
    Long(usize),
    /// The code is not written as we write it.
    #[error("the code has characters or groups that are never issued; do not trust it")]
    NotCanonical,
    /// The code is of another version.
    #[error("the code has version {0}, known is {VERSION}; update the program that reads it")]
    Version(u8),
    /// The key is not pinned.
    #[error(
        "the code is by key {0}, which is not trusted; fetch the register's keys, else report the label"
    )]
    UnknownKey(KeyId),
    /// The signature does not fit.
    #[error("the signature does not fit this label; it is forged or altered, report it")]
    Signature,
}

impl Unverified {
    /// Where the label points.
    pub fn base(&self) -> &Base {
        &self.base
    }

    /// What the label claims, unproven.
    pub fn claim(&self) -> &LabelClaim {
        &self.claim
    }

    /// The key that is said to have signed.
    pub fn key(&self) -> KeyId {
        self.key
    }
}

/// The first 8 bytes of the SHA-256 of a model designation, in UTF-8.
pub fn model_hash(designation: &str) -> [u8; 8] {
    let [a, b, c, d, e, f, g, h, ..] = Digest::of(&[designation.as_bytes()]).0;
    [a, b, c, d, e, f, g, h]
}

/// Signs a claim and returns the text for its QR code.
///
/// # Errors
///
/// [`CodeError::Number`] if the number cannot stand in a code.
pub fn issue(key: &SigningKey, claim: &LabelClaim, base: &Base) -> Result<String, CodeError> {
    check_number(&claim.number)?;
    let payload = signed_payload(claim, key.verifying_key().id());
    let signature = key.sign_bytes(&message(base, &claim.number, &payload));
    let code = base41::encode(&[payload.as_slice(), &signature].concat());
    Ok(format!("{base}/L/{}/{code}", claim.number))
}

/// Takes the text of a QR code apart without believing it.
///
/// # Errors
///
/// [`CodeError`] if the text is not one that [`issue`] could have written.
pub fn read(text: &str) -> Result<Unverified, CodeError> {
    if MAX_TEXT < text.len() {
        return Err(CodeError::TooLong);
    }
    // No part but the base may contain a slash, so the parts are cut off from
    // the end and only the base is left to be mistaken.
    let (rest, code) = text.rsplit_once('/').ok_or(CodeError::Shape)?;
    let (rest, number) = rest.rsplit_once('/').ok_or(CodeError::Shape)?;
    let written = rest.strip_suffix("/L").ok_or(CodeError::Shape)?;
    let base: Base = written.parse().map_err(|_| CodeError::MalformedBase)?;
    if base.0 != written {
        return Err(CodeError::MalformedBase);
    }
    read_parts(number, code, base)
}

/// Verifies the text of a QR code of the register at `expected`.
///
/// The base is compared character by character: a host that merely ends or
/// begins alike is another host.
///
/// # Errors
///
/// [`CodeError`] unless one of `keys` signed exactly this text.
pub fn verify(text: &str, expected: &Base, keys: &[VerifyingKey]) -> Result<LabelClaim, CodeError> {
    let code = read(text)?;
    if code.base != *expected {
        return Err(CodeError::OtherBase {
            expected: expected.to_string(),
            found: code.base.to_string(),
        });
    }
    believe(code, keys)
}

/// Verifies number and code as they stand in the path of an address of the
/// register at `base`.
///
/// # Errors
///
/// [`CodeError`] unless one of `keys` signed this for this base.
pub fn verify_path(
    number: &str,
    code: &str,
    base: &Base,
    keys: &[VerifyingKey],
) -> Result<LabelClaim, CodeError> {
    believe(read_parts(number, code, base.clone())?, keys)
}

fn believe(code: Unverified, keys: &[VerifyingKey]) -> Result<LabelClaim, CodeError> {
    let mut claimed = keys.iter().filter(|key| key.id() == code.key).peekable();
    if claimed.peek().is_none() {
        return Err(CodeError::UnknownKey(code.key));
    }
    let payload = signed_payload(&code.claim, code.key);
    let message = message(&code.base, &code.claim.number, &payload);
    if claimed.any(|key| key.verifies(&message, &code.signature)) {
        Ok(code.claim)
    } else {
        Err(CodeError::Signature)
    }
}

fn read_parts(number: &str, code: &str, base: Base) -> Result<Unverified, CodeError> {
    check_number(number)?;
    let length = code.chars().count();
    if length < CODE {
        return Err(CodeError::Short(length));
    }
    if CODE < length {
        return Err(CodeError::Long(length));
    }
    let payload = base41::decode(code)
        .filter(|payload| base41::encode(payload) == code)
        .ok_or(CodeError::NotCanonical)?;
    let payload: &[u8; PAYLOAD] = payload
        .as_slice()
        .try_into()
        .map_err(|_| CodeError::NotCanonical)?;
    let [version, level, day_high, day_low, rest @ ..] = payload;
    if *version != VERSION {
        return Err(CodeError::Version(*version));
    }
    let (model, rest) = cut::<8>(rest)?;
    let (key, rest) = cut::<4>(rest)?;
    let (signature, _) = cut::<64>(rest)?;
    Ok(Unverified {
        base,
        claim: LabelClaim {
            number: number.to_owned(),
            level: *level,
            valid_until_day: u16::from_be_bytes([*day_high, *day_low]),
            model_hash: model,
        },
        key: KeyId(key),
        signature,
    })
}

fn cut<const N: usize>(bytes: &[u8]) -> Result<([u8; N], &[u8]), CodeError> {
    let (head, rest) = bytes
        .split_first_chunk::<N>()
        .ok_or(CodeError::NotCanonical)?;
    Ok((*head, rest))
}

fn signed_payload(claim: &LabelClaim, key: KeyId) -> Vec<u8> {
    let mut payload = Vec::with_capacity(SIGNED);
    payload.extend_from_slice(&[VERSION, claim.level]);
    payload.extend_from_slice(&claim.valid_until_day.to_be_bytes());
    payload.extend_from_slice(&claim.model_hash);
    payload.extend_from_slice(&key.0);
    payload
}

/// What is signed. The payload begins with a control character, so no message
/// is also the text of a note that the same key could have signed.
fn message(base: &Base, number: &str, payload: &[u8]) -> Vec<u8> {
    let (base, number) = (base.0.as_bytes(), number.as_bytes());
    [DOMAIN, base, b"\n", number, b"\n", payload].concat()
}

fn check_number(number: &str) -> Result<(), CodeError> {
    let allowed = |b: u8| b.is_ascii_uppercase() || b.is_ascii_digit() || b == b'-';
    if (1..=MAX_NUMBER).contains(&number.len()) && number.bytes().all(allowed) {
        Ok(())
    } else {
        Err(CodeError::Number)
    }
}

impl fmt::Display for Base {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(&self.0)
    }
}

impl FromStr for Base {
    type Err = BaseError;

    fn from_str(text: &str) -> Result<Base, BaseError> {
        let capitals = text.to_ascii_uppercase();
        if MAX_BASE < text.len() || !is_base(&capitals) {
            return Err(BaseError(text.chars().take(MAX_BASE).collect()));
        }
        Ok(Base(capitals))
    }
}

fn is_base(text: &str) -> bool {
    let authority = text
        .strip_prefix("HTTPS://")
        .or_else(|| text.strip_prefix("HTTP://"));
    let Some(authority) = authority else {
        return false;
    };
    let (host, port) = match authority.split_once(':') {
        Some((host, port)) => (host, Some(port)),
        None => (authority, None),
    };
    let is_port = |port: &str| matches!(decimal::parse(port), Some(1..=65535));
    host.split('.').all(is_host_label) && port.is_none_or(is_port)
}

fn is_host_label(label: &str) -> bool {
    let allowed = |b: u8| b.is_ascii_uppercase() || b.is_ascii_digit() || b == b'-';
    (1..=63).contains(&label.len())
        && label.bytes().all(allowed)
        && !label.starts_with('-')
        && !label.ends_with('-')
}
