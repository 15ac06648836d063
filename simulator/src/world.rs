//! The world: who posts what, where and when, read from one TOML file.

use crate::dialect::Dialect;
use crate::{fault::FaultMix, hashtag, limit::Limit};
use jiff::Timestamp;
use serde::Deserialize;
use std::{
    collections::HashSet,
    fs, io,
    path::{Path, PathBuf},
};
use thiserror::Error;

/// Everything that people post, edit and delete, and the servers they do it on.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct World {
    /// When the first post may appear.
    pub begins: Timestamp,
    /// When nothing new happens any more.
    pub ends: Timestamp,
    /// Handle, without `@`, of the account that the campaigns ask people to mention. It exists on
    /// every Mastodon server, and on Bluesky as the handle of the account with this id.
    pub mentioned: String,
    /// The faults of an ordinary bad day. [`crate::Settings`] decides whether they strike.
    #[serde(default)]
    pub faults: FaultMix,
    /// What a harvester may look for.
    #[serde(default)]
    pub campaigns: Vec<Campaign>,
    /// The platforms.
    pub servers: Vec<Server>,
    /// The people and libraries.
    pub accounts: Vec<Account>,
    /// What they post.
    pub posts: Vec<Post>,
}

/// A campaign, as far as platforms can tell: words to ask for.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Campaign {
    /// Name in code and addresses.
    pub slug: String,
    /// Every spelling of its hashtags to ask for, without `#`.
    pub tags: Vec<String>,
    /// Handle of the account whose mentions count too, without `@`.
    #[serde(default)]
    pub account: Option<String>,
}

/// One platform's server.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Server {
    /// Name in the world: `mastodon:kohan`, `bluesky`, `feed:rasht`.
    pub name: String,
    /// Which rules it answers by.
    pub dialect: Dialect,
    /// Host in the addresses of its posts. It is invented; requests go to loopback.
    pub host: String,
    /// Title, for people.
    pub title: String,
    /// Token of the mentioned account, or its app password on Bluesky.
    #[serde(default)]
    pub token: Option<String>,
    /// What it grants each client.
    #[serde(default)]
    pub limits: Vec<Limit>,
    /// Items in a feed.
    #[serde(default)]
    pub window: usize,
    /// The feed always has one item that makes no sense.
    #[serde(default)]
    pub bad_item: bool,
    /// Requests that an access token lives for (Bluesky); 0 is for ever.
    #[serde(default)]
    pub token_lives: u32,
}

/// A person or a library.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Account {
    /// Name in the world.
    pub id: String,
    /// Name as displayed.
    pub name: String,
    /// Name of the server it lives on.
    pub home: String,
    /// Handle there, without `@`.
    pub handle: String,
    /// Handle on Bluesky, if it is there too.
    #[serde(default)]
    pub bluesky: Option<String>,
    /// Words about itself.
    #[serde(default)]
    pub bio: String,
    /// Province.
    #[serde(default)]
    pub province: Option<String>,
    /// Town or county.
    #[serde(default)]
    pub town: Option<String>,
    /// Library, if it works in one or is one.
    #[serde(default)]
    pub library: Option<String>,
    /// Blocked everywhere: its posts take room on Bluesky's pages and are never shown.
    #[serde(default)]
    pub hidden: bool,
}

/// One post, wherever it lives.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Post {
    /// Name in the world.
    pub name: String,
    /// Id of its [`Account`].
    pub account: String,
    /// Names of the servers it lives on. Several Mastodon servers hold one and the same post.
    pub servers: Vec<String>,
    /// When it appears.
    pub at: Timestamp,
    /// When it says it was written, if that differs (Bluesky believes its clients).
    #[serde(default)]
    pub posted_at: Option<Timestamp>,
    /// Minutes until it reaches servers other than its author's; seconds if absent.
    #[serde(default)]
    pub late_minutes: Option<u32>,
    /// On servers other than its author's its id follows from the time of writing, as in a thread
    /// fetched later: it falls below ids that were given before it arrived.
    #[serde(default)]
    pub backfilled: bool,
    /// Title, in feeds.
    #[serde(default)]
    pub title: Option<String>,
    /// What it says, hashtags and mentions included.
    pub text: String,
    /// Bluesky's outline tags: hashtags that the text does not show.
    #[serde(default)]
    pub outline: Vec<String>,
    /// Language as declared.
    #[serde(default)]
    pub language: Option<String>,
    /// What hangs on it.
    #[serde(default)]
    pub media: Media,
    /// Length of its film or recording in seconds, if the platform knows it.
    #[serde(default)]
    pub film: Option<f64>,
    /// Name of the post it answers.
    #[serde(default)]
    pub reply_to: Option<String>,
    /// Its one edit, if any (Mastodon and feeds).
    #[serde(default)]
    pub edited: Option<Edit>,
    /// When its author deletes it.
    #[serde(default)]
    pub deleted_at: Option<Timestamp>,
    /// The truth about it: the campaign it was meant for, by slug. No platform tells.
    #[serde(default)]
    pub campaign: Option<String>,
    /// The truth about it: the title of the book it introduces. No platform tells.
    #[serde(default)]
    pub book: Option<String>,
    /// The truth about it: who wrote the book. No platform tells.
    #[serde(default)]
    pub author: Option<String>,
}

/// A change of a post's text.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Edit {
    /// When.
    pub at: Timestamp,
    /// The whole new text.
    pub text: String,
}

/// What hangs on a post.
#[derive(Clone, Copy, Debug, Default, Deserialize, PartialEq, Eq)]
#[serde(rename_all = "lowercase")]
pub enum Media {
    /// Nothing.
    #[default]
    None,
    /// A film with sound.
    Film,
    /// A film without sound, which Mastodon calls `gifv`.
    Silent,
    /// A recording of a voice.
    Audio,
    /// A picture.
    Image,
}

