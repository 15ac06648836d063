//! What comes first: the title itself, and what is near where nothing answers the whole.

use std::sync::Arc;

use archive::{Archive, Post, PostKey, Reading, Seen};
use config::Config;
use indexer::{Indexer, Reader};
use search::finder::{Ask, Finder};
use search::query::Query;

/// Captions of books that nobody wrote.
const CAPTIONS: [&str; 8] = [
    "ماه\nنوشتهٔ مهرانه فرضی‌پور نمونه‌ای از شهر دور با پنجاه داستان کوتاه",
    "شبِ ماه\nمینا فرضی",
    "دیروز «باغ انار سرخ» را خواندم و گریه کردم؛ کتابی که فراموش نمی‌شود",
    "باغ انار سرخ در کوچهٔ ماست",
    "باغ سرخ و انار باغ",
    "زندگی‌نامهٔ آرتابازان پیر\nآرش نمونه",
    "سفر به جزیرهٔ بی‌نشان\nسارا نمونه",
    "قطار ساعت پنج\nرضا نمونه",
];

struct Stage {
    finder: Finder,
    _folder: tempfile::TempDir,
}

impl Stage {
    async fn of(captions: &[&str]) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let archive = Arc::new(Archive::open("sqlite", folder.path()).await.unwrap());
        let seen = captions.iter().enumerate().map(|(at, text)| {
            let post =
                Post::new(PostKey::new("mastodon", format!("https://a.example/{at}")), *text);
            Seen { post, native_id: None, range: 0..0 }
        });
        let reading = Reading {
            source: "test".to_owned(),
            net: "hashtag".to_owned(),
            seen: seen.collect(),
            ..Reading::default()
        };
        archive.keep(&reading).await.unwrap();
        let config = Config::embedded().unwrap();
        let index = folder.path().join("index");
        Indexer::new(&config, archive.clone(), &index).catch_up().await.unwrap();
        let finder = Finder::new(&config, archive, Reader::in_folder(&index));
        Self { finder, _folder: folder }
    }

    /// The places among the captions of what answers the whole query, the first one first.
    async fn found(&self, typed: &str) -> Vec<usize> {
        let ask = Ask { query: Query::parse(typed).unwrap(), limit: 10, ..Ask::default() };
        let found = self.finder.find(&ask).await.unwrap();
        assert_eq!(found.total as usize, found.hits.len());
        places(found.hits)
    }

    /// The same of what is near.
    async fn near(&self, typed: &str) -> Vec<usize> {
        places(self.finder.near(&Query::parse(typed).unwrap(), 10).await.unwrap())
    }
}

fn places(hits: Vec<search::finder::Hit>) -> Vec<usize> {
    hits.iter().map(|hit| hit.post.key.id.rsplit('/').next().unwrap().parse().unwrap()).collect()
}

#[tokio::test]
async fn a_title_that_fills_its_line_comes_before_shorter_captions() {
    let stage = Stage::of(&CAPTIONS).await;
    assert_eq!(stage.found("ماه").await, [0, 1]);
}

#[tokio::test]
async fn a_quoted_title_comes_before_the_same_words_in_a_sentence() {
    let stage = Stage::of(&CAPTIONS).await;
    assert_eq!(stage.found("باغ انار سرخ").await, [2, 3, 4]);
}

#[tokio::test]
async fn a_place_alone_answers_nothing() {
    let stage = Stage::of(&CAPTIONS).await;
    assert!(stage.found("ماه قطار").await.is_empty());
    assert_eq!(stage.found("قطار").await, [7]);
}

#[tokio::test]
async fn near_reads_slips_and_words_written_in_one() {
    let stage = Stage::of(&CAPTIONS).await;
    for typed in ["گربهٔ آرتازازان", "#آرتابازان_پیر_شد", "آرتابازانپیر ناشنیده"]
    {
        assert!(stage.found(typed).await.is_empty(), "{typed}");
        assert_eq!(stage.near(typed).await.first(), Some(&5), "{typed}");
    }
    assert_eq!(stage.near("بی‌نشانترین جزیره‌های دور سفرها").await.first(), Some(&6));
    assert!(stage.near("زززززز").await.is_empty());
}
