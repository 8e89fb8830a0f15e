//! What can go wrong with the store, told apart by what one can do about it.

/// A failure of the store.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    #[error("the disk is full; nothing was recorded. Make room, then send the command again")]
    Full,
    #[error("the database is locked by another program; stop it, then start again ({0})")]
    Locked(String),
    /// Whether the last commit took place is not known.
    #[error(
        "the database did not answer ({0}); nothing more is written until it has been read anew"
    )]
    Lost(String),
    #[error("somebody else moved the head of the chain; the command is tried again")]
    Overtaken,
    #[error("the database is of version {found}, this program knows version {known}; {advice}")]
    Version {
        found: i64,
        known: i64,
        advice: &'static str,
    },
    #[error("`{place}` cannot be opened: {why}")]
    Open { place: String, why: String },
    #[error("the record is not sound: {0}")]
    Unsound(String),
    #[error("{0}")]
    Other(String),
}
