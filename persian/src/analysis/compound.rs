//! Words written apart that the dictionary knows as one.

use crate::form::Company;
use crate::lexicon::{Entry, Lexicon, Listed, bundle};

/// The word that means "also", "each other" and "both", and begins compounds.
pub(crate) const ALSO: &str = "هم";

/// Function words that begin compounds all the same.
pub(crate) const PREFIXES: &[&str] = &[
    "بی", "هم", "نا", "پیش", "پس", "باز", "بر", "غیر", "فرا", "پر", "کم", "خود", "هیچ", "چند",
    "زیر", "بین", "فوق", "یک", "سر", "پا", "نیم", "ابر", "بد", "حد",
];

/// One of two words that may be a compound.
#[derive(Clone, Copy)]
pub(crate) struct Side<'f> {
    key: &'f str,
    stems: [Option<&'f str>; 2],
    company: &'f Company,
}

impl<'f> Side<'f> {
    pub(crate) fn new(
        key: &'f str,
        mut stems: impl Iterator<Item = &'f str>,
        company: &'f Company,
    ) -> Self {
        Self { key, stems: [stems.next(), stems.next()], company }
    }
}

/// The one word that `first` and `second` are when nothing but a space parts them.
///
/// Function words never make one (`ما در` is not `مادر`), nor do two short words, unless the
/// dictionary writes the compound with a non-joiner at that very place.
pub(crate) fn is_compound(lexicon: &Lexicon, first: Side, second: Side) -> Option<String> {
    if !may_be_compound(lexicon, first.company, second.company) {
        return None;
    }
    if !first.company.begins || second.company.is_function {
        return function_compound(lexicon, first.key, second.key);
    }
    let stems = second.stems.into_iter().flatten();
    let tails = compound_tails(second.key, stems, lexicon.entry(second.key).is_some());
    let mut joined = tails.map(|tail| (tail, [first.key, tail].concat()));
    let found = joined.find(|(tail, whole)| is_one(lexicon, first, tail, whole));
    found.map(|(_, whole)| whole).or_else(|| spelled_otherwise(first.key, second.key))
}

/// `استاین بک` is another spelling of the name `اشتاین‌بک`, which stands for it.
fn spelled_otherwise(first: &str, second: &str) -> Option<String> {
    let whole = (first.chars().count() > 2).then(|| [first, second].concat())?;
    bundle().variants.get(&whole).cloned()
}

/// Whether two words may be a compound at all; `false` is certain, and quickly told.
#[inline]
pub(crate) fn may_be_compound(lexicon: &Lexicon, first: &Company, second: &Company) -> bool {
    let (Some(trace), tails) = (first.tails().first(), second.tails()) else { return false };
    let whole = first.begins && !second.is_function;
    let tails = if whole { tails } else { tails.get(..1).unwrap_or_default() };
    tails.iter().any(|tail| lexicon.may_know(trace.then(*tail)))
}

/// What a word with this key and these first two stems may be at the end of a compound; `known` says
/// that the dictionary has it.
pub(crate) fn compound_tails<'f>(
    key: &'f str,
    stems: impl Iterator<Item = &'f str>,
    known: bool,
) -> impl Iterator<Item = &'f str> {
    // After a vowel the link to the next word is written: `قصه گوی شهر`.
    let linked = key.strip_suffix('ی').filter(|tail| tail.ends_with(['ا', 'و']));
    [key].into_iter().chain(stems).chain(linked).chain(without_ending(key, known))
}

/// What is left of a word without an ending that the dictionary does not tell: `آموزان`, `آموزا` and
/// `شناسی`, for neither `آموز` nor `شناس` is a word. The `دارای` and `تابان` of the dictionary are whole.
fn without_ending(key: &str, known: bool) -> Option<&str> {
    const ENDINGS: &[&str] = &["ان", "های", "ها", "امون", "اتون", "اشون", "ای", "ا", "ی"];
    let cut = |ending: &&str| Some((key.strip_suffix(ending)?, ending.chars().count()));
    let (tail, ending) = ENDINGS.iter().filter(|_| !known).find_map(cut)?;
    (tail.chars().count() > 2 || ending > 2 || key.ends_with("ها")).then_some(tail)
}

