//! One moment of the index, and the words that posts have in it.

use tantivy::schema::{Field, IndexRecordOption};
use tantivy::{DocSet, Searcher, SegmentReader, TERMINATED};

use crate::schema::Fields;
use crate::words::Words;

/// One moment of the index; it stays the same however long it is held.
#[derive(Clone)]
pub struct View {
    /// Finds documents.
    pub searcher: Searcher,
    /// The fields.
    pub fields: Fields,
    /// The archive's revision that the view has reached.
    pub revision: i64,
    pub(crate) words: Words,
}

impl std::fmt::Debug for View {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("View").field("revision", &self.revision).finish_non_exhaustive()
    }
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
        let segments = self.searcher.segment_readers().iter().zip(self.words.segments());
        segments.filter(move |(_, words)| words.may_have(field, term)).map(|(segment, _)| segment)
    }
}

/// The least bytes that are greater than every term which begins so.
pub fn after_beginning(start: &str) -> Vec<u8> {
    // No byte of a text in UTF-8 is 0xFF.
    [start.as_bytes(), &[0xFF]].concat()
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
