//! What platforms have in common: JSON read item by item, HTML as plain text, streams, and the
//! guard against a walk that never ends.

mod html;
mod json;
mod spellings;
mod turning;

pub(super) use html::plain_text;
pub(super) use json::{Missing, elements, items, list, number, read_item, text, time};
pub(super) use spellings::{accounts, earliest, spellings};
pub(super) use turning::{Turning, fingerprint};
