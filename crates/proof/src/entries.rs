//! Entry bundles: up to 256 leaves in one file (C2SP tlog-tiles, log entries).
//!
//! Each leaf stands behind its length in two bytes, big-endian.

use crate::tile::WIDTH;

/// The longest leaf that a bundle can carry, in bytes.
pub const MAX_LEAF: usize = 65_535;

/// Why entries are not a bundle.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum EntriesError {
    /// A leaf is longer than its length field can say.
    #[error("entry {nth} has {length} bytes, a log entry at most {MAX_LEAF}; log its hash instead")]
    LeafTooLong {
        /// Place in the bundle, from 0.
        nth: usize,
        /// Length in bytes.
        length: usize,
    },
    /// More entries than a bundle holds.
    #[error("an entry bundle holds at most {WIDTH} entries; begin the next bundle")]
    TooMany,
    /// The bytes end within an entry.
    #[error("the entry bundle ends within entry {nth}; fetch it again")]
    Truncated {
        /// Place in the bundle, from 0.
        nth: usize,
    },
}

/// Writes leaves as an entry bundle.
///
/// # Errors
///
/// [`EntriesError`] if there are more than 256 leaves or one is longer than
/// [`MAX_LEAF`].
pub fn encode<L: AsRef<[u8]>>(leaves: &[L]) -> Result<Vec<u8>, EntriesError> {
    if usize::from(WIDTH) < leaves.len() {
        return Err(EntriesError::TooMany);
    }
    let mut bytes = Vec::new();
    for (nth, leaf) in leaves.iter().enumerate() {
        let leaf = leaf.as_ref();
        let length = leaf.len();
        let prefix =
            u16::try_from(length).map_err(|_| EntriesError::LeafTooLong { nth, length })?;
        bytes.extend_from_slice(&prefix.to_be_bytes());
        bytes.extend_from_slice(leaf);
    }
    Ok(bytes)
}

/// Reads the leaves of an entry bundle.
///
/// # Errors
///
/// [`EntriesError`] if the bytes end within an entry or hold more than 256.
pub fn decode(bytes: &[u8]) -> Result<Vec<Vec<u8>>, EntriesError> {
    let mut leaves = Vec::new();
    let mut rest = bytes;
    while !rest.is_empty() {
        let nth = leaves.len();
        if usize::from(WIDTH) <= nth {
            return Err(EntriesError::TooMany);
        }
        let truncated = EntriesError::Truncated { nth };
        let Some((prefix, after)) = rest.split_first_chunk::<2>() else {
            return Err(truncated);
        };
        let length = usize::from(u16::from_be_bytes(*prefix));
        let Some((leaf, after)) = after.split_at_checked(length) else {
            return Err(truncated);
        };
        leaves.push(leaf.to_vec());
        rest = after;
    }
    Ok(leaves)
}

#[cfg(test)]
mod tests {
    use super::{EntriesError, MAX_LEAF, decode, encode};

    #[test]
    fn a_bundle_is_length_prefixed_big_endian() {
        assert_eq!(encode(&["ab", ""]).unwrap(), [0, 2, b'a', b'b', 0, 0]);
    }

    #[test]
    fn the_longest_leaf_fits_and_one_byte_more_does_not() {
        let leaf = vec![7; MAX_LEAF];
        let bytes = encode(std::slice::from_ref(&leaf)).unwrap();
        assert_eq!(decode(&bytes).unwrap(), [leaf]);
        let nth = 0;
        let length = MAX_LEAF + 1;
        let refused = encode(&[vec![7; length]]);
        assert_eq!(refused, Err(EntriesError::LeafTooLong { nth, length }));
    }

    #[test]
    fn a_bundle_holds_256_entries_and_no_more() {
        assert_eq!(encode(&[""; 257]), Err(EntriesError::TooMany));
        assert_eq!(decode(&[0; 2 * 257]), Err(EntriesError::TooMany));
        assert_eq!(decode(&[0; 2 * 256]).unwrap().len(), 256);
    }

    #[test]
    fn a_bundle_cut_anywhere_within_an_entry_is_refused() {
        let bytes = encode(&["first", "second"]).unwrap();
        for cut in 1..bytes.len() {
            let whole = cut == 7;
            assert_eq!(decode(&bytes[..cut]).is_ok(), whole, "cut at {cut}");
        }
    }
}
