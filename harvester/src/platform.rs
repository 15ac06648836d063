//! The contract of a platform: what to ask next, and what an answer says.
//!
//! A platform is pure. It does no I/O, reads no clock and sees no token: it makes a [`Request`]
//! from a cursor and reads an [`Answer`] into a [`Page`]. Pacing, retries, credentials, proxies,
//! size and time limits stand once, in the fetcher.

use std::fmt::Debug;
use std::ops::Range;

use archive::{Post, PostKey};
use config::{Ask, Campaign, ConfigError};
use jiff::Timestamp;
use jiff::tz::TimeZone;
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;
use url::Url;

use crate::answer::Answer;
use crate::verdict::{Verdict, classify};

/// One platform, opened with a source's settings.
pub trait Platform: Debug + Send + Sync {
    /// What is asked: one stream for each hashtag spelling, account or address, each with a
    /// cursor of its own.
    fn streams(&self) -> Vec<Stream>;

    /// The next thing to ask on a stream. [`Cursor::start`] begins with the newest and walks back
    /// to the stream's beginning; a sweep is a run from there.
    fn request(&self, stream: &Stream, cursor: &Cursor) -> Request;

    /// Reads a good answer to `request(stream, cursor)`. An item that cannot be read is an
    /// [`Item::Unreadable`]; an answer that cannot be read at all leaves the cursor where it is.
    fn read(&self, stream: &Stream, cursor: &Cursor, answer: &Answer) -> Result<Page, Unread>;

    /// What a status and its headers mean; the common table unless the platform differs.
    fn verdict(&self, answer: &Answer) -> Verdict {
        classify(answer)
    }

    /// Most posts that one request can look up again; 0 where the platform has no such request.
    fn recheck_limit(&self) -> usize {
        0
    }

    /// Asks whether known posts are still there.
    fn recheck(&self, _known: &[Known]) -> Option<Request> {
        None
    }

    /// Which of the posts asked for by [`Platform::recheck`] are gone.
    fn read_recheck(&self, _known: &[Known], _answer: &Answer) -> Result<Vec<PostKey>, Unread> {
        Ok(Vec::new())
    }
}

/// A platform's line in the registry.
#[derive(Debug, Clone, Copy)]
pub struct Entry {
    /// Its name in configurations and keys.
    pub name: &'static str,
    /// Its name in Persian.
    pub fa: &'static str,
    /// Its name in English.
    pub en: &'static str,
    /// Credentials without which it is not configured.
    pub needs: &'static [&'static str],
    /// Credentials that it can use beside.
    pub takes: &'static [&'static str],
    /// Reads a source's settings.
    pub open: Open,
}

/// Opens a platform from a source's `ask` table and the campaigns it is asked about.
pub type Open = fn(&Ask, &[Campaign], &TimeZone) -> Result<Box<dyn Platform>, ConfigError>;

/// One line of questions with a cursor of its own.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stream {
    /// Its name within the source, such as `tag:every_house_a_library`; it is stored with the
    /// cursor, so it must not change.
    pub name: String,
    /// What is looked for.
    pub question: Question,
    /// Nothing older is wanted.
    pub since: Option<Timestamp>,
}

/// What a stream looks for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Question {
    /// A hashtag in one spelling, without `#`.
    Hashtag(String),
    /// Posts that tag an account.
    Mention(String),
    /// All that stands at an address.
    Address(String),
}

impl Question {
    /// The net through which it finds posts: `hashtag`, `mention` or `address`.
    pub fn net(&self) -> &'static str {
        match self {
            Self::Hashtag(_) => "hashtag",
            Self::Mention(_) => "mention",
            Self::Address(_) => "address",
        }
    }
}

/// Where a stream stands: the platform's own value, opaque to everyone else.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Cursor(Value);

impl Cursor {
    /// The beginning of a stream.
    pub fn start() -> Self {
        Self(Value::Null)
    }

    /// A cursor that holds a platform's own state.
    pub fn of<T: Serialize>(state: &T) -> Self {
        Self(serde_json::to_value(state).unwrap_or_default())
    }

    /// The platform's own state; `None` at the start and where it is of another shape, which
    /// means starting again: nothing is lost by that.
    pub fn state<T: DeserializeOwned>(&self) -> Option<T> {
        serde_json::from_value(self.0.clone()).ok()
    }

    /// The text under which it is stored.
    pub fn to_text(&self) -> String {
        self.0.to_string()
    }

    /// A stored cursor.
    pub fn from_text(text: &str) -> Self {
        Self(serde_json::from_str(text).unwrap_or_default())
    }
}

/// What to ask of a host.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Request {
    /// The whole address; it never carries a token.
    pub url: Url,
    /// Headers beside those that the fetcher always sends, such as `If-None-Match`.
    pub headers: Vec<(&'static str, String)>,
    /// A JSON body makes it a POST; `null` a POST without a body.
    pub json: Option<Value>,
    /// What the fetcher adds to prove who asks.
    pub access: Access,
}

impl Request {
    /// A GET that proves nothing.
    pub fn get(url: Url) -> Self {
        Self { url, headers: Vec::new(), json: None, access: Access::Public }
    }

    /// The same with an access.
    pub fn with(mut self, access: Access) -> Self {
        self.access = access;
        self
    }
}

/// How a request proves who asks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Access {
    /// Not at all.
    Public,
    /// With the source's `token` as a bearer, if it has one.
    Token,
    /// With a session that the fetcher opens from `identifier` and `password` and keeps.
    Session,
}

/// What one good answer says.
#[derive(Debug, Clone, PartialEq)]
pub struct Page {
    /// Its items, in the answer's order.
    pub items: Vec<Item>,
    /// Where the stream stands after them; stored in the transaction that stores them.
    pub cursor: Cursor,
    /// Whether the next request should follow at once.
    pub more: bool,
}

/// One item of a page. Ranges are bytes of the answer's body.
#[derive(Debug, Clone, PartialEq)]
pub enum Item {
    /// A post.
    Post {
        /// What it says.
        post: Box<Post>,
        /// The id by which this server looks it up, where that is not the key's id.
        native_id: Option<String>,
        /// The bytes it was read from.
        range: Range<usize>,
    },
    /// An item that cannot be read; the page goes on without it.
    Unreadable {
        /// What is missing or wrong.
        reason: String,
        /// The bytes it stands in.
        range: Range<usize>,
    },
    /// A post that the platform says is gone.
    Gone {
        /// Its key.
        key: PostKey,
    },
}

/// An answer that cannot be read at all.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{reason}")]
pub struct Unread {
    /// What is wrong with it.
    pub reason: String,
}

impl Unread {
    /// An answer that cannot be read, and why.
    pub fn because(reason: impl Into<String>) -> Self {
        Self { reason: reason.into() }
    }
}

/// A post that the archive holds, to be looked up again.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Known {
    /// Its key.
    pub key: PostKey,
    /// The id by which this source's server knows it.
    pub native_id: Option<String>,
}
