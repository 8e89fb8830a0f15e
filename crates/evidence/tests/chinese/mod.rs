//! Whether a message is Chinese as it says.

#![allow(unreachable_pub, reason = "each test file uses it in its own crate")]

/// Whether a message in Chinese holds no two English words in a row, but for
/// what it quotes; names of formats and fields stand by themselves.
pub fn is_chinese(text: &str) -> bool {
    let mut told = String::new();
    for part in text.split('“') {
        told.push_str(part.split_once('”').map_or(part, |(_, after)| after));
    }
    let words = |part: &str| part.split(' ').filter(|word| !word.is_empty()).count();
    let mut parts = told.split(|sign: char| !sign.is_ascii_alphabetic() && sign != ' ');
    !text.is_ascii() && parts.all(|part| words(part) < 2)
}
