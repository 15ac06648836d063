//! The runs of a text that have a direction of their own: handles, hashtags and web addresses.
//!
//! A page isolates them, or `@` and `#` would jump to the wrong end in a text of the other
//! direction.

/// A stretch of a text and, for a handle, hashtag or address, its direction (`ltr` or `rtl`).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Run<'a> {
    pub(crate) text: &'a str,
    pub(crate) direction: Option<&'static str>,
}

/// Cuts a text into runs; put together again they are the text.
pub(crate) fn runs(text: &str) -> Vec<Run<'_>> {
    let mut runs = Vec::new();
    let mut plain_from = 0;
    let mut at = 0;
    let mut inside_word = false;
    while let Some(letter) = text[at..].chars().next() {
        match directed(&text[at..]).filter(|_| !inside_word) {
            Some((length, direction)) => {
                push(&mut runs, &text[plain_from..at], None);
                push(&mut runs, &text[at..at + length], Some(direction));
                at += length;
                plain_from = at;
                inside_word = true;
            }
            None => {
                inside_word = letter.is_alphanumeric();
                at += letter.len_utf8();
            }
        }
    }
    push(&mut runs, &text[plain_from..], None);
    runs
}

/// The length and direction of the handle, hashtag or address that a text begins with.
fn directed(text: &str) -> Option<(usize, &'static str)> {
    if text.starts_with("https://") || text.starts_with("http://") {
        let word = text.split(char::is_whitespace).next()?;
        return Some((word.trim_end_matches(|end| ".,;:!?)»\"'؛،؟".contains(end)).len(), "ltr"));
    }
    let (sign, name) = text.split_at_checked(1)?;
    let belongs: fn(char) -> bool = match sign {
        "@" => |letter| letter.is_ascii_alphanumeric() || "_.-@".contains(letter),
        "#" => |letter| letter.is_alphanumeric() || letter == '_' || letter == '\u{200c}',
        _ => return None,
    };
    let end = name.find(|letter| !belongs(letter)).unwrap_or(name.len());
    let name = name[..end].trim_end_matches(['.', '-', '@', '\u{200c}']);
    let first = name.chars().find(|letter| letter.is_alphanumeric())?;
    Some((1 + name.len(), if first.is_ascii() { "ltr" } else { "rtl" }))
}

fn push<'a>(runs: &mut Vec<Run<'a>>, text: &'a str, direction: Option<&'static str>) {
    if !text.is_empty() {
        runs.push(Run { text, direction });
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn handles_hashtags_and_addresses_are_found() {
        for (text, found) in [
            ("با @iran.pl، سلام", vec![("@iran.pl", "ltr")]),
            ("@a@social.example.", vec![("@a@social.example", "ltr")]),
            ("#هر_کتاب‌خوان و #books", vec![("#هر_کتاب‌خوان", "rtl"), ("#books", "ltr")]),
            ("«#کتاب»", vec![("#کتاب", "rtl")]),
            ("ببینید: https://a.example/ب?c=1.", vec![("https://a.example/ب?c=1", "ltr")]),
            ("a@b.example # @ #_ C# ۵@", vec![]),
        ] {
            let directed: Vec<_> =
                runs(text).iter().filter_map(|run| Some((run.text, run.direction?))).collect();
            assert_eq!(directed, found, "{text}");
        }
    }

    proptest! {
        #[test]
        fn runs_are_the_text(text in "([ @#.:/a-cکت\u{200c}\u{202e}»]|https://|👍){0,30}") {
            let runs = runs(&text);
            prop_assert!(runs.iter().all(|run| !run.text.is_empty()));
            prop_assert_eq!(runs.iter().map(|run| run.text).collect::<String>(), text);
        }
    }
}
