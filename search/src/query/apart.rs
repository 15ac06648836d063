//! Words that a query writes in one, taken apart by what the posts have.

use persian::{Token, TokenKind, key, tokens};

use super::rarity::Rarity;

/// The longest run of letters that is taken apart.
const LONGEST: usize = 80;
/// The longest word looked for inside it.
const LONGEST_WORD: usize = 16;
/// The most words of a query that are looked into: each may cost some thousand look-ups.
const MOST: usize = 8;
/// What each word costs beside its rarity: few long words are likelier than many short ones.
const EACH: f32 = 4.0;
/// What a letter costs that no word takes.
const STRAY: f32 = 12.0;

/// The words inside a query's hashtags and inside its words that no post has, with spaces between
/// them; empty where nothing is to be taken apart.
///
/// The dictionary cannot know every name; the posts know those that can be found.
pub(super) fn words_apart(text: &str, rarity: &Rarity<'_>) -> String {
    let posts = |word: &str| rarity.price(word);
    let words = tokens(text).into_iter().map(|token| words_of(text, &token, &posts));
    let apart: Vec<String> = words.filter(|words| !words.is_empty()).take(MOST).flatten().collect();
    apart.join(" ")
}

fn words_of(text: &str, token: &Token, price: &dyn Fn(&str) -> Option<f32>) -> Vec<String> {
    match token.kind {
        TokenKind::Hashtag => {
            let parts = text.get(token.range.clone()).unwrap_or_default();
            let parts = parts.split(['#', '＃', '_']).filter(|part| !part.is_empty());
            parts.flat_map(|part| fused(&key(part), price)).collect()
        }
        TokenKind::Word => {
            let words = fused(&token.key, price);
            // With letters left over it is rather one word with a slip in it.
            let whole = words.len() > 1 && words.concat() == token.key;
            if whole { words } else { Vec::new() }
        }
        _ => Vec::new(),
    }
}

/// The words on the cheapest way through a run of letters, by what each of them costs; the run
/// itself if it is one word.
fn fused(run: &str, price: &dyn Fn(&str) -> Option<f32>) -> Vec<String> {
    let stops: Vec<usize> = run.char_indices().map(|(at, _)| at).chain([run.len()]).collect();
    if !(5..=LONGEST).contains(&stops.len()) || price(run).is_some() {
        return vec![run.to_owned()];
    }
    // For every stop the cheapest way there, where its last step begins, and its word.
    let mut ways: Vec<(f32, usize, Option<&str>)> = vec![(0.0, 0, None)];
    for (to, end) in stops.iter().enumerate().skip(1) {
        let step = |from: usize| {
            let word = run.get(*stops.get(from)?..*end)?;
            let letter = to - from == 1 && word != "و";
            let price = if letter { None } else { price(word) }?;
            Some((ways.get(from)?.0 + price + EACH, from, Some(word)))
        };
        let before = ways.last().map_or(0.0, |way| way.0);
        let stray = (before + STRAY, to - 1, None);
        let steps = (to.saturating_sub(LONGEST_WORD)..to).filter_map(step);
        let best = steps.fold(stray, |held, way| if way.0 < held.0 { way } else { held });
        ways.push(best);
    }
    let (mut words, mut to) = (Vec::new(), ways.len() - 1);
    while let Some((_, from, word)) = ways.get(to).filter(|_| to > 0) {
        words.extend(word.map(str::to_owned));
        to = *from;
    }
    words.reverse();
    words
}

#[cfg(test)]
mod tests {
    use super::*;

    fn price(word: &str) -> Option<f32> {
        ["بوف", "کور", "صد", "سال", "تنهایی", "تن", "ها"].contains(&word).then_some(5.0)
    }

    #[test]
    fn a_run_is_taken_apart_into_words_that_are_there() {
        assert_eq!(fused("بوفکور", &price), ["بوف", "کور"]);
        assert_eq!(fused("صدسالتنهایی", &price), ["صد", "سال", "تنهایی"]);
        assert_eq!(fused("تنهایی", &price), ["تنهایی"]);
        assert_eq!(fused("کور", &price), ["کور"]);
    }

    #[test]
    fn letters_of_no_word_are_left_out() {
        assert_eq!(fused("بوفزکور", &price), ["بوف", "کور"]);
        assert!(fused("ززززز", &price).is_empty());
        assert_eq!(fused(&"ز".repeat(200), &price), ["ز".repeat(200)]);
    }

    #[test]
    fn hashtags_have_their_words_and_whole_words_stay() {
        let words = |text: &str| -> Vec<String> {
            tokens(text).iter().flat_map(|token| words_of(text, token, &price)).collect()
        };
        assert_eq!(words("#صد_سال_تنهایی"), ["صد", "سال", "تنهایی"]);
        assert_eq!(words("کور بوفکور ۱۲"), ["بوف", "کور"]);
        assert!(words("بوفزکور").is_empty());
    }
}
