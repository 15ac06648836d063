//! Why the archive could not do something.

use crate::raw::WarcError;

/// A failure of the archive.
#[derive(Debug, thiserror::Error)]
pub enum ArchiveError {
    /// The database refused or could not be reached.
    #[error("the archive's database failed")]
    Database(#[from] sqlx::Error),
    /// No database answers at the configured place.
    #[error("no PostgreSQL answers at `{place}`; is it running, and may this machine reach it?")]
    Unreached {
        /// Host, port and database; never a password.
        place: String,
    },
    /// The database's tables could not be brought to this version.
    #[error("the archive's tables could not be made or brought up to date")]
    Migration(#[from] sqlx::migrate::MigrateError),
    /// A stored post is not what this version writes.
    #[error("post {number} is stored in a form that cannot be read")]
    Stored {
        /// The post's number.
        number: i64,
        /// What is wrong with it.
        source: serde_json::Error,
    },
    /// The raw answers could not be written or read.
    #[error("the raw answers failed")]
    Raw(#[from] WarcError),
    /// The data folder cannot be used.
    #[error("the data folder `{folder}` cannot be used")]
    Folder {
        /// Its path.
        folder: String,
        /// The operating system's reason.
        source: std::io::Error,
    },
    /// No post has this key.
    #[error("no post has the key `{0}`")]
    NoSuchPost(String),
}
