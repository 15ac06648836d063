//! What comes first: the title itself, and what is near where nothing answers the whole.

use search::finder::{Ask, FindError};
use search::query::{Problem, Query};

mod stage;
use stage::{Stage, places};

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

/// The places among the captions of what is near, the nearest first.
async fn near(stage: &Stage, typed: &str) -> Vec<usize> {
    places(stage.finder.near(&Query::parse(typed).unwrap(), 10).await.unwrap())
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
        assert_eq!(near(&stage, typed).await.first(), Some(&5), "{typed}");
    }
    assert_eq!(near(&stage, "بی‌نشانترین جزیره‌های دور سفرها").await.first(), Some(&6));
    assert!(near(&stage, "زززززز").await.is_empty());
}

#[tokio::test]
async fn beginnings_are_few_and_not_too_short() {
    let stage = Stage::of(&CAPTIONS).await;
    assert_eq!(stage.found("آرتاب*").await, [5]);
    for (typed, problem) in [
        ("ا*", Problem::TooShort { least: 2 }),
        ("بی* سف* جز* مه* آر*", Problem::TooManyBeginnings { most: 4 }),
        ("بی* سف* -جز* -مه* author:آر*", Problem::TooManyBeginnings { most: 4 }),
    ] {
        let ask = Ask { query: Query::parse(typed).unwrap(), limit: 10, ..Ask::default() };
        match stage.finder.find(&ask).await {
            Err(FindError::Query(found)) => assert_eq!(found, problem, "{typed}"),
            other => panic!("{typed}: {other:?}"),
        }
    }
}

#[tokio::test]
async fn a_text_that_asks_for_too_much_has_what_is_near_its_beginning() {
    let stage = Stage::of(&CAPTIONS).await;
    let words: Vec<String> = (0..40).map(|at| format!("ناشنیده{at}")).collect();
    let long = format!("زندگی‌نامهٔ آرتابازان {}", words.join(" "));
    let ask = Ask { query: Query::parse(&long).unwrap(), limit: 10, ..Ask::default() };
    assert!(matches!(
        stage.finder.find(&ask).await,
        Err(FindError::Query(Problem::TooMany { most: 32 }))
    ));
    assert_eq!(near(&stage, &long).await.first(), Some(&5));
}
