//! Keeping what was read: posts, edits, sightings, parked items and the cursor, all or nothing.

use std::ops::Range;

use jiff::Timestamp;
use sqlx::any::Any;
use sqlx::{Row, Transaction};

use crate::change::{log_change, parse};
use crate::coverage::{Outcome, note_coverage};
use crate::error::ArchiveError;
use crate::post::{Post, PostKey, tombstone_id};
use crate::store::{Archive, instant, micros};

/// What one answer said, ready to be kept.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Reading {
    /// The source's name.
    pub source: String,
    /// The stream's name within the source.
    pub stream: String,
    /// The net through which the posts were found: `hashtag`, `mention`, `address` or `file`.
    pub net: String,
    /// The raw answer that was read, if it was stored.
    pub answer: Option<String>,
    /// Posts in the answer's order.
    pub seen: Vec<Seen>,
    /// Items that could not be read.
    pub unreadable: Vec<Unreadable>,
    /// Posts that the platform says are gone.
    pub gone: Vec<PostKey>,
    /// Where the stream stands now; `None` leaves its cursor as it is.
    pub cursor: Option<String>,
    /// When the answer came.
    pub at: Timestamp,
}

/// A post and where it stood in its answer.
#[derive(Debug, Clone, PartialEq)]
pub struct Seen {
    /// What it says.
    pub post: Post,
    /// The id by which the source's server looks it up, where that differs from the key's.
    pub native_id: Option<String>,
    /// Its bytes in the answer's body.
    pub range: Range<usize>,
}

/// An item that could not be read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unreadable {
    /// What is wrong with it.
    pub reason: String,
    /// Its bytes in the answer's body.
    pub range: Range<usize>,
}

/// What keeping changed.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Kept {
    /// Posts that the archive did not hold.
    pub new: u64,
    /// Posts whose words or facts changed, or that came back.
    pub changed: u64,
    /// Posts that it held just so.
    pub known: u64,
    /// Posts that were withdrawn before and stay so.
    pub refused: u64,
    /// Posts marked as gone.
    pub gone: u64,
    /// Items parked.
    pub parked: u64,
}

impl Kept {
    /// Whether the archive's revision moved.
    pub fn moved(&self) -> bool {
        self.new + self.changed + self.gone > 0
    }
}

impl std::ops::AddAssign for Kept {
    fn add_assign(&mut self, more: Self) {
        self.new += more.new;
        self.changed += more.changed;
        self.known += more.known;
        self.refused += more.refused;
        self.gone += more.gone;
        self.parked += more.parked;
    }
}

impl Archive {
    /// Keeps a reading in one transaction. Keeping it twice changes nothing the second time.
    pub async fn keep(&self, reading: &Reading) -> Result<Kept, ArchiveError> {
        let to = self.write().await?;
        let mut keeping = Keeping { to, reading, kept: Kept::default(), refused: Vec::new() };
        for seen in &reading.seen {
            keeping.post(seen).await?;
        }
        for item in &reading.unreadable {
            keeping.park(item).await?;
        }
        for key in &reading.gone {
            keeping.gone(key).await?;
        }
        keeping.cursor().await?;
        let Keeping { mut to, kept, refused, .. } = keeping;
        let found = Outcome::Answered { found: kept.new };
        note_coverage(&mut to, &reading.source, reading.at, found).await?;
        to.commit().await?;
        if kept.moved() {
            self.moved.notify_one();
        }
        for number in refused {
            self.scrub(number, &[], reading.at).await?;
        }
        Ok(kept)
    }

    /// Stores a place that belongs to no answer.
    pub async fn put_cursor(
        &self,
        source: &str,
        stream: &str,
        value: &str,
        at: Timestamp,
    ) -> Result<(), ArchiveError> {
        let mut to = self.write().await?;
        store_cursor(&mut to, source, stream, value, micros(at)).await?;
        Ok(to.commit().await?)
    }

