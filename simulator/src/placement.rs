//! Where a post stands on one server: its id there, and from when to when it can be seen.

use crate::{
    dialect::Dialect,
    hashtag,
    identifier::{cid, did, scramble, snowflake, tid, ulid, ulid_number, ulid_text},
    world::{Account, Post, Server, World},
};
use jiff::{SignedDuration, Timestamp};

/// One post on one server.
#[derive(Clone, Debug)]
pub(crate) struct Placement {
    pub(crate) post: Post,
    pub(crate) account: Account,
    /// When it reaches the server.
    pub(crate) arrives: Timestamp,
    /// Its place in the server's order; the server's own id is the same number, spelled.
    pub(crate) order: u128,
    /// The author lives on this server.
    pub(crate) local: bool,
    tags: [Vec<String>; 2],
    /// The mentioned account is mentioned.
    pub(crate) mentions: bool,
}

/// Everything on one server, oldest id first.
pub(crate) fn placements(world: &World, server: &Server) -> Vec<Placement> {
    let here = |post: &&Post| post.servers.contains(&server.name);
    let mut placements: Vec<_> =
        world.posts.iter().filter(here).filter_map(|post| place(world, server, post)).collect();
    placements.sort_by_key(|placement| placement.order);
    placements
}

impl Placement {
    /// Whether it can be seen.
    pub(crate) fn visible(&self, now: Timestamp) -> bool {
        self.arrives <= now && !self.post.deleted(now) && !self.account.hidden
    }

    /// The names of its tags, outline tags among them.
    pub(crate) fn tags(&self, now: Timestamp) -> &[String] {
        let [first, edited] = &self.tags;
        if self.post.edited_at(now).is_some() { edited } else { first }
    }

    /// Whether it was ever seen with one of the tags up to an instant.
    pub(crate) fn carried(&self, names: &[String], now: Timestamp) -> bool {
        let [first, edited] = &self.tags;
        let any = |tags: &[String]| tags.iter().any(|tag| names.contains(tag));
        let unedited = self.post.edited_at(self.arrives).is_none();
        self.arrived(now)
            && ((unedited && any(first)) || (self.post.edited_at(now).is_some() && any(edited)))
    }

    /// Whether it has ever been seen up to an instant. What is deleted on its way never is.
    pub(crate) fn arrived(&self, now: Timestamp) -> bool {
        self.arrives <= now && !self.post.deleted(self.arrives) && !self.account.hidden
    }

    /// What Bluesky sorts by: the earlier of the declared and the true time.
    pub(crate) fn sorted_at(&self) -> Timestamp {
        self.post.posted_at.map_or(self.arrives, |declared| declared.min(self.arrives))
    }

    /// The id by which the whole world knows the post.
    pub(crate) fn uri(&self, world: &World, server: &Server) -> String {
        let (post, account) = (&self.post, &self.account);
        match server.dialect {
            Dialect::Bluesky => format!(
                "at://{}/app.bsky.feed.post/{}",
                did(&account.id),
                tid(post.at, scramble(&[&post.name]))
            ),
            Dialect::Rss | Dialect::Atom | Dialect::JsonFeed => {
                format!("https://{}/?p={}", server.host, scramble(&[&post.name]) % 100_000)
            }
            _ => {
                let host = world.server(&account.home).map_or("", |home| &home.host);
                let number = snowflake(post.at, scramble(&[&post.name]));
                format!("https://{host}/users/{}/statuses/{number}", account.handle)
            }
        }
    }

    /// The content id of the record on Bluesky.
    pub(crate) fn cid(&self) -> String {
        cid(&[&self.post.name, &self.post.text])
    }
}

/// An id as the server spells it.
pub(crate) fn spell(dialect: Dialect, order: u128) -> String {
    match dialect {
        Dialect::GoToSocial => ulid_text(order),
        _ => order.to_string(),
    }
}

/// The number behind an id, if the server can make sense of it.
pub(crate) fn number(dialect: Dialect, id: &str) -> Option<u128> {
    match dialect {
        Dialect::GoToSocial => ulid_number(id),
        _ => id.parse().ok(),
    }
}

/// The place in a server's order of something that happens `at`.
pub(crate) fn order(server: &Server, at: Timestamp, name: &str) -> u128 {
    let noise = scramble(&[&server.name, name]);
    match server.dialect {
        Dialect::GoToSocial => ulid(at, noise),
        _ => snowflake(at, noise),
    }
}

fn place(world: &World, server: &Server, post: &Post) -> Option<Placement> {
    let account = world.account(&post.account)?;
    let local = account.home == server.name || !server.dialect.is_mastodon();
    let arrives = if local { post.at } else { arrival(server, post) };
    let stamped = if post.backfilled { post.at } else { arrives };
    let tags = |text: &str| {
        let mut names = hashtag::names(text, server.dialect);
        if server.dialect == Dialect::Bluesky {
            names.extend(post.outline.iter().map(|tag| tag.to_lowercase()));
        }
        names
    };
    let edited = post.edited.as_ref().map_or(&post.text, |edit| &edit.text);
    Some(Placement {
        post: post.clone(),
        account: account.clone(),
        arrives,
        order: order(server, stamped, &post.name),
        local,
        tags: [tags(&post.text), tags(edited)],
        mentions: hashtag::mentions(&post.text, &world.mentioned),
    })
}

fn arrival(server: &Server, post: &Post) -> Timestamp {
    let noise = scramble(&["arrival", &server.name, &post.name]);
    let skew = match post.late_minutes {
        Some(minutes) => SignedDuration::from_mins(i64::from(minutes)),
        None => SignedDuration::from_millis(2_000 + (noise % 88_000) as i64),
    };
    post.at.saturating_add(skew).unwrap_or(Timestamp::MAX)
}
