//! What is proposed while somebody types, and where a word or a whole query finds nothing.

use std::collections::HashSet;

use indexer::CompletionKind;
use search::query::Query;
use search::suggesting::{Otherwise, Proposal, ProposalKind};

mod stage;
use stage::{Stage, key};

/// Captions of books that nobody wrote, by people who are not.
const CAPTIONS: [&str; 8] = [
    "امروز «باغ انار سرخ» نوشته‌ی آذر نمونه‌ای را می‌خوانیم #باغ_انار_سرخ",
    "«باغ انار سرخ» را خواندم",
    "«باغ‌های دور» و باغبانی در شهر",
    "کتاب‌خانه‌های شهر ما #کتاب_خوب",
    "کتابخانهٔ روستا و کتابخانه‌های دیگر",
    "كتابخانه و باغ انار",
    "«قطار ساعت پنج» #کتاب_خوب",
    "قطار که رسید",
];

async fn texts(stage: &Stage, typed: &str) -> Vec<String> {
    let proposals = stage.finder.complete(typed, 8).await.unwrap();
    proposals.into_iter().map(|proposal| proposal.text).collect()
}

#[tokio::test]
async fn the_most_frequent_name_comes_first_in_any_spelling() {
    let stage = Stage::of(&CAPTIONS).await;
    for typed in ["باغ", "باغ ا", "باغا", "باغ‌انا", "#باغ_ا", "bagh a", "fhy h"]
    {
        let first = texts(&stage, typed).await.into_iter().next();
        let plain = first.as_deref().map(|text| text.trim_start_matches('#').replace('_', " "));
        assert_eq!(plain.as_deref(), Some("باغ انار سرخ"), "{typed}");
    }
    let proposals = stage.finder.complete("آذر", 8).await.unwrap();
    let author = ProposalKind::Named(CompletionKind::Author);
    assert_eq!(proposals, [Proposal { kind: author, text: "آذر نمونه‌ای".into() }]);
    assert_eq!(texts(&stage, "پروان").await, ["پروانه آزمون"]);
}

#[tokio::test]
async fn a_hashtag_is_completed_by_hashtags_only() {
    let stage = Stage::of(&CAPTIONS).await;
    assert_eq!(texts(&stage, "#ک").await, ["#کتاب_خوب"]);
    assert_eq!(texts(&stage, "#با").await, ["#باغ_انار_سرخ"]);
}

#[tokio::test]
async fn the_last_word_is_completed_by_frequent_words() {
    let stage = Stage::of(&CAPTIONS).await;
    assert!(texts(&stage, "بهترین كتابخ").await.contains(&"بهترین کتابخانه".to_owned()));
    // Only one caption has it, and a form of a word is not proposed beside the word.
    assert!(texts(&stage, "روست").await.is_empty());
    assert!(!texts(&stage, "کتابخ").await.contains(&"کتابخانهها".to_owned()));
}

#[tokio::test]
async fn no_text_makes_it_fail_and_nothing_is_proposed_for_nothing() {
    let stage = Stage::of(&CAPTIONS).await;
    for typed in ["", " ", "#", "\"", "؟", "~", "\u{1}", "\u{10FFFF}", "ززز"] {
        assert!(texts(&stage, typed).await.is_empty(), "{typed:?}");
    }
    assert!(texts(&stage, &"ب".repeat(10_000)).await.is_empty());
}

#[tokio::test]
async fn what_was_withdrawn_is_not_proposed_before_the_index_has_followed() {
    let stage = Stage::of(&CAPTIONS).await;
    assert_eq!(texts(&stage, "قطار").await.first().unwrap(), "قطار ساعت پنج");
    let at = "2026-01-01T00:00:00Z".parse().unwrap();
    stage.finder.archive().withdraw(&key(6), "asked", at).await.unwrap();
    assert!(!texts(&stage, "قطار").await.contains(&"قطار ساعت پنج".to_owned()));
    assert_eq!(texts(&stage, "#ک").await, ["#کتاب_خوب"], "one caption still has it");
}

/// Every proposal against a reading of all captions.
#[tokio::test]
async fn proposals_are_what_captions_name() {
    let stage = Stage::of(&CAPTIONS).await;
    let names = ["باغ انار سرخ", "باغ‌های دور", "قطار ساعت پنج", "آذر نمونه‌ای", "پروانه آزمون"];
    let tags = ["#باغ_انار_سرخ", "#کتاب_خوب"];
    for name in names.iter().chain(&tags) {
        let letters: Vec<char> = name.chars().collect();
        for end in 2..=letters.len() {
            let typed: String = letters[..end].iter().collect();
            let proposed: HashSet<String> = texts(&stage, &typed).await.into_iter().collect();
            let key = persian::tag_key(name);
            assert!(
                proposed.iter().any(|text| persian::tag_key(text) == key),
                "{typed} → {proposed:?}"
            );
        }
    }
}

#[tokio::test]
async fn a_word_that_no_post_has_is_told_with_a_way_back() {
    let stage = Stage::of(&CAPTIONS).await;
    let found = stage.find("کتابخنه شهر").await;
    assert_eq!(found.total, 1);
    let reading = &found.readings[0];
    assert_eq!((reading.typed.as_str(), reading.meant[0].as_str()), ("کتابخنه", "کتابخانه"));
    let literal = reading.literal("کتابخنه شهر");
    assert_eq!(literal, "\"کتابخنه\" شهر");
    assert!(stage.found(&literal).await.is_empty());
    // Of words that posts have, none is read as another.
    assert_eq!(stage.find("قطار").await.readings, Vec::new());
}

#[tokio::test]
async fn where_nothing_is_found_other_texts_find_something() {
    let stage = Stage::of(&CAPTIONS).await;
    let otherwise = |typed: &'static str| {
        let stage = &stage;
        async move { stage.finder.otherwise(&Query::parse(typed).unwrap()).await.unwrap() }
    };
    let meant = |text: &str, total| Otherwise { text: text.into(), total, meant: true };
    assert_eq!(otherwise("باغانارسرح").await, [meant("باغ انار سرخ", 2)]);
    let fewer = otherwise("قطار شهر").await;
    let all: Vec<_> = fewer.iter().map(|one| (one.text.as_str(), one.total, one.meant)).collect();
    assert_eq!(all, [("شهر", 2, false), ("قطار", 2, false)]);
    assert_eq!(otherwise("\"قطار شهر\"").await, []);
    assert_eq!(otherwise("قطار شهر platform:mastodon").await, [], "its filter would be lost");
}
