//! A run of words: nothing but spaces and punctuation parts them.

use std::ops::Range;

use super::memory::{Memory, Place};
use super::unit::{Gap, joined};
use crate::form::form;
use crate::lexicon::Lexicon;

/// The words of a run, in order.
pub(crate) type Run<'t> = Vec<Link<'t>>;

/// One word of a run, with its endings.
#[derive(Debug)]
pub(crate) struct Link<'t> {
    pub(crate) word: Place,
    pub(crate) range: Range<usize>,
    /// What stands before it.
    pub(crate) gap: Gap,
    written: &'t str,
    merged: Option<Box<Merged>>,
}

/// A word that a space had cut into parts.
#[derive(Debug)]
pub(crate) struct Merged {
    /// How it was written, with a non-joiner for every space that is now inside.
    written: String,
    /// Its parts but the first.
    endings: Vec<(Place, Range<usize>)>,
}

impl Link<'_> {
    fn written(&self) -> &str {
        self.merged.as_ref().map_or(self.written, |merged| &merged.written)
    }

    /// Endings that a space had cut off.
    pub(crate) fn endings(&self) -> &[(Place, Range<usize>)] {
        self.merged.as_ref().map_or(&[], |merged| &merged.endings)
    }
}

/// Puts a word to the end of a run, or into the last one if it is a part of it.
pub(crate) fn add<'t>(
    run: &mut Run<'t>,
    (memory, lexicon): (&mut Memory, &Lexicon),
    written: &'t str,
    range: Range<usize>,
    gap: Gap,
) {
    let word = memory.recall(written, || form(lexicon, written));
    let known = memory.word(word);
    if known.key().is_empty() {
        return;
    }
    if let Some(last) = run.last_mut().filter(|_| gap == Gap::Space) {
        let first = (memory.word(last.word).key(), last.written());
        if let Some(whole) = joined(first, (known.key(), written), known.company().ends) {
            last.word = memory.recall(&whole, || form(lexicon, &whole));
            last.range.end = range.end;
            let merged = last.merged.get_or_insert_with(|| {
                Box::new(Merged { written: String::new(), endings: Vec::new() })
            });
            merged.written = whole;
            merged.endings.push((word, range));
            return;
        }
    }
    run.push(Link { word, range, gap, written, merged: None });
}
