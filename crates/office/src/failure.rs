//! Refused, stale, broken: the law says no; someone was faster; we failed.

use case::refusal::Refusal;
use store::error::StoreError;

/// Why a command was not carried out. Nothing is recorded then.
#[derive(Debug, thiserror::Error)]
pub enum Failure {
    #[error("{refusal}")]
    Refused {
        refusal: Box<Refusal>,
        /// The article, as a Chinese and an English reader cite it.
        zh: Option<String>,
        en: Option<String>,
    },
    #[error("the case has moved on to version {now}, you saw {seen}; look at it again")]
    Stale { seen: u64, now: u64 },
    #[error("the key `{0}` was used with another command; take a new key")]
    KeyReused(String),
    #[error("{0}")]
    Store(#[from] StoreError),
    #[error("the office is closing down; send the command again later")]
    Closed,
    #[error("{0}")]
    Input(String),
}

impl From<Refusal> for Failure {
    fn from(refusal: Refusal) -> Self {
        Failure::Refused {
            refusal: Box::new(refusal),
            zh: None,
            en: None,
        }
    }
}

impl Failure {
    /// The refusal, if it is one.
    pub fn refusal(&self) -> Option<&Refusal> {
        match self {
            Failure::Refused { refusal, .. } => Some(refusal),
            _ => None,
        }
    }
}
