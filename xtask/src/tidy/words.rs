//! Words that belong to one machine or to a registry of packages, and so not
//! into a repository that anyone may clone.

use super::Fault;
use crate::checkout::Checkout;
use anyhow::Result;

/// Cut in two, so that this file is not found.
const FOREIGN: [&str; 8] = [
    concat!("/ro", "ot/"),
    concat!("/wo", "rk/"),
    concat!("crates", ".io/api"),
    concat!("static.", "crates.io"),
    concat!("py", "pi.org"),
    concat!("registry.", "npmjs"),
    concat!("deb.", "debian.org"),
    concat!("proxy.", "golang.org"),
];

/// Names of files that are texts.
const TEXTS: [&str; 9] = [
    ".rs", ".toml", ".md", ".txt", ".sql", ".tsv", ".go", ".sh", "run",
];

pub(super) fn faults(checkout: &Checkout) -> Result<Vec<Fault>> {
    let mut faults = Vec::new();
    for ending in TEXTS {
        for text in checkout.texts(ending)? {
            for (at, line) in text.text.lines().enumerate() {
                if let Some(word) = FOREIGN.iter().find(|word| line.contains(*word)) {
                    let place = format!("{}:{}", text.path, at + 1);
                    faults.push(Fault::new(
                        place,
                        format!("`{word}` says where it was written; reword"),
                    ));
                }
            }
        }
    }
    Ok(faults)
}
