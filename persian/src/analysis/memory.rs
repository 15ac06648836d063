//! The words an analyzer remembers, packed so that few bytes are touched for each.

use std::hash::{BuildHasher, Hasher};

use foldhash::fast::RandomState;

use super::compound::Side;
use super::page::Span;
use crate::form::{Company, Form, MOST};
use crate::lexicon::Trace;

/// How many words a shelf takes before it is full.
const HELD: usize = 1 << 15;
/// How many slots lead to them; a power of two.
const SLOTS: usize = 2 * HELD;
/// The key, the stems and the sound.
const PARTS: usize = MOST + 2;

/// The words met last, 32,768 at least if so many were met, and about twice as many at most.
///
/// When the shelf of new words is full it becomes the old one, and what was there is forgotten;
/// words that are met again move over. So common words stay for good, however many rare ones pass.
#[derive(Debug, Clone, Default)]
pub(crate) struct Memory {
    new: Shelf,
    old: Shelf,
    hasher: RandomState,
}

/// Where a word stands on the shelf of new words: good until room is made.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Place(u32);

impl Memory {
    /// Makes room for the words of a text; places given before are void.
    pub(crate) fn make_room(&mut self) {
        if self.new.words.len() >= HELD {
            std::mem::swap(&mut self.new, &mut self.old);
            self.new.clear();
        }
    }

    /// The place of a word as written; `learn` works its form out if it was forgotten.
    #[inline]
    pub(crate) fn recall(&mut self, written: &str, learn: impl FnOnce() -> Form) -> Place {
        let hash = self.hash(written);
        match self.new.find(hash, written) {
            Some(at) => Place(at),
            None => self.take(hash, written, learn),
        }
    }

    fn take(&mut self, hash: u32, written: &str, learn: impl FnOnce() -> Form) -> Place {
        match self.old.find(hash, written) {
            Some(at) => self.new.take_over(hash, &self.old, at),
            None => self.new.put(hash, written, &learn()),
        }
    }

    /// The word at a place.
    #[inline]
    pub(crate) fn word(&self, place: Place) -> Known<'_> {
        Known { word: &self.new.words[place.0 as usize], letters: &self.new.letters }
    }

    /// The letters of the words, which spans are of.
    pub(crate) fn letters(&self) -> &str {
        &self.new.letters
    }

    fn hash(&self, written: &str) -> u32 {
        let mut hasher = self.hasher.build_hasher();
        hasher.write(written.as_bytes());
        (hasher.finish() >> 32) as u32
    }
}

/// What is known of a word.
#[derive(Clone, Copy)]
pub(crate) struct Known<'m> {
    word: &'m Word,
    letters: &'m str,
}

impl<'m> Known<'m> {
    /// Whether its key is nothing at all.
    #[inline]
    pub(crate) fn is_empty(self) -> bool {
        self.word.key == self.word.ends[0]
    }

    /// Its key.
    #[inline]
    pub(crate) fn key(self) -> &'m str {
        self.letters(self.key_span())
    }

    /// The letters of its key.
    #[inline]
    pub(crate) fn key_span(self) -> Span {
        Span { from: self.word.key, to: self.word.ends[0] }
    }

    /// Whether it has neither stems nor a sound, as most words of most texts.
    #[inline]
    pub(crate) fn is_bare(self) -> bool {
        self.word.stems == 1 && !self.word.sound
    }

    /// Its stems.
    pub(crate) fn stems(self) -> impl Iterator<Item = &'m str> {
        self.stem_spans().map(move |span| self.letters(span))
    }

    /// The letters of its stems.
    #[inline]
    pub(crate) fn stem_spans(self) -> impl Iterator<Item = Span> {
        let ends = self.word.ends.get(..self.word.stems.into()).unwrap_or_default();
        ends.windows(2).map(|two| Span { from: two[0], to: two[1] })
    }

    /// The letters of the term of its sound, if it has one.
    #[inline]
    pub(crate) fn sound_span(self) -> Option<Span> {
        let last = usize::from(self.word.stems);
        let (from, to) = (self.word.ends.get(last.wrapping_sub(1))?, self.word.ends.get(last)?);
        self.word.sound.then_some(Span { from: *from, to: *to })
    }

    /// Whether the dictionary knows it.
    pub(crate) fn is_known(self) -> bool {
        self.word.known
    }

    /// What it is worth beside other words.
    #[inline]
    pub(crate) fn company(self) -> &'m Company {
        &self.word.company
    }

    /// The trace of its key.
    pub(crate) fn trace(self) -> Trace {
        self.company().tails().first().copied().unwrap_or_else(|| Trace::of(self.key()))
    }

    /// The word as a part of a compound.
    pub(crate) fn side(self) -> Side<'m> {
        Side::new(self.key(), self.stems(), self.company())
    }

    #[inline]
    fn letters(self, span: Span) -> &'m str {
        self.letters.get(span.from as usize..span.to as usize).unwrap_or_default()
    }
}

/// Words one after another, and slots that lead to them by their hashes.
#[derive(Debug, Clone, Default)]
struct Shelf {
    /// Half of the hash in the upper half and the place and 1 in the lower one; 0 is empty. No slots
    /// at all until the first word.
    slots: Vec<u32>,
    words: Vec<Word>,
    letters: String,
}

