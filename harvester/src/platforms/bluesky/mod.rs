//! Bluesky's search, asked through an account's own server with an app password.
//!
//! `app.bsky.feed.searchPosts` for each spelling and each account that is tagged;
//! `app.bsky.feed.getPosts` to look posts up again.

mod post;
mod window;

use archive::PostKey;
use config::{Ask, Campaign, ConfigError};
use jiff::tz::TimeZone;
use serde::Deserialize;
use serde_json::Value;
use serde_json::value::RawValue;
use url::Url;

use self::post::{post, shown_at};
use self::window::{Seen, Window};
use super::common::{accounts, earliest, items, read_item, spellings, text};
use crate::answer::Answer;
use crate::platform::{
    Access, Cursor, Item, Known, Page, Platform, Question, Request, Stream, Unread,
};
use crate::verdict::{Verdict, classify};

/// What a source asks of a server.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Settings {
    /// The account's server or the entryway, such as `https://bsky.social`.
    server: Url,
    /// Whether the campaigns' hashtags are searched for.
    #[serde(default = "yes")]
    tags: bool,
    /// Whether posts that tag the campaigns' accounts are searched for.
    #[serde(default = "yes")]
    mentions: bool,
    /// One more account whose mentions are searched for: a handle or a DID.
    account: Option<String>,
    /// What the search's own words are.
    #[serde(default)]
    words: Words,
}

fn yes() -> bool {
    true
}

/// The search demands words (`q`) even where a filter says all.
///
/// `any` sends `*`, which matches every post, so that `tag=` also finds a tag that stands outside
/// the text (`record.tags`). `tag` sends the hashtag or handle as it is written: that misses those
/// posts, but a network without a search service looks at the words alone.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Words {
    #[default]
    Any,
    Tag,
}

/// A server and what is asked of it.
#[derive(Debug)]
struct Bluesky {
    server: Url,
    words: Words,
    streams: Vec<Stream>,
}

/// Opens a source of this platform.
pub(super) fn open(
    ask: &Ask,
    campaigns: &[Campaign],
    zone: &TimeZone,
) -> Result<Box<dyn Platform>, ConfigError> {
    let settings: Settings = ask.parse()?;
    let mut streams = if settings.tags { spellings(campaigns, zone) } else { Vec::new() };
    if settings.mentions {
        // A handle is a domain name; a campaign's account without a dot lives on other platforms,
        // and here the whole request would be refused for it.
        let can_be_one = |stream: &Stream| match &stream.question {
            Question::Mention(account) => account.contains('.') || account.starts_with("did:"),
            _ => false,
        };
        streams.extend(accounts(campaigns, zone).into_iter().filter(can_be_one));
    }
    if let Some(account) = settings.account {
        let account = account.trim_start_matches('@').to_owned();
        let stream = Stream {
            name: format!("mention:{account}"),
            question: Question::Mention(account),
            since: earliest(campaigns, zone),
        };
        streams.retain(|other| other.name != stream.name);
        streams.push(stream);
    }
    Ok(Box::new(Bluesky { server: settings.server, words: settings.words, streams }))
}

/// An answer of either request.
#[derive(Deserialize)]
struct Found<'a> {
    #[serde(borrow)]
    posts: Vec<&'a RawValue>,
    #[serde(default)]
    cursor: Value,
}

impl Bluesky {
    fn url(&self, method: &str) -> Url {
        let mut url = self.server.clone();
        url.set_query(None);
        if let Ok(mut segments) = url.path_segments_mut() {
            segments.pop_if_empty().extend(["xrpc", method]);
        }
        url
    }
}

impl Platform for Bluesky {
    fn streams(&self) -> Vec<Stream> {
        self.streams.clone()
    }

