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
        let mut taken = (route.takes)();
        if route.uploads {
            // The other parts of the form come with the file.
            let most = site.options().upload_bytes + site.options().body_bytes;
            taken = taken.layer(DefaultBodyLimit::max(most));
        }
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
