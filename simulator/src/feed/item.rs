//! One item of a feed, before it is written in any format.

use crate::{dialect::Dialect, hashtag, placement::Placement, scene::Scene, world::Media};
use jiff::Timestamp;

/// One item.
pub(super) struct Item {
    pub(super) guid: String,
    pub(super) link: String,
    pub(super) title: String,
    pub(super) author: String,
    pub(super) text: String,
    pub(super) tags: Vec<String>,
    pub(super) published: Timestamp,
    pub(super) updated: Timestamp,
    pub(super) edited: bool,
    /// Address, MIME type and length in seconds of what hangs on it.
    pub(super) enclosure: Option<(String, &'static str, Option<f64>)>,
}

impl Item {
    /// The item for a post.
    pub(super) fn of(scene: &Scene<'_>, placement: &Placement) -> Self {
        let post = &placement.post;
        let text = scene.text(placement);
        let guid = placement.uri(scene.world, scene.server);
        let published = post.posted_at.unwrap_or(post.at);
        let edited = post.edited_at(scene.now);
        let (number, host) = (guid.rsplit('=').next().unwrap_or_default(), &scene.server.host);
        let file = |ending| format!("https://{host}/files/{number}.{ending}");
        let enclosure = match post.media {
            Media::None => None,
            Media::Film | Media::Silent => Some((file("mp4"), "video/mp4", post.film)),
            Media::Audio => Some((file("mp3"), "audio/mpeg", post.film)),
            Media::Image => Some((file("jpg"), "image/jpeg", None)),
        };
        Self {
            link: format!("https://{host}/posts/{number}"),
            title: post.title.clone().unwrap_or_else(|| text.chars().take(60).collect()),
            author: placement.account.name.clone(),
            tags: hashtag::names(&text, Dialect::Mastodon),
            updated: edited.unwrap_or(published),
            edited: edited.is_some(),
            guid,
            text,
            published,
            enclosure,
        }
    }

    /// The text as HTML.
    pub(super) fn html(&self) -> String {
        let paragraphs = self.text.split("\n\n").map(crate::markup::escape);
        paragraphs.map(|text| format!("<p>{}</p>", text.replace('\n', "<br />"))).collect()
    }
}
