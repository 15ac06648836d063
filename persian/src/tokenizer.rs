//! The tokenizer for tantivy.

use tantivy::tokenizer::{Token, TokenStream, Tokenizer};

use crate::scan::tokens;

/// Turns Persian and English text into the terms of a tantivy field.
///
/// Offsets are bytes of the original text, so snippets fall on the right letters.
#[derive(Debug, Clone, Default)]
pub struct PersianTokenizer {}

impl Tokenizer for PersianTokenizer {
    type TokenStream<'a> = PersianTokens;

    fn token_stream<'a>(&'a mut self, text: &'a str) -> PersianTokens {
        let tokens = tokens(text)
            .into_iter()
            .enumerate()
            .map(|(position, token)| Token {
                offset_from: token.range.start,
                offset_to: token.range.end,
                position,
                text: token.key,
                position_length: 1,
            })
            .collect::<Vec<_>>()
            .into_iter();
        PersianTokens { tokens, now: Token::default() }
    }
}

/// The terms of one text, for tantivy.
#[derive(Debug)]
pub struct PersianTokens {
    tokens: std::vec::IntoIter<Token>,
    now: Token,
}

impl TokenStream for PersianTokens {
    fn advance(&mut self) -> bool {
        self.tokens.next().map(|token| self.now = token).is_some()
    }

    fn token(&self) -> &Token {
        &self.now
    }

    fn token_mut(&mut self) -> &mut Token {
        &mut self.now
    }
}
