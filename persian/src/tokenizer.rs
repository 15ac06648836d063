//! The tokenizer for tantivy.

use std::sync::Arc;

use tantivy::tokenizer::{Token, TokenStream, Tokenizer};

use crate::analysis::{Analyzer, Term};
use crate::fold::NORM_VERSION;
use crate::lexicon::Lexicon;

/// Turns Persian and English text into the terms of a tantivy field.
///
/// It gives exactly the terms of [`crate::analyze`]: several may share a position. Offsets are bytes
/// of the original text, so snippets fall on the right letters.
#[derive(Debug, Clone)]
pub struct PersianTokenizer {
    analyzer: Analyzer,
}

impl PersianTokenizer {
    /// A tokenizer over a lexicon with the caller's own words.
    pub fn new(lexicon: Arc<Lexicon>) -> Self {
        Self { analyzer: Analyzer::new(lexicon) }
    }

    /// The name to register it under; it changes when the terms change.
    pub fn name() -> String {
        format!("persian_{NORM_VERSION}")
    }
}

impl Default for PersianTokenizer {
    fn default() -> Self {
        Self::new(Lexicon::bundled())
    }
}

impl Tokenizer for PersianTokenizer {
    type TokenStream<'a> = PersianTokens;

    fn token_stream<'a>(&'a mut self, text: &'a str) -> PersianTokens {
        PersianTokens { terms: self.analyzer.analyze(text).into_iter(), now: Token::default() }
    }
}

/// The terms of one text, for tantivy.
#[derive(Debug)]
pub struct PersianTokens {
    terms: std::vec::IntoIter<Term>,
    now: Token,
}

impl TokenStream for PersianTokens {
    fn advance(&mut self) -> bool {
        let Some(term) = self.terms.next() else { return false };
        self.now = Token {
            offset_from: term.range.start,
            offset_to: term.range.end,
            position: term.position as usize,
            text: term.text,
            position_length: term.length as usize,
        };
        true
    }

    fn token(&self) -> &Token {
        &self.now
    }

    fn token_mut(&mut self) -> &mut Token {
        &mut self.now
    }
}
