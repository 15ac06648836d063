//! The registry: a platform is one file or folder here, its `mod` line and its line below.
//! What several of them read the same way stands in `common`.

mod bluesky;
mod common;
mod feed;
mod mastodon;

use crate::platform::Entry;

/// Every platform, in the order in which tables list them.
pub const REGISTRY: &[Entry] = &[
    Entry {
        name: "mastodon",
        fa: "ماستودون",
        en: "Mastodon",
        needs: &[],
        takes: &["token"],
        open: mastodon::open,
    },
    Entry {
        name: "bluesky",
        fa: "بلواسکای",
        en: "Bluesky",
        needs: &["identifier", "password"],
        takes: &[],
        open: bluesky::open,
    },
    Entry { name: "feed", fa: "خوراک", en: "Feed", needs: &[], takes: &[], open: feed::open },
];

/// A platform by name, or the names that are known.
pub fn platform(name: &str) -> Result<&'static Entry, String> {
    REGISTRY.iter().find(|entry| entry.name == name).ok_or_else(|| {
        let known = REGISTRY.iter().map(|entry| entry.name).collect::<Vec<_>>().join("`, `");
        format!("unknown platform `{name}` (known: `{known}`)")
    })
}
