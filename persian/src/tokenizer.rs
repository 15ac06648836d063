//! The tokenizer for tantivy.

use std::sync::{Arc, Mutex, PoisonError};

use tantivy::tokenizer::{Token, TokenStream, Tokenizer};

use crate::analysis::Analyzer;
use crate::fold::NORM_VERSION;
use crate::lexicon::Lexicon;

/// Turns Persian and English text into the terms of a tantivy field.
///
/// It gives exactly the terms of [`crate::analyze`]: several may share a position. Offsets are bytes
/// of the original text, so snippets fall on the right letters.
///
/// Clones share what they remember of words. tantivy makes one for every field of every segment, and
/// a new segment would begin with nothing otherwise.
#[derive(Debug, Clone)]
pub struct PersianTokenizer {
    lexicon: Arc<Lexicon>,
    idle: Idle,
}

/// The bytes that hardly a term has more of.
const ROOM: usize = 64;

/// The analyzers that read nothing now: as many as ever read at the same time.
type Idle = Arc<Mutex<Vec<Box<Analyzer>>>>;

impl PersianTokenizer {
    /// A tokenizer over a lexicon with the caller's own words.
    pub fn new(lexicon: Arc<Lexicon>) -> Self {
        Self { lexicon, idle: Idle::default() }
    }

    /// The name to register it under; it changes when the terms change.
    pub fn name() -> String {
        format!("persian_{NORM_VERSION}")
    }

    fn analyzer(&self) -> Box<Analyzer> {
        let idle = self.idle.lock().unwrap_or_else(PoisonError::into_inner).pop();
        idle.unwrap_or_else(|| Box::new(Analyzer::new(Arc::clone(&self.lexicon))))
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
        let mut analyzer = self.analyzer();
        analyzer.read(text);
        let now = Token { text: String::with_capacity(ROOM), ..Token::default() };
        PersianTokens { analyzer: Some(analyzer), idle: &self.idle, line: 0, now }
    }
}

/// The terms of one text, for tantivy.
#[derive(Debug)]
pub struct PersianTokens<'a> {
    /// What has read the text; it goes back to the idle ones in the end.
    analyzer: Option<Box<Analyzer>>,
    idle: &'a Idle,
    /// The next line of what was read.
    line: usize,
    now: Token,
}

impl TokenStream for PersianTokens<'_> {
    fn advance(&mut self) -> bool {
        let Some(reading) = self.analyzer.as_ref().map(|analyzer| analyzer.reading()) else {
            return false;
        };
        let Some((text, line)) = reading.line(self.line) else { return false };
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
        &self.now
    }

    fn token_mut(&mut self) -> &mut Token {
        &mut self.now
    }
}

impl Drop for PersianTokens<'_> {
    fn drop(&mut self) {
        let mut idle = self.idle.lock().unwrap_or_else(PoisonError::into_inner);
        idle.extend(self.analyzer.take());
    }
}
