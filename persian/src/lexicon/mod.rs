//! The words that are known: the bundled dictionaries, and what the caller adds.

mod beginnings;
mod bundle;
mod entry;
mod sieve;
mod tree;
mod verb_stems;
mod verbs;
mod words;

pub(crate) use beginnings::Beginnings;
pub(crate) use bundle::bundle;
pub(crate) use entry::{Entry, Listed};
pub(crate) use sieve::Trace;
pub(crate) use verbs::{Verbs, before_ending};
pub use words::Lexicon;
