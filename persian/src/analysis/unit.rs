//! Words as units of meaning: what a space wrongly cut off is put back.

use std::borrow::Cow;
use std::ops::Range;
use std::sync::Arc;

use crate::form::{Form, is_ending, is_verb_prefix};
use crate::lexicon::bundle;
use crate::scan::{Class, class};

/// What stands between a unit and the one before it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Gap {
    /// Nothing but spaces: they may belong together.
    Space,
    /// A hyphen.
    Hyphen,
    /// Anything else.
    Other,
}

impl Gap {
    /// The gap that a part of a text between two words is.
    #[inline(always)]
    pub(crate) fn of(text: &str, between: Range<usize>) -> Self {
        match text.as_bytes().get(between.clone()) {
            Some(b" ") => Self::Space,
            _ => Self::of_more(&text[between]),
        }
    }

    fn of_more(between: &str) -> Self {
        let space = |c: char| {
            matches!(c, ' ' | '_' | '\u{A0}') || matches!(class(c), Class::Mark | Class::Joiner)
        };
        if !between.is_empty() && between.len() < 12 && between.chars().all(space) {
            Self::Space
        } else if matches!(between, "-" | "‐" | "‑") {
            Self::Hyphen
        } else {
            Self::Other
        }
    }
}

/// A word with its endings.
#[derive(Debug, Clone)]
pub(crate) struct Unit<'t> {
    pub(crate) form: Arc<Form>,
    pub(crate) range: Range<usize>,
    /// What stands before it.
    pub(crate) gap: Gap,
    /// How it was written, with a non-joiner for every space that is now inside.
    pub(crate) written: Cow<'t, str>,
    /// Endings that a space had cut off.
    pub(crate) endings: Vec<(String, Range<usize>)>,
}

impl Unit<'_> {
    /// A unit that neither takes nor gives an ending.
    pub(crate) fn alone(form: Arc<Form>, range: Range<usize>) -> Self {
        let written = Cow::Owned(form.key.clone());
        Self { form, range, gap: Gap::Space, written, endings: Vec::new() }
    }

    /// How many letters its key has.
    pub(crate) fn letters(&self) -> usize {
        self.form.key.chars().count()
    }
}

/// Puts `unit` to the end of `units`, or into the last one if it is a part of it.
pub(crate) fn merge<'t>(
    units: &mut Vec<Unit<'t>>,
    unit: Unit<'t>,
    form: &mut impl FnMut(&str) -> Arc<Form>,
) {
    let joined = match units.last() {
        Some(last) if unit.gap == Gap::Space => joined(
            (&last.form.key, &last.written),
            (&unit.form.key, &unit.written),
            unit.form.company.ends,
        ),
        _ => None,
    };
    match (units.last_mut(), joined) {
        (Some(last), Some(written)) => {
            last.form = form(&written);
            last.written = Cow::Owned(written);
            last.range.end = unit.range.end;
            last.endings.push((unit.form.key.clone(), unit.range));
        }
        _ => units.push(unit),
    }
}

/// The one word that two words are, each with its key and as written, if the second is an ending or
/// the first the `می` of a verb; `ends` says whether the second may be an ending.
#[inline(always)]
pub(crate) fn joined(first: (&str, &str), second: (&str, &str), ends: bool) -> Option<String> {
    let (head, tail) = (first.0, second.0);
    let ending = ends && is_ending(head, tail);
    let together = ending || (is_verb_prefix(head) && is_verb(head, tail));
    together.then(|| [first.1, "\u{200C}", second.1].concat())
}

fn is_verb(prefix: &str, rest: &str) -> bool {
    !bundle().verbs.infinitives(&[prefix, rest].concat(), false).is_empty()
}
