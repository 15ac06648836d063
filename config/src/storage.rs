//! Where the archive stands.

use serde::Deserialize;

/// The archive's place.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Storage {
    /// `sqlite` for a database in the data folder, or a `postgres://` URL.
    pub url: String,
}

impl Storage {
    /// Whether the archive is SQLite in the data folder.
    pub fn is_embedded(&self) -> bool {
        self.url == "sqlite"
    }

    pub(crate) fn check(&self) -> Result<(), String> {
        let postgres = self.url.starts_with("postgres://") || self.url.starts_with("postgresql://");
        if self.is_embedded() || postgres {
            return Ok(());
        }
        // A URL may carry a password: only its scheme is repeated.
        let scheme = self.url.split(':').next().unwrap_or_default();
        Err(format!("storage.url `{scheme}` is not `sqlite` or a `postgres://` URL"))
    }
}
