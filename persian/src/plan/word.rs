//! The clauses of a run of words.

use std::sync::Arc;

use super::clause::{Clause, Pattern, Reason};
use super::forms::Forms;
use crate::analysis::{
    ALSO, Gap, PREFIXES, TAG_STEP, Unit, depends_on_company, ends_phrases, halves, is_compound,
    is_doubtful_numeral, is_elsewhere_parted, is_finite, name_sound, number_of_words,
    numeral_value, ordinal_value, ordinals, sound_term, split_key, tag_term, value_word,
};
use crate::fold::fold;
use crate::form::{and_compounds, is_joined_ending};
use crate::lexicon::{Entry, Lexicon, Listed, bundle};
use crate::scan::number;
use crate::spell::{finglish, other_layouts, slips};

/// The longest run of words that may be one hashtag, one title or one number.
const LONGEST_RUN: usize = 10;

/// Finglish that costs less than this reads well.
const WELL: f32 = 0.15;

/// Asks for a run of words.
pub(crate) struct Asker<'a> {
    pub(crate) forms: &'a mut Forms,
    pub(crate) known: &'a dyn Fn(&str) -> bool,
    pub(crate) query: &'a str,
}

impl Asker<'_> {
    /// A clause for each word, and one for the word that is only begun.
    pub(crate) fn clauses(mut self, units: &[Unit], prefix: Option<&Unit>) -> Vec<Clause> {
        let foreign = reads_as_finglish(units);
        let mut clauses: Vec<Clause> = Vec::new();
        for (at, unit) in units.iter().enumerate() {
            let mut clause = Clause::new(unit.range.clone());
            let linked = units.get(at + 1).is_some_and(|next| !next.form.persian);
            self.ask_word(unit, foreign, linked, &mut clause);
            clauses.push(clause);
        }
        self.ask_runs(units, foreign, &mut clauses);
        drop_ezafe(units, foreign, &mut clauses);
        if let Some(begun) = prefix {
            let clause = ask_prefix(units, begun, &mut clauses);
            clauses.push(clause);
        }
        clauses
    }

    fn ask_word(&mut self, unit: &Unit, foreign: bool, linked: bool, clause: &mut Clause) {
        let form = &unit.form;
        clause.add_term(form.key.clone(), 1.0, Reason::Exact);
        let lexicon = Arc::clone(self.forms.lexicon());
        for stem in &form.stems {
            // `رو` is said for `را`, but who asks for a face does not ask for every object.
            let function = lexicon.entry(stem).is_some_and(Entry::is_function);
            let thing = lexicon.entry(&form.key).is_some_and(Entry::is_noun);
            if !(function && thing && form.sure && form.persian) {
                clause.add_term(stem.clone(), 0.8, Reason::Form);
            }
        }
        let value = numeral_value(&form.key).filter(|value| *value > 1);
        if let Some(value) = value.filter(|_| !is_doubtful_numeral(&form.key)) {
            clause.add_term(value.to_string(), 0.6, Reason::Number);
        }
        if let Some(value) = ordinal_value(&form.key) {
            clause.add_term(value.to_string(), 0.6, Reason::Number);
            // `یکم فروردین` is `اول فروردین`.
            ordinals("1").into_iter().filter(|_| value == 1).for_each(|other| {
                clause.add_term(other, 0.6, Reason::Number);
            });
        }
        self.ask_aliases(&form.key, std::slice::from_mut(clause));
        let known = form.known || (self.known)(&form.key);
        if form.persian {
            self.ask_persian(unit, known, clause);
        } else {
            self.ask_latin(unit, known, foreign, linked, clause);
        }
    }

    fn ask_persian(&mut self, unit: &Unit, known: bool, clause: &mut Clause) {
        let key = &unit.form.key;
        ask_parts(unit, clause);
        let lexicon = Arc::clone(self.forms.lexicon());
        let rare = lexicon.entry(key).is_none_or(|entry| entry.weight() < 15);
        if let Some(sound) = name_sound(key).filter(|sound| rare || sound.len() > 4) {
            clause.add_term(sound, 0.3, Reason::Sound);
        }
        if known {
            ask_compound(&lexicon, key, clause);
        }
        if unit.form.sure || (self.known)(key) {
            return;
        }
        for (word, cost) in slips(&lexicon, key, known, self.known) {
            if !unit.form.plain || (self.known)(&word) {
                self.ask_slip(&word, cost, clause);
            }
        }
        if known || unit.form.plain {
            return;
        }
        ask_split(&lexicon, key, clause);
        sound_term(key, 3).into_iter().for_each(|sound| clause.add_term(sound, 0.3, Reason::Sound));
        // What is no word there either is in no document.
        for latin in other_layouts(key).filter(|latin| latin.len() > 4 || is_english(latin)) {
            clause.add_term(latin, 0.5, Reason::Layout);
        }
    }

    fn ask_latin(
        &mut self,
        unit: &Unit,
        known: bool,
        foreign: bool,
        linked: bool,
        clause: &mut Clause,
    ) {
        let key = &unit.form.key;
        let lexicon = Arc::clone(self.forms.lexicon());
        let heard = if !known || foreign { finglish(&lexicon, key, linked) } else { Vec::new() };
        if !known {
            ask_split(&lexicon, key, clause);
            for (word, cost) in slips(&lexicon, key, false, self.known) {
                self.ask_slip(&word, cost, clause);
            }
            self.ask_layout(unit, heard.iter().any(|(_, cost)| *cost < WELL), clause);
        }
        // A foreign name may be written in Persian, though it is an English word too: `Hamlet`.
        if known && !foreign && unit.written.starts_with(char::is_uppercase) {
            let sound = sound_term(key, 4);
            sound.into_iter().for_each(|sound| clause.add_term(sound, 0.2, Reason::Sound));
        }
        if !known || foreign {
            for (word, cost) in heard {
                clause.add_term(word, 0.6 / (1.0 + cost), Reason::Sound);
            }
            let least = if foreign || key.len() > 4 { 2 } else { 3 };
            let sound = sound_term(key, least);
            sound.into_iter().for_each(|sound| clause.add_term(sound, 0.4, Reason::Sound));
        }
    }

    fn ask_slip(&mut self, word: &str, cost: f32, clause: &mut Clause) {
        let weight = 0.5 / (1.0 + cost);
        clause.add_term(word, weight, Reason::Slip);
        for stem in &self.forms.of(word).stems {
            clause.add_term(stem.clone(), weight * 0.8, Reason::Slip);
        }
    }

    /// The whole of what was typed between two spaces, read on the other layout; a word that was
    /// heard well as it stands was not typed there.
    fn ask_layout(&mut self, unit: &Unit, heard: bool, clause: &mut Clause) {
        let before = &self.query[..unit.range.start];
        let from = before.rfind(char::is_whitespace).map_or(0, |at| at + 1);
        let after = &self.query[unit.range.end..];
        let to = unit.range.end + after.find(char::is_whitespace).unwrap_or(after.len());
        let voiced = unit.form.key.contains(['a', 'e', 'i', 'o', 'u']);
        if heard && voiced && (from..to) == unit.range {
            return;
        }
        for persian in other_layouts(self.query.get(from..to).unwrap_or_default()) {
            let form = self.forms.of(&persian);
            if (form.known || form.plain) && form.persian {
                clause.add_term(form.key.clone(), 0.5, Reason::Layout);
                for stem in &form.stems {
                    clause.add_term(stem.clone(), 0.4, Reason::Layout);
                }
            }
        }
    }

    /// What several words are together: one word, one hashtag, one number, one title.
    fn ask_runs(&mut self, units: &[Unit], foreign: bool, clauses: &mut [Clause]) {
        for from in 0..units.len() {
            for width in 2..=(units.len() - from).min(LONGEST_RUN) {
                let run = &units[from..from + width];
                let part = &mut clauses[from..from + width];
                self.ask_handle(run, part);
                let whole: String = run.iter().map(|unit| unit.form.key.as_str()).collect();
                add_all(part, &Pattern::Term(tag_term(&whole)), 0.9, Reason::Joined);
                self.ask_aliases(&whole, part);
                if run[1..].iter().any(|unit| unit.gap == Gap::Other) {
                    continue;
                }
                self.ask_joined(run, &whole, foreign, part);
            }
            self.ask_number_words(&units[from..], &mut clauses[from..]);
        }
    }

    /// Latin words with `_` or a dot between them may be the name of an account.
    fn ask_handle(&self, run: &[Unit], part: &mut [Clause]) {
        let (Some(first), Some(last)) = (run.first(), run.last()) else { return };
        let typed = self.query.get(first.range.start..last.range.end).unwrap_or_default();
        let inside = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '.');
        if typed.contains(['_', '.']) && typed.chars().all(inside) {
            add_all(part, &Pattern::Term(typed.to_ascii_lowercase()), 0.9, Reason::Joined);
        }
    }

    fn ask_joined(&mut self, run: &[Unit], whole: &str, foreign: bool, part: &mut [Clause]) {
        let lexicon = Arc::clone(self.forms.lexicon());
        let compound = matches!(run, [first, last] if is_compound(&lexicon, first.form.side(), last.form.side()).is_some());
        if run.len() < 4 && (compound || may_join(&lexicon, run)) {
            add_all(part, &Pattern::Term(whole.to_owned()), 0.9, Reason::Joined);
            // A stem as short as the first word would leave the others unanswered.
            let first = run.first().map_or(0, |unit| unit.form.key.len());
            for stem in self.forms.of(whole).stems.iter().filter(|stem| stem.len() > first) {
                add_all(part, &Pattern::Term(stem.clone()), 0.7, Reason::Joined);
            }
            if foreign && run.iter().all(|unit| !unit.form.persian) {
                for (word, _) in finglish(&lexicon, whole, false) {
                    add_all(part, &Pattern::Term(word), 0.4, Reason::Sound);
                }
            }
        }
        if matches!(run.len(), 3 | 4) && whole.chars().count() > 6 {
            add_all(part, &Pattern::Term(whole.to_owned()), 0.9, Reason::Joined);
        }
        if let [first, and, last] = run {
            for joined in and_compounds(&first.form.key, &and.form.key, &last.form.key) {
                add_all(part, &Pattern::Term(joined), 0.9, Reason::Joined);
            }
        }
    }

    fn ask_number_words(&mut self, units: &[Unit], clauses: &mut [Clause]) {
        if let ([first, _, ..], [clause, ..]) = (units, &mut *clauses)
            && let Some(value) = numeral_value(&first.form.key)
            && is_doubtful_numeral(&first.form.key)
        {
            clause.add_term(value.to_string(), 0.6, Reason::Number);
        }
        let keys = units.iter().map(|unit| unit.form.key.as_str());
        if let Some((value, words)) = number_of_words(keys)
            && let Some(part) = clauses.get_mut(..words)
        {
            add_all(part, &Pattern::Term(value.to_string()), 0.8, Reason::Number);
        }
    }

    fn ask_aliases(&mut self, whole: &str, part: &mut [Clause]) {
        let lexicon = Arc::clone(self.forms.lexicon());
        for name in lexicon.aliases(whole) {
            let words = crate::scan::tokens(name).into_iter().map(|token| token.key);
            let terms: Vec<(u32, String)> = (0..).zip(words).collect();
            let pattern = match terms.as_slice() {
                [(_, word)] => Pattern::Term(word.clone()),
                _ => Pattern::Phrase(terms),
            };
            add_all(part, &pattern, 0.7, Reason::Alias);
        }
    }
}

