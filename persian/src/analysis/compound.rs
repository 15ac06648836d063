//! Words written apart that the dictionary knows as one.

use crate::form::Form;
use crate::lexicon::Lexicon;

/// Function words that begin compounds all the same.
pub(crate) const PREFIXES: &[&str] = &[
    "بی", "هم", "نا", "پیش", "پس", "باز", "بر", "غیر", "فرا", "پر", "کم", "خود", "هیچ", "چند",
    "زیر", "بین", "فوق", "یک", "سر", "پا", "نیم", "ابر",
];

/// The one word that `first` and `second` are when nothing but a space parts them.
///
/// Function words never make one (`ما در` is not `مادر`), nor do two short words, unless the
/// dictionary writes the compound with a non-joiner at that very place.
pub(crate) fn is_compound(lexicon: &Lexicon, first: &Form, second: &Form) -> Option<String> {
    if !first.persian || !second.persian || !first.company.begins || second.company.is_function {
        return None;
    }
    let stems = if second.company.joins { 0 } else { 2 };
    let tails = [&second.key].into_iter().chain(second.stems.iter().take(stems));
    let mut joined = tails.map(|tail| (tail, format!("{}{tail}", first.key)));
    joined.find(|(tail, whole)| is_one(lexicon, first, tail, whole)).map(|(_, whole)| whole)
}

fn is_one(lexicon: &Lexicon, first: &Form, second: &str, whole: &str) -> bool {
    let Some(entry) = lexicon.entry(whole) else { return false };
    let (head, tail) = (first.key.chars().count(), second.chars().count());
    let long = head + tail > 4 && tail > 1;
    if entry.first_part() == Some(head) {
        return long;
    }
    let ordinary = first.company.joins || PREFIXES.contains(&first.key.as_str());
    let joins = || lexicon.entry(second).is_some_and(|entry| !entry.is_function());
    long && !entry.is_rare() && ordinary && head > 2 && tail > 2 && joins()
}
