//! The first words of a caption's lines and quotations: where a title stands.

use persian::{TermKind, analyze};

use crate::quotes::is_quote;

/// How many lines and quotations of a caption count.
const STARTS: usize = 4;
/// How many words from each start count.
pub const LEAD_WORDS: usize = 6;
/// The bytes of a caption that hold so many words.
const BYTES: usize = 120;

/// The term of a word at a place, counted from 0 at the start of a line or a quotation; an empty
/// word stands after the last one.
pub fn lead_term(place: usize, word: &str) -> String {
    format!("{place}{word}")
}

/// The lead terms of a caption.
pub(crate) fn lead_terms(text: &str) -> Vec<String> {
    let lines = text.lines().flat_map(|line| line.split(is_quote)).map(str::trim);
    let starts = lines.filter(|part| part.chars().any(char::is_alphanumeric)).take(STARTS);
    let mut terms: Vec<String> = starts.flat_map(first_words).collect();
    terms.sort_unstable();
    terms.dedup();
    terms
}

fn first_words(part: &str) -> Vec<String> {
    let end = (0..=part.len().min(BYTES)).rev().find(|at| part.is_char_boundary(*at));
    let mut words = Vec::new();
    let (mut place, mut last) = (0, None);
    for term in analyze(part.get(..end.unwrap_or_default()).unwrap_or_default()) {
        if term.kind == TermKind::Surface && last != Some(term.position) {
            words.push(lead_term(place, &term.text));
            place += 1;
            last = Some(term.position);
        }
    }
    if end == Some(part.len()) && place <= LEAD_WORDS {
        words.push(lead_term(place, ""));
    } else {
        words.truncate(LEAD_WORDS);
    }
    words
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_stand_at_places_of_lines_and_quotations() {
        let terms = lead_terms("بوف کور\nدیشب «صد سال» را خواندم");
        for (place, word) in [(0, "بوف"), (1, "کور"), (0, "دیشب"), (0, "صد"), (1, "سال")]
        {
            assert!(terms.contains(&lead_term(place, word)), "{place} {word}");
        }
        assert!(!terms.contains(&lead_term(1, "صد")) && !terms.contains(&lead_term(2, "صد")));
    }

    #[test]
    fn an_end_is_told_where_all_words_count() {
        assert!(lead_terms("بوف کور\nکتاب").contains(&lead_term(2, "")));
        let long = lead_terms("یک دو سه چهار پنج شش هفت هشت نه ده");
        assert!((0..20).all(|place| !long.contains(&lead_term(place, ""))));
        assert_eq!(long.len(), LEAD_WORDS);
    }

    #[test]
    fn a_caption_has_few_of_them() {
        let long = "سطر «نخست» و دوم\n".repeat(500);
        assert!(lead_terms(&long).len() <= STARTS * (LEAD_WORDS + 1));
        assert!(lead_terms("").is_empty() && lead_terms("«»\n!\n").is_empty());
        assert!(!lead_terms(&"ک".repeat(5_000)).is_empty());
    }
}
