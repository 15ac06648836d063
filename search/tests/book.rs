//! `book:` finds a title where titles stand, and nowhere else.

mod stage;
use stage::Stage;

const CAPTIONS: [&str; 9] = [
    "امروز «ماه» را معرفی می‌کنم",
    "ماه\nنوشتهٔ مینا نمونه",
    "کتاب ماه را دوست دارم",
    "دیشب ماه را در آسمان دیدم",
    "#ماه پیشنهاد من است",
    "رمان باغ انار سرخ عالی بود",
    "باغ انار سرخ را که دیدیم",
    "در باغ انار سرخ بود",
    "«باغ سرخ» و انار",
];

async fn sorted(stage: &Stage, typed: &str) -> Vec<usize> {
    let mut found = stage.found(typed).await;
    found.sort_unstable();
    found
}

#[tokio::test]
async fn a_title_stands_in_quotation_marks_at_a_start_after_a_cue_or_as_a_hashtag() {
    let stage = Stage::of(&CAPTIONS).await;
    for typed in ["book:ماه", "کتاب:ماه", "عنوان:\"ماه\"", "کتاب:«ماه»"]
    {
        assert_eq!(sorted(&stage, typed).await, [0, 1, 2, 4], "{typed}");
    }
    assert_eq!(sorted(&stage, "ماه").await, [0, 1, 2, 3, 4]);
}

#[tokio::test]
async fn the_words_of_a_title_stand_together_in_their_order() {
    let stage = Stage::of(&CAPTIONS).await;
    assert_eq!(sorted(&stage, "book:\"باغ انار سرخ\"").await, [5, 6]);
    assert_eq!(sorted(&stage, "کتاب:«باغ سرخ»").await, [8]);
    assert!(sorted(&stage, "book:\"سرخ انار باغ\"").await.is_empty());
}

#[tokio::test]
async fn it_narrows_and_excludes() {
    let stage = Stage::of(&CAPTIONS).await;
    assert_eq!(sorted(&stage, "ماه -book:ماه").await, [3]);
    assert_eq!(sorted(&stage, "book:ماه معرفی").await, [0]);
    for typed in ["book:\"\"", "book:؟"] {
        assert!(stage.found(typed).await.is_empty(), "{typed}");
    }
    assert_eq!(sorted(&stage, "-book:؟ ماه").await, [0, 1, 2, 3, 4]);
}
