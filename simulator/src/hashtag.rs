//! Hashtags and mentions in a text, as each platform finds them.
//!
//! Each platform takes the same Persian hashtag differently, and that loses posts: a zero-width
//! non-joiner (U+200C) is part of a tag on Mastodon (`Tag::HASHTAG_SEPARATORS`), ends it on Bluesky
//! and Takahe, and undoes it on GoToSocial. Nobody unifies Arabic with Persian letters.

use crate::dialect::Dialect;
use std::ops::Range;

/// A stretch of a text that is more than text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Span {
    /// Where it stands, in bytes, with its `#` or `@`.
    pub(crate) range: Range<usize>,
    /// What it is.
    pub(crate) kind: Kind,
}

/// What a [`Span`] is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    /// A hashtag, as written, without `#`.
    Tag(String),
    /// A mention of the account that was looked for.
    Mention,
    /// A web address.
    Link,
}

const ZWNJ: char = '\u{200c}';

/// The hashtags in `text`, the mentions of `handle` and the web addresses, in order.
pub(crate) fn spans(text: &str, dialect: Dialect, handle: &str) -> Vec<Span> {
    let mut found = Vec::new();
    let mut end = 0;
    for (start, sign) in text.char_indices() {
        if start < end {
            continue;
        }
        let (before, rest) = text.split_at(start);
        let open = before.chars().next_back().is_none_or(|last| opens(last, dialect));
        let span = match sign {
            '#' if open => tag(rest, dialect),
            '@' if open => mention(rest, handle),
            'h' if open => link(rest),
            _ => None,
        };
        if let Some((length, kind)) = span {
            end = start + length;
            found.push(Span { range: start..end, kind });
        }
    }
    found
}

/// The name under which a dialect keeps a tag and is asked for it, or `None` if it can't be one.
/// Bluesky is asked in any case, so its names are in lower case too.
pub(crate) fn name(written: &str, dialect: Dialect) -> Option<String> {
    let separated = written.contains(ZWNJ);
    if written.is_empty() || (separated && dialect == Dialect::GoToSocial) {
        return None;
    }
    Some(written.to_lowercase())
}

/// `text` with every mention of `handle` made into one of `other`.
pub(crate) fn mention_as(text: &str, handle: &str, other: &str) -> String {
    let mut changed = String::with_capacity(text.len() + other.len());
    let mut from = 0;
    for span in spans(text, Dialect::Mastodon, handle) {
        if span.kind == Kind::Mention {
            changed.push_str(&text[from..span.range.start]);
            changed.push('@');
            changed.push_str(other);
            from = span.range.end;
        }
    }
    changed.push_str(&text[from..]);
    changed
}

/// Whether `handle` is mentioned in `text`.
pub(crate) fn mentions(text: &str, handle: &str) -> bool {
    spans(text, Dialect::Mastodon, handle).iter().any(|span| span.kind == Kind::Mention)
}

/// The names of all tags in `text`.
pub(crate) fn names(text: &str, dialect: Dialect) -> Vec<String> {
    let tags = spans(text, dialect, "").into_iter().filter_map(|span| match span.kind {
        Kind::Tag(written) => name(&written, dialect),
        _ => None,
    });
    let mut names: Vec<String> = Vec::new();
    tags.for_each(|tag| {
        if !names.contains(&tag) {
            names.push(tag);
        }
    });
    names
}

fn opens(last: char, dialect: Dialect) -> bool {
    match dialect {
        Dialect::Bluesky => last.is_whitespace(),
        _ => !word(last) && !matches!(last, '/' | '&' | '#' | '@'),
    }
}

fn word(letter: char) -> bool {
    letter.is_alphanumeric() || letter == '_' || matches!(letter, '\u{64b}'..='\u{65f}' | '\u{670}')
}

fn tag(rest: &str, dialect: Dialect) -> Option<(usize, Kind)> {
    let body = &rest[1..];
    let ends = |letter: char| match dialect {
        Dialect::Bluesky => letter.is_whitespace() || invisible(letter),
        Dialect::Takahe => !word(letter),
        _ => !word(letter) && !matches!(letter, ZWNJ | '\u{b7}' | '\u{30fb}'),
    };
    let written = body.find(ends).map_or(body, |end| &body[..end]);
    let written = written.trim_end_matches(|letter| !word(letter));
    let refused = dialect == Dialect::GoToSocial && written.contains(ZWNJ);
    if refused || !written.contains(|letter: char| letter.is_alphabetic()) {
        return None;
    }
    Some((1 + written.len(), Kind::Tag(written.to_owned())))
}

fn invisible(letter: char) -> bool {
    matches!(letter, '\u{ad}' | '\u{2060}' | '\u{200a}'..='\u{200d}')
}

fn mention(rest: &str, handle: &str) -> Option<(usize, Kind)> {
    let after = rest[1..].strip_prefix(handle).filter(|_| !handle.is_empty())?;
    let goes_on = after.starts_with(|next: char| next.is_ascii_alphanumeric() || next == '_');
    (!goes_on).then_some((1 + handle.len(), Kind::Mention))
}

fn link(rest: &str) -> Option<(usize, Kind)> {
    if !rest.starts_with("https://") {
        return None;
    }
    let length = rest.find(|next: char| next.is_whitespace() || next == '»').unwrap_or(rest.len());
    Some((length, Kind::Link))
}

#[cfg(test)]
mod tests {
    use super::*;

    const DIALECTS: [Dialect; 4] =
        [Dialect::Mastodon, Dialect::GoToSocial, Dialect::Takahe, Dialect::Bluesky];

    #[test]
    fn the_measured_table_of_five_spellings_holds() {
        let cut = Some("هر_کتابدار_یک_کتاب");
        let whole = Some("هر_کتابدار_یک_کتاب\u{200c}خوان");
        let rows = [
            ("#هر_كتابدار_يك_كتابخوان", [Some("هر_كتابدار_يك_كتابخوان"); 4]),
            ("#هر_کتابدار_یک_کتاب\u{200c}خوان", [whole, None, cut, cut]),
            ("#Every_Librarian", [Some("every_librarian"); 4]),
            ("#کتاب_۹۹", [Some("کتاب_۹۹"); 4]),
            ("＃کتاب", [None; 4]),
        ];
        for (text, expected) in rows {
            for (dialect, expected) in DIALECTS.into_iter().zip(expected) {
                let found = names(text, dialect);
                assert_eq!(found.first().map(String::as_str), expected, "{text} on {dialect:?}");
            }
        }
    }

    #[test]
    fn punctuation_ends_a_tag_and_numbers_alone_are_none() {
        for dialect in DIALECTS {
            assert_eq!(
                names("با #کتاب، و #1399 و (نه) #شعر.", dialect),
                ["کتاب", "شعر"],
                "{dialect:?}"
            );
        }
        assert_eq!(names("به#کتاب https://a.example/#b", Dialect::Mastodon), Vec::<String>::new());
    }

    #[test]
    fn a_mention_is_the_whole_handle_and_no_address() {
        assert!(mentions("سلام @iranpl!", "iranpl"));
        assert!(mentions("(@iranpl)", "iranpl"));
        assert!(!mentions("@iranplir", "iranpl"));
        assert!(!mentions("info@iranpl.example", "iranpl"));
        assert_eq!(
            mention_as("به @iranpl و @iranpl", "iranpl", "b.example"),
            "به @b.example و @b.example"
        );
    }
}
