//! Slips: the known words that one wrong key away from a word that is not known.

use std::cmp::Ordering;

use super::layout::are_neighbours;
use crate::form::without_plural;
use crate::lexicon::{Lexicon, bundle};

/// Letters that sound the same.
const SOUNDS: &[&str] = &["سصث", "زذضظ", "تط", "حه", "قغ", "اع"];
const PERSIAN: &str = "ابپتثجچحخدذرزژسشصضطظعغفقکگلمنوهی";
const ENGLISH: &str = "abcdefghijklmnopqrstuvwxyz";

/// Persian letters, and the Arabic ones they were made of.
const SHAPES: &[&str] = &["بپ", "جچ", "زژ", "کگ"];

const SAME_SOUND: f32 = 0.3;
const DOUBLED: f32 = 0.3;
const NEIGHBOUR: f32 = 0.5;
const SWAPPED: f32 = 0.5;
const MISSING: f32 = 0.6;
const OTHER: f32 = 0.9;

/// The most words that one slip may stand for.
const MOST: usize = 8;
/// How much dearer than the cheapest one another word may be.
const WINDOW: f32 = 0.6;
/// The longest word that is looked into, in letters.
const LONGEST: usize = 40;

/// The words that an unknown word may be a slip of, each with its cost, the cheapest first.
///
/// Words of three letters are changed only into what sounds the same; shorter ones not at all.
///
/// `formed` says that the word may be an inflected one: then only what sounds the same is meant.
pub(crate) fn slips(
    lexicon: &Lexicon,
    key: &str,
    formed: bool,
    known: &dyn Fn(&str) -> bool,
) -> Vec<(String, f32)> {
    let mut found = meant(key, formed, |word| is_word(lexicon, word) || known(word), known);
    if found.is_empty() && formed {
        found = kept(&gaps(key), |word| is_common(lexicon, word));
    }
    if found.is_empty() && !key.is_ascii() && !formed {
        let plural = without_plural(key)
            .map(|base| meant(base, false, |word| is_word(lexicon, word), known));
        found = plural.flatten().collect();
    }
    if !key.is_ascii() && !formed {
        found.extend(kept(&gaps(key), |word| is_common_plural(lexicon, word)));
    }
    found
}

/// Whether a word is the plural of a common noun: `مردگان`, `بینوایان`.
fn is_common_plural(lexicon: &Lexicon, word: &str) -> bool {
    [("گان", "ه"), ("یان", ""), ("ان", ""), ("ات", "")].iter().any(|(ending, instead)| {
        let base = word.strip_suffix(ending).filter(|base| base.chars().count() > 2);
        base.is_some_and(|base| {
            let entry = lexicon.entry(&[base, instead].concat());
            entry.is_some_and(|entry| entry.is_noun() && entry.weight() > 12)
        })
    })
}

/// The words one slip away; a wrong letter just anywhere makes another word too easily, unless the
/// documents have that word.
fn meant(
    key: &str,
    formed: bool,
    is_word: impl Fn(&str) -> bool,
    known: &dyn Fn(&str) -> bool,
) -> Vec<(String, f32)> {
    let mut found = kept(&tries(key, formed), is_word);
    let long = key.chars().count() > 5;
    let first = key.chars().next();
    found.retain(|(word, cost)| {
        *cost < OTHER || (long && word.chars().next() == first) || known(word)
    });
    found
}

/// The same among the words of one vocabulary alone.
pub(crate) fn slips_among(key: &str, known: &dyn Fn(&str) -> bool) -> Vec<(String, f32)> {
    kept(&tries(key, false), known)
}

/// Every word that is one slip away.
fn tries(key: &str, formed: bool) -> Vec<(String, f32)> {
    let letters: Vec<char> = key.chars().collect();
    let latin = key.is_ascii();
    let mut tried = Vec::new();
    if letters.len() >= if latin { 5 } else { 3 } && letters.len() <= LONGEST {
        same_sounds(&letters, &mut tried);
        if letters.len() > 3 && !formed {
            edits(&letters, if latin { ENGLISH } else { PERSIAN }, &mut tried);
        }
    }
    tried
}

