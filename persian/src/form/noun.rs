//! Endings of nouns and adjectives, taken off only where the dictionary knows what is left.

use std::borrow::Cow;
use std::sync::LazyLock;

use foldhash::HashSet;

use super::endings::{Ending, Grip, endings};
use crate::lexicon::{Beginnings, Entry, Listed, before_ending};

/// What may stand alone after a word, as an ending of it: `کتاب ها`, `خانه ای`, `رفته ام`.
const LOOSE: &[&str] = &[
    "ها",
    "های",
    "هایی",
    "هایم",
    "هایت",
    "هایش",
    "هایمان",
    "هایتان",
    "هایشان",
    "هام",
    "هات",
    "هاش",
    "هامون",
    "هاتون",
    "هاشون",
    "هایمون",
    "هایتون",
    "هایشون",
    "هاست",
    "تر",
    "ترین",
    "تری",
    "ترها",
];

/// The same, but only after a silent `ه`, or after a vowel.
const LOOSE_AFTER_HEH: &[&str] =
    &["ی", "ای", "ام", "ات", "اش", "اند", "ایم", "اید", "است", "ست", "مان", "تان", "شان"];

/// Whether `word`, written after `head` with a space, is an ending of it.
pub(crate) fn is_ending(head: &str, word: &str) -> bool {
    let long = head.chars().count() > 1;
    long && (LOOSE.contains(&word) || (head.ends_with('ه') && LOOSE_AFTER_HEH.contains(&word)))
        || (long && word == "ی" && head.ends_with(['ا', 'و']))
}

/// Whether an ending is one that is met everywhere.
pub(crate) fn is_plain_ending(ending: &str) -> bool {
    LOOSE.contains(&ending)
        || matches!(
            ending,
            "ی" | "م" | "ت" | "ش" | "ان" | "ات" | "و" | "رو" | "ه" | "ا" | "ست" | "ند"
        )
        || matches!(ending, "مان" | "تان" | "شان" | "مون" | "تون" | "شون" | "یی" | "یش" | "یان")
}

/// What is left of a word without each plural ending that it has.
pub(crate) fn without_plural(word: &str) -> impl Iterator<Item = &str> {
    LOOSE.iter().filter_map(|ending| word.strip_suffix(ending))
}

/// Whether a word may be an ending that a space has cut off.
pub(crate) fn may_end(word: &str) -> bool {
    /// The bytes of the longest.
    const LONGEST: usize = "هایمان".len();
    static ENDINGS: LazyLock<HashSet<&str>> =
        LazyLock::new(|| LOOSE.iter().chain(LOOSE_AFTER_HEH).copied().collect());
    word.len() <= LONGEST && ENDINGS.contains(word)
}

/// Whether `word` is what stands before a verb with a space: `می روم`.
pub(crate) fn is_verb_prefix(word: &str) -> bool {
    matches!(word, "می" | "نمی" | "همی")
}

/// Whether `part`, after a non-joiner, is an ending; any of them counts there.
pub(crate) fn is_joined_ending(part: &str) -> bool {
    // `کتاب‌هاشم` is "his books too".
    let object = ["رو", "و", "م"].iter().find_map(|object| part.strip_suffix(object));
    let inner = ["ای", "ترین", "تر", "ان"].iter().find_map(|inner| part.strip_prefix(inner));
    let compared = inner.filter(|_| part.starts_with("تر"));
    [object, inner, Some(part)].into_iter().flatten().any(|rest| LOOSE.contains(&rest))
        || compared.is_some_and(|rest| is_copula(rest) || is_joined_ending(rest))
        || LOOSE_AFTER_HEH.contains(&part)
        || matches!(part, "م" | "ت" | "ش" | "و" | "رو" | "مون" | "تون" | "شون" | "ه" | "ان" | "یی")
        || matches!(part, "ا" | "گان" | "یان" | "یم" | "یت" | "یش" | "یمان" | "یتان" | "یشان")
}

/// What is said for "is" and "are" after a comparative: `قشنگ‌تره`, `بهترن`.
fn is_copula(part: &str) -> bool {
    matches!(part, "ه" | "ن" | "ند" | "ین" | "ید" | "یه")
}

