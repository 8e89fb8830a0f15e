//! What the office leaves to chance, and what it keeps of it.

use crate::failure::Failure;
use base16ct::lower;
use sha2::{Digest, Sha256};

/// Chance for one command's draws.
pub(crate) fn seed() -> Result<[u8; 32], Failure> {
    let mut seed = [0; 32];
    getrandom::fill(&mut seed)
        .map_err(|error| Failure::Input(format!("the system gives no random numbers: {error}")))?;
    Ok(seed)
}

/// A receipt code: 20 signs that are not mistaken for one another, 99 bits.
pub(crate) fn code() -> Result<String, Failure> {
    const SIGNS: &[u8; 31] = b"23456789ABCDEFGHJKLMNPQRSTUVWXY";
    let mut code = String::new();
    while code.len() < 20 {
        // Bytes that would favour some signs are passed over.
        let fair = seed()?.into_iter().filter(|byte| *byte < 248);
        let signs = fair.filter_map(|byte| SIGNS.get(usize::from(byte) % SIGNS.len()));
        code.extend(signs.map(|sign| char::from(*sign)).take(20 - code.len()));
    }
    Ok(code)
}

/// What is kept of a receipt code: its SHA-256, hex.
pub(crate) fn digest(code: &str) -> String {
    let code: String = code.chars().filter(char::is_ascii_alphanumeric).collect();
    let hash = Sha256::digest(code.to_uppercase().as_bytes());
    lower::encode_string(&hash)
}
