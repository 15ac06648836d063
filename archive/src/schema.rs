//! The tables, and the few places where the two engines want other words.

use sqlx::migrate::{Migration, MigrationType, Migrator};
use sqlx::{AssertSqlSafe, SqlSafeStr};

/// A database engine.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Engine {
    Sqlite,
    Postgres,
}

impl Engine {
    /// Begins a transaction that will write.
    pub(crate) fn begin(self) -> &'static str {
        match self {
            // A transaction that begins reading and then writes is refused when another one
            // wrote in between, whatever the busy timeout; so it begins as a writer.
            Self::Sqlite => "BEGIN IMMEDIATE",
            Self::Postgres => "BEGIN",
        }
    }

    /// Makes writers queue until the end of their transaction. Revisions then become visible in
    /// their own order, so that nobody who follows them can skip one.
    pub(crate) fn queue_writers(self) -> Option<&'static str> {
        match self {
            Self::Sqlite => None,
            Self::Postgres => Some("SELECT pg_advisory_xact_lock(7302011979)"),
        }
    }

    fn numbered(self) -> &'static str {
        match self {
            Self::Sqlite => "INTEGER PRIMARY KEY AUTOINCREMENT",
            Self::Postgres => "BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY",
        }
    }
}

/// Tables of the first version. `{numbered}` is the engine's self-numbering key.
const FIRST: &str = "
CREATE TABLE post (
    number {numbered},
    platform TEXT NOT NULL,
    id TEXT NOT NULL,
    body TEXT,
    posted_at BIGINT,
    first_seen_at BIGINT NOT NULL,
    gone_at BIGINT,
    withdrawn_at BIGINT,
    revision BIGINT NOT NULL,
    UNIQUE (platform, id)
);
CREATE TABLE edit (
    number BIGINT NOT NULL REFERENCES post (number),
    replaced_at BIGINT NOT NULL,
    body TEXT NOT NULL
);
CREATE INDEX edit_number ON edit (number);
CREATE TABLE sighting (
    number BIGINT NOT NULL REFERENCES post (number),
    source TEXT NOT NULL,
    net TEXT NOT NULL,
    native_id TEXT,
    first_seen_at BIGINT NOT NULL,
    PRIMARY KEY (number, source, net)
);
CREATE INDEX sighting_source ON sighting (source, number);
CREATE TABLE answer (
    id TEXT PRIMARY KEY,
    source TEXT NOT NULL,
    stream TEXT NOT NULL,
    file TEXT NOT NULL,
    received_at BIGINT NOT NULL,
    read_at BIGINT
);
CREATE TABLE answer_item (
    answer TEXT NOT NULL REFERENCES answer (id),
    number BIGINT NOT NULL REFERENCES post (number),
    start_byte BIGINT NOT NULL,
    end_byte BIGINT NOT NULL
);
CREATE INDEX answer_item_number ON answer_item (number);
CREATE TABLE cursor_of (
    source TEXT NOT NULL,
    stream TEXT NOT NULL,
    value TEXT NOT NULL,
    stored_at BIGINT NOT NULL,
    PRIMARY KEY (source, stream)
);
CREATE TABLE parked (
    number {numbered},
    source TEXT NOT NULL,
    stream TEXT NOT NULL,
    answer TEXT,
    start_byte BIGINT NOT NULL,
    end_byte BIGINT NOT NULL,
    reason TEXT NOT NULL,
    parked_at BIGINT NOT NULL
);
CREATE TABLE change_log (
    revision {numbered},
    number BIGINT NOT NULL REFERENCES post (number)
);
CREATE TABLE withdrawal (
    number BIGINT PRIMARY KEY REFERENCES post (number),
    why TEXT NOT NULL,
    withdrawn_at BIGINT NOT NULL,
    revision BIGINT NOT NULL,
    scrubbed_at BIGINT
);
CREATE TABLE coverage (
    source TEXT NOT NULL,
    hour BIGINT NOT NULL,
    answered BIGINT NOT NULL,
    limited BIGINT NOT NULL,
    failed BIGINT NOT NULL,
    found BIGINT NOT NULL,
    PRIMARY KEY (source, hour)
);
CREATE TABLE pace (
    host TEXT PRIMARY KEY,
    next_at BIGINT NOT NULL DEFAULT 0,
    held_until BIGINT NOT NULL DEFAULT 0,
    granted BIGINT NOT NULL DEFAULT 0,
    granted_until BIGINT NOT NULL DEFAULT 0
);
CREATE TABLE source_state (
    source TEXT PRIMARY KEY,
    last_run_at BIGINT,
    last_sweep_at BIGINT,
    health TEXT NOT NULL,
    message TEXT NOT NULL
);
";

/// The few posts that are no longer public, so that counting them reads no other.
const NO_LONGER_PUBLIC: &str = "
CREATE INDEX post_gone ON post (number) WHERE gone_at IS NOT NULL AND withdrawn_at IS NULL;
CREATE INDEX post_withdrawn ON post (number) WHERE withdrawn_at IS NOT NULL;
";

/// Brings a database's tables to this version; forward only, once.
pub(crate) fn migrator(engine: Engine) -> Migrator {
    let steps = [("first tables", FIRST), ("posts no longer public", NO_LONGER_PUBLIC)];
    let migration = |(version, (name, text)): (i64, (&'static str, &str))| {
        let text = AssertSqlSafe(text.replace("{numbered}", engine.numbered())).into_sql_str();
        Migration::new(version, name.into(), MigrationType::Simple, text, false)
    };
    Migrator::with_migrations((1..).zip(steps).map(migration).collect())
}
