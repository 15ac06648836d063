//! Reading a text: words, numbers, ISBNs, hashtags, mentions, URLs and emoji, on the original bytes.

mod class;
mod emoji;
mod hashtag;
mod mention;
mod number;
mod token;
mod url;

pub use hashtag::{Hashtag, hashtags};
pub use mention::{Mention, mentions, mentions_and_lists};
pub use token::{Token, TokenKind, tokens};
