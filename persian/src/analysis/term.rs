//! The terms of an index, and how their spelling keeps their kinds apart.

use std::ops::Range;

use crate::sound::rough_skeleton;

/// Why a document is indexed under a term.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum TermKind {
    /// The folded word, number or handle itself.
    Surface,
    /// A base, an infinitive, another spelling, the ISBN behind an ISBN-10.
    Stem,
    /// Words written apart that are one word.
    Joined,
    /// An ending that was written apart from its word.
    Ending,
    /// A hashtag: `#` and its key.
    Tag,
    /// An account: `@` and its handle in lower case.
    Mention,
    /// The sound of a name or an unknown word: `~` and consonants.
    Sound,
    /// The address of a page, its host, or the name of its site.
    Url,
}

/// One term of a document. Several may stand at one position.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Term {
    /// The term itself; terms of different kinds never collide where that would matter.
    pub text: String,
    /// Its position, counted in words from 0. The words of a hashtag are far apart, so that a
    /// phrase never takes a part of a longer hashtag for the hashtag.
    pub position: u32,
    /// How many words it covers.
    pub length: u32,
    /// The bytes of the original text it stands for.
    pub range: Range<usize>,
    /// Why it is there.
    pub kind: TermKind,
}

/// The distance between the words of a hashtag.
///
/// It is a distance at which words of running text stand by chance only.
pub(crate) const TAG_STEP: u32 = 97;

/// The term of a hashtag with this key.
pub(crate) fn tag_term(key: &str) -> String {
    format!("#{key}")
}

/// The term of an account with this handle.
pub(crate) fn mention_term(name: &str) -> String {
    format!("@{}", name.to_ascii_lowercase())
}

/// The sound of a Persian word, if it has at least so many consonants.
pub(crate) fn sound_term(key: &str, least: usize) -> Option<String> {
    marked_skeleton("~", key, least)
}

/// The sound of a name in Latin letters, for those who ask in Persian.
pub(crate) fn name_sound(key: &str) -> Option<String> {
    marked_skeleton("~~", key, 2)
}

fn marked_skeleton(mark: &str, key: &str, least: usize) -> Option<String> {
    let mut term = String::with_capacity(mark.len() + key.len());
    term.push_str(mark);
    rough_skeleton(key, &mut term);
    (term.len() >= mark.len() + least).then_some(term)
}
