//! Suggesting: what a few typed letters may become, and what else may be searched for where
//! nothing was found.

mod complete;
mod dictionary;
mod otherwise;

pub use complete::{Proposal, ProposalKind};
pub use otherwise::Otherwise;
