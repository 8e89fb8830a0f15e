//! Proofs that were tampered with: none is accepted.

use std::collections::BTreeSet;

use proof::bundle::Bundle;
use proof::checkpoint::Checkpoint;
use proof::consistency::{self, Head};
use proof::digest::Digest;
use proof::inclusion;
use proof::key::{SigningKey, VerifyingKey};
use proof::tree::{leaf_hash, node_hash, root_of};

/// All that an inclusion proof is checked from, but the size: size and root
/// are signed together, and the shape of a path does not always give the size.
#[derive(Clone, PartialEq)]
struct Claim {
    leaf: Digest,
    index: u64,
    root: Digest,
    hashes: Vec<Digest>,
}

type Mutation = (&'static str, fn(&mut Claim, u64));

fn flip(digest: &mut Digest, byte: usize, mask: u8) {
    digest.0[byte] ^= mask;
}

fn at(claim: &mut Claim, place: usize, act: fn(&mut Digest)) {
    if let Some(hash) = claim.hashes.get_mut(place) {
        act(hash);
    }
}

fn last(claim: &Claim) -> usize {
    claim.hashes.len().saturating_sub(1)
}

fn half(claim: &Claim) -> usize {
    claim.hashes.len() / 2
}

fn remove(claim: &mut Claim, place: usize) {
    if place < claim.hashes.len() {
        claim.hashes.remove(place);
    }
}

fn double(claim: &mut Claim, place: usize) {
    if let Some(hash) = claim.hashes.get(place).copied() {
        claim.hashes.insert(place, hash);
    }
}

fn swap(claim: &mut Claim, one: usize, other: usize) {
    if one.max(other) < claim.hashes.len() {
        claim.hashes.swap(one, other);
    }
}

fn put(claim: &mut Claim, place: usize, hash: Digest) {
    if let Some(old) = claim.hashes.get_mut(place) {
        *old = hash;
    }
}

/// Changes to the hashes of a proof, of either kind.
const OF_HASHES: [Mutation; 40] = [
    ("flip first bit of first", |c, _| {
        at(c, 0, |h| flip(h, 0, 0x80));
    }),
    ("flip last bit of first", |c, _| {
        at(c, 0, |h| flip(h, 31, 1));
    }),
    ("flip middle bit of first", |c, _| {
        at(c, 0, |h| flip(h, 15, 8));
    }),
    ("flip first bit of middle", |c, _| {
        at(c, half(c), |h| flip(h, 0, 0x80));
    }),
    ("flip last bit of middle", |c, _| {
        at(c, half(c), |h| flip(h, 31, 1));
    }),
    ("flip first bit of last", |c, _| {
        at(c, last(c), |h| flip(h, 0, 0x80));
    }),
    ("flip last bit of last", |c, _| {
        at(c, last(c), |h| flip(h, 31, 1));
    }),
    ("invert first", |c, _| at(c, 0, |h| h.0 = h.0.map(|b| !b))),
    ("invert last", |c, _| {
        at(c, last(c), |h| h.0 = h.0.map(|b| !b));
    }),
    ("reverse bytes of first", |c, _| at(c, 0, |h| h.0.reverse())),
    ("drop first", |c, _| remove(c, 0)),
    ("drop second", |c, _| remove(c, 1)),
    ("drop middle", |c, _| remove(c, half(c))),
    ("drop last", |c, _| remove(c, last(c))),
    ("drop two first", |c, _| {
        c.hashes = c.hashes.iter().skip(2).copied().collect();
    }),
    ("drop second half", |c, _| c.hashes.truncate(half(c))),
    ("drop first half", |c, _| {
        c.hashes = c.hashes.split_off(half(c));
    }),
    ("drop all", |c, _| c.hashes.clear()),
    ("double first", |c, _| double(c, 0)),
    ("double middle", |c, _| double(c, half(c))),
    ("double last", |c, _| double(c, last(c))),
    ("double all", |c, _| c.hashes.extend_from_within(..)),
    ("swap first two", |c, _| swap(c, 0, 1)),
    ("swap first and last", |c, _| swap(c, 0, last(c))),
    ("swap last two", |c, _| {
        swap(c, last(c).saturating_sub(1), last(c));
    }),
    ("reverse", |c, _| c.hashes.reverse()),
    ("rotate", |c, _| {
        c.hashes = c
            .hashes
            .iter()
            .skip(1)
            .chain(c.hashes.first())
            .copied()
            .collect();
    }),
    ("prepend zero", |c, _| c.hashes.insert(0, Digest::ZERO)),
    ("append zero", |c, _| c.hashes.push(Digest::ZERO)),
    ("prepend root", |c, _| c.hashes.insert(0, c.root)),
    ("append root", |c, _| c.hashes.push(c.root)),
    ("prepend leaf", |c, _| c.hashes.insert(0, c.leaf)),
    ("append leaf", |c, _| c.hashes.push(c.leaf)),
    ("append the empty root", |c, _| {
        c.hashes.push(Digest::of(&[]));
    }),
    ("append a hundred", |c, _| {
        c.hashes.extend([Digest::ZERO; 100]);
    }),
    ("zero for first", |c, _| put(c, 0, Digest::ZERO)),
    ("zero for last", |c, _| put(c, last(c), Digest::ZERO)),
    ("root for last", |c, _| put(c, last(c), c.root)),
    ("hash of first for first", |c, _| {
        at(c, 0, |h| *h = leaf_hash(&h.0));
    }),
    ("join first two", |c, _| {
        if let [one, two, rest @ ..] = c.hashes.as_slice() {
            c.hashes = [&[node_hash(one, two)], rest].concat();
        }
    }),
];

/// Changes to what an inclusion proof is about.
const OF_CLAIM: [Mutation; 18] = [
    ("flip root", |c, _| flip(&mut c.root, 0, 0x80)),
    ("flip end of root", |c, _| flip(&mut c.root, 31, 1)),
    ("zero root", |c, _| c.root = Digest::ZERO),
    ("empty root", |c, _| c.root = Digest::of(&[])),
    ("root of root", |c, _| c.root = node_hash(&c.root, &c.root)),
    ("flip leaf", |c, _| flip(&mut c.leaf, 0, 0x80)),
    ("flip end of leaf", |c, _| flip(&mut c.leaf, 31, 1)),
    ("zero leaf", |c, _| c.leaf = Digest::ZERO),
    ("leaf of leaf", |c, _| c.leaf = leaf_hash(&c.leaf.0)),
    ("exchange leaf and sibling", |c, _| {
        if let Some(sibling) = c.hashes.first_mut() {
            std::mem::swap(sibling, &mut c.leaf);
        }
    }),
    ("parent as leaf", |c, _| {
        if !c.hashes.is_empty() {
            let sibling = c.hashes.remove(0);
            c.leaf = node_hash(&c.leaf, &sibling);
            c.index += 1;
        }
    }),
    ("next index", |c, _| c.index += 1),
    ("previous index", |c, _| c.index = c.index.wrapping_sub(1)),
    ("sibling's index", |c, _| c.index ^= 1),
    ("mirrored index", |c, size| c.index = size - 1 - c.index),
    ("index beyond the tree", |c, size| c.index += size),
    ("largest index", |c, _| c.index = u64::MAX),
    ("first index", |c, _| c.index = 0),
];

fn leaves(count: u64) -> Vec<Digest> {
    (0..count).map(|n| leaf_hash(&n.to_be_bytes())).collect()
}

fn reader(leaves: &[Digest]) -> impl Fn(u8, u64) -> Option<Digest> {
    move |level, index| {
        let from = usize::try_from(index << level).ok()?;
        Some(root_of(leaves.get(from..from + (1 << level))?))
    }
}

/// T-LOG-08: 58 classes of changed inclusion proofs in every place of every
/// tree up to 40 leaves; the unchanged ones are the control.
#[test]
fn no_changed_inclusion_proof_is_accepted() {
    let all = leaves(40);
    let mut seen = BTreeSet::new();
    for size in 1..=40u64 {
        let here = &all[..size as usize];
        for index in 0..size {
            let genuine = Claim {
                leaf: here[index as usize],
                index,
                root: root_of(here),
                hashes: inclusion::prove(index, size, &reader(here)).unwrap(),
            };
            assert!(accepted(&genuine, size));
            for (name, mutate) in OF_HASHES.iter().chain(&OF_CLAIM) {
                let mut changed = genuine.clone();
                mutate(&mut changed, size);
                if changed != genuine {
                    seen.insert(*name);
                    assert!(!accepted(&changed, size), "{name}: {index} of {size}");
                }
            }
        }
    }
    assert_eq!(seen.len(), OF_HASHES.len() + OF_CLAIM.len());
    assert!(50 <= seen.len());
}

fn accepted(claim: &Claim, size: u64) -> bool {
    inclusion::verify(&claim.leaf, claim.index, size, &claim.root, &claim.hashes).is_ok()
}

/// The control for these tests: a verifier that goes by the bits of the index
/// alone, and so ignores superfluous hashes, is caught by several classes.
#[test]
fn a_careless_verifier_would_be_caught() {
    let careless = |claim: &Claim| {
        let mut hash = claim.leaf;
        for (level, sibling) in claim.hashes.iter().take(3).enumerate() {
            hash = match claim.index >> level & 1 {
                1 => node_hash(sibling, &hash),
                _ => node_hash(&hash, sibling),
            };
        }
        hash == claim.root
    };
    let all = leaves(8);
    let genuine = Claim {
        leaf: all[5],
        index: 5,
        root: root_of(&all),
        hashes: inclusion::prove(5, 8, &reader(&all)).unwrap(),
    };
    assert!(careless(&genuine));
    let slips = OF_HASHES.iter().chain(&OF_CLAIM).filter(|(_, mutate)| {
        let mut changed = genuine.clone();
        mutate(&mut changed, 8);
        changed != genuine && careless(&changed)
    });
    let slips: Vec<&str> = slips.map(|(name, _)| *name).collect();
    for name in [
        "append zero",
        "append root",
        "double all",
        "index beyond the tree",
    ] {
        assert!(slips.contains(&name), "{name} not in {slips:?}");
    }
}

/// T-LOG-08: the same 40 classes on consistency proofs, and changed roots.
#[test]
fn no_changed_consistency_proof_is_accepted() {
    let all = leaves(40);
    let head = |size: u64| Head {
        size,
        root: root_of(&all[..size as usize]),
    };
    for new in 1..=40u64 {
        for old in 0..=new {
            let genuine = Claim {
                leaf: head(old).root,
                index: old,
                root: head(new).root,
                hashes: consistency::prove(old, new, &reader(&all)).unwrap(),
            };
            let accepted = |claim: &Claim| {
                let (size, root) = (old, claim.leaf);
                let newer = Head {
                    size: new,
                    root: claim.root,
                };
                consistency::verify(&Head { size, root }, &newer, &claim.hashes).is_ok()
            };
            assert!(accepted(&genuine));
            let roots = OF_CLAIM[..9].iter();
            for (name, mutate) in OF_HASHES.iter().chain(roots) {
                let mut changed = genuine.clone();
                mutate(&mut changed, new);
                // From nothing everything grows: the newer root is then not
                // the proof's to vouch for.
                let vouched = old != 0 || changed.root == genuine.root;
                if changed != genuine && vouched {
                    assert!(!accepted(&changed), "{name}: {old} to {new}");
                }
            }
        }
    }
}

/// T-LOG-09: a leaf of 64 bytes that spells two hashes is not their parent.
#[test]
fn a_leaf_that_spells_a_node_is_not_accepted_for_it() {
    let all = leaves(4);
    let crafted = [all[0].0, all[1].0].concat();
    let right = node_hash(&all[2], &all[3]);
    let root = root_of(&all);
    for (index, size) in [(0, 2), (0, 4), (1, 4), (0, 3)] {
        let verdict = inclusion::verify(&leaf_hash(&crafted), index, size, &root, &[right]);
        assert!(verdict.is_err(), "{index} of {size}");
    }
    // The node itself is accepted in its own place, which is why only
    // hashes of leaves may be passed to the verifier.
    let node = node_hash(&all[0], &all[1]);
    assert!(inclusion::verify(&node, 0, 2, &root, &[right]).is_ok());
    assert_ne!(leaf_hash(&crafted), node);
}

fn bundle_of(index: u64) -> (Bundle, [VerifyingKey; 1]) {
    let all = leaves(11);
    let key = SigningKey::from_seed("log.example", [7; 32]).expect("this is a key name");
    let checkpoint = Checkpoint::new("log.example", 11, root_of(&all)).expect("this is a head");
    let bundle = Bundle {
        index,
        hashes: inclusion::prove(index, 11, &reader(&all))
            .expect("the tests ask for leaves below 11"),
        checkpoint: checkpoint.sign(&[&key]).expect("one key suffices"),
        extra: Vec::new(),
    };
    (bundle, [key.verifying_key().clone()])
}

#[test]
fn a_bundle_proves_its_own_leaf_and_no_other() {
    for index in 0..11u64 {
        let (bundle, keys) = bundle_of(index);
        let bundle: Bundle = bundle.to_string().parse().unwrap();
        for leaf in 0..12u64 {
            let verdict = bundle.verify(&leaf.to_be_bytes(), &keys);
            assert_eq!(verdict.is_ok(), leaf == index, "{leaf} by {index}");
        }
    }
}

/// T-LOG-08: each single bit of the file counts, the size included.
#[test]
fn no_bundle_with_a_flipped_bit_is_accepted() {
    let (bundle, keys) = bundle_of(6);
    let genuine = bundle.to_string().into_bytes();
    let accepts = |bytes: Vec<u8>| {
        let text = String::from_utf8(bytes).ok();
        let bundle = text.and_then(|text| text.parse::<Bundle>().ok());
        bundle.is_some_and(|bundle| bundle.verify(&6u64.to_be_bytes(), &keys).is_ok())
    };
    assert!(accepts(genuine.clone()));
    for place in 0..genuine.len() {
        for bit in 0..8 {
            let mut changed = genuine.clone();
            changed[place] ^= 1 << bit;
            assert!(!accepts(changed), "bit {bit} of byte {place}");
        }
        let mut cut = genuine.clone();
        cut.remove(place);
        assert!(!accepts(cut), "without byte {place}");
        assert!(!accepts(genuine[..place].to_vec()), "cut at byte {place}");
    }
    assert!(!accepts([genuine.as_slice(), b"\n"].concat()));
    assert!(!accepts([genuine.as_slice(), b"x"].concat()));
}

#[test]
fn a_bundle_in_another_form_is_refused_by_name() {
    use proof::bundle::BundleError::{Extra, Hash, Header, Index, NoCheckpoint, TooManyHashes};
    let hash = Digest::ZERO.to_base64();
    let head = "c2sp.org/tlog-proof@v1";
    for (text, error) in [
        (String::new(), NoCheckpoint),
        (format!("{head}\nindex 1\n\n"), NoCheckpoint),
        (format!("{head}\r\nindex 1\n\nx"), Header),
        (format!("{head}\nextra \nindex 1\n\nx"), Extra),
        (format!("{head}\nextra !\nindex 1\n\nx"), Extra),
        (
            format!("{head}\nextra eA==\nextra eA==\nindex 1\n\nx"),
            Index,
        ),
        (format!("{head}\nindex 01\n\nx"), Index),
        (format!("{head}\nindex  1\n\nx"), Index),
        (format!("{head}\n\nx"), Index),
        (format!("{head}\nindex 1\n{hash}\n{hash} \n\nx"), Hash(1)),
        (
            format!("{head}\nindex 1{}\n\nx", format!("\n{hash}").repeat(64)),
            TooManyHashes,
        ),
    ] {
        assert_eq!(text.parse::<Bundle>(), Err(error), "{text:?}");
    }
    let text = format!("{head}\nextra eA==\nindex 1\n{hash}\n\nx");
    let bundle: Bundle = text.parse().unwrap();
    assert_eq!(bundle.extra, b"x");
    assert_eq!(bundle.to_string(), text);
}
