//! From a query to its plan.

use std::borrow::Cow;
use std::cell::RefCell;
use std::ops::Range;
use std::sync::Arc;

use super::clause::{Clause, MOST_CLAUSES, Plan, Reason};
use super::forms::Forms;
use super::parse::{Part, parts};
use super::phrase::{phrase_patterns, word_patterns};
use super::word::Asker;
use crate::analysis::{Gap, Unit, mention_term, merge, tag_term, tag_words};
use crate::form::Form;
use crate::key::tag_key;
use crate::lexicon::Lexicon;
use crate::scan::{Piece, TokenKind, hashtag_name, mention_name, number, pieces, url_key};

/// Makes plans with the words of one lexicon.
#[derive(Debug, Clone)]
pub struct Planner {
    forms: Forms,
}

impl Planner {
    /// A planner over a lexicon: the same one that the documents are analysed with.
    pub fn new(lexicon: Arc<Lexicon>) -> Self {
        Self { forms: Forms::new(lexicon) }
    }

    /// The plan of a query, when nothing but the lexicon says which words there are.
    pub fn plan(&mut self, query: &str) -> Plan {
        self.plan_knowing(query, &|_| false)
    }

    /// The plan of a query; `known` says whether the documents have a term.
    ///
    /// A word that the documents have is never taken for a slip.
    pub fn plan_knowing(&mut self, query: &str, known: &dyn Fn(&str) -> bool) -> Plan {
        let mut draft = Draft { planner: self, known, query, clauses: Vec::new() };
        for part in parts(query) {
            match part {
                Part::Phrase(range) => draft.take_phrase(range),
                Part::Bare(range) => draft.take_bare(range),
            }
        }
        let mut clauses = draft.clauses;
        let cut = clauses.len() > MOST_CLAUSES;
        clauses.truncate(MOST_CLAUSES);
        Plan { clauses, cut }
    }

    /// The words of a text as units; numbers, handles and addresses count as words.
    fn units<'t>(&mut self, text: &'t str) -> Vec<Unit<'t>> {
        let mut units = Vec::new();
        let mut end = 0;
        for piece in pieces(text) {
            let gap = Gap::of(text, end..piece.range.start);
            end = piece.range.end;
            let written = &text[piece.range.clone()];
            match piece.kind {
                TokenKind::Word => {
                    let form = self.forms.of(written);
                    let unit = Unit {
                        form,
                        range: piece.range,
                        gap,
                        written: Cow::Borrowed(written),
                        endings: vec![],
                    };
                    merge(&mut units, unit, &mut |whole| self.forms.of(whole));
                }
                TokenKind::Hashtag => {
                    for (word, _) in tag_words(self.forms.lexicon(), hashtag_name(written)) {
                        let form = self.forms.of(&word);
                        units.push(Unit::alone(form, piece.range.clone()));
                    }
                }
                _ => units.extend(plain(written, &piece)),
            }
        }
        units.retain(|unit| !unit.form.key.is_empty());
        units
    }
}

/// A token that has no other form.
fn plain(written: &str, piece: &Piece) -> Option<Unit<'static>> {
    let key = match piece.kind {
        TokenKind::Number | TokenKind::Isbn => number(written)?.key,
        TokenKind::Mention => mention_name(written).to_ascii_lowercase(),
        TokenKind::Url => url_key(written).0,
        _ => return None,
    };
    let form = Form { key, known: true, ..Form::default() };
    Some(Unit::alone(Arc::new(form), piece.range.clone()))
}

impl Plan {
    /// The plan of a query, with the bundled lexicon.
    pub fn new(query: &str) -> Self {
        thread_local! {
            static PLANNER: RefCell<Planner> = RefCell::new(Planner::new(Lexicon::bundled()));
        }
        PLANNER.with_borrow_mut(|planner| planner.plan(query))
    }
}

struct Draft<'a> {
    planner: &'a mut Planner,
    known: &'a dyn Fn(&str) -> bool,
    query: &'a str,
    clauses: Vec<Clause>,
}

