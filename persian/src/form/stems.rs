//! What a word is indexed under besides its key.

use super::compound::is_link;
use super::english::english_base;
use super::misspelt::meant;
use super::noun::{bases, is_plain_ending, is_verb_prefix, may_end, spoken};
use super::parts::{head_of_parts, initials, may_be_parted, parts};
use super::spelling::{full_spelling, other_spellings, seated};
use crate::analysis::{
    PREFIXES, Side, compound_tails, name_sound, numeral_value, plain_ordinal, sound_term,
};
use crate::fold::{fold_parts, is_arabic_letter};
use crate::key::key;
use crate::lexicon::{Beginnings, Entry, Lexicon, Listed, Trace, Verbs, bundle};

/// The longest word that is looked into, in letters; longer ones are their own only form.
pub(crate) const LONGEST: usize = 32;
/// The most stems of one word.
pub(crate) const MOST: usize = 6;

/// The most spellings that one word may have at the end of a compound: the key, two stems, and one
/// without a last ending.
const MOST_TAILS: usize = 4;

/// A word and the stems it shares with its other forms.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) struct Form {
    /// Folded letters, nothing between them.
    pub(crate) key: String,
    /// The term of how it sounds, if it is Latin, or Persian and not known.
    pub(crate) sound: Option<String>,
    /// Stems other than the key: bases, infinitives, other spellings.
    pub(crate) stems: Vec<String>,
    /// Whether the dictionary knows the word or one of its bases.
    pub(crate) known: bool,
    /// Whether it knows the word itself, so that it is no slip of another one.
    pub(crate) sure: bool,
    /// Whether it is plainly a form of a known word or name, and so hardly a slip of another one.
    pub(crate) plain: bool,
    /// Whether it is written in the Arabic script.
    pub(crate) persian: bool,
    /// What it is worth when other words stand beside it.
    pub(crate) company: Company,
}

/// What a word may be together with its neighbours, worked out once.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) struct Company {
    /// Whether it is a number word.
    pub(crate) numeral: bool,
    /// Whether it may be an ending that was cut off.
    pub(crate) ends: bool,
    /// Whether it may be what a space has cut off before a verb.
    pub(crate) leads: bool,
    /// Whether compounds of three words have it in the middle.
    pub(crate) links: bool,
    /// Whether it may begin a compound, and whether as an ordinary word.
    pub(crate) begins: bool,
    /// Whether it is a preposition, a pronoun or the like, which ends no compound.
    pub(crate) is_function: bool,
    /// Whether it is known and no function word, so that it may end any compound.
    pub(crate) joins: bool,
    /// The traces of what it may be at the end of a compound, its key first: see [`Self::tails`].
    tails: [Trace; MOST_TAILS],
    tail_count: u8,
}

impl Company {
    fn of(words: &Beginnings, key: &str, stems: &[String]) -> Self {
        let entry = words.entry(key);
        let (mut tails, mut tail_count) = ([Trace::default(); MOST_TAILS], 0);
        let spellings =
            compound_tails(key, stems.iter().take(2).map(String::as_str), entry.is_some());
        for (tail, spelling) in tails.iter_mut().zip(spellings) {
            *tail = Trace::of(spelling);
            tail_count += 1;
        }
        Self {
            numeral: numeral_value(key).is_some(),
            ends: may_end(key),
            leads: is_verb_prefix(key),
            links: is_link(key),
            begins: entry.is_none_or(|entry| !entry.is_function()) || PREFIXES.contains(&key),
            is_function: entry.is_some_and(Entry::joins_nothing),
            joins: entry.is_some_and(|entry| !entry.is_function()),
            tails,
            tail_count,
        }
    }

    /// The traces of what a Persian word may be at the end of a compound, its key first; no other
    /// word makes compounds.
    #[inline]
    pub(crate) fn tails(&self) -> &[Trace] {
        self.tails.get(..self.tail_count.into()).unwrap_or_default()
    }
}

