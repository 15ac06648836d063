//! Words that stand side by side by chance, though the dictionary knows them as one: `هم سفر` is a fellow
//! traveller, but `من هم سفر رفتم` is "I travelled too".

use super::compound::{ALSO, is_compound};
use super::memory::Memory;
use super::run::Link;
use super::unit::Gap;
use crate::lexicon::{Entry, Lexicon, Listed, bundle};

/// Function words before it that do not go with it: `و هم سفر`, `برای هم سفر`.
const BEFORE_COMPOUNDS: &[&str] =
    &["و", "که", "یا", "هر", "برای", "تا", "چون", "ای", "یک", "یه", "این", "است", "بود", "شد"];
/// With these before it, it means "each other": `با هم راه رفتند`.
const BEFORE_OTHERS: &[&str] = &["با", "به", "از", "در", "کنار", "پیش", "دور", "پشت", "روی", "مثل"];

/// How many words apart the two of "both … and" may be.
const NEAR: usize = 12;

/// What a verb may follow: `سر باز کرد` has opened, and is no `سرباز`.
const COMPLEMENTS: &[(&str, &str, Option<&str>)] =
    &[("", "باز", None), ("سر", "بلند", Some("کردن"))];

/// Whether the words beside them tell if two words are one: a query leaves them to [`is_chance`].
pub(crate) fn depends_on_company(head: &str, tail: &str) -> bool {
    complement(head, tail).is_some() || is_past(tail)
}

/// The verb that makes of `tail` what `head` does: any verb, or the one inside.
fn complement(head: &str, tail: &str) -> Option<Option<&'static str>> {
    let found =
        COMPLEMENTS.iter().find(|(first, second, _)| head.ends_with(first) && tail == *second);
    found.map(|(.., verb)| *verb)
}

/// Whether a compound of this tail may as well be a noun and its verb: `پیش برد`, `دست آورد`.
fn is_past(tail: &str) -> bool {
    !bundle().verbs.past_stem(tail).is_empty()
}

/// The same where no preverb makes one verb of them: `بار را بر داشت`.
fn is_noun_and_verb(head: &str, tail: &str) -> bool {
    let preverb = matches!(head, "بر" | "باز" | "فرا" | "فرو") && tail != "دید";
    is_past(tail) && !preverb
}

/// Whether the words at `at` and after it are no one word here, though they may be `joined`.
#[cold]
pub(crate) fn is_chance(
    memory: &Memory,
    lexicon: &Lexicon,
    run: &[Link],
    at: usize,
    joined: &str,
) -> bool {
    let key = |at: usize| run.get(at).map(|link| memory.word(link.word).key());
    let (Some(first), Some(second)) = (key(at), key(at + 1)) else { return false };
    if let Some(verb) = complement(first, second) {
        return run.get(at + 2).is_some_and(|next| is_form(memory, next, verb));
    }
    match key(at.wrapping_sub(1)) {
        _ if first == ALSO => is_also(memory, lexicon, run, at, joined),
        // `کتاب را پیش برد`, `به دست آورد`.
        Some("را") if is_noun_and_verb(first, second) => true,
        // `باز دید که رفته‌اند`.
        _ if key(at + 2) == Some("که") && is_noun_and_verb(first, second) => true,
        Some("به") if matches!(second, "اورد" | "امد" | "برد") => true,
        // `شب نم نم باران` has no `شبنم`.
        _ => key(at + 2) == Some(second),
    }
}

/// Whether a word is a form of a verb, or of any.
fn is_form(memory: &Memory, link: &Link, verb: Option<&str>) -> bool {
    let word = memory.word(link.word);
    let mut held = [word.key()].into_iter().chain(word.stems());
    held.any(|stem| verb.map_or(bundle().verbs.is_infinitive(stem), |verb| stem == verb))
}

/// Whether the `هم` at `at` is a word of its own, though with the next one it would be `joined`.
///
/// Where the next word has an ending, or is an adjective in `ی`, a compound is meant all the same:
/// `با هم کلاسی‌هایم`.
fn is_also(memory: &Memory, lexicon: &Lexicon, run: &[Link], at: usize, joined: &str) -> bool {
    let key = |link: &Link| memory.word(link.word).key();
    let Some(second) = run.get(at + 1).map(key) else { return false };
    // The `بازی` of `با هم بازی می‌کنند` is no adjective.
    let quality = second.ends_with('ی') && !bundle().about(second).is_listed(Listed::Lexeme);
    let one = lexicon.entry(joined).is_some_and(Entry::is_function_compound);
    if one || quality || joined.strip_prefix(ALSO) != Some(second) {
        return false;
    }
    let near = at.saturating_sub(NEAR)..run.len().min(at + NEAR);
    follows_function_word(memory, lexicon, run, at)
        || run.get(at + 2).is_some_and(|next| is_object_or_verb(memory, next))
        || near.into_iter().any(|other| other != at && is_both(memory, lexicon, run, other))
}

/// `من هم کار می‌کنم`, `با هم راه رفتند`.
fn follows_function_word(memory: &Memory, lexicon: &Lexicon, run: &[Link], at: usize) -> bool {
    let spaced = run.get(at).is_some_and(|link| link.gap == Gap::Space);
    let before = at.checked_sub(1).filter(|_| spaced).and_then(|before| run.get(before));
    let Some(before) = before.map(|link| memory.word(link.word).key()) else { return false };
    let function = lexicon.entry(before).is_some_and(Entry::is_function);
    BEFORE_OTHERS.contains(&before) || (function && !BEFORE_COMPOUNDS.contains(&before))
}

/// `هم راه را گم کرد`, `هم خانه خرید`.
fn is_object_or_verb(memory: &Memory, next: &Link) -> bool {
    let next = memory.word(next.word);
    let verb =
        |stem: &str| bundle().verbs.is_infinitive(stem) && !matches!(stem, "بودن" | "شدن" | "گشتن");
    next.key() == "را" || next.stems().any(verb)
}

/// Whether the word at `at` is another `هم` of "both … and": `هم راه دور بود هم هوا سرد`.
fn is_both(memory: &Memory, lexicon: &Lexicon, run: &[Link], at: usize) -> bool {
    let word = |at: usize| run.get(at).map(|link| memory.word(link.word));
    let (Some(first), Some(second)) = (word(at).filter(|w| w.key() == ALSO), word(at + 1)) else {
        return false;
    };
    !follows_function_word(memory, lexicon, run, at)
        && is_compound(lexicon, first.side(), second.side()).is_none()
}
