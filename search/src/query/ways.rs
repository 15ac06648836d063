//! The ways to answer a clause, as tantivy runs them.

use indexer::{LEAD_WORDS, View, lead_term};
use persian::{Alternative, Clause, Pattern, Plan};
use tantivy::Term;
use tantivy::query::{PhraseQuery, Query as EngineQuery};
use tantivy::schema::Field;

use super::engine::{All, FixedStatistics, Floor, Joined, MOST, Member, Near, Union};
use super::rarity::Rarity;

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
/// How many ways of each word are looked for at its place.
const LEAD_WAYS: usize = 8;
/// Queries of so few words are names and titles: each word counts, and any may be the wrong one.
/// In longer ones only so many words are looked into for slips.
const FEW: usize = 8;

/// What posts must answer as a whole.
pub(super) fn all_of_captions(plan: &Plan, view: &View) -> Box<dyn EngineQuery> {
    let fields = &view.fields;
    let both = [(fields.text, 1.0), (fields.author, AUTHOR_WEIGHT)];
    let places = plan.clauses().iter().enumerate().take(LEAD_WORDS);
    let places = places.filter_map(|(place, clause)| lead_at(place, clause, view, LEAD));
    let end = lead_end(plan, fields.lead, |_| LEAD).map(|(end, _)| end);
    let lead = Union::new(places.chain(end).collect(), Joined::Sum);
    let mut clauses: Vec<Union> = clauses(plan, view, &both).collect();
    // Any one of them lifts a post that all of them find.
    if let Some(last) = clauses.pop() {
        clauses.push(last.lifted(lead));
    }
    Box::new(All::of(clauses))
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
    let (mut near, mut lifts, mut most) = (Vec::new(), Vec::new(), 0.0);
    for (at, clause) in clauses {
        let slips = if at < FEW { rarity.slips(clause, few) } else { Vec::new() };
        let (way, worth) = near_way(clause, &both, &slips, rarity);
        near.push((way, MOST * worth));
        let place = if at < plan.clauses().len() { at } else { at - plan.clauses().len() };
        let lead = NEAR_LEAD * rarity.of_clause(clause);
        lifts.extend(lead_at(place, clause, view, lead));
        most += lead;
    }
    let worth = |clause: &Clause| NEAR_LEAD * rarity.of_clause(clause);
    let ends = [plan, apart].into_iter().filter_map(|plan| lead_end(plan, fields.lead, worth));
    for (end, worth) in ends {
        lifts.push(end);
        most += worth;
    }
    Box::new(Near::new(near, (Union::new(lifts, Joined::Sum), most), floor))
}

/// The clauses of a plan, each in any of the fields. An empty plan is answered by nothing, as in
/// memory.
pub(super) fn all_of(plan: &Plan, view: &View, fields: &[(Field, f32)]) -> Box<dyn EngineQuery> {
    Box::new(All::of(clauses(plan, view, fields).collect()))
}

fn clauses<'p>(
    plan: &'p Plan,
    view: &'p View,
    fields: &'p [(Field, f32)],
) -> impl Iterator<Item = Union> + 'p {
    plan.clauses().iter().map(move |clause| {
        let ways = clause.alternatives.iter().flat_map(|way| {
            fields.iter().filter_map(move |(field, weight)| {
                let weight = way.weight * weight;
                one_way(&way.pattern, view, *field, weight * FixedStatistics::rarity(), weight)
            })
        });
        best_of(ways.collect())
    })
}

/// What lifts captions with a line or a quotation in which a word stands where it does in the
/// query: the title itself comes before what is written about it.
fn lead_at(place: usize, clause: &Clause, view: &View, worth: f32) -> Option<Member> {
    let fields = &view.fields;
    let words = clause.alternatives.iter().filter_map(word).take(LEAD_WAYS);
    let words = words.filter(|(text, _)| place < LEAD_WORDS && view.may_have(fields.text, text));
    let ways = words.map(|(text, weight)| at_place(place, text, fields.lead, worth * weight));
    let lead = best_of(ways.collect());
    (!lead.is_empty()).then(|| Member::Other(Box::new(lead), 1.0))
}

/// The same where it ends as the query does, and what that is worth.
fn lead_end(plan: &Plan, lead: Field, worth: impl Fn(&Clause) -> f32) -> Option<(Member, f32)> {
    let has_word = |clause: &Clause| clause.alternatives.iter().any(|way| word(way).is_some());
    let last = plan.clauses().last().filter(|_| plan.clauses().iter().all(has_word))?;
    let worth = worth(last);
    Some((at_place(plan.clauses().len(), "", lead, worth), worth))
}

fn at_place(place: usize, text: &str, lead: Field, worth: f32) -> Member {
    Member::Mark(Term::from_field_text(lead, &lead_term(place, text)), worth)
}

/// A way to answer that is one word, and its weight; no hashtag and no sound.
fn word(way: &Alternative) -> Option<(&str, f32)> {
    match &way.pattern {
        Pattern::Term(text) if text.starts_with(char::is_alphanumeric) => Some((text, way.weight)),
        _ => None,
    }
}

/// One clause where not all need to be answered, and what its best way is worth where BM25 makes 1
/// of it.
fn near_way(
    clause: &Clause,
    fields: &[(Field, f32)],
    slips: &[(String, f32)],
    rarity: &Rarity<'_>,
) -> (Union, f32) {
    let (view, of_clause) = (rarity.view(), rarity.of_clause(clause));
    let (mut ways, mut most) = (Vec::new(), 0.0_f32);
    for (field, weight) in fields {
        let mut put = |pattern: &Pattern, worth: f32, boost: f32| {
            if let Some(way) = one_way(pattern, view, *field, worth * weight, boost * weight) {
                ways.push(way);
                most = most.max(worth * weight);
            }
        };
        for way in &clause.alternatives {
            let even = rarity.evened(of_clause, &way.pattern, *field);
            put(&way.pattern, way.weight * of_clause, way.weight * even);
        }
        for (near, worth) in slips {
            put(&Pattern::Term(near.clone()), *worth, *worth);
        }
    }
    (best_of(ways), most)
}

pub(super) fn best_of(ways: Vec<Member>) -> Union {
    Union::new(ways, Joined::Best)
}

/// A pattern in a field; none where no post has one of its words there. A word is worth so much
/// where BM25 makes 1 of it; what tantivy weighs by its own rarity is multiplied by `boost`.
fn one_way(pattern: &Pattern, view: &View, field: Field, worth: f32, boost: f32) -> Option<Member> {
    let term = |text: &str| view.may_have(field, text).then(|| Term::from_field_text(field, text));
    Some(match pattern {
        Pattern::Term(text) => Member::Term(term(text)?, worth),
        Pattern::Phrase(terms) => match terms.as_slice() {
            [(_, only)] => Member::Term(term(only)?, worth),
            terms => {
                let terms = terms.iter().map(|(step, text)| Some((*step as usize, term(text)?)));
                let phrase = PhraseQuery::new_with_offset(terms.collect::<Option<_>>()?);
                Member::Other(Box::new(phrase), boost)
            }
        },
        Pattern::Prefix(start) => Member::Beginning(field, start.clone(), boost),
    })
}
