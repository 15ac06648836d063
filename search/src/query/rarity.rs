//! How telling the parts of a query are, by how many posts have them.

use indexer::View;
use persian::{Clause, Pattern};
use tantivy::Term;
use tantivy::query::Bm25StatisticsProvider;
use tantivy::schema::Field;

/// The statistics of one view of the index.
pub(super) struct Rarity<'v> {
    view: &'v View,
    posts: u64,
}

impl<'v> Rarity<'v> {
    /// The statistics of a view.
    pub(super) fn of(view: &'v View) -> Self {
        let posts = Bm25StatisticsProvider::total_num_docs(&view.searcher).unwrap_or_default();
        Self { view, posts }
    }

    /// What brings the score of a way to answer a clause to the clause's own rarity.
    ///
    /// tantivy weighs each term by its own: a slip that was read into the query, or a form that
    /// few posts have, would count more than the word that was typed. The ways of a clause say the
    /// same, so they share the rarity of the one that most posts have, as synonyms do.
    pub(super) fn evened(&self, clause: &Clause, pattern: &Pattern, field: Field) -> f32 {
        let own = self.of_pattern(pattern, field);
        if own > 0.0 { self.of_clause(clause) / own } else { 1.0 }
    }

    /// The inverse document frequency that a clause has as a whole.
    fn of_clause(&self, clause: &Clause) -> f32 {
        let field = self.view.fields.text;
        let single = clause.alternatives.iter().filter_map(|alternative| match &alternative.pattern {
            Pattern::Term(text) => Some(self.posts_with(text, field)),
            Pattern::Phrase(_) | Pattern::Prefix(_) => None,
        });
        self.inverse(single.max().unwrap_or_default())
    }

    /// What tantivy multiplies a pattern's score by in a field.
    fn of_pattern(&self, pattern: &Pattern, field: Field) -> f32 {
        match pattern {
            Pattern::Term(text) => self.inverse(self.posts_with(text, field)),
            Pattern::Phrase(terms) => {
                terms.iter().map(|(_, text)| self.inverse(self.posts_with(text, field))).sum()
            }
            Pattern::Prefix(_) => 1.0,
        }
    }

    fn posts_with(&self, text: &str, field: Field) -> u64 {
        self.view.searcher.doc_freq(&Term::from_field_text(field, text)).unwrap_or_default()
    }

    fn inverse(&self, posts: u64) -> f32 {
        let without = self.posts.saturating_sub(posts) as f32;
        (1.0 + (without + 0.5) / (posts as f32 + 0.5)).ln()
    }
}
