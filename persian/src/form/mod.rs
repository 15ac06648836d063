//! The forms of a word: its key, and the stems it shares with its other forms.

mod compound;
mod endings;
mod english;
mod misspelt;
mod noun;
mod parts;
mod spelling;
mod stems;

pub(crate) use compound::{and_compounds, traced_compounds};
pub(crate) use noun::{is_ending, is_joined_ending, is_verb_prefix, without_plural};
pub(crate) use stems::{Company, Form, MOST, form};
