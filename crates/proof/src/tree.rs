//! The Merkle tree of RFC 6962: its two hashes and its growing right edge.
//!
//! Leaves and nodes are hashed with different first bytes, so no node can be
//! passed off as a leaf. Nothing here keeps the leaves: the edge of the tree
//! is enough to append and to know the root.

use crate::decimal;
use crate::digest::Digest;

/// The largest tree that is read from a text: what a signed 64-bit column
/// holds, and other implementations with it.
pub const MAX_SIZE: u64 = i64::MAX.unsigned_abs();

/// The hash of one leaf: SHA-256 over a zero byte and the leaf.
pub fn leaf_hash(leaf: &[u8]) -> Digest {
    Digest::of(&[&[0], leaf])
}

/// The hash of an inner node: SHA-256 over a one byte and its children.
pub fn node_hash(left: &Digest, right: &Digest) -> Digest {
    Digest::of(&[&[1], left.as_bytes(), right.as_bytes()])
}

/// The root of the tree over the given leaf hashes.
pub fn root_of(leaves: &[Digest]) -> Digest {
    let mut peaks = Peaks::default();
    for leaf in leaves {
        peaks.append(*leaf);
    }
    peaks.root()
}

/// The right edge of a tree: the roots of its complete subtrees, largest
/// first, one for each bit that is set in the size.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Peaks {
    size: u64,
    peaks: Vec<Digest>,
}

/// Why a text is not the right edge of a tree.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum PeaksError {
    /// The text does not begin with a size.
    #[error("the stored tree edge does not begin with a size; restore it from the log's leaves")]
    Size,
    /// A peak is not a digest, or the parts are not parted by one space.
    #[error("peak {0} of the stored tree edge is no digest; restore it from the log's leaves")]
    Peak(usize),
    /// The number of peaks is not that of the bits set in the size.
    #[error(
        "a tree of {size} leaves has {expected} peaks, the stored edge has {found}; \
         restore it from the log's leaves"
    )]
    Count {
        /// Number of leaves the text claims.
        size: u64,
        /// Peaks that a tree of this size has.
        expected: u32,
        /// Peaks in the text.
        found: usize,
    },
}

impl Peaks {
    /// Appends a leaf, given as its [`leaf_hash`].
    pub fn append(&mut self, leaf: Digest) {
        let mut hash = leaf;
        let mut left = self.size;
        while left & 1 == 1 {
            // A set bit stands for a peak of this height; two of them make
            // one of the next.
            if let Some(peak) = self.peaks.pop() {
                hash = node_hash(&peak, &hash);
            }
            left >>= 1;
        }
        self.peaks.push(hash);
        // Parsing admits no size above half the range, and nobody appends the
        // other half one by one.
        self.size += 1;
    }

    /// The number of leaves.
    pub fn size(&self) -> u64 {
        self.size
    }

    /// The root of the tree; that of the empty tree is SHA-256 of nothing.
    pub fn root(&self) -> Digest {
        let mut smallest_first = self.peaks.iter().rev();
        let Some(smallest) = smallest_first.next() else {
            return Digest::of(&[]);
        };
        smallest_first.fold(*smallest, |right, left| node_hash(left, &right))
    }

    /// The form for storage: the size and the peaks in hex, parted by spaces.
    pub fn to_text(&self) -> String {
        let mut text = self.size.to_string();
        for peak in &self.peaks {
            text.push(' ');
            text.push_str(&peak.to_string());
        }
        text
    }

    /// Reads what [`Peaks::to_text`] wrote, and nothing else.
    ///
    /// # Errors
    ///
    /// [`PeaksError`] if the text has any other form, or a size above
    /// [`MAX_SIZE`].
    pub fn parse(text: &str) -> Result<Peaks, PeaksError> {
        let mut parts = text.split(' ');
        let size = parts
            .next()
            .and_then(decimal::parse)
            .filter(|size| *size <= MAX_SIZE)
            .ok_or(PeaksError::Size)?;
        let mut peaks = Vec::new();
        for (nth, part) in parts.enumerate() {
            peaks.push(part.parse().map_err(|_| PeaksError::Peak(nth))?);
        }
        let expected = size.count_ones();
        if u32::try_from(peaks.len()) != Ok(expected) {
            let found = peaks.len();
            return Err(PeaksError::Count {
                size,
                expected,
                found,
            });
        }
        Ok(Peaks { size, peaks })
    }
}

