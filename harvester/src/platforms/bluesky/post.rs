//! A post's view as a post.

use archive::{Author, Post, PostKey};
use jiff::{SignedDuration, Timestamp};
use serde_json::Value;

use super::super::common::{Missing, list, text, time};

/// The post that a view shows.
pub(super) fn post(view: &Value, received_at: Timestamp) -> Result<Post, Missing> {
    let uri = text(view, "/uri").ok_or(Missing("uri"))?;
    let did = text(view, "/author/did").ok_or(Missing("author.did"))?;
    let words = view.pointer("/record/text").and_then(Value::as_str);
    let words = words.ok_or(Missing("record.text"))?;
    let claimed = time(view, "/record/createdAt");
    let posted_at = posted_at(view, received_at);
    let handle = text(view, "/author/handle").filter(|handle| handle != "handle.invalid");
    let marks = Marks::of(view, words);
    Ok(Post {
        url: address(&uri, &did),
        author: Author { id: Some(did), handle, name: text(view, "/author/displayName") },
        posted_at,
        claimed_at: claimed.filter(|claimed| Some(*claimed) != posted_at),
        hashtags: marks.hashtags,
        mentions: marks.mentions,
        has_film: Some(has_film(view)),
        language: text(view, "/record/langs/0"),
        ..Post::new(PostKey::new("bluesky", uri), words)
    })
}

/// The earlier of what the author claims and when the network saw it, not after now. Times up to
/// 1970 are what is left of an unreadable claim.
fn posted_at(view: &Value, received_at: Timestamp) -> Option<Timestamp> {
    [time(view, "/record/createdAt"), time(view, "/indexedAt")]
        .into_iter()
        .flatten()
        .filter(|time| *time > Timestamp::UNIX_EPOCH)
        .min()
        .map(|time| time.min(received_at))
}

/// The time by which the server sorts a post, in its milliseconds. A claim from the future does
/// not carry the high water with it.
pub(super) fn shown_at(view: &Value, received_at: Timestamp) -> Option<Timestamp> {
    let claimed = time(view, "/record/createdAt");
    let sorted = claimed.into_iter().chain(time(view, "/indexedAt")).min()?.min(received_at);
    let under = SignedDuration::from_nanos(i64::from(sorted.subsec_nanosecond()) % 1_000_000);
    sorted.checked_sub(under).ok()
}

/// Where a reader can see it.
fn address(uri: &str, did: &str) -> Option<String> {
    let record = uri.strip_prefix("at://")?.rsplit('/').next()?;
    Some(format!("https://bsky.app/profile/{did}/post/{record}"))
}

/// What the author marked in the text or beside it.
#[derive(Default)]
struct Marks {
    hashtags: Vec<String>,
    mentions: Vec<String>,
}

impl Marks {
    fn of(view: &Value, words: &str) -> Self {
        let mut marks = Self::default();
        for facet in list(view, "/record/facets") {
            for feature in list(facet, "/features") {
                if let Some(tag) = text(feature, "/tag") {
                    add(&mut marks.hashtags, tag);
                }
                if let Some(did) = text(feature, "/did") {
                    add(&mut marks.mentions, did);
                    marks.mentions.extend(handle(facet, words));
                }
            }
        }
        for tag in list(view, "/record/tags") {
            text(tag, "").into_iter().for_each(|tag| add(&mut marks.hashtags, tag));
        }
        marks
    }
}

fn add(names: &mut Vec<String>, name: String) {
    if !names.contains(&name) {
        names.push(name);
    }
}

/// The handle as the text shows it; a facet counts UTF-8 bytes, and may be wrong.
fn handle(facet: &Value, words: &str) -> Option<String> {
    let place = |path| facet.pointer(path)?.as_u64()?.try_into().ok();
    let shown = words.get(place("/index/byteStart")?..place("/index/byteEnd")?)?;
    shown.strip_prefix('@').filter(|handle| !handle.is_empty()).map(str::to_owned)
}

/// Whether a film is embedded, alone or beside a quoted post. Its length is not said.
fn has_film(view: &Value) -> bool {
    let places =
        ["/embed/$type", "/embed/media/$type", "/record/embed/$type", "/record/embed/media/$type"];
    let is_film = |kind: String| kind.starts_with("app.bsky.embed.video");
    places.into_iter().any(|place| text(view, place).is_some_and(is_film))
}