impl Draft<'_> {
    fn take_phrase(&mut self, range: Range<usize>) {
        let units = self.planner.units(&self.query[range.clone()]);
        let mut clause = Clause::new(range);
        for (pattern, weight, reason) in phrase_patterns(self.planner.forms.lexicon(), &units) {
            clause.add(pattern, weight, reason);
        }
        self.push(clause);
    }

    fn take_bare(&mut self, range: Range<usize>) {
        let text = &self.query[range.clone()];
        let mut units: Vec<Unit> = Vec::new();
        let mut end = 0;
        let pieces: Vec<Piece> = pieces(text).collect();
        let word = |at: Option<usize>| {
            let piece = pieces.get(at?).filter(|piece| piece.kind == TokenKind::Word)?;
            Some(crate::key::key(&text[piece.range.clone()]))
        };
        for (at, piece) in pieces.iter().cloned().enumerate() {
            let gap = Gap::of(text, end..piece.range.start);
            end = piece.range.end;
            let written = &text[piece.range.clone()];
            let place = range.start + piece.range.start..range.start + piece.range.end;
            if piece.kind == TokenKind::Word {
                let form = self.planner.forms.of(written);
                let unit = Unit {
                    form,
                    range: place,
                    gap,
                    written: Cow::Borrowed(written),
                    endings: vec![],
                };
                if text[end..].starts_with('*') {
                    self.ask(std::mem::take(&mut units), Some(unit));
                } else {
                    merge(&mut units, unit, &mut |whole| self.planner.forms.of(whole));
                }
            } else {
                self.ask(std::mem::take(&mut units), None);
                let beside = [word(at.checked_sub(1)), word(Some(at + 1))];
                self.take_other(piece.kind, written, place, text[end..].starts_with('*'), beside);
            }
        }
        self.ask(units, None);
    }

    fn ask(&mut self, mut units: Vec<Unit>, prefix: Option<Unit>) {
        units.retain(|unit| !unit.form.key.is_empty());
        let room = MOST_CLAUSES + 1;
        units.truncate(room.saturating_sub(self.clauses.len()));
        let asker = Asker { forms: &mut self.planner.forms, known: self.known, query: self.query };
        let clauses = asker.clauses(&units, prefix.as_ref());
        clauses.into_iter().for_each(|clause| self.push(clause));
    }

    fn take_other(
        &mut self,
        kind: TokenKind,
        written: &str,
        range: Range<usize>,
        open: bool,
        beside: [Option<String>; 2],
    ) {
        let mut clause = Clause::new(range);
        match kind {
            TokenKind::Hashtag => self.ask_tag(written, &mut clause),
            TokenKind::Mention => {
                clause.add_term(mention_term(mention_name(written)), 1.0, Reason::Exact)
            }
            TokenKind::Url => {
                clause.add_term(url_key(written).0, 1.0, Reason::Exact);
            }
            TokenKind::Number | TokenKind::Isbn => {
                super::word::ask_number(written, open, beside, &mut clause)
            }
            TokenKind::Emoji | TokenKind::Word => {}
        }
        self.push(clause);
    }

    /// A hashtag is exact; its words in running text answer too, if there are several.
    fn ask_tag(&mut self, written: &str, clause: &mut Clause) {
        let name = hashtag_name(written);
        clause.add_term(tag_term(&tag_key(name)), 1.0, Reason::Exact);
        let lexicon = Arc::clone(self.planner.forms.lexicon());
        let words = tag_words(&lexicon, name);
        if words.len() > 1 {
            let spaced: Vec<String> = words.into_iter().map(|(word, _)| word).collect();
            let spaced = spaced.join(" ");
            let units = self.planner.units(&spaced);
            if units.len() > 1 {
                for pattern in word_patterns(&lexicon, &units, 1) {
                    clause.add(pattern, 0.7, Reason::Words);
                }
            }
        }
    }

    fn push(&mut self, clause: Clause) {
        if !clause.alternatives.is_empty() {
            self.clauses.push(clause);
        }
    }
}
