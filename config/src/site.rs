//! The pages: who they are, where they are served.

use jiff::tz::TimeZone;
use serde::Deserialize;

use crate::Name;

/// The site's own settings.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Site {
    /// The site's name on every page.
    pub name: Name,
    /// The language of a page whose address names none.
    pub language: Language,
    /// The address and port to serve on; port 0 takes any free one.
    pub listen: String,
    /// The address that readers use, for links that leave the page; empty while there is none.
    pub address: String,
    /// The time zone of days, weeks and campaigns.
    pub time_zone: String,
    /// Whether TLS stands in front, so that `Strict-Transport-Security` may be promised.
    pub tls: bool,
    /// Connections held at the same time; one more waits for its turn.
    pub connections: usize,
}

/// A language of the pages.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Language {
    /// Persian.
    Fa,
    /// English.
    En,
}

impl Site {
    /// The site's time zone; configurations with an unknown one are refused when read.
    pub fn zone(&self) -> TimeZone {
        TimeZone::get(&self.time_zone).unwrap_or(TimeZone::UTC)
    }
}
