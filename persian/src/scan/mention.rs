//! Mentions: `@name` by the grammar of X, with the dots of Instagram's handles inside a name.

use std::ops::Range;

use super::token::{TokenKind, pieces};

/// The longest handle any platform allows, with room to spare.
const LONGEST_NAME: usize = 64;
/// The longest name of a list: `@name/list`.
const LONGEST_LIST: usize = 25;

/// An account named in a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mention {
    /// The bytes of the text it takes, the sign included.
    pub range: Range<usize>,
    /// The handle as written, without the sign.
    pub name: String,
    /// The list of that account, where the text names one: `@name/list`.
    pub list: Option<String>,
}

/// The accounts a text mentions, in order; lists of accounts are not mentions.
///
/// ```
/// let mentions = tantivy_persian::mentions("سپاس از @IranPL (و نه user@example.com)");
/// assert_eq!(mentions.len(), 1);
/// assert_eq!(mentions[0].name, "IranPL");
/// ```
pub fn mentions(text: &str) -> Vec<Mention> {
    mentions_and_lists(text).into_iter().filter(|mention| mention.list.is_none()).collect()
}

/// The accounts and the lists of accounts (`@name/list`) a text mentions, in order.
pub fn mentions_and_lists(text: &str) -> Vec<Mention> {
    pieces(text)
        .filter(|piece| piece.kind == TokenKind::Mention)
        .map(|piece| {
            let written = mention_name(&text[piece.range.clone()]);
            let (name, list) = match written.split_once('/') {
                Some((name, list)) => (name, Some(list.to_owned())),
                None => (written, None),
            };
            Mention { name: name.to_owned(), list, range: piece.range }
        })
        .collect()
}

/// A mention without its sign.
pub(crate) fn mention_name(mention: &str) -> &str {
    mention.trim_start_matches(is_at)
}

/// The length in bytes of the mention that stands at `at`.
pub(crate) fn mention_length(text: &str, at: usize) -> Option<usize> {
    let sign = text[at..].chars().next().filter(|c| is_at(*c))?;
    if !may_follow(&text[..at]) {
        return None;
    }
    let rest = &text[at + sign.len_utf8()..];
    let name = name_length(rest);
    if name == 0 || name > LONGEST_NAME {
        return None;
    }
    let end = name + list_length(&rest[name..]);
    let after = &rest[end..];
    let cut = after.starts_with(|c| is_at(c) || is_accented(c)) || after.starts_with("://");
    (!cut).then_some(sign.len_utf8() + end)
}

fn name_length(rest: &str) -> usize {
    let bytes = rest.as_bytes();
    let inside = |at: usize| bytes.get(at).is_some_and(|b| b.is_ascii_alphanumeric() || *b == b'_');
    let mut end = 0;
    while inside(end) || (end > 0 && bytes.get(end) == Some(&b'.') && inside(end + 1)) {
        end += 1;
    }
    end
}

fn list_length(rest: &str) -> usize {
    let Some(list) = rest.strip_prefix('/') else { return 0 };
    if !list.starts_with(|c: char| c.is_ascii_alphabetic()) {
        return 0;
    }
    let named = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '-');
    1 + list.find(|c| !named(c)).unwrap_or(list.len()).min(LONGEST_LIST)
}

/// An address such as `user@example.com` is not a mention; `RT@name` is.
fn may_follow(before: &str) -> bool {
    let mut back = before.chars().rev();
    let Some(last) = back.next() else { return true };
    let glued = last.is_ascii_alphanumeric()
        || matches!(last, '_' | '!' | '#' | '$' | '%' | '&' | '*' | '@' | '＠');
    let retweet = last.eq_ignore_ascii_case(&'t')
        && back.next().is_some_and(|c| c.eq_ignore_ascii_case(&'r'))
        && back.next().is_none_or(|c| {
            !(c.is_ascii_alphanumeric() || matches!(c, '_' | '+' | '~' | '.' | '-'))
        });
    !glued || retweet
}

fn is_at(c: char) -> bool {
    matches!(c, '@' | '＠')
}

fn is_accented(c: char) -> bool {
    matches!(c, '\u{C0}'..='\u{D6}' | '\u{D8}'..='\u{F6}' | '\u{F8}'..='\u{24F}'
        | '\u{253}' | '\u{254}' | '\u{256}' | '\u{257}' | '\u{259}' | '\u{25B}' | '\u{263}'
        | '\u{268}' | '\u{26F}' | '\u{272}' | '\u{289}' | '\u{28B}' | '\u{2BB}'
        | '\u{300}'..='\u{36F}' | '\u{1E00}'..='\u{1EFF}')
}
