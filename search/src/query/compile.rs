//! From a query to what tantivy runs, and to what is highlighted.

use std::cell::RefCell;
use std::ops::Bound;

use indexer::{Fields, View};
use jiff::Timestamp;
use jiff::tz::TimeZone;
use persian::{Alternative, Clause, Lexicon, Pattern, Plan, Planner};
use tantivy::Term;
use tantivy::query::{
    AllQuery, BooleanQuery, BoostQuery, Occur, Query as EngineQuery, RangeQuery, TermSetQuery,
};

use super::apart::words_apart;
use super::book::Title;
use super::engine::Floor;
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
    /// What posts must be worth, where only the best are wanted: who collects them raises it.
    pub(crate) floor: Option<Floor>,
}

impl std::fmt::Debug for Compiled {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Compiled").field("plans", &self.plans).finish_non_exhaustive()
    }
}

/// The most words of a query that may be mere beginnings.
const MOST_BEGINNINGS: usize = 4;
/// The fewest letters of a beginning: one letter begins a twentieth of all words.
const LEAST_BEGINNING: usize = 2;

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
        let ranking = clauses.iter().filter(|(occur, _)| *occur == Occur::Must).count();
        clauses.extend(self.filters.compile(&view.fields, zone));
        if clauses.iter().all(|(occur, _)| *occur == Occur::MustNot) {
            clauses.push((Occur::Must, Box::new(AllQuery)));
        }
        let engine: Box<dyn EngineQuery> = match clauses.pop() {
            Some((Occur::Must, only)) if clauses.is_empty() => only,
            last => {
                clauses.extend(last);
                Box::new(BooleanQuery::new(clauses))
            }
        };
        // Worth that other parts add is not under the floor's eyes.
        let floor = (ranking == 1).then_some(draft.floor);
        let Draft { plans, readings, .. } = draft;
        Ok(Compiled { engine, plans, readings, ranks: ranking > 0, floor })
    }
}

/// A query on its way to the engine.
struct Draft<'v> {
    view: &'v View,
    planner: RefCell<Planner>,
    demand: Demand,
    plans: Vec<Plan>,
    readings: Vec<Reading>,
    /// Words so far that are mere beginnings.
    beginnings: usize,
    floor: Floor,
}

impl<'v> Draft<'v> {
    fn new(view: &'v View, demand: Demand) -> Self {
        Self {
            view,
            planner: RefCell::new(Planner::new(Lexicon::bundled())),
            demand,
            plans: Vec::new(),
            readings: Vec::new(),
            beginnings: 0,
            floor: Floor::default(),
        }
    }

    fn take(&mut self, part: &Part) -> Result<(Occur, Box<dyn EngineQuery>), Problem> {
        let fields = &self.view.fields;
        let author = [(fields.author, 1.0)];
        Ok(match part {
            Part::Must(text) => (Occur::Must, self.captions(text)?),
            Part::Author(text) => (Occur::Must, all_of(&self.plan(text)?, self.view, &author)),
            Part::Not(text) => {
                let both = [(fields.text, 1.0), (fields.author, 1.0)];
                (Occur::MustNot, all_of(&self.plan(text)?, self.view, &both))
            }
            Part::Book(text) => {
                let title = self.title(text)?;
                let query = title.query(self.view);
                self.plans.push(title.phrase);
                (Occur::Must, query)
            }
            Part::NotBook(text) => (Occur::MustNot, self.title(text)?.query(self.view)),
            Part::NotAuthor(text) => {
                (Occur::MustNot, all_of(&self.plan(text)?, self.view, &author))
            }
        })
    }

    /// What captions, and beside them the names of authors, must answer.
    fn captions(&mut self, text: &str) -> Result<Box<dyn EngineQuery>, Problem> {
        let (engine, plans) = match self.demand {
            Demand::All => {
                let plan = self.plan(text)?;
                self.readings.extend(readings(text, &plan, &|term| self.view.knows(term)));
                (all_of_captions(&plan, self.view), vec![plan])
            }
            // Of a long text the first words say enough of what is near.
            Demand::Any => {
                let plan = self.draw(text);
                self.bound_beginnings(&plan)?;
                let rarity = Rarity::of(self.view);
                let apart = self.draw(&words_apart(text, &rarity));
                (any_of_captions(&plan, &apart, &rarity, self.floor.clone()), vec![plan, apart])
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
        self.bound_beginnings(&plan)?;
        Ok(plan)
    }

    /// A beginning stands for every word that begins so: each is read from the dictionary, and all
    /// of their posts.
    fn bound_beginnings(&mut self, plan: &Plan) -> Result<(), Problem> {
        let begins = |clause: &&Clause| clause.alternatives.iter().all(|way| start(way).is_some());
        self.beginnings += plan.clauses().iter().filter(begins).count();
        if self.beginnings > MOST_BEGINNINGS {
            return Err(Problem::TooManyBeginnings { most: MOST_BEGINNINGS });
        }
        let starts = plan.clauses().iter().flat_map(|clause| &clause.alternatives);
        let short = starts.filter_map(start).find(|text| text.chars().count() < LEAST_BEGINNING);
        short.map_or(Ok(()), |_| Err(Problem::TooShort { least: LEAST_BEGINNING }))
    }

    fn draw(&self, text: &str) -> Plan {
        self.planner.borrow_mut().plan_knowing(text, &|term| self.view.knows(term))
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

/// What a way to answer begins with, if it is a beginning.
fn start(way: &Alternative) -> Option<&str> {
    match &way.pattern {
        Pattern::Prefix(start) => Some(start),
        Pattern::Term(_) | Pattern::Phrase(_) => None,
    }
}

/// A filter says nothing of how near a hit is.
fn silent(query: Box<dyn EngineQuery>) -> Box<dyn EngineQuery> {
    Box::new(BoostQuery::new(query, 0.0))
}
