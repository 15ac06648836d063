//! English beside Persian: inflection only, checked against the dictionary.
//!
//! Derivation stays: `organ` and `organisation`, `universe` and `university` are different words.

use crate::lexicon::bundle;

/// Forms that no rule finds.
const IRREGULAR: &[(&str, &str)] = &[
    ("children", "child"),
    ("men", "man"),
    ("women", "woman"),
    ("feet", "foot"),
    ("teeth", "tooth"),
    ("mice", "mouse"),
    ("geese", "goose"),
    ("lives", "life"),
    ("wives", "wife"),
    ("knives", "knife"),
    ("leaves", "leaf"),
    ("shelves", "shelf"),
    ("wolves", "wolf"),
    ("thieves", "thief"),
    ("halves", "half"),
    ("wrote", "write"),
    ("written", "write"),
    ("went", "go"),
    ("gone", "go"),
    ("thought", "think"),
    ("bought", "buy"),
    ("taught", "teach"),
    ("told", "tell"),
    ("said", "say"),
    ("made", "make"),
    ("knew", "know"),
    ("known", "know"),
    ("gave", "give"),
    ("given", "give"),
    ("took", "take"),
    ("taken", "take"),
];

/// Words that look inflected and are not.
const WHOLE: &[&str] = &[
    "news",
    "series",
    "species",
    "means",
    "physics",
    "mathematics",
    "politics",
    "economics",
    "his",
    "this",
    "was",
    "has",
    "does",
    "us",
    "is",
    "as",
    "yes",
    "plus",
    "gas",
    "bus",
    "lens",
    "thus",
    "evening",
    "morning",
    "during",
    "nothing",
    "something",
    "everything",
    "anything",
    "wedding",
    "sing",
    "king",
    "ring",
    "wing",
    "thing",
    "bring",
    "spring",
    "string",
    "being",
    "red",
    "bed",
    "need",
    "speed",
    "seed",
    "feed",
    "indeed",
    "hundred",
    "sacred",
    "naked",
    "wicked",
    "alas",
    "christmas",
    "texas",
    "paris",
    "james",
    "charles",
    "dickens",
    "always",
    "perhaps",
    "besides",
    "arms",
    "customs",
    "glasses",
    "goods",
    "spectacles",
    "united",
    "herring",
    "bedding",
    "pudding",
    "stocking",
    "ceiling",
    "shilling",
    "outing",
    "cunning",
    "clothing",
    "ragged",
    "rugged",
    "crooked",
    "dogged",
    "beloved",
];

/// Endings, and what stands in their place in the base.
const ENDINGS: &[(&str, &str)] = &[
    ("ies", "y"),
    ("es", "e"),
    ("es", ""),
    ("s", ""),
    ("ied", "y"),
    ("ed", "e"),
    ("ed", ""),
    ("ing", "e"),
    ("ing", ""),
];

/// The base of an English word, if it is another form of one; `possessive` is a written `'s`.
pub(crate) fn english_base(key: &str, possessive: bool) -> Option<String> {
    if possessive && let Some(owner) = key.strip_suffix('s') {
        return Some(english_base(owner, false).unwrap_or_else(|| owner.to_owned()));
    }
    if let Some((_, base)) = IRREGULAR.iter().find(|(form, _)| *form == key) {
        return Some((*base).to_owned());
    }
    if WHOLE.contains(&key) || key.len() < 4 {
        return None;
    }
    known_base(key).or_else(|| plain_plural(key))
}

fn known_base(key: &str) -> Option<String> {
    let is_word = |word: &str| word.len() > 2 && bundle().english(word).is_some();
    ENDINGS.iter().find_map(|(ending, instead)| {
        let head = key.strip_suffix(ending)?;
        if ending.starts_with('s') && head.ends_with('s') {
            return None;
        }
        let base = format!("{head}{instead}");
        let syllable = head.contains(['a', 'e', 'i', 'o', 'u', 'y']);
        let tiny = base.ends_with("ee") && base.len() < 4;
        if is_word(&base) && !tiny && (ending.ends_with('s') || syllable) {
            return Some(base);
        }
        let mut back = head.chars().rev();
        let doubled = ending.len() > 1 && back.next() == back.next();
        let single = head.get(..head.len().saturating_sub(1))?;
        (doubled && is_word(single)).then(|| single.to_owned())
    })
}

/// A name or a new word in the plural.
fn plain_plural(key: &str) -> Option<String> {
    let known = bundle().english(key).is_some();
    let head = key.strip_suffix('s').filter(|head| !known && head.len() > 3)?;
    (!head.ends_with(['s', 'u', 'i', 'a', 'o'])).then(|| head.to_owned())
}
