//! Words written apart that the dictionary knows as one.

use crate::form::Form;
use crate::lexicon::{Entry, Lexicon};

/// Function words that begin compounds all the same.
const PREFIXES: &[&str] =
    &["بی", "هم", "نا", "پیش", "پس", "باز", "بر", "غیر", "فرا", "پر", "کم", "هر"];

/// The one word that `first` and `second` are when nothing but a space parts them.
///
/// Function words never make one (`ما در` is not `مادر`), nor do two short words unless the
/// dictionary writes the compound with a non-joiner.
pub(crate) fn is_compound(lexicon: &Lexicon, first: &Form, second: &Form) -> Option<String> {
    if !first.persian || !second.persian {
        return None;
    }
    let tails = [&second.key].into_iter().chain(second.stems.iter().take(2));
    tails
        .filter(|tail| fit(lexicon, &first.key, tail))
        .map(|tail| format!("{}{tail}", first.key))
        .find(|joined| {
            lexicon.entry(joined).is_some_and(|entry| {
                let short = first.key.chars().count() < 3 || second.key.chars().count() < 3;
                entry.is_compound() || (!short && !entry.is_rare())
            })
        })
}

fn fit(lexicon: &Lexicon, first: &str, second: &str) -> bool {
    let function = |word: &str| lexicon.entry(word).is_none_or(Entry::is_function);
    let letters = first.chars().count() + second.chars().count();
    letters > 4
        && second.chars().count() > 1
        && !function(second)
        && (PREFIXES.contains(&first) || !function(first))
}
