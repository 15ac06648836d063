//! Digits of the three sets that Persian text mixes.

/// The text with Persian and Arabic-Indic digits written as `0` to `9`.
///
/// ```
/// assert_eq!(tantivy_persian::to_latin_digits("سال ۱۳۹۹ و ١٤٠٠"), "سال 1399 و 1400");
/// ```
pub fn to_latin_digits(text: &str) -> String {
    text.chars().map(|c| digit_value(c).map_or(c, |value| digit('0', value))).collect()
}

/// The text with Latin and Arabic-Indic digits written as `۰` to `۹`.
///
/// ```
/// assert_eq!(tantivy_persian::to_persian_digits("1984"), "۱۹۸۴");
/// ```
pub fn to_persian_digits(text: &str) -> String {
    text.chars().map(|c| digit_value(c).map_or(c, |value| digit('۰', value))).collect()
}

fn digit_value(c: char) -> Option<u32> {
    match c {
        '0'..='9' => Some(c as u32 - '0' as u32),
        '۰'..='۹' => Some(c as u32 - '۰' as u32),
        '٠'..='٩' => Some(c as u32 - '٠' as u32),
        _ => None,
    }
}

fn digit(zero: char, value: u32) -> char {
    char::from_u32(zero as u32 + value).unwrap_or(zero)
}
