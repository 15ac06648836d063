//! From the platforms into the archive, on schedule and within their limits.

pub mod import;
mod platform;
mod platforms;
mod verdict;

pub use platform::{
    Access, Answer, Cursor, Entry, Item, Known, Open, Page, Platform, Question, Request, Stream,
    Unread,
};
pub use platforms::{REGISTRY, platform};
pub use verdict::{Verdict, allowance_ends, classify, wait_hint};
