//! One walk over the matching posts, noting what each is counted under.

use std::collections::{BTreeMap, BTreeSet};

use tantivy::collector::{Collector, SegmentCollector};
use tantivy::columnar::{Column, StrColumn};
use tantivy::{DocId, Score, SegmentOrdinal, SegmentReader};

use super::row::By;

const QUARTER: i64 = 15 * 60 * 1_000_000;

/// Collects what is counted.
pub(crate) struct Tally {
    pub(crate) by: By,
}

/// What a post is counted under.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Under {
    /// A quarter of an hour, by its first instant in microseconds since 1970 in UTC. Every day of
    /// every time zone since 1972 begins on one.
    Instant(i64),
    /// A platform or campaign.
    Word(String),
    /// It is not known.
    Unknown,
}

/// Posts and accounts under each key. A post may stand under several campaigns.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Tallied {
    pub(crate) under: BTreeMap<Under, Several>,
    pub(crate) all: Several,
}

/// Posts, and the accounts they are from.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Several {
    pub(crate) posts: u64,
    pub(crate) author_unknown: u64,
    pub(crate) accounts: BTreeSet<String>,
}

impl Several {
    pub(crate) fn join(&mut self, other: Self) {
        self.posts += other.posts;
        self.author_unknown += other.author_unknown;
        self.accounts.extend(other.accounts);
    }
}

/// The same with ordinals of one segment in place of words.
#[derive(Debug, Default)]
struct Ordinals {
    posts: u64,
    author_unknown: u64,
    accounts: BTreeSet<u64>,
}

impl Ordinals {
    fn add(&mut self, account: Option<u64>) {
        self.posts += 1;
        match account {
            Some(account) => {
                self.accounts.insert(account);
            }
            None => self.author_unknown += 1,
        }
    }
}

pub(crate) struct SegmentTally {
    posted_at: Option<Column<i64>>,
    words: Option<StrColumn>,
    accounts: Option<StrColumn>,
    /// Instants are kept as they are (days are made of them later), words by ordinal.
    under: BTreeMap<Option<i64>, Ordinals>,
    all: Ordinals,
}

impl Collector for Tally {
    type Fruit = Tallied;
    type Child = SegmentTally;

    fn for_segment(
        &self,
        _: SegmentOrdinal,
        segment: &SegmentReader,
    ) -> tantivy::Result<SegmentTally> {
        let columns = segment.fast_fields();
        let (posted_at, words) = match self.by {
            By::Day | By::Week | By::Month => (Some(columns.i64("posted_at")?), None),
            By::Platform => (None, columns.str("platform")?),
            By::Campaign => (None, columns.str("campaign")?),
        };
        let accounts = columns.str("account")?;
        Ok(SegmentTally {
            posted_at,
            words,
            accounts,
            under: BTreeMap::new(),
            all: Ordinals::default(),
        })
    }

    fn requires_scoring(&self) -> bool {
        false
    }

    fn merge_fruits(&self, segments: Vec<Tallied>) -> tantivy::Result<Tallied> {
        let mut merged = Tallied::default();
        for segment in segments {
            merged.all.join(segment.all);
            for (under, several) in segment.under {
                merged.under.entry(under).or_default().join(several);
            }
        }
        Ok(merged)
    }
}

impl SegmentCollector for SegmentTally {
    type Fruit = Tallied;

    fn collect(&mut self, doc: DocId, _: Score) {
        let account = self.accounts.as_ref().and_then(|column| column.term_ords(doc).next());
        self.all.add(account);
        if let Some(column) = &self.posted_at {
            let quarter = column.first(doc).map(|micros| micros - micros.rem_euclid(QUARTER));
            self.under.entry(quarter).or_default().add(account);
            return;
        }
        let mut known = false;
        for word in self.words.iter().flat_map(|column| column.term_ords(doc)) {
            known = true;
            self.under.entry(i64::try_from(word).ok()).or_default().add(account);
        }
        if !known {
            self.under.entry(None).or_default().add(account);
        }
    }

    fn harvest(self) -> Tallied {
        let word = |column: &Option<StrColumn>, ordinal: u64| {
            let mut word = String::new();
            let found = column.as_ref()?.ord_to_str(ordinal, &mut word).ok()?;
            found.then_some(word)
        };
        let several = |ordinals: Ordinals| Several {
            posts: ordinals.posts,
            author_unknown: ordinals.author_unknown,
            accounts: ordinals
                .accounts
                .into_iter()
                .filter_map(|ordinal| word(&self.accounts, ordinal))
                .collect(),
        };
        let timed = self.posted_at.is_some();
        let mut tallied = Tallied { all: several(self.all), ..Tallied::default() };
        for (key, ordinals) in self.under {
            let under = match key {
                None => Under::Unknown,
                Some(micros) if timed => Under::Instant(micros),
                Some(ordinal) => u64::try_from(ordinal)
                    .ok()
                    .and_then(|ordinal| word(&self.words, ordinal))
                    .map_or(Under::Unknown, Under::Word),
            };
            tallied.under.entry(under).or_default().join(several(ordinals));
        }
        tallied
    }
}
