//! How a word sounds: the consonants that Persian writing and Finglish have in common.

mod align;
mod skeleton;

pub(crate) use align::vowel_cost;
pub use skeleton::skeleton;
pub(crate) use skeleton::{Sounds, consonants, rough_skeleton, sounds_of_words};
