//! Posts as the AppView shows them.

use super::record::{blob, record};
use crate::{
    identifier::{did, scramble},
    placement::Placement,
    scene::{Scene, stamp},
    world::Media,
};
use serde_json::{Value, json};

/// An `app.bsky.feed.defs#postView`. Its `indexedAt` shows the time it is sorted by, not the time
/// it was indexed.
pub(super) fn post(scene: &Scene<'_>, placement: &Placement) -> Value {
    let account = &placement.account;
    let counts = scramble(&["counts", &placement.post.name]);
    let mut view = json!({
        "uri": placement.uri(scene.world, scene.server),
        "cid": placement.cid(),
        "author": {
            "did": did(&account.id),
            "handle": account.bluesky,
            "displayName": account.name,
            "associated": {"activitySubscription": {"allowSubscriptions": "followers"}},
            "viewer": {"muted": false, "blockedBy": false},
            "labels": [],
        },
        "record": record(scene, placement),
        "bookmarkCount": 0,
        "replyCount": counts % 4,
        "repostCount": counts % 9,
        "likeCount": counts % 61,
        "quoteCount": 0,
        "indexedAt": stamp(placement.sorted_at()),
        "viewer": {"bookmarked": false, "threadMuted": false, "embeddingDisabled": false},
        "labels": [],
    });
    if let Some(embed) = embed(placement) {
        view["embed"] = embed;
    }
    view
}

fn embed(placement: &Placement) -> Option<Value> {
    let (did, cid) = (did(&placement.account.id), blob(placement));
    match placement.post.media {
        Media::Film | Media::Silent => Some(json!({
            "$type": "app.bsky.embed.video#view",
            "cid": cid,
            "playlist": format!("https://video.bsky.example/watch/{did}/{cid}/playlist.m3u8"),
            "thumbnail": format!("https://video.bsky.example/watch/{did}/{cid}/thumbnail.jpg"),
            "aspectRatio": {"width": 720, "height": 1280},
        })),
        Media::Image => Some(json!({
            "$type": "app.bsky.embed.images#view",
            "images": [{
                "thumb": format!("https://cdn.bsky.example/img/feed_thumbnail/plain/{did}/{cid}@jpeg"),
                "fullsize": format!("https://cdn.bsky.example/img/feed_fullsize/plain/{did}/{cid}@jpeg"),
                "alt": "",
            }],
        })),
        Media::Audio | Media::None => None,
    }
}
