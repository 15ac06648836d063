//! The system of record: posts, raw answers, cursors, coverage, withdrawals, revisions.

mod post;

pub use post::{Author, NotAKey, Post, PostKey};
