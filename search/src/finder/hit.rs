//! One introduction found.

use std::ops::Range;

use archive::Post;
use indexer::indexed_text;
use persian::{Explanation, Plan, analyze};

/// A post that was found, as the archive holds it.
#[derive(Debug, Clone, PartialEq)]
pub struct Hit {
    /// The archive's number.
    pub number: i64,
    /// The post.
    pub post: Post,
    /// What answered the query, as bytes of the post's text: in order, never overlapping.
    pub highlights: Vec<Range<usize>>,
    /// Slugs of its campaigns.
    pub campaigns: Vec<String>,
}

/// What to highlight of a post: the words that answered the plans, inside its own text.
pub(crate) fn highlights(post: &Post, plans: &[Plan]) -> Vec<Range<usize>> {
    if plans.iter().all(Plan::is_empty) {
        return Vec::new();
    }
    let terms = analyze(&indexed_text(post));
    let hits = plans.iter().flat_map(|plan| plan.explain(&terms).hits).collect();
    let mut highlights = Explanation { hits }.highlights();
    // The indexed text begins with the caption; what comes after it is not shown.
    highlights.retain(|range| range.end <= post.text.len());
    highlights
}
