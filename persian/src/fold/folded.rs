//! The folded text and its offset map.

use std::ops::Range;

use super::letters::{
    Folding, ZWNJ, folding, is_arabic_letter, is_letter, joins_forward, plain_letter,
    stands_for_itself, unfold,
};

/// The version of the rules behind every key, term and tag of this crate.
///
/// Store it with an index; an index made by another version has other terms and must be rebuilt.
pub const NORM_VERSION: u32 = 4;

/// A text in its one folded spelling, which still knows where each part stood.
///
/// ```
/// let folded = tantivy_persian::fold("كتـــاب خوووب");
/// assert_eq!(folded.as_str(), "کتاب خوب");
/// let original = folded.original(0..8);
/// assert_eq!(&"كتـــاب خوووب"[original], "كتـــاب");
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Folded<'a> {
    source: &'a str,
    text: String,
    /// (byte in `text`, byte in `source`) wherever the distance between the two changes.
    marks: Vec<(usize, usize)>,
}

impl Folded<'_> {
    /// The folded text.
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// The bytes of the original text behind `range` of the folded bytes, on character boundaries.
    ///
    /// A range that reaches into the middle of a character or past the end is widened or cut.
    pub fn original(&self, range: Range<usize>) -> Range<usize> {
        let start = self.locate(self.boundary(range.start));
        if range.end <= range.start || self.text.is_empty() {
            return start..start;
        }
        let last = self.boundary(range.end.min(self.text.len()) - 1);
        let at = self.locate(last);
        let width = self.source[at..].chars().next().map_or(0, char::len_utf8);
        start..(at + width).max(start)
    }

    /// The start of the folded character that holds byte `at`.
    fn boundary(&self, at: usize) -> usize {
        let mut at = at.min(self.text.len());
        while !self.text.is_char_boundary(at) {
            at -= 1;
        }
        at
    }

    fn locate(&self, at: usize) -> usize {
        if at >= self.text.len() {
            return self.source.len();
        }
        let next = self.marks.partition_point(|(folded, _)| *folded <= at);
        match next.checked_sub(1).and_then(|last| self.marks.get(last)) {
            Some((folded, original)) => original + (at - folded),
            None => at,
        }
    }
}

/// Folds a text: Arabic and Persian letters, digits and joiners to one spelling, marks off, case off.
///
/// Spaces and punctuation stay. A zero-width non-joiner stays between two Persian letters, and what
/// people type instead of it becomes one. A letter written three times or more is written once.
/// Folding a folded text changes nothing.
pub fn fold(text: &str) -> Folded<'_> {
    let mut folder = Folder::new(text.len(), true);
    for (at, c) in text.char_indices() {
        folder.take(at, c);
    }
    folder.settle(None);
    Folded { source: text, text: folder.out, marks: folder.marks }
}

/// The folded letters and digits of one word, with nothing between them, appended to `out`.
pub(crate) fn fold_word(word: &str, out: &mut String) {
    let start = out.len();
    if is_folded(word) {
        return out.push_str(word);
    }
    if fold_plain(word, out, false).is_some() {
        return;
    }
    out.truncate(start);
    fold_ruled(word, out);
}

/// The folded word as [`fold`] writes it, with the non-joiners between its parts.
pub(crate) fn fold_parts(word: &str) -> String {
    let mut out = String::with_capacity(word.len());
    match fold_plain(word, &mut out, true) {
        Some(()) => out,
        None => fold(word).text,
    }
}

/// Whether a word is nothing but letters of the Arabic block that stand for themselves, no letter
/// three times in a row; most words are.
fn is_folded(word: &str) -> bool {
    let (pairs, rest) = word.as_bytes().as_chunks::<2>();
    let (mut last, mut before) = ([0; 2], [0; 2]);
    let plain = |pair: &[u8; 2]| {
        let (new, third) = (*pair != last, *pair != before);
        (before, last) = (last, *pair);
        (new || third) && stands_for_itself(*pair)
    };
    rest.is_empty() && pairs.iter().all(plain)
}

/// The same by the rules for any word.
fn fold_ruled(word: &str, out: &mut String) {
    let mut folder = Folder { out: std::mem::take(out), ..Folder::new(0, false) };
    for (at, c) in word.char_indices() {
        folder.take(at, c);
    }
    *out = folder.out;
}

