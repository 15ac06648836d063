//! What a view says of the words that posts have is what reading their captions through gives.

use std::collections::BTreeSet;
use std::sync::Arc;

use archive::{Archive, Post, PostKey, Reading, Seen};
use config::Config;
use indexer::{Indexer, Reader, View};
use jiff::Timestamp;

const CAPTIONS: &[&str] = &[
    "معرفی کتاب «بوف کور» #هر_کتابدار_یک_کتابخوان",
    "كتابخانه‌هاي روستایی و بچه‌ها",
    "a novel for the long evenings",
    "شب‌های روشن @koodak ۱۳۹۹",
    "کتاب خوب، دوست خوب",
];

struct House {
    archive: Arc<Archive>,
    indexer: Indexer,
    reader: Reader,
    _folder: tempfile::TempDir,
}

impl House {
    async fn build() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let archive = Arc::new(Archive::open("sqlite", folder.path()).await.unwrap());
        let index = folder.path().join("index");
        let config = Config::embedded().unwrap();
        let indexer = Indexer::new(&config, archive.clone(), &index);
        Self { archive, indexer, reader: Reader::in_folder(&index), _folder: folder }
    }

    async fn keep(&mut self, at: usize) {
        let post = Post::new(key(at), CAPTIONS[at]);
        let seen = vec![Seen { post, native_id: None, range: 0..0 }];
        let net = "hashtag".to_owned();
        self.archive.keep(&Reading { net, seen, ..Reading::default() }).await.unwrap();
        self.indexer.catch_up().await.unwrap();
    }
}

fn key(at: usize) -> PostKey {
    PostKey::new("mastodon", format!("https://a.example/{at}"))
}

fn terms(at: usize) -> BTreeSet<String> {
    persian::analyze(CAPTIONS[at]).into_iter().map(|term| term.text).collect()
}

fn check(view: &View, held: &[usize]) {
    for term in (0..CAPTIONS.len()).flat_map(terms) {
        let posts = held.iter().filter(|at| terms(**at).contains(&term)).count();
        assert_eq!(view.posts_with(view.fields.text, &term), posts as u64, "{term}");
        assert_eq!(view.knows(&term), posts > 0, "{term}");
        assert!(posts == 0 || view.may_have(view.fields.text, &term), "{term}");
    }
}

#[tokio::test]
async fn a_view_knows_the_words_of_its_posts_and_no_others() {
    let mut house = House::build().await;
    for at in 0..CAPTIONS.len() {
        house.keep(at).await;
        check(&house.reader.view().unwrap(), &(0..=at).collect::<Vec<_>>());
    }
    house.archive.withdraw(&key(0), "asked for", Timestamp::UNIX_EPOCH).await.unwrap();
    house.indexer.catch_up().await.unwrap();
    check(&house.reader.view().unwrap(), &[1, 2, 3, 4]);
    house.indexer.rebuild(|_, _| ()).await.unwrap();
    let view = house.reader.view().unwrap();
    check(&view, &[1, 2, 3, 4]);
    assert_eq!(view.searcher.segment_readers().len(), 1);
}

#[tokio::test]
async fn few_words_are_looked_for_in_vain() {
    let mut house = House::build().await;
    house.keep(0).await;
    let view = house.reader.view().unwrap();
    let vain = (0..1_000).filter(|n| view.may_have(view.fields.text, &format!("w{n}"))).count();
    assert!(vain < 50, "{vain} of 1,000");
}
