//! Failed sign-ins are counted by name and place, and by place alone. Never by
//! name alone: a stranger could shut its owner out.

use law::calendar::Moment;
use std::collections::BTreeMap;

/// Failures are forgotten after five minutes without another.
const WINDOW: Moment = 5 * 60_000;
/// How many may fail for one name from one place …
const OF_NAME: u32 = 5;
/// … and from one place for all names.
const OF_PLACE: u32 = 30;
const MOST_COUNTS: usize = 100_000;

#[derive(Debug, Clone, Copy)]
struct Count {
    failed: u32,
    last: Moment,
}

/// The failures of late.
#[derive(Debug, Default)]
pub(super) struct Throttle {
    counts: BTreeMap<String, Count>,
}

impl Throttle {
    /// How many seconds are left to wait, if any.
    pub(super) fn wait(&self, login: &str, from: &str, now: Moment) -> Option<i64> {
        let over = |key: &str, most: u32| {
            let count = self.counts.get(key)?;
            let left = count.last + WINDOW - now;
            (most <= count.failed && 0 < left).then_some(left)
        };
        let left = over(&both(login, from), OF_NAME).max(over(from, OF_PLACE))?;
        Some((left + 999) / 1000)
    }

    /// Counts a failure.
    pub(super) fn note(&mut self, login: &str, from: &str, now: Moment) {
        if MOST_COUNTS <= self.counts.len() {
            self.counts.retain(|_, count| now < count.last + WINDOW);
        }
        if MOST_COUNTS <= self.counts.len() {
            self.counts.clear();
        }
        for key in [both(login, from), from.to_owned()] {
            let count = self.counts.entry(key).or_insert(Count {
                failed: 0,
                last: now,
            });
            if count.last + WINDOW <= now {
                count.failed = 0;
            }
            count.failed = count.failed.saturating_add(1);
            count.last = now;
        }
    }

    /// Forgets the failures of a name at a place after a success.
    pub(super) fn forget(&mut self, login: &str, from: &str) {
        self.counts.remove(&both(login, from));
    }
}

fn both(login: &str, from: &str) -> String {
    let login: String = login.chars().take(64).collect();
    format!("{from}\n{login}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_sixth_attempt_waits_and_another_place_does_not() {
        let mut throttle = Throttle::default();
        for at in 0..5 {
            assert_eq!(throttle.wait("a", "here", at), None);
            throttle.note("a", "here", at);
        }
        assert_eq!(throttle.wait("a", "here", 4), Some(300));
        assert_eq!(throttle.wait("a", "there", 4), None);
        assert_eq!(throttle.wait("a", "here", 4 + WINDOW), None);
    }

    #[test]
    fn a_place_that_tries_many_names_waits_for_all_of_them() {
        let mut throttle = Throttle::default();
        for at in 0..30 {
            throttle.note(&format!("name-{at}"), "here", 0);
        }
        assert!(throttle.wait("another", "here", 1).is_some());
    }
}
