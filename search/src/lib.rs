//! Query language, hits, counts, HTTP API and pages.
