//! Forms bear a token that only our own pages can know (T-ATN-04).

use crate::failure::Failure;
use crate::session::Signed;
use axum::extract::{FromRequest, Request};
use axum::response::{IntoResponse, Response};
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use sha2::{Digest, Sha256};

/// The token of a person's forms: follows from the secret of the session and
/// says nothing about it.
pub(crate) fn token(signed: &Signed) -> String {
    let digest = Sha256::digest(["form\n", &signed.token].concat().as_bytes());
    URL_SAFE_NO_PAD.encode(digest)
}

/// Whether `given` is the token of the person's forms.
///
/// # Errors
///
/// [`Failure::Foreign`] if not.
pub(crate) fn check(signed: &Signed, given: &str) -> Result<(), Failure> {
    let right = token(signed);
    let differs = right
        .bytes()
        .zip(given.bytes())
        .fold(0, |sum, (a, b)| sum | (a ^ b));
    if right.len() == given.len() && differs == 0 {
        Ok(())
    } else {
        Err(Failure::Foreign)
    }
}

/// A posted form whose token was right, as names and values.
#[derive(Debug)]
pub(crate) struct Posted {
    pub(crate) signed: Signed,
    pairs: Vec<(String, String)>,
}

impl<S: Send + Sync> FromRequest<S> for Posted {
    type Rejection = Response;

    async fn from_request(mut request: Request, state: &S) -> Result<Self, Response> {
        let signed = request.extensions_mut().remove::<Signed>();
        let signed = signed.ok_or_else(|| Failure::Unsigned.into_response())?;
        let pairs = pairs(request, state).await?;
        let posted = Posted { signed, pairs };
        let given = posted.text("csrf").unwrap_or_default();
        check(&posted.signed, given).map_err(IntoResponse::into_response)?;
        Ok(posted)
    }
}

/// The names and values of a form.
pub(crate) async fn pairs<S: Send + Sync>(
    request: Request,
    state: &S,
) -> Result<Vec<(String, String)>, Response> {
    let form = axum::Form::<Vec<(String, String)>>::from_request(request, state).await;
    form.map(|form| form.0)
        .map_err(|error| match error.status().as_u16() {
            413 => Failure::TooLarge.into_response(),
            _ => Failure::Input(error.body_text()).into_response(),
        })
}

impl Posted {
    /// The value under `name`.
    pub(crate) fn text(&self, name: &str) -> Option<&str> {
        self.pairs
            .iter()
            .find(|(key, _)| key == name)
            .map(|(_, value)| value.as_str())
    }

    /// Only those values whose names are to be kept.
    pub(crate) fn keep(&mut self, kept: impl Fn(&str) -> bool) {
        self.pairs.retain(|(name, _)| kept(name));
    }

    /// All values under `name`.
    pub(crate) fn all<'p>(&'p self, name: &'p str) -> impl Iterator<Item = &'p str> {
        self.pairs
            .iter()
            .filter(move |(key, _)| key == name)
            .map(|(_, value)| value.as_str())
    }

    /// The values whose names begin with `prefix`, under the rest of the name.
    pub(crate) fn beginning<'p>(
        &'p self,
        prefix: &'p str,
    ) -> impl Iterator<Item = (&'p str, &'p str)> {
        self.pairs
            .iter()
            .filter_map(move |(key, value)| Some((key.strip_prefix(prefix)?, value.as_str())))
    }
}
