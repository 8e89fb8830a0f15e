//! Where the next page of a list of cases begins, sealed. Lists of cases are
//! ordered by the position of their last event, and positions count
//! confidential events too: they are told to nobody (T-CNF-01).

use proof::digest::Digest;
use proof::key::SigningKey;

const PURPOSE: &[u8] = b"xinbiao-cursor/1\n";
/// Rounds of the cipher; four suffice against who sees but few of its values.
const ROUNDS: u8 = 8;

/// The seal of this office: the same after a restart, known to nobody else.
#[derive(Debug)]
pub(crate) struct Seal(Digest);

impl Seal {
    /// The seal that follows from a secret key of the office.
    pub(crate) fn new(key: &SigningKey) -> Self {
        Seal(Digest::of(&[PURPOSE, key.to_secret_text().as_bytes()]))
    }

    /// A position, sealed: 16 hexadecimal digits.
    pub(crate) fn seal(&self, position: u64) -> String {
        let (mut left, mut right) = halves(position);
        for round in 0..ROUNDS {
            (left, right) = (right, left ^ self.mixed(round, right));
        }
        format!("{left:08x}{right:08x}")
    }

    /// The position in a cursor; none if the text is no cursor.
    pub(crate) fn open(&self, text: &str) -> Option<u64> {
        let digits = text.len() == 16 && text.bytes().all(|digit| digit.is_ascii_hexdigit());
        let sealed = u64::from_str_radix(text, 16).ok().filter(|_| digits)?;
        let (mut left, mut right) = halves(sealed);
        for round in (0..ROUNDS).rev() {
            (left, right) = (right ^ self.mixed(round, left), left);
        }
        Some(u64::from(left) << 32 | u64::from(right))
    }

    fn mixed(&self, round: u8, half: u32) -> u32 {
        let digest = Digest::of(&[self.0.as_bytes(), &[round], &half.to_be_bytes()]);
        digest
            .as_bytes()
            .iter()
            .take(4)
            .fold(0, |mixed, byte| mixed << 8 | u32::from(*byte))
    }
}

fn halves(whole: u64) -> (u32, u32) {
    let half = |bits: u64| u32::try_from(bits & u64::from(u32::MAX)).unwrap_or(0);
    (half(whole >> 32), half(whole))
}

#[cfg(test)]
mod tests {
    use super::Seal;
    use proof::key::SigningKey;

    fn seal(seed: u8) -> Seal {
        Seal::new(&SigningKey::from_seed("xb.example/labels", [seed; 32]).unwrap())
    }

    #[test]
    fn what_was_sealed_is_opened_and_its_order_is_not_seen() {
        let positions = [0, 1, 2, 3, 1000, u64::MAX];
        let sealed: Vec<String> = positions.iter().map(|at| seal(1).seal(*at)).collect();
        for (at, text) in positions.iter().zip(&sealed) {
            assert_eq!(seal(1).open(text), Some(*at));
            assert_ne!(seal(2).open(text), Some(*at));
        }
        assert!(!sealed.is_sorted(), "{sealed:?}");
    }

    #[test]
    fn no_other_text_is_a_cursor() {
        for text in [
            "",
            "12",
            "+123456789abcdef",
            "zzzzzzzzzzzzzzzz",
            "0123456789abcdef0",
        ] {
            assert_eq!(seal(1).open(text), None, "{text:?}");
        }
    }
}
