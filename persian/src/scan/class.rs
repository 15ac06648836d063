//! What part a character plays in a text.

use crate::fold::{Folding, folding, is_arabic_letter, is_letter, unfold};

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

/// The part `c` plays.
#[inline]
pub(crate) fn class(c: char) -> Class {
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

#[inline]
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
