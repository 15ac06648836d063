//! Endings of nouns and adjectives, taken off only where the dictionary knows what is left.

use std::borrow::Cow;
use std::sync::LazyLock;

use foldhash::HashSet;

use crate::lexicon::{Entry, Lexicon, Listed, before_ending, bundle};

/// How sure an ending is that the rest is a word.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Grip {
    /// Hardly a word ends so by chance: a base of three letters need not be known.
    Strong,
    /// The base must be a known noun or adjective.
    Known,
    /// The base must be a known, common noun or adjective.
    Common,
    /// The base must be a known adjective.
    Quality,
}

struct Ending {
    text: &'static str,
    /// What the base has in place of the ending.
    instead: &'static str,
    grip: Grip,
    /// The layer it belongs to; only endings of a higher layer may stand before it.
    layer: u8,
}

const fn ending(text: &'static str, instead: &'static str, grip: Grip, layer: u8) -> Ending {
    Ending { text, instead, grip, layer }
}

/// Layer 0 hangs outermost (object, copula), then 1 the possessives, 2 `ی`, 3 the plural, 4 the comparative.
const ENDINGS: &[Ending] = &[
    ending("هایمان", "", Grip::Strong, 1),
    ending("هایتان", "", Grip::Strong, 1),
    ending("هایشان", "", Grip::Strong, 1),
    ending("هایمون", "", Grip::Strong, 1),
    ending("هایتون", "", Grip::Strong, 1),
    ending("هایشون", "", Grip::Strong, 1),
    ending("هامون", "", Grip::Strong, 1),
    ending("هاتون", "", Grip::Strong, 1),
    ending("هاشون", "", Grip::Strong, 1),
    ending("هامان", "", Grip::Strong, 1),
    ending("هاتان", "", Grip::Strong, 1),
    ending("هاشان", "", Grip::Strong, 1),
    ending("هایم", "", Grip::Strong, 1),
    ending("هایت", "", Grip::Strong, 1),
    ending("هایش", "", Grip::Strong, 1),
    ending("هاست", "", Grip::Strong, 1),
    ending("هام", "", Grip::Strong, 1),
    ending("هات", "", Grip::Known, 1),
    ending("هاش", "", Grip::Strong, 1),
    ending("هارو", "", Grip::Strong, 1),
    ending("هایی", "", Grip::Strong, 2),
    ending("های", "", Grip::Strong, 2),
    ending("ها", "", Grip::Strong, 3),
    ending("ترین", "", Grip::Known, 4),
    ending("تر", "", Grip::Known, 4),
    ending("ترین", "تر", Grip::Known, 4),
    // `قشنگتره`, `خوبترن`, as `قشنگ‌تر است` is said.
    ending("تره", "", Grip::Quality, 4),
    ending("ترن", "", Grip::Quality, 4),
    ending("امان", "", Grip::Common, 1),
    ending("اتان", "", Grip::Common, 1),
    ending("اشان", "", Grip::Common, 1),
    ending("یمان", "", Grip::Known, 1),
    ending("یتان", "", Grip::Known, 1),
    ending("یشان", "", Grip::Known, 1),
    ending("یمون", "", Grip::Known, 1),
    ending("یتون", "", Grip::Known, 1),
    ending("یشون", "", Grip::Known, 1),
    ending("امون", "", Grip::Common, 1),
    ending("اتون", "", Grip::Common, 1),
    ending("اشون", "", Grip::Common, 1),
    ending("مان", "", Grip::Common, 1),
    ending("تان", "", Grip::Common, 1),
    ending("شان", "", Grip::Common, 1),
    ending("مون", "", Grip::Common, 1),
    // `دوستامونم` is "our friends too".
    ending("امونم", "", Grip::Common, 1),
    ending("اتونم", "", Grip::Common, 1),
    ending("اشونم", "", Grip::Common, 1),
    ending("مونم", "", Grip::Common, 1),
    ending("تونم", "", Grip::Common, 1),
    ending("شونم", "", Grip::Common, 1),
    ending("تون", "", Grip::Common, 1),
    ending("شون", "", Grip::Common, 1),
    ending("اش", "", Grip::Common, 1),
    ending("ام", "", Grip::Common, 1),
    ending("ات", "", Grip::Known, 3),
    ending("یم", "", Grip::Common, 1),
    ending("یت", "", Grip::Common, 1),
    ending("یش", "", Grip::Common, 1),
    ending("م", "", Grip::Common, 1),
    ending("ت", "", Grip::Common, 1),
    ending("ش", "", Grip::Common, 1),
    ending("رو", "", Grip::Common, 0),
    ending("و", "", Grip::Common, 0),
    ending("ست", "", Grip::Common, 0),
    ending("ه", "", Grip::Quality, 0),
    // `کتابیه`, as `کتابی است` is said.
    ending("یه", "", Grip::Common, 0),
    ending("ن", "", Grip::Quality, 0),
    ending("ای", "", Grip::Common, 2),
    ending("یی", "", Grip::Known, 2),
    ending("ی", "", Grip::Common, 2),
    ending("جات", "", Grip::Known, 3),
    ending("ات", "ه", Grip::Known, 3),
    ending("ات", "ت", Grip::Known, 3),
    ending("یات", "", Grip::Known, 3),
    ending("گان", "ه", Grip::Known, 3),
    // `پرنده‌گان`, which is not right and often written.
    ending("هگان", "ه", Grip::Known, 3),
    // `نویسندش`, as `نویسنده‌اش` is said.
    ending("ش", "ه", Grip::Common, 1),
    ending("شون", "ه", Grip::Common, 1),
    ending("مون", "ه", Grip::Common, 1),
    ending("تون", "ه", Grip::Common, 1),
    ending("یان", "", Grip::Known, 3),
    ending("ان", "", Grip::Common, 3),
    ending("ین", "", Grip::Common, 3),
    ending("یون", "ی", Grip::Known, 3),
    ending("ا", "", Grip::Common, 3),
];

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
    static ENDINGS: LazyLock<HashSet<&str>> =
        LazyLock::new(|| LOOSE.iter().chain(LOOSE_AFTER_HEH).copied().collect());
    ENDINGS.contains(word)
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
pub(crate) fn bases(lexicon: &Lexicon, word: &str) -> Vec<String> {
    let mut found = Vec::new();
    if !is_whole(lexicon, word) {
        strip(lexicon, word, 0, &mut found);
    } else if lexicon.entry(word).is_some_and(|entry| entry.is_noun()) {
        strip_known_plural(lexicon, word, &mut found);
    }
    found
}

