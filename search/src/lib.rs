//! Query language, hits, counts, HTTP API and pages.

pub mod calendar;
pub mod server;
