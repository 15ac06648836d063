//! The one counting engine: page, API, command and export all count here.
//!
//! It runs on the index, so that every filter of a search is a filter of a count and the number
//! beside a list is the list's length. A count carries a card that says how it was made.

mod card;
mod count;
mod export;
mod row;
mod tally;

pub use card::{Card, DEFINITION};
pub use count::Counted;
pub use export::{to_csv, to_json};
pub use row::{By, CountingAsk, Row, RowKey, Unit};
