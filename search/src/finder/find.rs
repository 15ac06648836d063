//! Answers queries from one archive and its index.

use std::sync::Arc;

use archive::{Archive, ArchiveError, Entry, PostKey};
use config::Config;
use indexer::{IndexError, Marks, Reader, View};
use jiff::tz::TimeZone;
use tantivy::collector::{Collector, Count};
use tantivy::query::{BooleanQuery, Occur, Query as EngineQuery, TermQuery, TermSetQuery};
use tantivy::schema::IndexRecordOption;
use tantivy::{TantivyError, Term};

use super::hit::{Hit, highlights};
use super::place::{Place, Sort};
use super::top::{Collected, Top};
use super::walk::{walk, walk_by_rarity};
use crate::query::{Compiled, Demand, Problem, Query, Reading};

/// Answers queries.
#[derive(Debug)]
pub struct Finder {
    archive: Arc<Archive>,
    reader: Reader,
    marks: Marks,
    zone: TimeZone,
}

/// What is asked.
#[derive(Debug, Clone, Default)]
pub struct Ask {
    /// The query.
    pub query: Query,
    /// The order of hits.
    pub sort: Sort,
    /// Most hits of a page.
    pub limit: usize,
    /// The place after which the page begins.
    pub after: Option<Place>,
}

/// What was found.
#[derive(Debug, Clone, PartialEq)]
pub struct Found {
    /// How many posts answer, on all pages.
    pub total: u64,
    /// The revision of the archive that the answer is of.
    pub revision: i64,
    /// The page's hits.
    pub hits: Vec<Hit>,
    /// Where the next page begins, and the text of its first hit.
    pub next: Option<(Place, String)>,
    /// Words that no post has, and what they were taken for.
    pub readings: Vec<Reading>,
}

