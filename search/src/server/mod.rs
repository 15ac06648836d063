//! The server: its own accept loop, with a deadline for everything a client may be slow at.
//!
//! A connection costs at most one place of a fixed number; heads, bodies and readers that make no
//! progress are cut; a stop finishes the requests in hand. What answers requests is a router
//! handed in, and it runs behind a guard that bounds requests, turns panics into pages and puts
//! the same security headers on every answer.

mod accept;
mod answer;
mod assets;
mod guard;
mod gzip;
mod headers;
mod limits;
mod stream;

pub use accept::Server;
pub use answer::{html, refusal_in_words};
pub use assets::{Asset, static_routes};
pub use guard::Refusal;
pub use limits::Limits;
