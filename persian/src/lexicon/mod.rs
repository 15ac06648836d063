//! The words that are known: the bundled dictionaries, and what the caller adds.

mod bundle;
mod entry;
mod verbs;
mod words;

pub(crate) use bundle::bundle;
pub(crate) use entry::Entry;
pub use words::Lexicon;
