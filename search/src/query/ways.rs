//! The ways to answer a clause, as tantivy runs them.

use indexer::{LEAD_WORDS, View, lead_term};
use persian::{Alternative, Clause, Pattern, Plan};
use tantivy::Term;
use tantivy::query::{
    BooleanQuery, BoostQuery, ConstScoreQuery, DisjunctionMaxQuery, EmptyQuery, FuzzyTermQuery,
    Occur, PhraseQuery, Query as EngineQuery, TermQuery,
};
use tantivy::schema::{Field, IndexRecordOption};

use super::near::{Floor, Near};
use super::rarity::Rarity;
use super::union::{Joined, Union};

/// How much the author's name is worth beside the caption.
const AUTHOR_WEIGHT: f32 = 0.5;
/// What a word at its place in a line or a quotation adds: about as much as one more mention of it
/// in a caption of a hundred words. Found on 5,000 titles: without it an exact title comes first
/// with a mean reciprocal rank of .991, with 1 of .9973, with 2 of .9978, with 4 of .998.
const LEAD: f32 = 3.0;
/// The same where not all is answered, as a share of what the word itself is worth. From .15 to .6
/// titles with a wrong letter gain and questions to an encyclopedia stay as they are; at 0 both
/// lose .003.
const NEAR_LEAD: f32 = 0.3;
/// The most that BM25 makes of a rarity, however often a word stands in a caption: 1 + k1.
const MOST: f32 = 2.2;
/// How many ways of each word are looked for at its place.
const LEAD_WAYS: usize = 8;
/// Queries of so few words are names and titles: each word counts, and any may be the wrong one.
/// In longer ones only so many words are looked into for slips.
const FEW: usize = 8;

/// What posts must answer as a whole; `alone` says that nothing else is asked of them.
pub(super) fn all_of_captions(plan: &Plan, view: &View, alone: bool) -> Box<dyn EngineQuery> {
    let fields = &view.fields;
    let both = [(fields.text, 1.0), (fields.author, AUTHOR_WEIGHT)];
    let places = plan.clauses().iter().enumerate();
    let places = places.map(|(place, clause)| lead_at(place, clause, view, LEAD));
    let end = lead_end(plan, fields.lead, |_| LEAD).map(|(end, _)| end);
    let lead = places.take(LEAD_WORDS).chain(end).collect();
    // One word that nothing narrows is read through, at which tantivy's own union is faster.
    let read_through = |ways| -> Box<dyn EngineQuery> { Box::new(DisjunctionMaxQuery::new(ways)) };
    let all = match plan.clauses() {
        [_] if alone => all_joined(plan, view, &both, read_through),
        _ => all_of(plan, view, &both),
    };
    lifted(all, Box::new(Union::new(lead, Joined::Sum)))
}

/// What posts may answer in part, and what they may answer of the words taken `apart`; from the
/// `floor` on.
pub(super) fn any_of_captions(
    plan: &Plan,
    apart: &Plan,
    rarity: &Rarity<'_>,
    floor: Floor,
) -> Box<dyn EngineQuery> {
    let view = rarity.view();
    let fields = &view.fields;
    let both = [(fields.text, 1.0), (fields.author, AUTHOR_WEIGHT)];
    let few = plan.clauses().len() <= FEW;
    let clauses = plan.clauses().iter().chain(apart.clauses()).enumerate();
    let near = clauses.map(|(at, clause)| {
        let slips = if at < FEW { rarity.slips(clause, few) } else { Vec::new() };
        let place = if at < plan.clauses().len() { at } else { at - plan.clauses().len() };
        let worth = rarity.of_clause(clause);
        let way = near_way(clause, &both, &slips, rarity);
        let lead = lead_at(place, clause, view, NEAR_LEAD * worth);
        (lifted(way, lead), (MOST + NEAR_LEAD) * worth)
    });
    let near = near.collect();
    let worth = |clause: &Clause| NEAR_LEAD * rarity.of_clause(clause);
    let ends = [plan, apart].map(|plan| lead_end(plan, fields.lead, worth));
    let (ends, most): (Vec<_>, Vec<f32>) = ends.into_iter().flatten().unzip();
    let ends: Box<dyn EngineQuery> = Box::new(Union::new(ends, Joined::Sum));
    Box::new(Near::new(near, (ends, most.iter().sum()), floor))
}

/// The clauses of a plan, each in any of the fields. An empty plan is answered by nothing, as in
/// memory.
pub(super) fn all_of(plan: &Plan, view: &View, fields: &[(Field, f32)]) -> Box<dyn EngineQuery> {
    all_joined(plan, view, fields, best_of)
}

