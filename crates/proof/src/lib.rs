//! How anyone can check us: hash chain, Merkle log, signed checkpoints, label codes.
//!
//! Everything here is a function of its arguments. Nothing reads a file, a
//! clock or a random number, and nothing here knows what a case or a law is,
//! so that a verifier can take this crate and nothing else of ours.
//!
//! The forms are those of RFC 6962 (hashing) and of the C2SP specifications
//! signed-note, tlog-checkpoint, tlog-tiles and tlog-proof, so that a verifier
//! need not take this crate either.

mod base41;
mod decimal;

pub mod bundle;
pub mod chain;
pub mod checkpoint;
pub mod consistency;
pub mod digest;
pub mod entries;
pub mod inclusion;
pub mod key;
pub mod note;
pub mod qr;
pub mod record;
pub mod tile;
pub mod tree;
