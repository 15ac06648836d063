//! The index's own dictionaries, read in order of their terms.

use std::cmp::Reverse;
use std::collections::{BinaryHeap, HashMap};

use indexer::{View, after_beginning};
use tantivy::SegmentReader;
use tantivy::schema::Field;

/// The most terms that are read in one segment: more than one letter begins in a million captions.
const LOOKED_AT: usize = 200_000;

/// The terms of a field that begin so and that most posts have, at least so many of the heaviest
/// as `most`, each with how many posts have it. Posts that were deleted and not yet purged count;
/// whoever shows a term asks first whether it is still there.
pub(super) fn heaviest_from(
    view: &View,
    field: Field,
    start: &str,
    most: usize,
) -> Vec<(String, u64)> {
    let mut found: HashMap<String, u64> = HashMap::new();
    for segment in view.searcher.segment_readers() {
        for Reverse((posts, term)) in heaviest_of(segment, field, start, most) {
            if let Ok(term) = String::from_utf8(term) {
                *found.entry(term).or_default() += u64::from(posts);
            }
        }
    }
    found.into_iter().collect()
}

/// The same of one segment. Most terms are too light, and are let go without a copy.
fn heaviest_of(
    segment: &SegmentReader,
    field: Field,
    start: &str,
    most: usize,
) -> BinaryHeap<Reverse<(u32, Vec<u8>)>> {
    let mut heaviest = BinaryHeap::new();
    let Ok(index) = segment.inverted_index(field) else { return heaviest };
    let end = after_beginning(start);
    let range = index.terms().range().ge(start.as_bytes()).lt(&end);
    let Ok(mut stream) = range.into_stream() else { return heaviest };
    let mut looks = 0;
    while looks < LOOKED_AT && stream.advance() {
        looks += 1;
        let posts = stream.value().doc_freq;
        let lightest = heaviest.peek().map(|Reverse((posts, _)): &Reverse<(u32, Vec<u8>)>| *posts);
        if heaviest.len() >= most {
            if lightest.is_some_and(|lightest| posts <= lightest) {
                continue;
            }
            heaviest.pop();
        }
        heaviest.push(Reverse((posts, stream.key().to_vec())));
    }
    heaviest
}
