//! The dictionaries in `data/`, read in place.

use std::collections::{HashMap, HashSet};
use std::sync::LazyLock;

use fst::{Map, Set, Streamer};

use super::entry::Entry;
use super::sieve::{Sieve, Trace};
use super::verbs::Verbs;
use crate::key::key;

/// Names of writers in both scripts.
const AUTHORS: &str = include_str!("../../data/authors.txt");

/// Everything that is bundled. Whose work each file is stands in `data/NOTICE`.
pub(crate) struct Bundle {
    words: Option<Map<&'static [u8]>>,
    /// The words and the variants, to deny quickly what is none.
    pub(crate) sieve: Sieve,
    /// Lines of a skeleton, a tab and a word.
    pub(crate) skeletons: Option<Set<&'static [u8]>>,
    english: Option<Map<&'static [u8]>>,
    /// Words that look inflected and are not.
    pub(crate) lexemes: HashSet<String>,
    /// Given names.
    pub(crate) names: HashSet<String>,
    /// Broken plurals and their singulars.
    pub(crate) plurals: HashMap<String, Vec<String>>,
    /// Spellings that are as right as another one, which stands for both.
    pub(crate) variants: HashMap<String, String>,
    /// The spellings that stand for others.
    pub(crate) spelled: HashSet<String>,
    /// Colloquial words and what they are in writing.
    pub(crate) informal: HashMap<String, String>,
    pub(crate) verbs: Verbs,
}

impl Bundle {
    /// A Persian word of the dictionary, by its key.
    pub(crate) fn word(&self, key: &str) -> Option<Entry> {
        if !self.sieve.may_hold(Trace::of(key)) {
            return None;
        }
        self.words.as_ref()?.get(key).map(Entry)
    }

    /// How common an English word is, 1 to 3.
    pub(crate) fn english(&self, key: &str) -> Option<u64> {
        self.english.as_ref()?.get(key)
    }
}

/// The bundled dictionaries.
pub(crate) fn bundle() -> &'static Bundle {
    static BUNDLE: LazyLock<Bundle> = LazyLock::new(read);
    &BUNDLE
}

fn read() -> Bundle {
    // The files are built in and a test opens them; an unreadable one would be an empty one.
    let words = Map::new(&include_bytes!("../../data/words.fst")[..]).ok();
    let variants = variants(&[include_str!("../../data/variants.txt"), AUTHORS]);
    Bundle {
        sieve: sieve(words.as_ref(), &variants),
        words,
        skeletons: Set::new(&include_bytes!("../../data/skeletons.fst")[..]).ok(),
        english: Map::new(&include_bytes!("../../data/english.fst")[..]).ok(),
        lexemes: lexemes(),
        names: keys(include_str!("../../data/names.txt")),
        plurals: plurals(include_str!("../../data/plurals.txt")),
        spelled: variants.values().cloned().collect(),
        variants,
        informal: informal(include_str!("../../data/informal.txt")),
        verbs: Verbs::read(include_str!("../../data/verbs.txt")),
    }
}

fn sieve(words: Option<&Map<&[u8]>>, variants: &HashMap<String, String>) -> Sieve {
    let mut sieve = Sieve::default();
    let mut stream = words.map(Map::stream);
    while let Some((word, _)) = stream.as_mut().and_then(Streamer::next) {
        sieve.add(word);
    }
    variants.keys().for_each(|word| sieve.add(word.as_bytes()));
    sieve
}

/// The words of every line that is no comment.
fn lines(text: &str) -> impl Iterator<Item = Vec<&str>> {
    text.lines().filter(|line| !line.starts_with('#')).map(|line| line.split(' ').collect())
}

fn keys(text: &str) -> HashSet<String> {
    lines(text).flatten().map(key).filter(|key| !key.is_empty()).collect()
}

/// The list, and the adverbs in `-an`, which the spoken words list for their other spelling.
fn lexemes() -> HashSet<String> {
    let spoken = include_str!("../../data/informal.txt");
    let adverbs = spoken.lines().filter_map(|line| line.split_once(' ')).map(|(_, word)| word);
    let adverbs = adverbs.filter(|word| word.ends_with('\u{64B}')).map(key);
    let authors = keys(AUTHORS).into_iter().filter(|name| !name.is_ascii());
    let listed = keys(include_str!("../../data/lexemes.txt")).into_iter();
    listed.chain(authors).chain(adverbs).collect()
}

fn plurals(text: &str) -> HashMap<String, Vec<String>> {
    let mut plurals: HashMap<String, Vec<String>> = HashMap::new();
    for words in lines(text) {
        let Some((singular, many)) = words.split_first() else { continue };
        for plural in many {
            plurals.entry(key(plural)).or_default().push(key(singular));
        }
    }
    plurals
}

fn variants(texts: &[&str]) -> HashMap<String, String> {
    let mut variants = HashMap::new();
    for words in texts.iter().copied().flat_map(lines) {
        let Some((first, others)) = words.split_first() else { continue };
        for other in others {
            if key(other) != key(first) {
                variants.insert(key(other), key(first));
            }
        }
    }
    variants
}

fn informal(text: &str) -> HashMap<String, String> {
    let pairs = text.lines().filter_map(|line| line.split_once(' '));
    pairs
        .map(|(said, written)| (key(said), key(written)))
        .filter(|(said, written)| said != written && !written.is_empty())
        .collect()
}