/// A number, in digits or as the one word it is; `before` and `after` are the words beside it.
pub(crate) fn ask_number(
    written: &str,
    open: bool,
    [before, after]: [Option<String>; 2],
    clause: &mut Clause,
) {
    let Some(number) = number(written) else { return };
    let digits = crate::key::key(written);
    if open {
        return clause.add(Pattern::Prefix(digits), 1.0, Reason::Prefix);
    }
    let short = digits.trim_start_matches('0').to_owned();
    for word in ordinals(&short) {
        clause.add_term(word, 0.5, Reason::Number);
    }
    match value_word(&short) {
        // `نه` alone is mostly "no"; beside the same word it is the number.
        Some(word) if is_doubtful_numeral(word) => {
            let phrases = [
                before.map(|before| [before, word.into()]),
                after.map(|after| [word.into(), after]),
            ];
            for words in phrases.into_iter().flatten() {
                clause.add(Pattern::Phrase((0..).zip(words).collect()), 0.6, Reason::Number);
            }
        }
        Some(word) => clause.add_term(word, 0.6, Reason::Number),
        None => {}
    }
    clause.add_term(number.key, 1.0, Reason::Exact);
    if !number.isbn && short != digits {
        clause.add_term(short, 0.9, Reason::Form);
    }
}

