//! The best of what answers some of a query, without looking at what cannot be among it.
//!
//! Of what is near only the first few are shown and none is counted. Each clause can be worth so
//! much and no more; once a page is full, posts that only have clauses which together are worth
//! less than the page's last one are skipped (Turtle and Flood, 1995: *max score*).

use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};

use tantivy::query::{EmptyScorer, EnableScoring, Explanation, Query, Scorer, Weight};
use tantivy::{DocId, DocSet, Score, SegmentReader, TERMINATED, TantivyError, Term};

/// The worth that a post must reach; who collects raises it, who finds skips what is under it.
#[derive(Debug, Clone, Default)]
pub(crate) struct Floor(Arc<AtomicU32>);

impl Floor {
    /// Raises it. It never sinks.
    pub(crate) fn raise(&self, worth: Score) {
        // The bits of floats that are not negative are in the order of the floats.
        self.0.fetch_max(worth.max(0.0).to_bits(), Ordering::Relaxed);
    }

    fn height(&self) -> Score {
        Score::from_bits(self.0.load(Ordering::Relaxed))
    }
}

/// Posts that any clause finds and that may be worth as much as the floor.
#[derive(Debug)]
pub(crate) struct Near {
    /// Clauses, each with the most that it can be worth.
    clauses: Vec<(Box<dyn Query>, Score)>,
    /// What adds to a post's worth and finds none by itself, with the most that it can add.
    extra: (Box<dyn Query>, Score),
    floor: Floor,
}

impl Near {
    pub(crate) fn new(
        mut clauses: Vec<(Box<dyn Query>, Score)>,
        extra: (Box<dyn Query>, Score),
        floor: Floor,
    ) -> Self {
        clauses.sort_by(|(_, one), (_, other)| other.total_cmp(one));
        Self { clauses, extra, floor }
    }
}

impl Clone for Near {
    fn clone(&self) -> Self {
        let clauses = self.clauses.iter().map(|(query, most)| (query.box_clone(), *most));
        let extra = (self.extra.0.box_clone(), self.extra.1);
        Self { clauses: clauses.collect(), extra, floor: self.floor.clone() }
    }
}

impl Query for Near {
    fn weight(&self, scoring: EnableScoring<'_>) -> tantivy::Result<Box<dyn Weight>> {
        let clauses = self.clauses.iter().map(|(query, most)| Ok((query.weight(scoring)?, *most)));
        let clauses = clauses.collect::<tantivy::Result<Vec<_>>>()?;
        let extra = (self.extra.0.weight(scoring)?, self.extra.1);
        Ok(Box::new(NearWeight { clauses, extra, floor: self.floor.clone() }))
    }

    fn query_terms<'a>(&'a self, visitor: &mut dyn FnMut(&'a Term, bool)) {
        self.clauses.iter().for_each(|(query, _)| query.query_terms(visitor));
        self.extra.0.query_terms(visitor);
    }
}

struct NearWeight {
    clauses: Vec<(Box<dyn Weight>, Score)>,
    extra: (Box<dyn Weight>, Score),
    floor: Floor,
}

impl Weight for NearWeight {
    fn scorer(&self, segment: &SegmentReader, boost: Score) -> tantivy::Result<Box<dyn Scorer>> {
        let mut clauses = Vec::new();
        for (clause, most) in &self.clauses {
            let scorer = clause.scorer(segment, boost)?;
            if scorer.doc() != TERMINATED {
                clauses.push((scorer, most * boost));
            }
        }
        if clauses.is_empty() {
            return Ok(Box::new(EmptyScorer));
        }
        let extra = (self.extra.0.scorer(segment, boost)?, self.extra.1 * boost);
        Ok(Box::new(NearScorer::new(clauses, extra, self.floor.clone())))
    }

    fn explain(&self, segment: &SegmentReader, doc: DocId) -> tantivy::Result<Explanation> {
        let mut scorer = self.scorer(segment, 1.0)?;
        if scorer.doc() > doc || scorer.seek(doc) != doc {
            let missing = format!("post {doc} of the segment is not near");
            return Err(TantivyError::InvalidArgument(missing));
        }
        Ok(Explanation::new("Near", scorer.score()))
    }
}

/// Of a long text only so many of the most telling clauses are looked for: who has none of them is
/// not near, however many of the others it has.
const LEADING: usize = 8;

struct NearScorer {
    /// Those that can be worth most come first.
    clauses: Vec<Box<dyn Scorer>>,
    /// The most that each clause and all after it, and the extra, can be worth together.
    most: Vec<Score>,
    extra: Box<dyn Scorer>,
    floor: Floor,
    doc: DocId,
    worth: Score,
}

/// What bounds are stretched by, so that no rounding leaves a post out.
const ROUNDING: Score = 1.001;

impl NearScorer {
    fn new(
        clauses: Vec<(Box<dyn Scorer>, Score)>,
        (extra, extra_most): (Box<dyn Scorer>, Score),
        floor: Floor,
    ) -> Self {
        let (clauses, each): (Vec<_>, Vec<Score>) = clauses.into_iter().unzip();
        let mut most: Vec<Score> = each
            .iter()
            .rev()
            .scan(extra_most * ROUNDING, |sum, each| {
                *sum += each * ROUNDING;
                Some(*sum)
            })
            .collect();
        most.reverse();
        let mut near = Self { clauses, most, extra, floor, doc: 0, worth: 0.0 };
        near.go_to(0);
        near
    }

