//! Words written apart that the dictionary knows as one.

use crate::form::Form;
use crate::lexicon::{Entry, Lexicon, bundle};

/// Function words that begin compounds all the same.
pub(crate) const PREFIXES: &[&str] = &[
    "بی", "هم", "نا", "پیش", "پس", "باز", "بر", "غیر", "فرا", "پر", "کم", "خود", "هیچ", "چند",
    "زیر", "بین", "فوق", "یک", "سر", "پا", "نیم", "ابر", "بد",
];

/// The one word that `first` and `second` are when nothing but a space parts them.
///
/// Function words never make one (`ما در` is not `مادر`), nor do two short words, unless the
/// dictionary writes the compound with a non-joiner at that very place.
pub(crate) fn is_compound(lexicon: &Lexicon, first: &Form, second: &Form) -> Option<String> {
    if !first.persian || !second.persian {
        return None;
    }
    if !first.company.begins || second.company.is_function {
        return function_compound(lexicon, first, second);
    }
    // After a vowel the link to the next word is written: `قصه گوی شهر`.
    let linked = second.key.strip_suffix('ی').filter(|tail| tail.ends_with(['ا', 'و']));
    // `آموزان` alone is no plural, for `آموز` alone is no word.
    let several = second.key.strip_suffix("ان").filter(|tail| tail.chars().count() > 2);
    let stems = second.stems.iter().take(2).map(String::as_str);
    let tails = [second.key.as_str()].into_iter().chain(stems).chain(linked).chain(several);
    let known = tails.filter(|tail| lexicon.may_know(first.trace.then(tail)));
    let mut joined = known.map(|tail| (tail, format!("{}{tail}", first.key)));
    let found = joined.find(|(tail, whole)| is_one(lexicon, first, tail, whole));
    found.map(|(_, whole)| whole).or_else(|| spelled_otherwise(first, second))
}

/// `استاین بک` is another spelling of the name `اشتاین‌بک`, which stands for it.
fn spelled_otherwise(first: &Form, second: &Form) -> Option<String> {
    if !bundle().sieve.may_hold(first.trace.then(&second.key)) {
        return None;
    }
    let long = first.key.chars().count() > 2;
    bundle().variants.get(&format!("{}{}", first.key, second.key)).filter(|_| long).cloned()
}

/// `آن چه` is `آنچه`: only the few that are listed, and only where they part.
fn function_compound(lexicon: &Lexicon, first: &Form, second: &Form) -> Option<String> {
    if !lexicon.may_know(first.trace.then(&second.key)) {
        return None;
    }
    let whole = format!("{}{}", first.key, second.key);
    let entry = lexicon.entry(&whole).filter(|entry| entry.is_function_compound())?;
    (entry.first_part() == Some(first.key.chars().count())).then_some(whole)
}

/// Whether a word is a verb that any sentence may end with: `قرار داد` has put, and is mostly no
/// contract.
pub(crate) fn is_finite(word: &str) -> bool {
    matches!(word, "کرد" | "داد" | "شد" | "باش" | "شو")
}

fn is_one(lexicon: &Lexicon, first: &Form, second: &str, whole: &str) -> bool {
    let Some(entry) = lexicon.entry(whole) else { return false };
    let (head, tail) = (first.key.chars().count(), second.chars().count());
    let long = head + tail > 4 && tail > 1;
    if entry.first_part() == Some(head) {
        let tied = first.company.joins && bundle().verbs.ends_compounds(second);
        return long || entry.is_function_compound() || (tied && head > 1 && tail > 1);
    }
    if is_finite(second) || matches!(second, "رو" | "یه" | "اون") {
        return false;
    }
    let prefixed = PREFIXES.contains(&first.key.as_str());
    if !long || entry.is_rare() || !(first.company.joins || prefixed) {
        return false;
    }
    let Some(word) = lexicon.entry(second) else { return true };
    let quality = lexicon.entry(&first.key).is_some_and(Entry::is_adjective);
    bundle().verbs.ends_compounds(second)
        || (!word.is_function()
            && tail > 2
            && (head > 2 || (prefixed && tail > 3) || (quality && head > 1)))
}
