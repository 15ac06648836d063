//! What the same text means in Persian: folding, words, hashtag keys; a tantivy tokenizer.
#![cfg_attr(feature = "tantivy", doc = "")]
#![cfg_attr(feature = "tantivy", doc = include_str!("../README.md"))]

mod analysis;
mod digits;
mod fold;
mod form;
mod key;
mod lexicon;
mod plan;
mod scan;
mod sound;
mod spell;
#[cfg(feature = "tantivy")]
mod tokenizer;

pub use analysis::{Analyzer, Term, TermKind, analyze, split};
pub use digits::{to_latin_digits, to_persian_digits};
pub use fold::{Folded, NORM_VERSION, fold};
pub use key::{key, tag_key};
pub use lexicon::Lexicon;
pub use plan::{Alternative, Clause, Explanation, Hit, Pattern, Plan, Planner, Reason};
pub use scan::{
    Hashtag, Mention, Token, TokenKind, hashtags, mentions, mentions_and_lists, tokens,
};
pub use sound::skeleton;
pub use spell::{Suggestion, Vocabulary, other_layout};
#[cfg(feature = "tantivy")]
pub use tokenizer::PersianTokenizer;
