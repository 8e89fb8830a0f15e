//! The hash chain over events, and commitments to what must stay erasable.
//!
//! Each link covers all links before it, so an event that is changed, moved or
//! dropped changes every later link. Nothing confidential may be hashed here
//! without a salt: a hash of guessable text gives the text away.

use crate::digest::Digest;
use crate::tree::leaf_hash;

const LINK: &[u8] = b"xinbiao-chain/1\n";
const COMMITMENT: &[u8] = b"xinbiao-commitment/1\n";

/// The link that follows `previous` when `leaf` is appended.
///
/// The first link follows [`Digest::ZERO`]. The leaf is hashed on its own
/// first, so whoever holds only the leaf hashes can check the chain too.
pub fn link(previous: &Digest, leaf: &[u8]) -> Digest {
    Digest::of(&[LINK, previous.as_bytes(), leaf_hash(leaf).as_bytes()])
}

/// A commitment to `body` that says nothing about it once `salt` is erased.
///
/// `salt` must be random and used once.
pub fn commitment(salt: &[u8; 16], body: &[u8]) -> Digest {
    Digest::of(&[COMMITMENT, salt, body])
}

#[cfg(test)]
mod tests {
    use super::{commitment, link};
    use crate::digest::Digest;

    #[test]
    fn a_link_depends_on_what_precedes_it_and_on_its_leaf() {
        let first = link(&Digest::ZERO, b"a");
        assert_ne!(first, link(&Digest::ZERO, b"b"));
        assert_ne!(link(&first, b"b"), link(&link(&Digest::ZERO, b"b"), b"a"));
    }

    #[test]
    fn links_and_commitments_never_change_their_form() {
        assert_eq!(
            link(&Digest::ZERO, b"").to_string(),
            "0dfcec6956457e76a9de5acc55b24f67182bef7df601412b84f084eaa3b470b9"
        );
        assert_eq!(
            commitment(&[7; 16], b"body").to_string(),
            "1da2f747975123f45bc692b086735c14f5b51bdf693f21f38e1712c1655aa784"
        );
    }

    #[test]
    fn a_commitment_depends_on_its_salt() {
        assert_ne!(commitment(&[0; 16], b"x"), commitment(&[1; 16], b"x"));
    }
}
