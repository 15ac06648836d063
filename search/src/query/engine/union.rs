//! A union that can be skipped through.
//!
//! tantivy's own reads 4,096 posts of every member ahead wherever it is sought to. Among the words
//! of a query, where the rarest one leads and the others follow, that is nearly all of their posts.
//! This one seeks its members and nothing else.

use tantivy::query::{EmptyScorer, EnableScoring, Explanation, Query, Scorer, Weight};
use tantivy::{DocId, DocSet, Score, SegmentReader, TERMINATED, Term};

use super::bm25::AllLengths;
use super::explain::explain;
use super::member::{Member, MemberScorer, MemberWeight};
use super::window::{Joined, WIDTH, Window};

/// Posts that any of some members finds.
#[derive(Debug, Clone)]
pub(crate) struct Union {
    members: Vec<Member>,
    joined: Joined,
    lift: Option<Box<Union>>,
}

impl Union {
    pub(crate) fn new(members: Vec<Member>, joined: Joined) -> Self {
        Self { members, joined, lift: None }
    }

    /// The same posts, worth more where another union finds them as well.
    pub(crate) fn lifted(self, lift: Self) -> Self {
        let lift = (!lift.is_empty()).then(|| Box::new(lift));
        Self { lift, ..self }
    }

    /// Whether it finds nothing anywhere.
    pub(crate) fn is_empty(&self) -> bool {
        self.members.is_empty()
    }

    pub(super) fn weigh(&self, scoring: EnableScoring<'_>) -> tantivy::Result<UnionWeight> {
        let mut lengths = AllLengths::new(scoring);
        let members = self.members.iter().map(|member| member.weight(scoring, &mut lengths));
        let members = members.collect::<tantivy::Result<Vec<_>>>()?;
        let lift = self.lift.as_ref().map(|lift| lift.weigh(scoring)).transpose()?;
        Ok(UnionWeight { members, joined: self.joined, lift: lift.map(Box::new) })
    }
}

impl Query for Union {
    fn weight(&self, scoring: EnableScoring<'_>) -> tantivy::Result<Box<dyn Weight>> {
        Ok(Box::new(self.weigh(scoring)?))
    }

    fn query_terms<'a>(&'a self, visitor: &mut dyn FnMut(&'a Term, bool)) {
        self.members.iter().for_each(|member| member.query_terms(visitor));
        self.lift.iter().for_each(|lift| lift.query_terms(visitor));
    }
}

pub(super) struct UnionWeight {
    members: Vec<MemberWeight>,
    joined: Joined,
    lift: Option<Box<UnionWeight>>,
}

impl UnionWeight {
    pub(super) fn union(
        &self,
        segment: &SegmentReader,
        boost: Score,
    ) -> tantivy::Result<UnionScorer> {
        let mut members = Vec::new();
        for member in &self.members {
            let scorer = member.scorer(segment, boost)?;
            members.extend(scorer.filter(|scorer| scorer.at() != TERMINATED));
        }
        // What lifts nothing need not be looked for.
        let lift = self.lift.as_ref().filter(|_| !members.is_empty());
        let lift = lift.map(|lift| lift.union(segment, boost)).transpose()?;
        Ok(UnionScorer::new(members, self.joined, lift.map(Box::new)))
    }
}

impl Weight for UnionWeight {
    fn scorer(&self, segment: &SegmentReader, boost: Score) -> tantivy::Result<Box<dyn Scorer>> {
        let mut union = self.union(segment, boost)?;
        Ok(if union.go_to(0) == TERMINATED { Box::new(EmptyScorer) } else { Box::new(union) })
    }

    fn explain(&self, segment: &SegmentReader, doc: DocId) -> tantivy::Result<Explanation> {
        explain(self, "Union", segment, doc)
    }
}

pub(super) struct UnionScorer {
    members: Vec<MemberScorer>,
    /// Where each member stands, and the first of these places; both hold if it is `placed`.
    at: Vec<DocId>,
    doc: DocId,
    placed: bool,
    joined: Joined,
    lift: Option<Box<UnionScorer>>,
}

impl UnionScorer {
    pub(super) fn new(members: Vec<MemberScorer>, joined: Joined, lift: Option<Box<Self>>) -> Self {
        let at = vec![0; members.len()];
        Self { members, at, doc: 0, placed: false, joined, lift }
    }

