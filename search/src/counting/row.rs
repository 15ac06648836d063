//! The words of counting: what is asked, in which unit, and a row of the answer.

use jiff::civil::Date;

use crate::query::Query;

/// What a count is made by.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum By {
    /// Weeks, Saturday to Friday.
    #[default]
    Week,
    /// Days of the site's time zone.
    Day,
    /// Jalali months.
    Month,
    /// Platforms.
    Platform,
    /// Campaigns.
    Campaign,
}

impl By {
    /// All of them, as the page offers them.
    pub const ALL: [Self; 5] = [Self::Week, Self::Day, Self::Month, Self::Platform, Self::Campaign];

    /// Its word in addresses (`by=week`).
    pub fn word(self) -> &'static str {
        match self {
            Self::Week => "week",
            Self::Day => "day",
            Self::Month => "month",
            Self::Platform => "platform",
            Self::Campaign => "campaign",
        }
    }
}

/// What is counted. Two units never stand in one count.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Unit {
    /// Public items on platforms.
    #[default]
    Post,
    /// Platforms' stable ids of authors. Posts of unknown authors are told apart, never added.
    Account,
}

impl Unit {
    /// Its word in addresses and exports.
    pub fn word(self) -> &'static str {
        match self {
            Self::Post => "post",
            Self::Account => "account",
        }
    }
}

/// What is asked of the counting engine.
#[derive(Debug, Clone, Default)]
pub struct CountingAsk {
    /// Which posts.
    pub query: Query,
    /// By what.
    pub by: By,
    /// Of what.
    pub unit: Unit,
}

/// One row.
#[derive(Debug, Clone, PartialEq)]
pub struct Row {
    /// What it is the number of.
    pub key: RowKey,
    /// The number in the count's unit.
    pub count: u64,
    /// Posts in it whose author is unknown.
    pub author_unknown: u64,
    /// Hours of its time in which some source was not asked or not answered.
    pub unasked_hours: u64,
}

/// What a row is the number of.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum RowKey {
    /// A day, week or month, by its first and last day.
    Days {
        /// First day.
        first: Date,
        /// Last day.
        last: Date,
    },
    /// A platform's name or a campaign's slug.
    Word(String),
    /// Posts of which it is not known. Unknown is not zero, and it is no day.
    Unknown,
}
