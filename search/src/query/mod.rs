//! The query language, as people guess it: words, `"phrases"`, `-not`, `begin*`, `#tag`, `@name`,
//! and filters with English or Persian names (`author:` `نویسنده:`, `book:` `کتاب:`, `platform:`
//! `سکو:`, `campaign:` `پویش:`, `from:` `از:`, `to:` `تا:`), dates in either calendar and any digits.

mod apart;
mod book;
mod compile;
mod engine;
mod parse;
mod problem;
mod rarity;
mod reading;
mod ways;

pub use compile::{Compiled, Demand};
pub use engine::FixedStatistics;
pub(crate) use engine::Floor;
pub use parse::{Filters, Part, Query};
pub use problem::Problem;
pub use reading::Reading;