/// Why a world cannot be had.
#[derive(Debug, Error)]
pub enum WorldError {
    /// The file cannot be read.
    #[error("could not read `{}`", path.display())]
    Unreadable {
        /// The file.
        path: PathBuf,
        /// Why.
        source: io::Error,
    },
    /// The text is no world.
    #[error("the world does not parse")]
    Unparsable(#[from] toml::de::Error),
    /// The world contradicts itself.
    #[error("the world is not consistent: {0}")]
    Inconsistent(String),
}

impl World {
    /// The world that comes with the simulator: a reading campaign in Iran in the spring of 1399
    /// (2020).
    ///
    /// # Panics
    ///
    /// Never with the file it was built with; a test reads it.
    pub fn embedded() -> Self {
        #[expect(clippy::expect_used, reason = "the file is part of the program and is tested")]
        include_str!("../world.toml").parse().expect("the embedded world is consistent")
    }

    /// Reads a world from a file.
    pub fn read(path: &Path) -> Result<Self, WorldError> {
        fs::read_to_string(path)
            .map_err(|source| WorldError::Unreadable { path: path.to_owned(), source })?
            .parse()
    }

    /// The server of that name.
    pub fn server(&self, name: &str) -> Option<&Server> {
        self.servers.iter().find(|server| server.name == name)
    }

    /// The account with that id.
    pub fn account(&self, id: &str) -> Option<&Account> {
        self.accounts.iter().find(|account| account.id == id)
    }

    /// The campaign with that slug.
    pub fn campaign(&self, slug: &str) -> Option<&Campaign> {
        self.campaigns.iter().find(|campaign| campaign.slug == slug)
    }

    /// The text of a post as a server shows it at an instant: with the edit, and with mentions in
    /// the server's own manner.
    pub fn text_on<'a>(&'a self, server: &Server, post: &'a Post, now: Timestamp) -> String {
        let text = post.text_at(now);
        if server.dialect != Dialect::Bluesky {
            return text.to_owned();
        }
        hashtag::mention_as(text, &self.mentioned, &self.mentioned_on_bluesky())
    }

    /// The handle of the mentioned account on Bluesky.
    pub fn mentioned_on_bluesky(&self) -> String {
        let account = self.accounts.iter().find(|account| account.handle == self.mentioned);
        account
            .and_then(|account| account.bluesky.clone())
            .unwrap_or_else(|| self.mentioned.clone())
    }

    fn check(&self) -> Result<(), WorldError> {
        let fault =
            self.doubled().or_else(|| self.posts.iter().find_map(|post| self.fault_of(post)));
        fault.map_or(Ok(()), |fault| Err(WorldError::Inconsistent(fault)))
    }

    fn doubled(&self) -> Option<String> {
        let mut seen = HashSet::new();
        let servers = self.servers.iter().map(|server| ("server", &server.name));
        let accounts = self.accounts.iter().map(|account| ("account", &account.id));
        let posts = self.posts.iter().map(|post| ("post", &post.name));
        let mut names = servers.chain(accounts).chain(posts);
        names.find(|name| !seen.insert(*name)).map(|(kind, name)| format!("two of {kind} `{name}`"))
    }

    fn fault_of(&self, post: &Post) -> Option<String> {
        let name = &post.name;
        if self.account(&post.account).is_none() {
            return Some(format!("post `{name}` has no account `{}`", post.account));
        }
        if let Some(server) = post.servers.iter().find(|server| self.server(server).is_none()) {
            return Some(format!("post `{name}` lives on no server `{server}`"));
        }
        let before = |at: Option<Timestamp>| at.is_some_and(|at| at <= post.at);
        if before(post.deleted_at) || before(post.edited.as_ref().map(|edit| edit.at)) {
            return Some(format!("post `{name}` changes before it appears"));
        }
        None
    }
}

impl std::str::FromStr for World {
    type Err = WorldError;

    fn from_str(text: &str) -> Result<Self, WorldError> {
        let world: Self = toml::from_str(text)?;
        world.check()?;
        Ok(world)
    }
}

impl Post {
    /// What it says at an instant.
    pub fn text_at(&self, now: Timestamp) -> &str {
        match &self.edited {
            Some(edit) if edit.at <= now => &edit.text,
            _ => &self.text,
        }
    }

    /// When it was edited, if that is past.
    pub fn edited_at(&self, now: Timestamp) -> Option<Timestamp> {
        self.edited.as_ref().map(|edit| edit.at).filter(|at| *at <= now)
    }

    /// Whether it is deleted at an instant.
    pub fn deleted(&self, now: Timestamp) -> bool {
        self.deleted_at.is_some_and(|at| at <= now)
    }
}

impl Server {
    /// Path of the feed, or of the API.
    pub fn path(&self) -> &'static str {
        match self.dialect {
            Dialect::Rss => "/feed.xml",
            Dialect::Atom => "/atom.xml",
            Dialect::JsonFeed => "/feed.json",
            Dialect::Bluesky => "/xrpc",
            Dialect::Mastodon | Dialect::GoToSocial | Dialect::Takahe => "/api",
        }
    }
}

impl Dialect {
    /// It speaks the Mastodon API.
    pub fn is_mastodon(self) -> bool {
        matches!(self, Self::Mastodon | Self::GoToSocial | Self::Takahe)
    }

    /// It is a feed.
    pub fn is_feed(self) -> bool {
        matches!(self, Self::Rss | Self::Atom | Self::JsonFeed)
    }
}
