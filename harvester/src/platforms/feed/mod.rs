//! Feeds: RSS 0.9 to 2.0, Atom and JSON Feed, each a window on the newest entries of an address.
//!
//! A feed answers all campaigns; the indexer decides whose post an entry is.

mod cut;
mod entry;
mod json;

use config::{Ask, Campaign, ConfigError};
use jiff::tz::TimeZone;
use serde::{Deserialize, Serialize};
use url::Url;

use crate::answer::Answer;
use crate::platform::{Cursor, Item, Page, Platform, Question, Request, Stream, Unread};

/// What a source asks for.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Settings {
    /// The feeds' addresses.
    urls: Vec<Url>,
}

/// Feeds, a stream each.
#[derive(Debug)]
struct Feeds {
    first: Url,
    urls: Vec<Url>,
}

/// What the server said about the version it sent.
#[derive(Debug, Default, Serialize, Deserialize)]
struct Version {
    etag: Option<String>,
    last_modified: Option<String>,
}

/// Opens a source of this platform.
pub(super) fn open(
    ask: &Ask,
    _campaigns: &[Campaign],
    _zone: &TimeZone,
) -> Result<Box<dyn Platform>, ConfigError> {
    let Settings { mut urls } = ask.parse()?;
    urls.sort();
    urls.dedup();
    let none = || ConfigError::whole("ask", "`urls` names no feed; write `urls = [\"https://…\"]`");
    Ok(Box::new(Feeds { first: urls.first().cloned().ok_or_else(none)?, urls }))
}

impl Platform for Feeds {
    fn streams(&self) -> Vec<Stream> {
        let stream = |url: &Url| Stream {
            name: format!("feed:{url}"),
            question: Question::Address(url.to_string()),
            since: None,
        };
        self.urls.iter().map(stream).collect()
    }

    fn request(&self, stream: &Stream, cursor: &Cursor) -> Request {
        let named =
            |url: &&Url| matches!(&stream.question, Question::Address(a) if a == url.as_str());
        // Streams are made from the addresses, so there is one.
        let url = self.urls.iter().find(named).unwrap_or(&self.first);
        let mut request = Request::get(url.clone());
        let version: Version = cursor.state().unwrap_or_default();
        request.headers.extend(version.etag.map(|etag| ("if-none-match", etag)));
        request.headers.extend(version.last_modified.map(|date| ("if-modified-since", date)));
        request
    }

    fn read(&self, stream: &Stream, _cursor: &Cursor, answer: &Answer) -> Result<Page, Unread> {
        let address = match &stream.question {
            Question::Address(address) => address.as_str(),
            _ => "",
        };
        let items = items(&answer.body, address)?;
        let header = |name| answer.header(name).map(str::to_owned);
        let version = Version { etag: header("etag"), last_modified: header("last-modified") };
        Ok(Page { items, cursor: Cursor::of(&version), more: false })
    }
}

fn items(body: &[u8], address: &str) -> Result<Vec<Item>, Unread> {
    let starts = body.iter().find(|byte| matches!(byte, b'<' | b'{'));
    match starts {
        Some(b'{') => json::items(body),
        Some(_) => entry::items(body, address),
        None => Err(Unread::because("neither XML nor JSON")),
    }
}
