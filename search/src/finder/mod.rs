//! Finding: a query, a page of hits, and how many there are in all.
//!
//! The index finds, the archive decides. Hits are read from the archive, and what it no longer
//! shows is left out of hits, totals and counts, even before the index has followed.

mod find;
mod hit;
mod place;
mod top;
mod walk;

pub use find::{Ask, FindError, Finder, Found};
pub use hit::Hit;
pub use place::{Place, Sort};
