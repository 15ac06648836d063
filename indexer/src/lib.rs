//! From the archive into tantivy, following revisions.
