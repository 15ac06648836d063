//! The marks of a bare query: `"phrase"`, `prefix*`, `#tag`, `@name`.

use std::ops::Range;

/// A part of a query.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Part {
    /// What stands between quotation marks, without them.
    Phrase(Range<usize>),
    /// Anything else.
    Bare(Range<usize>),
}

/// Parts a query at its quotation marks. A mark that is never closed is no mark.
pub(crate) fn parts(query: &str) -> Vec<Part> {
    let mut parts = Vec::new();
    let mut start = 0;
    let mut at = 0;
    while let Some(c) = query[at..].chars().next() {
        let inside = at + c.len_utf8();
        at = inside;
        let Some(closing) = closing_marks(c) else { continue };
        let Some(length) = query[inside..].find(closing) else { continue };
        parts.push(Part::Bare(start..inside - c.len_utf8()));
        parts.push(Part::Phrase(inside..inside + length));
        let mark = query[inside + length..].chars().next().map_or(0, char::len_utf8);
        at = inside + length + mark;
        start = at;
    }
    parts.push(Part::Bare(start..query.len()));
    parts
}

fn closing_marks(opening: char) -> Option<&'static [char]> {
    match opening {
        '"' => Some(&['"']),
        '“' | '„' | '”' => Some(&['”', '“']),
        '«' => Some(&['»']),
        _ => None,
    }
}
