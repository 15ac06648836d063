//! Statuses, as the API shows them.

use super::{account, content};
use crate::{
    dialect::Dialect,
    hashtag,
    identifier::scramble,
    placement::{Placement, spell},
    scene::{Scene, stamp},
    world::Media,
};
use serde_json::{Value, json};

/// A status.
pub(super) fn status(scene: &Scene<'_>, placement: &Placement) -> Value {
    let (post, dialect) = (&placement.post, scene.server.dialect);
    let home = account::host(scene, &placement.account);
    let uri = placement.uri(scene.world, scene.server);
    let number = uri.rsplit('/').next().unwrap_or_default();
    let text = scene.text(placement);
    let content = content::html(scene, &text, &home);
    let answered = post.reply_to.as_deref().and_then(|name| scene.named(name));
    let counts = scramble(&["counts", &post.name]);
    let language = post.language.as_ref().filter(|_| dialect != Dialect::Takahe);
    let mut status = json!({
        "id": spell(dialect, placement.order),
        "created_at": stamp(post.at),
        "in_reply_to_id": answered.map(|answered| spell(dialect, answered.order)),
        "in_reply_to_account_id": answered.map(|answered| account::id(scene, &answered.account)),
        "sensitive": false,
        "spoiler_text": "",
        "visibility": "public",
        "language": language,
        "uri": uri,
        "url": format!("https://{home}/@{}/{number}", placement.account.handle),
        "replies_count": counts % 5,
        "reblogs_count": counts % 11,
        "favourites_count": counts % 83,
        "quotes_count": 0,
        "edited_at": post.edited_at(scene.now).map(stamp),
        "content": content,
        "filtered": [],
        "reblog": null,
        "account": account::account(scene, &placement.account),
        "media_attachments": media(scene, placement),
        "mentions": mentions(scene, placement),
        "tags": tags(scene, &text),
        "emojis": [],
        "quote": null,
        "card": null,
        "poll": null,
    });
    match dialect {
        Dialect::GoToSocial => status["text"] = text.into(),
        Dialect::Takahe => status["text"] = status["content"].clone(),
        _ => add_newest(&mut status),
    }
    status
}

/// What only Mastodon itself has, in 4.6.
fn add_newest(status: &mut Value) {
    status["application"] = json!({"name": "Web", "website": null});
    status["tagged_collections"] = json!([]);
    status["quote_approval"] = account::approval();
    for name in ["favourited", "reblogged", "muted", "bookmarked", "pinned"] {
        status[name] = false.into();
    }
}

fn tags(scene: &Scene<'_>, text: &str) -> Vec<Value> {
    let names = hashtag::names(text, scene.server.dialect);
    let tag = |name: String| {
        let url = format!("https://{}/tags/{name}", scene.server.host);
        json!({"name": name, "url": url})
    };
    names.into_iter().map(tag).collect()
}

fn mentions(scene: &Scene<'_>, placement: &Placement) -> Vec<Value> {
    if !placement.mentions {
        return Vec::new();
    }
    let (host, handle) = (&scene.server.host, &scene.world.mentioned);
    let acct = match scene.server.dialect {
        Dialect::Takahe => format!("{handle}@{host}"),
        _ => handle.clone(),
    };
    let url = format!("https://{host}/@{handle}");
    vec![json!({"id": "1", "username": handle, "url": url, "acct": acct})]
}

fn media(scene: &Scene<'_>, placement: &Placement) -> Vec<Value> {
    let post = &placement.post;
    let (kind, ending) = match post.media {
        Media::None => return Vec::new(),
        Media::Film => ("video", "mp4"),
        Media::Silent => ("gifv", "mp4"),
        Media::Audio => ("audio", "mp3"),
        Media::Image => ("image", "jpg"),
    };
    let number = scramble(&["media", &post.name]) % 1_000_000_000_000;
    let files = format!("https://files.{}/media_attachments/files/{number}", scene.server.host);
    let remote = (!placement.local).then(|| format!("{files}/remote.{ending}"));
    // Takahe and Pleroma know nothing about media that other servers keep.
    let blind = scene.server.dialect == Dialect::Takahe && !placement.local;
    vec![json!({
        "id": number.to_string(),
        "type": kind,
        "url": format!("{files}/original/film.{ending}"),
        "preview_url": format!("{files}/small/film.png"),
        "remote_url": remote,
        "preview_remote_url": null,
        "text_url": null,
        "meta": if blind { json!({}) } else { meta(post.media, post.film) },
        "description": post.book.as_ref().map(|book| format!("معرفی کتاب {book}")),
        "blurhash": "URD0DoD#4m^,bKNKNGxWNFxaxtIpRjs:s:WC",
    })]
}

fn meta(media: Media, seconds: Option<f64>) -> Value {
    let mut original = match media {
        Media::Audio => json!({"bitrate": 128_000}),
        Media::Image => json!({"width": 1080, "height": 1080, "size": "1080x1080", "aspect": 1.0}),
        _ => json!({"width": 720, "height": 1280, "frame_rate": "30/1", "bitrate": 1_209_303}),
    };
    if let Some(seconds) = seconds {
        original["duration"] = seconds.into();
    }
    let small = json!({"width": 360, "height": 640, "size": "360x640", "aspect": 0.5625});
    json!({"focus": {"x": 0.0, "y": 0.0}, "original": original, "small": small})
}
