//! The best of what answers some of a query, without looking at what cannot be among it.
//!
//! Of what is near only the first few are shown and none is counted. Each clause can be worth so
//! much and no more; once a page is full, posts that only have clauses which together are worth
//! less than the page's last one are skipped (Turtle and Flood, 1995: *max score*).

use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};

use tantivy::query::{EmptyScorer, EnableScoring, Explanation, Query, Scorer, Weight};
use tantivy::{DocId, DocSet, Score, SegmentReader, TERMINATED, Term};

use super::explain::explain;
use super::union::{Union, UnionScorer, UnionWeight};
use super::window::{WIDTH, Window};

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
#[derive(Debug, Clone)]
pub(crate) struct Near {
    /// Clauses, each with the most that it can be worth.
    clauses: Vec<(Union, Score)>,
    /// What adds to a post's worth and finds none by itself, with the most that it can add.
    extra: (Union, Score),
    floor: Floor,
}

impl Near {
    pub(crate) fn new(
        mut clauses: Vec<(Union, Score)>,
        extra: (Union, Score),
        floor: Floor,
    ) -> Self {
        clauses.sort_by(|(_, one), (_, other)| other.total_cmp(one));
        Self { clauses, extra, floor }
    }
}

impl Query for Near {
    fn weight(&self, scoring: EnableScoring<'_>) -> tantivy::Result<Box<dyn Weight>> {
        let clauses = self.clauses.iter().map(|(query, most)| Ok((query.weigh(scoring)?, *most)));
        let clauses = clauses.collect::<tantivy::Result<Vec<_>>>()?;
        let extra = (self.extra.0.weigh(scoring)?, self.extra.1);
        Ok(Box::new(NearWeight { clauses, extra, floor: self.floor.clone() }))
    }

    fn query_terms<'a>(&'a self, visitor: &mut dyn FnMut(&'a Term, bool)) {
        self.clauses.iter().for_each(|(query, _)| query.query_terms(visitor));
        self.extra.0.query_terms(visitor);
    }
}

struct NearWeight {
    clauses: Vec<(UnionWeight, Score)>,
    extra: (UnionWeight, Score),
    floor: Floor,
}

impl Weight for NearWeight {
    fn scorer(&self, segment: &SegmentReader, boost: Score) -> tantivy::Result<Box<dyn Scorer>> {
        let mut clauses = Vec::new();
        for (clause, most) in &self.clauses {
            let union = clause.union(segment, boost)?;
            if !union.is_empty() {
                clauses.push((union, most * boost));
            }
        }
        if clauses.is_empty() {
            return Ok(Box::new(EmptyScorer));
        }
        let extra = (self.extra.0.union(segment, boost)?, self.extra.1 * boost);
        Ok(Box::new(NearScorer::new(clauses, extra, self.floor.clone(), segment.max_doc())))
    }

    fn explain(&self, segment: &SegmentReader, doc: DocId) -> tantivy::Result<Explanation> {
        explain(self, "Near", segment, doc)
    }
}

/// Of a long text only so many of the most telling clauses are looked for: who has none of them is
/// not near, however many of the others it has.
const LEADING: usize = 8;

struct NearScorer {
    /// Those that can be worth most come first.
    clauses: Vec<Clause>,
    extra: UnionScorer,
    /// The most that the extra can add.
    extra_most: Score,
    floor: Floor,
    /// What is found in the window, the first post last.
    found: Vec<(DocId, Score)>,
    /// The first post after the window.
    end: DocId,
    window: Window,
    also: Window,
}

struct Clause {
    union: UnionScorer,
    /// The most that it and all clauses after it, and the extra, can be worth together.
    most: Score,
    /// How many posts it has in a window, about.
    own: usize,
}

/// What bounds are stretched by, so that no rounding leaves a post out.
const ROUNDING: Score = 1.001;

impl NearScorer {
    fn new(
        clauses: Vec<(UnionScorer, Score)>,
        (extra, extra_most): (UnionScorer, Score),
        floor: Floor,
        of: DocId,
    ) -> Self {
        let mut sum = extra_most * ROUNDING;
        let mut bounded: Vec<Clause> = Vec::with_capacity(clauses.len());
        for (union, most) in clauses.into_iter().rev() {
            sum += most * ROUNDING;
            let own = union.in_a_window(of);
            bounded.push(Clause { union, most: sum, own });
        }
        bounded.reverse();
        let mut near = Self {
            clauses: bounded,
            extra,
            extra_most,
            floor,
            found: Vec::new(),
            end: 0,
            window: Window::new(),
            also: Window::new(),
        };
        near.go_to(0);
        near
    }

