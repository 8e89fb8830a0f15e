//! The tree against RFC 6962: published vectors, and every proof of every
//! tree up to 130 leaves against the definition written out.

use proof::consistency::{self, ConsistencyError, ConsistencyProveError, Head};
use proof::digest::Digest;
use proof::inclusion::{self, InclusionError, InclusionProveError};
use proof::tile::{self, Level, Tile};
use proof::tree::{Peaks, leaf_hash, node_hash, root_of};

const LARGEST: u64 = 130;

/// The leaves and roots that implementations of RFC 6962 share as test data.
const LEAVES: [&[u8]; 8] = [
    b"",
    b"\x00",
    b"\x10",
    b"\x20\x21",
    b"\x30\x31",
    b"\x40\x41\x42\x43",
    b"\x50\x51\x52\x53\x54\x55\x56\x57",
    b"\x60\x61\x62\x63\x64\x65\x66\x67\x68\x69\x6a\x6b\x6c\x6d\x6e\x6f",
];
const ROOTS: [&str; 9] = [
    "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
];

fn vector_leaves() -> Vec<Digest> {
    LEAVES.iter().map(|leaf| leaf_hash(leaf)).collect()
}

fn leaves(count: u64) -> Vec<Digest> {
    (0..count).map(|n| leaf_hash(&n.to_be_bytes())).collect()
}

/// A reader over leaves in memory.
fn reader(leaves: &[Digest]) -> impl Fn(u8, u64) -> Option<Digest> {
    move |level, index| {
        let from = usize::try_from(index << level).ok()?;
        let piece = leaves.get(from..from + (1 << level))?;
        Some(root_of(piece))
    }
}

fn middle(count: usize) -> usize {
    let mut middle = 1;
    while middle * 2 < count {
        middle *= 2;
    }
    middle
}

/// MTH of RFC 6962, 2.1, word for word.
fn mth(leaves: &[Digest]) -> Digest {
    match leaves {
        [] => Digest::of(&[]),
        [leaf] => *leaf,
        _ => {
            let (left, right) = leaves.split_at(middle(leaves.len()));
            node_hash(&mth(left), &mth(right))
        }
    }
}

/// PATH of RFC 6962, 2.1.1, word for word.
fn path(index: usize, leaves: &[Digest]) -> Vec<Digest> {
    if leaves.len() == 1 {
        return Vec::new();
    }
    let k = middle(leaves.len());
    let (left, right) = leaves.split_at(k);
    let (mut below, beside) = if index < k {
        (path(index, left), mth(right))
    } else {
        (path(index - k, right), mth(left))
    };
    below.push(beside);
    below
}

/// SUBPROOF of RFC 6962, 2.1.2, word for word.
fn subproof(old: usize, leaves: &[Digest], whole: bool) -> Vec<Digest> {
    if old == leaves.len() {
        return if whole { Vec::new() } else { vec![mth(leaves)] };
    }
    let k = middle(leaves.len());
    let (left, right) = leaves.split_at(k);
    let (mut below, beside) = if old <= k {
        (subproof(old, left, whole), mth(right))
    } else {
        (subproof(old - k, right, false), mth(left))
    };
    below.push(beside);
    below
}

/// T-LOG-08: roots of the empty tree and of one to eight leaves.
#[test]
fn roots_are_those_of_the_published_vectors() {
    let leaves = vector_leaves();
    for (size, root) in ROOTS.iter().enumerate() {
        assert_eq!(root_of(&leaves[..size]).to_string(), *root, "{size}");
    }
}

/// T-LOG-08: proofs of the published vectors.
#[test]
fn proofs_are_those_of_the_published_vectors() {
    let leaves = vector_leaves();
    let hex =
        |proof: Vec<Digest>| -> Vec<String> { proof.iter().map(ToString::to_string).collect() };
    assert_eq!(
        hex(inclusion::prove(0, 8, &reader(&leaves)).unwrap()),
        [
            "96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7",
            "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
            "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4",
        ]
    );
    assert_eq!(
        hex(consistency::prove(6, 8, &reader(&leaves)).unwrap()),
        [
            "0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a",
            "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
            "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
        ]
    );
}

