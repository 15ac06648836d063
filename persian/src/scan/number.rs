//! Numbers in any digits, and the ISBNs among them.

use crate::fold::{Folding, folding};

/// A number or an ISBN as read from a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Number {
    /// Its length in bytes in the original text.
    pub(crate) length: usize,
    /// Its digits, `0` to `9`; of an ISBN the thirteen digits.
    pub(crate) key: String,
    /// Whether it is an ISBN.
    pub(crate) isbn: bool,
}

/// The number that `rest` begins with.
pub(crate) fn number(rest: &str) -> Option<Number> {
    if !may_be_isbn(rest) {
        return plain_number(rest);
    }
    isbn_13(rest, false)
        .or_else(|| isbn_13(rest, true))
        .or_else(|| isbn_10(rest))
        .or_else(|| plain_number(rest))
}

/// The value of a decimal digit of any of the sets that fold to `0` to `9`.
fn digit(c: char) -> Option<char> {
    match c {
        '0'..='9' => Some(c),
        '０'..='９' => char::from_u32(c as u32 - '０' as u32 + '0' as u32),
        _ => match folding(c) {
            Folding::One(one) if one.is_ascii_digit() => Some(one),
            _ => None,
        },
    }
}

fn is_hyphen(c: char) -> bool {
    matches!(c, '-' | '\u{2010}'..='\u{2014}' | '\u{2212}' | '\u{640}')
}

/// Up to `most` digits with single separators between them: the digits, and the length they take.
fn separated_digits(rest: &str, most: usize, spaces: bool) -> (String, usize) {
    let (mut digits, mut end, mut parted) = (String::new(), 0, true);
    for (at, c) in rest.char_indices() {
        if let Some(value) = digit(c) {
            if digits.len() == most {
                return (digits, 0);
            }
            digits.push(value);
            end = at + c.len_utf8();
            parted = false;
        } else if !parted && (is_hyphen(c) || (spaces && c == ' ')) && digits.len() < most {
            parted = true;
        } else {
            break;
        }
    }
    (digits, end)
}

fn isbn_13(rest: &str, spaces: bool) -> Option<Number> {
    let (key, length) = separated_digits(rest, 13, spaces);
    let isbn = length > 0 && key.len() == 13 && (key.starts_with("978") || key.starts_with("979"));
    isbn.then_some(Number { length, key, isbn: true })
}

fn isbn_10(rest: &str) -> Option<Number> {
    let (mut digits, mut length) = separated_digits(rest, 10, false);
    if digits.len() == 9 {
        let after = rest[length..].trim_start_matches(is_hyphen);
        let letter = after.chars().next().filter(|c| matches!(c, 'x' | 'X'))?;
        digits.push(letter.to_ascii_uppercase());
        length = rest.len() - after.len() + 1;
        if after[1..].starts_with(char::is_alphanumeric) {
            return None;
        }
    }
    (length > 0 && digits.len() == 10 && is_isbn_10(&digits)).then(|| Number {
        length,
        key: isbn_13_of(&digits),
        isbn: true,
    })
}

/// Whether there are nine digits, the fewest that an ISBN is read from, with separators between them.
fn may_be_isbn(rest: &str) -> bool {
    let mut digits = 0;
    for c in rest.chars() {
        if digit(c).is_some() {
            digits += 1;
        } else if !(is_hyphen(c) || c == ' ') {
            break;
        }
        if digits == 9 {
            return true;
        }
    }
    false
}

fn is_isbn_10(digits: &str) -> bool {
    let sum: u32 = digits
        .chars()
        .zip((1..=10).rev())
        .map(|(c, weight)| weight * c.to_digit(10).unwrap_or(10))
        .sum();
    sum.is_multiple_of(11)
}

/// The thirteen digits of a ten-digit ISBN.
fn isbn_13_of(ten: &str) -> String {
    let mut digits = format!("978{}", &ten[..9]);
    let sum: u32 = digits
        .chars()
        .zip([1, 3].into_iter().cycle())
        .map(|(c, weight)| weight * c.to_digit(10).unwrap_or(0))
        .sum();
    digits.extend(char::from_digit((10 - sum % 10) % 10, 10));
    digits
}

/// Digits, with thousands set apart by commas taken as one number.
fn plain_number(rest: &str) -> Option<Number> {
    let (mut key, mut length) = run(rest);
    if key.is_empty() {
        return None;
    }
    if key.len() <= 3 {
        while let Some(after) = rest[length..].strip_prefix([',', '٬', '،']) {
            let (group, group_length) = run(after);
            if group.len() != 3 {
                break;
            }
            length = rest.len() - after.len() + group_length;
            key.push_str(&group);
        }
    }
    Some(Number { length, key, isbn: false })
}

fn run(rest: &str) -> (String, usize) {
    let (mut digits, mut length) = (String::new(), 0);
    for (at, c) in rest.char_indices() {
        let Some(value) = digit(c) else { break };
        digits.push(value);
        length = at + c.len_utf8();
    }
    (digits, length)
}
