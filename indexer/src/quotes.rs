//! Quotation marks, in which captions set titles.

/// What opens a quotation, and what closes it.
pub(crate) const QUOTES: &[(char, char)] = &[('«', '»'), ('“', '”'), ('"', '"')];

/// Whether a character opens or closes a quotation.
pub(crate) fn is_quote(c: char) -> bool {
    QUOTES.iter().any(|(open, close)| c == *open || c == *close)
}
