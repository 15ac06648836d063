//! What tantivy runs for a query: scorers for the shapes that queries of captions have.

mod all;
#[cfg(test)]
mod beside_tantivy;
mod bm25;
mod explain;
#[cfg(test)]
mod listed;
mod member;
mod near;
mod other;
mod union;
mod window;

pub(super) use all::All;
pub use bm25::FixedStatistics;
pub(super) use bm25::{MOST, rarity};
pub(super) use member::Member;
pub(crate) use near::Floor;
pub(super) use near::Near;
pub(super) use union::Union;
pub(super) use window::Joined;
