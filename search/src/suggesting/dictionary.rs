//! The index's own dictionaries, read in order of their terms.

use std::collections::HashMap;

use indexer::View;
use tantivy::schema::Field;

/// The most terms that one look may read: what one letter begins in the captions of a million
/// posts is read within a few milliseconds.
const LOOKED_AT: usize = 100_000;

/// Terms of a field that begin so, each with how many posts have it. Posts that were deleted and
/// not yet purged count; whoever shows a term asks first whether it is still there.
pub(super) fn terms_from(view: &View, field: Field, start: &str) -> HashMap<String, u64> {
    let mut found: HashMap<String, u64> = HashMap::new();
    let mut looks = LOOKED_AT;
    for segment in view.searcher.segment_readers() {
        let Ok(index) = segment.inverted_index(field) else { continue };
        let end = after(start);
        let range = index.terms().range().ge(start.as_bytes());
        let Ok(mut stream) = range.lt(&end).into_stream() else { continue };
        while looks > 0 && stream.advance() {
            looks -= 1;
            let posts = u64::from(stream.value().doc_freq);
            if let Ok(term) = std::str::from_utf8(stream.key()) {
                match found.get_mut(term) {
                    Some(held) => *held += posts,
                    None => drop(found.insert(term.to_owned(), posts)),
                }
            }
        }
    }
    found
}

/// The least bytes that are greater than everything which begins so.
fn after(start: &str) -> Vec<u8> {
    let mut end = start.as_bytes().to_vec();
    // No byte of a text in UTF-8 is 0xFF.
    end.push(0xFF);
    end
}
