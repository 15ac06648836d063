//! What was probably meant: slips of the keyboard, Finglish, the wrong layout.

mod finglish;
mod layout;
mod slip;
mod vocabulary;
mod vowels;

pub(crate) use finglish::finglish;
pub use layout::other_layout;
pub(crate) use layout::other_layouts;
pub(crate) use slip::slips;
pub use vocabulary::{Suggestion, Vocabulary};