/// `آن چه` is `آنچه`: only the few that are listed, and only where they part.
fn function_compound(lexicon: &Lexicon, first: &str, second: &str) -> Option<String> {
    let whole = [first, second].concat();
    let entry = lexicon.entry(&whole).filter(|entry| entry.is_function_compound())?;
    (entry.first_part() == Some(first.chars().count())).then_some(whole)
}

/// Whether a word is a verb that any sentence may end with: `قرار داد` has put, and is mostly no
/// contract.
pub(crate) fn is_finite(word: &str) -> bool {
    matches!(word, "کرد" | "داد" | "شد" | "باش" | "شو")
}

/// Whether a word mostly follows another one as an adjective or the like: a `گل آبی` is a blue flower and
/// no `گلابی`, for folding has taken the mark off the `آ`.
pub(crate) fn ends_phrases(word: &str) -> bool {
    matches!(word, "اب" | "ابی" | "ارام" | "وی" | "نه" | "ره" | "مان" | "تون" | "زی" | "ار")
        || (word.starts_with('ا') && word.chars().count() < 5 && !is_open_tail(word))
}

/// Whether a short word with a vowel first ends compounds: `دانش آموز`, `خوش اندام`, `محمد امین`, but not
/// `پیر آهن`.
fn is_open_tail(word: &str) -> bool {
    const TAILS: &[&str] = &[
        "اباد",
        "اگاه",
        "اهن",
        "اندام",
        "اهنگ",
        "الله",
        "الیه",
        "الو",
        "اعظم",
        "الات",
        "اشنا",
        "اسا",
        "اثر",
        "اپ",
    ];
    let stem = word.strip_suffix('ی').unwrap_or(word);
    TAILS.contains(&word)
        || TAILS.contains(&stem)
        || bundle().verbs.ends_compounds(stem)
        || bundle().about(word).is_listed(Listed::Name)
}

/// Whether a word has its joint elsewhere than after `head`: `نام علوم` is no `نا‌معلوم`.
pub(crate) fn is_elsewhere_parted(
    lexicon: &Lexicon,
    whole: Entry,
    head: &str,
    letters: &str,
) -> bool {
    let denied = ["نا", "بی"].iter().filter(|prefix| head.len() > prefix.len());
    let mut rests = denied.filter_map(|prefix| letters.strip_prefix(prefix));
    whole.first_part().is_some_and(|part| part != head.chars().count())
        || rests.any(|rest| lexicon.entry(rest).is_some_and(|entry| entry.weight() > 12))
}

/// What a present stem ends is a compound, however rare: `زیر نویس`, `باز خوانی`, but not `پس رفت`.
fn is_made_of_present(tail: &str) -> bool {
    let stem = tail.strip_suffix('ی').unwrap_or(tail);
    let verbs = &bundle().verbs;
    stem.chars().count() > 2 && verbs.ends_compounds(stem) && verbs.past_stem(stem).is_empty()
}

fn is_one(lexicon: &Lexicon, first: Side, second: &str, whole: &str) -> bool {
    let entry = lexicon.entry(whole).filter(|entry| !entry.is_listed(Listed::Whole));
    let Some(entry) = entry else { return false };
    let (head, tail) = (first.key.chars().count(), second.chars().count());
    let long = head + tail > 4 && tail > 1;
    if entry.first_part() == Some(head) {
        let tied = first.company.joins && bundle().verbs.ends_compounds(second);
        return long || entry.is_function_compound() || (tied && head > 1 && tail > 1);
    }
    if is_finite(second)
        || is_elsewhere_parted(lexicon, entry, first.key, whole)
        || matches!(second, "یه" | "اون")
        || (ends_phrases(second) && !PREFIXES.contains(&first.key))
        || (second == "رو" && first.key != "پیش")
    {
        return false;
    }
    let prefixed = PREFIXES.contains(&first.key);
    let verbal = bundle().verbs.ends_compounds(second);
    // `فرید الدین` is a name, however rare.
    let named = second.starts_with("ال") && tail > 4 && lexicon.entry(second).is_none();
    let rare = entry.is_rare() && !named && !is_made_of_present(second);
    if !long || rare || !(first.company.joins || prefixed) {
        return false;
    }
    let Some(word) = lexicon.entry(second) else { return true };
    let quality = lexicon.entry(first.key).is_some_and(Entry::is_adjective);
    verbal
        || (!word.is_function()
            && tail > 2
            && (head > 2 || (prefixed && (tail > 3 || first.key == ALSO)) || (quality && head > 1)))
}
