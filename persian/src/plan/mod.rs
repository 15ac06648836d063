//! What a query asks for: a conjunction of clauses, each an OR of exact terms, phrases and prefixes.

mod clause;
mod forms;
mod matching;
mod parse;
mod phrase;
mod planner;
mod word;

pub use clause::{Alternative, Clause, Pattern, Plan, Reason};
pub use matching::{Explanation, Hit};
pub use planner::Planner;
