//! What time it is. Only the office asks; everybody else is told.

use law::calendar::Moment;
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

/// The system's clock, or one that is set by hand.
#[derive(Debug, Clone)]
pub enum Clock {
    System,
    Set(Arc<AtomicI64>),
    /// The system's, so many milliseconds ahead: for demonstrations that go
    /// on from a simulated day.
    Ahead(Moment),
}

impl Clock {
    /// A clock that stands at `moment` until it is set.
    pub fn at(moment: Moment) -> Self {
        Clock::Set(Arc::new(AtomicI64::new(moment)))
    }

    /// Now, in milliseconds since 1970 UTC.
    pub fn now(&self) -> Moment {
        match self {
            #[allow(
                clippy::disallowed_methods,
                reason = "this is the one place that may ask"
            )]
            Clock::System => jiff::Timestamp::now().as_millisecond(),
            #[allow(
                clippy::disallowed_methods,
                reason = "this is the one place that may ask"
            )]
            Clock::Ahead(ahead) => jiff::Timestamp::now().as_millisecond() + ahead,
            Clock::Set(moment) => moment.load(Ordering::SeqCst),
        }
    }

    /// Sets a clock that is set by hand; the system's goes its own way.
    pub fn set(&self, to: Moment) {
        if let Clock::Set(moment) = self {
            moment.store(to, Ordering::SeqCst);
        }
    }
}
