//! Consistency: the smaller tree is the beginning of the larger (RFC 6962, 2.1.2).

use crate::digest::Digest;
use crate::tree::{MissingSubtree, node_hash, range_hash, split};

/// Why no consistency proof can be made.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ConsistencyProveError {
    /// The older tree is larger than the newer.
    #[error("a tree of {new} leaves cannot extend one of {old}; swap the two sizes")]
    Shrunk {
        /// Size of the older tree.
        old: u64,
        /// Size of the newer tree.
        new: u64,
    },
    /// The reader lacks a subtree.
    #[error(transparent)]
    Missing(#[from] MissingSubtree),
}

/// Why a consistency proof proves nothing.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ConsistencyError {
    /// The older tree is larger than the newer.
    #[error("the log went from {old} back to {new} leaves; keep both checkpoints as evidence")]
    Shrunk {
        /// Size of the older tree.
        old: u64,
        /// Size of the newer tree.
        new: u64,
    },
    /// The proof has too few hashes for these sizes.
    #[error("the consistency proof is too short; do not trust it")]
    Short,
    /// The proof has too many hashes for these sizes.
    #[error("the consistency proof is too long; do not trust it")]
    Long,
    /// The proof does not lead to the older root.
    #[error("the log does not begin with the older tree; keep both checkpoints as evidence")]
    OldRoot,
    /// The proof does not lead to the newer root.
    #[error("the proof does not lead to the newer root; keep both checkpoints as evidence")]
    NewRoot,
}

/// The head of a tree: its size and its root.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Head {
    /// Number of leaves.
    pub size: u64,
    /// Root of the tree of these leaves.
    pub root: Digest,
}

/// The proof that the tree of `old` leaves is the beginning of that of `new`.
///
/// `read` is as for [`crate::inclusion::prove`]. The proof is empty if the
/// sizes are equal or the older tree is empty.
///
/// # Errors
///
/// [`ConsistencyProveError`] if `new` is below `old`, or `read` lacks a subtree.
pub fn prove(
    old: u64,
    new: u64,
    read: &impl Fn(u8, u64) -> Option<Digest>,
) -> Result<Vec<Digest>, ConsistencyProveError> {
    if new < old {
        return Err(ConsistencyProveError::Shrunk { old, new });
    }
    if old == 0 {
        return Ok(Vec::new());
    }
    let (mut from, mut to) = (0, new);
    let mut root_first = Vec::new();
    while old < to {
        let middle = from + split(to - from);
        if old <= middle {
            root_first.push(range_hash(middle, to, read)?);
            to = middle;
        } else {
            root_first.push(range_hash(from, middle, read)?);
            from = middle;
        }
    }
    // Where the descent ended at the left edge, the subtree is the whole
    // older tree, whose root the verifier has.
    if from != 0 {
        root_first.push(range_hash(from, to, read)?);
    }
    root_first.reverse();
    Ok(root_first)
}

/// Checks that the tree of `old` is the beginning of the tree of `new`.
///
/// # Errors
///
/// [`ConsistencyError`] unless `proof` is exactly the proof of this.
pub fn verify(old: &Head, new: &Head, proof: &[Digest]) -> Result<(), ConsistencyError> {
    if new.size < old.size {
        let (old, new) = (old.size, new.size);
        return Err(ConsistencyError::Shrunk { old, new });
    }
    if old.size == 0 || old.size == new.size {
        return verify_trivial(old, new, proof);
    }
    let (mut node, mut last) = (old.size - 1, new.size - 1);
    while node & 1 == 1 {
        node >>= 1;
        last >>= 1;
    }
    // An older tree that is one complete subtree is its own first hash.
    let (first, rest) = if old.size.is_power_of_two() {
        (&old.root, proof)
    } else {
        proof.split_first().ok_or(ConsistencyError::Short)?
    };
    let (mut old_hash, mut new_hash) = (*first, *first);
    for sibling in rest {
        if last == 0 {
            return Err(ConsistencyError::Long);
        }
        if node & 1 == 1 || node == last {
            old_hash = node_hash(sibling, &old_hash);
            new_hash = node_hash(sibling, &new_hash);
            while node & 1 == 0 && node != 0 {
                node >>= 1;
                last >>= 1;
            }
        } else {
            new_hash = node_hash(&new_hash, sibling);
        }
        node >>= 1;
        last >>= 1;
    }
    if last != 0 {
        return Err(ConsistencyError::Short);
    }
    if old_hash != old.root {
        return Err(ConsistencyError::OldRoot);
    }
    if new_hash != new.root {
        return Err(ConsistencyError::NewRoot);
    }
    Ok(())
}

/// Equal trees and the empty tree need no hashes, and may bring none.
fn verify_trivial(old: &Head, new: &Head, proof: &[Digest]) -> Result<(), ConsistencyError> {
    if !proof.is_empty() {
        return Err(ConsistencyError::Long);
    }
    if old.size == 0 && old.root != Digest::of(&[]) {
        return Err(ConsistencyError::OldRoot);
    }
    if old.size == new.size && old.root != new.root {
        return Err(ConsistencyError::NewRoot);
    }
    Ok(())
}
