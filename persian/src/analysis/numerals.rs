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
    /// The bytes of the longest.
    const LONGEST: usize = "میلیارد".len();
    if key.len() > LONGEST { None } else { BY_WORD.get(key).copied() }
}

/// The one word for a number, if there is one; `یک` is left out, for it is an article too.
pub(crate) fn value_word(digits: &str) -> Option<&'static str> {
    let value: u64 = digits.parse().ok()?;
    VALUES.iter().find(|(_, held)| *held == value && value > 1).map(|(word, _)| *word)
}

/// The value of an ordinal, by its key: `سوم`, `سومین`, `بیستم`.
pub(crate) fn ordinal_value(key: &str) -> Option<u64> {
    let word = key.strip_suffix("ین").filter(|word| word.ends_with('م')).unwrap_or(key);
    match word {
        "اول" | "نخست" | "یکم" => Some(1),
        "سوم" => Some(3),
        "سیام" => Some(30),
        // Silver, or a wire.
        "سیم" => None,
        _ => word.strip_suffix('م').and_then(numeral_value),
    }
}

/// The ordinal that one in `ین` is another form of: `سوم` for `سومین`, `اول` for `اولین`.
pub(crate) fn plain_ordinal(key: &str) -> Option<&str> {
    let word = key.strip_suffix("ین")?;
    (word == "چندم" || ordinal_value(word).is_some()).then_some(word)
}

/// The ordinals of a number in digits, if each is one word.
pub(crate) fn ordinals(digits: &str) -> Vec<String> {
    let word = match digits {
        "1" => return vec!["اول".to_owned(), "یکم".to_owned()],
        "3" => "سوم".to_owned(),
        "30" => "سیام".to_owned(),
        _ => value_word(digits).map(|word| [word, "م"].concat()).unwrap_or_default(),
    };
    if word.is_empty() { Vec::new() } else { vec![[&word, "ین"].concat(), word] }
}

/// Whether a number word is far more often another word: `نه` is mostly "no".
pub(crate) fn is_doubtful_numeral(key: &str) -> bool {
    key == "نه"
}

/// The number that the words from the start of `keys` make, and how many of them; two or more. The
/// last one may be an ordinal.
pub(crate) fn number_of_words<'a>(keys: impl IntoIterator<Item = &'a str>) -> Option<(u64, usize)> {
    let (mut total, mut group, mut taken, mut seen) = (0_u64, 0_u64, 0, 0);
    let mut expects_and = false;
    for key in keys {
        seen += 1;
        if key == "و" && expects_and {
            expects_and = false;
            continue;
        }
        let ordinal = || if taken > 0 { ordinal_value(key) } else { None };
        let named = numeral_value(key).map(|value| (value, false));
        let named = named.or_else(|| ordinal().map(|value| (value, true)));
        let Some((value, last)) = named.filter(|(value, _)| !expects_and || *value >= 1000) else {
            break;
        };
        if value >= 1000 {
            total = total.checked_add(group.max(1).checked_mul(value)?)?;
            group = 0;
        } else {
            group += value;
        }
        taken = seen;
        if last {
            break;
        }
        expects_and = true;
    }
    (taken > 1).then_some((total + group, taken))
}
