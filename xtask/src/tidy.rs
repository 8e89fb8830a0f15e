//! The habits of the repository, as far as a program can see them in texts.
//!
//! It reads and reports; it mends nothing. What the law crate can see better
//! (pages, the lock of editions) is tested there.

mod documents;
mod edges;
mod length;
mod licences;
mod ratchet;
mod regimes;
mod rust;
mod sql;
mod words;

use crate::checkout::Checkout;
use anyhow::Result;
use ratchet::Ratchet;

/// What is wrong, where, and what to do.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Fault {
    place: String,
    what: String,
}

impl Fault {
    fn new(place: impl Into<String>, what: impl Into<String>) -> Self {
        Fault {
            place: place.into(),
            what: what.into(),
        }
    }
}

impl std::fmt::Display for Fault {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}: {}", self.place, self.what)
    }
}

/// Everything that is wrong.
///
/// # Errors
///
/// What could not be read.
pub(crate) fn faults(checkout: &Checkout) -> Result<Vec<Fault>> {
    let sources = checkout.texts(".rs")?;
    let mut ratchet = Ratchet::read(checkout)?;
    let mut faults = edges::faults(checkout)?;
    faults.extend(length::faults(&sources, &mut ratchet));
    faults.extend(rust::faults(&sources));
    faults.extend(sql::faults(checkout, &sources, &mut ratchet)?);
    faults.extend(documents::faults(checkout, &sources)?);
    faults.extend(words::faults(checkout)?);
    faults.extend(regimes::faults(checkout, &sources)?);
    faults.extend(licences::faults(checkout)?);
    faults.extend(ratchet.faults());
    faults.sort();
    Ok(faults)
}

/// Prints what is wrong; whether nothing is.
pub(crate) fn check(checkout: &Checkout) -> Result<bool> {
    let faults = faults(checkout)?;
    for fault in &faults {
        println!("{fault}");
    }
    println!("{} faults", faults.len());
    Ok(faults.is_empty())
}

/// Lowers the list of what is over the line to what is there now. It never
/// adds to the list: that is done by hand, with a reason in the commit.
pub(crate) fn lower(checkout: &Checkout) -> Result<bool> {
    let sources = checkout.texts(".rs")?;
    let mut ratchet = Ratchet::read(checkout)?;
    length::faults(&sources, &mut ratchet);
    sql::faults(checkout, &sources, &mut ratchet)?;
    ratchet.write(checkout)?;
    Ok(true)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_repository_is_tidy() {
        let faults = faults(&Checkout::of_this_build()).expect("the checkout can be read");
        let lines: Vec<String> = faults.iter().map(ToString::to_string).collect();
        assert!(lines.is_empty(), "\n{}\n", lines.join("\n"));
    }
}
