//! What part a character plays in a text.

use crate::fold::{Folding, Pairs, folding, is_arabic_letter, is_letter, unfold};

/// The part one character of the original text plays.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Class {
    /// A letter of the Arabic script.
    Arabic,
    /// A letter of any other script.
    Letter,
    /// A digit of any set.
    Digit,
    /// A mark that belongs to the letter before it.
    Mark,
    /// A control that a word reaches over but does not end with.
    Joiner,
    /// Anything else.
    Gap,
}

/// The blocks that Persian and English are written in, one entry a character.
static ASCII: [Class; 128] = ascii_block();
static ARABIC: [Class; 256] = arabic_block();

/// Which characters of the Arabic block are letters.
static LETTERS: Pairs = Pairs::of(arabic_letters());

/// The part `c` plays.
#[inline]
pub(crate) fn class(c: char) -> Class {
    match c {
        '\0'..='\x7f' => ASCII[c as usize & 0x7f],
        '\u{600}'..='\u{6ff}' => ARABIC[c as usize & 0xff],
        '\u{200C}' => Class::Joiner,
        _ => ruled_class(c),
    }
}

/// The part that the character at byte `at` plays, and how many bytes it takes. Asked of every
/// character of every text.
#[inline(always)]
pub(crate) fn class_at(text: &str, at: usize) -> Option<(Class, usize)> {
    match (text.as_bytes().get(at)?, text.as_bytes().get(at + 1)) {
        (byte @ 0..=0x7f, _) => Some((ASCII[usize::from(*byte)], 1)),
        // The Arabic block, whose two low bits of the first byte are the two high ones of a place.
        (lead @ 0xD8..=0xDB, Some(next)) => Some((ARABIC[usize::from(lead << 6 | next & 0x3f)], 2)),
        _ => {
            let c = text.get(at..)?.chars().next()?;
            Some((class(c), c.len_utf8()))
        }
    }
}

/// How many bytes the letters of the Arabic block take that a text begins with: most words are nothing
/// else.
#[inline(always)]
pub(crate) fn arabic_length(text: &[u8]) -> usize {
    let (pairs, _) = text.as_chunks::<2>();
    2 * pairs.iter().take_while(|pair| LETTERS.has(**pair)).count()
}

/// The part `c` plays by the rules, which the blocks are told from.
fn ruled_class(c: char) -> Class {
    match folding(c) {
        Folding::One(one) => folded_class(one),
        Folding::Nothing if is_control(c) => Class::Joiner,
        Folding::Nothing => Class::Mark,
        Folding::Joiner | Folding::WeakJoiner => Class::Joiner,
        Folding::Many => {
            let mut first = None;
            unfold(c, &mut |part| first = first.or(Some(part)));
            first.map_or(Class::Mark, folded_class)
        }
    }
}

fn folded_class(c: char) -> Class {
    match c {
        'a'..='z' => Class::Letter,
        '0'..='9' => Class::Digit,
        '\0'..='\x7f' => Class::Gap,
        _ if is_arabic_letter(c) => Class::Arabic,
        _ if is_letter(c) => Class::Letter,
        _ if c.is_numeric() => Class::Digit,
        _ => Class::Gap,
    }
}

fn is_control(c: char) -> bool {
    matches!(c, '\u{200D}' | '\u{202A}'..='\u{202E}' | '\u{2060}'..='\u{2069}' | '\u{FEFF}' | '\u{61C}')
}

const fn ascii_block() -> [Class; 128] {
    let mut block = [Class::Gap; 128];
    let mut at = 0;
    while at < 128 {
        let c = at as u8;
        if c.is_ascii_alphabetic() {
            block[at] = Class::Letter;
        } else if c.is_ascii_digit() {
            block[at] = Class::Digit;
        }
        at += 1;
    }
    block
}

const fn arabic_block() -> [Class; 256] {
    let mut block = [Class::Gap; 256];
    let mut low = 0;
    while low < 256 {
        block[low] = arabic_class(0x600 + low as u32);
        low += 1;
    }
    block
}

const fn arabic_letters() -> [bool; 256] {
    let (mut letters, block) = ([false; 256], arabic_block());
    let mut at = 0;
    while at < letters.len() {
        letters[at] = matches!(block[at], Class::Arabic);
        at += 1;
    }
    letters
}

const fn arabic_class(c: u32) -> Class {
    match c {
        0x61C => Class::Joiner,
        0x610..=0x61A | 0x621 | 0x640 | 0x64B..=0x65F | 0x670 | 0x674 => Class::Mark,
        0x6D6..=0x6DC | 0x6DF..=0x6E8 | 0x6EA..=0x6ED => Class::Mark,
        0x660..=0x669 | 0x6F0..=0x6F9 => Class::Digit,
        0x620..=0x64A | 0x66E..=0x6D3 | 0x6D5 | 0x6EE..=0x6FF => Class::Arabic,
        _ => Class::Gap,
    }
}

#[cfg(test)]
mod tests {
    use super::{Class, arabic_length, class, class_at, ruled_class};

    #[test]
    fn the_blocks_hold_what_the_rules_say() {
        for c in '\0'..=char::MAX {
            assert_eq!(class(c), ruled_class(c), "{c:?}");
            let text = format!("ب{c}");
            assert_eq!(class_at(&text, 2), Some((class(c), c.len_utf8())));
            let letter = class(c) == Class::Arabic && ('\u{600}'..='\u{6ff}').contains(&c);
            assert_eq!(arabic_length(text.as_bytes()), if letter { 4 } else { 2 }, "{c:?}");
        }
    }
}
