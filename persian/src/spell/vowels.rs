//! Which words a Latin spelling stands for, of those whose consonants it has and whose vowels fit.

use crate::sound::{Sounds, consonants};

/// What costs less than this reads as well as any.
const WELL: f32 = 0.25;

/// Common words of three consonants that are said with two short `a`s. Most words that are written so
/// have one: `janab` is `جناب`, for `جنب` is `janb`.
const TWO_SHORT: &[&str] = &[
    "قلم", "قدم", "رقم", "صنم", "ستم", "کرم", "قسم", "علم", "عدم", "نظر", "سفر", "خبر", "خطر",
    "اثر", "ضرر", "ثمر", "قمر", "کمر", "سحر", "شجر", "پدر", "خزر", "عسل", "عمل", "محل", "بدل",
    "دغل", "حسن", "وطن", "بدن", "کفن", "چمن", "سمن", "دهن", "لجن", "چدن", "طلب", "ادب", "لقب",
    "نسب", "عقب", "عصب", "عرب", "حلب", "طرب", "غضب", "هدف", "شرف", "طرف", "صدف", "علف", "نمک",
    "فلک", "کلک", "محک", "یدک", "نفس", "قفس", "هوس", "مگس", "عدس", "ورق", "عرق", "شفق", "مرض",
    "غرض", "عدد", "سبد", "سند", "لگد", "صمد", "مدد", "جسد", "حسد", "رصد", "بلد", "لحد", "فرج",
    "کرج", "فلج",
];

/// The few that have a short `a` before an `e`: `malek`, `khashen`.
const SHORT_BEFORE_E: &[&str] = &["ملک", "خشن"];

/// How the `a`s between the consonants of a Latin word are read.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Reading {
    /// All long or all short: `baran` as `باران`, `ghalam` as `قلم`.
    Alike,
    /// A short one before a long one: `salam` as `سلام`.
    ShortLong,
    /// The other way round: `salam` as `سالم`, which is mostly said with an `e`.
    LongShort,
}

/// Drops readings that nobody means where a better one is there; `weight` says how common a word is.
pub(super) fn drop_strange(
    latin: &Sounds,
    found: &mut Vec<(String, f32)>,
    weight: impl Fn(&str) -> u32,
) {
    drop_unwritten(latin, found);
    drop_mixed(latin, found, weight);
}

/// An `a` before an `e` is long, and so it is written: `hafez` is `حافظ` and no `حفظ`.
fn drop_unwritten(latin: &Sounds, found: &mut Vec<(String, f32)>) {
    let Some(slot) = long_slot(latin) else { return };
    let written =
        |word: &str| consonants(word).vowels.get(slot).is_some_and(|vowels| vowels.contains('ا'));
    if found.iter().any(|(word, cost)| *cost < WELL && written(word)) {
        found.retain(|(word, _)| written(word) || SHORT_BEFORE_E.contains(&word.as_str()));
    }
}

/// The place of the first `a` with an `e` after it, inside a word.
fn long_slot(latin: &Sounds) -> Option<usize> {
    let inner = latin.vowels.len().saturating_sub(1);
    let vowel = |at: usize| latin.vowels.get(at).filter(|_| at < inner).map(String::as_str);
    (0..inner).find(|at| match vowel(*at) {
        Some("a" | "va") => vowel(at + 1) == Some("e"),
        held => held == Some("ae"),
    })
}

/// Drops the words that read like letters one way here and another way there, where a much commoner word
/// is read no worse.
fn drop_mixed(latin: &Sounds, found: &mut Vec<(String, f32)>, weight: impl Fn(&str) -> u32) {
    if latin.vowels.iter().filter(|vowel| *vowel == "a").count() < 2 {
        return;
    }
    let readings: Vec<(Reading, u32)> = found
        .iter()
        .filter(|(_, cost)| *cost < WELL)
        .map(|(word, _)| (reading(latin, &consonants(word)), weight(word)))
        .collect();
    let short = found.iter().any(|(word, _)| TWO_SHORT.contains(&word.as_str()));
    found.retain(|(word, _)| {
        let least = weight(word) + 2;
        match reading(latin, &consonants(word)) {
            Reading::Alike => !(short && has_one_vowel(word)),
            Reading::ShortLong => !short,
            Reading::LongShort => !readings.iter().any(|(other, common)| match other {
                Reading::Alike => *common > least,
                Reading::ShortLong => *common >= least,
                Reading::LongShort => false,
            }),
        }
    });
}

/// Whether a word of three consonants is said with one vowel: `asr`, which nobody writes `asar`.
fn has_one_vowel(word: &str) -> bool {
    word.chars().count() == 3 && !word.starts_with('ا') && !TWO_SHORT.contains(&word)
}

/// How a word with the consonants of `latin` reads its `a`s.
fn reading(latin: &Sounds, persian: &Sounds) -> Reading {
    let inner = latin.vowels.iter().zip(&persian.vowels).skip(1).take(latin.vowels.len() - 2);
    let mut long = inner.filter(|(latin, _)| *latin == "a").map(|(_, word)| word.contains('ا'));
    let Some(first) = long.next() else { return Reading::Alike };
    match (first, long.any(|next| next != first)) {
        (_, false) => Reading::Alike,
        (true, true) => Reading::LongShort,
        (false, true) => Reading::ShortLong,
    }
}
