//! A list of posts to try scorers on.

use tantivy::query::{ConstScorer, Scorer};
use tantivy::{DocId, DocSet, Score, SeekDangerResult, TERMINATED};

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

    /// As little as the contract asks for: where it goes on is not told.
    fn seek_danger(&mut self, target: DocId) -> SeekDangerResult {
        match self.posts.binary_search(&target) {
            Ok(at) => {
                self.at = at;
                SeekDangerResult::Found
            }
            Err(at) if at < self.posts.len() => SeekDangerResult::SeekLowerBound(target + 1),
            Err(_) => SeekDangerResult::SeekLowerBound(TERMINATED),
        }
    }

    fn doc(&self) -> DocId {
        self.posts.get(self.at).copied().unwrap_or(TERMINATED)
    }

    fn size_hint(&self) -> u32 {
        self.posts.len() as u32
    }
}
