//! Query language, hits, counts, HTTP API and pages.

pub mod calendar;
pub mod counting;
pub mod finder;
pub mod pages;
pub mod query;
pub mod server;
pub mod suggesting;
pub mod web;
