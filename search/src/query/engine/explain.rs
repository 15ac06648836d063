//! What a post is worth to a query. tantivy asks every query for it; nothing here shows it.

use tantivy::query::{Explanation, Weight};
use tantivy::{DocId, SegmentReader, TantivyError};

pub(super) fn explain(
    weight: &dyn Weight,
    name: &'static str,
    segment: &SegmentReader,
    doc: DocId,
) -> tantivy::Result<Explanation> {
    let mut scorer = weight.scorer(segment, 1.0)?;
    if scorer.doc() > doc || scorer.seek(doc) != doc {
        let missing = format!("{name} does not find post {doc} of the segment");
        return Err(TantivyError::InvalidArgument(missing));
    }
    Ok(Explanation::new(name, scorer.score()))
}
