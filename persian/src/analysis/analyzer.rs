//! From a text to its terms.

use std::borrow::Cow;
use std::cell::RefCell;
use std::ops::Range;
use std::sync::Arc;

use foldhash::{HashMap, HashMapExt};

use super::compound::is_compound;
use super::numerals::number_of_words;
use super::page::Page;
use super::tag::tag_words;
use super::term::{TAG_STEP, Term, TermKind, mention_term, tag_term};
use super::unit::{Gap, Unit, merge};
use crate::form::{Form, and_compounds, form};
use crate::key::tag_key;
use crate::lexicon::Lexicon;
use crate::scan::{Piece, TokenKind, hashtag_name, mention_name, number, pieces, url_key};

/// The words of a hashtag, each with its bytes in the name.
type TagWords = Arc<[(String, Range<usize>)]>;

/// How many words an analyzer remembers before it begins anew.
const REMEMBERED: usize = 1 << 16;

/// Turns texts into terms, with the words of one lexicon.
///
/// It remembers the words it has seen, so keep it.
///
/// ```
/// use tantivy_persian::{Analyzer, Lexicon};
/// let mut analyzer = Analyzer::new(Lexicon::bundled());
/// let terms = analyzer.analyze("کتابهای خوب");
/// assert!(terms.iter().any(|term| term.text == "کتاب" && term.position == 0));
/// ```
#[derive(Debug, Clone)]
pub struct Analyzer {
    lexicon: Arc<Lexicon>,
    seen: HashMap<String, Arc<Form>>,
    /// The words of hashtags.
    tags: HashMap<String, TagWords>,
    page: Page,
}

impl Analyzer {
    /// An analyzer over a lexicon.
    pub fn new(lexicon: Arc<Lexicon>) -> Self {
        Self { lexicon, seen: HashMap::new(), tags: HashMap::new(), page: Page::default() }
    }

    /// The terms of a text, by position and then by place.
    pub fn analyze(&mut self, text: &str) -> Vec<Term> {
        self.read(text).terms()
    }

    /// The same on a page, which the next text takes away.
    pub(crate) fn read(&mut self, text: &str) -> &Page {
        let mut page = std::mem::take(&mut self.page);
        page.clear();
        let mut units = Vec::with_capacity(text.len() / 10);
        let mut end = 0;
        for piece in pieces(text) {
            let gap = Gap::of(&text[end..piece.range.start]);
            end = piece.range.end;
            if piece.kind == TokenKind::Word {
                self.take_word(
                    Cow::Borrowed(&text[piece.range.clone()]),
                    piece.range,
                    gap,
                    &mut units,
                );
            } else {
                self.write_units(&mut page, &mut units, text, 1);
                self.write_other(&mut page, text, piece);
            }
        }
        self.write_units(&mut page, &mut units, text, 1);
        self.page = page;
        &self.page
    }

