//! The change feed: every change has a revision, and nobody who follows can miss one.

use std::collections::BTreeSet;

use jiff::Timestamp;
use sqlx::any::{Any, AnyRow};
use sqlx::{AssertSqlSafe, Row, Transaction};

use crate::error::ArchiveError;
use crate::post::{Post, PostKey, tombstone_id};
use crate::store::{Archive, instant};

/// A post as the archive holds it now.
#[derive(Debug, Clone, PartialEq)]
pub struct Entry {
    /// The archive's own number of the post; it stays when all else is withdrawn.
    pub number: i64,
    /// The platform's name.
    pub platform: String,
    /// What it says; `None` once it is withdrawn.
    pub post: Option<Post>,
    /// When it was posted, kept after a withdrawal for old totals.
    pub posted_at: Option<Timestamp>,
    /// When it was first seen.
    pub first_seen_at: Timestamp,
    /// When the platform was found to have it no longer.
    pub gone_at: Option<Timestamp>,
    /// When it was withdrawn.
    pub withdrawn_at: Option<Timestamp>,
    /// The revision of its latest change.
    pub revision: i64,
}

impl Entry {
    /// The post, if it may be shown: neither gone nor withdrawn.
    pub fn public(&self) -> Option<&Post> {
        self.post.as_ref().filter(|_| self.gone_at.is_none() && self.withdrawn_at.is_none())
    }
}

/// A change, and the state of its post now (which may be newer than the change).
#[derive(Debug, Clone, PartialEq)]
pub struct Change {
    /// The change's revision.
    pub revision: i64,
    /// The post's state now.
    pub entry: Entry,
}

const COLUMNS: &str = "p.number, p.platform, p.body, p.posted_at, p.first_seen_at, p.gone_at, \
                       p.withdrawn_at, p.revision";

impl Archive {
    /// Changes after a revision, in order, at most `limit` of them.
    pub async fn changes(&self, after: i64, limit: i64) -> Result<Vec<Change>, ArchiveError> {
        let text = format!(
            "SELECT {COLUMNS}, c.revision FROM change_log c JOIN post p ON p.number = c.number \
             WHERE c.revision > $1 ORDER BY c.revision LIMIT $2"
        );
        let query = sqlx::query(AssertSqlSafe(text)).bind(after).bind(limit);
        let rows = query.fetch_all(&self.reader).await?;
        rows.iter()
            .map(|row| Ok(Change { revision: row.try_get(8)?, entry: entry(row)? }))
            .collect()
    }

    /// Posts that changed after a revision and may not be shown now: gone, or withdrawn.
    pub async fn hidden_since(&self, after: i64) -> Result<Vec<i64>, ArchiveError> {
        let text = "SELECT DISTINCT p.number FROM change_log c JOIN post p ON p.number = c.number \
                    WHERE c.revision > $1 \
                    AND (p.gone_at IS NOT NULL OR p.withdrawn_at IS NOT NULL)";
        let rows = sqlx::query(text).bind(after).fetch_all(&self.reader).await?;
        rows.iter().map(|row| Ok(row.try_get(0)?)).collect()
    }

    /// Posts by number, in the order asked for; numbers that do not exist are left out.
    pub async fn entries(&self, numbers: &[i64]) -> Result<Vec<Entry>, ArchiveError> {
        if numbers.is_empty() {
            return Ok(Vec::new());
        }
        let places = (1..=numbers.len()).map(|n| format!("${n}")).collect::<Vec<_>>().join(", ");
        let text = format!("SELECT {COLUMNS} FROM post p WHERE p.number IN ({places})");
        let mut query = sqlx::query(AssertSqlSafe(text));
        for number in numbers {
            query = query.bind(*number);
        }
        let rows = query.fetch_all(&self.reader).await?;
        let found = rows.iter().map(entry).collect::<Result<Vec<_>, _>>()?;
        let place = |number: &i64| found.iter().find(|entry| entry.number == *number);
        Ok(numbers.iter().filter_map(place).cloned().collect())
    }

