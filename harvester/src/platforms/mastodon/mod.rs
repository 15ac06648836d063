//! Mastodon's API, as Mastodon, Pleroma, Akkoma, GoToSocial, Pixelfed and Takahe speak it.
//!
//! `GET /api/v1/timelines/tag/:tag` for each spelling and `GET /api/v1/notifications` for
//! mentions of the token's account. Ids are opaque texts (numbers, ULIDs, flakes).

mod status;
mod walk;

use archive::PostKey;
use config::{Ask, Campaign, ConfigError};
use jiff::tz::TimeZone;
use serde::Deserialize;
use serde_json::Value;
use url::Url;

use self::status::Server;
use self::walk::Walk;
use super::common::{earliest, elements, read_item, spellings, text};
use crate::answer::Answer;
use crate::platform::{
    Access, Cursor, Item, Known, Page, Platform, Question, Request, Stream, Unread,
};
use crate::verdict::{Verdict, classify};

/// What a source asks of a server.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Settings {
    /// Its address, such as `https://mastodon.social`.
    server: Url,
    /// Whether the campaigns' hashtags are asked for.
    #[serde(default = "yes")]
    tags: bool,
    /// Whether mentions of the token's account are read.
    #[serde(default)]
    mentions: bool,
    /// Only posts of this server's own people.
    #[serde(default)]
    local: bool,
}

fn yes() -> bool {
    true
}

/// A server and what is asked of it.
#[derive(Debug)]
struct Mastodon {
    server: Server,
    local: bool,
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
        streams.push(Stream {
            name: "mentions".into(),
            question: Question::Mention(String::new()),
            since: earliest(campaigns, zone),
        });
    }
    let server = Server::at(settings.server);
    Ok(Box::new(Mastodon { server, local: settings.local, streams }))
}

impl Platform for Mastodon {
    fn streams(&self) -> Vec<Stream> {
        self.streams.clone()
    }

    fn request(&self, stream: &Stream, cursor: &Cursor) -> Request {
        let mut url = match &stream.question {
            Question::Hashtag(tag) => self.server.url(&["api", "v1", "timelines", "tag", tag]),
            _ => self.server.url(&["api", "v1", "notifications"]),
        };
        // The next address is made from our own parameters: a server's `Link` drops some of them.
        let mut query = url.query_pairs_mut();
        query.append_pair("limit", "40");
        if self.local && matches!(stream.question, Question::Hashtag(_)) {
            query.append_pair("local", "true");
        }
        if matches!(stream.question, Question::Mention(_)) {
            query.append_pair("types[]", "mention");
        }
        match cursor.state::<Walk>() {
            Some(Walk::Back { max_id, .. }) => drop(query.append_pair("max_id", &max_id)),
            Some(Walk::Forward { min_id, .. }) => drop(query.append_pair("min_id", &min_id)),
            None => {}
        }
        drop(query);
        Request::get(url).with(Access::Token)
    }

    fn read(&self, stream: &Stream, cursor: &Cursor, answer: &Answer) -> Result<Page, Unread> {
        let elements = elements(&answer.body)?;
        let values: Vec<Value> = elements
            .iter()
            .map(|(_, raw)| serde_json::from_str(raw.get()).unwrap_or_default())
            .collect();
        let path = match stream.question {
            Question::Mention(_) => "/status",
            _ => "",
        };
        let items: Vec<Item> = elements
            .into_iter()
            .filter_map(|(range, raw)| read_item(range, raw, |item| self.server.post(item, path)))
            .collect();
        let (cursor, more) = walk::after(stream, cursor, answer, &self.server, &values)?;
        Ok(Page { items, cursor, more })
    }

    /// Dialects: a wrong token is 400 without JSON (Takahe), a closed timeline 422 (before
    /// Mastodon 4), and a spelling that cannot be a tag is 400 (GoToSocial): it has no posts.
    fn verdict(&self, answer: &Answer) -> Verdict {
        let json: Option<Value> = serde_json::from_slice(&answer.body).ok();
        let said = json.as_ref().and_then(|json| json.get("error")?.as_str()).unwrap_or_default();
        match answer.status {
            400 if json.is_none() => {
                Verdict::NeedsCredentials("status 400: the token is not accepted".into())
            }
            400 if said.contains("could not be normalized") => Verdict::Empty,
            422 if said.contains("authenticated user") => {
                Verdict::NeedsCredentials(format!("status 422: {said}"))
            }
            _ => classify(answer),
        }
    }

    fn recheck_limit(&self) -> usize {
        20
    }

    fn recheck(&self, known: &[Known]) -> Option<Request> {
        let mut url = self.server.url(&["api", "v1", "statuses"]);
        let ids: Vec<&str> = known.iter().filter_map(|known| known.native_id.as_deref()).collect();
        if ids.is_empty() {
            return None;
        }
        url.query_pairs_mut().extend_pairs(ids.into_iter().map(|id| ("id[]", id)));
        Some(Request::get(url).with(Access::Token))
    }

    /// What is missing from the answer is gone. Only an array says so: servers without this
    /// request (before Mastodon 4.3) answer otherwise, and then nothing is known.
    fn read_recheck(&self, known: &[Known], answer: &Answer) -> Result<Vec<PostKey>, Unread> {
        if !(200..300).contains(&answer.status) {
            return Err(Unread::because(format!("status {} says nothing", answer.status)));
        }
        let mut there = Vec::new();
        for (_, raw) in elements(&answer.body)? {
            let status: Value = serde_json::from_str(raw.get()).unwrap_or_default();
            let id = text(&status, "/id").ok_or_else(|| Unread::because("`id` is missing"))?;
            if !known.iter().any(|known| known.native_id.as_ref() == Some(&id)) {
                return Err(Unread::because("it answers another question"));
            }
            there.push(id);
        }
        let gone = |known: &&Known| known.native_id.as_ref().is_some_and(|id| !there.contains(id));
        Ok(known.iter().filter(gone).map(|known| known.key.clone()).collect())
    }
}
