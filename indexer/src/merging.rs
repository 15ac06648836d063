//! How many segments an index is kept in.
//!
//! A query looks every word up in each segment, and what it cannot find there it looks for under
//! other spellings; so few segments matter more here than few rewrites.

use tantivy::indexer::{LogMergePolicy, NoMergePolicy};
use tantivy::{IndexWriter, SegmentMeta};

use crate::error::IndexError;

/// How many segments of about one size become one.
const TOGETHER: usize = 4;
/// Segments are about one size up to this factor, as a power of two.
const ONE_SIZE: f64 = 2.0;
/// Posts of segments that are all about one size.
const SMALL: u32 = 10_000;
/// Posts of a segment that grows no further: a withdrawn post has its whole segment written anew.
const LARGEST: u32 = 500_000;
/// The share of replaced posts from which a segment is written anew.
const REPLACED: f32 = 0.3;

/// While posts come in: three segments of each size at most, and each post is rewritten about once
/// for every fourfold growth.
pub(crate) fn merge_as_it_grows(writer: &IndexWriter) {
    let mut policy = LogMergePolicy::default();
    policy.set_min_num_segments(TOGETHER);
    policy.set_level_log_size(ONE_SIZE);
    policy.set_min_layer_size(SMALL);
    policy.set_max_docs_before_merge((LARGEST / TOGETHER as u32) as usize);
    policy.set_del_docs_ratio_before_merge(REPLACED);
    writer.set_merge_policy(Box::new(policy));
}

/// While an index is made anew: it is merged once, when all of it is there.
pub(crate) fn merge_at_the_end(writer: &IndexWriter) {
    writer.set_merge_policy(Box::new(NoMergePolicy));
}

/// Merges segments of about one size into as few as there may be, all at a time.
pub(crate) async fn merge_all(
    writer: &mut IndexWriter,
    segments: Vec<SegmentMeta>,
) -> Result<(), IndexError> {
    let posts: u32 = segments.iter().map(SegmentMeta::num_docs).sum();
    let together = segments.len().div_ceil(posts.div_ceil(LARGEST).max(1) as usize).max(1);
    let merges: Vec<_> = segments
        .chunks(together)
        .filter(|some| some.len() > 1)
        .map(|some| writer.merge(&some.iter().map(SegmentMeta::id).collect::<Vec<_>>()))
        .collect();
    for merge in merges {
        merge.await?;
    }
    // Who holds the record of a segment holds its files.
    drop(segments);
    writer.garbage_collect_files().await?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use tantivy::schema::{STRING, Schema};
    use tantivy::{Index, doc};

    use super::*;

    #[tokio::test]
    async fn an_index_that_is_made_anew_ends_as_one_segment() {
        let mut schema = Schema::builder();
        let word = schema.add_text_field("word", STRING);
        let index = Index::create_in_ram(schema.build());
        let mut writer = index.writer_with_num_threads(1, 20 << 20).unwrap();
        merge_at_the_end(&writer);
        for at in 0..12 {
            writer.add_document(doc!(word => format!("{at}"))).unwrap();
            writer.commit().unwrap();
        }
        let segments = index.searchable_segment_metas().unwrap();
        assert_eq!(segments.len(), 12);
        merge_all(&mut writer, segments).await.unwrap();
        let left = index.searchable_segment_metas().unwrap();
        assert_eq!(left.iter().map(SegmentMeta::num_docs).collect::<Vec<_>>(), [12]);
        merge_all(&mut writer, left).await.unwrap();
        assert_eq!(index.reader().unwrap().searcher().num_docs(), 12);
    }
}
