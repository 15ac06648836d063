//! What holds for every request of the harvester.

use jiff::SignedDuration;
use serde::Deserialize;

/// Bounds and manners of the harvester.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Harvest {
    /// Who we are, sent with every request; some servers refuse a request without it.
    pub user_agent: String,
    /// Longest time for one answer, from connecting to the last byte.
    pub time_limit: SignedDuration,
    /// Largest answer in mebibytes, counted after decompression while reading.
    pub answer_limit_mib: u64,
    /// Most pages that one run reads from one stream before it lets others have their turn.
    pub pages_per_run: u32,
}