    fn take_word<'t>(
        &mut self,
        written: Cow<'t, str>,
        range: Range<usize>,
        gap: Gap,
        units: &mut Vec<Unit<'t>>,
    ) {
        let form = self.form(&written);
        if !form.key.is_empty() {
            let unit = Unit { form, range, gap, written, endings: Vec::new() };
            merge(units, unit, &mut |whole| self.form(whole));
        }
    }

    /// The form of a word, remembered.
    pub(crate) fn form(&mut self, written: &str) -> Arc<Form> {
        if let Some(seen) = self.seen.get(written) {
            return Arc::clone(seen);
        }
        if self.seen.len() > REMEMBERED {
            self.seen.clear();
        }
        let form = Arc::new(form(&self.lexicon, written));
        self.seen.insert(written.to_owned(), Arc::clone(&form));
        form
    }

    /// The lexicon it works with.
    pub(crate) fn lexicon(&self) -> &Arc<Lexicon> {
        &self.lexicon
    }

    /// Writes the terms of a run of words, `step` positions apart.
    fn write_units(&mut self, page: &mut Page, units: &mut Vec<Unit<'_>>, text: &str, step: u32) {
        for (at, unit) in units.iter().enumerate() {
            let rest = &units[at + 1..];
            write_unit(page, unit, text);
            self.write_joined(page, unit, rest, step);
            write_number_words(page, &units[at..], step);
            page.position += step;
        }
        units.clear();
    }

    /// The words inside a hashtag, remembered: campaigns repeat theirs.
    fn tag_words(&mut self, name: &str) -> TagWords {
        if let Some(seen) = self.tags.get(name) {
            return Arc::clone(seen);
        }
        if self.tags.len() > REMEMBERED {
            self.tags.clear();
        }
        let words: TagWords = tag_words(&self.lexicon, name).into();
        self.tags.insert(name.to_owned(), Arc::clone(&words));
        words
    }

    /// What this unit and the next ones are as one word: `پیر مرد`, `گفت و گو`.
    fn write_joined(&mut self, page: &mut Page, unit: &Unit, rest: &[Unit], step: u32) {
        let Some(next) = rest.first().filter(|next| next.gap == Gap::Space) else { return };
        if let Some(joined) = is_compound(&self.lexicon, &unit.form, &next.form) {
            page.put(&joined, unit.range.start..next.range.end, TermKind::Joined, step + 1);
        }
        let Some(last) = rest.get(1).filter(|last| last.gap == Gap::Space) else { return };
        for joined in and_compounds(&unit.form.key, &next.form.key, &last.form.key) {
            let range = unit.range.start..last.range.end;
            page.put(&joined, range, TermKind::Joined, 2 * step + 1);
        }
    }

    fn write_other(&mut self, page: &mut Page, text: &str, piece: Piece) {
        let written = &text[piece.range.clone()];
        match piece.kind {
            TokenKind::Number | TokenKind::Isbn => write_number(page, written, piece.range),
            TokenKind::Mention => {
                let name = mention_name(written).to_ascii_lowercase();
                page.put(&mention_term(&name), piece.range.clone(), TermKind::Mention, 1);
                page.put(&name, piece.range, TermKind::Surface, 1);
            }
            TokenKind::Url => {
                let (address, host) = url_key(written);
                page.put(&address[..host], piece.range.clone(), TermKind::Url, 1);
                if host < address.len() {
                    page.put(&address, piece.range, TermKind::Url, 1);
                }
            }
            TokenKind::Hashtag => return self.write_tag(page, text, piece.range),
            TokenKind::Emoji | TokenKind::Word => return,
        }
        page.position += 1;
    }

    fn write_tag(&mut self, page: &mut Page, text: &str, range: Range<usize>) {
        let name = hashtag_name(&text[range.clone()]);
        let from = range.end - name.len();
        page.put(&tag_term(&tag_key(name)), range, TermKind::Tag, 1);
        let words = self.tag_words(name);
        let mut units = Vec::new();
        for (word, part) in words.iter() {
            let part = from + part.start..from + part.end;
            let gap = if units.is_empty() { Gap::Other } else { Gap::Space };
            let form = self.form(word);
            if form.key.starts_with(|c: char| c.is_ascii_digit()) {
                self.write_units(page, &mut units, text, TAG_STEP);
                write_number(page, &form.key, part);
                page.position += TAG_STEP;
            } else {
                self.take_word(Cow::Borrowed(word), part, gap, &mut units);
            }
        }
        self.write_units(page, &mut units, text, TAG_STEP);
    }
}

/// The terms of a text, with the bundled lexicon.
///
/// ```
/// let terms = tantivy_persian::analyze("#شازده_کوچولو");
/// let texts: Vec<_> = terms.iter().map(|term| term.text.as_str()).collect();
/// assert_eq!(texts, ["#شازدهکوچولو", "شازده", "کوچولو"]);
/// ```
pub fn analyze(text: &str) -> Vec<Term> {
    thread_local! {
        static ANALYZER: RefCell<Analyzer> = RefCell::new(Analyzer::new(Lexicon::bundled()));
    }
    ANALYZER.with_borrow_mut(|analyzer| analyzer.analyze(text))
}

fn write_number(page: &mut Page, written: &str, range: Range<usize>) {
    let Some(number) = number(written) else { return };
    let digits = crate::key::key(written);
    let short = digits.trim_start_matches('0');
    if !number.isbn && !short.is_empty() && short.len() < digits.len() {
        page.put(short, range.clone(), TermKind::Stem, 1);
    }
    if number.isbn && digits != number.key {
        page.put(&digits, range.clone(), TermKind::Stem, 1);
    }
    page.put(&number.key, range, TermKind::Surface, 1);
}

fn write_number_words(page: &mut Page, units: &[Unit], step: u32) {
    if units.first().is_none_or(|unit| unit.form.company.numeral.is_none()) {
        return;
    }
    let keys = units.iter().enumerate().take_while(|(at, unit)| *at == 0 || unit.gap == Gap::Space);
    let Some((value, words)) = number_of_words(keys.map(|(_, unit)| unit.form.key.as_str())) else {
        return;
    };
    let last = &units[words - 1];
    let length = (words as u32 - 1) * step + 1;
    page.put(&value.to_string(), units[0].range.start..last.range.end, TermKind::Joined, length);
}

fn write_unit(page: &mut Page, unit: &Unit, text: &str) {
    let (form, range) = (&unit.form, &unit.range);
    page.put(&form.key, range.clone(), TermKind::Surface, 1);
    for stem in &form.stems {
        page.put(stem, range.clone(), TermKind::Stem, 1);
    }
    for (ending, part) in &unit.endings {
        page.put(ending, part.clone(), TermKind::Ending, 1);
    }
    if let Some(sound) = &form.sound
        && (!form.known || text[range.clone()].starts_with(char::is_uppercase))
    {
        page.put(sound, range.clone(), TermKind::Sound, 1);
    }
}
