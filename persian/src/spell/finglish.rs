//! Finglish: Persian in Latin letters, by the consonants it shares with a known word.

use crate::lexicon::Lexicon;
use crate::sound::{consonants, vowel_cost};

/// The most Persian words that one Latin word may stand for.
const MOST: usize = 8;
/// How much worse than the best one another word may be.
const WINDOW: f32 = 0.4;
/// Words whose vowels fit worse than this are not meant.
const WORST: f32 = 1.3;
/// Endings that are tried off where the whole is not known.
const ENDINGS: &[&str] = &[
    "hayeman", "hayetan", "hayeshan", "hayemun", "hayetun", "hayeshun", "hayam", "hayat", "hayash",
    "hashun", "hamun", "hatun", "haye", "hayi", "ham", "hat", "hash", "haro", "ha", "eman", "etan",
    "eshan", "emun", "etun", "eshun", "am", "at", "ash", "tarin", "tar", "an",
];

/// The known Persian words that a Latin word may stand for, each with its cost, the cheapest first.
pub(crate) fn finglish(lexicon: &Lexicon, latin: &str) -> Vec<(String, f32)> {
    let found = sounding(lexicon, latin);
    if !found.is_empty() {
        return found;
    }
    let bases = ENDINGS.iter().filter_map(|ending| latin.strip_suffix(ending));
    bases
        .filter(|base| base.len() > 2)
        .map(|base| sounding(lexicon, base))
        .find(|found| !found.is_empty())
        .unwrap_or_default()
}

fn sounding(lexicon: &Lexicon, latin: &str) -> Vec<(String, f32)> {
    let skeleton = consonants(latin).consonants;
    if skeleton.is_empty() {
        return Vec::new();
    }
    let weight = |word: &str| lexicon.entry(word).map_or(0, |entry| entry.weight());
    rank(latin, lexicon.sounding(&skeleton), weight)
}

/// The words with the consonants of `latin` whose vowels fit best; common ones come first.
pub(crate) fn rank(
    latin: &str,
    words: Vec<String>,
    weight: impl Fn(&str) -> u32,
) -> Vec<(String, f32)> {
    if !latin.is_ascii() {
        return Vec::new();
    }
    let sounds = consonants(latin);
    let mut found: Vec<(String, f32)> = words
        .into_iter()
        .map(|word| {
            let rare = 30 - weight(&word).min(30);
            let cost = vowel_cost(&sounds, &consonants(&word)) + rare as f32 * 0.01;
            (word, cost)
        })
        .filter(|(_, cost)| *cost < WORST)
        .collect();
    found.sort_by(|one, other| one.1.total_cmp(&other.1).then_with(|| one.0.cmp(&other.0)));
    let best = found.first().map_or(0.0, |(_, cost)| *cost);
    found.retain(|(_, cost)| *cost <= best + WINDOW);
    found.truncate(MOST);
    found
}
