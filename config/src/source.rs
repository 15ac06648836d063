//! Sources: one thing to read, how often, how fast.

use std::collections::BTreeMap;

use jiff::SignedDuration;
use serde::Deserialize;

use crate::{Ask, Secret};

/// One thing to read.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Source {
    /// Name in tables, logs and the ledger of coverage; unique.
    pub name: String,
    /// The platform that reads it, as the harvester's registry names it.
    pub platform: String,
    /// When it is read: a cron expression of 5 fields (minute, hour, day, month, weekday), or of
    /// 6 with seconds first.
    pub schedule: String,
    /// When it is read again from the campaign's start, to find late and deleted posts.
    pub sweep: Option<String>,
    /// The time zone of both schedules; the site's where it is absent.
    pub time_zone: Option<String>,
    /// How fast its host may be asked.
    pub pace: Pace,
    /// The campaigns it is asked about, by slug; all of them where it is absent.
    pub campaigns: Option<Vec<String>>,
    /// A proxy for this source: `http://`, `https://` or `socks5h://`.
    pub proxy: Option<String>,
    /// Credentials by the names that the platform gives them.
    #[serde(default)]
    pub credentials: BTreeMap<String, Secret>,
    /// What is asked, in the platform's own keys.
    #[serde(skip)]
    pub ask: Ask,
}

/// At most `requests` in each `per`, and at most `burst` of them at once.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Pace {
    /// Requests allowed in one period.
    pub requests: u32,
    /// The period.
    pub per: SignedDuration,
    /// Requests that may follow each other without waiting.
    pub burst: u32,
}

impl Pace {
    /// The time that one request uses up.
    pub fn interval(&self) -> SignedDuration {
        self.per / i32::try_from(self.requests.max(1)).unwrap_or(i32::MAX)
    }
}
