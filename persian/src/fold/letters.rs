//! Which letter stands for which: the character rules of the match key.

use unicode_normalization::char::{decompose_compatible, is_combining_mark};

use super::pairs::Pairs;

/// The zero-width non-joiner, which Persian writes inside words.
pub(crate) const ZWNJ: char = '\u{200C}';

/// What one character becomes in the match key.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Folding {
    /// Another character, or itself.
    One(char),
    /// Nothing: vowel marks, tatweel, hamza, direction marks.
    Nothing,
    /// A zero-width non-joiner, if a Persian letter stands on both sides; `¬` stays itself otherwise.
    Joiner,
    /// The same, but only after a letter that joins to the next one: direction marks typed for it.
    WeakJoiner,
    /// Several characters, or one that only Unicode's decompositions know: see [`unfold`].
    Many,
}

const NOTHING: u16 = 1;

/// The Arabic block, one entry a character: 0 is itself, 1 is nothing.
static ARABIC: [u16; 256] = arabic_block();

/// The letters of the Arabic block alone, each with the letter it becomes; 0 is anything else.
static PLAIN: [u16; 256] = plain_block();

/// What `c` becomes.
#[inline]
pub(crate) fn folding(c: char) -> Folding {
    match c {
        '\0'..='\x7f' => Folding::One(c.to_ascii_lowercase()),
        '\u{600}'..='\u{6ff}' => match ARABIC[(c as usize) & 0xff] {
            0 => Folding::One(c),
            NOTHING => Folding::Nothing,
            other => Folding::One(char::from_u32(u32::from(other)).unwrap_or(c)),
        },
        ZWNJ | '\u{200B}' | '\u{AC}' | '\u{AD}' => Folding::Joiner,
        '\u{200E}' | '\u{200F}' => Folding::WeakJoiner,
        _ if is_silent(c) => Folding::Nothing,
        '«' | '»' | '—' | '–' | '“' | '”' | '‘' | '’' => Folding::One(c),
        _ => Folding::Many,
    }
}

/// The letter that a letter of the Arabic block becomes; nothing for any other character.
#[inline]
pub(crate) fn plain_letter(c: char) -> Option<char> {
    match PLAIN.get((c as usize).wrapping_sub(0x600)) {
        None | Some(0) => None,
        Some(letter) => char::from_u32(u32::from(*letter)),
    }
}

/// Whether two bytes are a letter of the Arabic block that becomes itself.
#[inline]
pub(crate) fn stands_for_itself(pair: [u8; 2]) -> bool {
    static OWN: Pairs = Pairs::of(own_letters());
    OWN.has(pair)
}

/// Marks and controls that carry no letter: accents, direction, variation selectors, joiners.
fn is_silent(c: char) -> bool {
    matches!(c,
        '\u{200D}' | '\u{202A}'..='\u{202E}' | '\u{2060}'..='\u{2069}' | '\u{FEFF}'
        | '\u{FE00}'..='\u{FE0F}' | '\u{180E}' | '\u{34F}'
        | '\u{300}'..='\u{36F}' | '\u{1AB0}'..='\u{1AFF}' | '\u{1DC0}'..='\u{1DFF}'
        | '\u{20D0}'..='\u{20FF}' | '\u{FE20}'..='\u{FE2F}' | '\u{8D3}'..='\u{8FF}')
}

/// Gives every character that a [`Folding::Many`] character stands for, folded to the end.
pub(crate) fn unfold(c: char, emit: &mut impl FnMut(char)) {
    if let Some(words) = word_sign(c) {
        words.chars().for_each(emit);
    } else if ('\u{AC00}'..='\u{D7A3}').contains(&c) {
        emit(c);
    } else {
        decompose_compatible(c, |part| {
            part.to_lowercase().for_each(|lower| {
                decompose_compatible(lower, |last| emit_letter(last, emit));
            });
        });
    }
}

fn emit_letter(c: char, emit: &mut impl FnMut(char)) {
    match folding(c) {
        Folding::One(one) => emit(one),
        Folding::Many => emit(c),
        Folding::Nothing | Folding::Joiner | Folding::WeakJoiner => {}
    }
}

/// Signs that stand for words, where Unicode's own decomposition is missing or unlike what people type.
fn word_sign(c: char) -> Option<&'static str> {
    match c {
        '\u{FDFC}' => Some("ریال"),
        '\u{FDFA}' => Some("ص"),
        '\u{FDFD}' => Some("بسم الله الرحمن الرحیم"),
        _ => None,
    }
}