/// The bases of a noun or adjective, the nearest first; none if it is itself a base.
pub(crate) fn bases(words: &Beginnings, word: &str) -> Vec<String> {
    let mut found = Vec::new();
    if !is_whole(words, word) {
        strip(words, word, 0, &mut found);
    } else if words.entry(word).is_some_and(|entry| entry.is_noun()) {
        strip_known_plural(words, word, &mut found);
    }
    if found.is_empty() {
        found.extend(compared(word).map(str::to_owned));
    }
    found
}

/// The comparative in a superlative, where it is a word of its own: `بهتر` in `بهترین`.
fn compared(word: &str) -> Option<&str> {
    let compared = before_ending(word, "ین")?;
    matches!(compared, "بهتر" | "بدتر" | "کمتر" | "بیشتر" | "برتر" | "مهتر" | "کهتر")
        .then_some(compared)
}

/// Whether a word must not be cut: it is no form of another word.
fn is_whole(words: &Beginnings, word: &str) -> bool {
    let about = words.about(word);
    [Listed::Lexeme, Listed::Name, Listed::Plural].iter().any(|list| about.is_listed(*list))
        || about.weight() > 5
        || words.added(word).is_some()
}

/// A plural that is in the dictionary as a word of its own.
fn strip_known_plural(words: &Beginnings, word: &str, found: &mut Vec<String>) {
    let about = words.about(word);
    let blocked = about.is_listed(Listed::Lexeme)
        || about.is_listed(Listed::Plural)
        || words.added(word).is_some();
    if blocked {
        return;
    }
    let plural = about.is_plural();
    for ending in endings(word).filter(|ending| ending.layer == 3) {
        let sure = plural || matches!(ending.text, "ات" | "گان" | "ها" | "یون");
        if let Some(base) = cut(word, ending)
            && (sure || (ending.text == "ین" && is_participle(&base)))
            && base.chars().count() > 2
            && fits(words, &base, ending)
        {
            push(found, &base);
        }
    }
}

/// Arabic participles, whose people take `ین`: `معلم`, `مسافر`, `حاضر`.
fn is_participle(base: &str) -> bool {
    let mut letters = base.chars();
    let count = base.chars().count();
    let first = letters.next();
    (first == Some('م') && count > 3) || (count == 4 && letters.next() == Some('ا'))
}

fn strip(words: &Beginnings, word: &str, layer: u8, found: &mut Vec<String>) {
    for ending in endings(word).filter(|ending| ending.layer >= layer) {
        let Some(base) = cut(word, ending) else { continue };
        if fits(words, &base, ending) && !cut_elsewhere(words, word, &base, ending) {
            if let Some(whole) = swallowed_heh(words, &base, ending) {
                return push(found, &whole);
            }
            push(found, &base);
            if is_whole(words, &base) {
                strip_known_plural(words, &base, found);
            }
            if ending.grip == Grip::Strong && words.entry(&base).is_some() {
                return;
            }
        }
        let deeper = ending.layer + 1;
        if deeper < 5
            && !matches!(ending.text, "ن" | "ه")
            && !is_whole(words, &base)
            && base.chars().count() > if ending.text == "و" { 2 } else { 3 }
        {
            strip(words, &base, deeper, found);
        }
    }
}

/// Whether another cut is meant: `درها` is of `در` and not of `دره`, `دستات` are your hands and not
/// `دسته`, `سگان` are dogs and not of `سه`.
fn cut_elsewhere(words: &Beginnings, word: &str, base: &str, ending: &Ending) -> bool {
    let noun = |base: &str| {
        let entry = words.entry(base).filter(|entry| entry.is_noun() && entry.weight() > 12);
        entry.is_some() && base.chars().count() > 1
    };
    let weight = |base: &str| words.entry(base).map_or(0, Entry::weight);
    let shorter = |tail: &str| before_ending(word, tail).is_some_and(noun);
    match (ending.text, ending.instead) {
        ("ات", "ه" | "ت") => words.entry(word).is_none() && shorter("ات"),
        ("ش" | "شون" | "مون" | "تون" | "شم", "ه") => {
            let letters = base.chars().count();
            let bare = base.strip_suffix('ه').unwrap_or(base);
            let common = weight(bare) >= weight(base) || words.is_listed(bare, Listed::Lexeme);
            let rival = noun(bare) && common;
            letters < 4 || rival || (letters < 5 && words.entry(bare).is_some())
        }
        // `فیلمم` is my film, and `آتشم` my fire.
        ("مم" | "شم", _) => {
            before_ending(word, "م").is_some_and(|head| words.entry(head).is_some())
        }
        ("گان", _) => shorter("ان"),
        // `خطای` is of `خطا` and not of `خط`.
        ("ای", _) => before_ending(word, "ی").is_some_and(|open| words.entry(open).is_some()),
        ("ا", _) => base.strip_suffix('ه').is_some_and(|head| !head.ends_with(['ا', 'و', 'ی'])),
        (text, _) => {
            text.starts_with('ا') && base.strip_suffix('ه').is_some_and(noun) && text != "ان"
        }
    }
}

