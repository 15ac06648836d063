//! How each source is doing, as its last run left it.

use jiff::Timestamp;
use sqlx::Row;

use crate::error::ArchiveError;
use crate::store::{Archive, instant, micros};

/// A source's last run and what it found, in words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SourceState {
    /// The source's name.
    pub source: String,
    /// When a run last ended.
    pub last_run_at: Option<Timestamp>,
    /// When a sweep last ended.
    pub last_sweep_at: Option<Timestamp>,
    /// One word: `well`, `limited`, `failing`, `not configured`, `needs credentials`.
    pub health: String,
    /// A sentence for a person.
    pub message: String,
}

impl Archive {
    /// Writes how a source is doing; instants that are `None` stay as they were.
    pub async fn put_source_state(&self, state: &SourceState) -> Result<(), ArchiveError> {
        let text = "INSERT INTO source_state \
                    (source, last_run_at, last_sweep_at, health, message) \
                    VALUES ($1, $2, $3, $4, $5) ON CONFLICT (source) DO UPDATE SET \
                    last_run_at = COALESCE(excluded.last_run_at, source_state.last_run_at), \
                    last_sweep_at = COALESCE(excluded.last_sweep_at, source_state.last_sweep_at), \
                    health = excluded.health, message = excluded.message";
        sqlx::query(text)
            .bind(&state.source)
            .bind(state.last_run_at.map(micros))
            .bind(state.last_sweep_at.map(micros))
            .bind(&state.health)
            .bind(&state.message)
            .execute(&self.writer)
            .await?;
        Ok(())
    }

    /// How every source that ever ran is doing, by name.
    pub async fn source_states(&self) -> Result<Vec<SourceState>, ArchiveError> {
        let text = "SELECT source, last_run_at, last_sweep_at, health, message FROM source_state \
                    ORDER BY source";
        let rows = sqlx::query(text).fetch_all(&self.reader).await?;
        rows.iter()
            .map(|row| {
                Ok(SourceState {
                    source: row.try_get(0)?,
                    last_run_at: row.try_get::<Option<i64>, _>(1)?.map(instant),
                    last_sweep_at: row.try_get::<Option<i64>, _>(2)?.map(instant),
                    health: row.try_get(3)?,
                    message: row.try_get(4)?,
                })
            })
            .collect()
    }
}
