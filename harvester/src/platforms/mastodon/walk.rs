//! The way through a timeline: back from the newest to the stream's beginning, then forward.

use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::super::common::{Turning, text, time};
use super::status::Server;
use crate::answer::Answer;
use crate::platform::{Cursor, Stream, Unread};

/// Where a stream stands.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Walk {
    /// Going back; `newest` is where going forward will begin.
    Back {
        /// The first id of the first page.
        newest: String,
        /// Older than this comes next.
        max_id: String,
        /// The guard against an endless walk.
        turning: Turning,
    },
    /// Going forward. With `min_id` a page holds the oldest posts above it, so none is passed
    /// over; `since_id` would give the newest and leave a gap.
    Forward {
        /// Newer than this comes next.
        min_id: String,
        /// The guard against an endless walk.
        turning: Turning,
    },
}

/// The cursor after a page, and whether the next page should follow at once.
///
/// A walk ends at an empty page, at a page that brings nothing that the one before lacked (some
/// servers ignore an id they do not know), and, going back, at a page that is all older than the
/// stream's beginning. Its length says nothing: servers clamp it as they like.
pub(super) fn after(
    stream: &Stream,
    cursor: &Cursor,
    answer: &Answer,
    server: &Server,
    items: &[Value],
) -> Result<(Cursor, bool), Unread> {
    let ids: Vec<String> = items.iter().filter_map(|item| text(item, "/id")).collect();
    if ids.is_empty() && items.len() > 1 {
        return Err(Unread::because("no item has an `id`"));
    }
    let walk = match cursor.state::<Walk>() {
        Some(Walk::Forward { min_id, turning }) => Some(forward(&ids, min_id, turning)),
        Some(Walk::Back { newest, turning, .. }) => {
            let oldest = ids.last().cloned().or_else(|| server.linked(answer, "max_id"));
            Some(back(stream, items, &ids, oldest, newest, turning))
        }
        None => ids.first().map(|newest| {
            let oldest = ids.last().cloned();
            back(stream, items, &ids, oldest, newest.clone(), Turning::default())
        }),
    };
    // A tag without a post has no id to go forward from; it is asked for from the start again.
    Ok(walk.map_or((Cursor::start(), false), |(walk, more)| (Cursor::of(&walk), more)))
}

fn forward(ids: &[String], min_id: String, mut turning: Turning) -> (Walk, bool) {
    let repeats = turning.repeats(ids.iter().map(String::as_str));
    let Some(newest) = ids.first() else {
        return (Walk::Forward { min_id, turning: Turning::default() }, false);
    };
    if repeats {
        return (Walk::Forward { min_id: newest.clone(), turning: Turning::default() }, false);
    }
    (Walk::Forward { min_id: newest.clone(), turning }, true)
}

fn back(
    stream: &Stream,
    items: &[Value],
    ids: &[String],
    oldest: Option<String>,
    newest: String,
    mut turning: Turning,
) -> (Walk, bool) {
    let repeats = turning.repeats(ids.iter().map(String::as_str));
    match oldest {
        Some(max_id) if !items.is_empty() && !repeats && !all_older(stream, items) => {
            (Walk::Back { newest, max_id, turning }, true)
        }
        // More follows: what came while the walk went back.
        _ => (Walk::Forward { min_id: newest, turning: Turning::default() }, true),
    }
}

fn all_older(stream: &Stream, items: &[Value]) -> bool {
    let Some(since) = stream.since else { return false };
    items.iter().all(|item| time(item, "/created_at").is_some_and(|posted| posted < since))
}
