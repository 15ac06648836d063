//! Whose rules a server answers by.

use serde::Deserialize;

/// The rules that a server answers by.
#[derive(Clone, Copy, Debug, Deserialize, PartialEq, Eq, Hash)]
#[serde(rename_all = "lowercase")]
pub enum Dialect {
    /// Mastodon 4.6.
    Mastodon,
    /// GoToSocial 0.20.
    GoToSocial,
    /// Takahe 0.11, with the epoch reset header of Pleroma if it has limits at all.
    Takahe,
    /// A Bluesky PDS that passes searches on to the AppView.
    Bluesky,
    /// An RSS 2.0 feed.
    Rss,
    /// An Atom feed.
    Atom,
    /// A JSON Feed 1.1.
    JsonFeed,
}
