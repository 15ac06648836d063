//! What is kept raw, and why it could not be.

use std::io;

use jiff::Timestamp;

/// What was answered, to be kept raw.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Answered {
    /// The source's name.
    pub source: String,
    /// The stream's name.
    pub stream: String,
    /// The address asked; it never carries a token. A file read in has a `file:` address.
    pub url: String,
    /// HTTP status; `None` for a file.
    pub status: Option<u16>,
    /// HTTP headers, names in lower case.
    pub headers: Vec<(String, String)>,
    /// The body, decompressed.
    pub body: Vec<u8>,
    /// When it came.
    pub received_at: Timestamp,
}

impl Answered {
    pub(crate) fn content_type(&self) -> Option<&str> {
        let found = self.headers.iter().find(|(name, _)| name == "content-type");
        found.map(|(_, value)| value.as_str())
    }
}

/// A failure of the raw answers.
#[derive(Debug, thiserror::Error)]
pub enum WarcError {
    /// A file could not be read or written; nothing was acknowledged.
    #[error("the raw answers in `{path}` could not be read or written")]
    Io {
        /// The file or folder.
        path: String,
        /// The operating system's reason.
        source: io::Error,
    },
    /// A flush to the disk failed: what the disk holds is not known, so nothing more is written.
    #[error("the disk did not confirm the raw answers in `{path}`; stop, check the disk, restart")]
    Unconfirmed {
        /// The file.
        path: String,
        /// The operating system's reason.
        source: io::Error,
    },
    /// An earlier flush failed.
    #[error("the raw answers are closed since the disk failed to confirm them")]
    Closed,
}
