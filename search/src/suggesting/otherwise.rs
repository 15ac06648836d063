//! What else may be searched for where nothing was found.

use std::cmp::Reverse;

use indexer::{View, completion_start};
use persian::Vocabulary;

use super::complete::{Candidate, named_from};
use crate::finder::{Ask, FindError, Finder};
use crate::query::{Part, Query};

/// Another text to search for, which finds something.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Otherwise {
    /// The text.
    pub text: String,
    /// How many posts it finds under the same filters.
    pub total: u64,
    /// Whether it is what was probably meant; else it asks for less.
    pub meant: bool,
}

/// The most texts of each sort.
const MOST: usize = 3;
/// The longest query from which words are left out one by one, in words.
const LONGEST: usize = 8;
/// The most names among which one is looked for that was probably meant.
const NAMES: usize = 10_000;
/// Letters that a text which was probably meant shares with what was typed at its start.
const SHARED: usize = 2;

impl Finder {
    /// Other texts that find something under the filters of a query which finds nothing: what was
    /// probably meant, as captions name it; then the query without one of its words.
    pub async fn otherwise(&self, query: &Query) -> Result<Vec<Otherwise>, FindError> {
        let [Part::Must(text)] = query.parts.as_slice() else { return Ok(Vec::new()) };
        // Put in the place of all that was typed, a text would find more than the number beside it
        // says where filters were typed as well.
        if !query.typed.split_whitespace().eq(text.split_whitespace()) {
            return Ok(Vec::new());
        }
        let view = self.view()?;
        let meant = self.shown(&view, meant(&view, text), MOST).await?.into_iter();
        let meant = meant.map(|proposal| proposal.text).collect();
        let meant = self.that_find(query, meant, true).await?;
        let mut fewer = self.that_find(query, fewer(text), false).await?;
        fewer.sort_by_key(|one| Reverse(one.total));
        Ok(meant.into_iter().chain(fewer.into_iter().take(MOST)).collect())
    }

    /// Of some texts those that find something under the filters of a query.
    async fn that_find(
        &self,
        query: &Query,
        texts: Vec<String>,
        meant: bool,
    ) -> Result<Vec<Otherwise>, FindError> {
        let mut found = Vec::new();
        for text in texts {
            let Ok(other) = Query::parse(&text) else { continue };
            let query = Query { filters: query.filters.clone(), ..other };
            let (total, _) = self.seek(&Ask { query, ..Ask::default() }).await?;
            if total > 0 {
                found.push(Otherwise { text, total, meant });
            }
        }
        Ok(found)
    }
}

/// What captions name that is one slip away from a whole text.
fn meant(view: &View, typed: &str) -> Vec<Candidate> {
    let start: String = completion_start(typed).chars().take(SHARED).collect();
    if start.chars().count() < SHARED {
        return Vec::new();
    }
    let mut named = named_from(view, &start, NAMES);
    let vocabulary = Vocabulary::new(named.iter().map(|one| (&one.proposal.text, one.posts)));
    let likely = vocabulary.correct(typed, MOST);
    named.retain(|one| likely.iter().any(|meant| meant.text == one.proposal.text));
    named
}

/// A text without one of its words, for each of them.
fn fewer(text: &str) -> Vec<String> {
    let words: Vec<&str> = text.split_whitespace().collect();
    if !(2..=LONGEST).contains(&words.len()) || text.contains(['"', '«', '“']) {
        return Vec::new();
    }
    let without = |at: usize| {
        let others = words.iter().enumerate().filter(|(other, _)| *other != at);
        others.map(|(_, word)| *word).collect::<Vec<_>>().join(" ")
    };
    (0..words.len()).map(without).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_word_is_left_out_once() {
        assert_eq!(fewer("بوف کور صورتی"), ["کور صورتی", "بوف صورتی", "بوف کور"]);
        assert!(fewer("بوف").is_empty() && fewer("\"بوف کور\" خوب").is_empty());
        assert!(fewer(&"بوف ".repeat(9)).is_empty());
    }
}
