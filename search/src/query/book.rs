//! `book:`: a title where titles stand.
//!
//! Until an introduction's book is known by itself, a title is told by its place: in quotation
//! marks or at the start of a line, after a word such as `کتاب`, or as a hashtag. The same words in
//! the middle of a sentence are no title.

use indexer::{Fields, LEAD_WORDS, View, lead_term};
use persian::{Alternative, Pattern, Plan};
use tantivy::Term;
use tantivy::query::{BooleanQuery, EmptyQuery, Occur, Query as EngineQuery};

use super::engine::{FixedStatistics, Member};
use super::ways::{all_of, best_of};

/// Words before a title.
const CUES: &[&str] = &["کتاب", "رمان", "داستان", "مجموعه", "book", "novel"];

/// The plans of a title.
#[derive(Debug)]
pub(super) struct Title {
    /// Its words in their order.
    pub(super) phrase: Plan,
    /// Its words one by one.
    words: Plan,
    /// Its hashtag.
    tag: Plan,
    /// Its words after each cue.
    after: Vec<Plan>,
}

impl Title {
    /// The plans of a title as it was typed, with or without quotation marks.
    pub(super) fn of(typed: &str, plan: &mut impl FnMut(&str) -> Plan) -> Self {
        let text = typed.replace(['"', '«', '»', '“', '”', '#', '_'], " ");
        let text = text.trim();
        Self {
            phrase: plan(&format!("\"{text}\"")),
            words: plan(text),
            tag: plan(&format!("#{}", text.split_whitespace().collect::<Vec<_>>().join("_"))),
            after: CUES.iter().map(|cue| plan(&format!("\"{cue} {text}\""))).collect(),
        }
    }

    /// Captions that have it where titles stand; a title without words is nowhere.
    pub(super) fn query(&self, view: &View) -> Box<dyn EngineQuery> {
        if self.phrase.is_empty() {
            return Box::new(EmptyQuery);
        }
        let caption = [(view.fields.text, 1.0)];
        let after = self.after.iter().map(|plan| all_of(plan, view, &caption));
        let mut ways: Vec<Member> = after.map(|query| Member::Other(query, 1.0)).collect();
        ways.extend(self.hashtags(&view.fields));
        ways.push(Member::Other(self.at_a_start(view), 1.0));
        Box::new(best_of(ways))
    }

    fn hashtags(&self, fields: &Fields) -> impl Iterator<Item = Member> {
        let ways = self.tag.clauses().iter().flat_map(|clause| &clause.alternatives);
        let field = fields.text;
        single(ways).filter(|text| text.starts_with('#')).map(move |text| {
            Member::Term(Term::from_field_text(field, text), FixedStatistics::rarity())
        })
    }

    /// The phrase, with each of its words at its place in a line or a quotation.
    fn at_a_start(&self, view: &View) -> Box<dyn EngineQuery> {
        let fields = &view.fields;
        let mut clauses = vec![(Occur::Must, all_of(&self.phrase, view, &[(fields.text, 1.0)]))];
        for (place, clause) in self.words.clauses().iter().take(LEAD_WORDS).enumerate() {
            let ways = single(&clause.alternatives).map(|text| {
                let term = Term::from_field_text(fields.lead, &lead_term(place, text));
                Member::Mark(term, 1.0)
            });
            clauses.push((Occur::Must, Box::new(best_of(ways.collect()))));
        }
        Box::new(BooleanQuery::new(clauses))
    }
}

/// The ways to answer that are one term.
fn single<'p>(ways: impl IntoIterator<Item = &'p Alternative>) -> impl Iterator<Item = &'p str> {
    ways.into_iter().filter_map(|way| match &way.pattern {
        Pattern::Term(text) => Some(text.as_str()),
        Pattern::Phrase(_) | Pattern::Prefix(_) => None,
    })
}
