//! Words written without spaces, taken apart along the cheapest path over the dictionary.

use crate::form::form;
use crate::key::key;
use crate::lexicon::{Entry, Lexicon, bundle};

/// The longest run of letters that is taken apart.
const LONGEST: usize = 80;
/// The longest word looked for inside it.
const LONGEST_WORD: usize = 16;
/// A path must cost less than this a letter to be believed.
const DEAR: f32 = 3.0;

/// What the plural of a common word costs on a path.
const PLURAL: f32 = 7.0;

/// The words of a run of letters without spaces, if it is a sequence of known words.
///
/// ```
/// use tantivy_persian::{Lexicon, split};
/// let lexicon = Lexicon::default();
/// assert_eq!(split(&lexicon, "هرکتابداریککتابخوان"), Some(vec![
///     "هر".into(), "کتابدار".into(), "یک".into(), "کتابخوان".into(),
/// ]));
/// assert_eq!(split(&lexicon, "کتابخانه"), None);
/// ```
pub fn split(lexicon: &Lexicon, run: &str) -> Option<Vec<String>> {
    split_key(lexicon, &key(run))
}

/// The same for a key. Nothing if the whole is one known word.
pub(crate) fn split_key(lexicon: &Lexicon, key: &str) -> Option<Vec<String>> {
    if let Some(words) = lexicon.title(key).filter(|words| words.len() > 1) {
        return Some(words.to_vec());
    }
    let ends: Vec<usize> =
        key.char_indices().map(|(at, _)| at).skip(1).chain([key.len()]).collect();
    if ends.len() < 4 || ends.len() > LONGEST || is_form(lexicon, key) {
        return None;
    }
    let starts: Vec<usize> = [0].into_iter().chain(ends.iter().copied()).collect();
    let (cost, words) = cheapest(lexicon, key, &starts)?;
    (words.len() > 1 && cost / (ends.len() as f32) < DEAR).then_some(words)
}

/// The likeliest ways to take a run of letters for two known words, at most three, of those that `fit`.
pub(crate) fn halves<'k>(
    lexicon: &Lexicon,
    key: &'k str,
    fit: impl Fn(&str, &str) -> bool,
) -> Vec<(&'k str, &'k str)> {
    let letters = key.chars().count();
    if !(4..=LONGEST).contains(&letters) {
        return Vec::new();
    }
    let inner = key.char_indices().enumerate().skip(2).take(letters - 3);
    let mut ways: Vec<(f32, (&str, &str))> = inner
        .filter_map(|(head, (at, _))| {
            let (first, second) = key.split_at(at);
            if !fit(first, second) {
                return None;
            }
            let cost = price(lexicon, first, head)? + price(lexicon, second, letters - head)?;
            Some((cost, (first, second)))
        })
        .collect();
    ways.sort_by(|one, other| one.0.total_cmp(&other.0));
    ways.into_iter().map(|(_, way)| way).take(3).collect()
}

/// The cheapest way from the start to the end of `key` over known words; `stops` are the letters' bytes.
fn cheapest(lexicon: &Lexicon, key: &str, stops: &[usize]) -> Option<(f32, Vec<String>)> {
    let mut best: Vec<Option<(f32, usize)>> = vec![None; stops.len()];
    best[0] = Some((0.0, 0));
    for to in 1..stops.len() {
        for from in to.saturating_sub(LONGEST_WORD)..to {
            let Some((before, _)) = best[from] else { continue };
            let word = &key[stops[from]..stops[to]];
            let Some(price) = price(lexicon, word, to - from) else { continue };
            if best[to].is_none_or(|(held, _)| before + price < held) {
                best[to] = Some((before + price, from));
            }
        }
    }
    let (cost, _) = best[stops.len() - 1]?;
    let mut words = Vec::new();
    let mut to = stops.len() - 1;
    while to > 0 {
        let (_, from) = best[to]?;
        words.push(key[stops[from]..stops[to]].to_owned());
        to = from;
    }
    words.reverse();
    Some((cost, words))
}

/// What a word costs on a path: few, long and common words are cheap.
fn price(lexicon: &Lexicon, word: &str, letters: usize) -> Option<f32> {
    if letters == 1 {
        return (word == "و").then_some(3.0);
    }
    let english = bundle().english(word).map(|level| Entry(8 + 4 * level as u32));
    let entry = lexicon.entry(word).or(english);
    let added = if lexicon.added(word).is_some() { -2.0 } else { 0.0 };
    let short = match letters {
        2 => 2.0,
        3 => 1.0,
        _ => 0.0,
    };
    match entry {
        Some(entry) => {
            let rare = 30_u32.saturating_sub(entry.weight()) as f32;
            Some(2.5 + short + added + rare * 0.3)
        }
        None if bundle().informal.contains_key(word) => Some(6.0 + short),
        None => form_price(lexicon, word, letters).map(|form| form + short),
    }
}

/// The same for a word that is not in the dictionary: `بیا`, or a form of a word that is.
fn form_price(lexicon: &Lexicon, word: &str, letters: usize) -> Option<f32> {
    match letters {
        0..=2 => None,
        3 => (!bundle().verbs.imperative(word).is_empty()).then_some(8.0),
        _ => is_form(lexicon, word).then(|| if is_plural(lexicon, word) { PLURAL } else { 9.0 }),
    }
}

/// Whether a word is a plural that no other cut makes by chance: `کودکان`, not the `سالت` of
/// `صد سال تنهایی`.
fn is_plural(lexicon: &Lexicon, word: &str) -> bool {
    let ending = ["ان", "ها", "های"].iter().any(|ending| word.ends_with(ending));
    ending && form(lexicon, word).plain
}

/// Whether a word that is not in the dictionary is a form of one that is: also of a name, `ایرانی`, and
/// what verbs end compounds with, `خوانی`.
fn is_form(lexicon: &Lexicon, word: &str) -> bool {
    let form = form(lexicon, word);
    let verbal = || word.strip_suffix('ی').is_some_and(|stem| bundle().verbs.ends_compounds(stem));
    form.known || form.plain || verbal()
}
