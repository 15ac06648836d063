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
use tantivy::schema::Field;
use tantivy::{Searcher, SegmentReader};

use crate::schema::Fields;

/// Of so many words that a segment does not have one is looked for all the same: ten bits a word.
const IN_VAIN: f64 = 0.01;

/// The filters of a view, one for each segment, in the order of its segments.
#[derive(Clone, Default)]
pub(crate) struct Words(Vec<(SegmentId, Arc<SegmentWords>)>);

/// The filters of one segment.
pub(crate) struct SegmentWords([(Field, Filter); 2]);

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

    /// Those of each segment.
    pub(crate) fn segments(&self) -> impl Iterator<Item = &SegmentWords> {
        self.0.iter().map(|(_, words)| words.as_ref())
    }
}

impl SegmentWords {
    fn of(segment: &SegmentReader, fields: &Fields) -> tantivy::Result<Self> {
        let filter = |field| Ok::<_, tantivy::TantivyError>((field, filter(segment, field)?));
        Ok(Self([filter(fields.text)?, filter(fields.author)?]))
    }

    /// Whether the segment may have a term in a field; of fields without a filter nobody can say.
    pub(crate) fn may_have(&self, field: Field, term: &str) -> bool {
        let filter = self.0.iter().find(|(held, _)| *held == field);
        filter.is_none_or(|(_, filter)| filter.contains(term.as_bytes()))
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
