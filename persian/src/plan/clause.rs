//! The parts of a plan.

use std::ops::Range;

/// The most clauses of a plan; words past them are not asked for.
pub(crate) const MOST_CLAUSES: usize = 32;
/// The most alternatives of a clause.
pub(crate) const MOST_ALTERNATIVES: usize = 40;

/// What a query asks for. A document answers it if it answers every clause.
///
/// A plan is made of exact terms, phrases of terms and term prefixes only, so an index that holds the
/// terms of [`crate::analyze`] and [`Plan::matches`] over the same terms always agree.
///
/// ```
/// use tantivy_persian::{Plan, analyze};
/// let plan = Plan::new("کتاب خانه #معرفی_کتاب");
/// assert!(plan.matches(&analyze("کتابخانه‌ها را ببینید #معرفي_كتاب")));
/// assert!(!plan.matches(&analyze("کتاب و خانه")));
/// ```
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Plan {
    pub(crate) clauses: Vec<Clause>,
    pub(crate) cut: bool,
}

impl Plan {
    /// The clauses, in the order of the query.
    pub fn clauses(&self) -> &[Clause] {
        &self.clauses
    }

    /// Whether the query asks for nothing.
    pub fn is_empty(&self) -> bool {
        self.clauses.is_empty()
    }

    /// Whether the query was longer than a plan may be, and was cut.
    pub fn is_cut(&self) -> bool {
        self.cut
    }
}

/// One thing a document must have, in any of several ways.
#[derive(Debug, Clone, PartialEq)]
pub struct Clause {
    /// The bytes of the query it comes from.
    pub range: Range<usize>,
    /// The ways to answer it, the nearest to what was typed first.
    pub alternatives: Vec<Alternative>,
}

impl Clause {
    pub(crate) fn new(range: Range<usize>) -> Self {
        Self { range, alternatives: Vec::new() }
    }

    /// Adds a way to answer the clause, unless it is there or the clause is full.
    pub(crate) fn add(&mut self, pattern: Pattern, weight: f32, reason: Reason) {
        let held = self.alternatives.iter().any(|held| held.pattern == pattern);
        if !held && !pattern.is_empty() && self.alternatives.len() < MOST_ALTERNATIVES {
            self.alternatives.push(Alternative { pattern, weight, reason });
        }
    }

    pub(crate) fn add_term(&mut self, term: impl Into<String>, weight: f32, reason: Reason) {
        self.add(Pattern::Term(term.into()), weight, reason);
    }
}

/// One way to answer a clause.
#[derive(Debug, Clone, PartialEq)]
pub struct Alternative {
    /// What the document must have.
    pub pattern: Pattern,
    /// How much it is worth, 1 for what was typed.
    pub weight: f32,
    /// Why it stands for what was typed.
    pub reason: Reason,
}

/// What a document must have to answer.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Pattern {
    /// This term.
    Term(String),
    /// These terms at these distances from the first, in one field.
    Phrase(Vec<(u32, String)>),
    /// Any term that begins so.
    Prefix(String),
}

impl Pattern {
    fn is_empty(&self) -> bool {
        match self {
            Self::Term(text) | Self::Prefix(text) => text.is_empty(),
            Self::Phrase(terms) => terms.is_empty(),
        }
    }
}

/// Why an alternative stands for what was typed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Reason {
    /// It is what was typed, up to folding.
    Exact,
    /// Another form of the word, or another right spelling.
    Form,
    /// The words of the query as one word or one hashtag.
    Joined,
    /// The word of the query as several.
    Split,
    /// The words of a hashtag in running text.
    Words,
    /// What the query begins.
    Prefix,
    /// A number in digits for one in words, or the other way round.
    Number,
    /// Another name of the same work.
    Alias,
    /// Persian for what was typed in Latin letters, or a name that sounds the same.
    Sound,
    /// What was typed on the wrong keyboard layout.
    Layout,
    /// What was probably meant by a word that is not known.
    Slip,
}
