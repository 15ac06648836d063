//! From a query to what tantivy runs, and to what is highlighted.

use std::ops::Bound;

use indexer::{Fields, View};
use jiff::Timestamp;
use jiff::tz::TimeZone;
use persian::{Alternative, Clause, Lexicon, Pattern, Plan, Planner};
use tantivy::query::{
    AllQuery, Bm25StatisticsProvider, BooleanQuery, BoostQuery, DisjunctionMaxQuery, EmptyQuery,
    FuzzyTermQuery, Occur, PhraseQuery, Query as EngineQuery, RangeQuery, TermQuery, TermSetQuery,
};
use tantivy::schema::{Field, IndexRecordOption};
use tantivy::{DocSet, Searcher, SegmentReader, TERMINATED, Term};

use super::parse::{Filters, Part, Query};
use super::problem::Problem;
use crate::calendar::{Period, Unit};

/// A query ready to be run on one view.
pub struct Compiled {
    /// What tantivy runs.
    pub engine: Box<dyn EngineQuery>,
    /// The plans whose answers are highlighted.
    pub plans: Vec<Plan>,
    /// Whether it ranks: a query of filters alone does not.
    pub ranks: bool,
}

impl std::fmt::Debug for Compiled {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Compiled").field("plans", &self.plans).finish_non_exhaustive()
    }
}

/// How much the author's name is worth beside the caption.
const AUTHOR_WEIGHT: f32 = 0.5;

/// How much of a query a post must answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Demand {
    /// Everything: what searches and counts mean.
    All,
    /// Anything, the most telling words first: what is near where nothing answers all.
    Any,
}

impl Query {
    /// Compiles the query for a view.
    pub fn compile(
        &self,
        view: &View,
        zone: &TimeZone,
        demand: Demand,
    ) -> Result<Compiled, Problem> {
        let fields = &view.fields;
        let mut planner = Planner::new(Lexicon::bundled());
        let known = |term: &str| is_known(&view.searcher, fields, term);
        let mut plan = |text: &str| {
            let plan = planner.plan_knowing(text, &known);
            if plan.is_cut() {
                Err(Problem::TooMany { most: plan.clauses().len() })
            } else {
                Ok(plan)
            }
        };
        let mut clauses: Vec<(Occur, Box<dyn EngineQuery>)> = Vec::new();
        let mut plans = Vec::new();
        for part in &self.parts {
            match part {
                Part::Must(text) => {
                    let plan = plan(text)?;
                    let both = [(fields.text, 1.0), (fields.author, AUTHOR_WEIGHT)];
                    clauses.push((Occur::Must, clauses_of(&plan, &both, demand)));
                    plans.push(plan);
                }
                Part::Author(text) => {
                    let plan = plan(text)?;
                    clauses.push((
                        Occur::Must,
                        clauses_of(&plan, &[(fields.author, 1.0)], Demand::All),
                    ));
                }
                Part::Not(text) => {
                    let both = [(fields.text, 1.0), (fields.author, 1.0)];
                    clauses.push((Occur::MustNot, clauses_of(&plan(text)?, &both, Demand::All)));
                }
                Part::NotAuthor(text) => {
                    let author = [(fields.author, 1.0)];
                    clauses.push((Occur::MustNot, clauses_of(&plan(text)?, &author, Demand::All)));
                }
            }
        }
        let ranks = clauses.iter().any(|(occur, _)| *occur == Occur::Must);
        clauses.extend(self.filters.compile(fields, zone));
        if clauses.iter().all(|(occur, _)| *occur == Occur::MustNot) {
            clauses.push((Occur::Must, Box::new(AllQuery)));
        }
        Ok(Compiled { engine: Box::new(BooleanQuery::new(clauses)), plans, ranks })
    }
}

impl Filters {
    fn compile(&self, fields: &Fields, zone: &TimeZone) -> Vec<(Occur, Box<dyn EngineQuery>)> {
        let mut filters: Vec<(Occur, Box<dyn EngineQuery>)> = Vec::new();
        for (field, values) in
            [(fields.platform, &self.platforms), (fields.campaign, &self.campaigns)]
        {
            if !values.is_empty() {
                let terms = values.iter().map(|value| Term::from_field_text(field, value));
                filters.push((Occur::Must, silent(Box::new(TermSetQuery::new(terms)))));
            }
        }
        if self.from.is_some() || self.to.is_some() {
            let bound = |at: Timestamp| Term::from_field_i64(fields.posted_at, at.as_microsecond());
            let from = self.from.map_or(Bound::Unbounded, |day| {
                Bound::Included(bound(Period::of(day, Unit::Day, zone).starts))
            });
            let to = self.to.map_or(Bound::Unbounded, |day| {
                Bound::Excluded(bound(Period::of(day, Unit::Day, zone).ends))
            });
            filters.push((Occur::Must, silent(Box::new(RangeQuery::new(from, to)))));
        }
        filters
    }
}

