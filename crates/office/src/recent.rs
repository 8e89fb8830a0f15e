//! What commands have brought about that the tables do not show yet: those of
//! the batch that is being decided, and those of the batch before it, which is
//! still being written.

use crate::execute::Receipt;
use std::collections::{BTreeMap, BTreeSet};
use store::row::{Bound, Param};
use store::statements as sql;

/// What one batch has brought about.
#[derive(Debug, Default)]
pub(crate) struct Recent {
    /// Object → case → whether it claims the object now, or gave it up.
    claims: BTreeMap<String, BTreeMap<String, bool>>,
    /// Contents that cases rest on: SHA-256 → case and object.
    uses: BTreeMap<String, Vec<(String, String)>>,
    touched: BTreeSet<String>,
    /// The last version of each stream of readings that was added to.
    readings: BTreeMap<String, u64>,
    /// Key → hash of the command, its answer.
    keys: BTreeMap<String, (String, Receipt)>,
}

impl Recent {
    /// Notes what the tables will hold once `write` is carried out.
    pub(crate) fn note(&mut self, write: &Bound) {
        let texts = write.params.iter().map_while(|param| match param {
            Param::Text(text) => Some(text.as_str()),
            Param::Int(_) | Param::NoText | Param::NoInt => None,
        });
        let is_noted = [sql::TWIN_CLAIM, sql::TWIN_RELEASE, sql::MATERIAL_USE];
        if !is_noted.contains(&write.sql) {
            return;
        }
        match texts.collect::<Vec<&str>>().as_slice() {
            [object, case] => {
                let claims = self.claims.entry((*object).to_owned()).or_default();
                claims.insert((*case).to_owned(), write.sql == sql::TWIN_CLAIM);
            }
            [sha256, case, _, object] => {
                let used = self.uses.entry((*sha256).to_owned()).or_default();
                used.push(((*case).to_owned(), (*object).to_owned()));
            }
            _ => (),
        }
    }
}

/// Two batches: the later one is being decided, the one behind it written.
#[derive(Debug, Default)]
pub(crate) struct Unseen {
    behind: Recent,
    now: Recent,
}

impl Unseen {
    /// A batch that follows another one that is still being written.
    pub(crate) fn after(behind: Recent) -> Self {
        Unseen {
            behind,
            now: Recent::default(),
        }
    }

    /// The batch behind is written: the tables show it.
    pub(crate) fn forget_behind(&mut self) {
        self.behind = Recent::default();
    }

    /// The batch is decided and goes on to be written.
    pub(crate) fn into_behind(self) -> Recent {
        self.now
    }

    fn both(&self) -> [&Recent; 2] {
        [&self.behind, &self.now]
    }

    /// Notes what the tables will hold once `writes` are carried out.
    pub(crate) fn note(&mut self, writes: &[Bound]) {
        for write in writes {
            self.now.note(write);
        }
    }

    /// The cases that stand for an object, given those that the tables name.
    pub(crate) fn claims(&self, object: &str, held: Vec<String>) -> BTreeSet<String> {
        let mut cases: BTreeSet<String> = held.into_iter().collect();
        for (case, claims) in self
            .both()
            .into_iter()
            .filter_map(|recent| recent.claims.get(object))
            .flatten()
        {
            if *claims {
                cases.insert(case.clone());
            } else {
                cases.remove(case);
            }
        }
        cases
    }

    /// Case and object of each new use of a content.
    pub(crate) fn uses(&self, sha256: &str) -> impl Iterator<Item = &(String, String)> {
        let used = self.both().map(|recent| recent.uses.get(sha256));
        used.into_iter().flatten().flatten()
    }

    /// Notes that a case is another one now.
    pub(crate) fn touch(&mut self, case: &str) {
        self.now.touched.insert(case.to_owned());
    }

    /// The cases that are other ones than the tables know.
    pub(crate) fn touched(&self) -> impl Iterator<Item = &String> {
        self.both().into_iter().flat_map(|recent| &recent.touched)
    }

    /// The last version of the readings of a case, if there are new ones.
    pub(crate) fn readings(&self, case: &str) -> Option<u64> {
        let later = self.now.readings.get(case);
        later.or_else(|| self.behind.readings.get(case)).copied()
    }

    /// Notes the last version of the readings of a case.
    pub(crate) fn read(&mut self, case: &str, version: u64) {
        self.now.readings.insert(case.to_owned(), version);
    }

    /// Hash and answer of the command that was carried out under a key.
    pub(crate) fn answered(&self, key: &str) -> Option<&(String, Receipt)> {
        self.now.keys.get(key).or_else(|| self.behind.keys.get(key))
    }

    /// Notes the answer to a command.
    pub(crate) fn answer(&mut self, key: String, hash: String, receipt: Receipt) {
        self.now.keys.insert(key, (hash, receipt));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use store::row::bind;

    fn write(statement: store::statements::Sql, texts: [&str; 2]) -> Bound {
        bind(statement, texts.map(Param::from))
    }

    fn claims(unseen: &Unseen, held: &[&str]) -> Vec<String> {
        let held = held.iter().map(|case| (*case).to_owned()).collect();
        unseen.claims("object", held).into_iter().collect()
    }

    #[test]
    fn what_is_claimed_or_given_up_counts_before_the_tables_show_it() {
        let mut unseen = Unseen::default();
        unseen.note(&[write(sql::TWIN_CLAIM, ["object", "B"])]);
        unseen.note(&[write(sql::TWIN_RELEASE, ["object", "A"])]);
        assert_eq!(claims(&unseen, &["A", "C"]), ["B", "C"]);

        let mut unseen = Unseen::after(unseen.into_behind());
        assert_eq!(claims(&unseen, &["A", "C"]), ["B", "C"]);
        unseen.note(&[
            write(sql::TWIN_RELEASE, ["object", "B"]),
            write(sql::TWIN_CLAIM, ["object", "A"]),
            write(sql::TWIN_CLAIM, ["other", "D"]),
        ]);
        assert_eq!(claims(&unseen, &["A", "C"]), ["A", "C"]);
        // Now the tables show what was behind.
        unseen.forget_behind();
        assert_eq!(claims(&unseen, &["B", "C"]), ["A", "C"]);
    }

    #[test]
    fn readings_and_uses_of_both_batches_count() {
        let mut unseen = Unseen::default();
        unseen.read("A", 3);
        let params = ["hash", "A", "report", "object"].map(Param::from);
        unseen.note(&[bind(sql::MATERIAL_USE, params)]);
        unseen.touch("A");
        let mut unseen = Unseen::after(unseen.into_behind());
        assert_eq!(unseen.readings("A"), Some(3));
        unseen.read("A", 4);
        unseen.touch("B");
        assert_eq!(unseen.readings("A"), Some(4));
        assert_eq!(unseen.touched().collect::<Vec<_>>(), ["A", "B"]);
        assert_eq!(unseen.uses("hash").count(), 1);
        unseen.forget_behind();
        assert_eq!(unseen.touched().collect::<Vec<_>>(), ["B"]);
        assert_eq!(unseen.uses("hash").count(), 0);
    }
}
