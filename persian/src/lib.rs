//! What the same text means in Persian: folding, words, hashtag keys; a tantivy tokenizer.

mod digits;
mod fold;
mod key;
mod scan;
#[cfg(feature = "tantivy")]
mod tokenizer;

pub use digits::{to_latin_digits, to_persian_digits};
pub use fold::{Folded, NORM_VERSION, fold};
pub use key::{key, tag_key};
pub use scan::{
    Hashtag, Mention, Token, TokenKind, hashtags, mentions, mentions_and_lists, tokens,
};
#[cfg(feature = "tantivy")]
pub use tokenizer::PersianTokenizer;
