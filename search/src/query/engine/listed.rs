//! A list of posts to try scorers on.

use tantivy::query::{ConstScorer, Scorer};
use tantivy::{DocId, DocSet, Score, TERMINATED};

struct Listed {
    posts: Vec<DocId>,
    at: usize,
}

/// Finds the posts of a list, each worth the same.
pub(super) fn listed(posts: &[DocId], worth: Score) -> Box<dyn Scorer> {
    Box::new(ConstScorer::new(Listed { posts: posts.to_vec(), at: 0 }, worth))
}

impl DocSet for Listed {
    fn advance(&mut self) -> DocId {
        self.at = (self.at + 1).min(self.posts.len());
        self.doc()
    }

    fn doc(&self) -> DocId {
        self.posts.get(self.at).copied().unwrap_or(TERMINATED)
    }

    fn size_hint(&self) -> u32 {
        self.posts.len() as u32
    }
}
