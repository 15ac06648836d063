//! The system of record: posts, raw answers, cursors, coverage, withdrawals, revisions.
