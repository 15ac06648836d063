//! The dictionaries in `data/`: the Persian words in a table, the others read in place.

use std::sync::LazyLock;

use foldhash::{HashMap, HashSet};
use fst::{Map, Set, Streamer};

use super::entry::{Entry, Listed};
use super::sieve::Sieve;
use super::tree::{Tree, Walk};
use super::verbs::Verbs;
use crate::key::key;

/// Names of writers in both scripts.
const AUTHORS: &str = include_str!("../../data/authors.txt");

/// Everything that is bundled. Whose work each file is stands in `data/NOTICE`.
pub(crate) struct Bundle {
    /// The words of the dictionary and of the lists.
    words: Tree,
    /// The words and the variants, to deny quickly what is none.
    pub(crate) sieve: Sieve,
    /// Lines of a skeleton, a tab and a word.
    pub(crate) skeletons: Option<Set<&'static [u8]>>,
    english: Option<Map<&'static [u8]>>,
    /// Broken plurals and their singulars.
    pub(crate) plurals: HashMap<String, Vec<String>>,
    /// Spellings that are as right as another one, which stands for both.
    pub(crate) variants: HashMap<String, String>,
    /// Colloquial words and what they are in writing.
    pub(crate) informal: HashMap<String, String>,
    pub(crate) verbs: Verbs,
}

impl Bundle {
    /// A Persian word of the dictionary, by its key.
    pub(crate) fn word(&self, key: &str) -> Option<Entry> {
        Some(self.about(key)).filter(|entry| entry.is_listed(Listed::Word))
    }

    /// What the dictionary and the lists say of a key, in one look.
    pub(crate) fn about(&self, key: &str) -> Entry {
        Entry(self.words.number(key))
    }

    /// Walks along a key; the numbers are those of entries.
    #[inline]
    pub(super) fn walk<'k>(&'static self, key: &'k str) -> Walk<'k> {
        self.words.walk(key)
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
    let packed = Unpacked::of(include_bytes!("../../data/words.fst"));
    let (lexemes, names) = (lexemes(), keys(include_str!("../../data/names.txt")));
    let wholes = keys(include_str!("../../data/wholes.txt"));
    let plurals = plurals(include_str!("../../data/plurals.txt"));
    let variants = variants(&[include_str!("../../data/variants.txt"), AUTHORS]);
    let informal = informal(include_str!("../../data/informal.txt"));
    let mut words: Words = packed.words().collect();
    let sieve =
        sieve(packed.words().map(|(word, _)| word).chain(variants.keys().map(|key| &**key)));
    list(&mut words, Listed::Lexeme, &lexemes);
    list(&mut words, Listed::Name, &names);
    list(&mut words, Listed::Plural, plurals.keys());
    list(&mut words, Listed::Variant, variants.keys());
    list(&mut words, Listed::Spelled, variants.values());
    list(&mut words, Listed::Informal, informal.keys());
    list(&mut words, Listed::Whole, &wholes);
    Bundle {
        words: Tree::of(words),
        sieve,
        skeletons: Set::new(&include_bytes!("../../data/skeletons.fst")[..]).ok(),
        english: Map::new(&include_bytes!("../../data/english.fst")[..]).ok(),
        plurals,
        variants,
        informal,
        verbs: Verbs::read(include_str!("../../data/verbs.txt")),
    }
}

/// Words, each with the bits of its entry.
type Words<'k> = Vec<(&'k str, u32)>;

fn list<'k>(words: &mut Words<'k>, listed: Listed, keys: impl IntoIterator<Item = &'k String>) {
    let Entry(bit) = Entry::of_list(listed);
    words.extend(keys.into_iter().map(|key| (key.as_str(), bit)));
}

/// The words of the packed dictionary one after another, each with its end and its entry.
#[derive(Default)]
struct Unpacked {
    letters: String,
    ends: Vec<(usize, u32)>,
}

impl Unpacked {
    fn of(packed: &'static [u8]) -> Self {
        let (mut unpacked, Entry(listed)) = (Self::default(), Entry::of_list(Listed::Word));
        // The files are built in and a test opens them; an unreadable one would be an empty one.
        let Ok(map) = Map::new(packed) else { return unpacked };
        let mut stream = map.stream();
        while let Some((word, entry)) = stream.next() {
            unpacked.letters.push_str(std::str::from_utf8(word).unwrap_or_default());
            unpacked.ends.push((unpacked.letters.len(), entry as u32 | listed));
        }
        unpacked
    }

    fn words(&self) -> impl Iterator<Item = (&str, u32)> {
        let starts = [0].into_iter().chain(self.ends.iter().map(|(end, _)| *end));
        starts.zip(&self.ends).map(|(start, (end, entry))| (&self.letters[start..*end], *entry))
    }
}

fn sieve<'k>(words: impl Iterator<Item = &'k str>) -> Sieve {
    let mut sieve = Sieve::default();
    words.for_each(|word| sieve.add(word));
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
    let mut plurals: HashMap<String, Vec<String>> = HashMap::default();
    for words in lines(text) {
        let Some((singular, many)) = words.split_first() else { continue };
        for plural in many {
            plurals.entry(key(plural)).or_default().push(key(singular));
        }
    }
    plurals
}

fn variants(texts: &[&str]) -> HashMap<String, String> {
    let mut variants = HashMap::default();
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

#[cfg(test)]
mod tests {
    use fst::{Map, Streamer};

    use super::{Entry, Listed, bundle};

    #[test]
    fn every_word_of_the_packed_dictionary_is_told_as_it_was_packed() {
        let packed = Map::new(&include_bytes!("../../data/words.fst")[..]).expect("readable");
        let mut words = packed.stream();
        let below = (1 << Listed::Word as u32) - 1;
        while let Some((word, packed)) = words.next() {
            let word = std::str::from_utf8(word).expect("text");
            let told = bundle().word(word).map(|Entry(told)| u64::from(told & below));
            assert_eq!(told, Some(packed), "{word}");
        }
    }

    #[test]
    fn every_list_is_told_of() {
        let bundle = bundle();
        let lists = [
            (Listed::Plural, bundle.plurals.keys().collect::<Vec<_>>()),
            (Listed::Variant, bundle.variants.keys().collect()),
            (Listed::Spelled, bundle.variants.values().collect()),
            (Listed::Informal, bundle.informal.keys().collect()),
        ];
        for (listed, keys) in lists {
            assert!(keys.iter().all(|key| bundle.about(key).is_listed(listed)), "{listed:?}");
        }
    }
}
