//! Which words posts have.
//!
//! A word that no post has is looked for under some thousand other spellings, and nearly none of
//! these is in any dictionary. So a filter stands before the dictionaries of each segment: what it
//! has not seen needs no look.

use std::collections::HashMap;
use std::sync::Arc;

use fastbloom::BloomFilter;
use foldhash::fast::FixedState;
use tantivy::index::SegmentId;
use tantivy::schema::{Field, IndexRecordOption};
use tantivy::{DocSet, Searcher, SegmentReader, TERMINATED};

use crate::reader::View;
use crate::schema::Fields;

/// Of so many words that a segment does not have one is looked for all the same: ten bits a word.
const IN_VAIN: f64 = 0.01;

/// The filters of a view, one for each segment, in the order of its segments.
#[derive(Clone, Default)]
pub(crate) struct Words(Vec<(SegmentId, Arc<SegmentWords>)>);

struct SegmentWords {
    text: Filter,
    author: Filter,
}

type Filter = BloomFilter<FixedState>;

impl Words {
    /// The filters of a searcher's segments; those of segments that were there `before` are kept.
    pub(crate) fn of(searcher: &Searcher, fields: &Fields, before: &Self) -> tantivy::Result<Self> {
        let held: HashMap<_, _> = before.0.iter().cloned().collect();
        let words = searcher.segment_readers().iter().map(|segment| {
            let id = segment.segment_id();
            let words = match held.get(&id) {
                Some(words) => words.clone(),
                None => Arc::new(SegmentWords::of(segment, fields)?),
            };
            Ok((id, words))
        });
        Ok(Self(words.collect::<tantivy::Result<_>>()?))
    }
}

impl SegmentWords {
    fn of(segment: &SegmentReader, fields: &Fields) -> tantivy::Result<Self> {
        let filter = |field| filter(segment, field);
        Ok(Self { text: filter(fields.text)?, author: filter(fields.author)? })
    }
}

fn filter(segment: &SegmentReader, field: Field) -> tantivy::Result<Filter> {
    let index = segment.inverted_index(field)?;
    let terms = index.terms();
    let mut filter = BloomFilter::with_false_pos(IN_VAIN)
        .hasher(FixedState::default())
        .expected_items(terms.num_terms().max(1));
    let mut stream = terms.stream()?;
    while stream.advance() {
        filter.insert(stream.key());
    }
    Ok(filter)
}

impl View {
    /// How many posts have a term in a field. Posts that were taken out of the index and not yet
    /// purged count.
    pub fn posts_with(&self, field: Field, term: &str) -> u64 {
        let posts = |segment: &SegmentReader| {
            let index = segment.inverted_index(field).ok()?;
            Some(u64::from(index.terms().get(term).ok()??.doc_freq))
        };
        self.segments_with(field, term).filter_map(posts).sum()
    }

    /// Whether some post has a term in its caption or in its author's name. Posts that were taken
    /// out of the index and not yet purged do not count: a rebuilt index would not know them.
    pub fn knows(&self, term: &str) -> bool {
        let fields = [self.fields.text, self.fields.author];
        fields.into_iter().any(|field| {
            self.segments_with(field, term).any(|segment| is_alive(segment, field, term))
        })
    }

    /// Whether some segment may have a term in a field, by the filters alone: no answer is certain
    /// but no.
    pub fn may_have(&self, field: Field, term: &str) -> bool {
        self.segments_with(field, term).next().is_some()
    }

    fn segments_with(&self, field: Field, term: &str) -> impl Iterator<Item = &SegmentReader> {
        let segments = self.searcher.segment_readers().iter().zip(&self.words.0);
        let may_have = move |words: &SegmentWords| match field {
            field if field == self.fields.text => words.text.contains(term.as_bytes()),
            field if field == self.fields.author => words.author.contains(term.as_bytes()),
            _ => true,
        };
        segments.filter(move |(_, (_, words))| may_have(words)).map(|(segment, _)| segment)
    }
}

fn is_alive(segment: &SegmentReader, field: Field, term: &str) -> bool {
    let held = || -> Option<bool> {
        let index = segment.inverted_index(field).ok()?;
        let info = index.terms().get(term).ok()??;
        let Some(alive) = segment.alive_bitset() else { return Some(true) };
        let basic = IndexRecordOption::Basic;
        let mut postings = index.read_postings_from_terminfo(&info, basic).ok()?;
        while postings.doc() != TERMINATED && !alive.is_alive(postings.doc()) {
            postings.advance();
        }
        Some(postings.doc() != TERMINATED)
    };
    held() == Some(true)
}