/// `خانهای` is of `خانه` and not of `خان`, where the longer word is much the commoner.
fn swallowed_heh(words: &Beginnings, base: &str, ending: &Ending) -> Option<String> {
    if !matches!(ending.text, "های" | "هام" | "هات" | "هاش") {
        return None;
    }
    let whole = format!("{base}ه");
    let weight = |word: &str| words.entry(word).filter(|e| e.is_noun()).map_or(0, Entry::weight);
    (weight(&whole) > weight(base) + 1 && weight(&whole) > 12).then_some(whole)
}

fn cut<'w>(word: &'w str, ending: &Ending) -> Option<Cow<'w, str>> {
    let head = before_ending(word, ending.text).filter(|head| !head.is_empty())?;
    Some(if ending.instead.is_empty() {
        head.into()
    } else {
        [head, ending.instead].concat().into()
    })
}

fn fits(words: &Beginnings, base: &str, ending: &Ending) -> bool {
    let letters = base.chars().count();
    let linked = ending.text == "ی" && base.ends_with(['ا', 'و']);
    let about = words.about(base);
    let named = about.is_listed(Listed::Name) && !linked;
    if named && matches!(ending.text, "ی" | "یی" | "ان" | "ین" | "ا" | "یان" | "ات" | "ه")
    {
        return false;
    }
    if ending.text == "یه" {
        let common = words.bundled(base).filter(|entry| entry.is_noun() && !named);
        return letters > 2 && common.is_some_and(|entry| entry.weight() > 17);
    }
    if ending.text.starts_with('ی')
        && ending.text != "یات"
        && ending.text != "ی"
        && !vowel_or_known(base, ending)
    {
        return false;
    }
    let entry = base_entry(words, base, about).or_else(|| derived(words, base, ending));
    let compared = ending.layer == 4 && entry.is_some_and(Entry::is_adjective);
    let tiny = letters < 3 && !compared && entry.is_some_and(Entry::is_function);
    let held = entry.filter(|entry| !tiny && (entry.is_noun() || entry.is_adjective()));
    if ending.text == "ات" && ending.instead.is_empty() && has_singular_in_heh(words, base) {
        return false;
    }
    match ending.grip {
        Grip::Strong => {
            letters > 2 || entry.is_some_and(|entry| entry.is_noun() && entry.weight() > 14)
        }
        Grip::Known => held.is_some() && letters > 1 && not_tiny(letters, held),
        Grip::Common => {
            held.is_some_and(|entry| entry.weight() > least(letters)) && usual(ending, base, entry)
        }
        Grip::Quality => {
            let said = ending.text == "ه" && letters > 3;
            let compared = ending.layer == 4 || base.ends_with("تر");
            let least = match letters {
                2 if compared => 23,
                0..=2 => u32::MAX,
                _ if compared => 12,
                _ => 17,
            };
            entry.is_some_and(|e| (e.is_adjective() || said) && e.weight() > least)
        }
    }
}

/// `کلمات` is of `کلمه`, not of `کلم`.
fn has_singular_in_heh(words: &Beginnings, base: &str) -> bool {
    words.entry(&format!("{base}ه")).is_some_and(|entry| entry.is_noun() && !entry.is_rare())
}

/// `یم یی یان` follow a vowel.
fn vowel_or_known(base: &str, ending: &Ending) -> bool {
    base.ends_with(['ا', 'و']) || ending.text == "ین" || ending.text == "یون"
}

fn not_tiny(letters: usize, entry: Option<Entry>) -> bool {
    letters > 2 || entry.is_some_and(|entry| entry.weight() > 14)
}

/// How common a base must be: short ones turn up by chance.
fn least(letters: usize) -> u32 {
    match letters {
        0 | 1 => u32::MAX,
        2 => 17,
        3 => 14,
        _ => 9,
    }
}

