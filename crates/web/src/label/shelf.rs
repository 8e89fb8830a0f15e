//! Ready answers, kept in memory within bounds. An answer is taken off when
//! its entry changes and is never given out past the moment up to which it is
//! true.

use crate::language::Lang;
use crate::site::Site;
use axum::http::{HeaderValue, StatusCode};
use bytes::Bytes;
use law::calendar::Moment;
use office::opening::Office;
use quick_cache::sync::Cache;
use quick_cache::{Equivalent, Weighter};
use std::sync::{Arc, Mutex, PoisonError};
use store::error::StoreError;
use store::row::bind;
use store::statements as sql;

/// What of an entry an answer holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Kind {
    /// The signed status.
    Status,
    /// The page.
    Page(Lang),
    /// The page of somebody who scanned the code on a label.
    Scanned(Lang),
}

/// How many changed entries are looked at at once.
const PAGE: i64 = 500;
const KINDS: [Kind; 5] = [
    Kind::Status,
    Kind::Page(Lang::Zh),
    Kind::Page(Lang::En),
    Kind::Scanned(Lang::Zh),
    Kind::Scanned(Lang::En),
];

/// An answer, ready to be sent under the headers of its kind.
#[derive(Debug)]
pub struct Ready {
    pub status: StatusCode,
    pub body: Bytes,
    pub etag: HeaderValue,
    /// The first moment at which it must not be given out any more.
    pub until: Moment,
    /// The code that a label with this entry bears, for comparison.
    pub code: Option<Box<str>>,
}

#[derive(Debug, Clone, PartialEq, Eq, Hash)]
struct Key {
    kind: Kind,
    number: Box<str>,
}

/// A key that is looked for: hashed as [`Key`] is.
#[derive(Debug, Hash)]
struct Sought<'n> {
    kind: Kind,
    number: &'n str,
}

impl Equivalent<Key> for Sought<'_> {
    fn equivalent(&self, key: &Key) -> bool {
        self.kind == key.kind && *self.number == *key.number
    }
}

#[derive(Debug, Clone)]
struct Weigh;

impl Weighter<Key, Arc<Ready>> for Weigh {
    fn weight(&self, key: &Key, ready: &Arc<Ready>) -> u64 {
        let code = ready.code.as_ref().map_or(0, |code| code.len());
        // The last is for what stands around them, roughly.
        (key.number.len() + ready.body.len() + code + 250) as u64
    }
}

/// The shelf of ready answers.
#[derive(Debug)]
pub struct Shelf {
    cache: Cache<Key, Arc<Ready>, Weigh>,
    /// How often something was taken off. Who makes an answer from what it
    /// read before may not put it here afterwards.
    taken_off: Mutex<u64>,
}

impl Shelf {
    /// A shelf of at most `bytes`.
    pub fn new(bytes: u64) -> Self {
        let items = usize::try_from(bytes / 4000).unwrap_or(usize::MAX).max(16);
        Shelf {
            cache: Cache::with_weighter(items, bytes, Weigh),
            taken_off: Mutex::default(),
        }
    }

    /// The answer of this kind about `number` that is true at `now`.
    pub fn get(&self, kind: Kind, number: &str, now: Moment) -> Option<Arc<Ready>> {
        let ready = self.cache.get(&Sought { kind, number })?;
        (now < ready.until).then_some(ready)
    }

    /// What [`Shelf::put`] wants to know from before the record was read.
    pub fn ticket(&self) -> u64 {
        *self
            .taken_off
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
    }

    /// Keeps an answer, unless something was taken off since `ticket`.
    pub fn put(&self, kind: Kind, number: &str, ready: Arc<Ready>, ticket: u64) {
        let taken_off = self
            .taken_off
            .lock()
            .unwrap_or_else(PoisonError::into_inner);
        if *taken_off == ticket {
            let number = number.into();
            self.cache.insert(Key { kind, number }, ready);
        }
    }

    fn take_off(&self, numbers: &[String]) {
        if numbers.is_empty() {
            return;
        }
        let mut taken_off = self
            .taken_off
            .lock()
            .unwrap_or_else(PoisonError::into_inner);
        *taken_off += 1;
        for number in numbers {
            for kind in KINDS {
                self.cache.remove(&Sought { kind, number });
            }
        }
    }
}

/// Takes off whatever changes, as long as the site is there.
pub(crate) fn watch(site: &Site) {
    let mut advanced = site.office().advanced();
    let mut seen = {
        let first = advanced.borrow_and_update();
        (first.size, first.position)
    };
    let weak = site.weak();
    tokio::spawn(async move {
        while advanced.changed().await.is_ok() {
            let now = {
                let now = advanced.borrow_and_update();
                (now.size, now.position)
            };
            // What stays out of the public log changes nothing that is here.
            if now.0 == seen.0 {
                continue;
            }
            let Some(site) = weak.upgrade() else { return };
            let work = move || forget_after(site.office(), site.shelf(), seen);
            match tokio::task::spawn_blocking(work).await {
                Ok(Ok(())) => seen = now,
                Ok(Err(error)) => tracing::error!(%error, "changed entries could not be read"),
                Err(error) => tracing::error!(%error, "looking for changed entries broke off"),
            }
        }
    });
}

/// Takes the entries off that changed after the event `seen` of the log, or of
/// which a document was disposed of after that position of the record.
fn forget_after(
    office: &Office,
    shelf: &Shelf,
    (seen, position): (u64, u64),
) -> Result<(), StoreError> {
    let mut after = (position + 1, String::new(), String::new());
    loop {
        let (position, sha256, number) = &after;
        let (sha256, number) = (sha256.as_str().into(), number.as_str().into());
        let params = [(*position).into(), sha256, number, PAGE.into()];
        let rows = office.read(bind(sql::ENTRY_DISPOSED, params))?;
        let Some(last) = rows.last() else { break };
        let numbers: Vec<String> = rows.iter().map(|row| row.text(2).to_owned()).collect();
        after = (
            last.count(0),
            last.text(1).to_owned(),
            last.text(2).to_owned(),
        );
        shelf.take_off(&numbers);
    }
    let mut after = seen;
    loop {
        let rows = office.read(bind(sql::ENTRY_CHANGED, [after.into(), PAGE.into()]))?;
        let Some(last) = rows.last() else {
            return Ok(());
        };
        after = last.count(1);
        let changed: Vec<String> = rows.iter().map(|row| row.text(0).to_owned()).collect();
        shelf.take_off(&changed);
    }
}
