//! From the platforms into the archive, on schedule and within their limits.

mod address;
mod answer;
mod asking;
mod clock;
mod fetch;
mod harvester;
pub mod import;
mod import_file;
mod pacing;
mod platform;
mod platforms;
mod run;
mod schedule;
mod session;
mod verdict;

pub use address::{NamedHosts, is_public};
pub use answer::Answer;
pub use clock::{Clock, SystemClock};
pub use fetch::{FetchError, Fetcher};
pub use harvester::{Harvester, OpenError};
pub use import_file::{ImportFileError, Imported, import_file};
pub use platform::{
    Access, Cursor, Entry, Item, Known, Open, Page, Platform, Question, Request, Stream, Unread,
};
pub use platforms::{REGISTRY, platform};
pub use run::{Health, Report, Walk};
pub use schedule::{Schedule, ScheduleError};
pub use verdict::{Allowance, Verdict, allowance, classify, wait_hint};
