//! Answering a plan in memory, from the terms of one document.

use std::collections::HashMap;
use std::ops::Range;

use super::clause::{Alternative, Clause, Pattern, Plan};
use crate::analysis::Term;

/// How one clause is answered.
#[derive(Debug, Clone, PartialEq)]
pub struct Hit<'a> {
    /// The clause.
    pub clause: &'a Clause,
    /// The best alternative that the document has; none if it has none.
    pub alternative: Option<&'a Alternative>,
    /// The bytes of the document that answer it, in order.
    pub ranges: Vec<Range<usize>>,
}

/// How a document answers a plan, clause by clause.
#[derive(Debug, Clone, PartialEq)]
pub struct Explanation<'a> {
    /// One hit a clause.
    pub hits: Vec<Hit<'a>>,
}

impl Explanation<'_> {
    /// Whether every clause is answered, and there is one.
    pub fn is_match(&self) -> bool {
        !self.hits.is_empty() && self.hits.iter().all(|hit| hit.alternative.is_some())
    }

    /// The bytes of the document to highlight: in order, never overlapping.
    pub fn highlights(&self) -> Vec<Range<usize>> {
        let mut ranges: Vec<_> = self.hits.iter().flat_map(|hit| hit.ranges.clone()).collect();
        ranges.sort_by_key(|range| (range.start, range.end));
        let mut merged: Vec<Range<usize>> = Vec::new();
        for range in ranges {
            match merged.last_mut() {
                Some(last) if range.start < last.end => last.end = last.end.max(range.end),
                _ => merged.push(range),
            }
        }
        merged
    }
}

impl Plan {
    /// Whether a document with these terms answers the plan. An empty plan is answered by nothing.
    pub fn matches(&self, terms: &[Term]) -> bool {
        let held = Held::new(terms);
        let answered = |clause: &Clause| {
            clause.alternatives.iter().any(|alternative| held.has(&alternative.pattern))
        };
        !self.clauses.is_empty() && self.clauses.iter().all(answered)
    }

    /// How a document with these terms answers the plan.
    ///
    /// ```
    /// use tantivy_persian::{Plan, analyze};
    /// let text = "این کتابها خواندنی‌اند";
    /// let plan = Plan::new("کتاب");
    /// let terms = analyze(text);
    /// let explanation = plan.explain(&terms);
    /// assert!(explanation.is_match());
    /// assert_eq!(&text[explanation.highlights()[0].clone()], "کتابها");
    /// ```
    pub fn explain<'a>(&'a self, terms: &[Term]) -> Explanation<'a> {
        let held = Held::new(terms);
        Explanation { hits: self.clauses.iter().map(|clause| held.hit(clause)).collect() }
    }
}

/// The terms of a document by their text.
struct Held<'t> {
    terms: &'t [Term],
    by_text: HashMap<&'t str, Vec<&'t Term>>,
}

impl<'t> Held<'t> {
    fn new(terms: &'t [Term]) -> Self {
        let mut by_text: HashMap<&str, Vec<&Term>> = HashMap::new();
        for term in terms {
            by_text.entry(&term.text).or_default().push(term);
        }
        Self { terms, by_text }
    }

    fn named(&self, text: &str) -> &[&'t Term] {
        self.by_text.get(text).map_or(&[], Vec::as_slice)
    }

    fn has(&self, pattern: &Pattern) -> bool {
        match pattern {
            Pattern::Term(text) => self.by_text.contains_key(text.as_str()),
            _ => !self.find(pattern).is_empty(),
        }
    }

    /// The bytes of the document where a pattern is found.
    fn find(&self, pattern: &Pattern) -> Vec<Range<usize>> {
        match pattern {
            Pattern::Term(text) => self.named(text).iter().map(|term| term.range.clone()).collect(),
            Pattern::Prefix(start) => {
                let begun = self.terms.iter().filter(|term| term.text.starts_with(start));
                begun.map(|term| term.range.clone()).collect()
            }
            Pattern::Phrase(words) => self.find_phrase(words),
        }
    }

    fn find_phrase(&self, words: &[(u32, String)]) -> Vec<Range<usize>> {
        let Some(((_, first), rest)) = words.split_first() else { return Vec::new() };
        let mut found = Vec::new();
        for start in self.named(first) {
            let others: Option<Vec<&Term>> = rest
                .iter()
                .map(|(distance, text)| {
                    let place = start.position.checked_add(*distance)?;
                    self.named(text).iter().copied().find(|term| term.position == place)
                })
                .collect();
            if let Some(others) = others {
                found.push(start.range.clone());
                found.extend(others.iter().map(|term| term.range.clone()));
            }
        }
        found
    }

    fn hit<'a>(&self, clause: &'a Clause) -> Hit<'a> {
        let answers = clause.alternatives.iter().filter(|one| self.has(&one.pattern));
        let alternative = answers.clone().max_by(|one, other| one.weight.total_cmp(&other.weight));
        let mut ranges: Vec<_> = answers.flat_map(|one| self.find(&one.pattern)).collect();
        ranges.sort_by_key(|range| (range.start, range.end));
        ranges.dedup();
        Hit { clause, alternative, ranges }
    }
}