/// Every word that a long one becomes with one more letter inside, or with two letters swapped there:
/// what reads as an inflected form of one word may still be a slip of a common one.
fn gaps(key: &str) -> Vec<(String, f32)> {
    let mut tried = Vec::new();
    let letters = key.chars().count();
    if (5..=LONGEST).contains(&letters) {
        edits(&key.chars().collect::<Vec<_>>(), PERSIAN, &mut tried);
    }
    let (first, last) = (key.chars().next(), key.chars().last());
    let inner = |word: &str| word.chars().next() == first && word.chars().last() == last;
    tried.retain(|(word, cost)| match word.chars().count().cmp(&letters) {
        Ordering::Greater => inner(word),
        Ordering::Equal => *cost == SWAPPED && inner(word),
        Ordering::Less => false,
    });
    tried
}

fn is_common(lexicon: &Lexicon, word: &str) -> bool {
    lexicon.entry(word).is_some_and(|entry| entry.weight() > 16 && !entry.is_function())
}

fn is_word(lexicon: &Lexicon, word: &str) -> bool {
    let long = word.chars().count() > 4;
    lexicon.entry(word).is_some_and(|entry| long || !entry.is_rare())
        || bundle().english(word).is_some()
}

fn kept(tried: &[(String, f32)], is_known: impl Fn(&str) -> bool) -> Vec<(String, f32)> {
    let mut found: Vec<(String, f32)> =
        tried.iter().filter(|(word, _)| is_known(word)).cloned().collect();
    found.sort_by(|one, other| one.1.total_cmp(&other.1).then_with(|| one.0.cmp(&other.0)));
    let mut seen = std::collections::HashSet::new();
    found.retain(|(word, _)| seen.insert(word.clone()));
    let best = found.first().map_or(0.0, |(_, cost)| *cost);
    found.retain(|(_, cost)| *cost <= best + WINDOW);
    found.truncate(MOST);
    found
}

/// Every word with one or two letters changed into ones that sound the same.
fn same_sounds(letters: &[char], tried: &mut Vec<(String, f32)>) {
    let twins = |at: usize| {
        let c = letters.get(at).copied().unwrap_or_default();
        let set = SOUNDS.iter().find(|set| set.contains(c)).copied().unwrap_or_default();
        set.chars().filter(move |other| *other != c)
    };
    for first in 0..letters.len() {
        for one in twins(first) {
            let mut word = letters.to_vec();
            word[first] = one;
            tried.push((word.iter().collect(), SAME_SOUND));
            for second in first + 1..letters.len() {
                for other in twins(second) {
                    let mut both = word.clone();
                    both[second] = other;
                    tried.push((both.iter().collect(), 2.0 * SAME_SOUND));
                }
            }
        }
    }
}

/// The cost of one letter for another.
fn wrong_letter(typed: char, meant: char) -> f32 {
    let alike = SHAPES.iter().any(|shapes| shapes.contains(typed) && shapes.contains(meant));
    if alike || are_neighbours(meant, typed) { NEIGHBOUR } else { OTHER }
}

/// Every word one edit away.
fn edits(letters: &[char], alphabet: &str, tried: &mut Vec<(String, f32)>) {
    let word = |head: &[char], middle: &[char], tail: &[char]| -> String {
        head.iter().chain(middle).chain(tail).collect()
    };
    for at in 0..=letters.len() {
        let (head, tail) = letters.split_at(at);
        for c in alphabet.chars() {
            let doubled = head.last() == Some(&c) || tail.first() == Some(&c);
            // A short word that only lacks its end or its start is more often another word.
            let end = tail.is_empty() && letters.len() < 6;
            if !doubled && (end || (head.is_empty() && letters.len() < 5)) {
                continue;
            }
            tried.push((word(head, &[c], tail), if doubled { DOUBLED } else { MISSING }));
        }
        let Some((here, rest)) = tail.split_first() else { continue };
        let doubled = head.last() == Some(here) || rest.first() == Some(here);
        // A letter too many at the end is an ending that does not come off: `هاشمی` is not `هاشم`.
        if doubled || !(head.is_empty() || rest.is_empty()) {
            tried.push((word(head, &[], rest), if doubled { DOUBLED } else { MISSING }));
        }
        for c in alphabet.chars().filter(|c| c != here) {
            tried.push((word(head, &[c], rest), wrong_letter(*here, c)));
        }
        if let Some((next, last)) = rest.split_first().filter(|(next, _)| *next != here) {
            tried.push((word(head, &[*next, *here], last), SWAPPED));
        }
    }
}
