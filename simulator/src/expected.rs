//! What a perfect harvester should hold.

use crate::{
    dialect::Dialect,
    hashtag,
    placement::{Placement, placements},
    world::{Campaign, Post, Server, World},
};
use jiff::Timestamp;
use std::collections::BTreeMap;

/// A kind of platform; posts of one kind share one space of ids.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Platform {
    /// The Mastodon API, whichever server: the id is the post's `uri`.
    Mastodon,
    /// Bluesky: the id is the `at://` URI.
    Bluesky,
    /// A feed: the id is the item's `guid` or `id`.
    Feed,
}

/// One post that a perfect harvester holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Expected {
    /// Where it is from.
    pub platform: Platform,
    /// The platform's own id, the same on every server of the platform.
    pub id: String,
    /// Names of the servers that hand it out for the campaign.
    pub servers: Vec<String>,
    /// What it says now, or said last: the author's own words, lines parted as the author did.
    pub text: String,
    /// When it first could be had from any of the servers.
    pub appeared: Timestamp,
    /// It has been deleted. A harvester that came before holds it as withdrawn; one that came
    /// later may never have seen it.
    pub deleted: bool,
    /// It was edited.
    pub edited: bool,
    /// It reaches the harvester by a hashtag.
    pub tagged: bool,
    /// It reaches the harvester by a mention of the campaign's account.
    pub mentions: bool,
    /// Name of the [`crate::Post`] in the world.
    pub post: String,
}

impl World {
    /// Every post that the servers have handed out up to `now` to someone who asked each of them,
    /// often enough, for each of the campaign's tags and for mentions of its account; in order of
    /// platform and id.
    ///
    /// Tags count as each platform understands them, so spellings that are not in
    /// [`Campaign::tags`] are not found, except in feeds: a feed is read whole and matched on
    /// [`World::folded`] words.
    pub fn expected(&self, campaign: &Campaign, now: Timestamp) -> Vec<Expected> {
        let mut all: BTreeMap<(Platform, String), Expected> = BTreeMap::new();
        for post in self.servers.iter().flat_map(|server| self.expected_on(server, campaign, now)) {
            match all.get_mut(&(post.platform, post.id.clone())) {
                None => {
                    all.insert((post.platform, post.id.clone()), post);
                }
                Some(known) => {
                    known.appeared = known.appeared.min(post.appeared);
                    known.tagged |= post.tagged;
                    known.mentions |= post.mentions;
                    known.servers.extend(post.servers);
                }
            }
        }
        all.into_values().collect()
    }

    /// The same from one server alone, oldest first.
    pub fn expected_on(
        &self,
        server: &Server,
        campaign: &Campaign,
        now: Timestamp,
    ) -> Vec<Expected> {
        let names = names(server.dialect, &campaign.tags);
        placements(self, server)
            .iter()
            .filter(|placement| placement.arrived(now))
            .filter_map(|placement| {
                let tagged =
                    placement.carried(&names, now) || self.told(server, placement, campaign);
                let mentions =
                    placement.mentions && campaign.account.as_ref() == Some(&self.mentioned);
                (tagged || mentions).then(|| self.expect(server, placement, now, tagged, mentions))
            })
            .collect()
    }

    /// Every post that can be seen on a server at an instant, in the server's own order, whatever
    /// campaign it is for.
    pub fn posts_at(&self, server: &Server, now: Timestamp) -> Vec<&Post> {
        let seen = placements(self, server).into_iter().filter(|placement| placement.visible(now));
        seen.filter_map(|seen| self.posts.iter().find(|post| post.name == seen.post.name)).collect()
    }

    /// A hashtag without what people write differently: Arabic letters, joiners, marks, underscores
    /// and case.
    pub fn folded(tag: &str) -> String {
        let kept = tag.chars().filter(|letter| {
            !matches!(letter, '_' | '\u{200c}' | '\u{640}' | '\u{64b}'..='\u{65f}' | '\u{670}')
        });
        let persian = kept.map(|letter| match letter {
            'ك' => 'ک',
            'ي' | 'ى' => 'ی',
            other => other,
        });
        persian.flat_map(char::to_lowercase).collect()
    }

    fn told(&self, server: &Server, placement: &Placement, campaign: &Campaign) -> bool {
        let wanted: Vec<_> = campaign.tags.iter().map(|tag| Self::folded(tag)).collect();
        let found = hashtag::names(&placement.post.text, Dialect::Mastodon);
        server.dialect.is_feed() && found.iter().any(|tag| wanted.contains(&Self::folded(tag)))
    }

    fn expect(
        &self,
        server: &Server,
        placement: &Placement,
        now: Timestamp,
        tagged: bool,
        mentions: bool,
    ) -> Expected {
        let post = &placement.post;
        let last = post.deleted_at.unwrap_or(now).min(now);
        Expected {
            platform: Platform::of(server.dialect),
            id: placement.uri(self, server),
            servers: vec![server.name.clone()],
            text: self.text_on(server, post, last),
            appeared: placement.arrives,
            deleted: post.deleted(now),
            edited: post.edited_at(last).is_some(),
            tagged,
            mentions,
            post: post.name.clone(),
        }
    }
}

impl Platform {
    /// The platform that speaks a dialect.
    pub fn of(dialect: Dialect) -> Self {
        match dialect {
            Dialect::Bluesky => Self::Bluesky,
            Dialect::Mastodon | Dialect::GoToSocial | Dialect::Takahe => Self::Mastodon,
            Dialect::Rss | Dialect::Atom | Dialect::JsonFeed => Self::Feed,
        }
    }

    /// Its name, as text: `mastodon`, `bluesky` or `feed`.
    pub fn name(self) -> &'static str {
        match self {
            Self::Mastodon => "mastodon",
            Self::Bluesky => "bluesky",
            Self::Feed => "feed",
        }
    }
}

fn names(dialect: Dialect, tags: &[String]) -> Vec<String> {
    tags.iter().filter_map(|tag| hashtag::name(tag, dialect)).collect()
}
