//! The fields of the index.
//!
//! Nothing is stored: the index finds, the archive shows. Reading a hit's words from the archive
//! costs less than unpacking them from tantivy's document store, and what is withdrawn is gone
//! from the next view without waiting for the index.

use persian::PersianTokenizer;
use tantivy::Index;
use tantivy::schema::{
    FAST, Field, INDEXED, IndexRecordOption, STRING, Schema, TextFieldIndexing, TextOptions,
};

/// Raised when fields or derivations change; an index of another version is rebuilt.
pub(crate) const SCHEMA_VERSION: u32 = 4;

/// The index's fields.
#[derive(Debug, Clone, Copy)]
pub struct Fields {
    /// The archive's number of the post.
    pub number: Field,
    /// The caption's terms, with positions; hashtags outside the text are among them.
    pub text: Field,
    /// The first words of its lines and quotations, each with its place; see [`crate::lead_term`].
    pub lead: Field,
    /// What is proposed while somebody types; see [`crate::Completion`].
    pub completion: Field,
    /// The terms of the author's name and handle.
    pub author: Field,
    /// The platform's name.
    pub platform: Field,
    /// Slugs of the campaigns whose marks it bears, within their dates.
    pub campaign: Field,
    /// `platform:` and the account's stable id; absent where the author is unknown.
    pub account: Field,
    /// When it was posted, in microseconds since 1970 in UTC; absent where unknown.
    pub posted_at: Field,
}

impl Fields {
    /// The schema and its fields.
    pub(crate) fn schema() -> (Schema, Self) {
        let mut schema = Schema::builder();
        let terms = TextOptions::default().set_indexing_options(
            TextFieldIndexing::default()
                .set_tokenizer(&PersianTokenizer::name())
                .set_index_option(IndexRecordOption::WithFreqsAndPositions),
        );
        let word = STRING | FAST;
        // It stands there or it does not: no counts, no lengths.
        let place = TextOptions::default().set_indexing_options(
            TextFieldIndexing::default()
                .set_tokenizer("raw")
                .set_fieldnorms(false)
                .set_index_option(IndexRecordOption::Basic),
        );
        let fields = Self {
            number: schema.add_u64_field("number", INDEXED | FAST),
            text: schema.add_text_field("text", terms.clone()),
            lead: schema.add_text_field("lead", place.clone()),
            completion: schema.add_text_field("completion", place),
            author: schema.add_text_field("author", terms),
            platform: schema.add_text_field("platform", word.clone()),
            campaign: schema.add_text_field("campaign", word),
            // Both are read post by post, and never looked up.
            account: schema.add_text_field("account", TextOptions::default().set_fast("raw")),
            posted_at: schema.add_i64_field("posted_at", FAST),
        };
        (schema.build(), fields)
    }

    /// Teaches an index the analysis that its text fields name.
    pub(crate) fn register(index: &Index) {
        index.tokenizers().register(&PersianTokenizer::name(), PersianTokenizer::default());
    }
}
