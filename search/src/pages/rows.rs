//! The rows of figures.

use jiff::civil::Date;

use super::address::Search;
use super::shell::Shell;
use crate::calendar;

/// One number.
#[derive(Debug, Clone, PartialEq)]
pub struct CountRow {
    /// What it is the number of.
    pub name: RowName,
    /// The number; `None` if it is not known, which is not zero.
    pub count: Option<u64>,
    /// Hours of its time in which something was not asked.
    pub unasked_hours: u64,
}

/// What a number is the number of.
#[derive(Debug, Clone, PartialEq)]
pub enum RowName {
    /// A day, week or month: its first and last day.
    Days {
        /// First day.
        first: Date,
        /// Last day.
        last: Date,
    },
    /// A platform or campaign.
    Named {
        /// Its name in the page's language.
        name: String,
        /// The search for what was counted.
        search: Option<Search>,
    },
}

pub(crate) fn row_name(name: &RowName, shell: &Shell) -> String {
    match name {
        RowName::Days { first, last } => calendar::date_span(*first, *last, shell.language()),
        RowName::Named { name, .. } => name.clone(),
    }
}