    /// Looks at windows from `target` on until there is a post in one.
    fn go_to(&mut self, mut target: DocId) -> DocId {
        self.found.clear();
        while self.found.is_empty() {
            let floor = self.floor.height();
            // Who has none of these clauses stays under the floor.
            let leading = self.clauses.iter().take(LEADING);
            let leading = leading.take_while(|clause| clause.most >= floor).count();
            let next = self.clauses.iter_mut().take(leading).map(|one| one.union.go_to(target));
            let next = next.min().unwrap_or(TERMINATED);
            self.end = TERMINATED.min(next + WIDTH as DocId);
            if next == TERMINATED {
                break;
            }
            self.window.clear(next);
            self.look(leading, floor);
            target = self.end;
        }
        self.doc()
    }

    /// Fills the window, by the leading clauses first, and takes what reaches the floor.
    fn look(&mut self, leading: usize, floor: Score) {
        for (at, clause) in self.clauses.iter_mut().enumerate() {
            self.also.clear(self.window.base);
            if at < leading {
                clause.union.fill(&mut self.also);
                self.window.join(&self.also);
            } else {
                self.window.retain(|worth| worth + clause.most >= floor);
                clause.union.fill_among(&self.window, &mut self.also, clause.own);
                self.window.join(&self.also);
            }
        }
        self.window.retain(|worth| worth + self.extra_most * ROUNDING >= floor);
        let (found, extra) = (&mut self.found, &mut self.extra);
        self.window.for_each(|doc, worth| found.push((doc, worth + extra.worth_of(doc))));
        self.found.retain(|(_, worth)| *worth >= floor);
        self.found.reverse();
    }
}

impl DocSet for NearScorer {
    fn advance(&mut self) -> DocId {
        let floor = self.floor.height();
        self.found.pop();
        while self.found.pop_if(|(_, worth)| *worth < floor).is_some() {}
        if self.found.is_empty() { self.go_to(self.end) } else { self.doc() }
    }

    fn seek(&mut self, target: DocId) -> DocId {
        while self.found.pop_if(|(doc, _)| *doc < target).is_some() {}
        if self.found.is_empty() { self.go_to(target.max(self.end)) } else { self.doc() }
    }

    fn doc(&self) -> DocId {
        self.found.last().map_or(TERMINATED, |(doc, _)| *doc)
    }

    fn size_hint(&self) -> u32 {
        self.clauses.iter().map(|one| one.union.size_hint()).fold(0, u32::saturating_add)
    }

    fn cost(&self) -> u64 {
        self.clauses.iter().map(|one| one.union.cost()).fold(0, u64::saturating_add)
    }
}

impl Scorer for NearScorer {
    fn score(&mut self) -> Score {
        self.found.last().map_or(0.0, |(_, worth)| *worth)
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use proptest::prelude::*;

    use super::*;
    use crate::query::engine::listed::listed;
    use crate::query::engine::member::MemberScorer;
    use crate::query::engine::other::Other;
    use crate::query::engine::window::Joined;

    /// Posts of the segment: several windows of them.
    const POSTS: DocId = 15_000;

    type Lists = Vec<(BTreeSet<DocId>, u8)>;

    fn lists() -> impl Strategy<Value = Lists> {
        let list = prop::collection::btree_set(0..POSTS, 0..60);
        let dense = (0..POSTS - 300, 1..300_u32);
        let list = (list, dense).prop_map(|(mut posts, (from, length))| {
            posts.extend(from..from + length);
            posts
        });
        prop::collection::vec((list, 1..9_u8), 2..7)
    }

    fn scorer((list, worth): &(BTreeSet<DocId>, u8)) -> (UnionScorer, Score) {
        let posts: Vec<DocId> = list.iter().copied().collect();
        let worth = Score::from(*worth);
        let member = MemberScorer::Other(Other::new(listed(&posts, worth)));
        (UnionScorer::new(vec![member], Joined::Best, None), worth)
    }

    /// The first list only adds.
    fn near(lists: &Lists, floor: &Floor) -> NearScorer {
        let mut clauses: Vec<_> = lists[1..].iter().map(scorer).collect();
        clauses.sort_by(|(_, one), (_, other)| other.total_cmp(one));
        NearScorer::new(clauses, scorer(&lists[0]), floor.clone(), POSTS)
    }

    /// Posts and their worth by reading the lists through.
    fn read_through(lists: &Lists) -> Vec<(DocId, Score)> {
        let found = (0..POSTS).filter(|doc| lists[1..].iter().any(|(list, _)| list.contains(doc)));
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
            targets in prop::collection::btree_set(0..POSTS + 200, 1..30),
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
