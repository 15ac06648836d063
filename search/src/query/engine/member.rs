//! What a union is made of: terms and beginnings, which are read without a detour, and other queries.
//!
//! tantivy asks each member of a query through a table of functions and knows nothing of it. Nearly
//! all members here are terms, and among a million posts a common one is asked half a million
//! times.

use indexer::after_beginning;
use tantivy::fieldnorm::FieldNormReader;
use tantivy::postings::{Postings, SegmentPostings};
use tantivy::query::{BitSetDocSet, EnableScoring, Query, Weight};
use tantivy::schema::{Field, IndexRecordOption};
use tantivy::{BitSet, DocId, DocSet, Score, SegmentReader, Term};

use super::bm25::{AllLengths, Lengths};
use super::other::Other;
use super::window::{Joined, Window};

/// A member of a union, and what its posts are worth.
#[derive(Debug)]
pub(crate) enum Member {
    /// Posts that have a term: worth so much where BM25 makes 1 of it.
    Term(Term, Score),
    /// Posts that have a term: each worth the same.
    Mark(Term, Score),
    /// Posts that have a term which begins so: each worth the same. tantivy's own phrase prefix
    /// stops at 50 terms and would miscount.
    Beginning(Field, String, Score),
    /// What another query finds, worth so many times what it says.
    Other(Box<dyn Query>, Score),
}

impl Clone for Member {
    fn clone(&self) -> Self {
        match self {
            Self::Term(term, worth) => Self::Term(term.clone(), *worth),
            Self::Mark(term, worth) => Self::Mark(term.clone(), *worth),
            Self::Beginning(field, start, worth) => Self::Beginning(*field, start.clone(), *worth),
            Self::Other(query, boost) => Self::Other(query.box_clone(), *boost),
        }
    }
}

impl Member {
    pub(super) fn weight(
        &self,
        scoring: EnableScoring<'_>,
        lengths: &mut AllLengths<'_>,
    ) -> tantivy::Result<MemberWeight> {
        let scored = matches!(scoring, EnableScoring::Enabled { .. });
        Ok(match self {
            Self::Term(term, worth) if scored => {
                MemberWeight::Term(term.clone(), lengths.of(term.field())?, *worth)
            }
            Self::Term(term, _) => MemberWeight::Mark(term.clone(), 0.0),
            Self::Mark(term, worth) => MemberWeight::Mark(term.clone(), *worth),
            Self::Beginning(field, start, worth) => {
                MemberWeight::Beginning(*field, start.clone(), *worth)
            }
            Self::Other(query, boost) => MemberWeight::Other(query.weight(scoring)?, *boost),
        })
    }

    pub(super) fn query_terms<'a>(&'a self, visitor: &mut dyn FnMut(&'a Term, bool)) {
        match self {
            Self::Term(term, _) | Self::Mark(term, _) => visitor(term, false),
            Self::Beginning(..) => {}
            Self::Other(query, _) => query.query_terms(visitor),
        }
    }
}

/// A member that knows how long posts are.
pub(super) enum MemberWeight {
    Term(Term, Lengths, Score),
    Mark(Term, Score),
    Beginning(Field, String, Score),
    Other(Box<dyn Weight>, Score),
}

impl MemberWeight {
    /// The member's posts in a segment; none if it has none.
    pub(super) fn scorer(
        &self,
        segment: &SegmentReader,
        boost: Score,
    ) -> tantivy::Result<Option<MemberScorer>> {
        Ok(match self {
            Self::Term(term, lengths, worth) => {
                let postings = postings(segment, term, IndexRecordOption::WithFreqs)?;
                let norms = segment.get_fieldnorms_reader(term.field())?;
                let (lengths, worth) = (lengths.clone(), worth * boost);
                postings.map(|postings| MemberScorer::Term { postings, norms, lengths, worth })
            }
            Self::Mark(term, worth) => postings(segment, term, IndexRecordOption::Basic)?
                .map(|postings| MemberScorer::Mark { postings, worth: exact(worth * boost) }),
            Self::Beginning(field, start, worth) => {
                let posts = posts_with_beginning(segment, *field, start)?;
                Some(MemberScorer::Beginning { posts, worth: exact(worth * boost) })
            }
            Self::Other(weight, own) => {
                Some(MemberScorer::Other(Other::of(weight.as_ref(), segment, boost * own)?))
            }
        })
    }
}

fn postings(
    segment: &SegmentReader,
    term: &Term,
    option: IndexRecordOption,
) -> tantivy::Result<Option<Box<SegmentPostings>>> {
    let index = segment.inverted_index(term.field())?;
    Ok(index.read_postings(term, option)?.map(Box::new))
}

fn posts_with_beginning(
    segment: &SegmentReader,
    field: Field,
    start: &str,
) -> tantivy::Result<BitSetDocSet> {
    let index = segment.inverted_index(field)?;
    let mut posts = BitSet::with_max_value(segment.max_doc());
    let end = after_beginning(start);
    let mut terms = index.terms().range().ge(start.as_bytes()).lt(&end).into_stream()?;
    let mut held = None;
    while terms.advance() {
        let basic = IndexRecordOption::Basic;
        let block = match &mut held {
            None => held.insert(index.read_block_postings_from_terminfo(terms.value(), basic)?),
            Some(block) => {
                index.reset_block_postings_from_terminfo(terms.value(), block)?;
                block
            }
        };
        while !block.docs().is_empty() {
            for post in block.docs() {
                posts.insert(*post);
            }
            block.advance();
        }
    }
    Ok(BitSetDocSet::from(posts))
}

