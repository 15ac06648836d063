//! A union that can be skipped through.
//!
//! tantivy's own reads 4,096 posts of every member ahead wherever it is sought to. Among the words
//! of a query, where the rarest one leads and the others follow, that is nearly all of their posts.
//! This one seeks its members and nothing else.

use tantivy::query::{EmptyScorer, EnableScoring, Explanation, Query, Scorer, Weight};
use tantivy::{DocId, DocSet, Score, SegmentReader, TERMINATED, TantivyError, Term};

/// Posts that any of some queries finds.
#[derive(Debug)]
pub(super) struct Union {
    members: Vec<Box<dyn Query>>,
    joined: Joined,
}

/// What a post is worth that several members find.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Joined {
    /// As much as the best of them.
    Best,
    /// As much as all of them.
    Sum,
}

impl Union {
    pub(super) fn new(members: Vec<Box<dyn Query>>, joined: Joined) -> Self {
        Self { members, joined }
    }
}

impl Clone for Union {
    fn clone(&self) -> Self {
        let members = self.members.iter().map(|member| member.box_clone()).collect();
        Self { members, joined: self.joined }
    }
}

impl Query for Union {
    fn weight(&self, scoring: EnableScoring<'_>) -> tantivy::Result<Box<dyn Weight>> {
        let members = self.members.iter().map(|member| member.weight(scoring));
        let members = members.collect::<tantivy::Result<Vec<_>>>()?;
        Ok(Box::new(UnionWeight { members, joined: self.joined }))
    }

    fn query_terms<'a>(&'a self, visitor: &mut dyn FnMut(&'a Term, bool)) {
        self.members.iter().for_each(|member| member.query_terms(visitor));
    }
}

struct UnionWeight {
    members: Vec<Box<dyn Weight>>,
    joined: Joined,
}

impl Weight for UnionWeight {
    fn scorer(&self, segment: &SegmentReader, boost: Score) -> tantivy::Result<Box<dyn Scorer>> {
        let mut members = Vec::new();
        for member in &self.members {
            let scorer = member.scorer(segment, boost)?;
            if scorer.doc() != TERMINATED {
                members.push(scorer);
            }
        }
        Ok(match members.len() {
            0 => Box::new(EmptyScorer),
            1 => members.swap_remove(0),
            _ => Box::new(UnionScorer::new(members, self.joined)),
        })
    }

    fn explain(&self, segment: &SegmentReader, doc: DocId) -> tantivy::Result<Explanation> {
        let mut scorer = self.scorer(segment, 1.0)?;
        if scorer.doc() > doc || scorer.seek(doc) != doc {
            let missing = format!("the union does not find post {doc} of the segment");
            return Err(TantivyError::InvalidArgument(missing));
        }
        Ok(Explanation::new("Union", scorer.score()))
    }
}

struct UnionScorer {
    members: Vec<Box<dyn Scorer>>,
    /// Where each member stands.
    at: Vec<DocId>,
    /// The first of these.
    doc: DocId,
    joined: Joined,
}

impl UnionScorer {
    fn new(members: Vec<Box<dyn Scorer>>, joined: Joined) -> Self {
        let at = members.iter().map(|member| member.doc()).collect();
        let mut union = Self { members, at, doc: 0, joined };
        union.settle();
        union
    }

    fn settle(&mut self) -> DocId {
        self.doc = self.at.iter().copied().fold(TERMINATED, DocId::min);
        self.doc
    }
}

impl DocSet for UnionScorer {
    fn advance(&mut self) -> DocId {
        for (member, at) in self.members.iter_mut().zip(&mut self.at) {
            if *at == self.doc && *at != TERMINATED {
                *at = member.advance();
            }
        }
        self.settle()
    }

    fn seek(&mut self, target: DocId) -> DocId {
        for (member, at) in self.members.iter_mut().zip(&mut self.at) {
            if *at < target {
                *at = member.seek(target);
            }
        }
        self.settle()
    }

    fn doc(&self) -> DocId {
        self.doc
    }

    fn size_hint(&self) -> u32 {
        self.members.iter().map(|member| member.size_hint()).fold(0, u32::saturating_add)
    }

    fn cost(&self) -> u64 {
        self.members.iter().map(|member| member.cost()).fold(0, u64::saturating_add)
    }
}

impl Scorer for UnionScorer {
    fn score(&mut self) -> Score {
        let here = self.members.iter_mut().zip(&self.at).filter(|(_, at)| **at == self.doc);
        let scores = here.map(|(member, _)| member.score());
        match self.joined {
            Joined::Best => scores.fold(0.0, Score::max),
            Joined::Sum => scores.sum(),
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::query::listed::listed;

    fn union(lists: &[Vec<DocId>], joined: Joined) -> UnionScorer {
        let member = |(at, list): (usize, &Vec<DocId>)| listed(list, (at + 1) as Score);
        UnionScorer::new(lists.iter().enumerate().map(member).collect(), joined)
    }

    fn lists() -> impl Strategy<Value = Vec<Vec<DocId>>> {
        let list = prop::collection::btree_set(0..200_u32, 0..40);
        prop::collection::vec(list.prop_map(|list| list.into_iter().collect()), 1..6)
    }

    /// What a post is worth by reading the lists through.
    fn worth(lists: &[Vec<DocId>], doc: DocId, joined: Joined) -> Score {
        let here = lists.iter().enumerate().filter(|(_, list)| list.contains(&doc));
        let worth = here.map(|(at, _)| (at + 1) as Score);
        match joined {
            Joined::Best => worth.fold(0.0, Score::max),
            Joined::Sum => worth.sum(),
        }
    }

    proptest! {
        #[test]
        fn every_post_comes_once_and_with_its_worth(lists in lists(), best: bool) {
            let joined = if best { Joined::Best } else { Joined::Sum };
            let mut union = union(&lists, joined);
            for doc in 0..200 {
                if lists.iter().any(|list| list.contains(&doc)) {
                    prop_assert_eq!(union.doc(), doc);
                    prop_assert_eq!(union.score(), worth(&lists, doc, joined));
                    union.advance();
                }
            }
            prop_assert_eq!((union.doc(), union.advance()), (TERMINATED, TERMINATED));
        }

        #[test]
        fn a_seek_ends_at_the_next_post(
            lists in lists(),
            targets in prop::collection::btree_set(0..220_u32, 1..30),
        ) {
            let mut union = union(&lists, Joined::Best);
            for target in targets {
                let next = (target..200).find(|doc| lists.iter().any(|list| list.contains(doc)));
                let target = target.max(union.doc());
                prop_assert_eq!(union.seek(target), next.unwrap_or(TERMINATED));
            }
        }
    }
}
