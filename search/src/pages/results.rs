//! The results of a search, and the page for none.

use askama::Template;

use super::Html;
use super::address::{Order, Search};
use super::excerpt::{excerpt, opening};
use super::hit::HitView;
use super::shell::Shell;

/// What a page of results shows.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct ResultsView {
    /// The search, as its address says it.
    pub search: Search,
    /// Introductions found, on all pages.
    pub total: u64,
    /// Accounts they are from, if counted.
    pub accounts: Option<u64>,
    /// The introductions of this page.
    pub hits: Vec<HitView>,
    /// What results can be narrowed by.
    pub facets: Vec<Facet>,
    /// The next page, if there is one.
    pub next: Option<Further>,
    /// What is wrong with the query, in the page's language.
    pub problem: Option<String>,
    /// Words that no introduction has, and what they were taken for.
    pub readings: Vec<ReadingView>,
    /// Texts that would find something, for a search that found nothing.
    pub suggestions: Vec<Suggestion>,
    /// Introductions that answer some of a search that nothing answers as a whole.
    pub near: Vec<HitView>,
}

/// One heading with its boxes; which are ticked is in the search.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Facet {
    /// Its name in addresses, such as `platform`.
    pub name: String,
    /// Its heading in the page's language.
    pub legend: String,
    /// Its boxes.
    pub choices: Vec<Choice>,
}

/// One box.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Choice {
    /// Its value in addresses.
    pub value: String,
    /// Its label in the page's language.
    pub label: String,
    /// Results that have it.
    pub count: u64,
}

/// The next page of results.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Further {
    /// The place after which it begins.
    pub after: String,
    /// The text of its first introduction; the page shows the first words.
    pub begins: String,
}

/// A word that was taken for another one, and the way back.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReadingView {
    /// The word as it was typed.
    pub typed: String,
    /// What it was taken for.
    pub meant: Vec<String>,
    /// The whole text that asks for the word itself.
    pub literal: String,
}

/// Another text to search for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Suggestion {
    /// Whether it is what was probably meant; else it asks for fewer words.
    pub meant: bool,
    /// The text.
    pub text: String,
    /// Introductions it finds, if counted.
    pub count: Option<u64>,
}

impl Further {
    /// The first words of the next page, as the foot of a manuscript's leaf has them.
    fn catchword(&self) -> Option<&str> {
        const LETTERS: usize = 24;
        excerpt(self.begins.trim(), &[], LETTERS).first().map(|piece| piece.text)
    }
}

impl ResultsView {
    /// The page; one without hits shows ways on.
    pub fn page(&self, shell: &Shell) -> Html {
        if self.hits.is_empty() {
            EmptyTemplate { shell, view: self }.render()
        } else {
            ResultsTemplate { shell, view: self }.render()
        }
    }

    /// What was typed, cut to what fits a heading.
    fn typed(&self) -> &str {
        opening(&self.search.text, 300).0
    }

    fn meant(&self) -> impl Iterator<Item = &Suggestion> {
        self.suggestions.iter().filter(|suggestion| suggestion.meant)
    }

    fn fewer(&self) -> impl Iterator<Item = &Suggestion> {
        self.suggestions.iter().filter(|suggestion| !suggestion.meant)
    }

    fn ticked(&self) -> u64 {
        u64::try_from(self.search.filters.len()).unwrap_or(u64::MAX)
    }

    /// The filters in force: what each is called, and the search without it.
    fn active(&self) -> Vec<(String, Search)> {
        let filters = self.search.filters.iter();
        filters
            .map(|(name, value)| (self.label(name, value), self.search.without(name, value)))
            .collect()
    }

    fn label(&self, name: &str, value: &str) -> String {
        let facet = self.facets.iter().find(|facet| facet.name == name);
        let choices = facet.map_or(&[][..], |facet| &facet.choices);
        let label = choices.iter().find(|choice| choice.value == value).map(|choice| &choice.label);
        label.map_or_else(|| opening(value, 80).0.to_owned(), String::clone)
    }
}

#[derive(Template)]
#[template(path = "results.html")]
struct ResultsTemplate<'a> {
    shell: &'a Shell,
    view: &'a ResultsView,
}

#[derive(Template)]
#[template(path = "results_empty.html")]
struct EmptyTemplate<'a> {
    shell: &'a Shell,
    view: &'a ResultsView,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_catchword_is_the_beginning_of_the_next_page() {
        let further = |begins: &str| Further { after: "c".into(), begins: begins.into() };
        assert_eq!(further("سلوک").catchword(), Some("سلوک"));
        let long = "امروز می‌خواهم از کتابی بگویم که سه بار خوانده‌ام";
        assert_eq!(further(long).catchword(), Some("امروز می‌خواهم از کتابی"));
        assert_eq!(further(" \n ").catchword(), None);
    }

    #[test]
    fn a_filter_is_called_as_its_box_is() {
        let view = ResultsView {
            search: Search::of("platform", "aparat"),
            facets: vec![Facet {
                name: "platform".into(),
                legend: "سکو".into(),
                choices: vec![Choice {
                    value: "aparat".into(), label: "آپارات".into(), count: 3
                }],
            }],
            ..ResultsView::default()
        };
        assert_eq!(view.active(), [("آپارات".to_owned(), Search::default())]);
        assert_eq!(view.label("platform", "unknown"), "unknown");
    }
}
