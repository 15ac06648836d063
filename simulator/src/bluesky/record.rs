//! Records: what the author's client wrote.

use crate::{
    dialect::Dialect,
    hashtag::{Kind, spans},
    identifier::{cid, did, scramble},
    placement::Placement,
    scene::{Scene, stamp},
    world::Media,
};
use serde_json::{Value, json};

/// An `app.bsky.feed.post`.
pub(super) fn record(scene: &Scene<'_>, placement: &Placement) -> Value {
    let post = &placement.post;
    let text = scene.text(placement);
    let mut record = json!({
        "$type": "app.bsky.feed.post",
        "text": text,
        "createdAt": created(placement),
    });
    let facets = facets(scene, &text);
    if !facets.is_empty() {
        record["facets"] = facets.into();
    }
    if let Some(language) = &post.language {
        record["langs"] = json!([language]);
    }
    if !post.outline.is_empty() {
        record["tags"] = json!(post.outline);
    }
    if let Some(answered) = post.reply_to.as_deref().and_then(|name| scene.named(name)) {
        let to = json!({"cid": answered.cid(), "uri": answered.uri(scene.world, scene.server)});
        record["reply"] = json!({"root": to, "parent": to});
    }
    if let Some(embed) = embed(placement) {
        record["embed"] = embed;
    }
    record
}

/// Content id of a picture or film.
pub(super) fn blob(placement: &Placement) -> String {
    cid(&["blob", &placement.post.name])
}

/// Hashtags, mentions and links with their places in bytes of UTF-8.
fn facets(scene: &Scene<'_>, text: &str) -> Vec<Value> {
    let mentioned = scene.world.mentioned_on_bluesky();
    let account =
        scene.world.accounts.iter().find(|account| account.bluesky.as_ref() == Some(&mentioned));
    let facet = |span: crate::hashtag::Span| {
        let feature = match span.kind {
            Kind::Tag(tag) => json!({"$type": "app.bsky.richtext.facet#tag", "tag": tag}),
            Kind::Mention => {
                json!({"$type": "app.bsky.richtext.facet#mention", "did": did(&account?.id)})
            }
            Kind::Link => {
                let uri = &text[span.range.clone()];
                json!({"$type": "app.bsky.richtext.facet#link", "uri": uri})
            }
        };
        let index = json!({"byteStart": span.range.start, "byteEnd": span.range.end});
        Some(json!({"index": index, "features": [feature]}))
    };
    spans(text, Dialect::Bluesky, &mentioned).into_iter().filter_map(facet).collect()
}

/// The declared time, in one of the forms that clients write.
fn created(placement: &Placement) -> String {
    let declared = placement.post.posted_at.unwrap_or(placement.arrives);
    match scramble(&["clock", &placement.post.name]) % 7 {
        0 => format!("{}+00:00", format!("{declared:.6}").trim_end_matches('Z')),
        1 => format!("{declared:.6}"),
        _ => stamp(declared),
    }
}

fn embed(placement: &Placement) -> Option<Value> {
    let blob = |kind: &str, size: u64| json!({"$type": "blob", "ref": {"$link": blob(placement)}, "mimeType": kind, "size": size});
    match placement.post.media {
        Media::Film | Media::Silent => Some(json!({
            "$type": "app.bsky.embed.video",
            "video": blob("video/mp4", 8_172_062),
            "aspectRatio": {"width": 720, "height": 1280},
        })),
        Media::Image => Some(json!({
            "$type": "app.bsky.embed.images",
            "images": [{"alt": "", "image": blob("image/jpeg", 172_062)}],
        })),
        Media::Audio | Media::None => None,
    }
}
