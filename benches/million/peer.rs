//! Bare tantivy: the same texts, its default tokenizer, and the queries that it can answer.

use std::ops::Bound;
use std::path::Path;

use jiff::Timestamp;
use tantivy::collector::{Count, TopDocs};
use tantivy::query::{
    BooleanQuery, FuzzyTermQuery, Occur, PhraseQuery, Query, RangeQuery, TermQuery,
};
use tantivy::schema::{FAST, Field, IndexRecordOption, STORED, Schema, TEXT};
use tantivy::tokenizer::{SimpleTokenizer, TokenStream, Tokenizer};
use tantivy::{Index, IndexWriter, Order, Searcher, TantivyDocument, Term};

use crate::bag::Case;
use crate::house::tell;
use crate::posts::Maker;

/// How the peer is asked; the same words, as its own analysis has them.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Peer {
    /// All words.
    All,
    /// Any of the words, the rarest counting most.
    Any,
    /// The words as a phrase.
    Phrase,
    /// All words, the last one only begun.
    Begun,
    /// All words but the last one.
    Not,
    /// All words, within a span of time.
    Within(Timestamp, Timestamp),
}

/// Makes its index: texts with positions, times as a fast field. Texts are stored, so that hits
/// can be shown; they stand in files of their own and can be left out of its size.
pub(crate) fn make(maker: &Maker<'_>, folder: &Path) {
    std::fs::create_dir_all(folder).expect("a folder");
    let mut schema = Schema::builder();
    let text = schema.add_text_field("text", TEXT | STORED);
    let posted_at = schema.add_i64_field("posted_at", FAST);
    let index = Index::create_in_dir(folder, schema.build()).expect("an index");
    let mut writer: IndexWriter = index.writer(96 << 20).expect("a writer");
    for place in 0..maker.count {
        let post = maker.post(place);
        let mut document = TantivyDocument::new();
        document.add_text(text, &post.text);
        if let Some(at) = post.posted_at {
            document.add_i64(posted_at, at.as_microsecond());
        }
        writer.add_document(document).expect("a document");
        tell("put into bare tantivy", place + 1, maker.count);
    }
    writer.commit().expect("a commit");
    writer.wait_merging_threads().expect("merges");
}

/// Asks it.
pub(crate) struct Bare {
    pub(crate) searcher: Searcher,
    text: Field,
    posted_at: Field,
}

impl Bare {
    pub(crate) fn in_folder(folder: &Path) -> Self {
        let index = Index::open_in_dir(folder).expect("an index");
        let searcher = index.reader().expect("a reader").searcher();
        let field = |name: &str| index.schema().get_field(name).expect("a field");
        Self { searcher, text: field("text"), posted_at: field("posted_at") }
    }

    /// The total and the first ten; with `shown` they are read as well. The same work as a page's.
    pub(crate) fn ask(&self, case: &Case, peer: &Peer, shown: bool) -> usize {
        let query = self.query(&case.typed, peer);
        let skipped = if case.far { crate::bag::FAR } else { 0 };
        let top = TopDocs::with_limit(10).and_offset(skipped);
        let (total, places) = if case.newest {
            let top = top.order_by_fast_field::<i64>("posted_at", Order::Desc);
            let (total, hits) = self.searcher.search(&query, &(Count, top)).expect("hits");
            (total, hits.into_iter().map(|(_, place)| place).collect::<Vec<_>>())
        } else {
            let top = top.order_by_score();
            let (total, hits) = self.searcher.search(&query, &(Count, top)).expect("hits");
            (total, hits.into_iter().map(|(_, place)| place).collect())
        };
        if shown {
            for place in places {
                std::hint::black_box(self.searcher.doc::<TantivyDocument>(place).expect("a hit"));
            }
        }
        total
    }

    fn query(&self, typed: &str, peer: &Peer) -> Box<dyn Query> {
        let mut terms: Vec<Term> = self.terms(typed);
        let last = terms.last().cloned();
        let (occur, mut clauses) = match peer {
            Peer::Any => (Occur::Should, Vec::new()),
            Peer::Phrase if terms.len() > 1 => return Box::new(PhraseQuery::new(terms)),
            Peer::Begun => {
                terms.pop();
                let begun = last.map(|last| FuzzyTermQuery::new_prefix(last, 0, false));
                let begun = begun.map(|query| (Occur::Must, Box::new(query) as Box<dyn Query>));
                (Occur::Must, begun.into_iter().collect())
            }
            Peer::Not => {
                terms.pop();
                let not = last.map(|last| TermQuery::new(last, IndexRecordOption::Basic));
                let not = not.map(|query| (Occur::MustNot, Box::new(query) as Box<dyn Query>));
                (Occur::Must, not.into_iter().collect())
            }
            Peer::Within(from, to) => {
                let bound = |at: &Timestamp| {
                    Bound::Included(Term::from_field_i64(self.posted_at, at.as_microsecond()))
                };
                let range: Box<dyn Query> = Box::new(RangeQuery::new(bound(from), bound(to)));
                (Occur::Must, vec![(Occur::Must, range)])
            }
            Peer::All | Peer::Phrase => (Occur::Must, Vec::new()),
        };
        clauses.extend(terms.into_iter().map(|term| {
            let query = TermQuery::new(term, IndexRecordOption::WithFreqs);
            (occur, Box::new(query) as Box<dyn Query>)
        }));
        Box::new(BooleanQuery::new(clauses))
    }

    /// The words as its default tokenizer has them, without the filters' values.
    fn terms(&self, typed: &str) -> Vec<Term> {
        let words: Vec<&str> =
            typed.split_whitespace().filter(|word| !word.contains(':')).collect();
        let words = words.join(" ");
        let mut tokenizer = SimpleTokenizer::default();
        let mut stream = tokenizer.token_stream(&words);
        let mut terms = Vec::new();
        while stream.advance() {
            terms.push(Term::from_field_text(self.text, &stream.token().text.to_lowercase()));
        }
        terms
    }
}
