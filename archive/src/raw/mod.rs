//! Raw answers: WARC 1.1 files, one gzip member for each record.

mod answered;
mod files;
mod record;
mod scrub;

pub use answered::{Answered, WarcError};
pub use record::{Record, read_records};

pub(crate) use files::RawAnswers;
pub(crate) use scrub::Blank;
