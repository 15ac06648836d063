//! The post: one public item on one platform.

use std::fmt;
use std::str::FromStr;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

/// A post's key: its platform and the platform's own id, always text. Written `platform:id`.
///
/// The id is the one that stays the same wherever the post is seen: the `uri` of a Mastodon
/// status (its `id` differs from server to server), the `at://` address of a Bluesky record, the
/// guid of a feed's entry.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct PostKey {
    /// The platform's name in the registry, such as `mastodon`.
    pub platform: String,
    /// The platform's own id.
    pub id: String,
}

/// Who posted, as far as the platform says.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Author {
    /// The platform's stable id of the account; handles change.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub id: Option<String>,
    /// The handle without `@`, with its server where the platform has servers.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub handle: Option<String>,
    /// The name shown.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
}

/// What a post said when it was last seen.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Post {
    /// Its key.
    pub key: PostKey,
    /// Where a reader can see it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub url: Option<String>,
    /// The caption as plain text; spelling is the author's.
    pub text: String,
    /// Who posted it.
    pub author: Author,
    /// When it was posted, in UTC. A self-declared time is clamped to when the platform saw it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub posted_at: Option<Timestamp>,
    /// The platform's own value where `posted_at` differs from it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub claimed_at: Option<Timestamp>,
    /// When the platform says it was last edited.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub edited_at: Option<Timestamp>,
    /// Hashtags as the platform names them, without `#`, those outside the text included.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub hashtags: Vec<String>,
    /// Accounts tagged, as handles without `@` or as the platform's ids.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub mentions: Vec<String>,
    /// Whether a film hangs on it; `None` where the platform does not say.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub has_film: Option<bool>,
    /// The film's length in seconds, where known. Unknown is not zero.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub duration_s: Option<f64>,
    /// The language as the platform names it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub language: Option<String>,
}

/// A text that is not a post's key.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("`{0}` is not a post's key; write it `platform:id`, as in `mastodon:https://…`")]
pub struct NotAKey(String);

impl PostKey {
    /// A key from its two parts.
    pub fn new(platform: impl Into<String>, id: impl Into<String>) -> Self {
        Self { platform: platform.into(), id: id.into() }
    }
}

impl Post {
    /// A post that says only `text`; the other parts are unknown.
    pub fn new(key: PostKey, text: impl Into<String>) -> Self {
        Self {
            key,
            url: None,
            text: text.into(),
            author: Author::default(),
            posted_at: None,
            claimed_at: None,
            edited_at: None,
            hashtags: Vec::new(),
            mentions: Vec::new(),
            has_film: None,
            duration_s: None,
            language: None,
        }
    }
}

impl Post {
    /// What is known after the post was seen again, perhaps on another server that knows less of
    /// it. New words replace old ones unless they are older; what a server leaves out stays.
    pub(crate) fn seen_again(&self, seen: &Self) -> Self {
        let stale = seen.edited_at < self.edited_at;
        let reworded = !stale && words(&seen.text) != words(&self.text);
        Self {
            key: self.key.clone(),
            text: if reworded { &seen.text } else { &self.text }.clone(),
            hashtags: if reworded {
                seen.hashtags.clone()
            } else {
                united(&self.hashtags, &seen.hashtags)
            },
            mentions: if reworded {
                seen.mentions.clone()
            } else {
                united(&self.mentions, &seen.mentions)
            },
            author: Author {
                id: self.author.id.clone().or_else(|| seen.author.id.clone()),
                handle: renamed(self.author.handle.as_deref(), seen.author.handle.as_deref()),
                name: seen.author.name.clone().or_else(|| self.author.name.clone()),
            },
            url: self.url.clone().or_else(|| seen.url.clone()),
            posted_at: self.posted_at.or(seen.posted_at),
            claimed_at: self.claimed_at.or(seen.claimed_at),
            edited_at: self.edited_at.max(seen.edited_at),
            has_film: self.has_film.or(seen.has_film),
            duration_s: self.duration_s.or(seen.duration_s),
            language: self.language.clone().or_else(|| seen.language.clone()),
        }
    }
}

/// An account's handle after it was seen again. Servers may name its domain in two ways; only
/// another name before `@` is a new handle.
fn renamed(held: Option<&str>, seen: Option<&str>) -> Option<String> {
    let local = |handle: &str| handle.split('@').next().unwrap_or_default().to_lowercase();
    match (held, seen) {
        (Some(held), Some(seen)) if local(held) == local(seen) => Some(held.to_owned()),
        (held, seen) => seen.or(held).map(str::to_owned),
    }
}

/// The words of a text: servers differ in the white space they leave.
fn words(text: &str) -> Vec<&str> {
    text.split_whitespace().collect()
}

fn united(held: &[String], seen: &[String]) -> Vec<String> {
    let fresh = seen.iter().filter(|name| !held.contains(name));
    held.iter().chain(fresh).cloned().collect()
}

impl fmt::Display for PostKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}", self.platform, self.id)
    }
}

impl FromStr for PostKey {
    type Err = NotAKey;

    fn from_str(text: &str) -> Result<Self, NotAKey> {
        match text.split_once(':') {
            Some((platform, id)) if !platform.is_empty() && !id.is_empty() => {
                Ok(Self::new(platform, id))
            }
            _ => Err(NotAKey(text.to_owned())),
        }
    }
}

/// The id under which a withdrawn post's tombstone stands: it can be recognised by someone who
/// knows the key, and the key cannot be read from it.
pub(crate) fn tombstone_id(key: &PostKey) -> String {
    let digest = Sha256::digest(key.to_string().as_bytes());
    let hex: String = digest.iter().map(|byte| format!("{byte:02x}")).collect();
    format!("withdrawn:{hex}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_is_cut_at_its_first_colon_only() {
        let key: PostKey = "bluesky:at://did:plc:x/app.bsky.feed.post/1".parse().unwrap();
        assert_eq!(key.id, "at://did:plc:x/app.bsky.feed.post/1");
        assert_eq!(key.to_string().parse::<PostKey>().unwrap(), key);
        assert!("bluesky".parse::<PostKey>().is_err());
        assert!(":x".parse::<PostKey>().is_err());
    }
}
