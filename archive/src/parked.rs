//! What could not be read: kept with its bytes and its reason.

use jiff::Timestamp;
use sqlx::Row;

use crate::coverage::{Outcome, note_coverage};
use crate::error::ArchiveError;
use crate::store::{Archive, instant, micros};

/// An item or a whole answer that could not be read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Parked {
    /// The source's name.
    pub source: String,
    /// The stream's name.
    pub stream: String,
    /// The raw answer in which its bytes stand.
    pub answer: Option<String>,
    /// What is wrong with it.
    pub reason: String,
    /// When it was parked.
    pub at: Timestamp,
}

impl Archive {
    /// Parks a whole answer that could not be read and notes the failure. Its stream's cursor
    /// stays where it is.
    pub async fn park_answer(
        &self,
        source: &str,
        stream: &str,
        answer: &str,
        size: usize,
        reason: &str,
        at: Timestamp,
    ) -> Result<(), ArchiveError> {
        let mut to = self.write().await?;
        let text = "INSERT INTO parked \
                    (source, stream, answer, start_byte, end_byte, reason, parked_at) \
                    VALUES ($1, $2, $3, 0, $4, $5, $6)";
        sqlx::query(text)
            .bind(source)
            .bind(stream)
            .bind(answer)
            .bind(size as i64)
            .bind(reason)
            .bind(micros(at))
            .execute(&mut *to)
            .await?;
        note_coverage(&mut to, source, at, Outcome::Failed).await?;
        Ok(to.commit().await?)
    }

    /// The newest parked items, at most `limit`.
    pub async fn parked(&self, limit: i64) -> Result<Vec<Parked>, ArchiveError> {
        let text = "SELECT source, stream, answer, reason, parked_at FROM parked \
                    ORDER BY number DESC LIMIT $1";
        let rows = sqlx::query(text).bind(limit).fetch_all(&self.reader).await?;
        rows.iter()
            .map(|row| {
                Ok(Parked {
                    source: row.try_get(0)?,
                    stream: row.try_get(1)?,
                    answer: row.try_get(2)?,
                    reason: row.try_get(3)?,
                    at: instant(row.try_get(4)?),
                })
            })
            .collect()
    }
}
