//! Finglish: Persian in Latin letters, by the consonants it shares with a known word.

use super::vowels::drop_strange;
use crate::lexicon::{Lexicon, bundle};
use crate::sound::{Sounds, consonants, vowel_cost};

/// The most Persian words that one Latin word may stand for.
const MOST: usize = 8;
/// How much worse than the best one another word may be.
const WINDOW: f32 = 0.4;
/// The same, where one of them is a word and the other a form of a verb.
const FAR: f32 = 0.6;
/// Words whose vowels fit worse than this are not meant.
const WORST: f32 = 1.3;
/// A common word that fits so well is meant.
const GOOD: f32 = 0.15;
/// Endings that are tried off where the whole is not known.
const ENDINGS: &[&str] = &[
    "hayeman", "hayetan", "hayeshan", "hayemun", "hayetun", "hayeshun", "hayam", "hayat", "hayash",
    "hashun", "hamun", "hatun", "haye", "hayi", "ham", "hat", "hash", "haro", "ha", "eman", "etan",
    "eshan", "emun", "etun", "eshun", "am", "at", "ash", "tarin", "tar", "gan", "an", "hye", "ye",
];

/// Letters that some write for another sound, that sound, and the cost of reading them so: `xub`,
/// `pajuhesh`, `djalal`, `schahname`.
const HABITS: &[(&str, &str, f32)] =
    &[("x", "kh", 0.0), ("j", "zh", 0.3), ("dj", "j", 0.0), ("tch", "ch", 0.0), ("sch", "sh", 0.0)];

/// What stands before and after the stem of a verb.
const VERB_PREFIXES: &[&str] = &["nemi", "mi", "be", "bi", "na", "ne", ""];
const VERB_ENDINGS: &[&str] =
    &["am", "i", "ad", "eh", "e", "im", "id", "in", "and", "an", "m", "nd", "n", ""];

/// The known Persian words that a Latin word may stand for, each with its cost.
///
/// `linked` says that another word follows, to which an `e` at the end may link this one.
pub(crate) fn finglish(lexicon: &Lexicon, latin: &str, linked: bool) -> Vec<(String, f32)> {
    let mut found = read(lexicon, latin);
    let best = found.iter().map(|(_, cost)| *cost).fold(WORST, f32::min);
    for (letters, sound, cost) in HABITS.iter().filter(|(letters, ..)| latin.contains(letters)) {
        let other = read(lexicon, &latin.replace(letters, sound)).into_iter();
        let other = other.map(|(word, held)| (word, held + cost));
        found.extend(other.filter(|(_, held)| *cost == 0.0 || *held <= best + WINDOW));
    }
    // `khane` is a house and no khan.
    let heard = |word: &str| {
        word.ends_with(['ه', 'ا', 'ی', 'و', 'ع']) || bundle().verbs.is_infinitive(word)
    };
    let last = latin.ends_with("eh") || (latin.ends_with('e') && !linked);
    if last && found.iter().any(|(word, cost)| *cost < FAR && word.ends_with('ه')) {
        found.retain(|(word, _)| heard(word));
    }
    found
}

/// The same, with the letters read as they mostly are.
fn read(lexicon: &Lexicon, latin: &str) -> Vec<(String, f32)> {
    let mut found = sounding(lexicon, latin);
    let sure = found.iter().any(|(_, held)| *held < GOOD);
    found.extend(verbs(latin, sure));
    let plural = latin.rfind("ha").filter(|at| *at > 2 && ENDINGS.contains(&&latin[*at..]));
    found.extend(plural.into_iter().flat_map(|at| sounding(lexicon, &latin[..at])));
    if !found.is_empty() {
        let best = found.iter().map(|(_, cost)| *cost).fold(WORST, f32::min);
        found.retain(|(_, cost)| *cost <= best + FAR);
        return found;
    }
    let bases = ENDINGS.iter().filter_map(|ending| latin.strip_suffix(ending));
    bases
        .filter(|base| base.len() > 2)
        .map(|base| sounding(lexicon, base))
        .find(|found| !found.is_empty())
        .unwrap_or_default()
}

