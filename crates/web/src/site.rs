//! What handlers work with: the office, its people, and the ready answers.

use crate::cursor::Seal;
use crate::failure::Failure;
use crate::known::Known;
use crate::label::shelf::{self, Shelf};
use crate::limits::Options;
use crate::statistics::Counts;
use case::world::World;
use office::opening::Office;
use office::people::People;
use proof::qr::Base;
use std::sync::{Arc, Weak};
use tokio::sync::Semaphore;

/// The site. Cheap to clone.
#[derive(Debug, Clone)]
pub struct Site {
    inner: Arc<Inner>,
}

#[derive(Debug)]
struct Inner {
    office: Office,
    people: People,
    options: Options,
    base: Base,
    shelf: Shelf,
    known: Known,
    seal: Seal,
    counts: Counts,
    /// How many questions to the store may be under way.
    desk: Semaphore,
    /// How many passwords may be worked on.
    passwords: Semaphore,
}

/// A site that does not keep it open.
#[derive(Debug)]
pub(crate) struct WeakSite(Weak<Inner>);

impl WeakSite {
    pub(crate) fn upgrade(&self) -> Option<Site> {
        self.0.upgrade().map(|inner| Site { inner })
    }
}

impl Site {
    /// A site of an office. To be called inside a runtime: it watches what
    /// changes.
    ///
    /// # Errors
    ///
    /// [`Failure::Office`] if the office was set up with a base that is none.
    pub fn new(office: Office, people: People, options: Options) -> Result<Site, Failure> {
        let base = office.base()?;
        let site = Site {
            inner: Arc::new(Inner {
                base,
                shelf: Shelf::new(options.shelf_bytes),
                known: Known::new(&office)?,
                seal: Seal::new(office.label_key()),
                counts: Counts::default(),
                desk: Semaphore::new(options.questions),
                passwords: Semaphore::new(options.passwords),
                office,
                people,
                options,
            }),
        };
        shelf::watch(&site);
        Ok(site)
    }

    /// The office.
    pub fn office(&self) -> &Office {
        &self.inner.office
    }

    /// Who may sign in.
    pub fn people(&self) -> &People {
        &self.inner.people
    }

    /// How it was set up.
    pub fn options(&self) -> &Options {
        &self.inner.options
    }

    /// Scheme and host of the public address.
    pub fn base(&self) -> &Base {
        &self.inner.base
    }

    /// Whether people reach it over HTTPS.
    pub fn is_https(&self) -> bool {
        self.inner.base.to_string().starts_with("HTTPS://")
    }

    /// The ready answers.
    pub fn shelf(&self) -> &Shelf {
        &self.inner.shelf
    }

    /// What seals the cursors of lists of cases.
    pub(crate) fn seal(&self) -> &Seal {
        &self.inner.seal
    }

    /// Counts that were made.
    pub(crate) fn counts(&self) -> &Counts {
        &self.inner.counts
    }

    /// Parties and calendars as they are now.
    ///
    /// # Errors
    ///
    /// A failure of the store.
    pub fn world(&self) -> Result<Arc<World>, Failure> {
        self.inner.known.now(&self.inner.office)
    }

    /// Does work that asks the store, where it holds nobody else up.
    ///
    /// # Errors
    ///
    /// [`Failure::Busy`] if too much is under way; else that of the work.
    pub async fn aside<T: Send + 'static>(
        &self,
        work: impl FnOnce(&Site) -> Result<T, Failure> + Send + 'static,
    ) -> Result<T, Failure> {
        self.within(&self.inner.desk, work).await
    }

    /// As [`Site::aside`], for passwords, of which few are worked on at once
    /// (T-DOS-03).
    ///
    /// # Errors
    ///
    /// As [`Site::aside`].
    pub async fn slowly<T: Send + 'static>(
        &self,
        work: impl FnOnce(&Site) -> Result<T, Failure> + Send + 'static,
    ) -> Result<T, Failure> {
        self.within(&self.inner.passwords, work).await
    }

    async fn within<T: Send + 'static>(
        &self,
        places: &Semaphore,
        work: impl FnOnce(&Site) -> Result<T, Failure> + Send + 'static,
    ) -> Result<T, Failure> {
        let patience = self.inner.options.patience;
        let place = tokio::time::timeout(patience, places.acquire()).await;
        let Ok(Ok(_place)) = place else {
            return Err(Failure::Busy);
        };
        let site = self.clone();
        let done = tokio::task::spawn_blocking(move || work(&site)).await;
        done.map_err(|error| Failure::Broken(format!("the work broke off: {error}")))?
    }

    pub(crate) fn weak(&self) -> WeakSite {
        WeakSite(Arc::downgrade(&self.inner))
    }
}
