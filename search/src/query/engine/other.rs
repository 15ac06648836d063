//! Another query's posts among the members of a union.
//!
//! Whether a phrase stands in one post is soon told; where it stands next may take a walk over half
//! of all posts, if its words are common and seldom side by side. So it is not asked before somebody
//! wants to know.

use tantivy::query::{Scorer, Weight};
use tantivy::{DocId, DocSet, Score, SeekDangerResult, SegmentReader, TERMINATED};

/// The posts of a query in one segment.
pub(super) struct Other {
    scorer: Box<dyn Scorer>,
    /// Where it stands if that is `certain`; else no post before this one is left.
    at: DocId,
    certain: bool,
}

impl Other {
    pub(super) fn of(
        weight: &dyn Weight,
        segment: &SegmentReader,
        boost: Score,
    ) -> tantivy::Result<Self> {
        let (first, scorer) = weight.scorer_danger(segment, 0, boost)?;
        let mut other = Self { scorer, at: 0, certain: true };
        other.settle(0, first);
        Ok(other)
    }

    #[cfg(test)]
    pub(super) fn new(scorer: Box<dyn Scorer>) -> Self {
        Self { scorer, at: 0, certain: false }
    }

    /// Where it stands, or a post that its next one is not before.
    #[inline]
    pub(super) fn at(&self) -> DocId {
        self.at
    }

    /// Goes to its first post from `target` on that lies no further back than where it stands.
    pub(super) fn go_to(&mut self, target: DocId) -> DocId {
        let mut target = target.max(self.at);
        if self.certain && self.at < target {
            self.at = self.scorer.seek(target);
        }
        while !self.has(target) && target < TERMINATED {
            target = self.at;
        }
        self.at
    }

    pub(super) fn advance(&mut self) -> DocId {
        self.go_to((self.at + 1).min(TERMINATED))
    }

    /// Whether it has a post that lies no further back than any asked for before.
    pub(super) fn has(&mut self, doc: DocId) -> bool {
        if self.at < doc || (self.at == doc && !self.certain) {
            let found = self.scorer.seek_danger(doc);
            self.settle(doc, found);
        }
        self.at == doc && self.certain && doc < TERMINATED
    }

    fn settle(&mut self, doc: DocId, found: SeekDangerResult) {
        (self.at, self.certain) = match found {
            SeekDangerResult::Found => (doc, true),
            SeekDangerResult::SeekLowerBound(next) => (next.min(TERMINATED), next >= TERMINATED),
        };
    }

    /// What the post is worth at which it stands.
    #[inline]
    pub(super) fn score(&mut self) -> Score {
        self.scorer.score()
    }

    pub(super) fn size_hint(&self) -> u32 {
        self.scorer.size_hint()
    }

    pub(super) fn cost(&self) -> u64 {
        self.scorer.cost()
    }
}