/// Whether a word must not be cut: it is no form of another word.
fn is_whole(lexicon: &Lexicon, word: &str) -> bool {
    let about = bundle().about(word);
    [Listed::Lexeme, Listed::Name, Listed::Plural].iter().any(|list| about.is_listed(*list))
        || about.weight() > 5
        || lexicon.added(word).is_some()
}

/// A plural that is in the dictionary as a word of its own.
fn strip_known_plural(lexicon: &Lexicon, word: &str, found: &mut Vec<String>) {
    let about = bundle().about(word);
    let blocked = about.is_listed(Listed::Lexeme)
        || about.is_listed(Listed::Plural)
        || lexicon.added(word).is_some();
    if blocked {
        return;
    }
    let plural = about.is_plural();
    for ending in endings(word).filter(|ending| ending.layer == 3) {
        let sure = plural || matches!(ending.text, "ات" | "گان" | "ها" | "یون");
        if let Some(base) = cut(word, ending)
            && (sure || (ending.text == "ین" && is_participle(&base)))
            && base.chars().count() > 2
            && fits(lexicon, &base, ending)
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

fn strip(lexicon: &Lexicon, word: &str, layer: u8, found: &mut Vec<String>) {
    for ending in endings(word).filter(|ending| ending.layer >= layer) {
        let Some(base) = cut(word, ending) else { continue };
        if fits(lexicon, &base, ending) && !cut_elsewhere(lexicon, word, &base, ending) {
            if let Some(whole) = swallowed_heh(lexicon, &base, ending) {
                return push(found, &whole);
            }
            push(found, &base);
            if is_whole(lexicon, &base) {
                strip_known_plural(lexicon, &base, found);
            }
            if ending.grip == Grip::Strong && lexicon.entry(&base).is_some() {
                return;
            }
        }
        let deeper = ending.layer + 1;
        if deeper < 5
            && !matches!(ending.text, "ن" | "ه")
            && !is_whole(lexicon, &base)
            && base.chars().count() > 3
        {
            strip(lexicon, &base, deeper, found);
        }
    }
}

/// The endings whose last byte is that of a word, in order.
fn endings(word: &str) -> impl Iterator<Item = &'static Ending> {
    static BY_LAST: LazyLock<[Vec<&Ending>; 256]> = LazyLock::new(|| {
        let mut by_last = [const { Vec::new() }; 256];
        for ending in ENDINGS {
            let last = ending.text.as_bytes().last();
            last.into_iter().for_each(|last| by_last[usize::from(*last)].push(ending));
        }
        by_last
    });
    let last = word.as_bytes().last().map_or(0, |last| usize::from(*last));
    BY_LAST[last].iter().copied()
}

/// Whether another cut is meant: `درها` is of `در` and not of `دره`, `دستات` are your hands and not
/// `دسته`, `سگان` are dogs and not of `سه`.
fn cut_elsewhere(lexicon: &Lexicon, word: &str, base: &str, ending: &Ending) -> bool {
    let noun = |base: &str| {
        let entry = lexicon.entry(base).filter(|entry| entry.is_noun() && entry.weight() > 12);
        entry.is_some() && base.chars().count() > 1
    };
    let shorter = |tail: &str| before_ending(word, tail).is_some_and(noun);
    match (ending.text, ending.instead) {
        ("ات", "ه" | "ت") => lexicon.entry(word).is_none() && shorter("ات"),
        ("ش" | "شون" | "مون" | "تون", "ه") => {
            base.chars().count() < 5 || base.strip_suffix('ه').is_some_and(noun)
        }
        ("گان", _) => shorter("ان"),
        // `خطای` is of `خطا` and not of `خط`.
        ("ای", _) => before_ending(word, "ی").is_some_and(|open| lexicon.entry(open).is_some()),
        ("ا", _) => base.strip_suffix('ه').is_some_and(|head| !head.ends_with(['ا', 'و', 'ی'])),
        (text, _) => {
            text.starts_with('ا') && base.strip_suffix('ه').is_some_and(noun) && text != "ان"
        }
    }
}

/// `خانهای` is of `خانه` and not of `خان`, where the longer word is much the commoner.
fn swallowed_heh(lexicon: &Lexicon, base: &str, ending: &Ending) -> Option<String> {
    if !matches!(ending.text, "های" | "هام" | "هات" | "هاش") {
        return None;
    }
    let whole = format!("{base}ه");
    let weight = |word: &str| lexicon.entry(word).filter(|e| e.is_noun()).map_or(0, Entry::weight);
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

fn fits(lexicon: &Lexicon, base: &str, ending: &Ending) -> bool {
    let letters = base.chars().count();
    let linked = ending.text == "ی" && base.ends_with(['ا', 'و']);
    let about = bundle().about(base);
    let named = about.is_listed(Listed::Name) && !linked;
    if named && matches!(ending.text, "ی" | "یی" | "ان" | "ین" | "ا" | "یان" | "ات" | "ه")
    {
        return false;
    }
    if ending.text == "یه" {
        let common = bundle().word(base).filter(|entry| entry.is_noun() && !named);
        return letters > 2 && common.is_some_and(|entry| entry.weight() > 17);
    }
    if ending.text.starts_with('ی')
        && ending.text != "یات"
        && ending.text != "ی"
        && !vowel_or_known(base, ending)
    {
        return false;
    }
    let entry = base_entry(lexicon, base, about).or_else(|| derived(lexicon, base, ending));
    let compared = ending.layer == 4 && entry.is_some_and(Entry::is_adjective);
    let tiny = letters < 3 && !compared && entry.is_some_and(Entry::is_function);
    let held = entry.filter(|entry| !tiny && (entry.is_noun() || entry.is_adjective()));
    if ending.text == "ات" && ending.instead.is_empty() && has_singular_in_heh(lexicon, base) {
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
fn has_singular_in_heh(lexicon: &Lexicon, base: &str) -> bool {
    lexicon.entry(&format!("{base}ه")).is_some_and(|entry| entry.is_noun() && !entry.is_rare())
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
fn base_entry(lexicon: &Lexicon, base: &str, about: Entry) -> Option<Entry> {
    if about.is_listed(Listed::Plural) || about.is_listed(Listed::Variant) {
        return Some(Entry::added(1 << 20));
    }
    lexicon
        .added(base)
        .or(Some(about).filter(|about| about.is_listed(Listed::Word)))
        .or_else(|| spoken(lexicon, base).and_then(|written| lexicon.entry(&written)))
}

/// An adjective in `ی` that the dictionary has only the noun of: `قدیمی` before `تر`.
fn derived(lexicon: &Lexicon, base: &str, ending: &Ending) -> Option<Entry> {
    let noun = base.strip_suffix("یی").or_else(|| base.strip_suffix('ی'));
    let noun = noun.filter(|noun| ending.layer > 2 && noun.chars().count() > 2)?;
    lexicon.entry(noun).filter(|entry| entry.weight() > 12 && !entry.is_function())
}

/// What may follow the `ون` that is said for `ان`; elsewhere it is a part of names: `مونا`, `ونسان`.
const AFTER_SAID: &[&str] =
    &["", "ه", "ی", "گی", "واده", "وادگی", "وا", "وایی", "ک", "سازی", "ه‌ای", "های"];

/// A noun as it is said, to how it is written: `خونه` is `خانه`, `تموم` is `تمام`.
pub(crate) fn spoken(lexicon: &Lexicon, word: &str) -> Option<String> {
    let known = |word: &str| lexicon.entry(word).is_some_and(|entry| !entry.is_rare());
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
            let entry = lexicon.entry(&full).or_else(|| lexicon.entry(noun));
            entry.filter(|entry| entry.weight() > 12).map(|_| full)
        })
    })
}

/// Whether `ون` or `وم` is in a word; mostly it is not, which is told faster than where it is.
fn may_be_spoken(word: &str) -> bool {
    let said = |four: &[u8]| four == "ون".as_bytes() || four == "وم".as_bytes();
    word.as_bytes().windows(4).any(said)
}

fn push(found: &mut Vec<String>, base: &str) {
    if !found.iter().any(|held| held == base) {
        found.push(base.to_owned());
    }
}