/// The same for a word of nothing but letters of the Arabic block and non-joiners, as most words
/// are, and no letter three times in a row; nothing for any other. Where it is `parted`, non-joiners
/// stay, and each must stand between two letters.
fn fold_plain(word: &str, out: &mut String, parted: bool) -> Option<()> {
    let (mut last, mut before) = ('\0', '\0');
    // What stays as it is written is taken over in one piece.
    let mut taken = 0;
    for (at, c) in word.char_indices() {
        let letter = if c == ZWNJ { c } else { plain_letter(c)? };
        if parted && c == ZWNJ {
            if matches!(last, '\0' | ZWNJ) {
                return None;
            }
            last = c;
            continue;
        }
        if c == ZWNJ || letter != c {
            out.push_str(&word[taken..at]);
            taken = at + c.len_utf8();
        }
        if c == ZWNJ {
            last = c;
            continue;
        }
        if letter == last && letter == before {
            return None;
        }
        (before, last) = (last, letter);
        if letter != c {
            out.push(letter);
        }
    }
    out.push_str(&word[taken..]);
    (!parted || last != ZWNJ).then_some(())
}

struct Folder {
    out: String,
    marks: Vec<(usize, usize)>,
    /// `source - out` at the last mark; marks are written when it changes.
    distance: isize,
    last: char,
    run: u32,
    /// A joiner that waits for the letter after it: where it stood, and what it was.
    waiting: Option<(usize, char)>,
    /// Whether the text keeps its separators and its offset map; a word key has neither.
    whole: bool,
}

impl Folder {
    fn new(capacity: usize, whole: bool) -> Self {
        Self {
            out: String::with_capacity(capacity),
            marks: Vec::new(),
            distance: 0,
            last: '\0',
            run: 0,
            waiting: None,
            whole,
        }
    }

    #[inline]
    fn take(&mut self, at: usize, c: char) {
        if self.waiting.is_none()
            && let Some(letter) = plain_letter(c)
        {
            return self.write(at, letter);
        }
        match folding(c) {
            Folding::One(one) => self.push(at, one),
            Folding::Nothing => {}
            Folding::Joiner if is_arabic_letter(self.last) => self.waiting = Some((at, c)),
            Folding::Joiner => self.stray(at, c),
            Folding::WeakJoiner if joins_forward(self.last) && self.waiting.is_none() => {
                self.waiting = Some((at, c));
            }
            Folding::WeakJoiner => {}
            Folding::Many => unfold(c, &mut |part| self.push(at, part)),
        }
    }

    #[inline]
    fn push(&mut self, at: usize, c: char) {
        if self.waiting.is_some() {
            self.settle(Some(c));
        }
        if self.whole || c.is_ascii_alphanumeric() || is_letter(c) || c.is_numeric() {
            self.write(at, c);
        } else {
            self.last = c;
        }
    }

    /// Decides about a waiting joiner: between two Persian letters it stays.
    fn settle(&mut self, next: Option<char>) {
        if let Some((at, joiner)) = self.waiting.take() {
            if next.is_some_and(is_arabic_letter) {
                if self.whole {
                    self.write(at, ZWNJ);
                } else {
                    self.last = ZWNJ;
                }
            } else {
                self.stray(at, joiner);
            }
        }
    }

    /// A joiner outside a word is nothing, except for the sign `¬` itself.
    fn stray(&mut self, at: usize, c: char) {
        if c == '\u{AC}' && self.whole {
            self.write(at, c);
        }
    }

    #[inline]
    fn write(&mut self, at: usize, c: char) {
        if c == self.last {
            self.run += 1;
            if self.run > 2 && is_letter(c) {
                return self.collapse(c);
            }
        } else {
            self.run = 1;
            self.last = c;
        }
        if self.whole {
            self.mark(at);
        }
        self.out.push(c);
    }

    /// The third letter in a row takes the second one away; the later ones find only one left.
    fn collapse(&mut self, c: char) {
        if self.run == 3 {
            self.out.truncate(self.out.len() - c.len_utf8());
            let end = self.out.len();
            while self.marks.last().is_some_and(|(folded, _)| *folded >= end) {
                self.marks.pop();
            }
            self.distance = isize::MAX;
        }
    }

    #[inline]
    fn mark(&mut self, at: usize) {
        let distance = at as isize - self.out.len() as isize;
        if distance != self.distance {
            self.distance = distance;
            self.marks.push((self.out.len(), at));
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::{fold, fold_parts, fold_plain, fold_ruled, is_folded};

    proptest! {
        #[test]
        fn a_plain_word_is_folded_as_the_rules_fold_it(word in "[آابسيیكئءۀ\u{200C}]{0,9}") {
            let (mut plain, mut ruled) = (String::new(), String::new());
            let folded = fold_plain(&word, &mut plain, false).is_some();
            fold_ruled(&word, &mut ruled);
            prop_assert!(!folded || plain == ruled, "{} {}", plain, ruled);
            prop_assert!(!is_folded(&word) || word == ruled, "{}", ruled);
            let whole = fold(&word);
            prop_assert_eq!(fold_parts(&word), whole.as_str());
        }
    }
}
