//! How much a word counts that stands so often in a post of such a length (Robertson and Walker,
//! 1994: *BM25*), apart from how rare it is.

use std::sync::Arc;

use tantivy::fieldnorm::FieldNormReader;
use tantivy::query::{Bm25StatisticsProvider, EnableScoring};
use tantivy::schema::Field;
use tantivy::{Score, Term};

/// How soon a further mention of a word counts for little. tantivy's own figures, both.
const K1: Score = 1.2;
/// How much a long post is marked down.
const B: Score = 0.75;

/// The most that BM25 makes of a word's rarity, however often the word stands in a post.
pub(crate) const MOST: Score = 1.0 + K1;

/// The lengths of the posts of a field beside the average one.
#[derive(Debug, Clone)]
pub(super) struct Lengths(Arc<[Score; 256]>);

/// The lengths of fields, each worked out once.
pub(super) struct AllLengths<'s> {
    scoring: EnableScoring<'s>,
    held: Vec<(Field, Lengths)>,
}

impl<'s> AllLengths<'s> {
    pub(super) fn new(scoring: EnableScoring<'s>) -> Self {
        Self { scoring, held: Vec::new() }
    }

    pub(super) fn of(&mut self, field: Field) -> tantivy::Result<Lengths> {
        if let Some((_, lengths)) = self.held.iter().find(|(held, _)| *held == field) {
            return Ok(lengths.clone());
        }
        let lengths = Lengths::of(field, self.scoring)?;
        self.held.push((field, lengths.clone()));
        Ok(lengths)
    }
}

impl Lengths {
    fn of(field: Field, scoring: EnableScoring<'_>) -> tantivy::Result<Self> {
        let average = match scoring {
            EnableScoring::Enabled { statistics_provider: of, .. } => {
                of.total_num_tokens(field)? as Score / of.total_num_docs()?.max(1) as Score
            }
            EnableScoring::Disabled { .. } => 1.0,
        };
        let norm = |id| FieldNormReader::id_to_fieldnorm(id as u8) as Score / average;
        Ok(Self(Arc::new(std::array::from_fn(|id| K1 * (1.0 - B + B * norm(id))))))
    }

    /// How much so many mentions count, in a post of such a length: 1 for one mention in a post of
    /// the average length, and never as much as [`MOST`].
    #[inline]
    pub(super) fn factor(&self, length: u8, mentions: u32) -> Score {
        let mentions = mentions as Score;
        MOST * mentions / (mentions + self.0[usize::from(length)])
    }
}

/// How rare a word is that so many of all posts have.
pub(crate) fn rarity(posts: u64, of: u64) -> Score {
    let without = of.saturating_sub(posts) as Score;
    (1.0 + (without + 0.5) / (posts as Score + 0.5)).ln()
}

/// The same statistics for every index.
///
/// Every hit has every word of the query, so how rare a word is tells hits apart no further; how
/// often and in how short a text it stands does. With fixed statistics a score depends on the
/// post alone: a rebuilt index, or one with deleted posts not yet purged, ranks just the same,
/// and a page's place in the results stays while new posts arrive.
#[derive(Debug, Clone, Copy, Default)]
pub struct FixedStatistics;

impl FixedStatistics {
    const POSTS: u64 = 1_000_000;
    const WITH_A_WORD: u64 = 1_000;
    const WORDS: u64 = 100;

    /// How rare every word is.
    pub(crate) fn rarity() -> Score {
        rarity(Self::WITH_A_WORD, Self::POSTS)
    }
}

impl Bm25StatisticsProvider for FixedStatistics {
    fn total_num_tokens(&self, _: Field) -> tantivy::Result<u64> {
        Ok(Self::POSTS * Self::WORDS)
    }

    fn total_num_docs(&self) -> tantivy::Result<u64> {
        Ok(Self::POSTS)
    }

    fn doc_freq(&self, _: &Term) -> tantivy::Result<u64> {
        Ok(Self::WITH_A_WORD)
    }
}