/// The infinitives of a verb form in Latin letters; `prefixed` leaves out those without a prefix.
fn verbs(latin: &str, prefixed: bool) -> Vec<(String, f32)> {
    if let Some(stem) = latin.strip_suffix("an").filter(|_| !prefixed) {
        let whole = stems_of(stem).filter(|(written, _, cost)| {
            *cost < GOOD && bundle().verbs.past_stem(written).len() == 1
        });
        // `neshastan` is to sit, and no negative of `shostan`.
        let whole: Vec<_> = whole.map(|(_, verb, cost)| (verb, cost + 0.2)).collect();
        if !whole.is_empty() {
            return whole;
        }
    }
    let mut found: Vec<(String, f32)> = Vec::new();
    let prefixes = VERB_PREFIXES.iter().filter(|prefix| !(prefixed && prefix.is_empty()));
    let bare = prefixes.filter_map(|prefix| latin.strip_prefix(prefix));
    let stems = bare.flat_map(|rest| {
        let plain = rest.len() == latin.len();
        VERB_ENDINGS
            .iter()
            .filter(move |ending| !(plain && ending.len() < 2))
            .filter_map(move |ending| rest.strip_suffix(ending))
    });
    for stem in stems.filter(|stem| stem.len() > 1) {
        let held = stems_of(stem).filter(|(_, _, cost)| *cost < WINDOW);
        found.extend(held.map(|(_, verb, cost)| (verb, cost + 0.2)));
    }
    found.sort_by(|one, other| one.1.total_cmp(&other.1).then_with(|| one.0.cmp(&other.0)));
    found.dedup_by(|one, other| one.0 == other.0);
    found.truncate(MOST);
    found
}

/// The written stems that sound like a Latin one, each with an infinitive and what it costs.
fn stems_of(latin: &str) -> impl Iterator<Item = (&'static str, String, f32)> {
    let sounds = consonants(latin);
    bundle().verbs.sounding(&sounds.consonants).iter().flat_map(move |(written, verbs)| {
        let cost = vowel_cost(&sounds, &consonants(written));
        verbs.iter().map(move |verb| (written.as_str(), verb.clone(), cost))
    })
}

fn sounding(lexicon: &Lexicon, latin: &str) -> Vec<(String, f32)> {
    let sounds = consonants(latin);
    if sounds.consonants.is_empty() || !latin.is_ascii() {
        return Vec::new();
    }
    let mut found = ranked(lexicon, &sounds, |_| true);
    if let Some(doubled) = with_doubled(&sounds) {
        found.extend(ranked(lexicon, &doubled, has_doubled));
    }
    found
}

fn ranked(lexicon: &Lexicon, sounds: &Sounds, fits: impl Fn(&str) -> bool) -> Vec<(String, f32)> {
    let weight = |word: &str| lexicon.entry(word).map_or(0, |entry| entry.weight());
    let words = lexicon.sounding(&sounds.consonants).into_iter().filter(|word| fits(word));
    let heard = words.map(|word| {
        let (heard, weight) = (consonants(&word), weight(&word));
        (word, heard, weight)
    });
    let mut found = rank(sounds, heard);
    drop_strange(sounds, &mut found, weight);
    found
}

/// The sounds where two like consonants have nothing but a short vowel between them, which Persian does
/// not write: `momken` is `ممکن`, whose doubled letter sounds like one.
fn with_doubled(sounds: &Sounds) -> Option<Sounds> {
    let mut doubled = Sounds { consonants: String::new(), vowels: Vec::new() };
    let mut vowels = sounds.vowels.iter();
    doubled.vowels.extend(vowels.next().cloned());
    for (consonant, after) in sounds.consonants.chars().zip(vowels) {
        let short = doubled.vowels.last().is_some_and(|v| matches!(v.as_str(), "a" | "e" | "o"));
        if short && doubled.consonants.ends_with(consonant) {
            doubled.vowels.pop();
        } else {
            doubled.consonants.push(consonant);
        }
        doubled.vowels.push(after.clone());
    }
    (doubled.consonants != sounds.consonants).then_some(doubled)
}

fn has_doubled(word: &str) -> bool {
    word.chars().zip(word.chars().skip(1)).any(|(one, other)| one == other)
}

/// Of words with the consonants of `latin`, those whose vowels fit best; each comes with its sounds
/// and its weight, for common words are likelier.
pub(crate) fn rank(
    latin: &Sounds,
    words: impl Iterator<Item = (String, Sounds, u32)>,
) -> Vec<(String, f32)> {
    let mut found: Vec<(String, f32)> = words
        .map(|(word, sounds, weight)| {
            let rare = 30 - weight.min(30);
            (word, vowel_cost(latin, &sounds) + rare as f32 * 0.01)
        })
        .filter(|(_, cost)| *cost < WORST)
        .collect();
    found.sort_by(|one, other| one.1.total_cmp(&other.1).then_with(|| one.0.cmp(&other.0)));
    let best = found.first().map_or(0.0, |(_, cost)| *cost);
    found.retain(|(_, cost)| *cost <= best + WINDOW);
    found.truncate(MOST);
    found
}
