//! What a search asks for.

use super::{account, cursor::Cursor, error};
use crate::{
    http::{Answer, Request},
    placement::Placement,
    scene::Scene,
};
use jiff::Timestamp;

/// The parameters of `app.bsky.feed.searchPosts`.
pub(super) struct Query {
    words: Vec<String>,
    tags: Vec<String>,
    /// Only posts that mention the mentioned account; `Some(false)` is an account nobody mentions.
    mentions: Option<bool>,
    author: Option<String>,
    language: Option<String>,
    since: Option<Timestamp>,
    until: Option<Timestamp>,
    /// Most-liked first instead of newest first.
    pub(super) top: bool,
    pub(super) limit: usize,
    pub(super) cursor: Option<Cursor>,
}

impl Query {
    /// Reads a request.
    pub(super) fn read(scene: &Scene<'_>, request: &Request) -> Result<Self, Answer> {
        let words = request.parameter("q").ok_or_else(|| invalid("Missing required key \"q\""))?;
        let mentioned = scene.world.mentioned_on_bluesky();
        let actor = |name| match request.parameter(name) {
            None => Ok(None),
            Some(actor) => account(scene, actor)
                .map(Some)
                .ok_or_else(|| error(400, "InvalidRequest", "Profile not found")),
        };
        let mentions = actor("mentions")?;
        Ok(Self {
            words: words
                .split_whitespace()
                .filter(|word| *word != "*")
                .map(str::to_owned)
                .collect(),
            tags: request.parameters("tag").map(str::to_lowercase).collect(),
            mentions: mentions.map(|account| account.bluesky.as_ref() == Some(&mentioned)),
            author: actor("author")?.map(|account| account.id.clone()),
            language: request.parameter("lang").map(str::to_owned),
            since: moment(request, "since")?,
            until: moment(request, "until")?,
            top: request.parameter("sort") == Some("top"),
            limit: limit(request)?,
            cursor: request.parameter("cursor").map(Cursor::read).transpose()?,
        })
    }

    /// Whether the search service finds a post. It finds posts of blocked accounts too, and the
    /// AppView takes them out afterwards.
    pub(super) fn finds(&self, scene: &Scene<'_>, placement: &Placement) -> bool {
        let sorted_at = placement.sorted_at();
        let text = scene.text(placement);
        placement.arrives <= scene.now
            && !placement.post.deleted(scene.now)
            && self.words.iter().all(|word| text.contains(word.as_str()))
            && self.tags.iter().all(|tag| placement.tags(scene.now).contains(tag))
            && self.mentions.is_none_or(|wanted| wanted && placement.mentions)
            && self.author.as_ref().is_none_or(|id| *id == placement.account.id)
            && (self.language.is_none() || self.language == placement.post.language)
            && self.since.is_none_or(|since| sorted_at >= since)
            && self.until.is_none_or(|until| sorted_at < until)
    }
}

fn limit(request: &Request) -> Result<usize, Answer> {
    let Some(text) = request.parameter("limit") else { return Ok(25) };
    match text.parse::<i64>() {
        Ok(limit @ 1..=100) => Ok(limit as usize),
        Ok(limit) if limit > 100 => {
            Err(invalid(&format!("integer too big (maximum 100, got {limit})")))
        }
        Ok(limit) => Err(invalid(&format!("integer too small (minimum 1, got {limit})"))),
        Err(_) => Err(invalid("limit must be an integer")),
    }
}

fn moment(request: &Request, name: &str) -> Result<Option<Timestamp>, Answer> {
    let Some(text) = request.parameter(name) else { return Ok(None) };
    let day = || format!("{text}T00:00:00Z").parse().ok();
    let moment = text.parse().ok().or_else(day);
    moment
        .map(Some)
        .ok_or_else(|| invalid(&format!("{name} must be a valid datetime or YYYY-MM-DD")))
}

fn invalid(fault: &str) -> Answer {
    error(400, "InvalidRequest", &format!("Invalid app.bsky.feed.searchPosts params: {fault}"))
}
