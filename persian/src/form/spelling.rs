//! Spellings of one word that folding alone does not bring together: seats of hamza, final `ة`.

use super::noun::may_hold_waw;
use crate::lexicon::Beginnings;

/// The other keys of a word as written: without the seats of its hamzas, and with its `ة` read as `ت`.
pub(crate) fn other_spellings(written: &str, key: &str) -> Vec<String> {
    let mut found = Vec::new();
    let mut add = |spelling: String| {
        if spelling != key && spelling.chars().count() > 1 && !found.contains(&spelling) {
            found.push(spelling);
        }
    };
    if written.contains('ئ') || doubles_inside(key) {
        add(without_seats(written, key));
    }
    if written.ends_with('ة')
        && let Some(head) = key.strip_suffix('ه')
    {
        add(format!("{head}ت"));
    }
    found
}

/// The fuller spelling of a word that is as often written shorter: `چارچوب` is `چهارچوب`, `روح‌اله`
/// and `عبداله` are names with `الله`.
pub(crate) fn full_spelling(words: &Beginnings, key: &str) -> Option<String> {
    let known = |word: &str| words.entry(word).is_some_and(|entry| !entry.is_rare());
    if let Some(rest) = key.strip_prefix("چار") {
        let full = format!("چهار{rest}");
        let compound = rest.chars().count() > 2 && known(rest);
        return (known(&full) || (compound && !known(key))).then_some(full);
    }
    let full = format!("{}الله", key.strip_suffix("اله")?);
    (key.chars().count() > 4 && known(&full)).then_some(full)
}

/// The spelling with a seat of hamza where `وو` was typed for it: `مسوولان` is `مسئولان`.
pub(crate) fn seated(key: &str) -> Option<String> {
    doubles_inside(key).then(|| key.replacen("وو", "یو", 1))
}

/// Whether `وو` stands before another letter.
fn doubles_inside(key: &str) -> bool {
    let doubled = |four: &[u8]| four == "وو".as_bytes();
    let at = || key.as_bytes().windows(4).position(doubled);
    may_hold_waw(key) && at().is_some_and(|at| at > 0 && at + "وو".len() < key.len())
}

/// `مسئول`, `مسؤول` and `مسوول` become one, so do `هیئت` and `هیأت`.
fn without_seats(written: &str, key: &str) -> String {
    if !written.contains('ئ') {
        return single(key);
    }
    let letters: Vec<char> =
        crate::fold::fold(&written.replace('ئ', "\u{1}")).as_str().chars().collect();
    let mut out = String::with_capacity(key.len());
    for (at, c) in letters.iter().enumerate() {
        let before = at.checked_sub(1).and_then(|at| letters.get(at));
        match (c, before, letters.get(at + 1)) {
            ('\u{1}', _, Some('و')) => {}
            // Foreign words have it after a vowel, and no `ا` is ever meant there: `سوئد`, `دوئل`.
            ('\u{1}', Some('ا' | 'و'), _) | ('\u{1}', _, Some('ا' | 'ی' | 'ه') | None) => {
                out.push('ی')
            }
            ('\u{1}', ..) => out.push('ا'),
            _ => out.push(*c),
        }
    }
    single(&crate::key::key(&out))
}

/// A doubled `و` inside a word, written once.
fn single(key: &str) -> String {
    let mut out = String::with_capacity(key.len());
    let mut letters = key.chars().peekable();
    while let Some(c) = letters.next() {
        let doubled = c == 'و' && letters.peek() == Some(&c);
        let inside = !out.is_empty() && letters.clone().nth(1).is_some();
        if !(doubled && inside) {
            out.push(c);
        }
    }
    out
}
