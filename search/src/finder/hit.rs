//! One introduction found.

use std::ops::Range;

use archive::Post;
use indexer::indexed_text;
use persian::{Plan, analyze};

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
    // The indexed text begins with the caption; what comes after it is not shown.
    let terms = analyze(&indexed_text(post));
    let mut ranges: Vec<Range<usize>> = plans
        .iter()
        .flat_map(|plan| plan.explain(&terms).highlights())
        .filter(|range| range.end <= post.text.len())
        .collect();
    ranges.sort_by_key(|range| (range.start, range.end));
    let mut merged: Vec<Range<usize>> = Vec::new();
    for range in ranges {
        match merged.last_mut() {
            Some(last) if range.start < last.end => last.end = last.end.max(range.end),
            _ => merged.push(range),
        }
    }
    merged
}
