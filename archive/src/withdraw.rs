//! Withdrawals: a post leaves the archive, its raw answers and every view; a tombstone without
//! words or names stays, so that old totals can be explained.

use std::collections::BTreeMap;

use jiff::Timestamp;
use sqlx::Row;

use crate::change::log_change;
use crate::error::ArchiveError;
use crate::post::{PostKey, tombstone_id};
use crate::raw::{Answered, Blank};
use crate::schema::Engine;
use crate::store::{Archive, instant, micros};

/// A withdrawal on record.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Withdrawal {
    /// The post's number.
    pub number: i64,
    /// Why, in the words of whoever asked for it.
    pub why: String,
    /// When it was acknowledged.
    pub at: Timestamp,
    /// The revision that carries it.
    pub revision: i64,
}

/// What a withdrawal removed, for whoever asked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Proof {
    /// The withdrawal.
    pub withdrawal: Withdrawal,
    /// Whether it had been withdrawn before; then nothing was left to remove.
    pub before: bool,
    /// Former versions deleted.
    pub edits: u64,
    /// Raw answers that held it.
    pub answers: u64,
    /// Raw answers that another process is still to rewrite; it does so within a minute.
    pub waiting: u64,
}

impl Archive {
    /// Withdraws a post. Once this returns, no reader of the archive sees it again, and a
    /// platform that still shows it cannot bring it back.
    pub async fn withdraw(
        &self,
        key: &PostKey,
        why: &str,
        at: Timestamp,
    ) -> Result<Proof, ArchiveError> {
        let entry = self.find(key).await?;
        let entry = entry.ok_or_else(|| ArchiveError::NoSuchPost(key.to_string()))?;
        if entry.withdrawn_at.is_some() {
            let withdrawal = self.withdrawal(entry.number).await?;
            return Ok(Proof { withdrawal, before: true, edits: 0, answers: 0, waiting: 0 });
        }
        let number = entry.number;
        let mut to = self.write().await?;
        let count = "SELECT COUNT(DISTINCT answer) FROM answer_item WHERE number = $1";
        let answers: i64 = sqlx::query(count).bind(number).fetch_one(&mut *to).await?.try_get(0)?;
        let text = "UPDATE post SET id = $2, body = NULL, withdrawn_at = $3 WHERE number = $1";
        let update = sqlx::query(text).bind(number).bind(tombstone_id(key)).bind(micros(at));
        update.execute(&mut *to).await?;
        let text = "DELETE FROM edit WHERE number = $1";
        let edits = sqlx::query(text).bind(number).execute(&mut *to).await?.rows_affected();
        let text = "UPDATE sighting SET native_id = NULL WHERE number = $1";
        sqlx::query(text).bind(number).execute(&mut *to).await?;
        let revision = log_change(&mut to, number).await?;
        let text = "INSERT INTO withdrawal (number, why, withdrawn_at, revision) \
                    VALUES ($1, $2, $3, $4)";
        let insert = sqlx::query(text).bind(number).bind(why).bind(micros(at)).bind(revision);
        insert.execute(&mut *to).await?;
        to.commit().await?;
        self.moved.notify_one();
        let waiting = self.scrub(number, std::slice::from_ref(&key.id), at).await?;
        let withdrawal = Withdrawal { number, why: why.to_owned(), at, revision };
        Ok(Proof { withdrawal, before: false, edits, answers: answers as u64, waiting })
    }

    /// Finishes what an interrupted or locked-out withdrawal left in the raw answers; returns how
    /// many withdrawals are still waiting for another process.
    pub async fn scrub_pending(&self, now: Timestamp) -> Result<u64, ArchiveError> {
        let text = "SELECT number FROM withdrawal WHERE scrubbed_at IS NULL";
        let rows = sqlx::query(text).fetch_all(&self.reader).await?;
        let mut waiting = 0;
        for row in &rows {
            // Its id is no longer known, so answers that were never read go as a whole.
            let everything = [String::new()];
            waiting += u64::from(self.scrub(row.try_get(0)?, &everything, now).await? > 0);
        }
        Ok(waiting)
    }

    /// Stores an answer raw; when this returns, the disk has it. Returns the answer's id.
    pub async fn store_answer(&self, answer: Answered) -> Result<String, ArchiveError> {
        let raw = self.raw.clone();
        let (source, stream) = (answer.source.clone(), answer.stream.clone());
        let at = micros(answer.received_at);
        let (id, file) = blocking(move || raw.append(&answer)).await?;
        self.note_answer(&id, &source, &stream, &file, at).await?;
        Ok(id)
    }

