//! One walk over the matching posts, noting what each is counted under.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use tantivy::collector::{Collector, SegmentCollector};
use tantivy::columnar::{Column, StrColumn};
use tantivy::{DocId, Score, SegmentOrdinal, SegmentReader};

use super::row::By;

const QUARTER: i64 = 15 * 60 * 1_000_000;

/// Collects what is counted.
pub(crate) struct Tally {
    pub(crate) by: By,
    /// Whether accounts are told apart; who only wants posts does not pay for them.
    pub(crate) accounts: bool,
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
        let accounts = if self.accounts { columns.str("account")? } else { None };
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
        // Every account of a row is one of all: each is read once.
        let accounts = named(self.accounts.as_ref(), self.all.accounts.iter().copied());
        let words = self.under.keys().filter_map(|key| u64::try_from((*key)?).ok());
        let words = named(self.words.as_ref(), words);
        let several = |ordinals: Ordinals| Several {
            posts: ordinals.posts,
            author_unknown: ordinals.author_unknown,
            accounts: ordinals
                .accounts
                .iter()
                .filter_map(|one| accounts.get(one).cloned())
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
                    .and_then(|ordinal| words.get(&ordinal).cloned())
                    .map_or(Under::Unknown, Under::Word),
            };
            tallied.under.entry(under).or_default().join(several(ordinals));
        }
        tallied
    }
}

/// The words of some ordinals, read from the column's dictionary in one go.
fn named(column: Option<&StrColumn>, ordinals: impl Iterator<Item = u64>) -> HashMap<u64, String> {
    let (Some(column), mut ordinals) = (column, ordinals.collect::<Vec<u64>>()) else {
        return HashMap::new();
    };
    ordinals.sort_unstable();
    let mut words = Vec::with_capacity(ordinals.len());
    let read = column.dictionary().sorted_ords_to_term_cb(&ordinals, |word| {
        words.push(String::from_utf8_lossy(word).into_owned())
    });
    // A dictionary that cannot be read names nobody, as an unknown author is nobody.
    if read.is_ok() { ordinals.into_iter().zip(words).collect() } else { HashMap::new() }
}
