//! The card of a count: given it, the number can be made again.

use archive::{CoverageHour, Totals};
use jiff::Timestamp;
use jiff::tz::TimeZone;
use sha2::{Digest, Sha256};

use super::row::{CountingAsk, Row, RowKey, Unit};
use super::tally::Several;

/// The version of what is counted and how; raised when a definition changes.
pub const DEFINITION: u32 = 1;

/// How a count was made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Card {
    /// What was counted.
    pub unit: Unit,
    /// The query, as typed.
    pub query: String,
    /// Its filters, as `name:value`.
    pub filters: Vec<String>,
    /// The number over all rows: each post and each account once.
    pub total: u64,
    /// Posts found.
    pub posts: u64,
    /// Accounts they are from.
    pub accounts: u64,
    /// Posts found whose author is unknown: never a new account.
    pub author_unknown: u64,
    /// Posts that the whole archive once held and no longer shows: withdrawn, or gone from their
    /// platform. They are not counted.
    pub no_longer_public: u64,
    /// The time zone of days.
    pub time_zone: String,
    /// The archive's revision.
    pub revision: i64,
    /// The version of the definitions.
    pub definition: u32,
    /// The first and last instant it is about.
    pub span: Option<(Timestamp, Timestamp)>,
    /// Hours of that time of which the ledger of coverage knows, and how many were answered.
    pub ledger_hours: u64,
    /// Those of them in which something was answered.
    pub answered_hours: u64,
    /// SHA-256 of the rows, so that two tables can be told to be the same.
    pub checksum: String,
}

impl Card {
    #[expect(clippy::too_many_arguments, reason = "a card is made of all that a count is made of")]
    pub(crate) fn of(
        ask: &CountingAsk,
        all: &Several,
        totals: Totals,
        span: Option<(Timestamp, Timestamp)>,
        ledger: &[CoverageHour],
        revision: i64,
        rows: &[Row],
        zone: &TimeZone,
    ) -> Self {
        let accounts = all.accounts.len() as u64;
        let hours = |only: &dyn Fn(&CoverageHour) -> bool| {
            let hours = ledger.iter().filter(|hour| only(hour)).map(|hour| hour.hour);
            hours.collect::<std::collections::BTreeSet<_>>().len() as u64
        };
        Self {
            unit: ask.unit,
            query: ask.query.typed.clone(),
            filters: filters(ask),
            total: if ask.unit == Unit::Post { all.posts } else { accounts },
            posts: all.posts,
            accounts,
            author_unknown: all.author_unknown,
            no_longer_public: u64::try_from(totals.withdrawn + totals.gone).unwrap_or_default(),
            time_zone: zone.iana_name().unwrap_or("UTC").to_owned(),
            revision,
            definition: DEFINITION,
            span,
            ledger_hours: hours(&|_| true),
            answered_hours: hours(&|hour| hour.answered > 0),
            checksum: checksum(rows),
        }
    }
}

fn filters(ask: &CountingAsk) -> Vec<String> {
    let filters = &ask.query.filters;
    let platforms = filters.platforms.iter().map(|value| format!("platform:{value}"));
    let campaigns = filters.campaigns.iter().map(|value| format!("campaign:{value}"));
    let from = filters.from.map(|day| format!("from:{day}"));
    let to = filters.to.map(|day| format!("to:{day}"));
    platforms.chain(campaigns).chain(from).chain(to).collect()
}

fn checksum(rows: &[Row]) -> String {
    let mut hash = Sha256::new();
    for row in rows {
        let key = match &row.key {
            RowKey::Days { first, last } => format!("{first}/{last}"),
            RowKey::Word(word) => word.clone(),
            RowKey::Unknown => "unknown".to_owned(),
        };
        hash.update(format!("{key}\t{}\t{}\n", row.count, row.author_unknown));
    }
    hash.finalize().iter().map(|byte| format!("{byte:02x}")).collect()
}
