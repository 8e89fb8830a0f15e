//! Inclusion: this leaf stands at this place of that tree (RFC 6962, 2.1.1).

use crate::digest::Digest;
use crate::tree::{MissingSubtree, node_hash, range_hash, split};

/// Why no inclusion proof can be made.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum InclusionProveError {
    /// The tree has no such leaf.
    #[error("a tree of {size} leaves has no leaf {index}; wait for a larger checkpoint")]
    Beyond {
        /// The leaf asked for.
        index: u64,
        /// The size of the tree.
        size: u64,
    },
    /// The reader lacks a subtree.
    #[error(transparent)]
    Missing(#[from] MissingSubtree),
}

/// Why an inclusion proof proves nothing.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum InclusionError {
    /// The index is not below the size.
    #[error("the proof is for leaf {index}, but the tree has {size} leaves; do not trust it")]
    Beyond {
        /// The claimed place of the leaf.
        index: u64,
        /// The size of the tree.
        size: u64,
    },
    /// The proof has too few hashes for this place.
    #[error("the inclusion proof is too short; do not trust it")]
    Short,
    /// The proof has too many hashes for this place.
    #[error("the inclusion proof is too long; do not trust it")]
    Long,
    /// The proof leads to another root.
    #[error("the inclusion proof does not lead to the root that was signed; do not trust it")]
    Root,
}

/// The inclusion proof of leaf `index` (from 0) in the tree of `size` leaves,
/// from the leaf's sibling up to the root's child.
///
/// `read(level, index)` gives the root of the complete subtree of `2^level`
/// leaves that begins at leaf `index * 2^level`.
///
/// # Errors
///
/// [`InclusionProveError`] if there is no such leaf, or `read` lacks a subtree.
pub fn prove(
    index: u64,
    size: u64,
    read: &impl Fn(u8, u64) -> Option<Digest>,
) -> Result<Vec<Digest>, InclusionProveError> {
    if size <= index {
        return Err(InclusionProveError::Beyond { index, size });
    }
    let (mut from, mut to) = (0, size);
    let mut root_first = Vec::new();
    while 1 < to - from {
        let middle = from + split(to - from);
        if index < middle {
            root_first.push(range_hash(middle, to, read)?);
            to = middle;
        } else {
            root_first.push(range_hash(from, middle, read)?);
            from = middle;
        }
    }
    root_first.reverse();
    Ok(root_first)
}

/// Checks that `leaf` (a leaf hash) stands at `index` in the tree of `size`
/// leaves whose root is `root`.
///
/// # Errors
///
/// [`InclusionError`] unless `proof` is exactly the proof of this.
pub fn verify(
    leaf: &Digest,
    index: u64,
    size: u64,
    root: &Digest,
    proof: &[Digest],
) -> Result<(), InclusionError> {
    if size <= index {
        return Err(InclusionError::Beyond { index, size });
    }
    // `node` is where we stand on the present level, `last` the level's
    // rightmost node; once `last` is 0 this is the root.
    let (mut node, mut last) = (index, size - 1);
    let mut hash = *leaf;
    for sibling in proof {
        if last == 0 {
            return Err(InclusionError::Long);
        }
        if node & 1 == 1 || node == last {
            hash = node_hash(sibling, &hash);
            // A rightmost node without sibling rises unchanged.
            while node & 1 == 0 && node != 0 {
                node >>= 1;
                last >>= 1;
            }
        } else {
            hash = node_hash(&hash, sibling);
        }
        node >>= 1;
        last >>= 1;
    }
    if last != 0 {
        return Err(InclusionError::Short);
    }
    if hash != *root {
        return Err(InclusionError::Root);
    }
    Ok(())
}
