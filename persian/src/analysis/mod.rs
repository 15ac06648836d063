//! What a document is indexed under.

mod analyzer;
mod chance;
mod compound;
mod homograph;
mod memory;
mod numerals;
mod page;
mod run;
mod split;
mod tag;
mod term;
mod unit;

pub use analyzer::{Analyzer, analyze};
pub(crate) use chance::depends_on_company;
pub(crate) use compound::{
    ALSO, PREFIXES, Side, compound_tails, ends_phrases, is_compound, is_elsewhere_parted, is_finite,
};
pub(crate) use numerals::{
    is_doubtful_numeral, number_of_words, numeral_value, ordinal_value, ordinals, plain_ordinal,
    value_word,
};
pub use split::split;
pub(crate) use split::{halves, split_key};
pub(crate) use tag::tag_words;
pub(crate) use term::{TAG_STEP, mention_term, name_sound, sound_term, tag_term};
pub use term::{Term, TermKind};
pub(crate) use unit::{Gap, Unit, merge};
