//! Phrases: the same words in the same order, however their spaces are set.

use super::clause::{Pattern, Reason};
use super::word::may_join;
use crate::analysis::{TAG_STEP, Unit, is_compound, tag_term};
use crate::form::form;
use crate::lexicon::Lexicon;

/// The most ways to set the spaces of one phrase.
const MOST_SETTINGS: usize = 8;
/// The most patterns of one phrase.
const MOST_PATTERNS: usize = 24;
/// The most terms that may stand for one word of a phrase.
const MOST_FORMS: usize = 3;
/// The longest phrase, in words.
const LONGEST: usize = 24;

/// One word of a phrase: the terms that may stand for it.
type Slot = Vec<String>;

/// Everything that answers a quoted phrase.
pub(crate) fn phrase_patterns(lexicon: &Lexicon, units: &[Unit]) -> Vec<(Pattern, f32, Reason)> {
    let units = &units[..units.len().min(LONGEST)];
    let mut patterns: Vec<_> = word_patterns(lexicon, units, 1)
        .into_iter()
        .enumerate()
        .map(|(at, pattern)| {
            let reason = if at == 0 { Reason::Exact } else { Reason::Form };
            (pattern, if at == 0 { 1.0 } else { 0.8 }, reason)
        })
        .collect();
    if units.len() > 1 {
        let whole: String = units.iter().map(|unit| unit.form.key.as_str()).collect();
        patterns.push((Pattern::Term(tag_term(&whole)), 0.9, Reason::Joined));
        let inside = word_patterns(lexicon, units, TAG_STEP).into_iter().take(MOST_FORMS);
        patterns.extend(inside.map(|pattern| (pattern, 0.7, Reason::Words)));
    }
    patterns
}

/// The phrases of words `step` positions apart, the exact one first.
pub(crate) fn word_patterns(lexicon: &Lexicon, units: &[Unit], step: u32) -> Vec<Pattern> {
    let mut settings = Vec::new();
    set(lexicon, units, &mut Vec::new(), &mut settings);
    let mut patterns = Vec::new();
    for slots in &settings {
        for terms in choices(slots) {
            let pattern = pattern(terms, step);
            if patterns.len() < MOST_PATTERNS && !patterns.contains(&pattern) {
                patterns.push(pattern);
            }
        }
    }
    patterns
}

fn pattern(mut terms: Vec<String>, step: u32) -> Pattern {
    if terms.len() == 1 {
        return Pattern::Term(terms.remove(0));
    }
    Pattern::Phrase(
        terms.into_iter().zip((0..).step_by(step as usize)).map(|(t, at)| (at, t)).collect(),
    )
}

/// Every way to read the words as written, two or three as one, or one as two.
fn set(lexicon: &Lexicon, units: &[Unit], before: &mut Vec<Slot>, settings: &mut Vec<Vec<Slot>>) {
    let Some((first, rest)) = units.split_first() else {
        if !before.is_empty() && settings.len() < MOST_SETTINGS {
            settings.push(before.clone());
        }
        return;
    };
    if settings.len() >= MOST_SETTINGS {
        return;
    }
    let stems = first.form.stems.iter().take(MOST_FORMS - 1).cloned();
    before.push([first.form.key.clone()].into_iter().chain(stems).collect());
    set(lexicon, rest, before, settings);
    before.pop();
    for width in 2..=units.len().min(3) {
        if may_join(lexicon, &units[..width]) {
            before.push(vec![units[..width].iter().map(|unit| unit.form.key.as_str()).collect()]);
            set(lexicon, &units[width..], before, settings);
            before.pop();
        }
    }
    if let Some((head, tail)) = two_words(lexicon, &first.form.key) {
        before.extend([vec![head], vec![tail]]);
        set(lexicon, rest, before, settings);
        before.truncate(before.len() - 2);
    }
}

/// The two words of a compound.
fn two_words(lexicon: &Lexicon, key: &str) -> Option<(String, String)> {
    let inner = key.char_indices().map(|(at, _)| at).filter(|at| *at > 2);
    inner.map(|at| key.split_at(at)).find_map(|(head, tail)| {
        let (first, second) = (form(lexicon, head), form(lexicon, tail));
        let whole = is_compound(lexicon, first.side(), second.side())?;
        (whole == key).then(|| (head.to_owned(), tail.to_owned()))
    })
}

/// Every choice of one term a slot: all first ones, then one slot changed at a time.
fn choices(slots: &[Slot]) -> impl Iterator<Item = Vec<String>> + '_ {
    let plain = || slots.iter().filter_map(|slot| slot.first().cloned()).collect::<Vec<_>>();
    let changed = slots.iter().enumerate().flat_map(move |(at, slot)| {
        slot.iter().skip(1).map(move |term| {
            let mut terms = plain();
            if let Some(place) = terms.get_mut(at) {
                place.clone_from(term);
            }
            terms
        })
    });
    let stems = slots.iter().filter_map(|slot| slot.get(1).or(slot.first()).cloned()).collect();
    [plain()].into_iter().chain(changed).chain([stems])
}
