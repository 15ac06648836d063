//! Words or titles of one index: completion while typing, and "did you mean".

use std::collections::BTreeMap;

use super::finglish::rank;
use super::slip::slips_among;
use crate::fold::is_arabic_letter;
use crate::key::key;
use crate::sound::sounds_of_words;
use crate::spell::other_layouts;

/// The most entries a prefix is compared with, before the best are taken.
const LOOKED_AT: usize = 10_000;

/// Texts to propose, each with a weight: words with their frequency, titles, authors, hashtags.
///
/// They are compared by their keys, so neither spaces nor non-joiners matter, and by their consonants,
/// so that Latin letters find Persian.
///
/// ```
/// use tantivy_persian::Vocabulary;
/// let titles = Vocabulary::new([("شازده کوچولو", 90), ("کتاب‌خانهٔ شب", 20), ("کتاب", 300)]);
/// assert_eq!(titles.complete("كتابخ", 5)[0].text, "کتاب‌خانهٔ شب");
/// assert_eq!(titles.complete("shazde k", 5)[0].text, "شازده کوچولو");
/// assert_eq!(titles.correct("شازده کوچلو", 5)[0].text, "شازده کوچولو");
/// ```
#[derive(Debug, Clone, Default)]
pub struct Vocabulary {
    by_key: BTreeMap<String, Entry>,
    /// Skeleton to the keys that have it.
    by_skeleton: BTreeMap<String, Vec<String>>,
}

#[derive(Debug, Clone)]
struct Entry {
    text: String,
    weight: u64,
}

/// A text that is proposed.
#[derive(Debug, Clone, PartialEq)]
pub struct Suggestion {
    /// The text as it was handed in.
    pub text: String,
    /// The weight that it was handed in with.
    pub weight: u64,
    /// How far it is from what was typed: 0 is the same letters.
    pub cost: f32,
}

impl Vocabulary {
    /// A vocabulary of texts with weights; of two with one key the heavier one stays.
    pub fn new<T: AsRef<str>>(texts: impl IntoIterator<Item = (T, u64)>) -> Self {
        let mut vocabulary = Self::default();
        for (text, weight) in texts {
            vocabulary.add(text.as_ref(), weight);
        }
        vocabulary
    }

    fn add(&mut self, text: &str, weight: u64) {
        let key = key(text);
        if key.is_empty() || self.by_key.get(&key).is_some_and(|held| held.weight >= weight) {
            return;
        }
        if !self.by_key.contains_key(&key) {
            self.by_skeleton.entry(sounds_of_words(text).consonants).or_default().push(key.clone());
        }
        self.by_key.insert(key, Entry { text: text.to_owned(), weight });
    }

    /// Whether a text with the same key is there.
    pub fn knows(&self, text: &str) -> bool {
        self.by_key.contains_key(&key(text))
    }

    /// The heaviest texts that begin with what was typed, in Persian or in Latin letters.
    pub fn complete(&self, typed: &str, most: usize) -> Vec<Suggestion> {
        let start = key(typed);
        if start.is_empty() {
            return Vec::new();
        }
        let begun =
            self.by_key.range(start.clone()..).take_while(|(key, _)| key.starts_with(&start));
        let mut found: Vec<Suggestion> =
            begun.take(LOOKED_AT).map(|(_, entry)| entry.suggestion(0.0)).collect();
        if !start.starts_with(is_arabic_letter) {
            found.extend(self.sounding_so(typed));
        }
        self.best(found, most)
    }

    fn sounding_so(&self, latin: &str) -> impl Iterator<Item = Suggestion> {
        let start = sounds_of_words(latin).consonants;
        let range =
            if start.len() < 2 { None } else { Some(self.by_skeleton.range(start.clone()..)) };
        let begun =
            range.into_iter().flatten().take_while(move |(sound, _)| sound.starts_with(&start));
        begun
            .take(LOOKED_AT)
            .flat_map(|(_, keys)| keys)
            .filter_map(|key| self.by_key.get(key).map(|entry| entry.suggestion(0.5)))
    }

    /// What was probably meant by a text that is not there, the likeliest first.
    pub fn correct(&self, typed: &str, most: usize) -> Vec<Suggestion> {
        let meant = key(typed);
        if meant.is_empty() || self.by_key.contains_key(&meant) {
            return Vec::new();
        }
        let mut costs = slips_among(&meant, &|word| self.by_key.contains_key(word));
        if meant.is_ascii() {
            costs.extend(self.in_finglish(typed));
        }
        costs.extend(other_layouts(typed.trim()).map(|other| (key(&other), 0.4)));
        let found = costs
            .into_iter()
            .filter_map(|(key, cost)| self.by_key.get(&key).map(|entry| entry.suggestion(cost)));
        self.best(found.collect(), most)
    }

    fn in_finglish(&self, latin: &str) -> Vec<(String, f32)> {
        let sounds = sounds_of_words(latin);
        let keys = self.by_skeleton.get(&sounds.consonants).into_iter().flatten();
        let words = keys.filter_map(|key| {
            let entry = self.by_key.get(key)?;
            let weight = 64 - entry.weight.leading_zeros();
            Some((key.clone(), sounds_of_words(&entry.text), weight))
        });
        rank(&sounds, words)
    }

    fn best(&self, mut found: Vec<Suggestion>, most: usize) -> Vec<Suggestion> {
        found.sort_by(|one, other| {
            let order = one.cost.total_cmp(&other.cost).then(other.weight.cmp(&one.weight));
            order.then_with(|| one.text.cmp(&other.text))
        });
        found.dedup_by(|one, other| one.text == other.text);
        found.truncate(most);
        found
    }
}

impl Entry {
    fn suggestion(&self, cost: f32) -> Suggestion {
        Suggestion { text: self.text.clone(), weight: self.weight, cost }
    }
}
