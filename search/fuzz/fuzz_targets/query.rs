//! Any text may be typed into the search box.
#![no_main]

use config::Language;
use libfuzzer_sys::fuzz_target;
use persian::{Plan, analyze};
use search::query::{Part, Query};

fuzz_target!(|typed: &str| {
    match Query::parse(typed) {
        Ok(query) => {
            let terms = analyze(typed);
            for part in &query.parts {
                let (Part::Must(text)
                | Part::Not(text)
                | Part::Author(text)
                | Part::NotAuthor(text)
                | Part::Book(text)
                | Part::NotBook(text)) = part;
                assert!(!text.is_empty());
                let plan = Plan::new(text);
                assert_eq!(plan.explain(&terms).is_match(), plan.matches(&terms));
            }
        }
        Err(problem) => {
            for language in [Language::Fa, Language::En] {
                let sentence = problem.sentence(language);
                assert!(sentence.ends_with('.') && sentence.chars().count() < 400);
            }
        }
    }
});
