//! Spoken words that are written like another one; the words beside them tell which one is meant.

use super::memory::{Known, Memory};
use super::run::Link;
use super::unit::Gap;
use crate::lexicon::{Entry, Lexicon, bundle};

/// What stands before a verb that is wished for: `باید بره`.
const MODALS: &[&str] = &["باید", "نباید", "شاید", "کاش", "کاشکی", "بذار"];
/// The verbs of which a form does: `می‌خوام برم`.
const MODAL_VERBS: &[&str] = &["خواستن", "توانستن", "گذاشتن"];

/// What comes over people, before its `ه` is swallowed: `گریم گرفت` is no make-up.
const SWALLOWED: &[(&str, &str)] = &[("گری", "گریه"), ("خند", "خنده")];

/// What stands before a quality: `خیلی محکمه`.
const VERY: &[&str] =
    &["خیلی", "خیلیم", "واقعا", "چقدر", "چقد", "چه", "انقدر", "انقد", "اینقدر", "بسیار"];

/// Whether a word may be such a one: nearly none is, and that is quickly told.
#[inline]
pub(crate) fn may_be_spoken(key: &str) -> bool {
    matches!(key, "بدین" | "بدن" | "برین" | "برن" | "بره")
        || matches!(key, "گریم" | "گریت" | "گریش" | "خندم" | "خندت" | "خندش")
        || may_be_so(key)
}

/// Whether a word may be a quality with its copula, and is otherwise a name or a thing.
#[inline]
fn may_be_so(key: &str) -> bool {
    let so = |key| {
        matches!(key, "عالیه" | "ضعیفه" | "محبوبه" | "سفیده" | "روانه" | "لازمه" | "معروفه")
            || matches!(key, "محکمه" | "نرمه" | "کنده" | "خالیه" | "معمولیه")
    };
    key.ends_with('ه') && so(key)
}

/// The infinitive or noun of the spoken word that the one at `at` is here, if it is another word elsewhere:
/// `بدین` is "give", and in `بدین ترتیب` it is "to this".
#[cold]
pub(crate) fn spoken_word<'m>(
    memory: &'m Memory,
    lexicon: &Lexicon,
    run: &[Link],
    at: usize,
) -> Option<&'m str> {
    let word = |link: &Link| memory.word(link.word);
    let key = word(run.get(at)?).key();
    let spaced = |at: usize| run.get(at).filter(|link| link.gap == Gap::Space);
    let before = spaced(at).and_then(|_| run.get(at.checked_sub(1)?)).map(word);
    let neighbours = Neighbours { lexicon, before, after: spaced(at + 1).map(word) };
    if may_be_so(key) {
        return key.strip_suffix('ه').filter(|_| neighbours.is_so(key));
    }
    if let Some((_, whole)) = SWALLOWED.iter().find(|(head, _)| key.starts_with(head)) {
        return neighbours.comes_over().then_some(whole);
    }
    let verb = if key.starts_with("بد") { "دادن" } else { "رفتن" };
    neighbours.is_verb(key).then_some(verb)
}

/// The words beside one, if nothing but a space parts them.
#[derive(Clone, Copy)]
struct Neighbours<'m> {
    lexicon: &'m Lexicon,
    before: Option<Known<'m>>,
    after: Option<Known<'m>>,
}

impl Neighbours<'_> {
    fn is_verb(self, key: &str) -> bool {
        let here = match key {
            "بدین" => self.end_before_no_noun(),
            "برین" => self.begin_after_no_noun(),
            _ => false,
        };
        here || self.wish()
    }

    /// `گریم گرفت`.
    fn comes_over(self) -> bool {
        self.after.is_some_and(|after| after.stems().any(|stem| stem == "گرفتن"))
    }

    /// Whether a verb that wishes stands before, and no object mark behind.
    fn wish(self) -> bool {
        let modal = |word: Known| {
            MODALS.contains(&word.key()) || word.stems().any(|stem| MODAL_VERBS.contains(&stem))
        };
        self.before.is_some_and(modal)
            && self.after.is_none_or(|after| !matches!(after.key(), "را" | "رو"))
    }

    /// `خیلی محکمه`; of the name `عالیه` nobody says that, and most clauses that end with it do not mean her.
    fn is_so(self, key: &str) -> bool {
        let very = self.before.is_some_and(|before| VERY.contains(&before.key()));
        let ends = self.after.is_none_or(|after| self.is_function(after.key()) || is_verb(after));
        let named = self.before.is_none_or(|before| self.is_function(before.key()));
        very || (key == "عالیه" && ends && !named)
    }

    /// `به من بدین`, `بدین به من`, but `بدین شهر`.
    fn end_before_no_noun(self) -> bool {
        self.after.is_none_or(|after| {
            let function = self.is_function(after.key());
            let behind = after.stems().any(|stem| self.is_function(stem));
            !after.is_known() || function || behind || is_verb(after)
        })
    }

    /// `برین خونه`, `شما برین`, `زود برین بخوابین`, but `بهشت برین`.
    fn begin_after_no_noun(self) -> bool {
        let wished = |word: Known| word.key().starts_with('ب') && is_verb(word);
        let function = |word: Known| self.is_function(word.key());
        self.before.is_none_or(function) || self.after.is_some_and(wished)
    }

    fn is_function(self, word: &str) -> bool {
        self.lexicon.entry(word).is_some_and(Entry::is_function)
    }
}

fn is_verb(word: Known) -> bool {
    word.stems().any(|stem| bundle().verbs.is_infinitive(stem))
}
