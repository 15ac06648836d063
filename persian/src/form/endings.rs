//! The endings of nouns and adjectives, found by the last letters of a word.

use std::sync::LazyLock;

/// How sure an ending is that the rest is a word.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Grip {
    /// Hardly a word ends so by chance: a base of three letters need not be known.
    Strong,
    /// The base must be a known noun or adjective.
    Known,
    /// The base must be a known, common noun or adjective.
    Common,
    /// The base must be a known adjective.
    Quality,
}

/// What may hang on a noun or an adjective.
#[derive(Debug)]
pub(super) struct Ending {
    pub(super) text: &'static str,
    /// What the base has in place of the ending.
    pub(super) instead: &'static str,
    pub(super) grip: Grip,
    /// The layer it belongs to; only endings of a higher layer may stand before it.
    pub(super) layer: u8,
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
    // `خواهرمم` is "my sister too", `جلدشم` its cover too, `ترجمشم` its translation too.
    ending("مم", "", Grip::Common, 1),
    ending("شم", "", Grip::Common, 1),
    ending("شم", "ه", Grip::Common, 1),
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

/// The endings whose last letters are those of a word, in order.
pub(super) fn endings(word: &str) -> impl Iterator<Item = &'static Ending> {
    static BY_LAST: LazyLock<[Vec<Tail>; 256]> = LazyLock::new(|| {
        let mut by_last = [const { Vec::new() }; 256];
        for tail in ENDINGS.iter().map(Tail::of) {
            by_last[usize::from(tail.letters as u8)].push(tail);
        }
        by_last
    });
    let letters = last_letters(word);
    let tails = BY_LAST[usize::from(letters as u8)].iter();
    tails.filter(move |tail| (letters ^ tail.letters) & tail.mask == 0).map(|tail| tail.ending)
}

/// An ending by its last two letters, or by the only one that it has.
struct Tail {
    letters: u32,
    mask: u32,
    ending: &'static Ending,
}

impl Tail {
    fn of(ending: &'static Ending) -> Self {
        let mask = if ending.text.len() < 4 { 0xffff } else { u32::MAX };
        Self { letters: last_letters(ending.text), mask, ending }
    }
}

/// The last four bytes of a word, the last one lowest.
fn last_letters(word: &str) -> u32 {
    let four = word.bytes().rev().take(4).enumerate();
    four.fold(0, |letters, (at, byte)| letters | u32::from(byte) << (8 * at))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::{ENDINGS, Ending, endings};

    fn told(ending: &Ending) -> (&str, &str) {
        (ending.text, ending.instead)
    }

    proptest! {
        #[test]
        fn no_ending_that_a_word_has_is_denied(base in "[کتهاینش]{0,3}", at in 0..ENDINGS.len()) {
            let word = base + ENDINGS[at].text;
            let found = endings(&word).filter(|ending| word.ends_with(ending.text)).map(told);
            let all = ENDINGS.iter().filter(|ending| word.ends_with(ending.text)).map(told);
            prop_assert!(found.eq(all));
        }
    }
}