/// Where the parts of a word are among the letters, and what else is known of it.
#[derive(Debug, Clone, Copy)]
struct Word {
    /// The word as written begins here and ends at `written`.
    from: u32,
    written: u32,
    /// The key begins here, which is what was written where they are the same.
    key: u32,
    /// Where the key ends and every part after it; each begins where the one before ends.
    ends: [u32; PARTS],
    /// How many of the parts are the key and stems.
    stems: u8,
    /// Whether a sound is after them.
    sound: bool,
    known: bool,
    company: Company,
}

impl Shelf {
    #[inline]
    fn find(&self, hash: u32, written: &str) -> Option<u32> {
        let mut at = hash as usize;
        loop {
            let slot = *self.slots.get(at % SLOTS)?;
            let place = (slot & 0xffff).checked_sub(1)?;
            if slot >> 16 == hash >> 16 {
                let word = self.words.get(place as usize)?;
                let held = self.letters.as_bytes().get(word.from as usize..word.written as usize);
                if held == Some(written.as_bytes()) {
                    return Some(place);
                }
            }
            at += 1;
        }
    }

    fn put(&mut self, hash: u32, written: &str, form: &Form) -> Place {
        let from = self.end();
        self.letters.push_str(written);
        let end = self.end();
        let key = if written == form.key { from } else { end };
        let mut word = Word {
            from,
            written: end,
            key,
            ends: [end; PARTS],
            stems: 1 + form.stems.len() as u8,
            sound: form.sound.is_some(),
            known: form.known,
            company: form.company,
        };
        let added = if key == end { form.key.as_str() } else { "" };
        let parts = [added].into_iter().chain(form.stems.iter().map(String::as_str));
        for (part, end) in parts.chain(form.sound.as_deref()).zip(&mut word.ends) {
            self.letters.push_str(part);
            *end = self.end();
        }
        self.keep(hash, word)
    }

    /// Copies a word from another shelf.
    fn take_over(&mut self, hash: u32, other: &Self, at: u32) -> Place {
        let mut word = other.words[at as usize];
        let parts = usize::from(word.stems) + usize::from(word.sound);
        let range = word.from as usize..word.ends[parts - 1] as usize;
        let moved = self.end().wrapping_sub(word.from);
        self.letters.push_str(other.letters.get(range).unwrap_or_default());
        let places = [&mut word.from, &mut word.written, &mut word.key];
        for place in places.into_iter().chain(&mut word.ends) {
            *place = place.wrapping_add(moved);
        }
        self.keep(hash, word)
    }

    fn keep(&mut self, hash: u32, word: Word) -> Place {
        let place = self.words.len();
        self.words.push(word);
        // A text may have more new words than there are slots; they are good for this text only.
        if place < HELD + HELD / 2 {
            self.slots.resize(SLOTS, 0);
            let mut at = hash as usize;
            while self.slots[at % SLOTS] != 0 {
                at += 1;
            }
            self.slots[at % SLOTS] = hash >> 16 << 16 | (place as u32 + 1);
        }
        Place(place as u32)
    }

    fn end(&self) -> u32 {
        self.letters.len() as u32
    }

    fn clear(&mut self) {
        self.slots.fill(0);
        self.words.clear();
        self.letters.clear();
    }
}

#[cfg(test)]
mod tests {
    use super::{HELD, Memory};
    use crate::form::Form;

    fn form(key: &str) -> Form {
        let stems = vec![format!("{key}s"), format!("{key}t")];
        Form { key: key.to_owned(), stems, sound: Some(format!("~{key}")), ..Form::default() }
    }

    #[test]
    fn what_is_met_all_the_time_is_learnt_once_and_the_rest_gives_way() {
        let (mut memory, mut common, mut rare) = (Memory::default(), 0, 0);
        for number in 0..5 * HELD {
            memory.make_room();
            memory.recall("و", || {
                common += 1;
                form("")
            });
            // What is written is not always the key.
            let written = format!("{}W", number % (4 * HELD));
            let key = written.to_lowercase();
            let place = memory.recall(&written, || {
                rare += 1;
                form(&key)
            });
            let known = memory.word(place);
            let sound = known.sound_span().map(|span| known.letters(span));
            assert_eq!((known.key(), sound), (&*key, Some(&*format!("~{key}"))));
            assert!(known.stems().eq([format!("{key}s"), format!("{key}t")]));
            let empty = memory.recall("و", || form("?"));
            assert_eq!(memory.word(empty).key(), "");
        }
        assert_eq!((common, rare), (1, 5 * HELD));
    }

    #[test]
    fn places_are_good_for_the_whole_of_a_text_however_long() {
        let mut memory = Memory::default();
        memory.make_room();
        let words: Vec<String> = (0..3 * HELD).map(|number| number.to_string()).collect();
        let places: Vec<_> = words.iter().map(|w| memory.recall(w, || form(w))).collect();
        for (word, place) in words.iter().zip(places) {
            assert_eq!(memory.word(place).key(), word);
        }
    }
}
