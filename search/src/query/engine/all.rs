//! Posts that all of some unions find.

use tantivy::query::{
    EmptyScorer, EnableScoring, Explanation, Query, Scorer, Weight, intersect_scorers,
};
use tantivy::{COLLECT_BLOCK_BUFFER_LEN, DocId, DocSet, Score, SegmentReader, TERMINATED, Term};

use super::explain::explain;
use super::union::{Union, UnionScorer, UnionWeight};
use super::window::Window;

/// Posts that every clause finds; none if there is no clause.
#[derive(Debug, Clone)]
pub(crate) struct All(Vec<Union>);

impl All {
    pub(crate) fn of(clauses: Vec<Union>) -> Self {
        Self(clauses)
    }
}

impl Query for All {
    fn weight(&self, scoring: EnableScoring<'_>) -> tantivy::Result<Box<dyn Weight>> {
        let clauses = self.0.iter().map(|clause| clause.weigh(scoring));
        Ok(Box::new(AllWeight(clauses.collect::<tantivy::Result<_>>()?)))
    }

    fn query_terms<'a>(&'a self, visitor: &mut dyn FnMut(&'a Term, bool)) {
        self.0.iter().for_each(|clause| clause.query_terms(visitor));
    }
}

struct AllWeight(Vec<UnionWeight>);

impl AllWeight {
    /// The clauses' posts; nothing if a clause has none.
    fn clauses(&self, segment: &SegmentReader, boost: Score) -> tantivy::Result<Vec<UnionScorer>> {
        let mut clauses = Vec::new();
        for clause in &self.0 {
            let union = clause.union(segment, boost)?;
            if union.is_empty() {
                return Ok(Vec::new());
            }
            clauses.push(union);
        }
        Ok(clauses)
    }
}

impl Weight for AllWeight {
    fn scorer(&self, segment: &SegmentReader, boost: Score) -> tantivy::Result<Box<dyn Scorer>> {
        let clauses = self.clauses(segment, boost)?.into_iter();
        let mut scorers: Vec<Box<dyn Scorer>> = Vec::new();
        for mut union in clauses {
            if union.go_to(0) == TERMINATED {
                return Ok(Box::new(EmptyScorer));
            }
            scorers.push(Box::new(union));
        }
        Ok(match scorers.is_empty() {
            true => Box::new(EmptyScorer),
            false => intersect_scorers(scorers, segment.max_doc()),
        })
    }

    fn explain(&self, segment: &SegmentReader, doc: DocId) -> tantivy::Result<Explanation> {
        explain(self, "All", segment, doc)
    }

    /// The same as by the scorer, a window of posts at a time.
    fn for_each(
        &self,
        segment: &SegmentReader,
        callback: &mut dyn FnMut(DocId, Score),
    ) -> tantivy::Result<()> {
        walk(self.clauses(segment, 1.0)?, segment.max_doc(), callback);
        Ok(())
    }

    fn for_each_no_score(
        &self,
        segment: &SegmentReader,
        callback: &mut dyn FnMut(&[DocId]),
    ) -> tantivy::Result<()> {
        let mut held = Vec::with_capacity(COLLECT_BLOCK_BUFFER_LEN);
        walk(self.clauses(segment, 1.0)?, segment.max_doc(), &mut |doc, _| {
            held.push(doc);
            if held.len() == COLLECT_BLOCK_BUFFER_LEN {
                callback(&held);
                held.clear();
            }
        });
        callback(&held);
        Ok(())
    }
}

/// Finds the posts of all clauses in their order, of a segment of so many posts.
fn walk(mut clauses: Vec<UnionScorer>, of: DocId, take: &mut dyn FnMut(DocId, Score)) {
    clauses.sort_by_key(DocSet::cost);
    let mut lifts: Vec<UnionScorer> =
        clauses.iter_mut().filter_map(UnionScorer::take_lift).collect();
    let own: Vec<usize> = clauses.iter().map(|clause| clause.in_a_window(of)).collect();
    let (mut found, mut also) = (Window::new(), Window::new());
    let mut target = 0;
    loop {
        // The thinnest clause says where; the others need not know where they would go on.
        let next = clauses.first_mut().map_or(TERMINATED, |thinnest| thinnest.go_to(target));
        if next == TERMINATED {
            return;
        }
        found.clear(next);
        for (at, (clause, own)) in clauses.iter_mut().zip(&own).enumerate() {
            if at == 0 {
                clause.fill(&mut found);
            } else {
                also.clear(next);
                clause.fill_among(&found, &mut also, *own);
                found.leave(&also);
            }
        }
        found.for_each(|doc, worth| {
            let lift: Score = lifts.iter_mut().map(|lift| lift.worth_of(doc)).sum();
            take(doc, worth + lift);
        });
        target = found.end();
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::query::engine::listed::listed;
    use crate::query::engine::member::MemberScorer;
    use crate::query::engine::other::Other;
    use crate::query::engine::window::Joined;

    type Lists = Vec<Vec<DocId>>;

    /// Lists that are thin here and thick there, over several windows.
    fn lists() -> impl Strategy<Value = Lists> {
        let thin = prop::collection::btree_set(0..20_000_u32, 0..60);
        let thick = (0..15_000_u32, 1..3_000_u32, 1..4_u32);
        let list = (thin, thick).prop_map(|(mut posts, (from, length, step))| {
            posts.extend((from..from + length).step_by(step as usize));
            posts.into_iter().collect()
        });
        prop::collection::vec(list, 1..4)
    }

    fn union(lists: &Lists) -> UnionScorer {
        let member = |(at, list): (usize, &Vec<DocId>)| {
            MemberScorer::Other(Other::new(listed(list, (at + 1) as Score)))
        };
        UnionScorer::new(lists.iter().enumerate().map(member).collect(), Joined::Best, None)
    }

    proptest! {
        #[test]
        fn posts_of_all_clauses_are_found_in_their_order(
            clauses in prop::collection::vec(lists(), 1..4),
        ) {
            let mut found = Vec::new();
            walk(clauses.iter().map(union).collect(), 20_000, &mut |doc, worth| found.push((doc, worth)));
            let best = |lists: &Lists, doc: DocId| {
                lists.iter().rposition(|list| list.binary_search(&doc).is_ok())
            };
            let worth = |doc| -> Option<Score> {
                clauses.iter().map(|lists| Some((best(lists, doc)? + 1) as Score)).sum()
            };
            let all: Vec<_> = (0..20_000).filter_map(|doc| Some((doc, worth(doc)?))).collect();
            prop_assert_eq!(found, all);
        }
    }
}