/// A member's posts in one segment.
pub(super) enum MemberScorer {
    Term { postings: Box<SegmentPostings>, norms: FieldNormReader, lengths: Lengths, worth: Score },
    Mark { postings: Box<SegmentPostings>, worth: Score },
    Beginning { posts: BitSetDocSet, worth: Score },
    Other(Other),
}

impl MemberScorer {
    /// Where it stands; of another query perhaps only a post that its next one is not before.
    #[inline]
    pub(super) fn at(&self) -> DocId {
        match self {
            Self::Term { postings, .. } | Self::Mark { postings, .. } => postings.doc(),
            Self::Beginning { posts, .. } => posts.doc(),
            Self::Other(other) => other.at(),
        }
    }

    /// Whether it has a post that lies no further back than any asked for before.
    #[inline]
    pub(super) fn has(&mut self, doc: DocId) -> bool {
        match self {
            Self::Other(other) => other.has(doc),
            posts => posts.go_to(doc) == doc,
        }
    }

    #[inline]
    pub(super) fn advance(&mut self) -> DocId {
        match self {
            Self::Term { postings, .. } | Self::Mark { postings, .. } => postings.advance(),
            Self::Beginning { posts, .. } => posts.advance(),
            Self::Other(other) => other.advance(),
        }
    }

    /// Goes to its first post from `target` on that lies no further back than where it stands.
    #[inline]
    pub(super) fn go_to(&mut self, target: DocId) -> DocId {
        match self {
            Self::Term { postings, .. } | Self::Mark { postings, .. } => {
                go_to(&mut **postings, target)
            }
            Self::Beginning { posts, .. } => go_to(posts, target),
            Self::Other(other) => other.go_to(target),
        }
    }

    /// What the post is worth at which it stands.
    #[inline]
    pub(super) fn score(&mut self) -> Score {
        match self {
            Self::Term { postings, norms, lengths, worth } => {
                let length = norms.fieldnorm_id(postings.doc());
                exact(*worth * lengths.factor(length, postings.term_freq()))
            }
            Self::Mark { worth, .. } | Self::Beginning { worth, .. } => *worth,
            Self::Other(other) => exact(other.score()),
        }
    }

    /// Puts its posts into a window, those that are wanted, and goes to the first one after it.
    pub(super) fn put_each(
        &mut self,
        window: &mut Window,
        joined: Joined,
        wanted: &impl Fn(DocId) -> bool,
    ) -> DocId {
        match self {
            Self::Term { postings, norms, lengths, worth } => {
                let worth = |postings: &mut SegmentPostings, doc| {
                    exact(*worth * lengths.factor(norms.fieldnorm_id(doc), postings.term_freq()))
                };
                put_each(postings.as_mut(), worth, window, joined, wanted)
            }
            Self::Mark { postings, worth } => {
                put_each(postings.as_mut(), |_, _| *worth, window, joined, wanted)
            }
            Self::Beginning { posts, worth } => {
                put_each(posts, |_, _| *worth, window, joined, wanted)
            }
            Self::Other(other) => {
                let mut doc = other.go_to(window.base);
                while doc < window.end() {
                    if wanted(doc) {
                        window.put(doc, exact(other.score()), joined);
                    }
                    doc = other.advance();
                }
                doc
            }
        }
    }

    pub(super) fn size_hint(&self) -> u32 {
        match self {
            Self::Term { postings, .. } | Self::Mark { postings, .. } => postings.size_hint(),
            Self::Beginning { posts, .. } => posts.size_hint(),
            Self::Other(other) => other.size_hint(),
        }
    }

    pub(super) fn cost(&self) -> u64 {
        match self {
            Self::Other(other) => other.cost(),
            _ => self.size_hint().into(),
        }
    }
}

#[inline]
fn go_to(posts: &mut impl DocSet, target: DocId) -> DocId {
    let doc = posts.doc();
    if doc < target { posts.seek(target) } else { doc }
}

/// What a member finds is worth so many times 1/1024: such numbers add up to the same in any order,
/// and the order in which clauses are added differs from segment to segment.
#[inline]
fn exact(worth: Score) -> Score {
    const STEPS: Score = 1024.0;
    (worth * STEPS) as i32 as Score / STEPS
}

/// The same of posts whose worth is told one by one. Written out for each sort of posts: it is the
/// innermost of all loops.
#[inline]
fn put_each<D: DocSet>(
    posts: &mut D,
    mut worth: impl FnMut(&mut D, DocId) -> Score,
    window: &mut Window,
    joined: Joined,
    wanted: &impl Fn(DocId) -> bool,
) -> DocId {
    let end = window.end();
    let mut doc = go_to(posts, window.base);
    while doc < end {
        if wanted(doc) {
            window.put(doc, worth(posts, doc), joined);
        }
        doc = posts.advance();
    }
    doc
}
