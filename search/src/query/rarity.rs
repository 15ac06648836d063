//! How telling the parts of a query are, by how many posts have them.

use std::collections::BTreeSet;

use indexer::View;
use persian::{Clause, Pattern, Reason};
use tantivy::query::Bm25StatisticsProvider;
use tantivy::schema::Field;

use super::engine::rarity;

const PERSIAN: &str = "ابپتثجچحخدذرزژسشصضطظعغفقکگلمنوهی";
const LATIN: &str = "abcdefghijklmnopqrstuvwxyz";
/// The most words that one slip may stand for.
const SLIPS: usize = 40;
/// The shortest and the longest word that is looked into, in letters: a short one is one slip away
/// from too many, and each letter of a long one costs some seventy look-ups.
const SHORTEST: usize = 2;
const LONGEST: usize = 16;
/// What a word is worth that stands for one that no post has. Found with [`DOUBTED`] on titles
/// with one wrong letter: between .3 and .6 their mean reciprocal rank moves by .002.
const SLIP: f32 = 0.5;
/// What a word is worth that stands for one that posts do have, where nothing answers the whole.
const DOUBTED: f32 = 0.25;

/// The statistics of one view of the index.
pub(super) struct Rarity<'v> {
    view: &'v View,
    posts: u64,
}

impl<'v> Rarity<'v> {
    /// The statistics of a view.
    pub(super) fn of(view: &'v View) -> Self {
        let posts = Bm25StatisticsProvider::total_num_docs(&view.searcher).unwrap_or_default();
        Self { view, posts }
    }

    /// The view.
    pub(super) fn view(&self) -> &'v View {
        self.view
    }

    /// What brings the score of a way to answer a clause to the clause's own rarity.
    ///
    /// A form that few posts have would count more than the word that was typed. The ways of a
    /// clause say the same, so they share the rarity of the one that most posts have, as synonyms
    /// do. A word has it from the start; a phrase is weighed by tantivy, by that of its words.
    pub(super) fn evened(&self, of_clause: f32, pattern: &Pattern, field: Field) -> f32 {
        match pattern {
            Pattern::Term(_) => 1.0,
            Pattern::Prefix(_) => of_clause,
            Pattern::Phrase(terms) => {
                let posts = terms.iter().map(|(_, text)| self.view.posts_with(field, text));
                let own: f32 = posts.map(|posts| self.inverse(posts)).sum();
                if own > 0.0 { of_clause / own } else { 1.0 }
            }
        }
    }

    /// The words of the index one slip away from a clause's own word, each with what it is worth: a
    /// common word stands for a rare one less readily. A word that posts do have is doubted
    /// `if_heard` only.
    pub(super) fn slips(&self, clause: &Clause, if_heard: bool) -> Vec<(String, f32)> {
        let Some(word) = typed(clause) else { return Vec::new() };
        let heard = self.posts_with(word) > 0;
        if (heard && !if_heard) || !(SHORTEST..=LONGEST).contains(&word.chars().count()) {
            return Vec::new();
        }
        let (share, of_clause) = (if heard { DOUBTED } else { SLIP }, self.of_clause(clause));
        let near = one_slip(word).into_iter();
        let near = near.filter_map(|near| Some((self.price(&near)?.min(of_clause) * share, near)));
        near.take(SLIPS).map(|(worth, near)| (near, worth)).collect()
    }

    /// The cost of a word on a path through a run of letters: common words are cheap. None if no
    /// post has it.
    pub(super) fn price(&self, word: &str) -> Option<f32> {
        let posts = self.posts_with(word);
        (posts > 0).then(|| self.inverse(posts))
    }

    /// The inverse document frequency that a clause has as a whole.
    pub(super) fn of_clause(&self, clause: &Clause) -> f32 {
        let single =
            clause.alternatives.iter().filter_map(|alternative| match &alternative.pattern {
                Pattern::Term(text) => Some(self.posts_with(text)),
                Pattern::Phrase(_) | Pattern::Prefix(_) => None,
            });
        self.inverse(single.max().unwrap_or_default())
    }

    /// How many captions have a term.
    fn posts_with(&self, text: &str) -> u64 {
        self.view.posts_with(self.view.fields.text, text)
    }

    fn inverse(&self, posts: u64) -> f32 {
        rarity(posts, self.posts)
    }
}

/// The word of a clause as it was typed, where it is one.
fn typed(clause: &Clause) -> Option<&str> {
    let typed = clause.alternatives.iter().find(|way| way.reason == Reason::Exact)?;
    match &typed.pattern {
        Pattern::Term(text) => text.chars().all(char::is_alphabetic).then_some(text),
        Pattern::Phrase(_) | Pattern::Prefix(_) => None,
    }
}

/// Every word one edit away: swapped, left out, put in, another one.
fn one_slip(word: &str) -> BTreeSet<String> {
    let letters: Vec<char> = word.chars().collect();
    let alphabet = if word.is_ascii() { LATIN } else { PERSIAN };
    let mut near = BTreeSet::new();
    for at in 0..=letters.len() {
        let (head, tail) = letters.split_at(at);
        let mut put = |middle: &[char], tail: &[char]| {
            near.insert(head.iter().chain(middle).chain(tail).collect::<String>());
        };
        alphabet.chars().for_each(|c| put(&[c], tail));
        if let Some((first, rest)) = tail.split_first() {
            put(&[], rest);
            alphabet.chars().for_each(|c| put(&[c], rest));
            if let Some((second, last)) = rest.split_first() {
                put(&[*second, *first], last);
            }
        }
    }
    near.remove(word);
    near
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_slip_is_one_edit() {
        let near = one_slip("بوف");
        for word in ["بف", "وبف", "بوق", "بوفه", "کبوف", "بفو"] {
            assert!(near.contains(word), "{word}");
        }
        for word in ["بوف", "بوفها", "فوب", "ب"] {
            assert!(!near.contains(word), "{word}");
        }
        assert!(one_slip("book").contains("bok") && !one_slip("book").contains("بook"));
    }
}
