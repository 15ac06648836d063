//! The walk over a text, token by token.

use std::ops::Range;

use super::class::{Class, arabic_length, class_at};
use super::emoji::emoji_length;
use super::hashtag::{hashtag_length, hashtag_name};
use super::mention::{mention_length, mention_name};
use super::number::number;
use super::url::{url_key, url_length};
use crate::fold::fold_word;

/// What a token is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum TokenKind {
    /// A run of letters of one script; a non-joiner stays inside.
    Word,
    /// A run of digits.
    Number,
    /// An ISBN, with or without hyphens; its key is the thirteen digits.
    Isbn,
    /// A hashtag with its sign.
    Hashtag,
    /// An account with its sign.
    Mention,
    /// The address of a page.
    Url,
    /// One picture.
    Emoji,
}

/// A piece of a text that means something.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Token {
    /// What it is.
    pub kind: TokenKind,
    /// The bytes of the original text it takes, on character boundaries.
    pub range: Range<usize>,
    /// Its comparison key: the folded letters of a word, the ASCII digits of a number, the thirteen
    /// digits of an ISBN, the tag key, the lower-case handle, the bare address, the picture itself.
    pub key: String,
}

/// The tokens of a text, in order.
///
/// ```
/// use tantivy_persian::{TokenKind, tokens};
/// let text = "جلد2 کتاب‌خانه #معرفی_کتاب";
/// let tokens = tokens(text);
/// let keys: Vec<_> = tokens.iter().map(|token| token.key.as_str()).collect();
/// assert_eq!(keys, ["جلد", "2", "کتابخانه", "معرفیکتاب"]);
/// assert_eq!(tokens[3].kind, TokenKind::Hashtag);
/// assert_eq!(&text[tokens[2].range.clone()], "کتاب‌خانه");
/// ```
pub fn tokens(text: &str) -> Vec<Token> {
    pieces(text)
        .map(|piece| Token { key: token_key(text, &piece), kind: piece.kind, range: piece.range })
        .filter(|token| !token.key.is_empty())
        .collect()
}

fn token_key(text: &str, piece: &Piece) -> String {
    let written = &text[piece.range.clone()];
    match piece.kind {
        TokenKind::Number | TokenKind::Isbn => number(written).map_or_else(String::new, |n| n.key),
        TokenKind::Mention => mention_name(written).to_ascii_lowercase(),
        TokenKind::Url => url_key(written).0,
        TokenKind::Emoji => written.to_owned(),
        TokenKind::Hashtag => folded(hashtag_name(written)),
        TokenKind::Word => folded(written),
    }
}

fn folded(word: &str) -> String {
    let mut key = String::with_capacity(word.len());
    fold_word(word, &mut key);
    key
}

/// A token without its key.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Piece {
    pub(crate) kind: TokenKind,
    pub(crate) range: Range<usize>,
}

/// Walks over the pieces of a text.
pub(crate) fn pieces(text: &str) -> Pieces<'_> {
    Pieces { text, at: 0 }
}

/// The pieces of a text, from a byte on.
pub(crate) struct Pieces<'t> {
    text: &'t str,
    at: usize,
}

impl Iterator for Pieces<'_> {
    type Item = Piece;

    #[inline(always)]
    fn next(&mut self) -> Option<Piece> {
        while let Some(byte) = self.text.as_bytes().get(self.at) {
            if matches!(byte, b' ' | b'\n') {
                self.at += 1;
                continue;
            }
            let (start, letters) = (self.at, arabic_length(&self.text.as_bytes()[self.at..]));
            if letters > 0 {
                self.at += word_length(&self.text[start..], Class::Arabic, letters);
                return Some(Piece { kind: TokenKind::Word, range: start..self.at });
            }
            let (class, width) = class_at(self.text, start)?;
            // No sign of a piece and no picture is written with so few bytes but these two.
            if class == Class::Gap && width < 3 && !matches!(byte, b'#' | b'@') {
                self.at += width;
                continue;
            }
            let piece = piece_at(self.text, start, class);
            self.at += piece.map_or(width, |(_, length)| length);
            if let Some((kind, _)) = piece {
                return Some(Piece { kind, range: start..self.at });
            }
        }
        None
    }
}

fn piece_at(text: &str, at: usize, class: Class) -> Option<(TokenKind, usize)> {
    let rest = &text[at..];
    if rest.as_bytes().first().is_some_and(u8::is_ascii_alphanumeric)
        && let Some(length) = url_length(text, at)
    {
        return Some((TokenKind::Url, length));
    }
    match class {
        Class::Arabic | Class::Letter => Some((TokenKind::Word, word_length(rest, class, 0))),
        Class::Digit => Some(number_at(rest)),
        Class::Gap => hashtag_length(text, at)
            .map(|length| (TokenKind::Hashtag, length))
            .or_else(|| mention_length(text, at).map(|length| (TokenKind::Mention, length)))
            .or_else(|| emoji_length(rest).map(|length| (TokenKind::Emoji, length))),
        Class::Mark | Class::Joiner => None,
    }
}

fn number_at(rest: &str) -> (TokenKind, usize) {
    match number(rest) {
        Some(number) if number.isbn => (TokenKind::Isbn, number.length),
        Some(number) => (TokenKind::Number, number.length),
        // A numeral that is no decimal digit, such as a Roman or a circled one, is a word of its own.
        None => (TokenKind::Word, rest.chars().next().map_or(0, char::len_utf8)),
    }
}

/// The length in bytes of the word of one script that `rest` begins with; so many bytes of it are
/// letters of this script.
#[inline(always)]
fn word_length(rest: &str, script: Class, letters: usize) -> usize {
    let next = rest.as_bytes().get(letters);
    if script == Class::Arabic && next.is_none_or(u8::is_ascii) {
        return letters;
    }
    longer_length(rest, script, letters)
}

fn longer_length(rest: &str, script: Class, letters: usize) -> usize {
    let (mut at, mut end) = (letters, letters);
    while let Some((found, width)) = class_at(rest, at) {
        match found {
            _ if found == script => end = at + width,
            Class::Mark => end = at + width,
            Class::Joiner => {}
            Class::Gap if script == Class::Letter && is_apostrophe_inside(&rest[at..], width) => {}
            _ => break,
        }
        at += width;
        if script == Class::Arabic {
            let more = arabic_length(&rest.as_bytes()[at..]);
            at += more;
            end = if more > 0 { at } else { end };
        }
    }
    end
}

fn is_apostrophe_inside(rest: &str, width: usize) -> bool {
    rest.starts_with(['\'', '’', 'ʼ'])
        && class_at(rest, width).is_some_and(|(class, _)| class == Class::Letter)
}

#[cfg(test)]
mod tests {
    use super::{Class, piece_at};
    use crate::scan::class;

    #[test]
    fn of_the_gaps_of_one_or_two_bytes_only_two_signs_begin_a_piece() {
        for gap in ('\0'..'\u{800}').filter(|c| class(*c) == Class::Gap) {
            let begins = piece_at(&format!("{gap}book"), 0, Class::Gap).is_some();
            assert_eq!(begins, matches!(gap, '#' | '@'), "{gap:?}");
        }
    }
}
