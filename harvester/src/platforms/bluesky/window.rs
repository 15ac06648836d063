//! The way through a search: windows of time, newest first.
//!
//! The server's cursor is a plain offset on some servers, ends early on others and is refused
//! after a while, so it is used within a window only. A window that needed it and has come to its
//! end is followed by one that ends at the oldest post seen, until a window fits on one page.
//!
//! A walk from the start is not cut off at the campaign's beginning: posts are sorted by their
//! authors' own claims, and a phone that counts its years otherwise writes 1399 for 2020.

use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};

use super::super::common::Turning;

/// Posts after which the window is moved rather than the server's cursor followed.
const FULL: usize = 1000;

/// Empty pages in a row after which a cursor is taken to lead nowhere. A few are natural: the
/// server leaves out blocked posts after it has counted them.
const EMPTY_PAGES: u32 = 10;

/// How far a new run looks back over what was seen: posts are indexed late, and their time is
/// their author's own claim. Older ones are found by a sweep.
const OVERLAP: SignedDuration = SignedDuration::from_hours(1);

/// One millisecond, the precision of the server's times.
const TICK: SignedDuration = SignedDuration::from_millis(1);

/// Where a stream stands.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(default)]
pub(super) struct Window {
    /// The newest post of all walks that came to their end.
    high: Option<Timestamp>,
    /// The newest post of this walk's first page.
    newest: Option<Timestamp>,
    /// The end of this window, itself outside it; the first window has none.
    until: Option<Timestamp>,
    /// The oldest post of this window's last page.
    oldest: Option<Timestamp>,
    /// The server's cursor within this window.
    cursor: Option<String>,
    /// Posts and pages of this window, and its empty pages in a row.
    posts: usize,
    pages: u32,
    empty: u32,
    turning: Turning,
}

/// What a page brought.
pub(super) struct Seen {
    /// The server's cursor.
    pub(super) cursor: Option<String>,
    /// Each post's address and the time by which the server sorts it.
    pub(super) posts: Vec<(Option<String>, Option<Timestamp>)>,
}

impl Window {
    /// Names the window's borders to the server.
    pub(super) fn ask(&self, mut parameter: impl FnMut(&str, &str)) {
        if let Some(since) = self.since() {
            parameter("since", &written(since));
        }
        if let Some(until) = self.until {
            parameter("until", &written(until));
        }
        if let Some(cursor) = &self.cursor {
            parameter("cursor", cursor);
        }
    }

    fn since(&self) -> Option<Timestamp> {
        self.high.and_then(|high| high.checked_sub(OVERLAP).ok())
    }

    /// Where it stands after a page, and whether the next page should follow at once.
    pub(super) fn after(mut self, seen: Seen) -> (Self, bool) {
        let times = || seen.posts.iter().filter_map(|(_, time)| *time);
        let past = !seen.posts.is_empty()
            && self.since().is_some_and(|since| times().max().is_some_and(|t| t < since));
        // New posts push the server's offsets on, so that later pages may jump up again: only the
        // first page says how far the next run must go back, and only the last how far this one is.
        self.newest = self.newest.or(times().max());
        self.oldest = times().min().or(self.oldest);
        self.posts += seen.posts.len();
        self.pages += 1;
        self.empty = if seen.posts.is_empty() { self.empty + 1 } else { 0 };
        let uris = seen.posts.iter().filter_map(|(uri, _)| uri.as_deref());
        let stuck = self.turning.repeats(uris) || self.empty > EMPTY_PAGES;
        let whole = seen.cursor.is_none() && self.pages == 1;
        if past || whole {
            return (self.finished(), false);
        }
        if seen.cursor.is_some() && !stuck && self.posts < FULL {
            self.cursor = seen.cursor;
            return (self, true);
        }
        let ended = seen.cursor.is_none() && !stuck;
        match self.moved() {
            Some(moved) => (moved, true),
            None if ended => (self.finished(), false),
            None => (self.anew(), false),
        }
    }

    /// The window before the last page's oldest post; `None` where that would be no other.
    fn moved(&self) -> Option<Self> {
        let until = self.oldest?.checked_add(TICK).ok()?;
        let (high, newest) = (self.high, self.newest);
        let is_other = self.until.is_none_or(|last| until < last);
        is_other.then(|| Self { high, newest, until: Some(until), ..Self::default() })
    }

    /// The same walk from its beginning, in the next run: nothing of it counts as seen.
    fn anew(&self) -> Self {
        Self { high: self.high, ..Self::default() }
    }

    /// Ready for the next run.
    fn finished(self) -> Self {
        Self { high: self.high.max(self.newest), ..Self::default() }
    }

    /// Where to go on where the server no longer understands its own cursor, and whether at once;
    /// `None` where there is no cursor.
    pub(super) fn without_cursor(&self) -> Option<(Self, bool)> {
        self.cursor.as_ref()?;
        Some(self.moved().map_or_else(|| (self.anew(), false), |moved| (moved, true)))
    }
}

/// RFC 3339 with milliseconds, as the server compares times as text.
fn written(time: Timestamp) -> String {
    format!("{time:.3}")
}
