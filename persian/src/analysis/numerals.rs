//! Numbers in words: `هزار و نهصد و هشتاد و چهار` is 1984.

use std::sync::LazyLock;

use foldhash::HashMap;

/// The words of numbers and their values.
const VALUES: &[(&str, u64)] = &[
    ("یک", 1),
    ("دو", 2),
    ("سه", 3),
    ("چهار", 4),
    ("پنج", 5),
    ("شش", 6),
    ("هفت", 7),
    ("هشت", 8),
    ("نه", 9),
    ("ده", 10),
    ("یازده", 11),
    ("دوازده", 12),
    ("سیزده", 13),
    ("چهارده", 14),
    ("پانزده", 15),
    ("شانزده", 16),
    ("هفده", 17),
    ("هجده", 18),
    ("نوزده", 19),
    ("بیست", 20),
    ("سی", 30),
    ("چهل", 40),
    ("پنجاه", 50),
    ("شصت", 60),
    ("هفتاد", 70),
    ("هشتاد", 80),
    ("نود", 90),
    ("صد", 100),
    ("یکصد", 100),
    ("دویست", 200),
    ("سیصد", 300),
    ("چهارصد", 400),
    ("پانصد", 500),
    ("ششصد", 600),
    ("هفتصد", 700),
    ("هشتصد", 800),
    ("نهصد", 900),
    ("هزار", 1000),
    ("میلیون", 1_000_000),
    ("میلیارد", 1_000_000_000),
];

/// The value of one number word, by its key.
pub(crate) fn numeral_value(key: &str) -> Option<u64> {
    static BY_WORD: LazyLock<HashMap<&str, u64>> =
        LazyLock::new(|| VALUES.iter().copied().collect());
    BY_WORD.get(key).copied()
}

/// The one word for a number, if there is one; `یک` is left out, for it is an article too.
pub(crate) fn value_word(digits: &str) -> Option<&'static str> {
    let value: u64 = digits.parse().ok()?;
    VALUES.iter().find(|(_, held)| *held == value && value > 1).map(|(word, _)| *word)
}

/// Whether a number word is far more often another word: `نه` is mostly "no".
pub(crate) fn is_doubtful_numeral(key: &str) -> bool {
    key == "نه"
}

/// The number that the words from the start of `keys` make, and how many of them; two or more.
pub(crate) fn number_of_words<'a>(keys: impl IntoIterator<Item = &'a str>) -> Option<(u64, usize)> {
    let (mut total, mut group, mut taken, mut seen) = (0_u64, 0_u64, 0, 0);
    let mut expects_and = false;
    for key in keys {
        seen += 1;
        if key == "و" && expects_and {
            expects_and = false;
            continue;
        }
        let Some(value) = numeral_value(key).filter(|value| !expects_and || *value >= 1000) else {
            break;
        };
        if value >= 1000 {
            total = total.checked_add(group.max(1).checked_mul(value)?)?;
            group = 0;
        } else {
            group += value;
        }
        taken = seen;
        expects_and = true;
    }
    (taken > 1).then_some((total + group, taken))
}