/// Whether a folded character is a letter of the Arabic script.
#[inline]
pub(crate) fn is_arabic_letter(c: char) -> bool {
    matches!(c, '\u{620}'..='\u{64A}' | '\u{66E}'..='\u{6D3}' | '\u{6D5}' | '\u{6EE}'..='\u{6FF}'
        | '\u{750}'..='\u{77F}' | '\u{8A0}'..='\u{8C9}')
        && !matches!(c, '\u{6F0}'..='\u{6F9}')
}

/// Whether a folded letter joins to the one after it, so that a non-joiner there is visible.
pub(crate) fn joins_forward(c: char) -> bool {
    is_arabic_letter(c) && !matches!(c, 'ا' | 'د' | 'ذ' | 'ر' | 'ز' | 'ژ' | 'و')
}

/// Whether a folded character belongs to a word: a letter of any script, or a mark that a script needs.
#[inline]
pub(crate) fn is_letter(c: char) -> bool {
    match c {
        '\0'..='\x7f' => c.is_ascii_alphabetic(),
        '\u{620}'..='\u{6D5}' if is_arabic_letter(c) => true,
        _ => c.is_alphabetic() || (c > '\u{8FF}' && is_combining_mark(c)),
    }
}

const fn arabic_block() -> [u16; 256] {
    let mut table = [0; 256];
    let mut low = 0;
    while low < 256 {
        table[low] = arabic_letter(0x600 + low as u16);
        low += 1;
    }
    table
}

const fn plain_block() -> [u16; 256] {
    let mut table = [0; 256];
    let mut low = 0;
    while low < 256 {
        let c = 0x600 + low as u16;
        let folded = match arabic_letter(c) {
            0 => c,
            other => other,
        };
        if matches!(folded, 0x620..=0x64A | 0x66E..=0x6D3 | 0x6EE..=0x6EF | 0x6FA..=0x6FF) {
            table[low] = folded;
        }
        low += 1;
    }
    table
}

const fn own_letters() -> [bool; 256] {
    let (mut own, plain) = ([false; 256], plain_block());
    let mut at = 0;
    while at < own.len() {
        own[at] = plain[at] as usize == 0x600 + at;
        at += 1;
    }
    own
}

const fn arabic_letter(c: u16) -> u16 {
    match c {
        0x610..=0x61A | 0x61C | 0x621 | 0x640 | 0x64B..=0x65F | 0x670 | 0x674 => NOTHING,
        0x6D6..=0x6DC | 0x6DF..=0x6E8 | 0x6EA..=0x6ED => NOTHING,
        0x622 | 0x623 | 0x625 | 0x671..=0x673 | 0x675 => 0x627,
        0x629 | 0x6BE | 0x6C0..=0x6C3 | 0x6D5 | 0x6FF => 0x647,
        0x643 | 0x63B | 0x63C | 0x6AA..=0x6AE => 0x6A9,
        0x620 | 0x626 | 0x63D..=0x63F | 0x649 | 0x64A | 0x678 | 0x6CD | 0x6CE => 0x6CC,
        0x6D0..=0x6D3 => 0x6CC,
        0x624 | 0x676 | 0x677 | 0x6C4..=0x6CB | 0x6CF => 0x648,
        0x660..=0x669 => c - 0x660 + 0x30,
        0x6F0..=0x6F9 => c - 0x6F0 + 0x30,
        0x66A => 0x25,
        0x66B => 0x2E,
        0x66C => 0x2C,
        _ => 0,
    }
}

#[cfg(test)]
mod tests {
    use super::{Folding, folding, is_arabic_letter, plain_letter, stands_for_itself};

    #[test]
    fn a_plain_letter_is_what_the_rules_make_of_it() {
        for c in '\0'..='\u{FFFF}' {
            let ruled = match folding(c) {
                Folding::One(one) if ('\u{600}'..='\u{6FF}').contains(&c) => Some(one),
                _ => None,
            };
            assert_eq!(plain_letter(c), ruled.filter(|one| is_arabic_letter(*one)), "{c:?}");
            let mut bytes = [0; 4];
            if let [first, second] = *c.encode_utf8(&mut bytes).as_bytes() {
                assert_eq!(stands_for_itself([first, second]), plain_letter(c) == Some(c), "{c:?}");
            }
        }
    }
}
