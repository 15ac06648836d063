//! What non-joiners inside a word tell of its parts.

use super::compound::and_compounds;
use super::noun::{is_joined_ending, is_verb_prefix};

/// Whether anything in a word may fold to a non-joiner: all that do begin with one of these bytes.
pub(super) fn may_be_parted(written: &str) -> bool {
    written.bytes().any(|byte| matches!(byte, 0xC2 | 0xE2))
}

/// The parts of a folded word; none if it is in one piece, or the prefix of a verb is one of two.
pub(super) fn parts(folded: &str) -> Vec<&str> {
    let parts: Vec<&str> = folded.split('\u{200C}').collect();
    if parts.len() < 2 || is_verb_prefix(parts[0]) { Vec::new() } else { parts }
}

/// The word before its endings, where non-joiners set them off: `کتاب‌های`, `خانه‌ای`; with `و`
/// inside a compound left out: `جست‌وجو`.
pub(super) fn head_of_parts(parts: &[&str]) -> Option<String> {
    if parts.is_empty() {
        return None;
    }
    let ends = parts.iter().skip(1).rev().take_while(|part| is_joined_ending(part)).count();
    let head = parts[..parts.len() - ends].concat();
    if ends > 0 && head.chars().count() > 1 {
        return Some(head);
    }
    let (first, last) = match parts {
        [first, "و", last] => (*first, *last),
        [first, rest] => (*first, rest.strip_prefix('و')?),
        _ => return None,
    };
    and_compounds(first, "و", last).into_iter().next()
}

/// Initials that are set off by non-joiners are words of their own: `جی‌کی`.
pub(super) fn initials(parts: &[&str]) -> Vec<String> {
    let short = |part: &&str| part.chars().count() < 3 && !is_joined_ending(part);
    let all = if parts.iter().all(short) { parts } else { &[] };
    all.iter().copied().map(str::to_owned).collect()
}
