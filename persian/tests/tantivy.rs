//! The index and the plan agree: on random Persian text tantivy finds what [`Plan::matches`] says.
#![cfg(feature = "tantivy")]

use std::collections::BTreeSet;

use proptest::prelude::*;
use tantivy::collector::DocSetCollector;
use tantivy::query::{BooleanQuery, Occur, PhraseQuery, Query, RegexQuery, TermQuery};
use tantivy::schema::{
    Field, IndexRecordOption, STORED, Schema, TextFieldIndexing, TextOptions, Value,
};
use tantivy::snippet::SnippetGenerator;
use tantivy::tokenizer::{TokenStream, Tokenizer};
use tantivy::{Index, TantivyDocument, Term, doc};
use tantivy_persian::{Analyzer, Lexicon, Pattern, PersianTokenizer, Plan, analyze};

fn index(texts: &[String]) -> (Index, Field, Field) {
    let indexing = TextFieldIndexing::default()
        .set_tokenizer("persian")
        .set_index_option(IndexRecordOption::WithFreqsAndPositions);
    let mut schema = Schema::builder();
    let options = TextOptions::default().set_indexing_options(indexing).set_stored();
    let body = schema.add_text_field("body", options);
    let number = schema.add_u64_field("number", STORED);
    let index = Index::create_in_ram(schema.build());
    index.tokenizers().register("persian", PersianTokenizer::default());
    let mut writer = index.writer_with_num_threads(1, 15_000_000).unwrap();
    for (at, text) in texts.iter().enumerate() {
        writer.add_document(doc!(body => text.as_str(), number => at as u64)).unwrap();
    }
    writer.commit().unwrap();
    (index, body, number)
}

fn query(plan: &Plan, body: Field) -> BooleanQuery {
    let clauses = plan.clauses().iter().map(|clause| {
        let any =
            clause.alternatives.iter().map(|one| (Occur::Should, pattern(&one.pattern, body)));
        (Occur::Must, Box::new(BooleanQuery::new(any.collect())) as Box<dyn Query>)
    });
    BooleanQuery::new(clauses.collect())
}

fn pattern(pattern: &Pattern, body: Field) -> Box<dyn Query> {
    let term = |text: &str| Term::from_field_text(body, text);
    match pattern {
        Pattern::Term(text) => Box::new(TermQuery::new(term(text), IndexRecordOption::Basic)),
        Pattern::Prefix(start) => {
            Box::new(RegexQuery::from_pattern(&format!("{start}.*"), body).unwrap())
        }
        Pattern::Phrase(words) => Box::new(PhraseQuery::new_with_offset(
            words.iter().map(|(at, text)| (*at as usize, term(text))).collect(),
        )),
    }
}

fn found(texts: &[String], plan: &Plan) -> BTreeSet<usize> {
    let (index, body, number) = index(texts);
    let searcher = index.reader().unwrap().searcher();
    let hits = searcher.search(&query(plan, body), &DocSetCollector).unwrap();
    let numbers = hits.into_iter().map(|address| {
        let document: TantivyDocument = searcher.doc(address).unwrap();
        document.get_first(number).and_then(|value| value.as_u64()).unwrap() as usize
    });
    numbers.collect()
}

const WORDS: &[&str] = &[
    "کتاب",
    "خانه",
    "کتابخانه",
    "ها",
    "های",
    "می",
    "خوانم",
    "میخوانم",
    "صد",
    "سال",
    "صدسال",
    "تنهایی",
    "#معرفی_کتاب",
    "#معرفیکتاب",
    "معرفی",
    "@iranpl",
    "book",
    "books",
    "کتابها",
    "گفت",
    "و",
    "گو",
    "پیر",
    "مرد",
    "پیرمرد",
    "دریا",
    "1984",
    "هزار",
    "نهصد",
    "ketab",
    "خونه",
    "بوفکور",
    "بوف",
    "کور",
    "شازده",
];

