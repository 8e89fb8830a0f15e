//! The first look at a request: a check of a label whose answer is ready goes
//! out from here; everything else goes to the router.

use crate::failure::{Failure, Told};
use crate::label::answer;
use crate::present;
use crate::router::router;
use crate::security;
use crate::site::Site;
use axum::Router;
use axum::body::Body;
use axum::response::IntoResponse;
use bytes::Bytes;
use hyper::body::{Frame, Incoming, SizeHint};
use hyper::{Method, Request, Response};
use std::convert::Infallible;
use std::net::IpAddr;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};
use tokio::sync::Semaphore;
use tower::ServiceExt;

/// The door of a site. Cheap to clone.
#[derive(Debug, Clone)]
pub struct Door {
    site: Site,
    router: Router,
    places: Arc<Semaphore>,
}

/// The address from which a request came.
#[derive(Debug, Clone, Copy)]
pub struct From(pub IpAddr);

/// A body that is ready, or one that is still made.
#[derive(Debug)]
pub enum Sent {
    Ready(Option<Bytes>),
    Made(Body),
}

impl hyper::body::Body for Sent {
    type Data = Bytes;
    type Error = axum::Error;

    fn poll_frame(
        self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, axum::Error>>> {
        match self.get_mut() {
            Sent::Ready(bytes) => Poll::Ready(bytes.take().map(|bytes| Ok(Frame::data(bytes)))),
            Sent::Made(body) => Pin::new(body).poll_frame(context),
        }
    }

    fn is_end_stream(&self) -> bool {
        match self {
            Sent::Ready(bytes) => bytes.as_ref().is_none_or(Bytes::is_empty),
            Sent::Made(body) => body.is_end_stream(),
        }
    }

    fn size_hint(&self) -> SizeHint {
        match self {
            Sent::Ready(bytes) => {
                SizeHint::with_exact(bytes.as_ref().map_or(0, |bytes| bytes.len() as u64))
            }
            Sent::Made(body) => body.size_hint(),
        }
    }
}

impl Door {
    /// The door of a site.
    pub fn new(site: Site) -> Self {
        let router = router(&site);
        let places = Arc::new(Semaphore::new(site.options().requests));
        Door {
            site,
            router,
            places,
        }
    }

    /// Answers a request.
    ///
    /// # Errors
    ///
    /// None: a failure is an answer.
    pub async fn answer(
        &self,
        mut request: Request<Incoming>,
        from: IpAddr,
    ) -> Result<Response<Sent>, Infallible> {
        if let Some(ready) = self.ready(&request) {
            return Ok(ready);
        }
        // One too many is told so at once, before anything is read of it.
        let Ok(_place) = self.places.try_acquire() else {
            return Ok(self.refuse(&request, Failure::Busy).map(Sent::Made));
        };
        request.extensions_mut().insert(From(from));
        let answer = self.router.clone().oneshot(request.map(Body::new)).await;
        let Ok(response) = answer;
        Ok(response.map(Sent::Made))
    }

    fn ready(&self, request: &Request<Incoming>) -> Option<Response<Sent>> {
        if request.method() != Method::GET && request.method() != Method::HEAD {
            return None;
        }
        let uri = request.uri();
        let asked = answer::asked(uri.path(), uri.query(), request.headers())?;
        let ready = answer::ready(&self.site, asked, request.headers())?;
        Some(ready.map(|bytes| Sent::Ready(Some(bytes))))
    }

    fn refuse(&self, request: &Request<Incoming>, failure: Failure) -> Response<Body> {
        let lang = present::language(request.uri(), request.headers());
        let is_api = request.uri().path().starts_with("/api/");
        let mut response = failure.into_response();
        if let Some(Told(failure)) = response.extensions_mut().remove::<Told>() {
            response = present::told(&failure, response, lang, is_api);
        }
        security::page_headers(response.headers_mut());
        response
    }
}
