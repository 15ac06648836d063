//! Words written apart that the dictionary knows as one.

use crate::form::Form;
use crate::lexicon::Lexicon;

/// Function words that begin compounds all the same.
pub(crate) const PREFIXES: &[&str] =
    &["بی", "هم", "نا", "پیش", "پس", "باز", "بر", "غیر", "فرا", "پر", "کم", "خود", "هیچ", "چند"];

/// The one word that `first` and `second` are when nothing but a space parts them.
///
/// Function words never make one (`ما در` is not `مادر`), nor do two short words, unless the
/// dictionary writes the compound with a non-joiner at that very place.
pub(crate) fn is_compound(lexicon: &Lexicon, first: &Form, second: &Form) -> Option<String> {
    if !first.persian || !second.persian {
        return None;
    }
    let tails = [&second.key].into_iter().chain(second.stems.iter().take(2));
    let mut joined = tails.map(|tail| (tail, format!("{}{tail}", first.key)));
    joined.find(|(tail, whole)| is_one(lexicon, &first.key, tail, whole)).map(|(_, whole)| whole)
}

fn is_one(lexicon: &Lexicon, first: &str, second: &str, whole: &str) -> bool {
    let (head, tail) = (first.chars().count(), second.chars().count());
    let Some(entry) = lexicon.entry(whole).filter(|_| head + tail > 4 && tail > 1) else {
        return false;
    };
    let prefix = PREFIXES.contains(&first);
    let joins = |word: &str| lexicon.entry(word).is_some_and(|entry| !entry.is_function());
    if entry.first_part() == Some(head) {
        return prefix || lexicon.entry(first).is_none_or(|first| !first.is_function());
    }
    !entry.is_rare() && joins(second) && (prefix || joins(first)) && head > 2 && tail > 2
}
