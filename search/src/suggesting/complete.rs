//! Completing what is being typed.

use std::cmp::Reverse;
use std::collections::HashSet;

use indexer::{Completion, CompletionKind, View, completion_sound, completion_start};
use persian::{Lexicon, TermKind, analyze, key, other_layout, tag_key};
use tantivy::Term;
use tantivy::schema::Field;

use super::dictionary::heaviest_from;
use crate::finder::{FindError, Finder};

/// A text that may be searched for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Proposal {
    /// What it is.
    pub kind: ProposalKind,
    /// The whole text for the search box.
    pub text: String,
}

/// What a proposal is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum ProposalKind {
    /// A title, an author, a hashtag or a presenter that captions name.
    Named(CompletionKind),
    /// What was typed, with its last word completed.
    Word,
}

/// The longest text that is completed, in characters.
const LONGEST: usize = 60;
/// How many of the heaviest terms are read, before other spellings and forms fall away.
const HEAVIEST: usize = 400;
/// How many of the heaviest candidates are looked at for each that is shown: some of them are
/// withdrawn, or other spellings of one text.
const CANDIDATES: usize = 4;
/// A word is proposed if so many posts have it.
const FREQUENT: u64 = 2;
/// Letters of a word that are typed before words are proposed.
const BEGUN: usize = 2;

/// A term of the index that may be proposed.
pub(super) struct Candidate {
    field: Field,
    term: String,
    pub(super) posts: u64,
    pub(super) proposal: Proposal,
}

impl ProposalKind {
    /// Its name in the API.
    pub fn word(self) -> &'static str {
        match self {
            Self::Named(CompletionKind::Title) => "title",
            Self::Named(CompletionKind::Author) => "author",
            Self::Named(CompletionKind::Hashtag) => "hashtag",
            Self::Named(CompletionKind::Presenter) => "presenter",
            Self::Word => "word",
        }
    }
}

impl Finder {
    /// What a text that is being typed may become, the likeliest first: what captions name so and
    /// most often, then frequent words in the place of the last one. Persian letters, Latin
    /// letters for Persian ones and the wrong keyboard layout all lead there.
    pub async fn complete(&self, typed: &str, most: usize) -> Result<Vec<Proposal>, FindError> {
        let typed = typed.trim_start();
        if typed.chars().count() > LONGEST {
            return Ok(Vec::new());
        }
        let view = self.view()?;
        let mut proposals = self.shown(&view, named(&view, typed), most).await?;
        if proposals.is_empty()
            && let Some(other) = on_the_other_layout(typed)
        {
            proposals = self.shown(&view, named(&view, &other), most).await?;
        }
        let words = self.shown(&view, words(&view, typed, most), most).await?;
        let mut seen: HashSet<String> = proposals.iter().map(|one| tag_key(&one.text)).collect();
        proposals.extend(words.into_iter().filter(|word| seen.insert(tag_key(&word.text))));
        proposals.truncate(most);
        Ok(proposals)
    }

    /// Of some candidates those that public posts still have, by how many do. Of several spellings
    /// of one text the most frequent is shown.
    pub(super) async fn shown(
        &self,
        view: &View,
        mut candidates: Vec<Candidate>,
        most: usize,
    ) -> Result<Vec<Proposal>, FindError> {
        candidates.sort_by(|one, other| {
            let heavy = Reverse(one.posts).cmp(&Reverse(other.posts));
            heavy.then_with(|| one.proposal.text.cmp(&other.proposal.text))
        });
        candidates.truncate(most * CANDIDATES);
        let term = |one: &Candidate| Term::from_field_text(one.field, &one.term);
        let posts = self.posts_with(view, candidates.iter().map(term)).await?;
        let mut held: Vec<(u64, Candidate)> = posts.into_iter().zip(candidates).collect();
        held.retain(|(posts, _)| *posts > 0);
        held.sort_by_key(|(posts, _)| Reverse(*posts));
        let mut seen = HashSet::new();
        held.retain(|(_, candidate)| seen.insert(tag_key(&candidate.proposal.text)));
        Ok(held.into_iter().map(|(_, candidate)| candidate.proposal).take(most).collect())
    }
}

/// A text as the same keys write it on the other keyboard layout.
fn on_the_other_layout(typed: &str) -> Option<String> {
    let words: Option<Vec<String>> = typed.split_whitespace().map(other_layout).collect();
    words.map(|words| words.join(" "))
}

/// What captions name so.
fn named(view: &View, typed: &str) -> Vec<Candidate> {
    let start = completion_start(typed);
    if !start.chars().any(char::is_alphanumeric) {
        return Vec::new();
    }
    let mut found = named_from(view, &start, HEAVIEST);
    if let Some(sound) = completion_sound(typed).filter(|_| typed.is_ascii()) {
        found.extend(named_from(view, &sound, HEAVIEST));
    }
    if typed.starts_with(['#', '＃']) {
        let hashtag = ProposalKind::Named(CompletionKind::Hashtag);
        found.retain(|candidate| candidate.proposal.kind == hashtag);
    }
    found
}

/// What captions name and most of them, of the terms that begin so.
pub(super) fn named_from(view: &View, start: &str, most: usize) -> Vec<Candidate> {
    let field = view.fields.completion;
    let candidate = |(term, posts): (String, u64)| {
        let Completion { kind, text } = Completion::of_term(&term)?;
        let proposal = Proposal { kind: ProposalKind::Named(kind), text };
        Some(Candidate { field, term, posts, proposal })
    };
    heaviest_from(view, field, start, most).into_iter().filter_map(candidate).collect()
}

/// What was typed, with frequent words of captions in the place of its last one.
fn words(view: &View, typed: &str, most: usize) -> Vec<Candidate> {
    let from = typed.rfind(char::is_whitespace).map_or(0, |at| at + 1);
    let from = if typed.is_char_boundary(from) { from } else { typed.len() };
    let (before, begun) = typed.split_at(from);
    let start = key(begun);
    if start.chars().count() < BEGUN || !begun.chars().all(char::is_alphabetic) {
        return Vec::new();
    }
    let field = view.fields.text;
    let mut found = heaviest_from(view, field, &start, HEAVIEST);
    found.retain(|(word, posts)| *posts >= FREQUENT && *word != start);
    found.sort_by(|one, other| other.1.cmp(&one.1).then_with(|| one.0.cmp(&other.0)));
    let candidate = |(term, posts)| {
        let text = format!("{before}{term}");
        let proposal = Proposal { kind: ProposalKind::Word, text };
        Candidate { field, term, posts, proposal }
    };
    let written = found.into_iter().filter(|(word, _)| is_written_so(word));
    written.take(most * CANDIDATES).map(candidate).collect()
}

/// Whether a term is a word as people write it: one of the dictionary, or one that is not a form
/// of any. The key of a form with a non-joiner, such as `کتاب‌ها`, reads badly without it.
fn is_written_so(word: &str) -> bool {
    let unknown = || analyze(word).iter().any(|term| term.kind == TermKind::Sound);
    Lexicon::bundled().knows(word) || unknown()
}
