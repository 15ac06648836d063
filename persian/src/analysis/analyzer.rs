//! From a text to its terms.

use std::cell::RefCell;
use std::ops::Range;
use std::sync::Arc;

use foldhash::{HashMap, HashMapExt};

use super::chance::is_chance;
use super::compound::{is_compound, may_be_compound};
use super::homograph::{may_be_spoken, spoken_word};
use super::memory::{Known, Memory};
use super::numerals::number_of_words;
use super::page::{Page, Reading};
use super::run::{Link, Run, add};
use super::tag::tag_words;
use super::term::{TAG_STEP, Term, TermKind, mention_term, tag_term};
use super::unit::Gap;
use crate::form::traced_compounds;
use crate::key::{key, tag_key};
use crate::lexicon::Lexicon;
use crate::scan::{
    Piece, TokenKind, hashtag_name, host_names, mention_name, number, pieces, url_key,
};

/// The words of a hashtag, each with its bytes in the name.
type TagWords = Arc<[(String, Range<usize>)]>;

/// How many hashtags an analyzer remembers before it begins anew.
const REMEMBERED: usize = 1 << 14;

/// A run that a long text has stretched is cut to so many words for the next one.
const KEPT: usize = 1 << 12;

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
    memory: Memory,
    /// The words of hashtags: campaigns repeat theirs.
    tags: HashMap<String, TagWords>,
    run: Run,
    page: Page,
}

impl Analyzer {
    /// An analyzer over a lexicon.
    pub fn new(lexicon: Arc<Lexicon>) -> Self {
        let (memory, tags) = (Memory::default(), HashMap::new());
        Self { lexicon, memory, tags, run: Run::new(), page: Page::default() }
    }

    /// The terms of a text, by position and then by place.
    pub fn analyze(&mut self, text: &str) -> Vec<Term> {
        self.read(text);
        self.reading().terms()
    }

    /// What was read last.
    pub(crate) fn reading(&self) -> Reading<'_> {
        Reading { page: &self.page, remembered: self.memory.letters() }
    }

    /// Reads a text; what was read before is gone.
    pub(crate) fn read(&mut self, text: &str) {
        let mut page = std::mem::take(&mut self.page);
        page.clear();
        self.memory.make_room();
        let (mut run, mut end) = (std::mem::take(&mut self.run), 0);
        for piece in pieces(text) {
            let gap = Gap::of(text, end..piece.range.start);
            end = piece.range.end;
            if piece.kind == TokenKind::Word {
                self.take_word(text, piece.range, gap, &mut run);
            } else {
                self.write_run(&mut page, &mut run, text, 1);
                self.write_other(&mut page, text, piece);
            }
        }
        self.write_run(&mut page, &mut run, text, 1);
        run.shrink_to(KEPT);
        (self.page, self.run) = (page, run);
    }

    fn take_word(&mut self, text: &str, range: Range<usize>, gap: Gap, run: &mut Run) {
        add(run, (&mut self.memory, &self.lexicon), (text, None), range, gap);
    }

    /// The words inside a hashtag, remembered.
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

    /// Writes the terms of a run of words, `step` positions apart.
    fn write_run(&self, page: &mut Page, run: &mut Run, text: &str, step: u32) {
        for (at, link) in run.iter().enumerate() {
            let known = self.memory.word(link.word);
            self.write_link(page, (link, known), text);
            if may_be_spoken(known.key())
                && let Some(word) = spoken_word(&self.memory, &self.lexicon, run, at)
            {
                page.put(word, link.range.clone(), TermKind::Stem, 1);
            }
            self.write_joined(page, (run, at), known, step);
            if known.company().numeral {
                self.write_number_words(page, &run[at..], step);
            }
            page.position += step;
        }
        run.clear();
    }

    fn write_link(&self, page: &mut Page, (link, known): (&Link, Known), text: &str) {
        let range = &link.range;
        page.put_span(known.key_span(), range.clone(), TermKind::Surface);
        if known.is_bare() && link.endings().is_empty() {
            return;
        }
        for stem in known.stem_spans() {
            page.put_span(stem, range.clone(), TermKind::Stem);
        }
        for (ending, part) in link.endings() {
            page.put_span(self.memory.word(*ending).key_span(), part.clone(), TermKind::Ending);
        }
        if let Some(sound) = known.sound_span()
            && (!known.is_known() || text[range.clone()].starts_with(char::is_uppercase))
        {
            page.put_span(sound, range.clone(), TermKind::Sound);
        }
    }

    /// What this word and the next ones are as one: `پیر مرد`, `گفت و گو`.
    #[inline]
    fn write_joined(&self, page: &mut Page, (run, at): (&[Link], usize), first: Known, step: u32) {
        let [link, rest @ ..] = &run[at..] else { return };
        let Some(next) = rest.first().filter(|next| next.gap == Gap::Space) else { return };
        let second = self.memory.word(next.word);
        if may_be_compound(&self.lexicon, first.company(), second.company())
            && let Some(joined) = is_compound(&self.lexicon, first.side(), second.side())
            && !is_chance(&self.memory, &self.lexicon, run, at, &joined)
        {
            page.put(&joined, link.range.start..next.range.end, TermKind::Joined, step + 1);
        }
        if !second.company().links {
            return;
        }
        let Some(last) = rest.get(1).filter(|last| last.gap == Gap::Space) else { return };
        let third = self.memory.word(last.word);
        let (before, after) = ((first.key(), first.trace()), (third.key(), third.trace()));
        for joined in traced_compounds(before, second.key(), after) {
            let range = link.range.start..last.range.end;
            page.put(&joined, range, TermKind::Joined, 2 * step + 1);
        }
    }

    fn write_number_words(&self, page: &mut Page, run: &[Link], step: u32) {
        let word = |link: &Link| self.memory.word(link.word);
        let Some(first) = run.first() else { return };
        let spaced = |at: usize, link: &Link| at == 0 || link.gap == Gap::Space;
        let keys = run.iter().enumerate().take_while(|(at, link)| spaced(*at, link));
        let Some((value, words)) = number_of_words(keys.map(|(_, link)| word(link).key())) else {
            return;
        };
        let length = (words as u32 - 1) * step + 1;
        let range = first.range.start..run[words - 1].range.end;
        page.put(&value.to_string(), range, TermKind::Joined, length);
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
                for name in host_names(&address[..host]) {
                    page.put(name, piece.range.clone(), TermKind::Url, 1);
                }
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
        let mut run = Run::new();
        for (word, part) in words.iter() {
            let part = from + part.start..from + part.end;
            let gap = if run.is_empty() { Gap::Other } else { Gap::Space };
            let folded = key(word);
            if folded.starts_with(|c: char| c.is_ascii_digit()) {
                self.write_run(page, &mut run, text, TAG_STEP);
                write_number(page, &folded, part);
                page.position += TAG_STEP;
            } else {
                let word = (text, Some(word.as_str()));
                add(&mut run, (&mut self.memory, &self.lexicon), word, part, gap);
            }
        }
        self.write_run(page, &mut run, text, TAG_STEP);
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
    let digits = key(written);
    let short = digits.trim_start_matches('0');
    if !number.isbn && !short.is_empty() && short.len() < digits.len() {
        page.put(short, range.clone(), TermKind::Stem, 1);
    }
    if number.isbn && digits != number.key {
        page.put(&digits, range.clone(), TermKind::Stem, 1);
    }
    page.put(&number.key, range, TermKind::Surface, 1);
}