    fn request(&self, stream: &Stream, cursor: &Cursor) -> Request {
        let mut url = self.url("app.bsky.feed.searchPosts");
        let mut query = url.query_pairs_mut();
        let (words, filter, value) = match &stream.question {
            Question::Hashtag(tag) => (format!("#{tag}"), "tag", tag),
            Question::Mention(account) => (format!("@{account}"), "mentions", account),
            Question::Address(address) => (address.clone(), "url", address),
        };
        let words = if self.words == Words::Any { "*".to_owned() } else { words };
        query.append_pair("q", &words).append_pair(filter, value);
        query.append_pair("sort", "latest").append_pair("limit", "100");
        cursor.state::<Window>().unwrap_or_default().ask(|name, value| {
            query.append_pair(name, value);
        });
        drop(query);
        Request::get(url).with(Access::Session)
    }

    fn read(&self, _stream: &Stream, cursor: &Cursor, answer: &Answer) -> Result<Page, Unread> {
        let window = cursor.state::<Window>().unwrap_or_default();
        if answer.status == 500 {
            let without = window.without_cursor();
            let (window, more) = without.ok_or_else(|| Unread::because("status 500"))?;
            return Ok(Page { items: Vec::new(), cursor: Cursor::of(&window), more });
        }
        let found = found(answer)?;
        let mut seen = Seen { cursor: text(&found.cursor, ""), posts: Vec::new() };
        let mut read = |value: &Value| {
            seen.posts.push((text(value, "/uri"), shown_at(value, answer.received_at)));
            post(value, answer.received_at).map(|post| Some((post, None)))
        };
        let items: Vec<Item> = items(&answer.body, found.posts)
            .into_iter()
            .filter_map(|(range, raw)| read_item(range, raw, &mut read))
            .collect();
        let (window, more) = window.after(seen);
        Ok(Page { items, cursor: Cursor::of(&window), more })
    }

    /// Dialects: a session that has run out is 400, an account that is not there is 400, and a
    /// cursor that the server no longer understands is 500 for ever: that one is read, so that
    /// the cursor can be dropped.
    fn verdict(&self, answer: &Answer) -> Verdict {
        let json: Value = serde_json::from_slice(&answer.body).unwrap_or_default();
        let error = text(&json, "/error").unwrap_or_default();
        let message = text(&json, "/message").unwrap_or_default();
        match (answer.status, error.as_str()) {
            (400 | 401, "ExpiredToken" | "InvalidToken") => Verdict::Renew,
            (400, _) if NOBODY.iter().any(|said| message.contains(said)) => Verdict::Empty,
            (500, "InternalServerError") => Verdict::Read,
            _ => classify(answer),
        }
    }

    fn recheck_limit(&self) -> usize {
        25
    }

    fn recheck(&self, known: &[Known]) -> Option<Request> {
        if known.is_empty() {
            return None;
        }
        let mut url = self.url("app.bsky.feed.getPosts");
        url.query_pairs_mut().extend_pairs(known.iter().map(|known| ("uris", &known.key.id)));
        Some(Request::get(url).with(Access::Session))
    }

    /// What is missing from the answer is gone.
    fn read_recheck(&self, known: &[Known], answer: &Answer) -> Result<Vec<PostKey>, Unread> {
        if !(200..300).contains(&answer.status) {
            return Err(Unread::because(format!("status {} says nothing", answer.status)));
        }
        let mut there = Vec::new();
        for raw in found(answer)?.posts {
            let view: Value = serde_json::from_str(raw.get()).unwrap_or_default();
            let uri = text(&view, "/uri").ok_or_else(|| Unread::because("`uri` is missing"))?;
            if !known.iter().any(|known| known.key.id == uri) {
                return Err(Unread::because("it answers another question"));
            }
            there.push(uri);
        }
        let gone = |known: &&Known| !there.contains(&known.key.id);
        Ok(known.iter().filter(gone).map(|known| known.key.clone()).collect())
    }
}

/// What the server says of an account that is not there.
const NOBODY: &[&str] = &["Profile not found", "Unable to resolve handle"];

fn found(answer: &Answer) -> Result<Found<'_>, Unread> {
    serde_json::from_slice(&answer.body)
        .map_err(|error| Unread::because(format!("not an answer with posts: {error}")))
}
