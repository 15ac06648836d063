//! Unknown words that are a known one with a letter typed twice, or with its vowels set otherwise.
//!
//! A query corrects its own slips; this is for those of the documents, where they leave no doubt.

use super::noun::bases;
use crate::lexicon::{Lexicon, Trace};

/// The fewest letters of a word that is looked for.
const LEAST: usize = 4;
/// The same, where a `و` is added or left out.
const LEAST_OF_LOANS: usize = 6;
const WAW: &str = "و";

/// The known words that an unknown one was meant to be.
pub(crate) fn meant(lexicon: &Lexicon, key: &str) -> Vec<String> {
    let mut found: Vec<String> =
        undoubled(key).filter_map(|(at, once)| common_base(lexicon, &once, at)).collect();
    found.extend(with_sm(key).filter(|word| lexicon.entry(word).is_some()));
    found.extend(other_waw(lexicon, key));
    found.truncate(2);
    found
}

/// The word without each letter that stands beside itself, and the byte where that was.
fn undoubled(key: &str) -> impl Iterator<Item = (usize, String)> {
    let letters = key.char_indices().skip(1).zip(key.char_indices().skip(2));
    let doubled = letters.filter(|((_, one), (_, other))| one == other);
    doubled.map(|((at, _), (next, _))| (at, [&key[..at], &key[next..]].concat()))
}

/// The word itself if it is common, or the common word it is a form of, as long as the letter at
/// `at` belongs to it and not to an ending.
fn common_base(lexicon: &Lexicon, word: &str, at: usize) -> Option<String> {
    if is_common(lexicon, word) {
        return Some(word.to_owned());
    }
    let held = |base: &String| base.len() > at && word.starts_with(base.as_str());
    bases(lexicon, word).into_iter().find(|base| held(base) && is_common(lexicon, base))
}

fn is_common(lexicon: &Lexicon, word: &str) -> bool {
    let entry = lexicon.entry(word).filter(|entry| entry.weight() > 12 && !entry.is_function());
    entry.is_some() && word.chars().count() >= LEAST
}

/// `سوسیالیزم` is `سوسیالیسم`.
fn with_sm(key: &str) -> impl Iterator<Item = String> {
    let head = key.strip_suffix("یزم").filter(|head| head.chars().count() > 2);
    head.map(|head| [head, "یسم"].concat()).into_iter()
}

/// Loan words have a `و` more or less: `تکنلوژی` is `تکنولوژی`, `کونفرانس` is `کنفرانس`.
fn other_waw(lexicon: &Lexicon, key: &str) -> Option<String> {
    let letters = key.chars().count();
    if letters < LEAST_OF_LOANS {
        return None;
    }
    let inner = key.char_indices().skip(1).take(letters - 2);
    let spellings = inner.flat_map(|(at, c)| {
        let (head, tail) = key.split_at(at);
        let short = tail.strip_prefix(WAW).map(|rest| [head, "", rest]);
        let vowel = |c: char| matches!(c, 'ا' | 'و' | 'ی');
        let bare = !vowel(c) && !head.ends_with(vowel);
        [short, bare.then_some([head, WAW, tail])].into_iter().flatten()
    });
    let may_be = |parts: &[&str; 3]| {
        lexicon
            .may_know(parts.iter().fold(Trace::default(), |held, part| held.then(Trace::of(part))))
    };
    let mut words = spellings.filter(may_be).map(|parts| parts.concat());
    words.find(|word| is_common(lexicon, word))
}