/// A word that is begun, alone or as the end of a compound with the word before it.
fn ask_prefix(units: &[Unit], begun: &Unit, clauses: &mut [Clause]) -> Clause {
    let mut clause = Clause::new(begun.range.clone());
    clause.add(Pattern::Prefix(begun.form.key.clone()), 1.0, Reason::Prefix);
    if let (Some(last), Some(before)) = (units.last(), clauses.last_mut())
        && begun.gap == Gap::Space
    {
        let whole = Pattern::Prefix(format!("{}{}", last.form.key, begun.form.key));
        before.add(whole.clone(), 0.8, Reason::Prefix);
        clause.add(whole, 0.8, Reason::Prefix);
    }
    clause
}

/// Whether words written apart may be asked for as one.
///
/// Short function words would make other words by chance: `ما در` is not `مادر`.
pub(crate) fn may_join(lexicon: &Lexicon, units: &[Unit]) -> bool {
    let apart = units.iter().skip(1).any(|unit| unit.gap == Gap::Other);
    let scripts = units.windows(2).any(|two| two[0].form.persian != two[1].form.persian);
    let letters: usize = units.iter().map(Unit::letters).sum();
    let chance = units.iter().any(|unit| {
        let key = unit.form.key.as_str();
        let function = lexicon.entry(key).is_some_and(Entry::is_function);
        (function && !PREFIXES.contains(&key)) || unit.letters() < 2
    });
    let least = if chance && !is_to_one(lexicon, units) { 5 } else { 3 };
    !apart && !scripts && letters > least
}

