//! The one place where failures become answers: problem details for programs
//! (RFC 9457), a page for people. Each says what is wrong, on what ground, and
//! what to do.

use crate::language::Lang;
use crate::words::{fill, say};
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use case::refusal::Refusal;
use law::form::Words;
use office::failure::Failure as Office;
use office::people::PeopleError;
use serde_json::json;
use std::sync::Arc;
use store::error::StoreError;

/// Why a request was not done.
#[derive(Debug, thiserror::Error)]
pub enum Failure {
    #[error("{0}")]
    Office(#[from] Office),
    #[error("{0}")]
    People(#[from] PeopleError),
    /// There is no such thing, or the asker may not know that there is.
    #[error("there is nothing here")]
    NotFound,
    /// It was there and was disposed of, as the words say.
    #[error("{}", .0.en)]
    Gone(Box<Words>),
    /// Number and receipt code do not belong together.
    #[error("number and code do not belong together")]
    NoReceipt,
    #[error("this cannot be done here")]
    Method,
    #[error("sign in first")]
    Unsigned,
    /// The request did not come from one of our own pages.
    #[error("the request did not come from a page of this site")]
    Foreign,
    #[error("{0}")]
    Input(String),
    /// The address or the request cannot be read, as the words say.
    #[error("{}", .0.en)]
    Misasked(Box<Words>),
    #[error("the request is too large")]
    TooLarge,
    #[error("findings are made here; hand the material in instead")]
    FindingsGiven,
    #[error("too much is under way")]
    Busy,
    #[error("it took too long")]
    Slow,
    /// The record or the program is not as it should be.
    #[error("{0}")]
    Broken(String),
}

impl From<Refusal> for Failure {
    fn from(refusal: Refusal) -> Self {
        Failure::Office(refusal.into())
    }
}

impl From<StoreError> for Failure {
    fn from(error: StoreError) -> Self {
        Failure::Office(error.into())
    }
}

/// A failure on its way out; `present` gives it words in the reader's language.
#[derive(Debug, Clone)]
pub(crate) struct Told(pub(crate) Arc<Failure>);

impl IntoResponse for Failure {
    fn into_response(self) -> Response {
        let status = self.status();
        if status.is_server_error() && status != StatusCode::SERVICE_UNAVAILABLE {
            tracing::error!(error = %self, "a request failed");
        }
        let mut response = status.into_response();
        if let Failure::People(PeopleError::Wait { seconds }) = &self {
            response
                .headers_mut()
                .insert(header::RETRY_AFTER, HeaderValue::from(*seconds));
        } else if status == StatusCode::SERVICE_UNAVAILABLE {
            response
                .headers_mut()
                .insert(header::RETRY_AFTER, HeaderValue::from_static("5"));
        }
        response.extensions_mut().insert(Told(Arc::new(self)));
        response
    }
}

impl Failure {
    /// Refused, stale and broken are three things; what one may not know does
    /// not exist.
    pub fn status(&self) -> StatusCode {
        match self {
            Failure::Office(office) => of_office(office),
            Failure::People(PeopleError::Wrong | PeopleError::NoParty) | Failure::Unsigned => {
                StatusCode::UNAUTHORIZED
            }
            Failure::People(PeopleError::Wait { .. }) => StatusCode::TOO_MANY_REQUESTS,
            Failure::People(PeopleError::Full) | Failure::Busy => StatusCode::SERVICE_UNAVAILABLE,
            Failure::People(PeopleError::Store(error)) => of_store(error),
            Failure::People(PeopleError::Random(_) | PeopleError::Hash(_)) | Failure::Broken(_) => {
                StatusCode::INTERNAL_SERVER_ERROR
            }
            Failure::People(PeopleError::Taken(_) | PeopleError::Login | PeopleError::Password) => {
                StatusCode::UNPROCESSABLE_ENTITY
            }
            Failure::NotFound | Failure::NoReceipt => StatusCode::NOT_FOUND,
            Failure::Gone(_) => StatusCode::GONE,
            Failure::Method => StatusCode::METHOD_NOT_ALLOWED,
            Failure::Foreign => StatusCode::FORBIDDEN,
            Failure::Input(_) | Failure::Misasked(_) => StatusCode::BAD_REQUEST,
            Failure::TooLarge => StatusCode::PAYLOAD_TOO_LARGE,
            Failure::FindingsGiven => StatusCode::UNPROCESSABLE_ENTITY,
            Failure::Slow => StatusCode::REQUEST_TIMEOUT,
        }
    }

    /// A short stable name, for programs.
    pub fn code(&self) -> &'static str {
        match self {
            Failure::Office(Office::Refused { refusal, .. }) if refusal.hides() => "not-found",
            Failure::Office(Office::Refused { refusal, .. }) => refusal.code(),
            Failure::Office(Office::Stale { .. }) => "stale",
            Failure::Office(Office::KeyReused(_)) => "key-reused",
            Failure::Office(Office::Input(_)) | Failure::Input(_) | Failure::Misasked(_) => {
                "malformed"
            }
            Failure::Office(Office::Store(StoreError::Full)) => "full",
            Failure::Office(Office::Closed) => "closing",
            Failure::Office(Office::Store(_)) | Failure::Broken(_) => "broken",
            Failure::People(PeopleError::Wrong) => "wrong-password",
            Failure::People(PeopleError::NoParty) => "no-party",
            Failure::People(PeopleError::Wait { .. }) => "wait",
            Failure::People(_) => "account",
            Failure::NotFound => "not-found",
            Failure::NoReceipt => "no-receipt",
            Failure::Gone(_) => "gone",
            Failure::Method => "method",
            Failure::Unsigned => "unsigned",
            Failure::Foreign => "foreign",
            Failure::TooLarge => "too-large",
            Failure::FindingsGiven => "findings-given",
            Failure::Busy => "busy",
            Failure::Slow => "slow",
        }
    }

    /// What is wrong and what to do, in words. What broke inside is for the
    /// log, not for the reader.
    pub fn words(&self) -> Words {
        let plain = |key| Words {
            zh: say(Lang::Zh, key).into(),
            en: say(Lang::En, key).into(),
        };
        let with = |key, name: &str, value: &str| Words {
            zh: fill(Lang::Zh, key, &[(name, value)]),
            en: fill(Lang::En, key, &[(name, value)]),
        };
        match self {
            Failure::Office(Office::Refused { refusal, .. }) if refusal.hides() => {
                plain("failure.not-found")
            }
            Failure::Office(Office::Refused { refusal, .. }) => refusal.wording(),
            Failure::Office(Office::Stale { .. }) => plain("failure.stale"),
            Failure::Office(Office::KeyReused(_)) => plain("failure.key-reused"),
            Failure::Office(Office::Input(why)) | Failure::Input(why) => {
                with("failure.input", "why", why)
            }
            Failure::Office(Office::Store(StoreError::Full)) => plain("failure.full"),
            Failure::Office(Office::Closed) => plain("failure.closing"),
            Failure::Office(Office::Store(_)) | Failure::Broken(_) => plain("failure.broken"),
            Failure::People(PeopleError::Wrong) => plain("failure.wrong-password"),
            Failure::People(PeopleError::NoParty) => plain("failure.no-party"),
            Failure::People(PeopleError::Wait { seconds }) => {
                with("failure.wait", "seconds", &seconds.to_string())
            }
            Failure::People(PeopleError::Full) | Failure::Busy => plain("failure.busy"),
            Failure::People(PeopleError::Taken(_) | PeopleError::Login | PeopleError::Password) => {
                with("failure.input", "why", &self.to_string())
            }
            Failure::People(_) => plain("failure.broken"),
            Failure::NotFound => plain("failure.not-found"),
            Failure::NoReceipt => plain("failure.no-receipt"),
            Failure::Gone(words) => words.as_ref().clone(),
            Failure::Method => plain("failure.method"),
            Failure::Unsigned => plain("failure.unsigned"),
            Failure::Foreign => plain("failure.foreign"),
            Failure::Misasked(why) => Words {
                zh: fill(Lang::Zh, "failure.input", &[("why", &why.zh)]),
                en: fill(Lang::En, "failure.input", &[("why", &why.en)]),
            },
            Failure::TooLarge => plain("failure.too-large"),
            Failure::FindingsGiven => plain("failure.findings-given"),
            Failure::Slow => plain("failure.slow"),
        }
    }

    /// The article on which a refusal rests, as a reader cites it.
    pub fn citation(&self, lang: Lang) -> Option<&str> {
        match self {
            Failure::Office(Office::Refused { refusal, zh, en }) if !refusal.hides() => {
                if lang.is_zh() {
                    zh.as_deref()
                } else {
                    en.as_deref()
                }
            }
            _ => None,
        }
    }

    /// The failure as problem details (RFC 9457).
    pub fn problem(&self) -> serde_json::Value {
        let words = self.words();
        let mut problem = json!({
            "type": format!("urn:xinbiao:{}", self.code()),
            "code": self.code(),
            "status": self.status().as_u16(),
            "title": self.status().canonical_reason(),
            "detail": words.en,
            "detail_zh": words.zh,
        });
        if let (Some(problem), Some(zh), Some(en)) = (
            problem.as_object_mut(),
            self.citation(Lang::Zh),
            self.citation(Lang::En),
        ) {
            problem.insert("basis".into(), en.into());
            problem.insert("basis_zh".into(), zh.into());
        }
        if let (Some(problem), Failure::Office(Office::Stale { now, .. })) =
            (problem.as_object_mut(), self)
        {
            problem.insert("version".into(), (*now).into());
        }
        problem
    }
}

fn of_office(failure: &Office) -> StatusCode {
    match failure {
        Office::Refused { refusal, .. } if refusal.hides() => StatusCode::NOT_FOUND,
        Office::Refused { refusal, .. } => match refusal.as_ref() {
            Refusal::NotYours { .. }
            | Refusal::NotConfirmed { .. }
            | Refusal::NoMandate { .. }
            | Refusal::NotAllowed { .. } => StatusCode::FORBIDDEN,
            _ => StatusCode::UNPROCESSABLE_ENTITY,
        },
        Office::Stale { .. } | Office::KeyReused(_) => StatusCode::CONFLICT,
        Office::Store(error) => of_store(error),
        Office::Closed => StatusCode::SERVICE_UNAVAILABLE,
        Office::Input(_) => StatusCode::BAD_REQUEST,
    }
}

fn of_store(error: &StoreError) -> StatusCode {
    match error {
        StoreError::Full => StatusCode::INSUFFICIENT_STORAGE,
        StoreError::Locked(_) | StoreError::Lost(_) | StoreError::Overtaken => {
            StatusCode::SERVICE_UNAVAILABLE
        }
        StoreError::Version { .. }
        | StoreError::Open { .. }
        | StoreError::Unsound(_)
        | StoreError::Other(_) => StatusCode::INTERNAL_SERVER_ERROR,
    }
}
