//! What a commit carries: the revision it reached and the rules it was made by.

use serde::{Deserialize, Serialize};
use tantivy::Index;

use crate::marks::Marks;
use crate::schema::SCHEMA_VERSION;

/// A commit's payload.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Stamp {
    /// The archive's revision that the commit has reached.
    pub(crate) revision: i64,
    /// The rules: fields, folding, campaign marks. Another text means that it must be rebuilt.
    pub(crate) rules: String,
    /// Whether withdrawn words may still stand in its files, among documents marked as deleted.
    #[serde(default)]
    pub(crate) withdrawn: bool,
}

impl Stamp {
    pub(crate) fn rules(marks: &Marks) -> String {
        format!("schema {SCHEMA_VERSION}, folding {}, {}", persian::NORM_VERSION, marks.describe())
    }

    pub(crate) fn of(index: &Index) -> Option<Self> {
        serde_json::from_str(&index.load_metas().ok()?.payload?).ok()
    }

    pub(crate) fn to_text(&self) -> String {
        // Plain data: writing it to a string cannot fail.
        serde_json::to_string(self).unwrap_or_default()
    }
}