    /// Goes to the first post from `target` on that may be worth as much as the floor.
    fn go_to(&mut self, mut target: DocId) -> DocId {
        loop {
            let floor = self.floor.height();
            // Who has none of these clauses stays under the floor.
            let leading = self.most.iter().take(LEADING).take_while(|most| **most >= floor).count();
            let mut next = TERMINATED;
            for clause in self.clauses.iter_mut().take(leading) {
                next = next.min(if clause.doc() < target {
                    clause.seek(target)
                } else {
                    clause.doc()
                });
            }
            self.doc = next;
            if next == TERMINATED {
                return next;
            }
            if let Some(worth) = self.worth_of(next, floor) {
                self.worth = worth;
                return next;
            }
            target = next + 1;
        }
    }

    /// What a post is worth; none if that is less than the floor.
    fn worth_of(&mut self, doc: DocId, floor: Score) -> Option<Score> {
        let mut worth = 0.0;
        for (clause, most) in self.clauses.iter_mut().zip(&self.most) {
            if worth + most < floor {
                return None;
            }
            worth += has(clause.as_mut(), doc);
        }
        worth += has(self.extra.as_mut(), doc);
        (worth >= floor).then_some(worth)
    }
}

fn has(scorer: &mut dyn Scorer, doc: DocId) -> Score {
    let at = if scorer.doc() < doc { scorer.seek(doc) } else { scorer.doc() };
    if at == doc { scorer.score() } else { 0.0 }
}

impl DocSet for NearScorer {
    fn advance(&mut self) -> DocId {
        if self.doc == TERMINATED {
            return TERMINATED;
        }
        self.go_to(self.doc + 1)
    }

    fn seek(&mut self, target: DocId) -> DocId {
        if target <= self.doc { self.doc } else { self.go_to(target) }
    }

    fn doc(&self) -> DocId {
        self.doc
    }

    fn size_hint(&self) -> u32 {
        self.clauses.iter().map(|clause| clause.size_hint()).fold(0, u32::saturating_add)
    }

    fn cost(&self) -> u64 {
        self.clauses.iter().map(|clause| clause.cost()).fold(0, u64::saturating_add)
    }
}

impl Scorer for NearScorer {
    fn score(&mut self) -> Score {
        self.worth
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::query::engine::listed::listed;

    type Lists = Vec<(Vec<DocId>, u8)>;

    fn lists() -> impl Strategy<Value = Lists> {
        let list = prop::collection::btree_set(0..200_u32, 0..40);
        let list = list.prop_map(|list| list.into_iter().collect::<Vec<_>>());
        prop::collection::vec((list, 1..9_u8), 2..7)
    }

    fn scorer((list, worth): &(Vec<DocId>, u8)) -> (Box<dyn Scorer>, Score) {
        (listed(list, Score::from(*worth)), Score::from(*worth))
    }

    /// The first list only adds.
    fn near(lists: &Lists, floor: &Floor) -> NearScorer {
        let mut clauses: Vec<_> = lists[1..].iter().map(scorer).collect();
        clauses.sort_by(|(_, one), (_, other)| other.total_cmp(one));
        NearScorer::new(clauses, scorer(&lists[0]), floor.clone())
    }

    /// Posts and their worth by reading the lists through.
    fn read_through(lists: &Lists) -> Vec<(DocId, Score)> {
        let found = (0..200).filter(|doc| lists[1..].iter().any(|(list, _)| list.contains(doc)));
        let worth = |doc| lists.iter().filter(move |(list, _)| list.contains(&doc));
        found.map(|doc| (doc, worth(doc).map(|(_, worth)| Score::from(*worth)).sum())).collect()
    }

    proptest! {
        #[test]
        fn without_a_floor_everything_is_near(lists in lists()) {
            let mut near = near(&lists, &Floor::default());
            for (doc, worth) in read_through(&lists) {
                prop_assert_eq!((near.doc(), near.score()), (doc, worth));
                near.advance();
            }
            prop_assert_eq!((near.doc(), near.advance()), (TERMINATED, TERMINATED));
        }

        #[test]
        fn a_rising_floor_leaves_the_best_as_they_are(lists in lists(), page in 1..8_usize) {
            let floor = Floor::default();
            let mut near = near(&lists, &floor);
            let mut best: Vec<Score> = Vec::new();
            while near.doc() != TERMINATED {
                best.push(near.score());
                best.sort_by(|one, other| other.total_cmp(one));
                best.truncate(page);
                if best.len() == page {
                    floor.raise(best[page - 1]);
                }
                near.advance();
            }
            let mut wanted: Vec<Score> =
                read_through(&lists).into_iter().map(|(_, worth)| worth).collect();
            wanted.sort_by(|one, other| other.total_cmp(one));
            wanted.truncate(page);
            prop_assert_eq!(best, wanted);
        }

        #[test]
        fn a_seek_ends_at_the_next_post(
            lists in lists(),
            targets in prop::collection::btree_set(0..220_u32, 1..30),
        ) {
            let mut near = near(&lists, &Floor::default());
            let all = read_through(&lists);
            for target in targets {
                let next = all.iter().find(|(doc, _)| *doc >= target).map(|(doc, _)| *doc);
                prop_assert_eq!(near.seek(target), next.unwrap_or(TERMINATED));
            }
        }
    }
}
