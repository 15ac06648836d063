//! Unknown words that are a known one with a letter typed twice, or with its vowels set otherwise.
//!
//! A query corrects its own slips; this is for those of the documents, where they leave no doubt.

use super::noun::bases;
use super::stems::LONGEST;
use crate::lexicon::{Beginnings, Lexicon, Trace};

/// The fewest letters of a word that is looked for.
const LEAST: usize = 4;
/// The same, where a `و` is added or left out.
const LEAST_OF_LOANS: usize = 6;
const WAW: &str = "و";

/// The known words that one which is not was meant to be; a `formed` one may be a form of another word.
pub(crate) fn meant(lexicon: &Lexicon, key: &str, formed: bool) -> Vec<String> {
    let mut found = Vec::new();
    if has_doubled(key) {
        found.extend(undoubled(key).filter_map(|(at, once)| common_base(lexicon, &once, at)));
    }
    found.extend(with_sm(key).filter(|word| lexicon.entry(word).is_some()));
    if !formed && key.chars().count() >= LEAST_OF_LOANS {
        found.extend(other_waw(lexicon, key));
    }
    found.truncate(2);
    found
}

/// Whether a letter may stand beside itself; all Persian ones have two bytes.
fn has_doubled(key: &str) -> bool {
    let letters = key.as_bytes().chunks_exact(2);
    letters.clone().zip(letters.skip(1)).any(|(one, other)| one == other)
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
    let bases = bases(&Beginnings::of(lexicon, word), word);
    bases.into_iter().find(|base| held(base) && is_common(lexicon, base))
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
    let (heads, tails) = traces(key);
    let inner = key.char_indices().zip(heads.iter().zip(&tails).zip(tails.iter().skip(1)));
    let spellings = inner.skip(1).flat_map(|((at, c), ((before, from), after))| {
        let (head, tail) = key.split_at(at);
        let short = tail.strip_prefix(WAW).filter(|rest| !rest.is_empty());
        let bare = !is_vowel(c) && !head.ends_with(is_vowel);
        let long = bare.then(|| ([head, WAW, tail], before.then(Trace::of(WAW)).then(*from)));
        [short.map(|rest| ([head, "", rest], before.then(*after))), long].into_iter().flatten()
    });
    let mut words =
        spellings.filter(|(_, trace)| lexicon.may_know(*trace)).map(|(parts, _)| parts.concat());
    words.find(|word| is_common(lexicon, word))
}

/// What stands before each letter of a word, and what from it on; the last of them is all and nothing.
fn traces(key: &str) -> ([Trace; LONGEST + 1], [Trace; LONGEST + 1]) {
    let mut heads = [Trace::default(); LONGEST + 1];
    let mut tails = heads;
    let letter = |c: char| Trace::of(c.encode_utf8(&mut [0; 4]));
    let mut held = Trace::default();
    for (c, head) in key.chars().zip(heads.iter_mut().skip(1)) {
        held = held.then(letter(c));
        *head = held;
    }
    held = Trace::default();
    let last = key.chars().count().min(LONGEST);
    for (c, tail) in key.chars().rev().zip(tails[..last].iter_mut().rev()) {
        held = letter(c).then(held);
        *tail = held;
    }
    (heads, tails)
}

fn is_vowel(letter: char) -> bool {
    matches!(letter, 'ا' | 'و' | 'ی')
}
