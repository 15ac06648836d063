//! The terms of a text while they are written.

use std::ops::Range;

use super::term::{Term, TermKind};

/// A page that a long text has stretched is cut to so many terms for the next one.
const KEPT: usize = 1 << 14;

/// The terms of one text, in one run of letters that the next text uses again.
#[derive(Debug, Clone, Default)]
pub(crate) struct Page {
    letters: String,
    lines: Vec<Line>,
    /// Where the next term stands.
    pub(crate) position: u32,
}

/// All of a term but its letters: see [`Term`].
#[derive(Debug, Clone)]
pub(crate) struct Line {
    /// Where its letters end; they begin where those of the line before end.
    pub(crate) end: usize,
    pub(crate) position: u32,
    pub(crate) length: u32,
    pub(crate) range: Range<usize>,
    pub(crate) kind: TermKind,
}

impl Page {
    /// Takes everything off.
    pub(crate) fn clear(&mut self) {
        self.letters.clear();
        self.lines.clear();
        self.letters.shrink_to(16 * KEPT);
        self.lines.shrink_to(KEPT);
        self.position = 0;
    }

    /// Writes a term at the present position.
    #[inline]
    pub(crate) fn put(&mut self, text: &str, range: Range<usize>, kind: TermKind, length: u32) {
        self.letters.push_str(text);
        let end = self.letters.len();
        self.lines.push(Line { end, position: self.position, length, range, kind });
    }

    /// A line by its place, and its letters, which begin at `from`.
    #[inline]
    pub(crate) fn line(&self, at: usize, from: usize) -> Option<(&str, &Line)> {
        let line = self.lines.get(at)?;
        Some((self.letters.get(from..line.end)?, line))
    }

    /// The terms, by position and then by place.
    pub(crate) fn terms(&self) -> Vec<Term> {
        let mut terms = Vec::with_capacity(self.lines.len());
        let mut from = 0;
        while let Some((text, line)) = self.line(terms.len(), from) {
            let Line { end, position, length, kind, ref range } = *line;
            let (text, range) = (text.to_owned(), range.clone());
            terms.push(Term { text, position, length, range, kind });
            from = end;
        }
        terms
    }
}
