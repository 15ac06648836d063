//! One introduction's own page.

use askama::Template;
use jiff::Timestamp;

use super::Html;
use super::excerpt::opening;
use super::hit::Author;
use super::shell::Shell;

/// What one introduction's page shows.
#[derive(Debug, Clone, PartialEq)]
pub struct PostView {
    /// Its key, `platform:id`.
    pub key: String,
    /// Where a reader can see it.
    pub url: Option<String>,
    /// The platform's name in the page's language.
    pub platform: String,
    /// When it was posted, if known.
    pub posted_at: Option<Timestamp>,
    /// When it was first seen.
    pub first_seen_at: Timestamp,
    /// Who posted it.
    pub author: Author,
    /// Its text, with the author's own spelling.
    pub text: String,
    /// Whether a film hangs on it.
    pub has_film: bool,
    /// The film's length in seconds, if known.
    pub duration_s: Option<f64>,
    /// Its campaigns, as slug and name in the page's language.
    pub campaigns: Vec<(String, String)>,
}

/// The most of a text that its page shows, in bytes of HTML.
const TEXT_BYTES: usize = 16 * 1024;

impl PostView {
    /// The page.
    pub fn page(&self, shell: &Shell) -> Html {
        PostTemplate { shell, view: self }.render()
    }

    /// Its address elsewhere, if that is an address of the web and not, say, of a script.
    fn link(&self) -> Option<&str> {
        let url = self.url.as_deref()?;
        let parsed = url::Url::parse(url).ok()?;
        matches!(parsed.scheme(), "http" | "https").then_some(url)
    }

    /// The handle, cut to what fits a line.
    fn handle(&self) -> Option<&str> {
        self.author.handle.as_deref().map(|handle| opening(handle, 160).0)
    }

    /// The text's lines as far as the page shows them, and whether that is all. Each has a
    /// direction of its own.
    fn shown(&self) -> (Vec<&str>, bool) {
        let (text, whole) = opening(self.text.trim(), TEXT_BYTES);
        let lines = text.lines().map(str::trim).filter(|line| !line.is_empty());
        (lines.collect(), whole)
    }
}

#[derive(Template)]
#[template(path = "introduction.html")]
struct PostTemplate<'a> {
    shell: &'a Shell,
    view: &'a PostView,
}