/// Whether `به` and the next word are written as one that is no other word: `به‌سوی`, but not `بهتر`.
fn is_to_one(lexicon: &Lexicon, units: &[Unit]) -> bool {
    let [to, next] = units else { return false };
    to.form.key == "به"
        && next.letters() > 2
        && lexicon.entry(&["به", &next.form.key].concat()).is_none()
}

/// Whether the Latin words of a query are more likely Persian, or names, than English.
fn reads_as_finglish(units: &[Unit]) -> bool {
    let latin: Vec<&Unit> = units.iter().filter(|unit| !unit.form.persian).collect();
    let strange = latin.iter().filter(|unit| !unit.form.known).count();
    let named = latin.iter().filter(|unit| unit.written.starts_with(char::is_uppercase)).count();
    latin.len() > 1 && (strange * 2 >= latin.len() || (named == latin.len() && latin.len() < 4))
}

/// The `e` of `buf-e kur` is an ending, not a word.
fn drop_ezafe(units: &[Unit], foreign: bool, clauses: &mut Vec<Clause>) {
    let mut kept = units.iter().enumerate().map(|(at, unit)| {
        let hyphen =
            unit.gap == Gap::Hyphen && matches!(unit.form.key.as_str(), "e" | "i" | "ye" | "o");
        let space = foreign && at > 0 && matches!(unit.form.key.as_str(), "e" | "ye");
        !(hyphen || space)
    });
    clauses.retain(|_| kept.next().unwrap_or(true));
}