impl Form {
    /// The word as a part of a compound.
    pub(crate) fn side(&self) -> Side<'_> {
        Side::new(&self.key, self.stems.iter().map(String::as_str), &self.company)
    }
}

/// The form of a word as written; non-joiners inside it tell its parts.
pub(crate) fn form(lexicon: &Lexicon, written: &str) -> Form {
    let key = key(written);
    let persian = key.starts_with(is_arabic_letter);
    let mut form = Form { persian, ..Form::default() };
    if persian {
        complete_persian(&Beginnings::of(lexicon, &key), written, &key, &mut form);
    } else {
        if is_short(&key) {
            english_stems(lexicon, written, &key, &mut form);
        }
        keep_stems(&key, &mut form);
        form.sound = name_sound(&key);
    }
    form.key = key;
    form
}

fn complete_persian(words: &Beginnings, written: &str, key: &str, form: &mut Form) {
    if is_short(key) {
        persian_stems(words, written, key, form);
    }
    keep_stems(key, form);
    form.company = Company::of(words, key, &form.stems);
    form.sound = if form.known { None } else { sound_term(key, 2) };
}

/// Whether a word is looked into at all.
fn is_short(key: &str) -> bool {
    key.len() <= LONGEST || key.chars().count() <= LONGEST
}

/// Leaves no stem that tells nothing.
fn keep_stems(key: &str, form: &mut Form) {
    form.stems.retain(|stem| *stem != key && !stem.is_empty());
    form.stems.truncate(MOST);
}

fn english_stems(lexicon: &Lexicon, written: &str, key: &str, form: &mut Form) {
    let possessive =
        written.ends_with(['s', 'S']) && written[..written.len() - 1].ends_with(['\'', '’', 'ʼ']);
    form.sure = bundle().english(key).is_some() || lexicon.added(key).is_some();
    form.known = form.sure;
    if let Some(name) = bundle().variants.get(key) {
        form.known = true;
        form.stems.push(name.clone());
    }
    if let Some(base) = english_base(key, possessive) {
        form.known |= bundle().english(&base).is_some();
        form.stems.push(base);
    }
}

fn persian_stems(words: &Beginnings, written: &str, key: &str, form: &mut Form) {
    let added = words.added(key).is_some();
    form.sure = added || is_listed(words, key);
    let spellings = other_spellings(written, key);
    if !added {
        let mut found = Vec::new();
        let folded = may_be_parted(written).then(|| fold_parts(written));
        let parts = folded.as_ref().map_or_else(Vec::new, |folded| parts(folded));
        let head = head_of_parts(&parts).filter(|head| !is_own_word(words, written, key, head));
        match &head {
            // Where a non-joiner parts a known word from its ending, the letters are not cut elsewhere.
            Some(head) if is_known_word(words, head) => listed(words, key, &mut found),
            _ => words_behind(words, key, &mut found),
        }
        if let Some(head) = &head {
            words_behind(words, head, &mut found);
            found.push(head.clone());
        }
        if !form.sure {
            found.extend(initials(&parts));
        }
        for spelling in spellings.iter().chain(&seated(key)) {
            words_behind(&Beginnings::of(words.lexicon, spelling), spelling, &mut found);
        }
        found.extend(stretched_quality(words, written, key));
        let is_word = |word: &String| words.entry(word).is_some_and(|entry| !entry.is_rare());
        form.known = found.iter().any(is_word);
        form.plain = found.iter().any(|word| is_plain_form(words, key, word));
        if !(form.sure || form.known && form.plain) {
            found.extend(meant(words.lexicon, head.as_deref().unwrap_or(key), form.known));
        }
        form.stems = unlike(found);
    }
    form.stems.extend(plain_ordinal(key).map(str::to_owned));
    form.known |= form.sure;
    form.plain |= is_of_name(words, key);
    spellings.into_iter().for_each(|stem| push(&mut form.stems, stem));
}

