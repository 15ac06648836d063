//! A word and all that it begins with, looked up in one walk.

use super::bundle::bundle;
use super::entry::{Entry, Listed};
use super::words::Lexicon;

/// The longest beginning that is kept, in bytes; hardly a word of the dictionary is longer.
const LONGEST: usize = 32;

/// A lexicon opened at a word: what the dictionary says of its beginnings is at hand, as it is asked
/// for again and again while endings are taken off. Any other spelling is looked up.
pub(crate) struct Beginnings<'a> {
    pub(crate) lexicon: &'a Lexicon,
    word: &'a str,
    /// By the byte where the beginning ends.
    about: [Entry; LONGEST + 1],
    /// How many bytes of the word they tell of.
    told: usize,
    /// Which of them the caller may have added: see [`Lexicon::added_beginnings`].
    added: u64,
}

impl<'a> Beginnings<'a> {
    /// Walks along a word.
    pub(crate) fn of(lexicon: &'a Lexicon, word: &'a str) -> Self {
        let mut about = [Entry::nothing(); LONGEST + 1];
        let mut walk = bundle().walk(word);
        for (end, number) in walk.by_ref() {
            if let Some(held) = about.get_mut(end) {
                *held = Entry(number);
            }
        }
        Self { lexicon, word, about, told: walk.told(), added: lexicon.added_beginnings(word) }
    }

    /// What the dictionary and the lists say of a key, as [`super::bundle::Bundle::about`].
    #[inline]
    pub(crate) fn about(&self, key: &str) -> Entry {
        match self.about.get(key.len()) {
            Some(about) if key.len() <= self.told && self.begins_with(key) => *about,
            _ => bundle().about(key),
        }
    }

    /// Mostly a beginning that was cut off the word itself is asked for, which is told by its place.
    #[inline]
    fn begins_with(&self, key: &str) -> bool {
        let own = key.as_ptr() == self.word.as_ptr() && key.len() <= self.word.len();
        own || self.word.starts_with(key)
    }

    /// Whether a list has a key.
    #[inline]
    pub(crate) fn is_listed(&self, key: &str, listed: Listed) -> bool {
        self.about(key).is_listed(listed)
    }

    /// What is known about the word with this key; the caller's words first.
    #[inline]
    pub(crate) fn entry(&self, key: &str) -> Option<Entry> {
        self.added(key).or_else(|| self.bundled(key))
    }

    /// What the dictionary alone knows about it.
    #[inline]
    pub(crate) fn bundled(&self, key: &str) -> Option<Entry> {
        Some(self.about(key)).filter(|entry| entry.is_listed(Listed::Word))
    }

    /// What the caller said about the word with this key.
    #[inline]
    pub(crate) fn added(&self, key: &str) -> Option<Entry> {
        let asked = key.len() < u64::BITS as usize && self.begins_with(key);
        if asked && self.added >> key.len() & 1 == 0 { None } else { self.lexicon.added(key) }
    }

    /// The singulars of a broken plural.
    pub(crate) fn singulars(&self, key: &str) -> &'static [String] {
        let listed = self.is_listed(key, Listed::Plural);
        let singulars = if listed { bundle().plurals.get(key) } else { None };
        singulars.map_or(&[], Vec::as_slice)
    }

    /// The spelling that stands for a key.
    pub(crate) fn variant(&self, key: &str) -> Option<&'static String> {
        if self.is_listed(key, Listed::Variant) { bundle().variants.get(key) } else { None }
    }

    /// What a spoken word is in writing.
    pub(crate) fn informal(&self, key: &str) -> Option<&'static String> {
        if self.is_listed(key, Listed::Informal) { bundle().informal.get(key) } else { None }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::{Beginnings, bundle};
    use crate::lexicon::Lexicon;

    proptest! {
        #[test]
        fn tells_what_the_lexicon_tells(word in "[کتابخمهیرد]{0,8}(ها|8|x)?[ان]{0,30}") {
            let lexicon = Lexicon::default().with_words([("کتابخوار", 9), (&word, 1)]);
            let words = Beginnings::of(&lexicon, &word);
            for end in (0..=word.len()).filter(|end| word.is_char_boundary(*end)) {
                for other in [&word[..end], &word[end..], &format!("{}ه", &word[..end])] {
                    prop_assert_eq!(words.about(other), bundle().about(other), "{}", other);
                    prop_assert_eq!(words.entry(other), lexicon.entry(other), "{}", other);
                }
            }
        }
    }
}