/// Endings of one letter that need more than a common base.
fn usual(ending: &Ending, base: &str, entry: Option<Entry>) -> bool {
    let letters = base.chars().count();
    let function = entry.is_some_and(Entry::is_function);
    let silent = base.ends_with('ه');
    match ending.text {
        "و" | "رو" if function => letters > 3,
        "ا" | "و" | "رو" | "ست" => letters > 2 && !function,
        // `شبای تابستون`: the `ا` is the spoken plural. Of such short words only common nouns are meant.
        "ای" if letters == 2 => entry.is_some_and(|entry| entry.is_noun() && entry.weight() > 20),
        "ای" | "ام" | "اش" | "امان" | "اتان" | "اشان" | "امون" | "اتون" | "اشون" => {
            silent || (ending.text.len() > 4 && letters > 2)
        }
        "م" | "ت" | "ش" | "ی" => !(letters == 2 && function || silent && letters < 4),
        "ان" => !function,
        "ین" => letters > 3 && entry.is_some_and(Entry::is_noun),
        _ => letters > 2 || ending.text.len() > 4,
    }
}

/// The dictionary's word, or the word that a spoken one stands for.
fn base_entry(words: &Beginnings, base: &str, about: Entry) -> Option<Entry> {
    if about.is_listed(Listed::Plural) || about.is_listed(Listed::Variant) {
        return Some(Entry::added(1 << 20));
    }
    words
        .added(base)
        .or(Some(about).filter(|about| about.is_listed(Listed::Word)))
        .or_else(|| spoken(words, base).and_then(|written| words.entry(&written)))
}

/// An adjective in `ی` that the dictionary has only the noun of: `قدیمی` before `تر`.
fn derived(words: &Beginnings, base: &str, ending: &Ending) -> Option<Entry> {
    let noun = base.strip_suffix("یی").or_else(|| base.strip_suffix('ی'));
    let noun = noun.filter(|noun| ending.layer > 2 && noun.chars().count() > 2)?;
    words.entry(noun).filter(|entry| entry.weight() > 12 && !entry.is_function())
}

/// What may follow the `ون` that is said for `ان`; elsewhere it is a part of names: `مونا`, `ونسان`.
const AFTER_SAID: &[&str] =
    &["", "ه", "ی", "گی", "واده", "وادگی", "وا", "وایی", "ک", "سازی", "ه‌ای", "های"];

/// A noun as it is said, to how it is written: `خونه` is `خانه`, `تموم` is `تمام`.
pub(crate) fn spoken(words: &Beginnings, word: &str) -> Option<String> {
    let known = |word: &str| words.entry(word).is_some_and(|entry| !entry.is_rare());
    let inside = || word.strip_suffix(['ی', 'ه']).is_some_and(known);
    if !may_be_spoken(word) || word.chars().count() < 4 || known(word) || inside() {
        return None;
    }
    [("ون", "ان"), ("وم", "ام"), ("خون", "خوان")].iter().find_map(|(said, written)| {
        let sayings = word.match_indices(said).filter(|(at, said)| {
            *at > 0 && AFTER_SAID.contains(&&word[at + said.len()..]) || *said == "خون"
        });
        sayings.into_iter().find_map(|(at, _)| {
            let full = format!("{}{written}{}", &word[..at], &word[at + said.len()..]);
            let noun = full.strip_suffix('ی').unwrap_or(&full);
            let entry = words.entry(&full).or_else(|| words.entry(noun));
            entry.filter(|entry| entry.weight() > 12).map(|_| full)
        })
    })
}

/// Whether a `و` may be in a word; `false` is certain, and told by one byte.
pub(super) fn may_hold_waw(word: &str) -> bool {
    word.as_bytes().contains(&"و".as_bytes()[1])
}

/// Whether `ون` or `وم` is in a word; mostly it is not, which is told faster than where it is.
fn may_be_spoken(word: &str) -> bool {
    let said = |four: &[u8]| four == "ون".as_bytes() || four == "وم".as_bytes();
    may_hold_waw(word) && word.as_bytes().windows(4).any(said)
}

fn push(found: &mut Vec<String>, base: &str) {
    if !found.iter().any(|held| held == base) {
        found.push(base.to_owned());
    }
}