/// A compound that is typed with a non-joiner may be written apart.
fn ask_parts(unit: &Unit, clause: &mut Clause) {
    let folded = fold(&unit.written);
    let parts: Vec<&str> = folded.as_str().split('\u{200C}').collect();
    let whole = parts.iter().all(|part| part.chars().count() > 1 && !is_joined_ending(part));
    // `هم سفر رفتیم` is mostly no `هم‌سفر`; where it is, the document has it as one word.
    let also = parts.first() == Some(&ALSO) && unit.form.sure;
    if parts.len() > 1 && whole && !also && unit.endings.is_empty() {
        add_phrases(&parts, Reason::Split, clause);
    }
    if let [first, rest] = parts.as_slice()
        && let Some(last) = rest.strip_prefix('و').filter(|last| last.chars().count() > 1)
    {
        add_phrases(&[first, "و", last], Reason::Split, clause);
    }
}

fn add_phrases<W: AsRef<str>>(words: &[W], reason: Reason, clause: &mut Clause) {
    for step in [1, TAG_STEP] {
        let places = (0..).step_by(step as usize);
        let terms = places.zip(words).map(|(at, word)| (at, word.as_ref().to_owned()));
        clause.add(Pattern::Phrase(terms.collect()), 0.6, reason);
    }
}

/// A known word that is also two words may be written as two.
fn ask_compound(lexicon: &Lexicon, key: &str, clause: &mut Clause) {
    let ordinary = |word: &str| {
        let letters = word.chars().count();
        lexicon.entry(word).is_some_and(|entry| match letters {
            0 | 1 => false,
            2 => !entry.is_function() && entry.is_noun() && entry.weight() > 16,
            3 => !entry.is_function(),
            _ => true,
        })
    };
    let begins =
        |head: &str| head != ALSO && (PREFIXES.contains(&head) || numeral_value(head).is_some());
    let whole = lexicon.entry(key);
    let parts = |head: &str| !whole.is_some_and(|w| is_elsewhere_parted(lexicon, w, head, key));
    let apart = |head: &str, tail: &str| {
        let verbal = bundle().verbs.ends_compounds(tail.strip_suffix('ی').unwrap_or(tail));
        let joins =
            ordinary(head) && (verbal || whole.is_some()) && !ends_phrases(tail) && parts(head);
        ordinary(tail)
            && !depends_on_company(head, tail)
            && !is_finite(tail)
            && (begins(head) || joins)
    };
    if key.chars().count() > 4 && !whole.is_some_and(|whole| whole.is_listed(Listed::Whole)) {
        for (head, tail) in halves(lexicon, key, apart) {
            add_phrases(&[head, tail], Reason::Split, clause);
        }
    }
}

fn is_english(word: &str) -> bool {
    bundle().english(word).is_some()
}

fn ask_split(lexicon: &Lexicon, key: &str, clause: &mut Clause) {
    for (head, tail) in halves(lexicon, key, |_, _| true) {
        add_phrases(&[head, tail], Reason::Split, clause);
    }
    if let Some(words) = split_key(lexicon, key) {
        add_phrases(&words, Reason::Split, clause);
    }
}

fn add_all(part: &mut [Clause], pattern: &Pattern, weight: f32, reason: Reason) {
    part.iter_mut().for_each(|clause| clause.add(pattern.clone(), weight, reason));
}
