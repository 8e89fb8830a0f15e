//! Bytes in the densest letters that fit both a QR code and one URL segment.
//!
//! A QR code has a compact mode for 45 characters. Of these, a space, `%`, `+`
//! and `/` would be changed or cut at on the way through an address, which
//! leaves 41, and 41³ is just above 256²: two bytes make three characters, a
//! last single byte makes two.

const ALPHABET: &[u8; 41] = b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ$*-.:";

/// Writes bytes as characters, most significant first.
pub(crate) fn encode(bytes: &[u8]) -> String {
    let mut text = String::new();
    for group in bytes.chunks(2) {
        let (value, count) = match group {
            [high, low] => (u32::from(*high) * 256 + u32::from(*low), 3),
            group => (group.iter().copied().map(u32::from).sum(), 2),
        };
        for place in (0..count).rev() {
            let digit = value / 41u32.pow(place) % 41;
            let letter = usize::try_from(digit).ok().and_then(|at| ALPHABET.get(at));
            text.extend(letter.map(|letter| char::from(*letter)));
        }
    }
    text
}

/// Reads what [`encode`] writes. `None` for another character, a group whose
/// value is too large, or a lone character: one byte string has one form.
pub(crate) fn decode(text: &str) -> Option<Vec<u8>> {
    let mut bytes = Vec::new();
    for group in text.as_bytes().chunks(3) {
        let mut value = 0u32;
        for letter in group {
            let digit = ALPHABET.iter().position(|known| known == letter)?;
            value = value * 41 + u32::try_from(digit).ok()?;
        }
        match group.len() {
            3 => bytes.extend_from_slice(&u16::try_from(value).ok()?.to_be_bytes()),
            2 => bytes.push(u8::try_from(value).ok()?),
            _ => return None,
        }
    }
    Some(bytes)
}

#[cfg(test)]
mod tests {
    use super::{decode, encode};

    #[test]
    fn every_pair_of_bytes_has_three_letters_and_back() {
        for value in 0..=u16::MAX {
            let bytes = value.to_be_bytes();
            let text = encode(&bytes);
            assert_eq!(text.len(), 3);
            assert_eq!(decode(&text).as_deref(), Some(bytes.as_slice()));
        }
    }

    #[test]
    fn every_single_byte_has_two_letters_and_back() {
        for byte in 0..=u8::MAX {
            let text = encode(&[byte]);
            assert_eq!(text.len(), 2);
            assert_eq!(decode(&text), Some(vec![byte]));
        }
        assert_eq!(decode(""), Some(vec![]));
    }

    #[test]
    fn what_is_not_the_one_form_of_bytes_is_refused() {
        assert_eq!(decode("-:H"), Some(vec![0xff, 0xff]));
        assert_eq!(decode("69"), Some(vec![0xff]));
        let one_too_large = ["-:I", ":::", "6A", "::"];
        let lone_or_foreign = ["A", "AAAA", "aaa", "A A", "A/A", "A%A", "A+A", "é"];
        for bad in one_too_large.iter().chain(&lone_or_foreign) {
            assert_eq!(decode(bad), None, "{bad}");
        }
    }
}