/// `عالیهههه` is `عالی است`, and not the name `عالیه`: nobody stretches those.
fn stretched_quality(words: &Beginnings, written: &str, key: &str) -> Option<String> {
    let quality = key.strip_suffix('ه').filter(|_| written.ends_with("ههه"))?;
    let entry = words.entry(quality).filter(|entry| entry.is_adjective() && entry.weight() > 15);
    (quality.ends_with('ی') && quality.chars().count() > 3 && entry.is_some())
        .then(|| quality.to_owned())
}

/// The lists that know the words in them as they stand.
const LISTS: [Listed; 5] =
    [Listed::Lexeme, Listed::Plural, Listed::Variant, Listed::Spelled, Listed::Informal];

/// Whether any list has a word as it stands; a short rare one may as well be a slip.
fn is_listed(words: &Beginnings, key: &str) -> bool {
    let long = || key.chars().nth(4).is_some();
    words.entry(key).is_some_and(|entry| !entry.is_rare() || long())
        || LISTS.iter().any(|list| words.is_listed(key, *list))
        || bundle().verbs.is_infinitive(key.strip_suffix('ی').unwrap_or(key))
}

/// Whether a word is the surname or the adjective of a name: `هاشمی`, `شیرازی`.
fn is_of_name(words: &Beginnings, key: &str) -> bool {
    let name = ["یان", "ی"].iter().find_map(|ending| key.strip_suffix(ending));
    name.is_some_and(|name| words.is_listed(name, Listed::Name))
}

/// Whether a word is plainly a form of another one, and so no slip of a third.
fn is_plain_form(words: &Beginnings, key: &str, base: &str) -> bool {
    let letters = base.chars().count();
    let least = if letters > 3 { 12 } else { 17 };
    let common = words.entry(base).is_some_and(|entry| entry.weight() > least);
    let ending = key.strip_prefix(base).unwrap_or_default();
    (common && letters > 2 && is_plain_ending(ending)) || bundle().verbs.is_infinitive(base)
}

/// Whether a word with an ending set off is a word of its own: `قهوه‌ای` is brown, `پیاده‌رو` a pavement.
fn is_own_word(words: &Beginnings, written: &str, key: &str, head: &str) -> bool {
    let short = matches!(key.strip_prefix(head), Some("رو" | "و" | "ان" | "ت" | "م" | "ش"));
    let known = words.entry(key).is_some_and(|entry| entry.weight() > 5);
    words.is_listed(key, Listed::Lexeme) || (short && known && written.contains('\u{200C}'))
}

/// Whether a word is known as it stands, or is a participle.
fn is_known_word(words: &Beginnings, word: &str) -> bool {
    words.entry(word).is_some_and(|entry| !entry.is_rare())
        || words.is_listed(word, Listed::Plural)
        || words.is_listed(word, Listed::Variant)
        || words.is_listed(word, Listed::Informal)
        || !bundle().verbs.participle(word).is_empty()
}

/// What the lists say a key is, letter by letter.
fn listed(words: &Beginnings, key: &str, found: &mut Vec<String>) {
    found.extend_from_slice(words.singulars(key));
    found.extend(words.variant(key).cloned());
    found.extend(words.informal(key).cloned());
}

/// Everything a key may be a form of. A spoken word is that word, a verb with `می` that verb; what
/// reads as an inflected noun is no imperative.
fn words_behind(words: &Beginnings, key: &str, found: &mut Vec<String>) {
    let spoken_word = words.informal(key).cloned().or_else(|| spoken(words, key));
    let verbs = infinitives(words, key);
    let asked = key.starts_with(['ب', 'ن']) && !key.starts_with("نمی");
    let past = |form: &str| bundle().verbs.is_past(form);
    let past = || past(key) || key.strip_prefix('ن').is_some_and(past);
    let verb = !verbs.is_empty() && (!asked || past());
    let skipped = spoken_word.is_some() || (verb && !is_common_noun_in_i(words, key));
    let mut nouns = if skipped { Vec::new() } else { bases(words, key) };
    // `ببرم` is rather "that I take" than "my tiger".
    if !verbs.is_empty() {
        nouns.retain(|base| bundle().verbs.imperative(base).is_empty());
    }
    let noun = !verbs.is_empty() && reads_as_noun(words, key, &nouns);
    if let Some(written) = spoken_word {
        found.extend(bases(words, &written));
        found.push(written);
    }
    spelled_otherwise(words, key, found);
    for word in nouns {
        spelled_otherwise(words, &word, found);
        if word != key {
            found.extend(words.informal(&word).cloned().or_else(|| spoken(words, &word)));
            found.extend(past_noun(words, &word).iter().cloned());
            found.push(word);
        }
    }
    if !noun {
        found.extend(verbs);
    }
    if found.is_empty() && words.entry(key).is_none() {
        found.extend(bundle().verbs.past_with_object(key));
    }
}

