//! The wrong keyboard layout: Persian typed on the English one, and the other way round.

/// Keys of the standard Persian layout (ISIRI 9147) and of the English one.
const KEYS: &[(char, char)] = &[
    ('q', 'ض'),
    ('w', 'ص'),
    ('e', 'ث'),
    ('r', 'ق'),
    ('t', 'ف'),
    ('y', 'غ'),
    ('u', 'ع'),
    ('i', 'ه'),
    ('o', 'خ'),
    ('p', 'ح'),
    ('[', 'ج'),
    (']', 'چ'),
    ('\\', 'پ'),
    ('a', 'ش'),
    ('s', 'س'),
    ('d', 'ی'),
    ('f', 'ب'),
    ('g', 'ل'),
    ('h', 'ا'),
    ('j', 'ت'),
    ('k', 'ن'),
    ('l', 'م'),
    (';', 'ک'),
    ('\'', 'گ'),
    ('z', 'ظ'),
    ('x', 'ط'),
    ('c', 'ز'),
    ('v', 'ر'),
    ('b', 'ذ'),
    ('n', 'د'),
    ('m', 'ئ'),
    (',', 'و'),
    ('H', 'آ'),
    ('C', 'ژ'),
    ('`', 'پ'),
];

/// What the same keys write on the other layout, if every character is on both.
///
/// ```
/// use tantivy_persian::other_layout;
/// assert_eq!(other_layout(";jhf").as_deref(), Some("کتاب"));
/// assert_eq!(other_layout("ذخخن").as_deref(), Some("book"));
/// assert_eq!(other_layout("کتاب 2"), None);
/// ```
pub fn other_layout(typed: &str) -> Option<String> {
    let latin = typed.is_ascii();
    let other: Option<String> = typed
        .chars()
        .map(|c| {
            KEYS.iter()
                .find(|(english, persian)| c == if latin { *english } else { *persian })
                .or_else(|| KEYS.iter().find(|(english, _)| c.to_ascii_lowercase() == *english))
                .map(|(english, persian)| if latin { *persian } else { *english })
        })
        .collect();
    other.filter(|other| !other.is_empty())
}

/// The same with `پ` on the key where other keyboards have it, `m`, which is `ئ` above.
pub(crate) fn other_layouts(typed: &str) -> impl Iterator<Item = String> {
    let other = other_layout(typed);
    let (held, meant) = if typed.is_ascii() { ("ئ", "پ") } else { ("\\", "m") };
    let moved = other.as_ref().filter(|other| other.contains(held));
    let moved = moved.map(|other| other.replace(held, meant));
    [other, moved].into_iter().flatten()
}

/// Whether two Persian letters are side by side on the keyboard.
pub(crate) fn are_neighbours(one: char, other: char) -> bool {
    const ROWS: &[&str] = &["ضصثقفغعهخحجچ", "شسیبلاتنمکگ", "ظطزرذدیو"];
    ROWS.iter().any(|row| {
        let place = |c| row.chars().position(|held| held == c);
        matches!((place(one), place(other)), (Some(a), Some(b)) if a.abs_diff(b) == 1)
    })
}