    /// Whether no member has a post; those that stand nowhere yet may have.
    pub(super) fn is_empty(&self) -> bool {
        self.members.is_empty()
    }

    /// What lifts its posts, which is then no longer its own.
    pub(super) fn take_lift(&mut self) -> Option<Self> {
        self.lift.take().map(|lift| *lift)
    }

    /// Its first post from `target` on that lies no further back than where it stands.
    pub(super) fn go_to(&mut self, target: DocId) -> DocId {
        if !self.placed || self.doc < target { self.seek(target) } else { self.doc }
    }

    /// What a post is worth that lies no further back than any asked for before; nothing if none
    /// finds it.
    pub(super) fn worth_of(&mut self, doc: DocId) -> Score {
        if self.go_to(doc) == doc { self.score() } else { 0.0 }
    }

    /// How many posts it has in a window, about, in a segment of so many.
    pub(super) fn in_a_window(&self, of: DocId) -> usize {
        self.cost() as usize * WIDTH / of.max(1) as usize
    }

    /// Puts its posts into a window.
    pub(super) fn fill(&mut self, window: &mut Window) {
        self.put_each(window, |_| true);
    }

    /// Puts those of its posts into a window that another one has; a window has about so many of
    /// its own.
    pub(super) fn fill_among(&mut self, found: &Window, window: &mut Window, own: usize) {
        if found.count() * SEEKING > own {
            return self.put_each(window, |doc| found.has(doc));
        }
        let joined = self.joined;
        found.for_each(|doc, _| {
            for member in self.members.iter_mut() {
                if member.at() <= doc && member.has(doc) {
                    window.put(doc, member.score(), joined);
                }
            }
        });
        self.placed = false;
    }

    fn put_each(&mut self, window: &mut Window, wanted: impl Fn(DocId) -> bool) {
        for member in &mut self.members {
            member.put_each(window, self.joined, &wanted);
        }
        self.placed = false;
    }
}

/// To seek a post costs as much as to read so many.
const SEEKING: usize = 8;

impl DocSet for UnionScorer {
    #[inline]
    fn advance(&mut self) -> DocId {
        let mut next = TERMINATED;
        for (member, at) in self.members.iter_mut().zip(&mut self.at) {
            if *at == self.doc && *at != TERMINATED {
                *at = member.advance();
            }
            next = next.min(*at);
        }
        self.doc = next;
        next
    }

    fn seek(&mut self, target: DocId) -> DocId {
        let mut next = TERMINATED;
        for (member, at) in self.members.iter_mut().zip(&mut self.at) {
            if !self.placed || *at < target {
                *at = member.go_to(target);
            }
            next = next.min(*at);
        }
        (self.doc, self.placed) = (next, true);
        next
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
        let doc = self.doc;
        let here = self.members.iter_mut().zip(&self.at).filter(|(_, at)| **at == doc);
        let scores = here.map(|(member, _)| member.score());
        let worth = match self.joined {
            Joined::Best => scores.fold(0.0, Score::max),
            Joined::Sum => scores.sum(),
        };
        worth + self.lift.as_mut().map_or(0.0, |lift| lift.worth_of(doc))
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::query::engine::listed::listed;
    use crate::query::engine::other::Other;

    fn union(lists: &[Vec<DocId>], joined: Joined) -> UnionScorer {
        let member = |(at, list): (usize, &Vec<DocId>)| {
            MemberScorer::Other(Other::new(listed(list, (at + 1) as Score)))
        };
        let members = lists.iter().enumerate().map(member).collect();
        let mut union = UnionScorer::new(members, joined, None);
        union.go_to(0);
        union
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
        fn a_lift_adds_to_what_is_found_and_finds_nothing(found in lists(), lift in lists()) {
            let mut union = union(&found, Joined::Best);
            union.lift = Some(Box::new(self::union(&lift, Joined::Sum)));
            for doc in 0..200 {
                if found.iter().any(|list| list.contains(&doc)) {
                    let worth = worth(&found, doc, Joined::Best) + worth(&lift, doc, Joined::Sum);
                    prop_assert_eq!((union.doc(), union.score()), (doc, worth));
                    union.advance();
                }
            }
            prop_assert_eq!(union.doc(), TERMINATED);
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
