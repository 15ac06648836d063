//! How the numbers are counted, and how to ask for a removal.

use askama::Template;

use super::Html;
use super::shell::Shell;

/// The page that says how numbers are counted; `#removal` is about removals.
pub fn counting(shell: &Shell) -> Html {
    CountingTemplate { shell }.render()
}

#[derive(Template)]
#[template(path = "counting.html")]
struct CountingTemplate<'a> {
    shell: &'a Shell,
}