/// Why there is no answer.
#[derive(Debug, thiserror::Error)]
pub enum FindError {
    /// The query is at fault.
    #[error("{}", .0.sentence(config::Language::En))]
    Query(Problem),
    /// The index is at fault.
    #[error(transparent)]
    Index(#[from] IndexError),
    /// The archive is at fault.
    #[error(transparent)]
    Archive(#[from] ArchiveError),
    /// tantivy is at fault.
    #[error("the index failed: {0}")]
    Engine(#[from] TantivyError),
}

impl From<Problem> for FindError {
    fn from(problem: Problem) -> Self {
        Self::Query(problem)
    }
}

impl Finder {
    /// A finder for an archive and the index that a reader reads.
    pub fn new(config: &Config, archive: Arc<Archive>, reader: Reader) -> Self {
        Self { archive, reader, marks: Marks::of(config), zone: config.site.zone() }
    }

    /// The archive.
    pub fn archive(&self) -> &Archive {
        &self.archive
    }

    /// The time zone of days.
    pub fn zone(&self) -> &TimeZone {
        &self.zone
    }

    /// The newest state of the index.
    pub fn view(&self) -> Result<View, IndexError> {
        self.reader.view()
    }

    /// Finds a page of hits.
    pub async fn find(&self, ask: &Ask) -> Result<Found, FindError> {
        let view = self.view()?;
        let compiled = ask.query.compile(&view, &self.zone, Demand::All)?;
        let collected = self.places(&view, &compiled, ask).await?;
        let numbers: Vec<i64> =
            collected.places.iter().filter_map(|place| i64::try_from(place.number).ok()).collect();
        let mut entries = self.archive.entries(&numbers).await?;
        let further = entries.split_off(entries.len().min(ask.limit));
        let last = collected.places.get(ask.limit.saturating_sub(1));
        let next = further.first().and_then(Entry::public).zip(last);
        let next = next.map(|(post, place)| (*place, post.text.clone()));
        let hits = entries.into_iter().filter_map(|entry| self.hit(entry, &compiled)).collect();
        let (total, revision) = (collected.total, view.revision);
        Ok(Found { total, revision, hits, next, readings: compiled.readings })
    }

    /// How many posts answer, and the places of a page's hits, of which none is read.
    pub async fn seek(&self, ask: &Ask) -> Result<(u64, Vec<Place>), FindError> {
        let view = self.view()?;
        let compiled = ask.query.compile(&view, &self.zone, Demand::All)?;
        let mut collected = self.places(&view, &compiled, ask).await?;
        collected.places.truncate(ask.limit);
        Ok((collected.total, collected.places))
    }

    /// The total, and the places of a page and one more where there is a next one.
    async fn places(
        &self,
        view: &View,
        compiled: &Compiled,
        ask: &Ask,
    ) -> Result<Collected, FindError> {
        let sort = match ask.sort {
            Sort::Relevance if !compiled.ranks => Sort::Newest,
            sort => sort,
        };
        let top = Top { sort, limit: ask.limit, after: ask.after, floor: None };
        self.walk(view, compiled, &top).await
    }

    /// What comes near a query that nothing answers as a whole: posts that answer some of it, the
    /// rarest words counting most. These are no results: no total counts them.
    pub async fn near(&self, query: &Query, limit: usize) -> Result<Vec<Hit>, FindError> {
        let view = self.view()?;
        let compiled = query.compile(&view, &self.zone, Demand::Any)?;
        if !compiled.ranks {
            return Ok(Vec::new());
        }
        let hidden = self.taken_back(&view).await?;
        let engine = without(compiled.engine.box_clone(), &hidden, &view);
        let floor = compiled.floor.clone();
        let top = Top { sort: Sort::Relevance, limit, after: None, floor };
        let places = walk_by_rarity(&view, engine.as_ref(), &top)?.places;
        let numbers = places.iter().take(limit).filter_map(|place| place.number.try_into().ok());
        let entries = self.archive.entries(&numbers.collect::<Vec<i64>>()).await?;
        Ok(entries.into_iter().filter_map(|entry| self.hit(entry, &compiled)).collect())
    }

    /// One post by its key; `None` if there never was one.
    pub async fn post(&self, key: &PostKey) -> Result<Option<(Entry, Vec<String>)>, FindError> {
        let Some(entry) = self.archive.find(key).await? else { return Ok(None) };
        let campaigns = entry.public().map(|post| self.campaigns(post)).unwrap_or_default();
        Ok(Some((entry, campaigns)))
    }

    /// Walks over what answers a query, without what the archive has taken back since.
    pub(crate) async fn walk<C: Collector>(
        &self,
        view: &View,
        compiled: &Compiled,
        collector: &C,
    ) -> Result<C::Fruit, FindError> {
        let taken_back = self.taken_back(view).await?;
        let query = without(compiled.engine.box_clone(), &taken_back, view);
        Ok(walk(view, query.as_ref(), collector)?)
    }

    /// How many posts have each of some terms, without what the archive has taken back since.
    pub(crate) async fn posts_with(
        &self,
        view: &View,
        terms: impl Iterator<Item = Term>,
    ) -> Result<Vec<u64>, FindError> {
        let taken_back = self.taken_back(view).await?;
        let count = |term| -> Result<u64, FindError> {
            let query = Box::new(TermQuery::new(term, IndexRecordOption::Basic));
            Ok(view.searcher.search(without(query, &taken_back, view).as_ref(), &Count)? as u64)
        };
        terms.map(count).collect()
    }

    /// Posts that the index may still hold and the archive no longer shows.
    async fn taken_back(&self, view: &View) -> Result<Vec<i64>, FindError> {
        Ok(self.archive.hidden_since(view.revision).await?)
    }

    fn hit(&self, entry: Entry, compiled: &Compiled) -> Option<Hit> {
        let post = entry.public()?.clone();
        let highlights = highlights(&post, &compiled.plans);
        let campaigns = self.campaigns(&post);
        Some(Hit { number: entry.number, post, highlights, campaigns })
    }

    fn campaigns(&self, post: &archive::Post) -> Vec<String> {
        self.marks.campaigns(post).into_iter().map(str::to_owned).collect()
    }
}

fn without(query: Box<dyn EngineQuery>, numbers: &[i64], view: &View) -> Box<dyn EngineQuery> {
    if numbers.is_empty() {
        return query;
    }
    let terms = numbers.iter().filter_map(|number| u64::try_from(*number).ok());
    let terms = terms.map(|number| Term::from_field_u64(view.fields.number, number));
    let hidden: Box<dyn EngineQuery> = Box::new(TermSetQuery::new(terms));
    Box::new(BooleanQuery::new(vec![(Occur::Must, query), (Occur::MustNot, hidden)]))
}
