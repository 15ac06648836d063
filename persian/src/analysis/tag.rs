//! The words inside a hashtag.

use std::ops::Range;

use super::split::split_key;
use crate::fold::fold;
use crate::lexicon::Lexicon;
use crate::scan::{TokenKind, pieces};

/// The words of a hashtag's name, each with its bytes in the name: at `_` and the middle dot, where
/// the script or a Latin letter's case changes, and by the dictionary where all are written in one.
pub(crate) fn tag_words(lexicon: &Lexicon, name: &str) -> Vec<(String, Range<usize>)> {
    let mut words = Vec::new();
    for piece in pieces(name).filter(|piece| !matches!(piece.kind, TokenKind::Emoji)) {
        for part in humps(name, piece.range) {
            words.extend(fused(lexicon, name, part));
        }
    }
    words
}

/// The parts of a Latin word in camel case.
fn humps(name: &str, range: Range<usize>) -> Vec<Range<usize>> {
    let letters: Vec<(usize, char)> =
        name[range.clone()].char_indices().map(|(at, c)| (range.start + at, c)).collect();
    let mut starts = vec![range.start];
    for window in letters.windows(3) {
        let [(_, a), (at, b), (_, c)] = window else { continue };
        if b.is_uppercase() && (a.is_lowercase() || (a.is_uppercase() && c.is_lowercase())) {
            starts.push(*at);
        }
    }
    let ends = starts.iter().skip(1).copied().chain([range.end]).collect::<Vec<_>>();
    starts.into_iter().zip(ends).map(|(from, to)| from..to).collect()
}

fn fused(lexicon: &Lexicon, name: &str, range: Range<usize>) -> Vec<(String, Range<usize>)> {
    let written = &name[range.clone()];
    let folded = fold(written);
    let Some(words) = split_key(lexicon, &crate::key::key(written)) else {
        return vec![(written.to_owned(), range)];
    };
    let exact = words.concat() == folded.as_str();
    let mut at = 0;
    words
        .into_iter()
        .map(|word| {
            let part = folded.original(at..at + word.len());
            at += word.len();
            let part = range.start + part.start..range.start + part.end;
            (word, if exact { part } else { range.clone() })
        })
        .collect()
}
