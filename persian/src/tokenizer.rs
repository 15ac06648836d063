//! The tokenizer for tantivy.

use std::sync::Arc;

use tantivy::tokenizer::{Token, TokenStream, Tokenizer};

use crate::analysis::{Analyzer, Reading};
use crate::fold::NORM_VERSION;
use crate::lexicon::Lexicon;

/// Turns Persian and English text into the terms of a tantivy field.
///
/// It gives exactly the terms of [`crate::analyze`]: several may share a position. Offsets are bytes
/// of the original text, so snippets fall on the right letters.
#[derive(Debug, Clone)]
pub struct PersianTokenizer {
    analyzer: Analyzer,
    now: Token,
}

impl PersianTokenizer {
    /// A tokenizer over a lexicon with the caller's own words.
    pub fn new(lexicon: Arc<Lexicon>) -> Self {
        Self { analyzer: Analyzer::new(lexicon), now: Token::default() }
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
    type TokenStream<'a> = PersianTokens<'a>;

    fn token_stream<'a>(&'a mut self, text: &'a str) -> PersianTokens<'a> {
        self.now.reset();
        PersianTokens { reading: self.analyzer.read(text), line: 0, now: &mut self.now }
    }
}

/// The terms of one text, for tantivy.
#[derive(Debug)]
pub struct PersianTokens<'a> {
    reading: Reading<'a>,
    /// The next line of it.
    line: usize,
    now: &'a mut Token,
}

impl TokenStream for PersianTokens<'_> {
    fn advance(&mut self) -> bool {
        let Some((text, line)) = self.reading.line(self.line) else { return false };
        self.now.text.clear();
        self.now.text.push_str(text);
        self.now.offset_from = line.range.start;
        self.now.offset_to = line.range.end;
        self.now.position = line.position as usize;
        self.now.position_length = line.length as usize;
        self.line += 1;
        true
    }

    fn token(&self) -> &Token {
        self.now
    }

    fn token_mut(&mut self) -> &mut Token {
        self.now
    }
}