fn texts() -> impl Strategy<Value = String> {
    let joint = prop::sample::select(&[" ", " ", " ", "، ", "\u{200C}", "_"][..]);
    prop::collection::vec((prop::sample::select(WORDS), joint), 1..7)
        .prop_map(|words| words.into_iter().flat_map(|(word, joint)| [word, joint]).collect())
}

fn queries() -> impl Strategy<Value = String> {
    prop_oneof![
        3 => texts(),
        1 => texts().prop_map(|text| format!("\"{text}\"")),
        1 => prop::sample::select(WORDS).prop_map(|word| format!("{word}*")),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn the_index_finds_what_the_plan_says(documents in prop::collection::vec(texts(), 1..24), asked in queries()) {
        let plan = Plan::new(&asked);
        let want: BTreeSet<usize> = documents
            .iter()
            .enumerate()
            .filter(|(_, text)| plan.matches(&analyze(text)))
            .map(|(at, _)| at)
            .collect();
        prop_assert_eq!(found(&documents, &plan), want);
    }
}

/// Whatever people and machines write.
fn anything() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        4 => prop::sample::select(WORDS).prop_map(str::to_owned),
        3 => "[آابپتسشکگلمنوهیيكئؤ]{1,7}",
        1 => "[a-zA-Z]{1,8}",
        1 => "[0-9۰-۹X-]{1,14}",
        4 => "[ _#@\\u{200C}«».،;'/:]{1,2}",
        1 => any::<String>(),
    ];
    prop::collection::vec(piece, 0..24).prop_map(|pieces| pieces.concat())
}

proptest! {
    #[test]
    fn the_stream_gives_the_terms_and_no_text_leaves_a_trace(read in prop::collection::vec(anything(), 1..4)) {
        let mut tokenizer = PersianTokenizer::default();
        for text in &read {
            let mut tokens = Vec::new();
            tokenizer.token_stream(text).process(&mut |token| tokens.push(token.clone()));
            let terms = analyze(text);
            prop_assert_eq!(tokens.len(), terms.len());
            for (token, term) in tokens.iter().zip(&terms) {
                prop_assert_eq!(&token.text, &term.text);
                prop_assert_eq!(token.offset_from..token.offset_to, term.range.clone());
                prop_assert_eq!(token.position, term.position as usize);
                prop_assert_eq!(token.position_length, term.length as usize);
            }
            prop_assert_eq!(Analyzer::new(Lexicon::bundled()).analyze(text), terms);
        }
    }
}

#[test]
fn clones_that_read_at_the_same_time_do_not_mix_their_texts() {
    let mut one = PersianTokenizer::default();
    let mut other = one.clone();
    let (first, second) = ("کتابهای خوب", "گفت و گو با پیر مرد");
    let mut tokens = [Vec::new(), Vec::new()];
    for _ in 0..2 {
        let (mut here, mut there) = (one.token_stream(first), other.token_stream(second));
        tokens.iter_mut().for_each(Vec::clear);
        while here.advance() | there.advance() {
            tokens[0].push(here.token().text.clone());
            tokens[1].push(there.token().text.clone());
        }
    }
    for (text, tokens) in [first, second].into_iter().zip(&mut tokens) {
        tokens.dedup();
        let mut terms: Vec<String> = analyze(text).into_iter().map(|term| term.text).collect();
        terms.dedup();
        assert_eq!(*tokens, terms);
    }
}

#[test]
fn snippets_mark_the_letters_of_the_original() {
    let texts = ["این كتابهاي خوب را خواندم".to_owned()];
    let (index, body, _) = index(&texts);
    let searcher = index.reader().unwrap().searcher();
    let plan = Plan::new("کتاب");
    let generator = SnippetGenerator::create(&searcher, &query(&plan, body), body).unwrap();
    let snippet = generator.snippet(&texts[0]);
    let marked: Vec<&str> =
        snippet.highlighted().iter().map(|range| &snippet.fragment()[range.clone()]).collect();
    assert_eq!(marked, ["كتابهاي"]);
}