/// The other spellings that a word is listed with, and its singulars.
fn spelled_otherwise(words: &Beginnings, word: &str, found: &mut Vec<String>) {
    found.extend_from_slice(words.singulars(word));
    found.extend(words.variant(word).cloned());
    found.extend(full_spelling(words, word));
}

/// Whether a word reads as a noun with endings, and as no participle.
fn reads_as_noun(words: &Beginnings, key: &str, bases: &[String]) -> bool {
    let is_noun = |base: &String| {
        base.chars().count() > 2
            && words.entry(base).is_some()
            && infinitives(words, base).is_empty()
    };
    bases.iter().any(is_noun) && bundle().verbs.participle(key).is_empty()
}

/// `مردی` is a man far more often than "you died".
fn is_common_noun_in_i(words: &Beginnings, key: &str) -> bool {
    let noun = key.strip_suffix('ی').and_then(|noun| words.entry(noun));
    noun.is_some_and(|entry| entry.is_noun() && entry.weight() > 19)
}

/// The infinitives of a verb form, which an object may hang on.
fn infinitives(words: &Beginnings, key: &str) -> Vec<String> {
    let found = plain_infinitives(words, key);
    if !found.is_empty() || words.is_listed(key, Listed::Lexeme) || is_weighty_noun(words, key) {
        return found;
    }
    // `نشانم` is no verb with an object, for `نشان` is a noun.
    Verbs::without_object(key)
        .filter(|verb| !words.is_listed(verb, Listed::Lexeme) && !is_weighty_noun(words, verb))
        .map(|verb| bundle().verbs.infinitives(verb, false))
        .find(|found| !found.is_empty())
        .unwrap_or_default()
}

/// The same without objects. A noun of the dictionary is no verb form, save with `می` before it, or
/// as a participle.
fn plain_infinitives(words: &Beginnings, key: &str) -> Vec<String> {
    if words.is_listed(key, Listed::Lexeme) {
        return Vec::new();
    }
    let noun = is_weighty_noun(words, key);
    if !noun || key.starts_with("می") || key.starts_with("نمی") {
        return bundle().verbs.infinitives(key, !noun);
    }
    let participle = bundle().verbs.participle(key);
    let found = if participle.is_empty() { bundle().verbs.imperative(key) } else { participle };
    if found.is_empty() { bundle().verbs.past_stem(key).to_vec() } else { found }
}

/// The infinitives of a past that is a noun as well: `دید`, `ساخت`.
fn past_noun(words: &Beginnings, word: &str) -> &'static [String] {
    let named = words.is_listed(word, Listed::Lexeme) || !is_weighty_noun(words, word);
    if named { &[] } else { bundle().verbs.past_stem(word) }
}

fn is_weighty_noun(words: &Beginnings, key: &str) -> bool {
    words.entry(key).is_some_and(|entry| entry.is_noun() && entry.weight() > 12)
}

/// Words without those that stand before already.
fn unlike(mut words: Vec<String>) -> Vec<String> {
    let mut kept = 0;
    for at in 0..words.len() {
        if !words[..kept].contains(&words[at]) {
            words.swap(kept, at);
            kept += 1;
        }
    }
    words.truncate(kept);
    words
}

fn push(stems: &mut Vec<String>, stem: String) {
    if !stems.contains(&stem) {
        stems.push(stem);
    }
}