    /// Notes answers that were written but not noted when the process ended, and finishes
    /// withdrawals.
    pub(crate) async fn recover(&self) -> Result<(), ArchiveError> {
        let raw = self.raw.clone();
        for (file, record) in blocking(move || raw.recover()).await? {
            let field = |name: &str| record.field(name).unwrap_or_default().to_owned();
            let (Some(id), true) = (record.id(), record.field("Ketabkhan-Source").is_some()) else {
                continue;
            };
            let at = field("WARC-Date").parse().map_or(0, micros);
            let (source, stream) = (field("Ketabkhan-Source"), field("Ketabkhan-Stream"));
            self.note_answer(id, &source, &stream, &file, at).await?;
        }
        Ok(())
    }

    async fn note_answer(
        &self,
        id: &str,
        source: &str,
        stream: &str,
        file: &str,
        at: i64,
    ) -> Result<(), ArchiveError> {
        let text = "INSERT INTO answer (id, source, stream, file, received_at) \
                    VALUES ($1, $2, $3, $4, $5) ON CONFLICT (id) DO NOTHING";
        let query = sqlx::query(text).bind(id).bind(source).bind(stream).bind(file).bind(at);
        query.execute(&self.writer).await?;
        Ok(())
    }

    async fn withdrawal(&self, number: i64) -> Result<Withdrawal, ArchiveError> {
        let text = "SELECT why, withdrawn_at, revision FROM withdrawal WHERE number = $1";
        let row = sqlx::query(text).bind(number).fetch_one(&self.reader).await?;
        let at = instant(row.try_get(1)?);
        Ok(Withdrawal { number, why: row.try_get(0)?, at, revision: row.try_get(2)? })
    }

    /// Rewrites the raw answers that hold a withdrawn post; returns how many files another
    /// process has to rewrite.
    pub(crate) async fn scrub(
        &self,
        number: i64,
        telling: &[String],
        now: Timestamp,
    ) -> Result<u64, ArchiveError> {
        let mut waiting = 0;
        for (file, blank) in self.blanks(number, telling).await? {
            let raw = self.raw.clone();
            waiting += u64::from(blocking(move || raw.scrub(&file, &blank)).await?.is_none());
        }
        if waiting == 0 {
            let mut to = self.write().await?;
            let text = "DELETE FROM answer_item WHERE number = $1";
            sqlx::query(text).bind(number).execute(&mut *to).await?;
            let text = "UPDATE withdrawal SET scrubbed_at = $2 WHERE number = $1";
            sqlx::query(text).bind(number).bind(micros(now)).execute(&mut *to).await?;
            to.commit().await?;
            self.empty_journal().await?;
        }
        Ok(waiting)
    }

    async fn blanks(
        &self,
        number: i64,
        telling: &[String],
    ) -> Result<BTreeMap<String, Blank>, ArchiveError> {
        let mut blanks: BTreeMap<String, Blank> = BTreeMap::new();
        let text = "SELECT a.file, a.id, i.start_byte, i.end_byte FROM answer_item i \
                    JOIN answer a ON a.id = i.answer WHERE i.number = $1";
        for row in sqlx::query(text).bind(number).fetch_all(&self.reader).await? {
            let (start, end): (i64, i64) = (row.try_get(2)?, row.try_get(3)?);
            let range = start.max(0) as usize..end.max(0) as usize;
            blanks.entry(row.try_get(0)?).or_default().ranges.push((row.try_get(1)?, range));
        }
        if telling.is_empty() {
            return Ok(blanks);
        }
        let text = "SELECT file FROM answer WHERE read_at IS NULL GROUP BY file";
        for row in sqlx::query(text).fetch_all(&self.reader).await? {
            let blank = blanks.entry(row.try_get(0)?).or_default();
            blank.telling = telling.to_vec();
        }
        for (file, blank) in blanks.iter_mut().filter(|(_, blank)| !blank.telling.is_empty()) {
            let text = "SELECT id FROM answer WHERE file = $1 AND read_at IS NOT NULL";
            for row in sqlx::query(text).bind(file).fetch_all(&self.reader).await? {
                blank.read.push(row.try_get(0)?);
            }
        }
        Ok(blanks)
    }

    /// SQLite keeps old pages in its journal until it is emptied.
    async fn empty_journal(&self) -> Result<(), ArchiveError> {
        if self.engine == Engine::Sqlite {
            sqlx::query("PRAGMA wal_checkpoint(TRUNCATE)").execute(&self.writer).await?;
        }
        Ok(())
    }
}

async fn blocking<T: Send + 'static>(
    work: impl FnOnce() -> Result<T, crate::raw::WarcError> + Send + 'static,
) -> Result<T, ArchiveError> {
    match tokio::task::spawn_blocking(work).await {
        Ok(done) => Ok(done?),
        Err(_) => Err(ArchiveError::Raw(crate::raw::WarcError::Closed)),
    }
}
