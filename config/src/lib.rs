//! Every setting of ketabkhan, typed.
//!
//! `default.toml` is embedded: it is the default and, with a comment on every key, the
//! reference. A file of one's own names only what differs; its tables are laid over the default
//! key by key, its lists (`[[campaign]]`, `[[source]]`) replace the default's. An unknown key is
//! refused with its file, line and the nearest right one.

mod ask;
mod campaign;
mod document;
mod error;
mod harvest;
mod secret;
mod settings;
mod site;
mod source;
mod storage;

pub use ask::Ask;
pub use campaign::{Campaign, Name};
pub use error::ConfigError;
pub use harvest::Harvest;
pub use secret::{Secret, SecretError, SecretText};
pub use settings::{Config, DEFAULT};
pub use site::{Language, Site};
pub use source::{Pace, Source};
pub use storage::Storage;
