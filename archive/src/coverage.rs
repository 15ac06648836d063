//! The ledger of coverage: for each source and hour, what was asked and what came of it.

use jiff::Timestamp;
use sqlx::Row;
use sqlx::any::Any;

use crate::error::ArchiveError;
use crate::store::{Archive, instant};

/// What came of one request.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    /// An answer that was read.
    Answered {
        /// Posts in it that the archive did not hold.
        found: u64,
    },
    /// The host said that we ask too fast.
    Limited,
    /// No answer, or none that could be read.
    Failed,
}

/// One source's hour. An hour without a row was not asked about: that is a gap, and it is data.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CoverageHour {
    /// The source's name.
    pub source: String,
    /// The hour's first instant, in UTC.
    pub hour: Timestamp,
    /// Requests answered.
    pub answered: i64,
    /// Requests refused as too fast.
    pub limited: i64,
    /// Requests that failed.
    pub failed: i64,
    /// Posts found.
    pub found: i64,
}

const HOUR_MICROS: i64 = 3_600_000_000;

impl Archive {
    /// Notes what came of a request that brought nothing to keep.
    pub async fn note(
        &self,
        source: &str,
        at: Timestamp,
        outcome: Outcome,
    ) -> Result<(), ArchiveError> {
        let mut to = self.write().await?;
        note_coverage(&mut to, source, at, outcome).await?;
        Ok(to.commit().await?)
    }

    /// The ledger between two instants, by source and hour.
    pub async fn coverage(
        &self,
        from: Timestamp,
        to: Timestamp,
    ) -> Result<Vec<CoverageHour>, ArchiveError> {
        let text = "SELECT source, hour, answered, limited, failed, found FROM coverage \
                    WHERE hour >= $1 AND hour < $2 ORDER BY source, hour";
        let query = sqlx::query(text).bind(hour(from) * HOUR_MICROS).bind(to.as_microsecond());
        let rows = query.fetch_all(&self.reader).await?;
        rows.iter()
            .map(|row| {
                Ok(CoverageHour {
                    source: row.try_get(0)?,
                    hour: instant(row.try_get(1)?),
                    answered: row.try_get(2)?,
                    limited: row.try_get(3)?,
                    failed: row.try_get(4)?,
                    found: row.try_get(5)?,
                })
            })
            .collect()
    }
}

fn hour(at: Timestamp) -> i64 {
    at.as_microsecond().div_euclid(HOUR_MICROS)
}

pub(crate) async fn note_coverage(
    to: &mut sqlx::Transaction<'static, Any>,
    source: &str,
    at: Timestamp,
    outcome: Outcome,
) -> Result<(), ArchiveError> {
    let (answered, limited, failed, found) = match outcome {
        Outcome::Answered { found } => (1_i64, 0_i64, 0_i64, found as i64),
        Outcome::Limited => (0, 1, 0, 0),
        Outcome::Failed => (0, 0, 1, 0),
    };
    let text = "INSERT INTO coverage (source, hour, answered, limited, failed, found) \
                VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT (source, hour) DO UPDATE SET \
                answered = coverage.answered + excluded.answered, \
                limited = coverage.limited + excluded.limited, \
                failed = coverage.failed + excluded.failed, \
                found = coverage.found + excluded.found";
    sqlx::query(text)
        .bind(source)
        .bind(hour(at) * HOUR_MICROS)
        .bind(answered)
        .bind(limited)
        .bind(failed)
        .bind(found)
        .execute(&mut **to)
        .await?;
    Ok(())
}
