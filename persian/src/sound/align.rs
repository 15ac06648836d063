//! How well the vowels of a Latin spelling fit a Persian word with the same consonants.

use super::skeleton::{SILENT_WAW, Sounds};

/// The cost of reading `latin` as `persian`: 0 is a perfect fit, about 1 a wrong long vowel.
///
/// Both must have the same consonants.
pub(crate) fn vowel_cost(latin: &Sounds, persian: &Sounds) -> f32 {
    let slots = latin.vowels.iter().zip(&persian.vowels).enumerate();
    let cost = |(at, (latin, persian)): (usize, (&String, &String))| {
        slot_cost(&units(latin), carried(at, latin, persian)) + first_cost(at, latin, persian)
    };
    slots.map(cost).sum()
}

/// A first `ا` carries whatever vowel the word begins with.
fn carried<'p>(at: usize, latin: &str, persian: &'p str) -> &'p str {
    match persian.strip_prefix('ا') {
        Some(rest) if at == 0 && latin.starts_with(['e', 'i', 'o', 'u']) => rest,
        _ => persian,
    }
}

/// A word begins with a vowel in both scripts or in neither: `del` is not `عدل`, `asan` not `سن`.
fn first_cost(at: usize, latin: &str, persian: &str) -> f32 {
    let vowel = |written: &str| written.starts_with(['ا', 'ع', 'a', 'e', 'i', 'o', 'u']);
    if at == 0 && vowel(latin) != vowel(persian) { 0.6 } else { 0.0 }
}

/// Latin vowels as units: a long one that is written with two letters is one unit.
fn units(written: &str) -> Vec<char> {
    let mut units = Vec::new();
    let mut letters = written.chars().peekable();
    while let Some(c) = letters.next() {
        let unit = match (c, letters.peek()) {
            ('o', Some('o' | 'u')) | ('u', Some('u')) => 'u',
            ('e', Some('e')) | ('i', Some('i')) => 'i',
            ('a', Some('a')) => 'A',
            _ => {
                units.push(c);
                continue;
            }
        };
        letters.next();
        units.push(unit);
    }
    units
}

/// Edit distance between the vowels of one slot.
fn slot_cost(latin: &[char], persian: &str) -> f32 {
    let mut persian: Vec<char> = persian.chars().collect();
    // `دایی` is heard with one long vowel.
    persian.dedup_by(|one, other| *one == 'ی' && one == other);
    let mut row: Vec<f32> = vec![0.0];
    for p in &persian {
        row.push(row[row.len() - 1] + unwritten(*p));
    }
    for l in latin {
        let mut next = vec![row[0] + unread(*l)];
        for (at, p) in persian.iter().enumerate() {
            let best = (row[at] + reading(*l, *p))
                .min(row[at + 1] + unread(*l))
                .min(next[at] + unwritten(*p));
            next.push(best);
        }
        row = next;
    }
    row[persian.len()]
}

/// A Persian vowel letter that the Latin spelling does not write.
fn unwritten(persian: char) -> f32 {
    match persian {
        'ع' | SILENT_WAW => 0.05,
        // Nobody leaves out the `e` that a last `ه` is: `mard` is not `مرده`.
        'h' => 1.0,
        _ => 0.6,
    }
}

/// A Latin vowel that the Persian spelling does not write: the short ones never are.
fn unread(latin: char) -> f32 {
    match latin {
        'e' => 0.0,
        'h' => 0.4,
        'a' | 'o' => 0.05,
        'i' | 'u' => 0.5,
        'v' | 'w' => 0.9,
        _ => 0.5,
    }
}

fn reading(latin: char, persian: char) -> f32 {
    match (latin, persian) {
        ('a' | 'A', 'ا') | ('o' | 'u' | 'w' | 'v', 'و' | SILENT_WAW) | ('i' | 'y', 'ی') => 0.0,
        ('a' | 'e' | 'h', 'h') | ('a' | 'A', 'ع') => 0.0,
        ('o', 'ا') | ('e', 'ی') => 0.3,
        ('u', 'ا') => 0.5,
        ('e' | 'i', 'ا') | ('a', 'ی') | ('a', 'و') => 0.7,
        _ => 1.0,
    }
}
