//! A run of words: nothing but spaces and punctuation parts them.

use std::ops::Range;

use super::memory::{Memory, Place};
use super::unit::{Gap, joined};
use crate::form::form;
use crate::lexicon::Lexicon;

/// The words of a run, in order.
pub(crate) type Run = Vec<Link>;

/// One word of a run, with its endings.
#[derive(Debug, Clone)]
pub(crate) struct Link {
    pub(crate) word: Place,
    pub(crate) range: Range<usize>,
    /// What stands before it.
    pub(crate) gap: Gap,
    /// Nothing for a word that stands in the text as it is.
    merged: Option<Box<Merged>>,
}

/// A word that a space had cut into parts, or that a hashtag has in another spelling.
#[derive(Debug, Clone, Default)]
pub(crate) struct Merged {
    /// How it was written, with a non-joiner for every space that is now inside.
    written: String,
    /// Its parts but the first.
    endings: Vec<(Place, Range<usize>)>,
}

impl Merged {
    fn of(spelled: &str) -> Box<Self> {
        Box::new(Self { written: spelled.to_owned(), endings: Vec::new() })
    }
}

impl Link {
    fn written<'l>(&'l self, text: &'l str) -> &'l str {
        self.merged.as_ref().map_or_else(|| &text[self.range.clone()], |merged| &merged.written)
    }

    /// The one word that this one and the next are.
    #[inline(never)]
    fn joined(&self, memory: &Memory, text: &str, next: (Place, &str)) -> Option<String> {
        let (head, tail) = (memory.word(self.word), memory.word(next.0));
        let first = (head.key(), self.written(text));
        joined(first, (tail.key(), next.1), tail.company().ends)
    }

    /// Takes in the next word, which it is written as one with.
    fn merge(&mut self, whole: String, (word, range): (Place, Range<usize>)) {
        self.range.end = range.end;
        let merged = self.merged.get_or_insert_default();
        merged.written = whole;
        merged.endings.push((word, range));
    }

    /// Endings that a space had cut off.
    pub(crate) fn endings(&self) -> &[(Place, Range<usize>)] {
        self.merged.as_ref().map_or(&[], |merged| &merged.endings)
    }
}

/// Puts a word of a text to the end of a run, or into the last one if it is a part of it; `spelled`
/// is how it is written where that is not what the text has there.
#[inline(always)]
pub(crate) fn add(
    run: &mut Run,
    (memory, lexicon): (&mut Memory, &Lexicon),
    (text, spelled): (&str, Option<&str>),
    range: Range<usize>,
    gap: Gap,
) {
    let written = spelled.unwrap_or_else(|| &text[range.clone()]);
    let word = memory.recall(written, || form(lexicon, written));
    let known = memory.word(word);
    if known.is_empty() {
        return;
    }
    if gap == Gap::Space
        && let Some(last) = run.last_mut()
        && (known.company().ends || memory.word(last.word).company().leads)
        && let Some(whole) = last.joined(memory, text, (word, written))
    {
        last.word = memory.recall(&whole, || form(lexicon, &whole));
        return last.merge(whole, (word, range));
    }
    let merged = spelled.map(Merged::of);
    run.push(Link { word, range, gap, merged });
}
