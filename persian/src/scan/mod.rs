//! Reading a text: words, numbers, ISBNs, hashtags, mentions, URLs and emoji, on the original bytes.

mod class;
mod emoji;
mod hashtag;
mod mention;
mod number;
mod token;
mod url;

pub(crate) use class::{Class, class};
pub(crate) use hashtag::hashtag_name;
pub use hashtag::{Hashtag, hashtags};
pub(crate) use mention::mention_name;
pub use mention::{Mention, mentions, mentions_and_lists};
pub(crate) use number::number;
pub(crate) use token::{Piece, pieces};
pub use token::{Token, TokenKind, tokens};
pub(crate) use url::{host_names, url_key};