    /// Forgets a stream's cursor, so that its next run begins anew.
    pub async fn forget_cursor(&self, source: &str, stream: &str) -> Result<(), ArchiveError> {
        let text = "DELETE FROM cursor_of WHERE source = $1 AND stream = $2";
        sqlx::query(text).bind(source).bind(stream).execute(&self.writer).await?;
        Ok(())
    }

    /// Former bodies of a post, oldest first, each with the instant at which it was replaced.
    pub async fn edits(&self, number: i64) -> Result<Vec<(Timestamp, Post)>, ArchiveError> {
        let text = "SELECT replaced_at, body FROM edit WHERE number = $1 ORDER BY replaced_at";
        let rows = sqlx::query(text).bind(number).fetch_all(&self.reader).await?;
        rows.iter()
            .map(|row| Ok((instant(row.try_get(0)?), parse(number, row.try_get(1)?)?)))
            .collect()
    }
}

/// A post's row as keeping needs it.
struct Held {
    number: i64,
    body: Option<String>,
    gone: bool,
}

struct Keeping<'a> {
    to: Transaction<'static, Any>,
    reading: &'a Reading,
    kept: Kept,
    /// Withdrawn posts whose words this answer brought again.
    refused: Vec<i64>,
}

impl Keeping<'_> {
    async fn post(&mut self, seen: &Seen) -> Result<(), ArchiveError> {
        let number = match self.held(&seen.post.key).await? {
            None => self.insert(&seen.post).await?,
            Some(Held { number, body: None, .. }) => return self.refuse(number, seen).await,
            Some(Held { number, body: Some(body), gone }) => {
                self.update(number, &body, gone, &seen.post).await?;
                number
            }
        };
        self.sighting(number, seen).await?;
        self.item(number, &seen.range).await
    }

    /// Leaves a withdrawn post out, and has its words taken out of the raw answer again.
    async fn refuse(&mut self, number: i64, seen: &Seen) -> Result<(), ArchiveError> {
        self.kept.refused += 1;
        if self.reading.answer.is_some() {
            let text = "UPDATE withdrawal SET scrubbed_at = NULL WHERE number = $1";
            sqlx::query(text).bind(number).execute(&mut *self.to).await?;
            self.item(number, &seen.range).await?;
            self.refused.push(number);
        }
        Ok(())
    }

    async fn held(&mut self, key: &PostKey) -> Result<Option<Held>, ArchiveError> {
        let text = "SELECT number, body, gone_at FROM post \
                    WHERE platform = $1 AND id IN ($2, $3)";
        let query = sqlx::query(text).bind(&key.platform).bind(&key.id).bind(tombstone_id(key));
        let Some(row) = query.fetch_optional(&mut *self.to).await? else { return Ok(None) };
        let gone: Option<i64> = row.try_get(2)?;
        Ok(Some(Held { number: row.try_get(0)?, body: row.try_get(1)?, gone: gone.is_some() }))
    }

    async fn insert(&mut self, post: &Post) -> Result<i64, ArchiveError> {
        let text = "INSERT INTO post (platform, id, body, posted_at, first_seen_at, revision) \
                    VALUES ($1, $2, $3, $4, $5, 0) RETURNING number";
        let row = sqlx::query(text)
            .bind(&post.key.platform)
            .bind(&post.key.id)
            .bind(body(post))
            .bind(post.posted_at.map(micros))
            .bind(micros(self.reading.at))
            .fetch_one(&mut *self.to)
            .await?;
        let number = row.try_get(0)?;
        log_change(&mut self.to, number).await?;
        self.kept.new += 1;
        Ok(number)
    }

    async fn update(
        &mut self,
        number: i64,
        held: &str,
        gone: bool,
        post: &Post,
    ) -> Result<(), ArchiveError> {
        let old = parse(number, held.to_owned())?;
        let new = old.seen_again(post);
        if new == old && !gone {
            self.kept.known += 1;
            return Ok(());
        }
        if new != old {
            let text = "INSERT INTO edit (number, replaced_at, body) VALUES ($1, $2, $3)";
            let edit = sqlx::query(text).bind(number).bind(micros(self.reading.at)).bind(held);
            edit.execute(&mut *self.to).await?;
        }
        let text = "UPDATE post SET body = $2, posted_at = $3, gone_at = NULL WHERE number = $1";
        let posted_at = new.posted_at.map(micros);
        let update = sqlx::query(text).bind(number).bind(body(&new)).bind(posted_at);
        update.execute(&mut *self.to).await?;
        log_change(&mut self.to, number).await?;
        self.kept.changed += 1;
        Ok(())
    }

    async fn sighting(&mut self, number: i64, seen: &Seen) -> Result<(), ArchiveError> {
        let text = "INSERT INTO sighting (number, source, net, native_id, first_seen_at) \
                    VALUES ($1, $2, $3, $4, $5) ON CONFLICT (number, source, net) DO NOTHING";
        sqlx::query(text)
            .bind(number)
            .bind(&self.reading.source)
            .bind(&self.reading.net)
            .bind(&seen.native_id)
            .bind(micros(self.reading.at))
            .execute(&mut *self.to)
            .await?;
        Ok(())
    }

    async fn item(&mut self, number: i64, range: &Range<usize>) -> Result<(), ArchiveError> {
        let Some(answer) = &self.reading.answer else { return Ok(()) };
        let text = "INSERT INTO answer_item (answer, number, start_byte, end_byte) \
                    VALUES ($1, $2, $3, $4)";
        let item = sqlx::query(text).bind(answer).bind(number).bind(range.start as i64);
        item.bind(range.end as i64).execute(&mut *self.to).await?;
        Ok(())
    }

    async fn park(&mut self, item: &Unreadable) -> Result<(), ArchiveError> {
        let text = "INSERT INTO parked \
                    (source, stream, answer, start_byte, end_byte, reason, parked_at) \
                    VALUES ($1, $2, $3, $4, $5, $6, $7)";
        sqlx::query(text)
            .bind(&self.reading.source)
            .bind(&self.reading.stream)
            .bind(&self.reading.answer)
            .bind(item.range.start as i64)
            .bind(item.range.end as i64)
            .bind(&item.reason)
            .bind(micros(self.reading.at))
            .execute(&mut *self.to)
            .await?;
        self.kept.parked += 1;
        Ok(())
    }

    async fn gone(&mut self, key: &PostKey) -> Result<(), ArchiveError> {
        let Some(Held { number, body: Some(_), gone: false }) = self.held(key).await? else {
            return Ok(());
        };
        let text = "UPDATE post SET gone_at = $2 WHERE number = $1";
        let update = sqlx::query(text).bind(number).bind(micros(self.reading.at));
        update.execute(&mut *self.to).await?;
        log_change(&mut self.to, number).await?;
        self.kept.gone += 1;
        Ok(())
    }

    async fn cursor(&mut self) -> Result<(), ArchiveError> {
        let at = micros(self.reading.at);
        if let Some(value) = &self.reading.cursor {
            let (source, stream) = (&self.reading.source, &self.reading.stream);
            store_cursor(&mut self.to, source, stream, value, at).await?;
        }
        if let Some(answer) = &self.reading.answer {
            let text = "UPDATE answer SET read_at = $2 WHERE id = $1";
            sqlx::query(text).bind(answer).bind(at).execute(&mut *self.to).await?;
        }
        Ok(())
    }
}

async fn store_cursor(
    to: &mut Transaction<'static, Any>,
    source: &str,
    stream: &str,
    value: &str,
    at: i64,
) -> Result<(), ArchiveError> {
    let text = "INSERT INTO cursor_of (source, stream, value, stored_at) \
                VALUES ($1, $2, $3, $4) ON CONFLICT (source, stream) \
                DO UPDATE SET value = excluded.value, stored_at = excluded.stored_at";
    let query = sqlx::query(text).bind(source).bind(stream).bind(value).bind(at);
    query.execute(&mut **to).await?;
    Ok(())
}

/// A post as it is stored.
fn body(post: &Post) -> String {
    // A post is plain data: writing it to a string cannot fail.
    serde_json::to_string(post).unwrap_or_default()
}
