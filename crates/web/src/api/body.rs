//! JSON bodies: whole, within the limit, without unknown members (T-AUZ-03).

use crate::failure::Failure;
use axum::extract::{FromRequest, Request};
use axum::http::header;
use axum::response::{IntoResponse, Response};
use bytes::Bytes;
use http_body_util::{BodyExt, LengthLimitError, Limited};
use serde::de::DeserializeOwned;

/// A body read as `T`.
#[derive(Debug)]
pub(crate) struct Body<T>(pub(crate) T);

impl<T: DeserializeOwned, S: Send + Sync> FromRequest<S> for Body<T> {
    type Rejection = Response;

    async fn from_request(request: Request, state: &S) -> Result<Self, Response> {
        let of = request
            .headers()
            .get(header::CONTENT_TYPE)
            .and_then(|of| of.to_str().ok());
        let is_json = of.is_some_and(|of| {
            of.split(';')
                .next()
                .is_some_and(|of| of.trim() == "application/json")
        });
        if !is_json {
            let failure = Failure::Input("the body must be JSON, sent as application/json".into());
            return Err(failure.into_response());
        }
        let bytes = Bytes::from_request(request, state).await.map_err(|error| {
            match error.status().as_u16() {
                413 => Failure::TooLarge.into_response(),
                _ => Failure::Input(error.body_text()).into_response(),
            }
        })?;
        let value = serde_json::from_slice(&bytes);
        value
            .map(Body)
            .map_err(|error| Failure::Input(error.to_string()).into_response())
    }
}

/// The bytes of a body, at most `limit`.
///
/// # Errors
///
/// [`Failure::TooLarge`], or [`Failure::Input`] if it broke off.
pub(crate) async fn whole(request: Request, limit: usize) -> Result<Bytes, Failure> {
    let body = Limited::new(request.into_body(), limit).collect().await;
    body.map(http_body_util::Collected::to_bytes)
        .map_err(|error| {
            if error.is::<LengthLimitError>() {
                Failure::TooLarge
            } else {
                Failure::Input(error.to_string())
            }
        })
}