/// T-LOG-08: the empty tree, one leaf, and powers of two and beside them are
/// among these.
#[test]
fn every_inclusion_proof_is_the_defined_one_and_verifies() {
    let all = leaves(LARGEST);
    let mut peaks = Peaks::default();
    for size in 1..=LARGEST {
        let here = &all[..size as usize];
        peaks.append(here[size as usize - 1]);
        let root = mth(here);
        assert_eq!(peaks.root(), root, "{size}");
        for index in 0..size {
            let proof = inclusion::prove(index, size, &reader(here)).unwrap();
            assert_eq!(proof, path(index as usize, here), "{index} of {size}");
            let leaf = &here[index as usize];
            let verdict = inclusion::verify(leaf, index, size, &root, &proof);
            assert_eq!(verdict, Ok(()), "{index} of {size}");
        }
    }
}

/// T-LOG-08: every pair of sizes, equal and empty ones included.
#[test]
fn every_consistency_proof_is_the_defined_one_and_verifies() {
    let all = leaves(LARGEST);
    let head = |size: u64| Head {
        size,
        root: mth(&all[..size as usize]),
    };
    let heads: Vec<Head> = (0..=LARGEST).map(head).collect();
    for new in 0..=LARGEST {
        let here = &all[..new as usize];
        for old in 0..=new {
            let proof = consistency::prove(old, new, &reader(here)).unwrap();
            if 0 < old {
                assert_eq!(proof, subproof(old as usize, here, true), "{old} to {new}");
            }
            let (old, new) = (&heads[old as usize], &heads[new as usize]);
            assert_eq!(consistency::verify(old, new, &proof), Ok(()));
        }
    }
}

#[test]
fn proofs_of_what_is_not_there_are_refused_by_name() {
    let all = leaves(5);
    let (index, size) = (5, 5);
    let refused = inclusion::prove(5, 5, &reader(&all));
    assert_eq!(refused, Err(InclusionProveError::Beyond { index, size }));
    let refused = inclusion::verify(&all[0], 5, 5, &mth(&all), &[]);
    assert_eq!(refused, Err(InclusionError::Beyond { index, size }));
    let missing = inclusion::prove(0, 6, &reader(&all));
    assert!(matches!(missing, Err(InclusionProveError::Missing(_))));

    let (old, new) = (5, 4);
    let refused = consistency::prove(5, 4, &reader(&all));
    assert_eq!(refused, Err(ConsistencyProveError::Shrunk { old, new }));
    let root = Digest::ZERO;
    let heads = [Head { size: 5, root }, Head { size: 4, root }];
    let refused = consistency::verify(&heads[0], &heads[1], &[]);
    assert_eq!(refused, Err(ConsistencyError::Shrunk { old, new }));
}

#[test]
fn sizes_at_the_end_of_the_range_neither_panic_nor_verify() {
    let root = Digest::ZERO;
    for size in [u64::MAX, u64::MAX - 1, 1 << 63, (1 << 63) - 1] {
        for length in 0..70 {
            let proof = vec![Digest::ZERO; length];
            for index in [0, 1, size / 2, size - 1] {
                assert!(inclusion::verify(&root, index, size, &root, &proof).is_err());
                let old = Head { size: index, root };
                assert!(consistency::verify(&old, &Head { size, root }, &proof).is_err());
            }
        }
        let all = |_: u8, _: u64| Some(Digest::ZERO);
        assert!(inclusion::prove(size - 1, size, &all).is_ok());
        assert!(consistency::prove(size - 1, size, &all).is_ok());
    }
}

#[test]
fn subtrees_read_from_tiles_are_those_of_the_leaves() {
    let all = leaves(600);
    let leaf = |index: u64| all.get(usize::try_from(index).ok()?).copied();
    for size in [1u64, 2, 255, 256, 257, 511, 512, 600] {
        let mut files = std::collections::BTreeMap::<Tile, Vec<u8>>::new();
        for tile in tile::tiles_to_write(0, size) {
            if tile.level() != Level::Entries {
                let bytes = tile.hashes(&leaf, &|tile| files.get(tile).cloned());
                files.insert(tile, bytes.unwrap());
            }
        }
        let fetch = |tile: &Tile| files.get(tile).cloned();
        let here = &all[..size as usize];
        for level in 0..12 {
            for index in 0..=(size >> level) {
                let read = tile::subtree(size, &fetch, level, index);
                assert_eq!(
                    read,
                    reader(here)(level, index),
                    "{level} {index} of {size}"
                );
            }
        }
        assert_eq!(tile::subtree(size, &fetch, 64, 0), None);
        assert_eq!(tile::subtree(size, &|_| Some(vec![0; 31]), 0, 0), None);
    }
}
