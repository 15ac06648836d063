//! One introduction in a list.

use std::ops::Range;

use jiff::Timestamp;

use super::address::post_address;
use super::excerpt::{Piece, excerpt, opening};

/// Who posted, as far as it is known.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Author {
    /// The name shown.
    pub name: Option<String>,
    /// The handle without `@`.
    pub handle: Option<String>,
}

impl Author {
    /// The name, or the handle, cut to what fits a line; `None` if neither is known.
    pub(crate) fn called(&self) -> Option<&str> {
        const BYTES: usize = 160;
        let named = self.name.as_deref().map(str::trim).filter(|name| !name.is_empty());
        named.or(self.handle.as_deref()).map(|name| opening(name, BYTES).0)
    }

    /// The handle, if it says more than the name.
    pub(crate) fn handle_beside(&self) -> Option<&str> {
        let handle = self.handle.as_deref()?;
        (self.called() != Some(handle)).then_some(opening(handle, 160).0)
    }
}

/// An introduction as a list shows it.
#[derive(Debug, Clone, PartialEq)]
pub struct HitView {
    /// Its key, `platform:id`.
    pub key: String,
    /// The platform's name in the page's language.
    pub platform: String,
    /// When it was posted, if known.
    pub posted_at: Option<Timestamp>,
    /// Who posted it.
    pub author: Author,
    /// Its text, with the author's own spelling.
    pub text: String,
    /// What matched, as bytes of the text.
    pub highlights: Vec<Range<usize>>,
    /// Whether a film hangs on it.
    pub has_film: bool,
    /// The film's length in seconds, if known.
    pub duration_s: Option<f64>,
    /// Its campaigns, as slug and name in the page's language.
    pub campaigns: Vec<(String, String)>,
    /// The reader's own spelling, where the match is spelled otherwise.
    pub wrote: Option<String>,
}

impl HitView {
    pub(crate) fn address(&self) -> String {
        post_address(&self.key)
    }

    /// The text as a list quotes it.
    pub(crate) fn quote(&self) -> Vec<Piece<'_>> {
        const LETTERS: usize = 280;
        excerpt(&self.text, &self.highlights, LETTERS)
    }

    /// The text as a shelf quotes it.
    pub(crate) fn short_quote(&self) -> Vec<Piece<'_>> {
        const LETTERS: usize = 110;
        excerpt(&self.text, &[], LETTERS)
    }

    /// The matched word and the reader's other spelling of it.
    pub(crate) fn spelled_otherwise(&self) -> Option<(&str, &str)> {
        let first = self.highlights.first()?.clone();
        let found = self.text.get(first).filter(|found| !found.is_empty())?;
        Some((opening(found, 80).0, opening(self.wrote.as_deref()?, 80).0))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_author_is_called_by_name_then_handle() {
        let author = |name: Option<&str>, handle: Option<&str>| Author {
            name: name.map(Into::into),
            handle: handle.map(Into::into),
        };
        assert_eq!(author(Some("مینا نمونه"), Some("mina")).called(), Some("مینا نمونه"));
        assert_eq!(author(Some("  "), Some("mina")).called(), Some("mina"));
        assert_eq!(author(Some("مینا"), Some("mina")).handle_beside(), Some("mina"));
        assert_eq!(author(None, Some("mina")).handle_beside(), None);
        assert_eq!(author(None, None).called(), None);
        let long = "ا".repeat(100_000);
        assert!(author(Some(&long), None).called().unwrap().len() <= 160);
    }
}