fn all_joined(
    plan: &Plan,
    view: &View,
    fields: &[(Field, f32)],
    join: impl Fn(Vec<Box<dyn EngineQuery>>) -> Box<dyn EngineQuery>,
) -> Box<dyn EngineQuery> {
    let clauses = plan.clauses().iter().map(|clause| {
        let ways = clause.alternatives.iter().flat_map(|alternative| {
            fields.iter().filter_map(move |(field, weight)| {
                one_way(&alternative.pattern, view, *field, alternative.weight * weight)
            })
        });
        (Occur::Must, join(ways.collect()))
    });
    Box::new(BooleanQuery::new(clauses.collect()))
}

/// What lifts captions with a line or a quotation in which a word stands where it does in the
/// query: the title itself comes before what is written about it.
fn lead_at(place: usize, clause: &Clause, view: &View, worth: f32) -> Box<dyn EngineQuery> {
    let fields = &view.fields;
    let words = clause.alternatives.iter().filter_map(word).take(LEAD_WAYS);
    let words = words.filter(|(text, _)| place < LEAD_WORDS && view.may_have(fields.text, text));
    let ways = words.map(|(text, weight)| at_place(place, text, fields.lead, worth * weight));
    best_of(ways.collect())
}

/// The same where it ends as the query does, and what that is worth.
fn lead_end(
    plan: &Plan,
    lead: Field,
    worth: impl Fn(&Clause) -> f32,
) -> Option<(Box<dyn EngineQuery>, f32)> {
    let has_word = |clause: &Clause| clause.alternatives.iter().any(|way| word(way).is_some());
    let last = plan.clauses().last().filter(|_| plan.clauses().iter().all(has_word))?;
    let worth = worth(last);
    Some((at_place(plan.clauses().len(), "", lead, worth), worth))
}

fn at_place(place: usize, text: &str, lead: Field, worth: f32) -> Box<dyn EngineQuery> {
    let term = Term::from_field_text(lead, &lead_term(place, text));
    let query = Box::new(TermQuery::new(term, IndexRecordOption::Basic));
    Box::new(ConstScoreQuery::new(query, worth))
}

/// What a query finds, worth more where the other one finds it as well.
fn lifted(query: Box<dyn EngineQuery>, lift: Box<dyn EngineQuery>) -> Box<dyn EngineQuery> {
    Box::new(BooleanQuery::new(vec![(Occur::Must, query), (Occur::Should, lift)]))
}

/// A way to answer that is one word, and its weight; no hashtag and no sound.
fn word(way: &Alternative) -> Option<(&str, f32)> {
    match &way.pattern {
        Pattern::Term(text) if text.starts_with(char::is_alphanumeric) => Some((text, way.weight)),
        _ => None,
    }
}

/// One clause where not all need to be answered.
fn near_way(
    clause: &Clause,
    fields: &[(Field, f32)],
    slips: &[(String, f32)],
    rarity: &Rarity<'_>,
) -> Box<dyn EngineQuery> {
    let (view, of_clause) = (rarity.view(), rarity.of_clause(clause));
    let mut ways = Vec::new();
    for (field, weight) in fields {
        for way in &clause.alternatives {
            let even = rarity.evened(of_clause, &way.pattern, *field);
            ways.extend(one_way(&way.pattern, view, *field, way.weight * weight * even));
        }
        for (near, share) in slips {
            let pattern = Pattern::Term(near.clone());
            let even = rarity.evened(of_clause, &pattern, *field);
            ways.extend(one_way(&pattern, view, *field, share * weight * even));
        }
    }
    best_of(ways)
}

pub(super) fn best_of(ways: Vec<Box<dyn EngineQuery>>) -> Box<dyn EngineQuery> {
    if ways.is_empty() { Box::new(EmptyQuery) } else { Box::new(Union::new(ways, Joined::Best)) }
}

/// A pattern in a field; none where no post has one of its words there.
fn one_way(
    pattern: &Pattern,
    view: &View,
    field: Field,
    weight: f32,
) -> Option<Box<dyn EngineQuery>> {
    let term = |text: &str| view.may_have(field, text).then(|| Term::from_field_text(field, text));
    let exact = |term| Box::new(TermQuery::new(term, IndexRecordOption::WithFreqs));
    let query: Box<dyn EngineQuery> = match pattern {
        Pattern::Term(text) => exact(term(text)?),
        Pattern::Phrase(terms) => match terms.as_slice() {
            [(_, only)] => exact(term(only)?),
            terms => {
                let terms = terms.iter().map(|(step, text)| Some((*step as usize, term(text)?)));
                Box::new(PhraseQuery::new_with_offset(terms.collect::<Option<_>>()?))
            }
        },
        // An edit distance of 0: just the prefix, over the whole dictionary. tantivy's own
        // phrase prefix stops at 50 terms and would miscount.
        Pattern::Prefix(start) => {
            let start = Term::from_field_text(field, start);
            Box::new(FuzzyTermQuery::new_prefix(start, 0, false))
        }
    };
    Some(Box::new(BoostQuery::new(query, weight)))
}
