//! From the archive into tantivy.
//!
//! The index is derived: it follows the archive's revisions, carries the revision it has reached
//! in each commit, and can be thrown away and made again with the same answers. What is derived
//! from a post (its campaigns, its terms) is made here, so that a new spelling needs a rebuild
//! and no new harvest.

mod completion;
mod document;
mod error;
mod generation;
mod indexer;
mod lead;
mod marks;
mod merging;
mod quotes;
mod reader;
mod schema;
mod stamp;
mod view;
mod words;

pub use completion::{Completion, CompletionKind, completion_sound, completion_start};
pub use document::indexed_text;
pub use error::IndexError;
pub use indexer::{Indexer, Progress};
pub use lead::{LEAD_WORDS, lead_term};
pub use marks::Marks;
pub use reader::Reader;
pub use schema::Fields;
pub use view::{View, after_beginning};
