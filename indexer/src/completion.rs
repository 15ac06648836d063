//! What is proposed while somebody types: titles, authors, hashtags and presenters, as captions
//! name them.
//!
//! Each stands in the index as a term that begins with its key, so the term dictionary itself,
//! sorted and counted, is what a few typed letters are completed from; a second term begins with
//! its consonants, for those who type Persian in Latin letters.

use std::collections::BTreeSet;

use archive::Post;
use persian::{Token, TokenKind, key, skeleton, tag_key, tokens};

use crate::quotes::QUOTES;

/// Something that may be searched for.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Completion {
    /// What it is.
    pub kind: CompletionKind,
    /// How a caption writes it.
    pub text: String,
}

/// What a completion is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum CompletionKind {
    /// What captions set in quotation marks: mostly titles.
    Title,
    /// Who wrote a book, by words such as `نوشته‌ی`.
    Author,
    /// A hashtag, with its `#`.
    Hashtag,
    /// The name of an account that introduces books.
    Presenter,
}

/// Parts the key from the text in a term; it is less than every letter of a key.
const PART: char = '\u{1}';
/// Begins the terms that are sorted by their consonants.
const SOUND: char = '~';
/// The longest text that is proposed, in characters.
const LONGEST: usize = 60;
/// The most words of a title.
const TITLE_WORDS: usize = 8;
/// The words of an author's name.
const NAME_WORDS: std::ops::RangeInclusive<usize> = 2..=3;
/// Words after which an author is named.
const BY: &[&str] = &["نوشته", "اثر", "نویسنده", "قلم", "by"];
/// Words that no name has, so that one ends before them.
const ENDS: &[&str] = &["را", "رو", "که", "و", "از", "در", "با", "به", "است", "هم", "is"];

impl CompletionKind {
    const ALL: [Self; 4] = [Self::Title, Self::Author, Self::Hashtag, Self::Presenter];

    fn mark(self) -> char {
        match self {
            Self::Title => 't',
            Self::Author => 'a',
            Self::Hashtag => 'h',
            Self::Presenter => 'p',
        }
    }
}

impl Completion {
    /// A completion; `None` where a text has no letters, or too many.
    fn new(kind: CompletionKind, text: &str) -> Option<Self> {
        let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
        let letters = tag_key(&text).chars().filter(|c| c.is_alphabetic()).count();
        let fits = letters > 1 && text.chars().count() <= LONGEST && !text.contains(PART);
        fits.then_some(Self { kind, text })
    }

    /// The completion that a term of the index stands for.
    pub fn of_term(term: &str) -> Option<Self> {
        let mut rest = term.split_once(PART)?.1.chars();
        let mark = rest.next()?;
        let kind = CompletionKind::ALL.into_iter().find(|kind| kind.mark() == mark)?;
        Some(Self { kind, text: rest.as_str().to_owned() })
    }

    /// Its terms in the index.
    pub fn terms(&self) -> Vec<String> {
        let (kind, text) = (self.kind.mark(), &self.text);
        let starts = [Some(completion_start(text)), completion_sound(text)];
        starts.into_iter().flatten().map(|start| format!("{start}{PART}{kind}{text}")).collect()
    }
}

/// What the terms of all texts begin with that begin with what was typed: neither spaces nor
/// non-joiners, nor the marks of a hashtag matter.
pub fn completion_start(typed: &str) -> String {
    tag_key(typed.trim_start_matches(['#', '＃']))
}

/// The same by consonants, for Latin letters that may stand for Persian ones; `None` where too few
/// are typed.
pub fn completion_sound(typed: &str) -> Option<String> {
    let words = typed.trim_start_matches(['#', '＃']).replace('_', " ");
    let sound: String = words.split_whitespace().map(skeleton).collect();
    (sound.len() > 1).then(|| format!("{SOUND}{sound}"))
}

/// What a post gives to propose.
pub(crate) fn completions(post: &Post) -> BTreeSet<Completion> {
    use CompletionKind::{Author, Hashtag, Presenter, Title};
    let mut all = BTreeSet::new();
    all.extend(quoted(&post.text).filter_map(|text| Completion::new(Title, text)));
    all.extend(authors(&post.text).filter_map(|text| Completion::new(Author, text)));
    all.extend(hashtags(post).filter_map(|text| Completion::new(Hashtag, &text)));
    let name = post.author.name.iter();
    all.extend(name.filter_map(|name| Completion::new(Presenter, name)));
    all
}

/// What stands between quotation marks and is as short as a title.
fn quoted(text: &str) -> impl Iterator<Item = &str> {
    text.lines().flat_map(|line| {
        let mut rest = line;
        std::iter::from_fn(move || {
            let opening = rest.find(|c| QUOTES.iter().any(|(open, _)| c == *open))?;
            let mut inside = rest.get(opening..)?.chars();
            let open = inside.next()?;
            let (_, close) = QUOTES.iter().find(|(known, _)| *known == open)?;
            let (quoted, after) = inside.as_str().split_once(*close)?;
            rest = after;
            Some(quoted)
        })
        .filter(|quoted| quoted.split_whitespace().count() <= TITLE_WORDS)
    })
}

