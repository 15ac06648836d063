//! Counting what a query finds.

use std::collections::BTreeMap;

use archive::CoverageHour;
use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;

use super::card::Card;
use super::row::{By, CountingAsk, Row, RowKey, Unit};
use super::tally::{Several, Tallied, Tally, Under};
use crate::calendar::{self, Period, Periods, day_of};
use crate::finder::{FindError, Finder};
use crate::query::{Demand, Query};

/// A count.
#[derive(Debug, Clone, PartialEq)]
pub struct Counted {
    /// By what it was made.
    pub by: By,
    /// Its rows: time in order without a gap, words by size.
    pub rows: Vec<Row>,
    /// How it was made.
    pub card: Card,
}

/// The most rows of time: about 90 years of days.
const MOST_PERIODS: usize = 33_000;

impl Finder {
    /// Counts what a query finds.
    pub async fn count(&self, ask: &CountingAsk) -> Result<Counted, FindError> {
        let view = self.view()?;
        let compiled = ask.query.compile(&view, self.zone(), Demand::All)?;
        let tallied = self.walk(&view, &compiled, &Tally { by: ask.by, accounts: true }).await?;
        let all = tallied.all.clone();
        let span = span(&tallied, &ask.query, self.zone());
        let ledger = match span {
            Some((from, until)) => self.archive().coverage(from, until).await?,
            None => Vec::new(),
        };
        let rows = match time_unit(ask.by) {
            Some(unit) => time_rows(tallied, unit, ask.unit, span, &ledger, self.zone()),
            None => word_rows(tallied, ask.unit),
        };
        let totals = self.archive().totals().await?;
        let card = Card::of(ask, &all, totals, span, &ledger, view.revision, &rows, self.zone());
        Ok(Counted { by: ask.by, rows, card })
    }

    /// How many posts a query finds of each platform or campaign, the most first: the rows of
    /// [`Finder::count`] without a card, for the boxes that narrow results.
    pub async fn posts_by(&self, query: &Query, by: By) -> Result<Vec<Row>, FindError> {
        let view = self.view()?;
        let compiled = query.compile(&view, self.zone(), Demand::All)?;
        let tallied = self.walk(&view, &compiled, &Tally { by, accounts: false }).await?;
        Ok(word_rows(tallied, Unit::Post))
    }
}

fn time_unit(by: By) -> Option<calendar::Unit> {
    match by {
        By::Day => Some(calendar::Unit::Day),
        By::Week => Some(calendar::Unit::Week),
        By::Month => Some(calendar::Unit::Month),
        By::Platform | By::Campaign => None,
    }
}

/// The time that a count is about: the query's own dates where it names them, else from the
/// first post to the last.
fn span(tallied: &Tallied, query: &Query, zone: &TimeZone) -> Option<(Timestamp, Timestamp)> {
    let mut instants = tallied.under.keys().filter_map(|under| match under {
        Under::Instant(micros) => Timestamp::from_microsecond(*micros).ok(),
        _ => None,
    });
    let first = instants.next();
    let last = instants.next_back().or(first);
    let day = |date: Date| Period::of(date, calendar::Unit::Day, zone);
    let first = first.map(|first| day(day_of(first, zone)).starts);
    let from = query.filters.from.map(|date| day(date).starts).or(first)?;
    let until = query.filters.to.map(|date| day(date).ends);
    let until = until.or_else(|| last.map(|last| day(day_of(last, zone)).ends))?;
    (from < until).then_some((from, until))
}

fn time_rows(
    tallied: Tallied,
    unit: calendar::Unit,
    counted: Unit,
    span: Option<(Timestamp, Timestamp)>,
    ledger: &[CoverageHour],
    zone: &TimeZone,
) -> Vec<Row> {
    let mut by_day: BTreeMap<Date, Several> = BTreeMap::new();
    let mut unknown = Several::default();
    for (under, several) in tallied.under {
        match under {
            Under::Instant(micros) => {
                let instant = Timestamp::from_microsecond(micros).unwrap_or(Timestamp::MIN);
                by_day.entry(day_of(instant, zone)).or_default().join(several);
            }
            _ => unknown.join(several),
        }
    }
    let periods = span.map(|(from, until)| Periods::covering(from, until, unit, zone));
    let mut rows: Vec<Row> = periods
        .into_iter()
        .flatten()
        .take(MOST_PERIODS)
        .map(|period| {
            let mut several = Several::default();
            for (_, day) in by_day.range(period.first..=period.last) {
                several.join(day.clone());
            }
            let key = RowKey::Days { first: period.first, last: period.last };
            Row { unasked_hours: unasked(&period, ledger), ..row(key, several, counted) }
        })
        .collect();
    if unknown.posts > 0 {
        rows.push(row(RowKey::Unknown, unknown, counted));
    }
    rows
}

fn word_rows(tallied: Tallied, counted: Unit) -> Vec<Row> {
    let mut rows: Vec<Row> = tallied
        .under
        .into_iter()
        .map(|(under, several)| match under {
            Under::Word(word) => row(RowKey::Word(word), several, counted),
            _ => row(RowKey::Unknown, several, counted),
        })
        .collect();
    // By size; what is unknown comes last, and equals stay in the order of their names.
    rows.sort_by_key(|row| (row.key == RowKey::Unknown, std::cmp::Reverse(row.count)));
    rows
}

fn row(key: RowKey, several: Several, counted: Unit) -> Row {
    let count = match counted {
        Unit::Post => several.posts,
        Unit::Account => several.accounts.len() as u64,
    };
    Row { key, count, author_unknown: several.author_unknown, unasked_hours: 0 }
}

/// Hours of a period for which the ledger holds a limit or a failure and no answer. Hours from
/// before the ledger began are not gaps of this archive: posts of that time were found later.
fn unasked(period: &Period, ledger: &[CoverageHour]) -> u64 {
    let within = ledger.iter().filter(|hour| period.contains(hour.hour));
    let unanswered = within.filter(|hour| hour.answered == 0);
    let hours: std::collections::BTreeSet<Timestamp> = unanswered.map(|hour| hour.hour).collect();
    hours.len() as u64
}
