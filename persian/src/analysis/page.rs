//! The terms of a text while they are written.

use std::ops::Range;

use super::term::{Term, TermKind};

/// A page that a long text has stretched is cut to so many terms for the next one.
const KEPT: usize = 1 << 14;

/// The terms of one text, on a page that the next text uses again.
#[derive(Debug, Clone, Default)]
pub(crate) struct Page {
    /// The letters of the terms that no remembered word has.
    letters: String,
    lines: Vec<Line>,
    /// Where the next term stands.
    pub(crate) position: u32,
}

/// Letters of a remembered word.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Span {
    pub(crate) from: u32,
    pub(crate) to: u32,
}

/// All of a term but its letters: see [`Term`].
#[derive(Debug, Clone)]
pub(crate) struct Line {
    span: Span,
    /// Whether the span is of the letters that are remembered, not of the page's own.
    remembered: bool,
    pub(crate) kind: TermKind,
    pub(crate) position: u32,
    pub(crate) length: u32,
    pub(crate) range: Range<usize>,
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
    pub(crate) fn put(&mut self, text: &str, range: Range<usize>, kind: TermKind, length: u32) {
        let from = self.letters.len() as u32;
        self.letters.push_str(text);
        let span = Span { from, to: self.letters.len() as u32 };
        let position = self.position;
        self.lines.push(Line { span, remembered: false, kind, position, length, range });
    }

    /// The same for the letters of a remembered word.
    #[inline]
    pub(crate) fn put_span(&mut self, span: Span, range: Range<usize>, kind: TermKind) {
        let position = self.position;
        self.lines.push(Line { span, remembered: true, kind, position, length: 1, range });
    }
}

/// A written page, with the letters that are remembered.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Reading<'p> {
    pub(crate) page: &'p Page,
    pub(crate) remembered: &'p str,
}

impl<'p> Reading<'p> {
    /// A line by its place, and its letters.
    #[inline]
    pub(crate) fn line(self, at: usize) -> Option<(&'p str, &'p Line)> {
        let line = self.page.lines.get(at)?;
        let letters = if line.remembered { self.remembered } else { &self.page.letters };
        Some((letters.get(line.span.from as usize..line.span.to as usize)?, line))
    }

    /// The terms, by position and then by place.
    pub(crate) fn terms(self) -> Vec<Term> {
        let mut terms = Vec::with_capacity(self.page.lines.len());
        while let Some((text, line)) = self.line(terms.len()) {
            let Line { position, length, kind, ref range, .. } = *line;
            let (text, range) = (text.to_owned(), range.clone());
            terms.push(Term { text, position, length, range, kind });
        }
        terms
    }
}
