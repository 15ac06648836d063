//! Our scorers beside tantivy's own queries, on posts enough for several windows.

use proptest::prelude::*;
use tantivy::collector::DocSetCollector;
use tantivy::query::{
    BooleanQuery, EnableScoring, FuzzyTermQuery, Occur, PhraseQuery, Query, TermQuery,
};
use tantivy::schema::{Field, IndexRecordOption, Schema, TEXT};
use tantivy::{DocId, DocSet, Index, Score, Searcher, TERMINATED, Term, doc};

use super::{All, FixedStatistics, Joined, Member, Union};

const POSTS: usize = 10_000;
/// The first ones are common, the last ones rare.
const WORDS: &[&str] = &["of", "book", "boat", "sea", "seal", "owl"];

/// A way to answer, as tantivy would be asked for it.
#[derive(Debug, Clone)]
enum Way {
    Word(usize),
    Begun(usize),
    Phrase(usize, usize),
}

fn index(seed: u64) -> (Searcher, Field) {
    let mut schema = Schema::builder();
    let text = schema.add_text_field("text", TEXT);
    let index = Index::create_in_ram(schema.build());
    let mut writer = index.writer_with_num_threads(1, 20 << 20).unwrap();
    let mut state = seed | 1;
    let mut below = |most: u64| {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
        (state >> 33) % most
    };
    for _ in 0..POSTS {
        // Each word half as often as the one before, and the rarest in one of sixty posts.
        let words = (0..1 + below(6)).map(|_| {
            let at = (below(64) + 1).ilog2() as usize;
            WORDS[WORDS.len() - 1 - at.min(WORDS.len() - 1)]
        });
        writer.add_document(doc!(text => words.collect::<Vec<_>>().join(" "))).unwrap();
    }
    writer.commit().unwrap();
    (index.reader().unwrap().searcher(), text)
}

fn way() -> impl Strategy<Value = Way> {
    let word = || 0..WORDS.len();
    prop_oneof![
        4 => word().prop_map(Way::Word),
        1 => word().prop_map(Way::Begun),
        2 => (word(), word()).prop_map(|(one, other)| Way::Phrase(one, other)),
    ]
}

fn member(way: &Way, text: Field) -> Member {
    match way {
        Way::Word(at) => Member::Term(Term::from_field_text(text, WORDS[*at]), 2.0),
        Way::Begun(at) => Member::Beginning(text, WORDS[*at][..2].to_owned(), 0.5),
        Way::Phrase(..) => Member::Other(theirs(way, text), 1.5),
    }
}

fn theirs(way: &Way, text: Field) -> Box<dyn Query> {
    let term = |at: usize| Term::from_field_text(text, WORDS[at]);
    match way {
        Way::Word(at) => Box::new(TermQuery::new(term(*at), IndexRecordOption::WithFreqs)),
        Way::Begun(at) => {
            let start = Term::from_field_text(text, &WORDS[*at][..2]);
            Box::new(FuzzyTermQuery::new_prefix(start, 0, false))
        }
        Way::Phrase(one, other) => Box::new(PhraseQuery::new(vec![term(*one), term(*other)])),
    }
}

fn all(clauses: &[Vec<Way>], text: Field) -> All {
    let union = |ways: &Vec<Way>| {
        Union::new(ways.iter().map(|way| member(way, text)).collect(), Joined::Best)
    };
    All::of(clauses.iter().map(union).collect())
}

fn all_of_theirs(clauses: &[Vec<Way>], text: Field) -> BooleanQuery {
    let union = |ways: &Vec<Way>| -> (Occur, Box<dyn Query>) {
        let ways = ways.iter().map(|way| (Occur::Should, theirs(way, text)));
        (Occur::Must, Box::new(BooleanQuery::new(ways.collect())))
    };
    BooleanQuery::new(clauses.iter().map(union).collect())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn the_same_posts_are_found_however_they_are_asked_for(
        seed: u64,
        clauses in prop::collection::vec(prop::collection::vec(way(), 1..4), 1..4),
    ) {
        let (searcher, text) = index(seed);
        let (ours, theirs) = (all(&clauses, text), all_of_theirs(&clauses, text));
        let found = searcher.search(&ours, &DocSetCollector).unwrap();
        prop_assert_eq!(&found, &searcher.search(&theirs, &DocSetCollector).unwrap());

        // By windows and one by one: the same posts, and worth the same.
        let segment = searcher.segment_reader(0);
        let scoring = EnableScoring::enabled_from_statistics_provider(&FixedStatistics, &searcher);
        let weight = ours.weight(scoring).unwrap();
        let mut by_windows: Vec<(DocId, Score)> = Vec::new();
        weight.for_each(segment, &mut |doc, worth| by_windows.push((doc, worth))).unwrap();
        let mut scorer = weight.scorer(segment, 1.0).unwrap();
        let mut one_by_one = Vec::new();
        while scorer.doc() != TERMINATED {
            one_by_one.push((scorer.doc(), scorer.score()));
            scorer.advance();
        }
        prop_assert_eq!(by_windows.len(), found.len());
        prop_assert_eq!(by_windows, one_by_one);
    }
}
