//! Why the index could not do something.

use archive::ArchiveError;

/// A failure of the index. The archive is not harmed by any: the index can be rebuilt.
#[derive(Debug, thiserror::Error)]
pub enum IndexError {
    /// The archive failed.
    #[error(transparent)]
    Archive(#[from] ArchiveError),
    /// tantivy failed.
    #[error("the index failed: {0}")]
    Engine(#[from] tantivy::TantivyError),
    /// The index's folder cannot be read or written.
    #[error("the index folder `{folder}` cannot be used")]
    Folder {
        /// Its path.
        folder: String,
        /// The operating system's reason.
        source: std::io::Error,
    },
    /// Another process writes this index.
    #[error(
        "another process is indexing into `{folder}`; stop it, or use another data folder \
         (`--data`)"
    )]
    Busy {
        /// The index's folder.
        folder: String,
    },
    /// There is no index yet.
    #[error("there is no index in `{folder}` yet; run `ketabkhan index --once` first")]
    Missing {
        /// The index's folder.
        folder: String,
    },
    /// A task ended before its work was done.
    #[error("indexing was broken off")]
    BrokenOff,
}
