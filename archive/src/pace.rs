//! The durable pace: a host's allowance outlives the process that used it up.

use jiff::{SignedDuration, Timestamp};
use sqlx::Row;

use crate::error::ArchiveError;
use crate::store::{Archive, instant, micros};

/// Whether a request may go out now.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Turn {
    /// It may, and has been counted.
    Now,
    /// It may not before this instant; nothing was counted.
    NotBefore(Timestamp),
}

impl Archive {
    /// Takes a host's turn, if there is one: at most `burst` requests at once and one more each
    /// `interval` (a generic cell rate). The turn is spent before the request goes out, so a
    /// crash can waste one but never overrun.
    pub async fn take_turn(
        &self,
        host: &str,
        now: Timestamp,
        interval: SignedDuration,
        burst: u32,
    ) -> Result<Turn, ArchiveError> {
        let (now, step) = (micros(now), (interval.as_micros() as i64).max(1));
        let mut to = self.write().await?;
        let text = "SELECT next_at, held_until, granted, granted_until FROM pace WHERE host = $1";
        let row = sqlx::query(text).bind(host).fetch_optional(&mut *to).await?;
        let (next_at, held_until, granted, granted_until): (i64, i64, i64, i64) = match &row {
            Some(row) => (row.try_get(0)?, row.try_get(1)?, row.try_get(2)?, row.try_get(3)?),
            None => (0, 0, 0, 0),
        };
        let slack = step.saturating_mul(i64::from(burst.max(1)) - 1);
        let spent_until = if granted > 0 { 0 } else { granted_until };
        let earliest = held_until.max(spent_until).max(next_at.saturating_sub(slack));
        if earliest > now {
            return Ok(Turn::NotBefore(instant(earliest)));
        }
        let text = "INSERT INTO pace (host, next_at) VALUES ($1, $2) \
                    ON CONFLICT (host) DO UPDATE \
                    SET next_at = excluded.next_at, granted = pace.granted - 1";
        let next_at = next_at.max(now).saturating_add(step);
        sqlx::query(text).bind(host).bind(next_at).execute(&mut *to).await?;
        to.commit().await?;
        Ok(Turn::Now)
    }

    /// Notes what a host says is left of its own limit until an instant. Turns taken since count
    /// against it, so that an answer that is lost, or a restart, loses no count. Within a limit's
    /// time the lower number holds: answers may overtake each other.
    pub async fn note_granted(
        &self,
        host: &str,
        now: Timestamp,
        left: u32,
        until: Timestamp,
    ) -> Result<(), ArchiveError> {
        let text = "INSERT INTO pace (host, granted, granted_until) VALUES ($1, $2, $3) \
                    ON CONFLICT (host) DO UPDATE SET granted = excluded.granted, \
                    granted_until = excluded.granted_until \
                    WHERE pace.granted_until <= $4 OR excluded.granted < pace.granted";
        let query = sqlx::query(text).bind(host).bind(i64::from(left)).bind(micros(until));
        query.bind(micros(now)).execute(&self.writer).await?;
        Ok(())
    }

    /// Lets nobody ask a host before an instant that it named itself.
    pub async fn hold_back(&self, host: &str, until: Timestamp) -> Result<(), ArchiveError> {
        let text = "INSERT INTO pace (host, held_until) VALUES ($1, $2) \
                    ON CONFLICT (host) DO UPDATE SET held_until = excluded.held_until \
                    WHERE pace.held_until < excluded.held_until";
        sqlx::query(text).bind(host).bind(micros(until)).execute(&self.writer).await?;
        Ok(())
    }
}
