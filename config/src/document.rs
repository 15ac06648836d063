//! A parsed TOML file whose values still know where they stood.

use std::sync::Arc;

use serde::Deserialize;
use toml::Spanned;
use toml::de::{DeTable, DeValue, Deserializer};

use crate::{Ask, ConfigError};

/// A TOML text and its name, kept for pointing at a line.
#[derive(Debug)]
pub(crate) struct Document {
    pub(crate) file: String,
    pub(crate) text: &'static str,
}

impl Document {
    pub(crate) fn new(file: &str, text: &str) -> Arc<Self> {
        // The values keep pointing into the text; a process reads one or two such files, ever.
        let text: &'static str = Box::leak(text.to_owned().into_boxed_str());
        Arc::new(Self { file: file.to_owned(), text })
    }

    /// The document's values, each with its span.
    pub(crate) fn parse(&self) -> Result<Spanned<DeTable<'static>>, ConfigError> {
        DeTable::parse(self.text).map_err(|error| self.point(&error))
    }

    /// Reads a typed value out of a table of this document.
    pub(crate) fn read<T: for<'de> Deserialize<'de>>(
        &self,
        table: Spanned<DeTable<'static>>,
    ) -> Result<T, ConfigError> {
        T::deserialize(Deserializer::from(table)).map_err(|error| self.point(&error))
    }

    fn point(&self, error: &toml::de::Error) -> ConfigError {
        ConfigError::at(&self.file, self.text, error.span(), error.message())
    }
}

/// Lays `over` upon `under`: tables key by key, everything else replaced.
pub(crate) fn lay_over(under: &mut DeTable<'static>, over: DeTable<'static>) {
    for (key, value) in over {
        let name = key.get_ref().clone();
        match (under.get_mut(&*name).map(Spanned::get_mut), value.get_ref()) {
            (Some(DeValue::Table(lower)), DeValue::Table(_)) => {
                if let DeValue::Table(upper) = value.into_inner() {
                    lay_over(lower, upper);
                }
            }
            _ => {
                under.remove(&*name);
                under.insert(key, value);
            }
        }
    }
}

/// Takes the `ask` table out of every `[[source]]`: its keys belong to the platform.
pub(crate) fn take_asks(root: &mut DeTable<'static>, document: &Arc<Document>) -> Vec<Ask> {
    let Some(DeValue::Array(sources)) = root.get_mut("source").map(Spanned::get_mut) else {
        return Vec::new();
    };
    sources.iter_mut().map(|source| take_ask(source, document)).collect()
}

fn take_ask(source: &mut Spanned<DeValue<'static>>, document: &Arc<Document>) -> Ask {
    let span = source.span();
    let asked = match source.get_mut() {
        DeValue::Table(table) => table.remove("ask"),
        _ => None,
    };
    let table = match asked {
        Some(value) => {
            let span = value.span();
            match value.into_inner() {
                DeValue::Table(table) => Spanned::new(span, table),
                _ => Spanned::new(span, DeTable::new()),
            }
        }
        None => Spanned::new(span, DeTable::new()),
    };
    Ask::new(table, document.clone())
}