/// The largest power of two below `size`, for a `size` of at least two: where
/// RFC 6962 splits a tree.
pub(crate) fn split(size: u64) -> u64 {
    debug_assert!(2 <= size);
    1 << (size - 1).ilog2()
}

/// The root over the leaves `from..to`, from the roots of complete subtrees.
///
/// `from` must be a multiple of the largest power of two below `to - from`,
/// as it is wherever RFC 6962 descends.
pub(crate) fn range_hash(
    from: u64,
    to: u64,
    read: &impl Fn(u8, u64) -> Option<Digest>,
) -> Result<Digest, MissingSubtree> {
    debug_assert!(from < to);
    // The range is cut into complete subtrees from the left, each smaller
    // than the one before; the root folds them from the right.
    let mut pieces = Vec::new();
    let mut start = from;
    while start < to {
        let level = (to - start).ilog2();
        let index = start >> level;
        // At most 63, since the range is below 2^64.
        let level = u8::try_from(level).unwrap_or(u8::MAX);
        pieces.push(read(level, index).ok_or(MissingSubtree { level, index })?);
        start += 1 << level;
    }
    let mut smallest_first = pieces.into_iter().rev();
    let smallest = smallest_first.next().unwrap_or_else(|| Digest::of(&[]));
    Ok(smallest_first.fold(smallest, |right, left| node_hash(&left, &right)))
}

/// A complete subtree that the reader did not have.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error(
    "the log has no hash for subtree {index} of height {level}; \
     publish the missing tiles, then ask again"
)]
pub struct MissingSubtree {
    /// Height of the subtree; 0 is a single leaf.
    pub level: u8,
    /// Position among the subtrees of this height, from 0.
    pub index: u64,
}

#[cfg(test)]
mod tests {
    use super::{MAX_SIZE, Peaks, PeaksError, leaf_hash};
    use crate::digest::Digest;

    #[test]
    fn the_edge_is_read_back_from_its_text_at_every_size() {
        let mut peaks = Peaks::default();
        for size in 0..70u64 {
            assert_eq!(peaks.size(), size);
            assert_eq!(Peaks::parse(&peaks.to_text()), Ok(peaks.clone()));
            peaks.append(leaf_hash(&size.to_be_bytes()));
        }
    }

    #[test]
    fn a_damaged_edge_is_refused() {
        let digest = Digest::ZERO;
        for (text, error) in [
            (String::new(), PeaksError::Size),
            ("01".to_owned(), PeaksError::Size),
            (format!("{}", MAX_SIZE + 1), PeaksError::Size),
            (" 0".to_owned(), PeaksError::Size),
            ("0 ".to_owned(), PeaksError::Peak(0)),
            (format!("1  {digest}"), PeaksError::Peak(0)),
            (format!("1 {digest} "), PeaksError::Peak(1)),
        ] {
            assert_eq!(Peaks::parse(&text), Err(error), "{text:?}");
        }
        for text in [format!("2 {digest} {digest}"), "1".to_owned()] {
            let refused = Peaks::parse(&text);
            assert!(matches!(refused, Err(PeaksError::Count { .. })), "{text}");
        }
    }

    #[test]
    fn the_largest_stored_edge_can_still_be_appended_to() {
        let text = format!("{MAX_SIZE}{}", format!(" {}", Digest::ZERO).repeat(63));
        let mut peaks = Peaks::parse(&text).unwrap();
        peaks.append(Digest::ZERO);
        assert_eq!(peaks.size(), MAX_SIZE + 1);
        assert_eq!(peaks.peaks.len(), 1);
    }
}
