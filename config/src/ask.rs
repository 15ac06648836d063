//! What a source asks its platform, in the platform's own keys.

use std::sync::Arc;

use serde::Deserialize;
use toml::Spanned;
use toml::de::DeTable;

use crate::ConfigError;
use crate::document::Document;

/// The `ask` table of a source. Its keys belong to the platform, which reads them with its own
/// struct; a fault still names file, line and the nearest right key.
#[derive(Debug, Clone)]
pub struct Ask {
    table: Spanned<DeTable<'static>>,
    document: Arc<Document>,
}

impl Ask {
    pub(crate) fn new(table: Spanned<DeTable<'static>>, document: Arc<Document>) -> Self {
        Self { table, document }
    }

    /// An `ask` table from TOML text, for tests and for sources made in code.
    pub fn from_toml(text: &str) -> Result<Self, ConfigError> {
        let document = Document::new("ask", text);
        Ok(Self::new(document.parse()?, document))
    }

    /// Reads the table into the platform's own settings.
    pub fn parse<T: for<'de> Deserialize<'de>>(&self) -> Result<T, ConfigError> {
        self.document.read(self.table.clone())
    }
}

impl Default for Ask {
    fn default() -> Self {
        Self::new(Spanned::new(0..0, DeTable::new()), Document::new("ask", ""))
    }
}
