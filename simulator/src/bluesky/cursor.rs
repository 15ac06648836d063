//! Where a search goes on: `<milliseconds of sortAt>__<cid>`, which clients must not read.

use super::error;
use crate::{http::Answer, placement::Placement};

/// A place in the order of a search, newest first; ties go by content id.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Cursor {
    sorted_at: i64,
    cid: String,
}

impl Cursor {
    /// The place of a post.
    pub(super) fn of(placement: &Placement) -> Self {
        Self { sorted_at: placement.sorted_at().as_millisecond(), cid: placement.cid() }
    }

    /// Reads a cursor. A malformed one is an internal error, as on the real AppView.
    pub(super) fn read(text: &str) -> Result<Self, Answer> {
        let parts = text.split_once("__").and_then(|(at, cid)| Some((at.parse().ok()?, cid)));
        let (sorted_at, cid) =
            parts.ok_or_else(|| error(500, "InternalServerError", "Internal Server Error"))?;
        Ok(Self { sorted_at, cid: cid.to_owned() })
    }

    /// As text.
    pub(super) fn text(&self) -> String {
        format!("{}__{}", self.sorted_at, self.cid)
    }
}
