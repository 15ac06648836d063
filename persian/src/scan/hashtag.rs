//! Hashtags by the grammar of X, the widest one that is written down: letters, marks, digits, `_`,
//! non-joiners and the middle dot, with at least one letter.

use std::ops::Range;

use unicode_normalization::char::is_combining_mark;

use super::token::{TokenKind, pieces};
use crate::key::tag_key;

/// A hashtag as it stands in a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hashtag {
    /// The bytes of the text it takes, the sign included.
    pub range: Range<usize>,
    /// The tag as written, without the sign.
    pub name: String,
    /// The key every spelling of the tag shares: see [`crate::tag_key`].
    pub key: String,
}

/// The hashtags of a text, in order.
///
/// ```
/// let tags = tantivy_persian::hashtags("دیروز #هر_كتابدار_يك_كتابخوان شدم");
/// assert_eq!(tags[0].name, "هر_كتابدار_يك_كتابخوان");
/// assert_eq!(tags[0].key, "هرکتابداریککتابخوان");
/// ```
pub fn hashtags(text: &str) -> Vec<Hashtag> {
    pieces(text)
        .filter(|piece| piece.kind == TokenKind::Hashtag)
        .map(|piece| {
            let name = hashtag_name(&text[piece.range.clone()]);
            Hashtag { key: tag_key(name), name: name.to_owned(), range: piece.range }
        })
        .collect()
}

/// A hashtag without its sign.
pub(crate) fn hashtag_name(tag: &str) -> &str {
    tag.trim_start_matches(is_hash)
}

/// The length in bytes of the hashtag that stands at `at`.
pub(crate) fn hashtag_length(text: &str, at: usize) -> Option<usize> {
    let sign = text[at..].chars().next().filter(|c| is_hash(*c))?;
    if !may_follow(text[..at].chars().next_back()) {
        return None;
    }
    let rest = &text[at + sign.len_utf8()..];
    if rest.starts_with(['\u{FE0F}', '\u{20E3}']) {
        return None;
    }
    let end = rest.find(|c| !is_tag_char(c)).unwrap_or(rest.len());
    let after = &rest[end..];
    let has_letter = rest[..end].contains(is_tag_letter);
    let cut = after.starts_with(is_hash) || after.starts_with("://");
    (has_letter && !cut).then_some(sign.len_utf8() + end)
}

fn is_hash(c: char) -> bool {
    matches!(c, '#' | '＃')
}

fn may_follow(before: Option<char>) -> bool {
    before.is_none_or(|c| matches!(c, '\u{FE0E}' | '\u{FE0F}') || !(is_tag_char(c) || c == '&'))
}

fn is_tag_letter(c: char) -> bool {
    c.is_alphabetic() || is_combining_mark(c)
}

fn is_tag_char(c: char) -> bool {
    is_tag_letter(c)
        || c.is_numeric()
        || matches!(
            c,
            '_' | '\u{200C}'
                | '\u{200D}'
                | '\u{A67E}'
                | '\u{5BE}'
                | '\u{5F3}'
                | '\u{5F4}'
                | '\u{FF5E}'
                | '\u{301C}'
                | '\u{309B}'
                | '\u{309C}'
                | '\u{30A0}'
                | '\u{30FB}'
                | '\u{3003}'
                | '\u{F0B}'
                | '\u{F0C}'
                | '\u{B7}'
        )
}
