//! Cutting a text to what a page can show, with its matches marked.

use std::ops::Range;

/// A stretch of a text, marked if it matched.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Piece<'a> {
    pub(crate) text: &'a str,
    pub(crate) marked: bool,
}

/// A text's stretch of at most `letters` characters around its first match, cut at white space
/// where there is some; `…` stands where something was left out.
pub(crate) fn excerpt<'a>(text: &'a str, marks: &[Range<usize>], letters: usize) -> Vec<Piece<'a>> {
    let marks = whole(text, marks);
    let first = marks.first().map_or(0, |mark| mark.start);
    let start = beginning(text, first, letters);
    let end = start + kept(&text[start..], letters).len();
    let mut pieces = Vec::new();
    if start > 0 {
        pieces.push(Piece { text: "… ", marked: false });
    }
    let mut at = start;
    for mark in marks {
        let mark = mark.start.clamp(at, end)..mark.end.clamp(at, end);
        push(&mut pieces, &text[at..mark.start], false);
        push(&mut pieces, &text[mark.clone()], true);
        at = mark.end;
    }
    push(&mut pieces, &text[at..end], false);
    if end < text.len() {
        pieces.push(Piece { text: " …", marked: false });
    }
    pieces
}

/// A text's beginning that takes at most about `bytes` as HTML, and whether it is whole.
pub(crate) fn opening(text: &str, bytes: usize) -> (&str, bool) {
    let opening = within(text, bytes, markup);
    (opening, opening.len() == text.len())
}

/// The bytes of HTML that a letter may bring with it: some are escaped, others begin a paragraph
/// or a run that is isolated.
fn markup(letter: char) -> usize {
    match letter {
        '<' | '>' | '&' | '"' | '\'' => 5,
        '@' | '#' | ':' | '\n' => 24,
        _ => letter.len_utf8(),
    }
}

/// The longest beginning of a text whose letters weigh at most `most` together.
fn within(text: &str, most: usize, weight: impl Fn(char) -> usize) -> &str {
    let mut sum = 0;
    let over = text.char_indices().find(|(_, letter)| {
        sum += weight(*letter);
        sum > most
    });
    over.map_or(text, |(at, _)| &text[..at])
}

/// The first `letters` characters of a text, or fewer so as to end with a whole word.
fn kept(text: &str, letters: usize) -> &str {
    let window = within(text, letters, |letter| markup(letter).div_ceil(4));
    if window.len() == text.len() {
        return text;
    }
    match window.rfind(char::is_whitespace) {
        Some(space) if space > window.len() / 2 => window[..space].trim_end(),
        _ => window,
    }
}

/// Where an excerpt begins so that its first match is well inside.
fn beginning(text: &str, first: usize, letters: usize) -> usize {
    let before = &text[..first];
    if before.chars().count() <= letters / 2 {
        return 0;
    }
    let back = before.char_indices().rev().nth(letters / 3).map_or(0, |(at, _)| at);
    let word = text[back..first].find(char::is_whitespace).map(|space| back + space);
    let start = word.unwrap_or(back);
    start + (text[start..first].len() - text[start..first].trim_start().len())
}

/// Marks in order, without overlaps, each on whole characters of the text.
fn whole(text: &str, marks: &[Range<usize>]) -> Vec<Range<usize>> {
    let fits = |mark: &&Range<usize>| {
        mark.start < mark.end
            && text.is_char_boundary(mark.start)
            && text.is_char_boundary(mark.end)
    };
    let mut sorted: Vec<_> = marks.iter().filter(fits).cloned().collect();
    sorted.sort_by_key(|mark| (mark.start, mark.end));
    let mut whole: Vec<Range<usize>> = Vec::with_capacity(sorted.len());
    for mark in sorted {
        match whole.last_mut() {
            Some(last) if mark.start < last.end => last.end = last.end.max(mark.end),
            _ => whole.push(mark),
        }
    }
    whole
}

fn push<'a>(pieces: &mut Vec<Piece<'a>>, text: &'a str, marked: bool) {
    if !text.is_empty() {
        pieces.push(Piece { text, marked });
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn shown(text: &str, marks: &[(usize, usize)], letters: usize) -> String {
        let marks: Vec<_> = marks.iter().map(|(start, end)| *start..*end).collect();
        let written = |piece: Piece<'_>| match piece.marked {
            true => format!("[{}]", piece.text),
            false => piece.text.to_owned(),
        };
        excerpt(text, &marks, letters).into_iter().map(written).collect()
    }

    #[test]
    fn a_short_text_is_whole() {
        assert_eq!(shown("کتاب خوب", &[(0, 8)], 100), "[کتاب] خوب");
        assert_eq!(shown("", &[], 100), "");
    }

    #[test]
    fn a_long_text_is_cut_at_words_around_its_first_match() {
        let text = "یک دو سه چهار پنج شش هفت هشت نه ده یازده دوازده سیزده";
        let at = text.find("نه").unwrap();
        assert_eq!(shown(text, &[(at, at + 4)], 20), "… هشت [نه] ده یازده …");
        assert_eq!(shown(text, &[], 10), "یک دو سه …");
    }

    #[test]
    fn an_opening_is_measured_as_it_is_escaped() {
        assert_eq!(opening("کتاب", 8), ("کتاب", true));
        assert_eq!(opening("کتاب", 7), ("کتا", false));
        assert_eq!(opening("<<<", 10), ("<<", false));
        assert_eq!(opening("@a @a", 26), ("@a ", false));
    }

    proptest! {
        #[test]
        fn no_text_or_mark_makes_it_fail(
            text in "[ \\n<کتاب\u{200c}a👍🏽\u{202e}]{0,80}",
            marks in prop::collection::vec((0usize..200, 0usize..200), 0..5),
            letters in 1usize..40,
        ) {
            let marks: Vec<_> = marks.into_iter().map(|(start, end)| start..end).collect();
            let pieces = excerpt(&text, &marks, letters);
            let inner: String = pieces.iter().map(|piece| piece.text).filter(|text| !text.contains('…')).collect();
            prop_assert!(text.contains(&inner));
            prop_assert!(inner.chars().count() <= letters);
            prop_assert!(pieces.iter().all(|piece| !piece.text.is_empty()));
        }
    }
}