/// A filter says nothing of how near a hit is.
fn silent(query: Box<dyn EngineQuery>) -> Box<dyn EngineQuery> {
    Box::new(BoostQuery::new(query, 0.0))
}

/// The clauses of a plan, each in any of the fields. An empty plan is answered by nothing, as in
/// memory.
fn clauses_of(plan: &Plan, fields: &[(Field, f32)], demand: Demand) -> Box<dyn EngineQuery> {
    let occur = match demand {
        Demand::All => Occur::Must,
        Demand::Any => Occur::Should,
    };
    let clauses = plan.clauses().iter().map(|clause| (occur, any_way(clause, fields)));
    Box::new(BooleanQuery::new(clauses.collect()))
}

fn any_way(clause: &Clause, fields: &[(Field, f32)]) -> Box<dyn EngineQuery> {
    let ways = clause.alternatives.iter().flat_map(|alternative| {
        fields.iter().map(move |(field, weight)| one_way(alternative, *field, *weight))
    });
    let ways: Vec<_> = ways.collect();
    if ways.is_empty() { Box::new(EmptyQuery) } else { Box::new(DisjunctionMaxQuery::new(ways)) }
}

fn one_way(alternative: &Alternative, field: Field, weight: f32) -> Box<dyn EngineQuery> {
    let term = |text: &str| Term::from_field_text(field, text);
    let exact = |text: &str| Box::new(TermQuery::new(term(text), IndexRecordOption::WithFreqs));
    let query: Box<dyn EngineQuery> = match &alternative.pattern {
        Pattern::Term(text) => exact(text),
        Pattern::Phrase(terms) => match terms.as_slice() {
            [(_, only)] => exact(only),
            terms => Box::new(PhraseQuery::new_with_offset(
                terms.iter().map(|(distance, text)| (*distance as usize, term(text))).collect(),
            )),
        },
        // An edit distance of 0: just the prefix, over the whole dictionary. tantivy's own
        // phrase prefix stops at 50 terms and would miscount.
        Pattern::Prefix(start) => Box::new(FuzzyTermQuery::new_prefix(term(start), 0, false)),
    };
    Box::new(BoostQuery::new(query, alternative.weight * weight))
}

/// Whether some post has a term. Posts that were deleted from the index and not yet purged do not
/// count: a rebuilt index would not know them.
fn is_known(searcher: &Searcher, fields: &Fields, text: &str) -> bool {
    let held = |segment: &SegmentReader, field: Field| -> Option<bool> {
        let term = Term::from_field_text(field, text);
        let index = segment.inverted_index(field).ok()?;
        let mut postings = index.read_postings(&term, IndexRecordOption::Basic).ok()??;
        let Some(alive) = segment.alive_bitset() else { return Some(true) };
        while postings.doc() != TERMINATED {
            if alive.is_alive(postings.doc()) {
                return Some(true);
            }
            postings.advance();
        }
        Some(false)
    };
    searcher.segment_readers().iter().any(|segment| {
        [fields.text, fields.author].into_iter().any(|field| held(segment, field) == Some(true))
    })
}

/// The same statistics for every index.
///
/// Every hit has every word of the query, so how rare a word is tells hits apart no further; how
/// often and in how short a text it stands does. With fixed statistics a score depends on the
/// post alone: a rebuilt index, or one with deleted posts not yet purged, ranks just the same,
/// and a page's place in the results stays while new posts arrive.
#[derive(Debug, Clone, Copy, Default)]
pub struct FixedStatistics;

impl Bm25StatisticsProvider for FixedStatistics {
    fn total_num_tokens(&self, _: Field) -> tantivy::Result<u64> {
        Ok(100_000_000)
    }

    fn total_num_docs(&self) -> tantivy::Result<u64> {
        Ok(1_000_000)
    }

    fn doc_freq(&self, _: &Term) -> tantivy::Result<u64> {
        Ok(1_000)
    }
}
