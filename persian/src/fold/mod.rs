//! Folding: one spelling for every way to write the same Persian text, with the way back.

mod folded;
mod letters;
mod pairs;

pub use folded::{Folded, NORM_VERSION, fold};
pub(crate) use folded::{fold_parts, fold_word};
pub(crate) use letters::{Folding, folding, is_arabic_letter, is_letter, unfold};
pub(crate) use pairs::Pairs;
