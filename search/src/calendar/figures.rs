//! Numbers as people of each language write them.

use config::Language;

/// A whole number with separators: `۱۸٬۴۰۲` or `18,402`.
pub fn number(value: u64, language: Language) -> String {
    let separator = match language {
        Language::Fa => '٬',
        Language::En => ',',
    };
    let plain = value.to_string();
    let mut grouped = String::with_capacity(plain.len() * 2);
    for (at, digit) in plain.chars().enumerate() {
        if at > 0 && (plain.len() - at).is_multiple_of(3) {
            grouped.push(separator);
        }
        grouped.push(digit);
    }
    digits(&grouped, language)
}

/// A share of a hundred, cut (never rounded up) to whole hundredths: `۹۷٪` or `97%`. A whole of
/// nothing has no share.
pub fn percent(part: u64, whole: u64, language: Language) -> Option<String> {
    let share = u128::from(part) * 100 / (whole != 0).then_some(u128::from(whole))?;
    Some(match language {
        Language::Fa => format!("{}٪", digits(&share.to_string(), language)),
        Language::En => format!("{share}%"),
    })
}

/// The length of a film: `۳:۴۲`, or `۱:۰۲:۰۳` from an hour on. Parts of a second are cut.
pub fn film_length(seconds: f64, language: Language) -> String {
    // A cast saturates: what no film can last becomes 0 or the largest number.
    let total = seconds as u64;
    let (hours, minutes, seconds) = (total / 3600, total / 60 % 60, total % 60);
    let plain = match hours {
        0 => format!("{minutes}:{seconds:02}"),
        _ => format!("{hours}:{minutes:02}:{seconds:02}"),
    };
    digits(&plain, language)
}

/// The same text with Persian digits for Latin ones; in English it stays as it is.
pub fn digits(text: &str, language: Language) -> String {
    match language {
        Language::Fa => text.chars().map(to_persian).collect(),
        Language::En => text.to_owned(),
    }
}

/// The same text with Latin digits for Persian and Arabic ones.
pub fn latin_digits(text: &str) -> String {
    text.chars().map(to_latin).collect()
}

fn to_persian(letter: char) -> char {
    shifted(letter, '0', '۰').unwrap_or(letter)
}

fn to_latin(letter: char) -> char {
    shifted(letter, '۰', '0').or_else(|| shifted(letter, '٠', '0')).unwrap_or(letter)
}

/// The digit of one row at the place that `letter` has in another.
fn shifted(letter: char, from: char, to: char) -> Option<char> {
    let place = u32::from(letter).checked_sub(u32::from(from)).filter(|place| *place < 10)?;
    char::from_u32(u32::from(to) + place)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn numbers_have_a_separator_at_each_thousand() {
        for (value, fa, en) in [
            (0, "۰", "0"),
            (626, "۶۲۶", "626"),
            (18_402, "۱۸٬۴۰۲", "18,402"),
            (1_000_000, "۱٬۰۰۰٬۰۰۰", "1,000,000"),
            (u64::MAX, "۱۸٬۴۴۶٬۷۴۴٬۰۷۳٬۷۰۹٬۵۵۱٬۶۱۵", "18,446,744,073,709,551,615"),
        ] {
            assert_eq!(number(value, Language::Fa), fa);
            assert_eq!(number(value, Language::En), en);
        }
    }

    #[test]
    fn films_have_minutes_and_seconds() {
        for (seconds, fa, en) in [
            (0.0, "۰:۰۰", "0:00"),
            (222.0, "۳:۴۲", "3:42"),
            (299.999, "۴:۵۹", "4:59"),
            (3723.4, "۱:۰۲:۰۳", "1:02:03"),
            (f64::NAN, "۰:۰۰", "0:00"),
            (-5.0, "۰:۰۰", "0:00"),
        ] {
            assert_eq!(film_length(seconds, Language::Fa), fa);
            assert_eq!(film_length(seconds, Language::En), en);
        }
        assert!(!film_length(f64::INFINITY, Language::Fa).is_empty());
    }

    #[test]
    fn a_share_is_never_rounded_up_to_the_whole() {
        assert_eq!(percent(9_999, 10_000, Language::Fa).as_deref(), Some("۹۹٪"));
        assert_eq!(percent(1, 1, Language::En).as_deref(), Some("100%"));
        assert_eq!(percent(u64::MAX, u64::MAX, Language::En).as_deref(), Some("100%"));
        assert_eq!(percent(0, 0, Language::En), None);
    }

    proptest! {
        #[test]
        fn digits_go_there_and_back(text in "[0-9]{0,12}") {
            let persian = digits(&text, Language::Fa);
            prop_assert!(!persian.contains(|letter: char| letter.is_ascii_digit()));
            prop_assert_eq!(latin_digits(&persian), text);
        }

        #[test]
        fn a_number_is_read_back_from_either_language(value: u64) {
            for language in [Language::Fa, Language::En] {
                let written = latin_digits(&number(value, language)).replace(['٬', ','], "");
                prop_assert_eq!(written.parse::<u64>().unwrap(), value);
            }
        }
    }
}
