//! The lexicon of one index: the bundled words and the caller's.

use std::collections::BTreeMap;
use std::sync::{Arc, LazyLock};

use foldhash::HashMap;
use fst::{IntoStreamer, Streamer};

use super::bundle::bundle;
use super::entry::Entry;
use super::sieve::{Sieve, Trace};
use crate::key::key;
use crate::scan::{TokenKind, pieces};
use crate::sound::skeleton;

/// The words that count as known, and the titles.
///
/// The bundled dictionary is always there. Names, titles and the words of a catalogue are added by
/// the caller; they are known from then on, so they split fused hashtags, are found by Finglish,
/// and are proposed for slips.
///
/// ```
/// use tantivy_persian::Lexicon;
/// let lexicon = Lexicon::default().with_words([("کیمیاگر", 40)]).with_titles(["بوف کور"]);
/// assert!(lexicon.knows("كيمياگر") && lexicon.knows("کتاب"));
/// ```
#[derive(Debug, Clone, Default)]
pub struct Lexicon {
    words: HashMap<String, Entry>,
    sieve: Sieve,
    skeletons: BTreeMap<String, Vec<String>>,
    /// Title key to the words of the title.
    titles: HashMap<String, Vec<String>>,
    /// Title key to the other names of the same work.
    aliases: HashMap<String, Vec<String>>,
}

impl Lexicon {
    /// The bundled dictionary alone, shared.
    pub fn bundled() -> Arc<Self> {
        static BUNDLED: LazyLock<Arc<Lexicon>> = LazyLock::new(Arc::default);
        Arc::clone(&BUNDLED)
    }

    /// Adds words, each with how often it is met.
    #[must_use]
    pub fn with_words<W: AsRef<str>>(mut self, words: impl IntoIterator<Item = (W, u64)>) -> Self {
        for (word, frequency) in words {
            self.add(&key(word.as_ref()), frequency);
        }
        self
    }

    /// Adds titles: each is known as a whole, and so is every word of it.
    #[must_use]
    pub fn with_titles<T: AsRef<str>>(mut self, titles: impl IntoIterator<Item = T>) -> Self {
        for title in titles {
            let words = words_of(title.as_ref());
            for word in &words {
                self.add(word, 1);
            }
            self.titles.insert(words.concat(), words);
        }
        self
    }

    /// Adds works with several names: whoever asks for one of them finds the others too.
    #[must_use]
    pub fn with_aliases<N: AsRef<str>>(
        mut self,
        works: impl IntoIterator<Item = impl IntoIterator<Item = N>>,
    ) -> Self {
        for work in works {
            let names: Vec<String> =
                work.into_iter().map(|name| name.as_ref().to_owned()).collect();
            for name in &names {
                let others = names.iter().filter(|other| *other != name).cloned();
                self.aliases.entry(key(name)).or_default().extend(others);
            }
            self = self.with_titles(&names);
        }
        self
    }

    /// Whether a word is known, in whatever spelling.
    pub fn knows(&self, word: &str) -> bool {
        self.entry(&key(word)).is_some()
    }

    fn add(&mut self, key: &str, frequency: u64) {
        if key.chars().count() < 2 || bundle().word(key).is_some_and(|held| !held.is_rare()) {
            return;
        }
        self.sieve.add(key);
        if self.words.insert(key.to_owned(), Entry::added(frequency)).is_none() {
            self.skeletons.entry(skeleton(key)).or_default().push(key.to_owned());
        }
    }

    /// What is known about the word with this key; the caller's words first.
    pub(crate) fn entry(&self, key: &str) -> Option<Entry> {
        self.added(key).or_else(|| bundle().word(key))
    }

    /// Whether a spelling with this trace may be known; `false` is certain.
    #[inline]
    pub(crate) fn may_know(&self, trace: Trace) -> bool {
        bundle().sieve.may_hold(trace) || self.sieve.may_hold(trace)
    }

    /// What the caller said about the word with this key.
    pub(crate) fn added(&self, key: &str) -> Option<Entry> {
        self.words.get(key).copied()
    }

    /// Which beginnings of a word the caller may have added, each by the bit of the byte where it ends;
    /// those after the last bit are not told.
    pub(super) fn added_beginnings(&self, word: &str) -> u64 {
        let (mut trace, mut ends) = (Trace::default(), 0);
        for (byte, end) in word.bytes().zip(1..u64::BITS).take_while(|_| !self.words.is_empty()) {
            trace = trace.then_byte(byte);
            ends |= u64::from(self.sieve.may_hold(trace)) << end;
        }
        ends
    }

    /// The words of the title with this key.
    pub(crate) fn title(&self, key: &str) -> Option<&[String]> {
        self.titles.get(key).map(Vec::as_slice)
    }

    /// The other names of the work with this key.
    pub(crate) fn aliases(&self, key: &str) -> &[String] {
        self.aliases.get(key).map_or(&[], Vec::as_slice)
    }

    /// The known words with this consonant skeleton.
    pub(crate) fn sounding(&self, skeleton: &str) -> Vec<String> {
        let mut found = self.skeletons.get(skeleton).cloned().unwrap_or_default();
        let Some(bundled) = &bundle().skeletons else { return found };
        let (from, to) = (format!("{skeleton}\t"), format!("{skeleton}\n"));
        let mut stream = bundled.range().ge(&from).lt(&to).into_stream();
        while let Some(line) = stream.next() {
            let word = String::from_utf8_lossy(&line[from.len()..]);
            found.push(word.into_owned());
        }
        found
    }
}

/// The keys of the words and numbers of a title.
fn words_of(title: &str) -> Vec<String> {
    pieces(title)
        .filter(|piece| matches!(piece.kind, TokenKind::Word | TokenKind::Number))
        .map(|piece| key(&title[piece.range]))
        .collect()
}
