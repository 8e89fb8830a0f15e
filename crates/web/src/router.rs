//! The router, made from the table of routes.

use crate::failure::Failure;
use crate::policy::{ROUTES, Who};
use crate::site::Site;
use crate::{present, session};
use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::middleware::{from_fn, from_fn_with_state};

/// A router of every route of the site.
pub fn router(site: &Site) -> Router {
    let mut router = Router::new();
    for route in ROUTES {
        let taken = (route.takes)();
        let guarded = match route.who {
            Who::Public => taken,
            Who::Person => taken.route_layer(from_fn_with_state(site.clone(), session::person)),
            Who::Token => taken.route_layer(from_fn_with_state(site.clone(), session::token)),
        };
        router = router.route(route.path, guarded);
    }
    router
        .fallback(|| async { Failure::NotFound })
        .method_not_allowed_fallback(|| async { Failure::Method })
        .layer(DefaultBodyLimit::max(site.options().body_bytes))
        .layer(from_fn_with_state(site.clone(), present::limited))
        .layer(from_fn(present::present))
        .with_state(site.clone())
}