    /// A post by key; a withdrawn one is found as its tombstone.
    pub async fn find(&self, key: &PostKey) -> Result<Option<Entry>, ArchiveError> {
        let text =
            format!("SELECT {COLUMNS} FROM post p WHERE p.platform = $1 AND p.id IN ($2, $3)");
        let query = sqlx::query(AssertSqlSafe(text));
        let query = query.bind(&key.platform).bind(&key.id).bind(tombstone_id(key));
        query.fetch_optional(&self.reader).await?.as_ref().map(entry).transpose()
    }

    /// The nets and sources through which posts were found, by post: `(number, source, net)`.
    pub async fn sightings(
        &self,
        numbers: &BTreeSet<i64>,
    ) -> Result<Vec<(i64, String, String)>, ArchiveError> {
        let (Some(first), Some(last)) = (numbers.first(), numbers.last()) else {
            return Ok(Vec::new());
        };
        let text = "SELECT number, source, net FROM sighting WHERE number BETWEEN $1 AND $2";
        let rows = sqlx::query(text).bind(*first).bind(*last).fetch_all(&self.reader).await?;
        let mut found = Vec::new();
        for row in &rows {
            let number = row.try_get(0)?;
            if numbers.contains(&number) {
                found.push((number, row.try_get(1)?, row.try_get(2)?));
            }
        }
        Ok(found)
    }

    /// Public posts that a source has found, with the id its server knows them by, in order of
    /// number after `after`: what a sweep looks up again.
    pub async fn found_by(
        &self,
        source: &str,
        after: i64,
        limit: i64,
    ) -> Result<Vec<(i64, PostKey, Option<String>)>, ArchiveError> {
        let text = "SELECT p.number, p.platform, p.id, MAX(s.native_id) FROM sighting s \
                    JOIN post p ON p.number = s.number \
                    WHERE s.source = $1 AND p.number > $2 \
                    AND p.gone_at IS NULL AND p.withdrawn_at IS NULL \
                    GROUP BY p.number, p.platform, p.id ORDER BY p.number LIMIT $3";
        let query = sqlx::query(text).bind(source).bind(after).bind(limit);
        let rows = query.fetch_all(&self.reader).await?;
        rows.iter()
            .map(|row| {
                let key = PostKey::new(row.try_get::<String, _>(1)?, row.try_get::<String, _>(2)?);
                Ok((row.try_get(0)?, key, row.try_get(3)?))
            })
            .collect()
    }
}

fn entry(row: &AnyRow) -> Result<Entry, ArchiveError> {
    let number = row.try_get(0)?;
    let body: Option<String> = row.try_get(2)?;
    let time = |column: usize| -> Result<Option<Timestamp>, ArchiveError> {
        Ok(row.try_get::<Option<i64>, _>(column)?.map(instant))
    };
    Ok(Entry {
        number,
        platform: row.try_get(1)?,
        post: body.map(|body| parse(number, body)).transpose()?,
        posted_at: time(3)?,
        first_seen_at: instant(row.try_get(4)?),
        gone_at: time(5)?,
        withdrawn_at: time(6)?,
        revision: row.try_get(7)?,
    })
}

/// Gives a post's latest change its revision.
pub(crate) async fn log_change(
    to: &mut Transaction<'static, Any>,
    number: i64,
) -> Result<i64, ArchiveError> {
    let text = "INSERT INTO change_log (number) VALUES ($1) RETURNING revision";
    let revision: i64 = sqlx::query(text).bind(number).fetch_one(&mut **to).await?.try_get(0)?;
    let text = "UPDATE post SET revision = $2 WHERE number = $1";
    sqlx::query(text).bind(number).bind(revision).execute(&mut **to).await?;
    Ok(revision)
}

/// A post as it was stored.
pub(crate) fn parse(number: i64, body: String) -> Result<Post, ArchiveError> {
    serde_json::from_str(&body).map_err(|source| ArchiveError::Stored { number, source })
}
