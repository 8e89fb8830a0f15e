//! The two wordings of whatever has them.

use crate::deadline::Deadline;
use crate::form::{Check, Field, Ground, Material};
use crate::guard::Guard;
use crate::procedure::{Draw, Opinion, State};
use crate::regime::{Actor, Evidence, Notice, Party, Qualification};
use crate::step::Step;
use std::collections::BTreeMap;

/// What has a wording in both languages.
pub(super) trait Worded {
    /// Chinese and English.
    fn words(&self) -> (&str, &str);
}

macro_rules! worded {
    ($($name:ident)*) => {$(
        impl Worded for $name {
            fn words(&self) -> (&str, &str) {
                (&self.zh, &self.en)
            }
        }
    )*};
}

worded! {
    Actor Check Deadline Draw Evidence Field Ground Guard Material Notice Opinion Party Qualification State Step
}

/// The wordings of some names of a table, each list joined as its language does.
pub(super) fn of<'a, K: Ord + 'a, V: Worded + 'a>(
    names: impl IntoIterator<Item = &'a K>,
    table: &'a BTreeMap<K, V>,
) -> (String, String) {
    let (zh, en): (Vec<&str>, Vec<&str>) = names
        .into_iter()
        .filter_map(|name| table.get(name))
        .map(Worded::words)
        .unzip();
    // A list of names that hold commas themselves is set apart more clearly.
    let commas = zh.iter().any(|name| name.contains(['，', '、', '；']));
    (zh.join(if commas { "；" } else { "、" }), en.join("; "))
}
