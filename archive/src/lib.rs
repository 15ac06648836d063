//! The system of record: posts, raw answers, cursors, coverage, withdrawals, revisions.
//!
//! Everything else can be made again from here. SQLite in the data folder is the default;
//! PostgreSQL stands in by URL. One SQL text serves both: times are microseconds in UTC, ids are
//! text, so only `BIGINT` and `TEXT` cross the border and sqlx's `Any` driver is enough.

mod change;
mod coverage;
mod error;
mod invariants;
mod keep;
mod pace;
mod parked;
mod post;
mod raw;
mod schema;
mod source_state;
mod store;
mod withdraw;

pub use change::{Change, Entry};
pub use coverage::{CoverageHour, Outcome};
pub use error::ArchiveError;
pub use invariants::{Breach, check};
pub use keep::{Kept, Reading, Seen, Unreadable};
pub use pace::Turn;
pub use parked::Parked;
pub use post::{Author, NotAKey, Post, PostKey};
pub use raw::{Answered, Record, WarcError, read_records};
pub use source_state::SourceState;
pub use store::{Archive, Totals};
pub use withdraw::{Proof, Withdrawal};
