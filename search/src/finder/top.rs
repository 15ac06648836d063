//! One walk over the matching posts: how many there are, and the first of them after a place.

use std::cmp::Reverse;
use std::collections::BinaryHeap;

use tantivy::collector::{Collector, SegmentCollector};
use tantivy::columnar::Column;
use tantivy::{DocId, Score, SegmentOrdinal, SegmentReader};

use super::place::{Place, Sort};
use crate::query::Floor;

/// Collects a page and the total.
pub(crate) struct Top {
    pub(crate) sort: Sort,
    pub(crate) limit: usize,
    pub(crate) after: Option<Place>,
    /// Raised to what a page's last hit is worth, where posts worth less need not be found.
    pub(crate) floor: Option<Floor>,
}

/// What was collected.
#[derive(Debug, Default)]
pub(crate) struct Collected {
    pub(crate) total: u64,
    /// In order, one more than a page where there is a next one.
    pub(crate) places: Vec<Place>,
}

pub(crate) struct SegmentTop {
    sort: Sort,
    /// One more than a page, to know whether there is a next one.
    most: usize,
    after: Option<Place>,
    floor: Option<Floor>,
    numbers: Column<u64>,
    posted_at: Column<i64>,
    total: u64,
    best: BinaryHeap<Reverse<Place>>,
}

impl Collector for Top {
    type Fruit = Collected;
    type Child = SegmentTop;

    fn for_segment(
        &self,
        _: SegmentOrdinal,
        segment: &SegmentReader,
    ) -> tantivy::Result<SegmentTop> {
        Ok(SegmentTop {
            sort: self.sort,
            most: self.limit + 1,
            after: self.after,
            floor: self.floor.clone(),
            numbers: segment.fast_fields().u64("number")?,
            posted_at: segment.fast_fields().i64("posted_at")?,
            total: 0,
            best: BinaryHeap::new(),
        })
    }

    fn requires_scoring(&self) -> bool {
        self.sort == Sort::Relevance
    }

    fn merge_fruits(&self, segments: Vec<Collected>) -> tantivy::Result<Collected> {
        let mut all = Collected::default();
        for mut segment in segments {
            all.total += segment.total;
            all.places.append(&mut segment.places);
        }
        all.places.sort_by(|a, b| b.cmp(a));
        all.places.truncate(self.limit + 1);
        Ok(all)
    }
}

impl SegmentTop {
    fn raise_floor(&self) {
        let last = self.best.peek().filter(|_| self.best.len() == self.most);
        if let (Some(floor), Some(Reverse(last))) = (&self.floor, last) {
            floor.raise(last.rank as Score);
        }
    }
}

impl SegmentCollector for SegmentTop {
    type Fruit = Collected;

    fn collect(&mut self, doc: DocId, score: Score) {
        self.total += 1;
        // A post without a date comes last in either direction.
        let time = || self.posted_at.first(doc).map(|micros| micros as f64);
        let rank = match self.sort {
            Sort::Relevance => f64::from(score),
            Sort::Newest => time().unwrap_or(f64::MIN),
            Sort::Oldest => time().map_or(f64::MIN, |micros| -micros),
        };
        // Most posts of a long walk are out by their rank alone, and need no number.
        if self.best.len() == self.most && self.best.peek().is_some_and(|last| rank < last.0.rank) {
            return;
        }
        let place = Place { rank, number: self.numbers.first(doc).unwrap_or_default() };
        if self.after.is_some_and(|after| place >= after) {
            return;
        }
        if self.best.len() < self.most {
            self.best.push(Reverse(place));
        } else if self.best.peek().is_some_and(|worst| place > worst.0) {
            self.best.pop();
            self.best.push(Reverse(place));
        }
        self.raise_floor();
    }

    fn harvest(self) -> Collected {
        let places = self.best.into_iter().map(|Reverse(place)| place).collect();
        Collected { total: self.total, places }
    }
}
