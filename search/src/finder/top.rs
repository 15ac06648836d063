//! One walk over the matching posts: how many there are, and the first of them after a place.

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
    after: Option<Place>,
    floor: Option<Floor>,
    numbers: Column<u64>,
    posted_at: Column<i64>,
    total: u64,
    best: Best,
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
            after: self.after,
            floor: self.floor.clone(),
            numbers: segment.fast_fields().u64("number")?,
            posted_at: segment.fast_fields().i64("posted_at")?,
            total: 0,
            // One more than a page, to know whether there is a next one.
            best: Best::new(self.limit + 1),
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
        if self.best.bar.is_some_and(|bar| rank < bar.rank) {
            return;
        }
        let place = Place { rank, number: self.numbers.first(doc).unwrap_or_default() };
        if self.after.is_some_and(|after| place >= after) {
            return;
        }
        self.best.take(place);
        if let (Some(floor), Some(bar)) = (&self.floor, self.best.bar) {
            floor.raise(bar.rank as Score);
        }
    }

    fn harvest(self) -> Collected {
        Collected { total: self.total, places: self.best.held }
    }
}

/// The best of some places, and a few that came near it.
struct Best {
    most: usize,
    held: Vec<Place>,
    /// The last of the best so far, once there are enough: what is under it is none of them.
    bar: Option<Place>,
}

impl Best {
    fn new(most: usize) -> Self {
        Self { most, held: Vec::new(), bar: None }
    }

    /// Takes a place if it may be one of the best. Twice as many as are wanted are held before the
    /// rest is let go: that costs less than to keep them in order, above all where places come
    /// from the last to the first.
    #[inline]
    fn take(&mut self, place: Place) {
        if self.bar.is_some_and(|bar| place < bar) {
            return;
        }
        self.held.push(place);
        if self.held.len() >= 2 * self.most {
            self.let_go();
        }
    }

    fn let_go(&mut self) {
        let (_, last, _) = self.held.select_nth_unstable_by(self.most - 1, |a, b| b.cmp(a));
        self.bar = Some(*last);
        self.held.truncate(self.most);
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn the_best_are_held(
            ranks in prop::collection::vec(0..20_u8, 0..200),
            most in 1..12_usize,
        ) {
            let place = |(number, rank): (usize, &u8)| {
                Place { rank: f64::from(*rank), number: number as u64 }
            };
            let mut all: Vec<Place> = ranks.iter().enumerate().map(place).collect();
            let mut best = Best::new(most);
            all.iter().for_each(|place| best.take(*place));
            let mut held = best.held;
            for places in [&mut held, &mut all] {
                places.sort_by(|a, b| b.cmp(a));
                places.truncate(most);
            }
            prop_assert_eq!(held, all);
        }
    }
}
