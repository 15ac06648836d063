//! From a query to what tantivy runs, and to what is highlighted.

use std::ops::Bound;

use indexer::{Fields, View};
use jiff::Timestamp;
use jiff::tz::TimeZone;
use persian::{Lexicon, Plan, Planner};
use tantivy::query::{
    AllQuery, Bm25StatisticsProvider, BooleanQuery, BoostQuery, Occur, Query as EngineQuery,
    RangeQuery, TermSetQuery,
};
use tantivy::schema::{Field, IndexRecordOption};
use tantivy::{DocSet, Searcher, SegmentReader, TERMINATED, Term};

use super::apart::words_apart;
use super::book::Title;
use super::parse::{Filters, Part, Query};
use super::problem::Problem;
use super::rarity::Rarity;
use super::reading::{Reading, readings};
use super::ways::{all_of, all_of_captions, any_of_captions};
use crate::calendar::{Period, Unit};

/// A query ready to be run on one view.
pub struct Compiled {
    /// What tantivy runs.
    pub engine: Box<dyn EngineQuery>,
    /// The plans whose answers are highlighted.
    pub plans: Vec<Plan>,
    /// Words that no post has, and what they were taken for.
    pub readings: Vec<Reading>,
    /// Whether it ranks: a query of filters alone does not.
    pub ranks: bool,
}

impl std::fmt::Debug for Compiled {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Compiled").field("plans", &self.plans).finish_non_exhaustive()
    }
}

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
        let mut draft = Draft::new(view, demand);
        let mut clauses: Vec<(Occur, Box<dyn EngineQuery>)> = Vec::new();
        for part in &self.parts {
            clauses.push(draft.take(part)?);
        }
        let ranks = clauses.iter().any(|(occur, _)| *occur == Occur::Must);
        clauses.extend(self.filters.compile(&view.fields, zone));
        if clauses.iter().all(|(occur, _)| *occur == Occur::MustNot) {
            clauses.push((Occur::Must, Box::new(AllQuery)));
        }
        let engine = Box::new(BooleanQuery::new(clauses));
        Ok(Compiled { engine, plans: draft.plans, readings: draft.readings, ranks })
    }
}

/// A query on its way to the engine.
struct Draft<'v> {
    view: &'v View,
    planner: Planner,
    demand: Demand,
    plans: Vec<Plan>,
    readings: Vec<Reading>,
}

impl<'v> Draft<'v> {
    fn new(view: &'v View, demand: Demand) -> Self {
        let planner = Planner::new(Lexicon::bundled());
        Self { view, planner, demand, plans: Vec::new(), readings: Vec::new() }
    }

    fn take(&mut self, part: &Part) -> Result<(Occur, Box<dyn EngineQuery>), Problem> {
        let fields = &self.view.fields;
        let author = [(fields.author, 1.0)];
        Ok(match part {
            Part::Must(text) => (Occur::Must, self.captions(text)?),
            Part::Author(text) => (Occur::Must, all_of(&self.plan(text)?, &author)),
            Part::Not(text) => {
                let both = [(fields.text, 1.0), (fields.author, 1.0)];
                (Occur::MustNot, all_of(&self.plan(text)?, &both))
            }
            Part::Book(text) => {
                let title = self.title(text)?;
                let query = title.query(fields);
                self.plans.push(title.phrase);
                (Occur::Must, query)
            }
            Part::NotBook(text) => (Occur::MustNot, self.title(text)?.query(fields)),
            Part::NotAuthor(text) => (Occur::MustNot, all_of(&self.plan(text)?, &author)),
        })
    }

    /// What captions, and beside them the names of authors, must answer.
    fn captions(&mut self, text: &str) -> Result<Box<dyn EngineQuery>, Problem> {
        let (engine, plans) = match self.demand {
            Demand::All => {
                let plan = self.plan(text)?;
                let View { searcher, fields, .. } = self.view;
                let known = |term: &str| is_known(searcher, fields, term);
                self.readings.extend(readings(text, &plan, &known));
                (all_of_captions(&plan, fields), vec![plan])
            }
            // Of a long text the first words say enough of what is near.
            Demand::Any => {
                let plan = self.draw(text);
                let rarity = Rarity::of(self.view);
                let apart = self.draw(&words_apart(text, &rarity));
                (any_of_captions(&plan, &apart, &rarity), vec![plan, apart])
            }
        };
        self.plans.extend(plans);
        Ok(engine)
    }

    fn title(&mut self, text: &str) -> Result<Title, Problem> {
        self.plan(text)?;
        Ok(Title::of(text, &mut |text| self.draw(text)))
    }

    fn plan(&mut self, text: &str) -> Result<Plan, Problem> {
        let plan = self.draw(text);
        if plan.is_cut() {
            return Err(Problem::TooMany { most: plan.clauses().len() });
        }
        Ok(plan)
    }

    fn draw(&mut self, text: &str) -> Plan {
        let View { searcher, fields, .. } = self.view;
        self.planner.plan_knowing(text, &|term| is_known(searcher, fields, term))
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