/// Names after words such as `نوشته‌ی`: two or three words, and then a mark, a word such as `را` or
/// the line's end.
fn authors(text: &str) -> impl Iterator<Item = &str> {
    text.lines().flat_map(|line| {
        let words = tokens(line);
        let names: Vec<&str> = (0..words.len())
            .filter(|at| BY.contains(&stem(&words[*at])))
            .filter_map(|at| name_after(line, words.get(at..)?))
            .collect();
        names
    })
}

/// A word without the `ی` of its ezafe.
fn stem(word: &Token) -> &str {
    word.key.strip_suffix('ی').filter(|stem| BY.contains(stem)).unwrap_or(&word.key)
}

/// The name after the first of some words of a line.
fn name_after<'t>(line: &'t str, words: &[Token]) -> Option<&'t str> {
    let (by, rest) = words.split_first()?;
    // An ezafe that is written apart.
    let rest = if rest.first().is_some_and(|word| word.key == "ی") { &rest[1..] } else { rest };
    let begins = line.get(by.range.end..rest.first()?.range.start)?;
    let mut name: Vec<&Token> = Vec::new();
    for word in rest {
        let end = name.last().map_or(word.range.start, |last| last.range.end);
        let apart = line.get(end..word.range.start)?.chars().any(|c| !c.is_whitespace());
        let ends = word.kind != TokenKind::Word || ENDS.contains(&word.key.as_str());
        if apart || ends || name.len() > *NAME_WORDS.end() {
            break;
        }
        name.push(word);
    }
    let named = NAME_WORDS.contains(&name.len()) && begins.chars().count() < 4;
    named.then(|| line.get(name.first()?.range.start..name.last()?.range.end)).flatten()
}

/// The hashtags of a caption as it writes them, and those that stand outside it.
fn hashtags(post: &Post) -> impl Iterator<Item = String> {
    let written = persian::hashtags(&post.text).into_iter();
    let written = written.filter_map(|tag| Some(post.text.get(tag.range)?.to_owned()));
    let mut keys = BTreeSet::new();
    let all = written.chain(post.hashtags.iter().map(|tag| format!("#{tag}")));
    all.filter(move |tag| keys.insert(key(tag))).map(|tag| tag.replace('＃', "#"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(text: &str) -> Vec<String> {
        quoted(text).chain(authors(text)).map(str::to_owned).collect()
    }

    #[test]
    fn titles_stand_in_quotation_marks() {
        assert_eq!(
            of("امروز «بوف کور» و “Dune” و \"سلوک\" را خواندم"),
            ["بوف کور", "Dune", "سلوک"]
        );
        assert!(of("«این یک جمله است که از هشت واژه بیشتر دارد»").is_empty());
        assert!(of("«باز ماند\nو بسته نشد»").is_empty());
    }

    #[test]
    fn authors_stand_after_a_word_and_before_a_mark() {
        for text in [
            "نوشته‌ی مینا نمونه.",
            "رمانی نوشتهٔ مینا نمونه، از نشر",
            "نویسنده: مینا نمونه",
            "به قلم مینا نمونه (نشر فرضی)",
            "نوشته ی مینا نمونه\nترجمه",
            "اثر مینا نمونه «",
            "کتابی نوشته مینا نمونه که",
        ] {
            assert_eq!(of(text), ["مینا نمونه"], "{text}");
        }
        for text in ["اثر ماندگاری است از مینا نمونه که", "نوشته", "اثر مینا.", "نوشته شد"]
        {
            assert!(of(text).is_empty(), "{text}: {:?}", of(text));
        }
    }

    #[test]
    fn a_completion_comes_back_from_its_terms() {
        for (kind, text) in [
            (CompletionKind::Title, "شازده کوچولو"),
            (CompletionKind::Hashtag, "#معرفی_کتاب"),
            (CompletionKind::Author, "Ursula K. Le Guin"),
        ] {
            let completion = Completion::new(kind, text).unwrap();
            let terms = completion.terms();
            assert_eq!(terms.len(), 2);
            for term in terms {
                assert_eq!(Completion::of_term(&term), Some(completion.clone()));
            }
        }
        assert_eq!(Completion::of_term("کتاب"), None);
        assert_eq!(Completion::new(CompletionKind::Title, "۱۲ !"), None);
        assert_eq!(Completion::new(CompletionKind::Title, &"ک".repeat(61)), None);
    }

    #[test]
    fn what_is_typed_begins_its_terms() {
        let terms = |text: &str| Completion::new(CompletionKind::Title, text).unwrap().terms();
        for (typed, text) in
            [("كتابخ", "کتاب‌خانهٔ شب"), ("#معرفی_ک", "#معرفی_کتاب"), ("معرفي ك", "#معرفی_کتاب")]
        {
            assert!(terms(text)[0].starts_with(&completion_start(typed)), "{typed}");
        }
        let sound = completion_sound("shazde k").unwrap();
        assert!(
            terms("شازده کوچولو")[1].starts_with(&sound)
                && terms("#شازده_کوچولو")[1].starts_with(&sound)
        );
        assert_eq!(completion_sound("k"), None);
    }
}
