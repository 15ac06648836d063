//! The archive: a database and a folder of raw answers.

use std::fs;
use std::path::{Path, PathBuf};
use std::time::Duration;

use jiff::Timestamp;
use sqlx::any::{Any, AnyPoolOptions};
use sqlx::{Pool, Row, Transaction};
use tokio::sync::Notify;

use crate::error::ArchiveError;
use crate::raw::RawAnswers;
use crate::schema::{Engine, migrator};

/// The system of record.
#[derive(Debug)]
pub struct Archive {
    pub(crate) engine: Engine,
    pub(crate) writer: Pool<Any>,
    pub(crate) reader: Pool<Any>,
    pub(crate) raw: RawAnswers,
    pub(crate) moved: Notify,
}

/// How much the archive holds.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Totals {
    /// Posts that can be shown.
    pub public: i64,
    /// Posts that their platform no longer has.
    pub gone: i64,
    /// Posts withdrawn; nothing but their tombstone is left.
    pub withdrawn: i64,
    /// Items and answers that could not be read.
    pub parked: i64,
}

const CONNECTIONS: u32 = 4;

impl Archive {
    /// Opens or makes the archive: `url` is `sqlite` (a database in `folder`) or a `postgres://`
    /// URL; raw answers stand in `folder` in either case.
    pub async fn open(url: &str, folder: &Path) -> Result<Self, ArchiveError> {
        let unusable =
            |source| ArchiveError::Folder { folder: folder.display().to_string(), source };
        fs::create_dir_all(folder).map_err(unusable)?;
        sqlx::any::install_default_drivers();
        let engine = if url == "sqlite" { Engine::Sqlite } else { Engine::Postgres };
        let (writer, reader) = match engine {
            Engine::Sqlite => sqlite_pools(&folder.join("archive.sqlite")).await?,
            Engine::Postgres => {
                let pool = options(CONNECTIONS * 2).connect(url).await;
                let pool = pool.map_err(|error| unreached(url, error))?;
                (pool.clone(), pool)
            }
        };
        migrator(engine).run(&writer).await?;
        let raw = RawAnswers::in_folder(folder.join("raw"));
        let archive = Self { engine, writer, reader, raw, moved: Notify::new() };
        archive.recover().await?;
        Ok(archive)
    }

    /// Waits for the connections to end, so that the folder can be moved or opened elsewhere.
    pub async fn close(&self) {
        self.raw.close();
        self.writer.close().await;
        self.reader.close().await;
    }

    /// The newest revision; 0 while nothing has ever changed.
    pub async fn revision(&self) -> Result<i64, ArchiveError> {
        let text = "SELECT COALESCE(MAX(revision), 0) FROM change_log";
        Ok(sqlx::query(text).fetch_one(&self.reader).await?.try_get(0)?)
    }

    /// Comes back when this process has changed the archive. A hint for the one who follows the
    /// revisions: what other processes change is seen by asking.
    pub async fn changed(&self) {
        self.moved.notified().await;
    }

    /// The stored cursor of a stream.
    pub async fn cursor(&self, source: &str, stream: &str) -> Result<Option<String>, ArchiveError> {
        let text = "SELECT value FROM cursor_of WHERE source = $1 AND stream = $2";
        let row = sqlx::query(text).bind(source).bind(stream).fetch_optional(&self.reader).await?;
        Ok(row.map(|row| row.try_get(0)).transpose()?)
    }

    /// How much the archive holds.
    pub async fn totals(&self) -> Result<Totals, ArchiveError> {
        let text = "SELECT (SELECT COUNT(*) FROM post), \
                    (SELECT COUNT(*) FROM post WHERE withdrawn_at IS NOT NULL), \
                    (SELECT COUNT(*) FROM post WHERE gone_at IS NOT NULL AND withdrawn_at IS NULL)";
        let row = sqlx::query(text).fetch_one(&self.reader).await?;
        let (all, withdrawn, gone): (i64, i64, i64) =
            (row.try_get(0)?, row.try_get(1)?, row.try_get(2)?);
        let parked = sqlx::query("SELECT COUNT(*) FROM parked").fetch_one(&self.reader).await?;
        let parked = parked.try_get(0)?;
        Ok(Totals { public: all - withdrawn - gone, gone, withdrawn, parked })
    }

    /// Begins a transaction that writes; writers queue.
    pub(crate) async fn write(&self) -> Result<Transaction<'static, Any>, ArchiveError> {
        let mut transaction = self.writer.begin_with(self.engine.begin()).await?;
        if let Some(text) = self.engine.queue_writers() {
            sqlx::query(text).execute(&mut *transaction).await?;
        }
        Ok(transaction)
    }
}

async fn sqlite_pools(file: &Path) -> Result<(Pool<Any>, Pool<Any>), ArchiveError> {
    let url = format!("sqlite://{}?mode=rwc", percent_encoded(file));
    let writer = options(1).connect(&url).await?;
    let reader = options(CONNECTIONS).connect(&url).await?;
    Ok((writer, reader))
}

/// Says where no database answered; whatever stands before `@` may be a password.
fn unreached(url: &str, error: sqlx::Error) -> ArchiveError {
    match error {
        sqlx::Error::PoolTimedOut | sqlx::Error::Io(_) => {
            let place = url.split("://").nth(1).unwrap_or_default();
            let place = place.rsplit('@').next().unwrap_or_default();
            ArchiveError::Unreached {
                place: place.split('?').next().unwrap_or_default().to_owned(),
            }
        }
        other => ArchiveError::Database(other),
    }
}

/// Pools whose SQLite connections keep what they acknowledged through a power cut and overwrite
/// what they delete. PostgreSQL has both from its server's settings.
fn options(connections: u32) -> AnyPoolOptions {
    AnyPoolOptions::new()
        .max_connections(connections)
        .acquire_timeout(Duration::from_secs(20))
        .after_connect(|connection, _| {
            Box::pin(async move {
                if connection.backend_name() == "SQLite" {
                    for pragma in PRAGMAS {
                        sqlx::query(*pragma).execute(&mut *connection).await?;
                    }
                }
                Ok(())
            })
        })
}

const PRAGMAS: &[&str] = &[
    "PRAGMA busy_timeout = 20000",
    "PRAGMA journal_mode = WAL",
    "PRAGMA synchronous = FULL",
    "PRAGMA foreign_keys = ON",
    "PRAGMA secure_delete = ON",
];

/// A path as it may stand in a URL.
fn percent_encoded(path: &Path) -> String {
    let absolute: PathBuf = std::path::absolute(path).unwrap_or_else(|_| path.to_owned());
    let plain = |byte: &u8| byte.is_ascii_alphanumeric() || b"/-_.~".contains(byte);
    absolute
        .to_string_lossy()
        .as_bytes()
        .iter()
        .map(
            |byte| {
                if plain(byte) { char::from(*byte).to_string() } else { format!("%{byte:02X}") }
            },
        )
        .collect()
}

/// Microseconds since 1970 in UTC, as stored.
pub(crate) fn micros(instant: Timestamp) -> i64 {
    instant.as_microsecond()
}

/// A stored instant; one out of range is read as the nearest one.
pub(crate) fn instant(micros: i64) -> Timestamp {
    Timestamp::from_microsecond(micros).unwrap_or(Timestamp::MAX)
}
