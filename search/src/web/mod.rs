//! The addresses of the site: JSON for programs, pages for people, health for machines.

mod api;
mod ask;
mod health;
mod names;
mod site;
mod state;
mod views;

use axum::Router;

pub use state::{Clock, Platforms, Web};

use crate::server::static_routes;

/// Every route.
pub fn routes(web: Web) -> Router {
    Router::new()
        .merge(api::routes())
        .merge(health::routes())
        .fallback(site::page)
        .with_state(web)
        .merge(static_routes())
}
